"""The main acts: question, answer, the answer that tells nothing, denial, absence, proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.story import PROTECTED, TARGET, UNKNOWN, Subject
from entraide.demo.telling import Telling
from entraide.match import Subject as Compared
from entraide.match import compare, prepare
from entraide.vocabulary.language import mark

__all__ = [
    "CASE",
    "DRUGS",
    "WHY",
    "ask_the_protected",
    "ask_the_target",
    "be_denied",
    "miss_one",
    "open_case",
    "open_the_case",
    "prove",
]

CASE: Final = "EXERCISE-2026-17"
WHY: Final = ("--case", CASE)
DRUGS: Final = ("--offence", "drugs.trafficking")
_ABOUT: Final = ("--purpose", "criminal-investigation", *DRUGS)
_MIGRATION: Final = ("--offence", "migration.irregular-entry")
_DENIED: Final = 5
_ROUNDS: Final = 5
_TICK_MS: Final = 60.0
"""Two medians this near cannot be told apart over any network between capitals."""


def open_the_case(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Nothing is asked outside a case: Rabat opens one, with its legal basis and its retention."""
    rabat = bureaus[0]
    with tell.step("case", mark("Rabat opens a case")):
        tell.show(f"entraide case open {CASE} {' '.join(_ABOUT)} ... --as {rabat.officer}")
        opened = open_case(rabat, CASE)
        expect(opened["owner"] == rabat.officer, "who opens a case owns it", str(opened))
        tell.say(mark("{owner} owns it; every question and request names it"),
                 owner=opened["owner"])  # fmt: skip
        tell.facts["case"] = {"reference": opened["case"], "purposes": opened["purposes"]}


def open_case(bureau: Bureau, reference: str) -> dict[str, Any]:
    """Open a case of the story's at a bureau."""
    basis = "EXERCISE: Code of criminal procedure, Art. 77"
    kept = ("--legal-basis", basis, *_ABOUT, "--retention-days", "365")
    return bureau.act("case", "open", reference, *kept)


def ask_the_target(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Rabat asks in Arabic; Madrid and Berlin each know him under another spelling."""
    rabat, madrid, berlin = bureaus
    title = mark("Rabat asks for a person written in Arabic")
    with tell.step("ask", title):
        tell.show(_typed(TARGET))
        answers = {each["partner"]: each for each in _ask(rabat, TARGET)}
        for bureau in (madrid, berlin):
            answer = answers[bureau.id]
            expect(answer["result"] == "hit", f"{bureau.city} finds him", str(answer))
            _tell_hit(tell, bureau, answer)
        tell.facts["references"] = {
            bureau.id: answers[bureau.id]["hits"][0]["reference"] for bureau in (madrid, berlin)
        }
        tell.facts["hits"] = [
            {
                "partner": bureau.id,
                "band": answers[bureau.id]["hits"][0]["band"],
                "score": _score(bureau, answers[bureau.id]["hits"][0]["reference"]),
                "round_trip_ms": answers[bureau.id]["round_trip_ms"],
            }
            for bureau in (madrid, berlin)
        ]
    with tell.step("explain", mark("Why they match, as each holder's officer sees it")):
        for held, hit in zip(TARGET.held, tell.facts["hits"], strict=True):
            _explain(tell, held.name, held.birth_date, hit["score"])


def ask_the_protected(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """A person under protection answers exactly as one who is unknown."""
    rabat, madrid, _ = bureaus
    title = mark("A person under protection, and one whom nobody knows: the same answer")
    with tell.step("protected", title):
        protected = _repeated(rabat, madrid, PROTECTED)
        unknown = _repeated(rabat, madrid, UNKNOWN)
        for name, seen in (("protected", protected), ("unknown", unknown)):
            tell.say(mark("{name}: {result}, {bytes} bytes, {ms} ms (median of {rounds})"),
                     name=name, result=seen["result"], bytes=seen["bytes"],
                     ms=f"{seen['median_ms']:.1f}", rounds=_ROUNDS)  # fmt: skip
        same = protected["result"] == unknown["result"] == "no-hit"
        expect(same and protected["bytes"] == unknown["bytes"], "the answers are the same",
               str((protected, unknown)))  # fmt: skip
        apart = abs(protected["median_ms"] - unknown["median_ms"])
        expect(apart < _TICK_MS, "the times are the same", str((protected, unknown)))
        tell.facts["no_hits"] = {"protected": protected, "unknown": unknown}


def be_denied(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """A question about a migration offence goes nowhere, and the article says why."""
    rabat = bureaus[0]
    with tell.step("denial", mark("A question about a migration offence")):
        question = ("ask", "--name", TARGET.asked_name, *WHY, *_MIGRATION)
        tell.show(f"entraide {' '.join(question)}")
        code = rabat.refused(*question, "--as", rabat.officer)
        entries = rabat.run("audit", "log", "--last", str(len(bureaus)))["entries"]
        denied = [each for each in entries if each["action"] == "query.denied"]
        expect(code == _DENIED and len(denied) == len(bureaus) - 1, "it is denied", str(entries))
        article = denied[0]["ids"]["article"].replace("Art.", "Art. ")
        tell.say(mark("Denied by Rabat's own node: {article}. No partner saw it; the log did."),
                 article=article)  # fmt: skip
        tell.facts["denial"] = {
            "article": article,
            "code": denied[0]["ids"]["code"],
            "exit_code": code,
        }


def miss_one(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Berlin is stopped, asked, started again, and answers."""
    rabat, _, berlin = bureaus
    with tell.step("away", mark("Berlin is switched off, asked, and switched on again")):
        berlin.stop()
        asked = rabat.run_all(*_question(TARGET), "--to", berlin.id, "--as", rabat.officer)
        waiting = asked[-1]["answers"][0]
        expect(waiting["result"] == "waiting", "the question waits", str(waiting))
        tell.say(mark("Berlin is away: the question waits in Rabat's outbox"))
        berlin.start()
        answer = _answer_to(rabat, asked[-1]["thread"])
        expect(answer["result"] == "hit", "Berlin answers when it is back", str(answer))
        tell.say(mark("Berlin is back and answers: {band} hit"), band=answer["hits"][0]["band"])
        tell.facts["away"] = {"first": waiting["result"], "then": answer["result"]}


def prove(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """The three logs are verified against each other, and one entry is proved to a stranger."""
    rabat = bureaus[0]
    with tell.step("proof", mark("Three logs verified, one entry proved offline")):
        tell.facts["logs"] = {}
        for each in bureaus:
            partners = len(each.act("partner", "list")["partners"])
            found = _verified(each, partners)
            expect(found["whole"] and len(found["witnesses"]) == partners,
                   f"the log of {each.city} is whole and cosigned", str(found))  # fmt: skip
            tell.facts["logs"][each.id] = found["size"]
            tell.say(mark("{city}: {size} entries, whole, cosigned by every partner ({count})"),
                     city=each.city, size=found["size"], count=partners)  # fmt: skip
        sent = [
            each
            for each in rabat.run("audit", "log", "--last", "500")["entries"]
            if each["action"] == "query.sent"
        ]
        message, proof = sent[0]["ids"]["subject"], rabat.stage / "question.tlog-proof"
        rabat.act("audit", "prove", message, "--out", str(proof))
        expected = tell.facts["fingerprints"].values()
        prints = [part for digits in expected for part in ("--fingerprint", digits)]
        options = ("--witnesses", "2", *prints)
        checked = rabat.run("audit", "check", str(proof), *options)
        expect(checked["proved"] and checked["ids"]["subject"] == message, "the proof holds",
               str(checked))  # fmt: skip
        tell.say(mark("Proved without any node: {action} at {at}, seen by {witnesses} partners"),
                 action=checked["action"], at=checked["at"],
                 witnesses=len(checked["witnesses"]))  # fmt: skip
        tell.facts["proof"] = {"verified": checked["proved"], "file": str(proof)}


def _verified(bureau: Bureau, partners: int) -> dict[str, Any]:
    """Verify a log once every partner has cosigned it: they are asked every two seconds."""
    found = bureau.act("audit", "verify")
    for _ in range(10):
        if len(found["witnesses"]) == partners:
            break
        found = bureau.act("audit", "verify")
    return found


def _question(subject: Subject) -> tuple[str, ...]:
    return ("ask", "--name", subject.asked_name, "--born", subject.birth_date, *WHY, *DRUGS)


def _typed(subject: Subject) -> str:
    name, born = subject.asked_name, subject.birth_date
    return f'entraide ask --name "{name}" --born {born} {" ".join((*WHY, *DRUGS))} --as Amina'


def _ask(bureau: Bureau, subject: Subject, *options: str) -> list[dict[str, Any]]:
    result = bureau.act(*_question(subject), *options)
    return list(result["answers"])


def _tell_hit(tell: Telling, bureau: Bureau, answer: dict[str, Any]) -> None:
    hit = answer["hits"][0]
    tell.say(mark("{city} answers: HIT, band {band}, reference {reference} ({ms} ms)"),
             city=bureau.city, band=hit["band"], reference=hit["reference"][:8],
             ms=f"{answer['round_trip_ms']:.0f}")  # fmt: skip


def _score(bureau: Bureau, reference: str) -> float:
    """Read the score where it stays: with the holder's officer."""
    given = bureau.act("references")["references"]
    return float(next(each["score"] for each in given if each["reference"] == reference))


def _explain(tell: Telling, name: str, born: str, score: float) -> None:
    asked = Compared(names=(TARGET.asked_name,), birth_dates=(TARGET.birth_date,))
    found = compare(prepare(asked), prepare(Compared(names=(name,), birth_dates=(born,))))
    tell.say(mark("{asked} = {name}: score {score} in the holder's index"),
             asked=TARGET.asked_name, name=name, score=f"{score:.3f}")  # fmt: skip
    for feature in found.features:
        tell.say("   {name}: {reason}", name=feature.name, reason=feature.reason)


def _repeated(rabat: Bureau, madrid: Bureau, subject: Subject) -> dict[str, Any]:
    answers = [_ask(rabat, subject, "--to", madrid.id)[0] for _ in range(_ROUNDS)]
    times = sorted(each["round_trip_ms"] for each in answers)
    return {
        "result": answers[0]["result"],
        "bytes": answers[0]["answer_bytes"],
        "median_ms": times[len(times) // 2],
        "all_ms": times,
        "same_every_time": len({(each["result"], each["answer_bytes"]) for each in answers}) == 1,
    }


def _answer_to(bureau: Bureau, thread: str) -> dict[str, Any]:
    """Look for the answer until it has come."""
    found: dict[str, Any] = {"state": "asked"}
    for _ in range(60):
        if found["state"] != "asked":
            break
        found = bureau.act("answers", "--thread", thread)["answers"][0]
    return found
