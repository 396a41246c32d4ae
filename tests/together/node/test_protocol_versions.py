"""Art. 8.6: two nodes speak the highest version that both cards name, never below the minimum."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.errors import TrustError
from entraide.kernel.card import Card
from entraide.kernel.keys import SigningKey
from entraide.kernel.protocol import choose_version
from entraide.node.keys.identity import own_card
from entraide.node.mail import versions
from tests.nodes import (
    DEALING,
    ES,
    Bureau,
    asynchronous,
    exchange,
    person,
    pin,
    question,
    sealed,
)

NAME = "Abdelatif Benali"
NAMES = st.lists(st.sampled_from(["1", "2", "3", "12", "0", "01", "x", "-1", "٣", "99999"]))


def at_least(version: int) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["final-provisions"]["least-protocol-version"] = version

    return change


@settings(deadline=None, max_examples=60)
@given(NAMES, NAMES, st.integers(0, 4))
def test_the_highest_common_version_is_chosen_or_none(
    ours: list[str], theirs: list[str], least: int
) -> None:
    known = {"1": 1, "2": 2, "3": 3, "12": 12}
    both = {known[name] for name in set(ours) & set(theirs) if name in known}
    if both and max(both) >= least:
        assert choose_version(ours, theirs, least=least, partner=ES) == max(both)
        return
    with pytest.raises(TrustError, match=r"protocol\.(none_in_common|below_minimum)"):
        choose_version(ours, theirs, least=least, partner=ES)


def recarded(bureau: Bureau, *protocol: str, older_ms: int = 0, forged: bool = False) -> Card:
    """A card of this bureau that names other versions, signed by its own key, or by a stranger."""
    present = own_card(bureau.node)
    key = SigningKey.generate() if forged else bureau.node.keyring.signing
    unsigned = replace(present, protocol=protocol, issued_ms=present.issued_ms - older_ms)
    return replace(unsigned, signature=key.sign(unsigned.content(), context="card/1"))


@asynchronous
async def test_below_the_minimum_of_the_agreement_nothing_is_asked_and_the_article_says_why(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, change=at_least(2)) as (ma, es):
        shown = (await ma.ask(NAME))[0]
        assert (shown["code"], shown["article"]) == ("policy.protocol_too_old", "Art. 8.6")
        assert "query.received" not in await es.actions()


@asynchronous
async def test_a_lying_partner_that_speaks_below_the_minimum_is_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path, change=at_least(2)) as (ma, es):
        digest = es.node.policies[0].digest
        with pytest.MonkeyPatch.context() as attack:
            attack.setattr("entraide.node.mail.post.check_leaving", lambda *_: None)
            low = sealed(ma, question(ma, es, agreement=digest))
            assert (await ma.post(es, low)).code == "protocol.below_minimum"
        assert "message.refused" in await es.actions()


@asynchronous
async def test_no_card_in_the_middle_talks_two_nodes_down(tmp_path: Path) -> None:
    """Only the partner's key signs versions, and an older card never takes a later one's place."""
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("EX-1", NAME))
        with pytest.raises(TrustError, match=r"signature\.invalid"):
            await pin(ma, recarded(es, "1", forged=True))
        await pin(ma, recarded(es, "1", "2"))
        with pytest.raises(TrustError, match=r"partner\.older_card"):
            await pin(ma, recarded(es, "1", older_ms=60_000))
        assert ma.node.partners[ES].protocol == ("1", "2")
        assert (await ma.ask(NAME))[0]["result"] == "hit", "1 is the highest that both speak"
        ma.node.speaks = ("1", "2")
        message = question(ma, es)
        with pytest.raises(TrustError, match=r"protocol\.not_the_chosen"):
            versions.check_leaving(ma.node, message)
        versions.check_leaving(ma.node, replace(message, protocol=2))


@asynchronous
async def test_without_a_common_version_cards_are_not_pinned_and_nothing_leaves(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        with pytest.raises(TrustError, match=r"card\.no_common_version"):
            await pin(ma, recarded(es, "2"))
        ma.node.speaks = ("3",)
        shown = (await ma.perform("ask", name=[NAME], **DEALING))["answers"][0]
        assert shown["code"] == "policy.protocol_too_old"
        with pytest.raises(TrustError, match=r"protocol\.none_in_common"):
            versions.check_leaving(ma.node, question(ma, es))


@asynchronous
async def test_the_version_stands_in_the_signed_part(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        other = replace(question(ma, es), protocol=2)
        assert other.digest != replace(other, protocol=1).digest
        with pytest.raises(TrustError, match=r"protocol\.not_the_chosen"):
            sealed(ma, other)
        posted = await ma.post(es, sealed(ma, other, to=es))
        assert posted.code == "field.unknown_version"
