"""``entraide register review``: a person accepts, corrects or rejects, field by field.

Every question shows the sentence that the field comes from. Each answer is durable before the next
question is asked, so that a review can stop anywhere and go on where it stopped. The same answers
can be given without a terminal: ``--fact`` with ``--accept``, ``--reject`` or ``--correct``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from cyclopts import Parameter
from rich.text import Text

from entraide.adapters.register.folder import RegisterFolder
from entraide.adapters.world import SYSTEM
from entraide.cli.register.use import Place
from entraide.cli.show import Output, console, print_json, print_rows, say
from entraide.errors import InputError
from entraide.register.labels import label
from entraide.register.model import Evidence, Reading
from entraide.register.quoting import sentences_of
from entraide.register.review import Fact, Judgement, Verdict, apply, facts_of
from entraide.register.review.typed import typed_value
from entraide.vocabulary.language import harmless, mark, translate

__all__ = ["review"]

_HERE: Final = Path("register")
_SHORT: Final = 8


@dataclass(frozen=True, slots=True)
class _Reviewer:
    """Who reviews, and the register in which it is kept."""

    folder: RegisterFolder
    name: str

    def judge(self, reading: Reading, fact: Fact, verdict: Verdict, value: Any = None) -> None:
        """Keep a judgement; it is durable when this returns."""
        judged = next(each for each in reading.engagements if each.id == fact.engagement)
        self.folder.add_judgement(
            Judgement(
                document=fact.document,
                spans=tuple((each.start, each.end) for each in judged.evidence),
                kind=judged.kind,
                field=fact.field,
                key=fact.key,
                verdict=verdict,
                found=fact.value,
                value=value,
                evidence=fact.evidence,
                by=self.name,
                at=datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, UTC).isoformat("T", "seconds"),
            )
        )


def review(  # noqa: PLR0913 - each is an option of the command
    document: str | None = None,
    /,
    *,
    by: str,
    field: str = "",
    fact: str | None = None,
    accept: Annotated[bool, Parameter(negative="")] = False,
    reject: Annotated[bool, Parameter(negative="")] = False,
    correct: str | None = None,
    register: Place = _HERE,
    output: Output = "table",
) -> None:
    """Accept, correct or reject what the reader found, field by field, its sentence before you.

    Without --fact it asks about every fact that nobody judged yet.

    Parameters
    ----------
    document
        The first digits of a document's SHA-256; every document where none is given.
    by
        Who reviews.
    field
        Only this field: kind, name, date, place, participant, topic or outcome.
    fact
        One fact, as ENGAGEMENT.FIELD or ENGAGEMENT.FIELD.KEY, to be judged without a question.
    accept
        It is right.
    reject
        It is wrong and goes.
    correct
        What is right instead: 2024-09-03/2024-09-04, "Lyon, FR", "joint_teams agreed" ...
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    folder = RegisterFolder(register)
    names = folder.documents() if document is None else (folder.named(document),)
    reviewer = _Reviewer(folder, by)
    if fact is not None:
        _judge_one(reviewer, names, fact, (accept, reject, correct))
        return
    if output == "json" or not sys.stdin.isatty():
        _list(folder, names, field, output)
        return
    _ask_about_all(reviewer, names, field)


def _judge_one(
    reviewer: _Reviewer,
    names: Sequence[str],
    address: str,
    answer: tuple[bool, bool, str | None],
) -> None:
    accept, reject, correct = answer
    if len(names) != 1:
        raise InputError("register.name_document")
    if accept + reject + (correct is not None) != 1:
        raise InputError("register.one_answer")
    reading, facts = _facts(reviewer.folder, names[0])
    found = next((each for each in facts if _address(each) == address), None)
    if found is None:
        raise InputError("register.no_fact", fact=address)
    if correct is not None:
        value = typed_value(found.field, correct, found.value)
        reviewer.judge(reading, found, "correct", value)
    else:
        reviewer.judge(reading, found, "accept" if accept else "reject")
    say(mark("{fact} is judged."), fact=address)


def _facts(folder: RegisterFolder, document: str) -> tuple[Reading, tuple[Fact, ...]]:
    """Return a document's reading as persons left it, and the facts that nobody judged yet."""
    reviewed = apply(folder.reading(document), folder.judgements())
    facts = facts_of(reviewed.reading)
    return reviewed.reading, tuple(each for each in facts if each.address not in reviewed.judged)


def _address(fact: Fact) -> str:
    return ".".join(part for part in fact.address if part)


def _list(folder: RegisterFolder, names: Sequence[str], field: str, output: Output) -> None:
    rows = [_row(folder, fact) for name in names for fact in _facts(folder, name)[1]
            if field in {"", fact.field}]  # fmt: skip
    if output == "json":
        print_json({"facts": rows})
    else:
        print_rows(mark("Facts that nobody judged yet"), _COLUMNS, rows)


_COLUMNS: Final = (
    ("document", mark("Document")),
    ("fact", mark("Fact")),
    ("value", mark("Value")),
    ("basis", mark("Basis")),
    ("sentence", mark("Sentence")),
)


def _row(folder: RegisterFolder, fact: Fact) -> dict[str, Any]:
    told = sentences_of(folder.text(fact.document), fact.evidence)
    return {
        "document": fact.document[:_SHORT],
        "fact": _address(fact),
        "value": _shown(fact.value),
        "basis": label(fact.basis),
        "sentence": " […] ".join(" ".join(each.text.split()) for each in told),
    }


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(part)}" for name, part in value.items() if part)
    return label(str(value))


def _ask_about_all(reviewer: _Reviewer, names: Sequence[str], field: str) -> None:
    asked = 0
    for reading, fact in _waiting(reviewer.folder, names, field):
        asked += 1
        _show_sentence(reviewer.folder.text(fact.document), fact)
        if not _answered(reviewer, reading, fact):
            break
    if asked:
        say(mark("What you said is kept. Go on whenever you like."))
    else:
        say(mark("Nothing waits for review."))


def _waiting(
    folder: RegisterFolder, names: Sequence[str], field: str
) -> Iterator[tuple[Reading, Fact]]:
    for name in names:
        reading, facts = _facts(folder, name)
        yield from ((reading, fact) for fact in facts if field in {"", fact.field})


def _show_sentence(text: str, fact: Fact) -> None:
    out = console()
    out.print()
    out.print(Text(f"{fact.document[:_SHORT]}  {_address(fact)}", style="dim"))
    for sentence in sentences_of(text, fact.evidence):
        out.print(_quoted(sentence, fact.evidence))
    out.print(Text(f"{fact.field}: {harmless(_shown(fact.value))}  ({label(fact.basis)})", "bold"))


def _quoted(sentence: Evidence, quotations: Sequence[Evidence]) -> Text:
    """Return a sentence in which the quotations stand out."""
    shown, at = Text("« "), sentence.start
    within = (each for each in quotations if sentence.start <= each.start < sentence.end)
    for each in sorted(within, key=lambda one: one.start):
        start = max(at, each.start)
        shown.append(harmless(sentence.text[at - sentence.start : start - sentence.start]))
        shown.append(
            harmless(sentence.text[start - sentence.start : each.end - sentence.start]),
            style="bold",
        )
        at = max(start, each.end)
    shown.append(harmless(sentence.text[at - sentence.start :]))
    return shown.append(" »")


def _answered(reviewer: _Reviewer, reading: Reading, fact: Fact) -> bool:
    """Ask until there is an answer; False where the reviewer stops."""
    question = translate(mark("[a]ccept, [c]orrect, [r]eject, [s]kip, [q]uit: "))
    while True:
        try:
            answer = input(question).strip().lower()[:1]
        except EOFError:
            return False
        if answer in {"s", "q"}:
            return answer == "s"
        if answer in _VERDICTS and _taken(reviewer, reading, fact, _VERDICTS[answer]):
            return True


_VERDICTS: Final[dict[str, Verdict]] = {"a": "accept", "c": "correct", "r": "reject"}


def _taken(reviewer: _Reviewer, reading: Reading, fact: Fact, verdict: Verdict) -> bool:
    value = None
    if verdict == "correct":
        typed = input(translate(mark("What is right? ")))
        try:
            value = typed_value(fact.field, typed, fact.value)
        except InputError as error:
            say(mark("{wanted} would do."), wanted=str(error.data.get("wanted")))
            return False
    reviewer.judge(reading, fact, verdict, value)
    return True
