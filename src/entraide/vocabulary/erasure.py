"""Why something is erased: the codes that the log keeps in place of the reason's words."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = ["AGREEMENT_ENDED", "ERASURE_REASONS", "PURPOSE_ENDED", "RETENTION_EXPIRED", "TAKES_BACK"]

AGREEMENT_ENDED: Final = "agreement-ended"
PURPOSE_ENDED: Final = "purpose-ended"
RETENTION_EXPIRED: Final = "retention-expired"

ERASURE_REASONS: Final[CodeTable[Entry]] = CodeTable(
    "reason for erasure",
    Entry(RETENTION_EXPIRED, mark("its last day has passed")),
    Entry(AGREEMENT_ENDED, mark("the agreement under which it came has ended")),
    Entry("subject-request", mark("the person asked for it and was right")),
    Entry("court-order", mark("a court ordered it")),
    Entry("supervisory-order", mark("the data protection authority ordered it")),
    Entry("unlawful", mark("it should never have been kept")),
    Entry("inaccurate", mark("it is wrong and cannot be put right")),
    Entry("source-withdrew", mark("whoever provided it has withdrawn it")),
    Entry(PURPOSE_ENDED, mark("what it was kept for is over")),
)

TAKES_BACK: Final = frozenset(ERASURE_REASONS.codes) - {RETENTION_EXPIRED, PURPOSE_ENDED}
"""The reasons that are against the data itself: who has it from us is to delete it too. Where only
our own time or purpose is over, others have theirs."""
