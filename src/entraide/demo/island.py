"""The act of the fourth, small bureau: one laptop, a power cut, and post that travels by hand."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from entraide.demo import preparation
from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.questions import DRUGS, WHY
from entraide.demo.story import ISLANDER, UNKNOWN, Subject
from entraide.demo.telling import Telling
from entraide.vocabulary.language import mark

__all__ = ["catch_up_by_file", "compare_what_is_held", "fourth_bureau", "join"]

_PEOPLE: Final = 500
_CARRIED: Final = 4
"""Two questions and their answers."""
_SETTLED_S: Final = 180.0


def fourth_bureau(stage: Path) -> Bureau:
    """Return the bureau of Praia."""
    return Bureau(stage=stage, country="CV", name="Gabinete da Praia (EXERCISE)", city="Praia",
                  officer="Nelida")  # fmt: skip


def join(tell: Telling, rabat: Bureau, praia: Bureau, register: Path) -> None:
    """Praia makes a node, meets Rabat alone, and signs a memorandum of the two."""
    with tell.step("fourth", mark("A fourth, small state joins: one laptop, {count} records"),
                   count=_PEOPLE):  # fmt: skip
        preparation.make_node(praia)
        preparation.hold(praia, _PEOPLE)
        praia.start()
        prints = {each.id: each.run("node", "card")["fingerprint"] for each in (rabat, praia)}
        preparation.pin_each_other((rabat, praia), prints)
        tell.facts["fingerprints"][praia.id] = prints[praia.id]
        held = _resident_mib(praia)
        tell.say(mark("{city} runs in {mib} MiB of memory; it knows Rabat and nobody else"),
                 city=praia.city, mib=held)  # fmt: skip
        tell.facts["fourth"] = {"records": _PEOPLE, "resident_mib": held}
    preparation.agree(tell, (rabat, praia), register)


def catch_up_by_file(tell: Telling, rabat: Bureau, praia: Bureau) -> None:
    """The power goes; Rabat asks twice; the questions and the answers travel as files."""
    with tell.step("power", mark("Praia loses power; the post travels by hand")):
        praia.lose_power()
        waiting = [_ask(rabat, praia, subject) for subject in (ISLANDER, UNKNOWN)]
        expect({each["result"] for each in waiting} == {"waiting"}, "they wait", str(waiting))
        tell.say(mark("Two questions wait in Rabat; Rabat writes them to a file"))
        there, back = rabat.stage / "to-praia.post", rabat.stage / "to-rabat.post"
        rabat.act("post", "export", praia.id, "--out", str(there))
        tell.show("entraide post import to-praia.post --out to-rabat.post --as Nelida")
        praia.act("post", "import", str(there), "--out", str(back))
        again = rabat.stage / "to-rabat-again.post"
        praia.act("post", "import", str(there), "--out", str(again))
        tell.say(mark("Praia, without a network, takes them in and answers by file"))
        for path in (back, again):
            rabat.act("post", "import", str(path), "--out", str(path.with_suffix(".next")))
        found = {thread: _answer(rabat, thread) for thread in (one["thread"] for one in waiting)}
        results = [found[each["thread"]]["result"] for each in waiting]
        expect(results == ["hit", "no-hit"], "both answers came by file", str(found))
        tell.say(mark("Rabat holds both answers once, though the file came twice: {results}"),
                 results=", ".join(results))  # fmt: skip
        praia.start()
        tell.facts["by_file"] = {"results": results}


def compare_what_is_held(tell: Telling, rabat: Bureau, praia: Bureau) -> None:
    """Both sides compare what they sent each other; the youngest messages are never compared."""
    with tell.step("reconciled", mark("Praia has its network back: do both sides hold the same?")):
        tell.show(f"entraide reconcile {praia.id} --as {rabat.officer}")
        started = time.monotonic()
        while (same := _reconciled(rabat, praia)) < _CARRIED:
            expect(time.monotonic() - started < _SETTLED_S, "they can be compared", str(same))
        tell.say(mark("Nothing is lacking: {count} messages, those of the files among them"),
                 count=same)  # fmt: skip
        tell.facts["by_file"]["messages"] = same


def _ask(rabat: Bureau, praia: Bureau, subject: Subject) -> dict[str, Any]:
    question = ("ask", "--name", subject.asked_name, "--born", subject.birth_date, *WHY, *DRUGS)
    asked = rabat.run_all(*question, "--to", praia.id, "--as", rabat.officer)[-1]
    return {"thread": asked["thread"], "result": asked["answers"][0]["result"]}


def _answer(rabat: Bureau, thread: str) -> Mapping[str, Any]:
    answers = rabat.act("answers", "--thread", thread)["answers"]
    expect(len(answers) == 1, "one answer to one question", str(answers))
    return {"result": answers[0]["state"], **answers[0]}


def _reconciled(rabat: Bureau, praia: Bureau) -> int:
    """Compare what both hold; return how many messages that is."""
    found = rabat.act("reconcile", praia.id)
    expect(not found["lacking"], "nothing is lacking", str(found))
    return sum(each["here"] for each in found["sums"])


def _resident_mib(bureau: Bureau) -> int:
    """Return the resident memory of a bureau's process in MiB, as Linux accounts it."""
    status = Path(f"/proc/{bureau.process.pid if bureau.process else 'self'}/status")
    if not status.exists():
        return 0
    lines = dict(
        line.split(":", 1)
        for line in status.read_text(encoding="utf-8").splitlines()
        if ":" in line
    )
    return int(lines["VmRSS"].split()[0]) // 1024
