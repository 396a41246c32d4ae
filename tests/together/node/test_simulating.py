"""What an agreement would let pass, tried before anybody asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from entraide.agreements.signing import SignedAgreement
from entraide.errors import InputError, LocalProtocolError
from tests.nodes import CHIEF, ES, MA, Bureau, adopt, asynchronous, budget, exchange, person
from tests.nodes import memorandum as signed_memorandum

NAME = "Zuleika Exercise Quennell"
LAWFUL = {"purpose": "criminal-investigation", "offence": "drugs.trafficking"}


async def tried(bureau: Bureau, **wanted: Any) -> Any:
    agreement = bureau.node.policies[0].agreement.id
    return await bureau.perform(
        "agreement.simulate", officer=CHIEF, **{"agreement": agreement, **wanted}
    )


@asynchronous
async def test_what_is_tried_is_what_is_decided_and_nothing_is_counted(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(2)) as (ma, es):
        (first,) = (await tried(ma, **LAWFUL))["decisions"]
        assert (first["outcome"], first["limit"], first["used"]) == ("permitted", 2, 0)
        assert first["obligations"]["answer_within_hours"] == 168
        for used in (1, 2):
            await ma.ask(NAME)
            (again,) = (await tried(ma, **LAWFUL))["decisions"]
            assert again["used"] == used
        assert (again["outcome"], again["articles"]) == ("denied", ["Art. 2.10"])
        assert (await ma.ask(NAME))[0]["article"] == "Art. 2.10"
        seen_there = (await tried(es, asker=MA, **LAWFUL))["decisions"][0]
        assert seen_there["used"] == 2, "the budget is visible to both sides"


@pytest.mark.parametrize(
    ("wanted", "article"),
    [
        ({"offence": "migration.irregular-stay"}, "Art. 9.1"),
        ({"offence": "no-such.offence"}, "Art. 2.1"),
        ({"category": ["biometrics"]}, "Art. 2.2"),
        ({"case": False}, "Art. 2.11"),
        ({"form": "notice", "category": []}, "Art. 2.2"),
    ],
)
def test_a_denial_names_its_article(tmp_path: Path, wanted: dict[str, Any], article: str) -> None:
    @asynchronous
    async def attempt() -> None:
        async with exchange(tmp_path) as (ma, _):
            (decided,) = (await tried(ma, **{**LAWFUL, **wanted}))["decisions"]
            assert (decided["outcome"], decided["articles"]) == ("denied", [article])
            assert decided["obligations"] is None

    attempt()


@asynchronous
async def test_if_they_asked_this_we_would_answer_so_and_the_search_stands_in_our_log(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME), person("EX-2", "Hidden Person", protected=["refugee"]))
        wanted = {"asker": MA, "holder": ES, **LAWFUL}
        (hit,) = (await tried(es, **wanted, name=[NAME]))["decisions"]
        assert hit["answer"] == {"result": "hit", "hits": [{"record": "EX-1", "band": "strong"}]}
        (hidden,) = (await tried(es, **wanted, name=["Hidden Person"]))["decisions"]
        assert hidden["answer"] == {"result": "no-hit", "hits": []}
        assert (await es.actions()).count("agreement.simulated") == 2
        (not_ours,) = (await tried(ma, **LAWFUL, name=[NAME]))["decisions"]
        assert "answer" not in not_ours


@asynchronous
async def test_what_may_we_ask_them_lists_purposes_forms_and_what_is_left(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=budget(3)) as (ma, _):
        await ma.ask(NAME)
        rows = {row["purpose"]: row for row in (await tried(ma))["may_ask"]}
        row = rows["criminal-investigation"]
        assert (row["asker"], row["holder"], row["limit"], row["used"]) == (MA, ES, 3, 1)
        assert "hit-no-hit" in row["forms"]
        sensitive = rows["missing-person"]
        assert "hit-no-hit" in sensitive["a_person"]
        assert "hit-no-hit" not in sensitive["forms"]


@asynchronous
async def test_a_text_can_be_tried_before_anybody_signs_it_and_gives_no_leave(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        text = signed_memorandum(ma, es, change=budget(7)).agreement
        await adopt(ma, SignedAgreement(text))
        (decided,) = (await tried(ma, agreement=text.digest, **LAWFUL))["decisions"]
        assert (decided["outcome"], decided["limit"]) == ("permitted", 7)
        assert [each.digest for each in ma.node.policies] != [text.digest]
        with pytest.raises(InputError, match=r"agreement\.no_such_party"):
            await tried(ma, asker="xx.nobody", **LAWFUL)
        with pytest.raises((InputError, LocalProtocolError)):
            await tried(ma, purpose="no-such-purpose", offence="drugs.trafficking")
