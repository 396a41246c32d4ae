"""Minutes for readers: blocks in the reader's language, written as Markdown, HTML or PDF.

It says what the entries say, word for word, and what follows from them; it adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from entraide.operations.offices.committee import Committee, Decision
from entraide.operations.offices.minutes import Minutes, missing_signatories
from entraide.operations.rules import day_of
from entraide.register.labels import label
from entraide.report import Block, Heading, Paragraph, Rows
from entraide.vocabulary.language import mark, translate

__all__ = ["minutes_blocks"]

_TAKEN: Final = mark("Taken by {parties}.")
_NOT_TAKEN: Final = mark("Not taken; refused by {parties}.")


def minutes_blocks(minutes: Minutes) -> Iterator[Block]:
    """Yield the minutes of a session."""
    session = minutes.session
    terms = session.terms
    yield Heading(1, translate(mark("Minutes: {subject}"), subject=terms["subject"]))
    yield Paragraph(
        translate(
            mark("{place}, {day}. Session {session}, under memorandum {agreement}."),
            place=terms["place"],
            day=terms["day"],
            session=session.founding.operation,
            agreement=str(terms["agreement"])[:12],
        )
    )
    yield _present(session)
    yield from _agenda(session)
    yield _actions(session)
    yield Heading(2, translate(mark("Signatures")))
    yield Paragraph(_signed(minutes))


def _present(session: Committee) -> Rows:
    rows = [
        (party, str(entry.body["head"]), translate(mark("present")))
        for party, entry in sorted(session.present.items())
    ]
    away = set(session.terms["members"]) - set(session.present)
    for party in sorted(away):
        entry = session.excused.get(party)
        words = str(entry.body["words"]) if entry else ""
        says = translate(mark("excused")) if entry else translate(mark("absent"))
        rows.append((party, words, says))
    columns = (mark("Party"), mark("Headed by"), mark("Seat"))
    caption = translate(mark("The parties"))
    return Rows(caption, tuple(translate(each) for each in columns), tuple(rows))


def _agenda(session: Committee) -> Iterator[Block]:
    for number, item in enumerate(session.items, start=1):
        yield Heading(2, f"{number}. {item.body['title']}")
        links = _links(item.body)
        if links:
            yield Paragraph(links)
        for decision in session.decisions.values():
            if decision.entry.body["item"] == item.digest:
                yield from _decision(session, decision)


def _decision(session: Committee, decision: Decision) -> Iterator[Block]:
    yield Paragraph(str(decision.entry.body["text"]))
    refused = [each.party for each in decision.refused]
    taken = decision.is_taken
    parties = ", ".join(decision.by if taken else refused)
    yield Paragraph(translate(_TAKEN if taken else _NOT_TAKEN, parties=parties))
    passed_over = sorted(set(session.present) - set(decision.by))
    if passed_over:
        says = mark("Took its seat afterwards or was not seen: {parties}.")
        yield Paragraph(translate(says, parties=", ".join(passed_over)))
    links = _links(decision.entry.body)
    if links:
        yield Paragraph(links)


def _links(body: Any) -> str:
    parts = []
    if body["articles"]:
        articles = ", ".join(body["articles"])
        parts.append(translate(mark("Articles: {articles}."), articles=articles))
    if body["promises"]:
        named = [" ".join(filter(None, (label(p["outcome"]), p["day"]))) for p in body["promises"]]
        parts.append(translate(mark("Promises: {promises}."), promises=", ".join(named)))
    return " ".join(parts)


def _actions(session: Committee) -> Rows:
    columns = (mark("Action"), mark("Owner"), mark("Due"))
    rows = tuple(
        (str(body["title"]), str(body["owner"]), str(body["due"]))
        for body in (each.setting.body for each in session.actions.values())
    )
    caption = translate(mark("Actions"))
    return Rows(caption, tuple(translate(each) for each in columns), rows)


def _signed(minutes: Minutes) -> str:
    closed = max(day_of(each) for each in minutes.session.closed.values())
    missing = missing_signatories(minutes)
    if missing:
        says = mark("Closed on {day}. Not signed yet by {parties}.")
        return translate(says, day=closed, parties=", ".join(missing))
    parties = ", ".join(each.key_set.party for each in minutes.present)
    says = mark("Closed on {day}. Signed with the root keys of {parties}.")
    return translate(says, day=closed, parties=parties)
