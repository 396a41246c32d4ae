"""The whole story's invented communiqué says what the story counts on, and promises are judged."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from entraide.demo.bureau import Bureau
from entraide.demo.checks import BrokenPromiseError
from entraide.demo.pages import look_after_promises
from entraide.demo.telling import Telling
from entraide.register import Reading
from tests.unit.register.pages import read

_MOROCCO = "MA"


@pytest.fixture(scope="module")
def communique() -> Reading:
    page = files("entraide.demo").joinpath("data", "communique.fr.txt")
    return read(page.read_text(encoding="utf-8"), home=_MOROCCO)


def test_the_communique_promises_what_the_story_keeps_and_what_it_does_not(
    communique: Reading,
) -> None:
    promised = {
        (frozenset(p.country for p in each.participants if p.side != "home"), one.type, one.status)
        for each in communique.engagements
        for one in each.outcomes
    }
    three, praia = frozenset({"ES", "DE"}), frozenset({"CV"})
    assert promised == {
        (three, "mou_signed", "agreed"),
        (three, "controlled_deliveries", "agreed"),
        (three, "joint_teams", "announced"),
        (three, "liaison_officers", "announced"),
        (praia, "information_exchange", "agreed"),
    }


def test_the_communique_contradicts_its_own_weekday_and_its_own_count(communique: Reading) -> None:
    assert {each.rule for each in communique.conflicts} == {"weekday_date", "count"}


def test_every_line_of_the_communique_is_an_exercise(communique: Reading) -> None:
    assert communique.engagements
    page = files("entraide.demo").joinpath("data", "communique.fr.txt")
    assert page.read_text(encoding="utf-8").startswith("EXERCISE")


class _Answering(Bureau):
    """A bureau whose promises are given."""

    def act(self, *_: str) -> dict[str, object]:
        outcome = {"type": "mou_signed", "status": "agreed"}
        promise = {"outcome": outcome, "partners": ["ES"], "day": "2026-09-16"}
        return {"promises": [{"promise": promise, "state": "done"}]}


@pytest.mark.parametrize(
    "kept", [(), (("memorandum", frozenset({"DE"})),), (("joint_team", frozenset({"ES"})),)]
)
def test_a_promise_that_nobody_kept_may_not_be_done(
    kept: tuple[tuple[str, frozenset[str]], ...], tmp_path: Path
) -> None:
    bureau = _Answering(stage=tmp_path, country="MA", name="R", city="Rabat", officer="Amina")
    with pytest.raises(BrokenPromiseError):
        look_after_promises(Telling(as_json=True), bureau, Path("register"), kept)
