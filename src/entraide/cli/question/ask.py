"""``entraide ask``, ``answers``, ``references``, ``answer``: questions and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.cli.arguments import Born, Documents, OnlyThese, Vehicles
from entraide.cli.question.foreseen import draw_foreseen
from entraide.cli.question.standing import leave_one
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import console, moment, print_json, print_rows, say, say_plural
from entraide.errors import InputError, PolicyError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT, payload_hash
from entraide.vocabulary.language import harmless, isolate, mark, translate
from entraide.vocabulary.messages.reasons import translate_reason
from entraide.wording.words import denial, word

__all__ = ["answer", "answers", "ask", "draw_answer", "references"]

_STYLES: Final = {"hit": "bold green", "denied": "yellow", "waiting": "cyan", "refused": "red"}

_OUTSTANDING: Final = frozenset({"waiting", "asked", "waits-for-a-person"})


def ask(  # noqa: PLR0913 - each is an option of the command
    *,
    name: tuple[str, ...] = (),
    born: Born = (),
    nationality: tuple[str, ...] = (),
    sex: tuple[str, ...] = (),
    document: Documents = (),
    phone: tuple[str, ...] = (),
    email: tuple[str, ...] = (),
    iban: tuple[str, ...] = (),
    vehicle: Vehicles = (),
    wallet: tuple[str, ...] = (),
    case: str,
    purpose: str | None = None,
    offence: str | None = None,
    legal_basis: str | None = None,
    urgent: bool = False,
    to: OnlyThese = (),
    standing: bool = False,
    foresee: bool = False,
    access: Access | None = None,
) -> None:
    """Ask every partner that an agreement covers whether a person or thing is known there.

    Parameters
    ----------
    name
        A name in any script; more than one if there are several.
    nationality
        ISO 3166 code.
    sex
        male or female.
    phone
        Telephone number with its country code.
    email
        E-mail address.
    iban
        Bank account.
    wallet
        Address of a virtual-asset wallet.
    case
        Reference of the case, open here (entraide case open).
    purpose
        Purpose code such as criminal-investigation, one of the case's; its first if none is given.
    offence
        Offence code, such as drugs.trafficking; the case's where none is given.
    legal_basis
        The law on which the question rests; the case's where none is given.
    urgent
        Mark the question as urgent.
    standing
        Leave each no-hit standing, as the first of two officers; needs the agreement's leave.
    foresee
        Ask nothing: show whom it would reach, what would be refused, and what is left to ask.
    """
    given = access or Access()
    session = Session(given)

    def watch(event: Mapping[str, Any]) -> None:
        if given.output == "json":
            print_json(event)
        else:
            draw_answer(event["answer"])

    wanted = {
        "name": name,
        "born": born,
        "nationality": nationality,
        "sex": sex,
        "document": document,
        "phone": phone,
        "email": email,
        "iban": iban,
        "vehicle": vehicle,
        "wallet": wallet,
        "purpose": purpose,
        "offence": offence,
        "case": case,
        "legal_basis": legal_basis,
        "urgent": urgent,
        "to": to,
    }
    if foresee:
        draw_foreseen(given, session.perform("ask.foresee", _lists(wanted)))
        return
    result = session.perform("ask", _lists(wanted), watch)
    if given.output == "json":
        print_json(result)
    else:
        _draw_thread(result)
    for each in result["answers"] if standing else ():
        if each["result"] == "no-hit":
            leave_one(session, result["thread"], each["partner"])
    _exit_if_all_denied(result["answers"])


def answers(*, thread: str | None = None, access: Access | None = None) -> None:
    """Show what partners have answered so far.

    Parameters
    ----------
    thread
        One question's thread; all recent ones where none is given.
    """
    perform_and_show(access, "answers", {"thread": thread}, _draw_answers)


def _draw_answers(result: Mapping[str, Any]) -> None:
    for each in result["answers"]:
        draw_answer(each)


def references(*, access: Access | None = None) -> None:
    """Show which of our records partners were told of: reference, record and score."""
    perform_and_show(access, "references", {}, _draw_references)


def _draw_references(result: Mapping[str, Any]) -> None:
    rows = ({**row, "at": moment(row["at_ms"])} for row in result["references"])
    print_rows(
        mark("Hits given"),
        (
            ("reference", mark("Reference")),
            ("partner", mark("Partner")),
            ("record", mark("Our record")),
            ("score", mark("Score")),
            ("at", mark("At")),
        ),
        rows,
    )


def answer(
    thread: str,
    *,
    allow: bool = False,
    refuse: str | None = None,
    access: Access | None = None,
) -> None:
    """Decide a question that waits for a person: let the search run, or refuse with a ground.

    Parameters
    ----------
    thread
        The question's thread, from entraide inbox.
    allow
        Let our records be searched and the answer go.
    refuse
        Refuse, with a code such as safeguards or disproportionate.
    """
    given = access or Access()
    if allow == (refuse is not None):
        raise InputError("answer.allow_or_refuse")
    session = Session(given)
    if session.key is None:
        raise PolicyError("actor.officer_needed", action="answer")
    waiting = session.perform("inbox", {})["waiting"]
    question = next((row["question"] for row in waiting if row["thread"] == thread), None)
    if question is None:
        raise InputError("referral.not_waiting", thread=thread)
    signed = session.key.sign(payload_hash(question, refuse).encode(), context=APPROVAL_CONTEXT)
    wanted = {"thread": thread, "refuse": refuse, "approval": to_base64(signed)}
    result = session.perform("answer", wanted)
    if given.output == "json":
        print_json(result)
    elif "answered" in result:
        say(mark("Answered: {event}."), event=word("result", result["answered"]))
    else:
        say_plural(
            "Approved by one officer of {needed}: another officer must look.",
            "Approved by {count} officers of {needed}: another officer must look.",
            result["approvals"],
            needed=result["needed"],
        )


def draw_answer(shown: Mapping[str, Any]) -> None:
    """Draw what one partner answered."""
    result = str(shown["result"])
    style = _STYLES.get(result, "default")
    line = f"{shown['partner']:<16} {isolate(word('result', result))}"
    console().print(line, style=style, markup=False)
    for note in _notes(shown):
        console().print(f"{'':<16} {isolate(harmless(note))}", markup=False)


def _draw_thread(result: Mapping[str, Any]) -> None:
    """Name the thread; say where later answers are found only if any can still come."""
    outcomes = {each["result"] for each in result["answers"]}
    if outcomes & _OUTSTANDING:
        say(mark("Thread {thread}; later answers: entraide answers --thread {thread}"),
            thread=result["thread"])  # fmt: skip
    elif outcomes - {"denied"}:
        say(mark("Thread {thread}"), thread=result["thread"])


def _notes(shown: Mapping[str, Any]) -> Iterator[str]:
    for hit in shown.get("hits", ()):
        yield _hit(hit)
    if shown.get("article"):
        yield denial(str(shown.get("code", "")), shown["article"])
    if shown.get("fault"):
        yield translate_reason(str(shown["fault"]))


def _hit(hit: Mapping[str, Any]) -> str:
    if not hit["band"]:
        return translate(mark("reference {reference}"), reference=hit["reference"])
    return translate(
        mark("band {band}, reference {reference}"),
        band=word("band", hit["band"]),
        reference=hit["reference"],
    )


def _exit_if_all_denied(found: list[Mapping[str, Any]]) -> None:
    """End with the exit code of a refusal where nothing was asked of anybody."""
    if found and all(each.get("by") == "our own policy" for each in found):
        first = found[0]
        raise PolicyError("ask.denied", article=first["article"], reason=first["code"])


def _lists(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in wanted.items()
    }
