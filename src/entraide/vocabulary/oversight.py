"""The words of oversight: what counts as an access, and how a data-protection officer judges one.

An access is anything by which somebody learnt, or tried to learn, something of a person: a question
(ours or a partner's), a check, a reading, a release, something given unasked, passed on, said in a
thread, told in a notice or written to a file. The codes are the actions of log entries.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = [
    "ACCESSES", "GIVEN", "JUDGEMENTS", "SETTLEMENTS", "TO_BE_EXPLAINED", "UNUSUAL", "VIEWS",
]  # fmt: skip

TO_BE_EXPLAINED: Final = "to-be-explained"

JUDGEMENTS: Final[CodeTable[Entry]] = CodeTable(
    mark("judgement"),
    Entry("justified", mark("justified")),
    Entry(TO_BE_EXPLAINED, mark("to be explained")),
    Entry("unlawful", mark("unlawful")),
)

SETTLEMENTS: Final[CodeTable[Entry]] = CodeTable(
    mark("decision on unusual asking"),
    Entry("ordinary", mark("ordinary work, explained")),
    Entry("instructed", mark("the officer was instructed")),
    Entry("partner-asked", mark("the partner was asked for an explanation")),
    Entry("breach", mark("a breach: handed to those who must act on it")),
)
"""What a data-protection officer decides on unusual asking that was reported."""

ACCESSES: Final[CodeTable[Entry]] = CodeTable(
    mark("kind of access"),
    Entry("query.sent", mark("asked a partner")),
    Entry("query.denied", mark("wanted to ask and was denied")),
    Entry("query.received", mark("a partner asked")),
    Entry("check.made", mark("checked a document or a name")),
    Entry("records.searched", mark("searched our own records")),
    Entry("batch.read", mark("read the answers of a batch")),
    Entry("request.ordered", mark("requested data")),
    Entry("request.received", mark("a partner requested data")),
    Entry("reply.ordered", mark("released data")),
    Entry("reply.received", mark("received data")),
    Entry("release.previewed", mark("looked at what a release would hold")),
    Entry("information.ordered", mark("gave information unasked")),
    Entry("information.received", mark("a partner gave information unasked")),
    Entry("information.noted", mark("took note of information")),
    Entry("onward_request.ordered", mark("asked leave to pass data on")),
    Entry("onward_grant.ordered", mark("let a partner pass data on")),
    Entry("onward.passed", mark("passed data on")),
    Entry("item.exported", mark("wrote received data to a file")),
    Entry("post.sent", mark("said something in a thread of several parties")),
    Entry("post.received", mark("a partner said something in a thread of several parties")),
    Entry("notice.drafted", mark("drafted a notice")),
    Entry("notice.published", mark("published a notice")),
    Entry("notice.sent", mark("a notice went to a partner")),
    Entry("notice.received", mark("a partner sent a notice")),
    Entry("notice.accepted", mark("accepted a partner's notice")),
    Entry("notice.read", mark("read a notice")),
    Entry("sighting.written", mark("wrote a sighting")),
    Entry("sighting.ordered", mark("sent a sighting")),
    Entry("sighting.received", mark("a partner reported a sighting")),
    Entry("accreditation.taken", mark("took an accreditation list in")),
    Entry("accreditation.read", mark("read who of an accreditation list is to be referred")),
    Entry("screening_batch.sent", mark("persons of an accreditation list went to a partner")),
    Entry("screening_batch.received", mark("a partner sent persons of an accreditation list")),
    Entry("thread.read", mark("read a thread")),
    Entry("answers.read", mark("read answers")),
    Entry("references.read", mark("read which records partners were told of")),
    Entry("standing.sent", mark("left a question standing")),
    Entry("standing.received", mark("a partner left a question standing")),
    Entry("subject.searched", mark("searched for a person who asked for access")),
    Entry("liaison.contacted", mark("kept a contact with an authority of the host")),
    Entry("liaison.contacts_read", mark("read the contacts of a liaison officer")),
    Entry("console.viewed", mark("looked at a page of the console")),
    Entry("watch.read", mark("read the watch log")),
    Entry("glass.opened", mark("opened the sealed account")),
    Entry("glass.viewed", mark("looked at something with the sealed account")),
    Entry("oversight.read", mark("read the access log")),
    Entry("oversight.judged", mark("judged an access")),
    Entry("oversight.explained", mark("explained an access")),
)
"""Each is logged with who and when; purpose and case are those of its thread."""

VIEWS: Final[CodeTable[Entry]] = CodeTable(
    mark("reason for looking at a page"),
    Entry("desk", mark("keeping the desk: what waits, and for whom")),
    Entry("oversight", mark("oversight of the log and of figures")),
    Entry("register", mark("work on the register")),
)
"""Why a page is looked at that belongs to no case; of others the purpose is that of the case."""

GIVEN: Final = frozenset(
    {
        "information.ordered",
        "item.exported",
        "notice.drafted",
        "onward.passed",
        "sighting.written",
    }
)
"""Accesses by which one officer alone sets data of a person going; the rule ``giving`` counts them.

A post in a thread is not among them: it is words between officers, one entry for each listener.
"""

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
    Entry("giving", mark("much given, passed on, put in notices or written to files")),
)
"""What each rule of ``safeguards.unusual`` looks for."""
