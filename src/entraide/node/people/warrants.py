"""What stands behind an order that was not signed with an officer's own key file: a warrant.

At the console a person has a passkey. *Deciding* (whatever changes, asks or discloses) takes a
fresh signature of that passkey over the hash of the very order; *reading* takes the session that a
passkey opened. The log's entry says which of them it was. Warrants are made in this process only:
the control socket knows none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = [
    "LOGGED",
    "READING",
    "GlassWarrant",
    "PasskeyWarrant",
    "SessionWarrant",
    "Warrant",
    "why_viewed",
]

READING: Final = frozenset(
    {
        "node.status",
        "officer.list",
        "partner.figures",
        "partner.list",
        "agreement.list",
        "agreement.preview",
        "agreement.show",
        "agreement.simulate",
        "case.list",
        "case.show",
        "answers",
        "ask.foresee",
        "batch.foresee",
        "batch.list",
        "batch.show",
        "inbox",
        "records.find",
        "references",
        "thread",
        "release.preview",
        "onward.list",
        "discuss.list",
        "discuss.show",
        "glass.list",
        "copies",
        "attachments",
        "notice.figures",
        "notice.list",
        "notice.questions",
        "notice.show",
        "notice.status",
        "operation.list",
        "operation.show",
        "pursuit.show",
        "register.list",
        "register.partner",
        "register.promises",
        "register.show",
        "wall.list",
        "watch.sheet",
        "watch.show",
        "audit.verify",
        "audit.entry",
        "audit.log",
        "audit.prove",
        "audit.vouched",
        "oversight.accesses",
        "oversight.alerts",
        "oversight.redraw",
        "oversight.report",
        "oversight.samples",
        "oversight.show",
        "oversight.to-explain",
        "node.health",
        "retention.due",
        "retention.log",
        "standing.list",
        "standing.preview",
        "subject.letter",
        "subject.list",
        "subject.show",
    }
)
"""The actions that a session suffices for: they change nothing and nothing leaves by them."""

_LOG_THEMSELVES: Final = frozenset(
    {"batch.show", "case.list", "notice.show", "operation.show", "oversight.accesses",
     "oversight.alerts", "oversight.redraw", "oversight.show", "records.find",
     "subject.letter", "subject.show", "thread", "watch.sheet", "watch.show"}
)  # fmt: skip
_OF_THE_FRAME: Final = frozenset(
    {"node.health", "node.status", "officer.list", "partner.figures", "partner.list", "wall.list"}
)
"""Counts and lists of our own that stand around what a page is about: they tell of nobody."""

LOGGED: Final = READING - _LOG_THEMSELVES - _OF_THE_FRAME
"""Of these, what is not logged by the action itself: each view is an entry with its purpose
(Directive (EU) 2016/680, Art. 25: consultation is logged)."""

_AREAS: Final[Mapping[str, str]] = {
    "audit": "oversight", "oversight": "oversight", "register": "register",
    "retention": "oversight", "subject": "oversight",
}  # fmt: skip
_PURPOSES: Final[Mapping[str, str]] = {"notice.figures": "oversight"}


def why_viewed(action: str) -> str:
    """Return why something is looked at that belongs to no case: a code of ``VIEWS``."""
    return _PURPOSES.get(action, _AREAS.get(action.partition(".")[0], "desk"))


@dataclass(frozen=True, slots=True)
class SessionWarrant:
    """A person signed in: ``session`` is the digest of the session's secret, never the secret."""

    session: str
    purpose: str = ""
    """What a program said that it reads for, signed by its officer when the session began."""

    @property
    def token(self) -> str:
        """What a log entry keeps."""
        return f"session:{self.session}"


@dataclass(frozen=True, slots=True)
class GlassWarrant:
    """The session of the sealed account: it reads what that account opens, in nobody's name."""

    session: str

    @property
    def token(self) -> str:
        """What a log entry keeps."""
        return f"glass:{self.session}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyWarrant:
    """What a passkey signed: the authenticator's whole response (JSON) over the order's hash."""

    credential: str
    response: str

    @property
    def digest(self) -> str:
        """SHA-256 of the response, under which it is kept."""
        return hashlib.sha256(self.response.encode()).hexdigest()

    @property
    def token(self) -> str:
        """What a log entry keeps."""
        return f"passkey:{self.digest}"


Warrant: TypeAlias = SessionWarrant | GlassWarrant | PasskeyWarrant
