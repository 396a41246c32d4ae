"""The words of oversight: what counts as an access, and how a data-protection officer judges one.

An access is anything by which somebody learnt, or tried to learn, something of a person: a question
(ours or a partner's), a check, a reading, a release. The codes are the actions of log entries.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = ["ACCESSES", "JUDGEMENTS", "TO_BE_EXPLAINED", "UNUSUAL"]

TO_BE_EXPLAINED: Final = "to-be-explained"

JUDGEMENTS: Final[CodeTable[Entry]] = CodeTable(
    mark("judgement"),
    Entry("justified", mark("justified")),
    Entry(TO_BE_EXPLAINED, mark("to be explained")),
    Entry("unlawful", mark("unlawful")),
)

ACCESSES: Final[CodeTable[Entry]] = CodeTable(
    mark("kind of access"),
    Entry("query.sent", mark("asked a partner")),
    Entry("query.denied", mark("wanted to ask and was denied")),
    Entry("query.received", mark("a partner asked")),
    Entry("check.made", mark("checked a document or a name")),
    Entry("request.ordered", mark("requested data")),
    Entry("request.received", mark("a partner requested data")),
    Entry("reply.ordered", mark("released data")),
    Entry("reply.received", mark("received data")),
    Entry("release.previewed", mark("looked at what a release would hold")),
    Entry("thread.read", mark("read a thread")),
    Entry("answers.read", mark("read answers")),
    Entry("references.read", mark("read which records partners were told of")),
    Entry("standing.sent", mark("left a question standing")),
    Entry("standing.received", mark("a partner left a question standing")),
    Entry("subject.searched", mark("searched for a person who asked for access")),
    Entry("oversight.read", mark("read the access log")),
    Entry("oversight.judged", mark("judged an access")),
)
"""Each is logged with who and when; purpose and case are those of its thread."""

UNUSUAL: Final[CodeTable[Entry]] = CodeTable(
    mark("rule on unusual asking"),
    Entry("volume", mark("far more questions than on an ordinary day")),
    Entry("odd-hours", mark("many questions at odd hours")),
    Entry("many-purposes", mark("one person asked for under many purposes")),
    Entry("many-cases", mark("one person asked for in many cases")),
    Entry("alphabet", mark("names asked in alphabetical order, as from a list")),
    Entry("near-names", mark("many spellings of one name tried in a row")),
    Entry("many-in-case", mark("many persons asked for in one case")),
    Entry("denied", mark("many questions that were denied")),
)
"""What each rule of ``safeguards.unusual`` looks for."""
