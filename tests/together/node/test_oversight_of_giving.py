"""Oversight of what goes out unasked: who gave, passed on, exported, spoke, drafted, saw what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.safeguards.unusual import Asked, Conduct, Thresholds, judge
from tests.given import NAME as SUSPECT
from tests.given import as_marked, informed, open_discussion, passed, suspect
from tests.nodes import ANALYST, CHIEF, DE, DUTY, ES, MA, PROTECTION, Bureau, asynchronous, exchange
from tests.notices import NAME, RED, approval, drafted, published, wanted

_Row = tuple[str, str, str, str, str]
_DONE = (("notice.accepted", DUTY), ("sighting.written", DUTY), ("sighting.ordered", CHIEF))


async def accesses(bureau: Bureau, **wanted_: Any) -> list[_Row]:
    """Return kind, officer's name, purpose, case and partner of what the officer reads."""
    found = await bureau.perform("oversight.accesses", officer=PROTECTION, **wanted_)
    return [
        (row["action"], row["name"], row["purpose"], row["case"], row["partner"])
        for row in found["accesses"]
    ]


@asynchronous
async def test_what_was_given_passed_on_exported_and_said_is_in_the_access_log(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE, change=as_marked) as (ma, es, de):
        await ma.hold(suspect())
        thread = await informed(ma, es, case="R-7")
        why = ("criminal-investigation", "R-7")
        assert ("information.ordered", DUTY, *why, ES) in await accesses(ma)
        received = await accesses(es, action="information.received")
        assert [each[2:] for each in received] == [(*why, MA)]
        await es.perform("noted", thread=thread)
        await es.perform("export", thread=thread, out=str(tmp_path / "out.csv"), format="csv")
        await passed(es, thread, de)
        said = await open_discussion(es, ma)
        await es.perform("discuss.show", thread=said["thread"])
        found = await accesses(es)
        assert ("information.noted", DUTY, *why, MA) in found
        assert ("item.exported", DUTY, *why, MA) in found
        assert [each[1:] for each in found if each[0] == "onward.passed"] == [(DUTY, *why, DE)]
        (post,) = [each for each in found if each[0] == "post.sent"]
        assert (post[1], post[4]) == (DUTY, MA)
        assert all(post[2:4])
        assert ("thread.read", DUTY, *post[2:4], "") in found
        heard = await accesses(ma, action="post.received", case=post[3])
        assert [each[2:] for each in heard] == [(*post[2:4], ES)]
        sample = await es.perform(
            "oversight.sample", officer=PROTECTION, size=1, action="item.exported"
        )
        assert len(sample["accesses"]) == 1
        assert SUSPECT not in str(found)
        assert "Ben Ali" not in str(sample)


@asynchronous
async def test_what_was_done_with_a_notice_is_in_the_access_log_of_both_sides(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        await ma.hold(wanted())
        notice = await published(ma)
        why = (RED["purpose"], RED["case"])
        await es.perform("notice.accept", notice=notice)
        written = await es.perform("sighting.write", notice=notice, words="Seen at the market.")
        for officer in (DUTY, CHIEF):
            signed = approval(es, written["payload"], officer)
            order = {"sighting": written["sighting"], "approval": signed}
            await es.perform("sighting.approve", officer=officer, **order)
        await ma.perform("notice.show", notice=notice)
        mine = await accesses(ma, case=RED["case"])
        assert {
            ("notice.drafted", ANALYST, *why, ""),
            ("notice.published", DUTY, *why, ""),
            ("notice.sent", DUTY, *why, ES),
            ("notice.read", DUTY, *why, ""),
        } <= set(mine)
        assert [each[0] for each in mine if each[4] == ES] == ["sighting.received", "notice.sent"]
        theirs = await accesses(es, purpose=RED["purpose"])
        for kind, officer in _DONE:
            assert (kind, officer, *why, MA) in theirs
        assert ("notice.received", *why, MA) in [(each[0], *each[2:]) for each in theirs]
        text = str((mine, theirs))
        assert all(part not in text for part in (*NAME.split(), "market"))
        await ma.perform("notice.cancel", notice=notice, reason="purpose-ended")
        order = {"notice": notice, "reason": "purpose-ended"}
        await ma.perform("notice.erase", officer=PROTECTION, **order)
        kept = await accesses(ma, purpose=RED["purpose"], action="notice.drafted")
        assert [each[1:4] for each in kept] == [(ANALYST, RED["purpose"], "")]


@asynchronous
async def test_an_officer_who_gives_much_or_drafts_for_one_person_under_many_purposes_is_told_of(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES) as (ma, es):
        few = {"given_most": 2, "purposes_most": 1}
        kept = ma.node.settings.safeguards.model_copy(update=few)
        ma.node.settings = ma.node.settings.model_copy(update={"safeguards": kept})
        await es.hold(suspect())
        await ma.hold(wanted())
        thread = await informed(es, ma)
        await drafted(ma)
        await ma.perform("notice.draft", officer=ANALYST, **{**RED, "purpose": "prosecution"})
        for at in range(3):
            out = str(tmp_path / f"out-{at}.csv")
            await ma.perform("export", thread=thread, out=out, format="csv")
        found = (await ma.perform("oversight.watch", officer=PROTECTION))["alerts"]
        analyst, duty = (ma.node.keyring.pseudonym(each) for each in (ANALYST, DUTY))
        assert {(each["rule"], each["who"]) for each in found} == {
            ("giving", duty),
            ("many-purposes", analyst),
        }
        assert "Quennell" not in str(found)
        assert "Quennell" not in str(await ma.log())


@pytest.mark.parametrize("over", [0, 1])
def test_what_is_given_is_counted_for_itself_and_never_as_a_question(over: int) -> None:
    given = Asked(at_ms=36_000_000, purpose="prosecution", case="", person="", given=True)
    limits = Thresholds(given_most=5, volume_least=1)
    found = judge(Conduct((given,) * (5 + over)), limits)
    assert [each.rule for each in found] == ["giving"] * over
