"""The act of the controlled delivery: it halts until every state has authorised it, then runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import yaml

from entraide.adapters.world import SYSTEM
from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.questions import CASE, open_case
from entraide.demo.telling import Telling
from entraide.vocabulary.language import mark

__all__ = ["deliver"]

_MINUTE: Final = "%Y-%m-%dT%H:%M"
_LAWS: Final = {"MA": "Art. 82-1", "ES": "LECrim, Art. 263 bis", "DE": "StPO, Nr. 29a RiStBV"}
_POSITIONS: Final = {"Tanger Med": "35.88,-5.50", "La Jonquera - Kehl": "48.57,7.80"}
_BORDERS: Final = tuple(_POSITIONS)


def deliver(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Rabat plans it, Berlin's authorisation lacks, nothing moves; Berlin signs, it completes."""
    rabat, madrid, berlin = bureaus
    with tell.step("delivery", mark("A controlled delivery from Rabat through Madrid to Berlin")):
        plan = _write_plan(rabat.stage / "lorry.yaml", bureaus)
        agreement = tell.facts["agreement"]["digest"]
        tell.show("entraide delivery request lorry.yaml ... --as Amina")
        asked = rabat.act("delivery", "request", str(plan), "--agreement", agreement)
        delivery = str(asked["operation"])
        for each in (madrid, berlin):
            case = open_case(each, f"EXERCISE-{each.country}-1")["case"]
            each.act("delivery", "join", delivery, "--case", case)
        for each in (rabat, madrid):
            _authorise(each, delivery)
        for each in bureaus:
            each.act("delivery", "deconflict", delivery)
        code = rabat.refused("delivery", "start", delivery, "0", "--as", rabat.officer)
        expect(code != 0, "no leg starts without every state", str(code))
        tell.say(mark("Berlin has not authorised: the lorry stays in Tangier (exit code {code})"),
                 code=code)  # fmt: skip
        _authorise(berlin, delivery)
        tell.say(mark("Berlin's authority signs; now it may leave"))
        _drive(delivery, bureaus)
        berlin.act("delivery", "outcome", delivery, "delivered", "EXERCISE: seals whole",
                   "--country", "DE", "--place", "Hamburg")  # fmt: skip
        berlin.act("delivery", "close", delivery, "EXERCISE: delivered, two handovers signed")
        states = {each.id: _state(each, delivery) for each in bureaus}
        expect(set(states.values()) == {"reported"}, "it is completed everywhere", str(states))
        tell.say(mark("Two borders, each handover signed by both sides; delivered and reported"))
        tell.facts["delivery"] = {"halted_exit_code": code, "states": states}


def _authorise(bureau: Bureau, delivery: str) -> None:
    bureau.act(
        "delivery", "authorise", delivery, bureau.country,
        "--authority", f"EXERCISE: prosecutor of {bureau.city}", "--reference", "EXERCISE 77/26",
        "--from", _moment(minutes=-1),
        "--until", _moment(days=2),
    )  # fmt: skip


def _drive(delivery: str, bureaus: Sequence[Bureau]) -> None:
    for leg, (giver, taker) in enumerate(pairwise(bureaus)):
        giver.act("delivery", "start", delivery, str(leg))
        for side, bureau in (("giver", giver), ("taker", taker)):
            words = f"EXERCISE: {_BORDERS[leg]}, seals whole"
            bureau.act("delivery", "pass", delivery, str(leg), words, "--as-side", side)


def _state(bureau: Bureau, delivery: str) -> str:
    return str(bureau.act("delivery", "show", delivery)["state"])


def _write_plan(path: Path, bureaus: Sequence[Bureau]) -> Path:
    path.write_text(yaml.safe_dump(_plan(bureaus), allow_unicode=True), encoding="utf-8")
    return path


def _moment(**ahead: float) -> str:
    """Return a moment from now in UTC, as officers type it."""
    now = dt.datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, dt.UTC)
    return (now + dt.timedelta(**ahead)).strftime(_MINUTE)


def _plan(bureaus: Sequence[Bureau]) -> Mapping[str, Any]:
    return {
        "subject": "EXERCISE: the lorry",
        "purpose": "criminal-investigation",
        "offence": "drugs.trafficking",
        "case": CASE,
        "categories": ["names"],
        "conduct": "full",
        "goods": "EXERCISE: resin",
        "quantity": "40 kg",
        "sample": "EXERCISE: three grams of each block",
        "origin": {"place": "EXERCISE: warehouse in Tangier", "position": "35.77,-5.80"},
        "destination": {"place": "EXERCISE: yard in Hamburg", "position": "53.55,9.99"},
        "concealment": "EXERCISE: under oranges",
        "risk": "EXERCISE: none",
        "origin": {"place": "EXERCISE: warehouse in Tanger", "position": "35.77,-5.80"},
        "destination": {"place": "EXERCISE: warehouse in Hamburg", "position": "53.54,9.98"},
        "states": [
            {"country": each.country, "party": each.id, "law": _LAWS[each.country]}
            for each in bureaus
        ],
        "legs": [
            {
                "origin": giver.country,
                "destination": taker.country,
                "border": border,
                "position": _POSITIONS[border],
                "expected": _moment(days=1),
                "means": "Lorry",
                "surveillance": "Two cars",
            }
            for (giver, taker), border in zip(pairwise(bureaus), _BORDERS, strict=True)
        ],
        "identifiers": [{"of": "vehicle", "value": "EX-1234-A-56"}],
        "intervention": "EXERCISE: at the warehouse",
        "intervention_decided_by": bureaus[-1].id,
        "abort_triggers": ["EXERCISE: the driver opens the load"],
        "contacts": [
            {"party": each.id, "name": "Duty desk", "reached_by": "EXERCISE"} for each in bureaus
        ],
    }
