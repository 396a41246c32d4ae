"""What each kind of message is called for people."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark
from entraide.wording.notice_words import NOTICE_KINDS

__all__ = ["MESSAGE_KINDS"]

MESSAGE_KINDS: Final = {
    "query": mark("question"),
    "acknowledged": mark("waits for a person"),
    "answer": mark("answer"),
    "denied": mark("denial"),
    "request": mark("request"),
    "clarification": mark("question about the request"),
    "clarified": mark("explanation"),
    "delayed": mark("delay"),
    "part": mark("part of a release"),
    "closed": mark("closing"),
    "receipt": mark("receipt"),
    "reply": mark("release"),
    "refusal": mark("refusal"),
    "correction": mark("correction"),
    "withdrawal": mark("withdrawal"),
    "executed": mark("statement of execution"),
    "standing": mark("left standing"),
    "unstanding": mark("taken back from standing"),
    "attachment": mark("file offered"),
    "arrival": mark("file arrived"),
    "ended": mark("statement that data was deleted"),
    "information": mark("information"),
    "noted": mark("note taken"),
    "onward_request": mark("question about passing on"),
    "onward_grant": mark("permission to pass on"),
    "onward_denial": mark("refusal to pass on"),
    "onward_revocation": mark("end of a permission to pass on"),
    "copy": mark("word of a copy"),
    "recall": mark("copy taken back directly"),
    "post": mark("post"),
    "journal": mark("entries of a journal"),
    "screening_batch": mark("batch of an accreditation list"),
    "screening_outcomes": mark("answer to a batch of an accreditation list"),
    "journal_wanted": mark("request for entries of a journal"),
    "reconcile": mark("comparison of what was exchanged"),
    "review": mark("common figures"),
    "memorandum": mark("memorandum"),
    "declaration": mark("declaration"),
    "keyset": mark("later keys"),
    "revocation": mark("revocation of a key"),
    **NOTICE_KINDS,
}
