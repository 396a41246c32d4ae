"""``entraide notice review``, ``confirm``, ``decline``: two officers before anything leaves."""

from __future__ import annotations

from typing import Any

from entraide.cli.arguments import Notice
from entraide.cli.notice.show import (
    draw_review,
    draw_status,
    say_approved,
)
from entraide.cli.result import perform_and_show, show_result
from entraide.cli.session import Access, Session
from entraide.errors import PolicyError
from entraide.exchange.notice.review import REVIEW_CONTEXT
from entraide.kernel.encoding import to_base64

__all__ = ["confirm", "decline", "review"]


def review(notice: Notice, *, answer: tuple[str, ...] = (), access: Access | None = None) -> None:
    """Answer the questions of the review in writing and sign; without answers, read them.

    Parameters
    ----------
    answer
        One for each question: question=choice: why, in words.
    """
    given = access or Access()
    session = Session(given)
    if not answer:
        show_result(given, session.perform("notice.questions", {"notice": notice}), draw_review)
        return
    result = session.perform("notice.review", {"notice": notice, "answers": list(answer)})
    if "payload" in result:
        result |= _sign(session, result["payload"], notice, ())
    show_result(given, result, say_approved)


def confirm(notice: Notice, *, despite: tuple[str, ...] = (), access: Access | None = None) -> None:
    """Confirm the review of a notice as the second officer.

    Parameters
    ----------
    despite
        A flagged question that you have weighed, such as death-penalty; each must be named.
    """
    given = access or Access()
    session = Session(given)
    shown = session.perform("notice.questions", {"notice": notice})
    if given.output == "table":
        draw_review(shown)
    result = _sign(session, shown.get("payload", ""), notice, despite)
    show_result(given, result, say_approved)


def decline(notice: Notice, *, reason: str, access: Access | None = None) -> None:
    """Refuse a notice before publication.

    Parameters
    ----------
    reason
        article-2, article-3, refugee, death-penalty, torture, quality or disproportionate.
    """
    perform_and_show(access, "notice.decline", {"notice": notice, "reason": reason}, draw_status)


def _sign(session: Session, payload: str, notice: str, despite: tuple[str, ...]) -> dict[str, Any]:
    if session.key is None:
        raise PolicyError("actor.officer_needed", action="notice.confirm")
    signed = session.key.sign(payload.encode(), context=REVIEW_CONTEXT)
    wanted = {"notice": notice, "despite": list(despite), "approval": to_base64(signed)}
    return session.perform("notice.confirm", wanted)
