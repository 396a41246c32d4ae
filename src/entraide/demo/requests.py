"""The acts after the hit: request, release by a person, withdrawal, and nothing left behind."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.story import TARGET
from entraide.demo.telling import Telling
from entraide.vocabulary.language import mark

__all__ = ["release_three_fields", "request_the_data", "take_it_back"]

_FIELDS: Final = ("name", "birthDate", "passportNumber")
_CATEGORIES: Final = ("names", "birth", "documents")
_WITHOUT: Final = ("firstName", "lastName")
_HOUR_MS: Final = 3_600_000
_WEEK_HOURS: Final = 168
_GONE_WITHIN_S: Final = 10.0


def request_the_data(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """The hit becomes a request; the legal clock starts with Madrid's receipt."""
    rabat, madrid, _ = bureaus
    with tell.step("request", mark("Rabat requests the data behind Madrid's hit")):
        wanted = [part for category in _CATEGORIES for part in ("--category", category)]
        reason = "EXERCISE: arrest warrant 12/2026"
        reference = tell.facts["references"][madrid.id]
        tell.show(f"entraide request {reference[:8]}... {' '.join(wanted)} --as {rabat.officer}")
        asked = rabat.act("request", reference, *wanted, "--reason", reason)
        clock = asked["clock"]
        hours = (clock["deadline_ms"] - clock["received_ms"]) // _HOUR_MS
        expect(hours == _WEEK_HOURS, "the clock is the agreement's", str(asked))
        tell.say(mark("Madrid's signed receipt starts the clock: {hours} hours"), hours=hours)
        waiting = madrid.act("inbox")["requests"]
        expect([each["thread"] for each in waiting] == [asked["thread"]], "it waits in Madrid",
               str(waiting))  # fmt: skip
        tell.say(mark("It stands in Madrid's inbox with {left} hours left"),
                 left=f"{waiting[0]['left_ms'] / _HOUR_MS:.1f}")  # fmt: skip
        tell.facts["request"] = {"thread": asked["thread"], "hours": hours}


def release_three_fields(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """A person in Madrid previews, grades, marks and releases three fields; Rabat receives them."""
    rabat, madrid, _ = bureaus
    with tell.step("release", mark("A person in Madrid releases three fields")):
        thread = tell.facts["request"]["thread"]
        without = [part for field in _WITHOUT for part in ("--without", field)]
        marks = ("--grade", "A1", "--handling", "H1")
        sent = madrid.act("release", thread, *without, *marks, "--send")
        expect(sent.get("values") == len(_FIELDS), "three fields go", str(sent))
        values = _received(rabat, thread)
        expect(sorted(each["prop"] for each in values) == sorted(_FIELDS), "three fields arrive",
               str(values))  # fmt: skip
        for each in values:
            tell.say(mark("Rabat reads {field}: {value} (grading {grading}, handling {handling})"),
                     field=each["prop"], value=each["text"], grading=each["evaluation"],
                     handling=each["handling"])  # fmt: skip
        tell.facts["released"] = [
            {key: each[key] for key in ("prop", "evaluation", "handling")} for each in values
        ]


def take_it_back(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Madrid withdraws; the deletion receipt comes back; Rabat's folder holds none of the bytes.

    What was released lay sealed under a key of its own: the row is blanked and the key destroyed,
    so that Rabat can neither show it nor find its bytes in any file.
    """
    rabat, madrid, _ = bureaus
    with tell.step("withdraw", mark("Madrid withdraws what it released")):
        secret = next(held.passport for held in TARGET.held if held.state == madrid.country)
        thread = tell.facts["request"]["thread"]
        before = [value["text"] for value in _received(rabat, thread)]
        expect(secret in before, "Rabat can read it before", str(before))
        done = madrid.act("withdraw", thread, "--reason", "EXERCISE: released in error")
        outcome = done["delivery"][0]["result"]
        expect(outcome == "executed", "the signed deletion receipt comes back", str(done))
        tell.say(mark("Rabat's node deletes it and answers with a signed receipt"))
        left = _received(rabat, thread)
        expect(not left, "Rabat can show nothing of it any more", str(left))
        gone = _gone_after(rabat.folder, secret)
        expect(gone is not None, "the folder no longer holds the bytes")
        tell.say(mark("Rabat can show none of it; no file of its node holds the passport number"))
        tell.facts["withdrawal"] = {"receipt": outcome, "bytes_left": 0, "gone_after_s": gone}


def _received(rabat: Bureau, thread: str) -> list[dict[str, Any]]:
    shown = rabat.act("thread", thread)["conversations"]
    with_values = [
        message["values"]
        for conversation in shown
        for message in conversation["messages"]
        if message.get("values")
    ]
    return list(with_values[-1]) if with_values else []


def _holds(folder: Path, text: str) -> bool:
    """Search every file of a folder for the bytes of a text."""
    wanted = text.encode()
    return any(wanted in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _gone_after(folder: Path, text: str) -> float | None:
    """Return the seconds until no file holds the text; None where that does not come true."""
    started = time.monotonic()
    while time.monotonic() - started < _GONE_WITHIN_S:
        if not _holds(folder, text):
            return round(time.monotonic() - started, 3)
        time.sleep(0.2)
    return None
