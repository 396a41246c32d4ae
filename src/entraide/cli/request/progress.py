"""``entraide request``, ``clarify``, ``explain``, ``delay``, ``close``: a request's course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.arguments import OneOfSeveral, RequestThread
from entraide.cli.result import draw_delivery, perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, say
from entraide.vocabulary.language import mark
from entraide.wording.clocks import label_of
from entraide.wording.words import word

__all__ = ["clarify", "close", "delay", "explain", "request"]


def request(  # noqa: PLR0913 - each is an option of the command
    reference: str,
    *,
    category: tuple[str, ...],
    reason: str,
    urgent: bool = False,
    justification: str | None = None,
    beyond: bool = False,
    legal_basis: str | None = None,
    language: str | None = None,
    answer_language: str | None = None,
    access: Access | None = None,
) -> None:
    """Request the data behind a hit.

    The legal clock starts with the partner's receipt.

    Parameters
    ----------
    reference
        The reference of the hit, from entraide ask or entraide answers.
    category
        A data category that is wanted, such as names, birth, documents; as often as needed.
    reason
        Why the data is needed, for the person there who decides.
    urgent
        It is urgent: 8 hours by the Directive, with --beyond 3 days; needs --justification.
    justification
        Why it is urgent.
    beyond
        The partner must ask others for some of it, so that it is not directly accessible there.
    legal_basis
        The law on which the request rests; the case's where none is given.
    language
        The language of the request; one that the memorandum lists.
    answer_language
        The language in which the answer is wanted; the same where none is given.
    """
    wanted = {
        "reference": reference,
        "categories": list(category),
        "reason": reason,
        "urgent": urgent,
        "justification": justification,
        "beyond": beyond,
        "legal_basis": legal_basis,
        "language": language,
        "answer_language": answer_language,
    }
    perform_and_show(access, "request", wanted, _draw_request)


def _draw_request(result: Mapping[str, Any]) -> None:
    if result["clock"]:
        say(mark("Requested from {partner}; an answer is due by {due} ({kind})."),
            partner=result["partner"], due=moment(result["clock"]["deadline_ms"]),
            kind=label_of(result["class"]))  # fmt: skip
    else:
        outcome = word("result", result["delivery"][0]["result"]) if result["delivery"] else "-"
        say(mark("Request to {partner}: {outcome}"), partner=result["partner"], outcome=outcome)


def clarify(
    thread: RequestThread,
    *,
    words: str,
    language: str | None = None,
    partner: OneOfSeveral = None,
    access: Access | None = None,
) -> None:
    """Ask what a request means; its clock runs on.

    Parameters
    ----------
    words
        The question.
    language
        Its language; the one in which the answer is wanted where none is given.
    """
    wanted = {"thread": thread, "partner": partner, "words": words, "language": language}
    perform_and_show(access, "clarify", wanted, draw_delivery)


def explain(
    thread: RequestThread,
    *,
    words: str,
    language: str | None = None,
    partner: OneOfSeveral = None,
    access: Access | None = None,
) -> None:
    """Answer what a partner asks about our request.

    Parameters
    ----------
    words
        The answer.
    language
        Its language; that of the partner's question where none is given.
    """
    wanted = {"thread": thread, "partner": partner, "words": words, "language": language}
    perform_and_show(access, "explain", wanted, draw_delivery)


def delay(  # noqa: PLR0913 - each is an option of the command
    thread: RequestThread,
    *,
    reason: str,
    words: str,
    expected: str,
    language: str | None = None,
    partner: OneOfSeveral = None,
    access: Access | None = None,
) -> None:
    """Tell that an answer takes longer, why, and until when; again whenever that changes.

    Only a judicial authorisation that is announced in time moves what is due.

    Parameters
    ----------
    reason
        judicial-authorisation, verification, translation, other-authority or technical.
    words
        The reasons, in words.
    expected
        The day by which the answer is expected (YYYY-MM-DD), a month ahead at most.
    language
        The language of the words; the one in which the answer is wanted where none is given.
    """
    wanted = {
        "thread": thread,
        "partner": partner,
        "reason": reason,
        "words": words,
        "expected": expected,
        "language": language,
    }
    perform_and_show(access, "delay", wanted, draw_delivery)


def close(
    thread: str,
    *,
    outcome: str,
    words: str | None = None,
    partner: OneOfSeveral = None,
    access: Access | None = None,
) -> None:
    """Close a thread of ours, and tell the partner what came of it.

    Parameters
    ----------
    thread
        The thread's id.
    outcome
        useful, not-useful or result.
    words
        What came of it, where there is more to say.
    """
    wanted = {"thread": thread, "partner": partner, "outcome": outcome, "words": words}
    perform_and_show(access, "close", wanted, draw_delivery)
