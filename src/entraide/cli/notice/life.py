"""``entraide notice publish``, ``suspend``, ``resume``, ``cancel``, ``erase``, ``status``."""

from __future__ import annotations

from entraide.cli.notice.show import draw_sent, draw_status
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.vocabulary.language import mark

__all__ = ["cancel", "erase", "publish", "resume", "status", "suspend"]


def publish(notice: str, *, access: Access | None = None) -> None:
    """Publish a notice that two officers reviewed to its addressees.

    Parameters
    ----------
    notice
        The notice's id.
    """
    perform_and_show(access, "notice.publish", {"notice": notice}, draw_sent)


def suspend(notice: str, *, access: Access | None = None) -> None:
    """Suspend a notice: recipients no longer screen it or act on it.

    Parameters
    ----------
    notice
        The notice's id.
    """
    perform_and_show(access, "notice.suspend", {"notice": notice}, draw_sent)


def resume(notice: str, *, access: Access | None = None) -> None:
    """Put a suspended notice in force again.

    Parameters
    ----------
    notice
        The notice's id.
    """
    perform_and_show(access, "notice.resume", {"notice": notice}, draw_sent)


def cancel(notice: str, *, reason: str, access: Access | None = None) -> None:
    """Cancel a notice: every recipient erases it and says so, signed.

    Given again, it tells those once more who have not confirmed.

    Parameters
    ----------
    notice
        The notice's id.
    reason
        Such as purpose-ended, source-withdrew, inaccurate, unlawful, court-order.
    """
    perform_and_show(access, "notice.cancel", {"notice": notice, "reason": reason}, draw_sent)


def erase(notice: str, *, reason: str, access: Access | None = None) -> None:
    """Erase what an ended notice of ours says, and its review in writing, before its last day.

    Parameters
    ----------
    notice
        The notice's id.
    reason
        Such as subject-request, court-order, supervisory-order, unlawful, purpose-ended.
    """
    perform_and_show(
        access,
        "notice.erase",
        {"notice": notice, "reason": reason},
        saying(mark("Versions erased: {erased}; keys destroyed: {keys_destroyed}.")),
    )


def status(notice: str, *, access: Access | None = None) -> None:
    """Show where a notice stands with each recipient, and who has not confirmed its erasure.

    Parameters
    ----------
    notice
        The notice's id.
    """
    perform_and_show(access, "notice.status", {"notice": notice}, draw_status)
