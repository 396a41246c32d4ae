"""``entraide notice publish``, ``suspend``, ``resume``, ``cancel``, ``erase``, ``status``."""

from __future__ import annotations

from entraide.cli.arguments import Notice
from entraide.cli.notice.show import draw_sent, draw_status
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.vocabulary.language import mark

__all__ = ["cancel", "erase", "publish", "resume", "status", "suspend"]


def publish(notice: Notice, *, access: Access | None = None) -> None:
    """Publish a notice that two officers reviewed to its addressees."""
    perform_and_show(access, "notice.publish", {"notice": notice}, draw_sent)


def suspend(notice: Notice, *, access: Access | None = None) -> None:
    """Suspend a notice: recipients no longer screen it or act on it."""
    perform_and_show(access, "notice.suspend", {"notice": notice}, draw_sent)


def resume(notice: Notice, *, access: Access | None = None) -> None:
    """Put a suspended notice in force again."""
    perform_and_show(access, "notice.resume", {"notice": notice}, draw_sent)


def cancel(notice: Notice, *, reason: str, access: Access | None = None) -> None:
    """Cancel a notice: every recipient erases it and says so, signed.

    Given again, it tells those once more who have not confirmed.

    Parameters
    ----------
    reason
        Such as purpose-ended, source-withdrew, inaccurate, unlawful, court-order.
    """
    perform_and_show(access, "notice.cancel", {"notice": notice, "reason": reason}, draw_sent)


def erase(notice: Notice, *, reason: str, access: Access | None = None) -> None:
    """Erase what an ended notice of ours says, and its review in writing, before its last day.

    Parameters
    ----------
    reason
        Such as subject-request, court-order, supervisory-order, unlawful, purpose-ended.
    """
    perform_and_show(
        access,
        "notice.erase",
        {"notice": notice, "reason": reason},
        saying(mark("Versions erased: {erased}; keys destroyed: {keys_destroyed}.")),
    )


def status(notice: Notice, *, access: Access | None = None) -> None:
    """Show where a notice stands with each recipient, and who has not confirmed its erasure."""
    perform_and_show(access, "notice.status", {"notice": notice}, draw_status)
