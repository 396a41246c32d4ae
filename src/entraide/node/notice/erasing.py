"""Erasing an ended notice of ours before its last day: what it says, and what its reviewers wrote.

A cancellation erases at the recipients and leaves the body and the review here until the last day,
as proof of why it went out. A data-protection officer may decide that they go now. Signatures,
codes and digests stay in the log; a version that is in force, or on its way to be, is cancelled
first.
"""

from __future__ import annotations

from entraide.adapters.store.writer import Transaction
from entraide.errors import InputError
from entraide.exchange.notice.lifecycle import ENDED
from entraide.kernel.canonical import Json
from entraide.node.call import Call
from entraide.node.notice.changing import CancelNotice
from entraide.node.notice.rows import (
    Ours,
    erase_version,
    forget_messages,
    recipients_of,
    versions_of,
)
from entraide.node.record.erasure import Because, because_of, finish_erasure
from entraide.vocabulary.erasure import ERASURE_REASONS

__all__ = ["EraseNotice", "erase_ended", "erase_notice"]


class EraseNotice(CancelNotice):
    """An ended notice of ours, and why it goes now: a code of ``ERASURE_REASONS``."""


async def erase_notice(call: Call, wanted: EraseNotice) -> Json:
    """Erase the ended versions of a notice; InputError where none is held or none has ended."""
    node = call.node
    ERASURE_REASONS.find(wanted.reason)
    because = because_of(call, wanted.reason)
    erased = await node.writer.run(lambda t: erase_ended(t, wanted.notice, because))
    return {
        "notice": wanted.notice,
        "erased": erased,
        "keys_destroyed": await finish_erasure(node),
    }


def erase_ended(transaction: Transaction, notice: str, because: Because) -> int:
    """Erase every ended version that still says something; return how many.

    Each kind (body, review) has its log entry with the version's number and the reason. Where no
    version is left in force, our copies of what was sent about it go too. The caller calls
    ``finish_erasure`` after the commit.
    """
    versions = versions_of(transaction.connection, notice)
    if not versions:
        raise InputError("notice.unknown", notice=notice)
    held = [each for each in versions if each.state in ENDED and (each.draft or each.review)]
    if not held:
        live = any(each.state not in ENDED for each in versions)
        raise InputError("notice.cancel_first" if live else "notice.erased", notice=notice)
    for each in held:
        _erase(transaction, each, because)
    if all(each.state in ENDED for each in versions):
        for row in recipients_of(transaction.connection, notice):
            forget_messages(transaction, notice, row.partner)
    return len(held)


def _erase(transaction: Transaction, version: Ours, because: Because) -> None:
    erase_version(transaction, version)
    for kind, held in (("body", version.draft), ("review", version.review)):
        if held is not None:
            ids = {"kind": kind, "version": str(version.version)}
            transaction.log(because("notice.erased", version.id, ids))
