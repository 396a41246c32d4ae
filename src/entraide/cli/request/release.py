"""``entraide thread``, ``release``, ``refuse``, ``withdraw``, ``correct``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.approving import Previewed, preview_or_send
from entraide.cli.arguments import (
    Grade,
    HandlingCode,
    HandlingWords,
    OneAsked,
    OneOfSeveral,
    RequestThread,
)
from entraide.cli.question.clock import draw_clock
from entraide.cli.result import draw_delivery, perform_and_show, saying
from entraide.cli.session import Access
from entraide.cli.show import console, isolate, moment, say
from entraide.cli.values import draw_file, draw_values
from entraide.vocabulary.language import harmless, mark, translate
from entraide.vocabulary.messages import render_article
from entraide.wording.clocks import lines_of
from entraide.wording.words import denial, word

__all__ = ["correct", "refuse", "release", "thread", "withdraw"]


def thread(thread: str, *, partner: OneAsked = None, access: Access | None = None) -> None:
    """Read a thread whole.

    Its state, its clock, what was said and what was released.

    Parameters
    ----------
    thread
        The thread's id.
    """
    perform_and_show(access, "thread", {"thread": thread, "partner": partner}, _draw_thread)


def _draw_thread(result: Mapping[str, Any]) -> None:
    for each in result["conversations"]:
        _draw_conversation(each)


def release(  # noqa: PLR0913 - each is an option of the command
    thread: RequestThread,
    *,
    category: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    grade: Grade = None,
    handling: HandlingCode = None,
    handling_text: HandlingWords = "",
    more: tuple[str, ...] = (),
    language: str | None = None,
    partner: OneOfSeveral = None,
    send: bool = False,
    access: Access | None = None,
) -> None:
    """Preview and send what a request asks for.

    Without --send nothing leaves; with it, exactly what the preview shows is approved and sent.

    Parameters
    ----------
    category
        A data category to release; those that were asked for where none is given.
    without
        A property to leave out, such as phone.
    more
        A data category that will come later: this is a part of the answer, and the clock runs on.
        The next release takes its place, so choose again what the part holds.
    language
        The language of the answer; the one in which it is wanted where none is given.
    send
        Approve and send; where the agreement asks for four eyes, a second officer does the same.
    """
    wanted = {
        "thread": thread,
        "partner": partner,
        "categories": list(category),
        "without": list(without),
        "evaluation": grade,
        "handling": handling,
        "handling_text": handling_text,
        "more": list(more),
        "language": language,
    }
    preview_or_send(access, _RELEASE, wanted, send=send)


def refuse(
    thread: RequestThread,
    *,
    ground: str,
    partner: OneOfSeveral = None,
    access: Access | None = None,
) -> None:
    """Refuse a request with a reason code.

    Parameters
    ----------
    ground
        One that the memorandum lists, such as ongoing-investigation, disproportionate, safeguards.
    """
    wanted = {"thread": thread, "partner": partner, "ground": ground}
    perform_and_show(access, "refuse", wanted, draw_delivery)


def withdraw(
    thread: str, *, reason: str, partner: OneOfSeveral = None, access: Access | None = None
) -> None:
    """Take back what was released.

    The partner deletes it and answers with a signed statement.

    Parameters
    ----------
    thread
        The thread in which it was released.
    reason
        Why.
    """
    wanted = {"thread": thread, "partner": partner, "reason": reason}
    perform_and_show(access, "withdraw", wanted, draw_delivery)


def correct(  # noqa: PLR0913 - each is an option of the command
    thread: str,
    *,
    reason: str,
    category: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    grade: str | None = None,
    handling: str | None = None,
    handling_text: HandlingWords = "",
    partner: OneOfSeveral = None,
    access: Access | None = None,
) -> None:
    """Replace what was released.

    The records as they are now stand in its place, and the partner says so over its signature.

    Parameters
    ----------
    thread
        The thread in which it was released.
    reason
        Why.
    category
        A data category to release; those released before where none is given.
    without
        A property to leave out.
    grade
        4x4 evaluation to set.
    handling
        Handling code to set.
    """
    wanted = {
        "thread": thread,
        "partner": partner,
        "reason": reason,
        "categories": list(category),
        "without": list(without),
        "evaluation": grade,
        "handling": handling,
        "handling_text": handling_text,
    }
    perform_and_show(access, "correct", wanted, draw_delivery)


def _draw_preview(preview: Mapping[str, Any]) -> None:
    say(mark("{partner} asks: {reason}"), partner=preview["partner"], reason=preview["reason"])
    draw_values(mark("What would be released"), preview["values"])
    if preview["left"]:
        say(mark("Still to come: {left}"), left=", ".join(preview["left"]))
    if preview["replaces"]:
        say(mark("It takes the place of a part with {count} values."), count=preview["replaces"])
    verdict = preview["verdict"]
    articles = ", ".join(map(render_article, verdict["articles"]))
    say(mark("Verdict: {verdict} ({articles}); officers needed: {needed}"),
        verdict=word("verdict", verdict["verdict"]), articles=articles,
        needed=preview["officers_needed"])  # fmt: skip


def _draw_conversation(shown: Mapping[str, Any]) -> None:
    say(mark("{partner}: {state}, case {case}, purpose {purpose}"), partner=shown["partner"],
        state=word("result", shown["state"]), case=shown["case"],
        purpose=shown["purpose"])  # fmt: skip
    if shown["clock"]:
        draw_clock(shown["clock"])
    for message in shown["messages"]:
        kind = isolate(word("kind", message["kind"]))
        console().print(
            f"  {moment(message['sent_ms'])}  {message['from']:<16} {kind}", markup=False
        )
        if message.get("ground"):
            said = denial(f"refused.{message['ground']}", message["article"])
            console().print(f"    {isolate(harmless(said))}", markup=False)
        if message.get("file"):
            draw_file(message["file"])
        if message.get("through"):
            said = translate(
                mark("passed on, from {through}"), through=", ".join(message["through"])
            )
            console().print(f"    {isolate(said)}", markup=False)
        for line in lines_of(message):
            console().print(f"    {isolate(harmless(line))}", markup=False)
        if message.get("values"):
            draw_values(mark("Released"), message["values"])


_RELEASE: Final = Previewed(
    preview="release.preview",
    send="release",
    draw_preview=_draw_preview,
    draw_sent=saying(mark("Released: {values} values.")),
)
