"""The words of data-subject requests: kinds, states, what is decided on what was found, and why.

Grounds for withholding are those of Directive (EU) 2016/680, Article 15(1); for leaving data as it
is, Article 16. The periods are those of the Commission for the Control of INTERPOL's Files.
"""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.codes import CodeTable, Entry
from entraide.vocabulary.language import mark

__all__ = ["DECISIONS", "GROUNDS", "KINDS", "PLACES", "REJECTIONS", "STATES"]

KINDS: Final[CodeTable[Entry]] = CodeTable(
    mark("kind of subject request"),
    Entry("access", mark("access")),
    Entry("correction", mark("correction")),
    Entry("deletion", mark("deletion")),
)

STATES: Final[CodeTable[Entry]] = CodeTable(
    mark("state of a subject request"),
    Entry("registered", mark("registered")),
    Entry("admitted", mark("admitted: the clock runs")),
    Entry("rejected", mark("not admissible")),
    Entry("answered", mark("answered")),
    Entry("dropped", mark("dropped by the person")),
)

REJECTIONS: Final[CodeTable[Entry]] = CodeTable(
    mark("ground for not admitting"),
    Entry("identity-not-shown", mark("the identity of the person was not shown")),
    Entry("no-mandate", mark("who asks for the person has no mandate")),
    Entry("unfounded", mark("manifestly unfounded or excessive (Directive 2016/680, Art. 12(4))")),
    Entry("repeated", mark("answered before, and nothing has changed")),
)

GROUNDS: Final[CodeTable[Entry]] = CodeTable(
    mark("ground for withholding"),
    Entry("inquiry", mark("would obstruct an official inquiry (Art. 15(1)(a))")),
    Entry("investigation", mark("would prejudice an investigation or prosecution (Art. 15(1)(b))")),
    Entry("public-security", mark("protects public security (Art. 15(1)(c))")),
    Entry("national-security", mark("protects national security (Art. 15(1)(d))")),
    Entry("rights-of-others", mark("protects the rights of others (Art. 15(1)(e))")),
    Entry("another-person", mark("is about another person")),
    Entry("accurate", mark("was found to be right and lawfully held (Art. 16)")),
    Entry("evidence", mark("must be kept as evidence (Art. 16(3)(b))")),
)

DECISIONS: Final[CodeTable[Entry]] = CodeTable(
    mark("decision on what was found"),
    Entry("disclose", mark("told to the person")),
    Entry("withhold", mark("withheld")),
    Entry("keep", mark("left as it is")),
    Entry("corrected", mark("corrected")),
    Entry("deleted", mark("deleted")),
)

PLACES: Final[CodeTable[Entry]] = CodeTable(
    mark("place where a person was found"),
    Entry("record", mark("our own record")),
    Entry("reply", mark("data received from a partner")),
    Entry("question", mark("a question that we asked")),
    Entry("asked-by-partner", mark("a question that a partner asked")),
    Entry("check", mark("a check made here")),
    Entry("notice", mark("a notice of ours")),
    Entry("notice-received", mark("a notice of a partner")),
    Entry("accreditation", mark("an accreditation list of ours")),
    Entry("contact", mark("a contact of a liaison officer of ours")),
    Entry("watch", mark("an entry or a handover of the watch log")),
)
"""Where a search looks; ``node.subject.search.PLACES`` looks there."""
