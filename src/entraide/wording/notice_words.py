"""Words for the codes of notices and pursuit; ``words`` shows them with all the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["NOTICE_CODES", "NOTICE_COUNTS", "NOTICE_KINDS", "NOTICE_NEWS", "NOTICE_STATES"]

NOTICE_STATES: Final[dict[str, str]] = {
    "drafted": mark("drafted"),
    "submitted": mark("handed to review"),
    "in-review": mark("in review"),
    "refused": mark("refused"),
    "published": mark("in force"),
    "cancelled": mark("cancelled"),
    "open": mark("open"),
    "located": mark("located"),
    "identified": mark("identity confirmed"),
    "somebody-else": mark("somebody else"),
    "not-arrested": mark("not arrested"),
    "arrested": mark("arrested"),
    "file-sent": mark("extradition file sent"),
    "file-received": mark("extradition file received"),
    "release-due": mark("release is due"),
    "surrendered": mark("surrendered"),
    "released": mark("released"),
}
"""States of a notice and of a pursuit; the others are states of a memorandum too."""
NOTICE_NEWS: Final[dict[str, str]] = {
    "accepted": mark("accepted"),
    "undecided": mark("waits for an officer here"),
    "notice:accepted": mark("a notice was accepted"),
    "notice:refused": mark("a notice was refused"),
    "notice:erased": mark("a notice was erased there, with a signed statement"),
    "notice:sighting": mark("a sighting was reported"),
    "notice:match": mark("a record of ours may be meant by a notice"),
    "notice:suspended": mark("a notice was suspended"),
    "notice:resumed": mark("a notice is in force again"),
    "notice:cancelled": mark("a notice was cancelled and erased"),
    "notice:put-right": mark("a notice is put right for the person: submit the amended draft"),
    "notice:pursuit": mark("a step of a pursuit was taken"),
}
NOTICE_KINDS: Final[dict[str, str]] = {
    "notice": mark("notice"),
    "notice.answer": mark("answer to a notice"),
    "notice.change": mark("change of a notice"),
    "notice.erased": mark("statement that a notice was erased"),
    "sighting": mark("sighting"),
    "pursuit": mark("step of a pursuit"),
}
NOTICE_COUNTS: Final[dict[str, str]] = {
    "notices": mark("Notices in force"),
    "notices_held": mark("Partners' notices in force here"),
    "notices_waiting": mark("Partners' notices that wait for a person"),
    "erasures_unconfirmed": mark("Erasures not confirmed by recipients"),
}
NOTICE_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "colour": {
        "red": mark("red"),
        "blue": mark("blue"),
        "green": mark("green"),
        "yellow": mark("yellow"),
        "black": mark("black"),
        "orange": mark("orange"),
        "purple": mark("purple"),
        "silver": mark("silver"),
        "un-special": mark("UN special"),
    },
    "step": {
        "located": mark("located"),
        "identity-confirmed": mark("identity confirmed"),
        "identity-refuted": mark("somebody else"),
        "arrested": mark("arrested"),
        "not-arrested": mark("not arrested"),
        "file-sent": mark("extradition file sent"),
        "file-received": mark("extradition file received"),
        "surrendered": mark("surrendered"),
        "released": mark("released"),
        "withdrawn": mark("withdrawn"),
    },
    "power": {
        "executing": mark("executing state"),
        "requesting": mark("requesting state"),
    },
    "stage": {
        "prosecution": mark("to be tried"),
        "sentence": mark("to serve a sentence"),
    },
    "choice": {
        "yes": mark("yes"),
        "no": mark("no"),
        "elements-not-predominant": mark("elements of it, not predominant"),
        "predominantly": mark("predominantly"),
        "doubtful": mark("doubtful"),
        "not-known": mark("not known to be"),
        "from-another-state": mark("yes, from another state"),
        "from-the-issuing-state": mark("yes, from the issuing state"),
        "possible-with-assurance": mark("possible, with an assurance against it"),
        "possible-without-assurance": mark("possible, without an assurance"),
        "excluded-by-safeguards": mark("excluded by safeguards"),
    },
}
"""Words for the codes of a notice that stand in lists and forms, by the field in which they do."""
