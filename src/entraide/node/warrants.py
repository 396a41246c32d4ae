"""What stands behind an order that was not signed with an officer's own key file: a warrant.

At the console a person has a passkey. *Deciding* (whatever changes, asks or discloses) takes a
fresh signature of that passkey over the hash of the very order; *reading* takes the session that a
passkey opened. The log's entry says which of them it was. Warrants are made in this process only:
the control socket knows none.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = ["LOGGED", "READING", "PasskeyWarrant", "SessionWarrant", "Warrant"]

READING: Final = frozenset(
    {
        "node.status",
        "officer.list",
        "partner.list",
        "agreement.list",
        "agreement.show",
        "agreement.simulate",
        "case.list",
        "case.show",
        "answers",
        "inbox",
        "references",
        "thread",
        "release.preview",
        "onward.list",
        "discuss.list",
        "discuss.show",
        "copies",
        "attachments",
        "audit.verify",
        "audit.log",
    }
)
"""The actions that a session suffices for: they change nothing and nothing leaves by them."""

LOGGED: Final = frozenset(
    {"case.show", "answers", "inbox", "references", "release.preview", "onward.list",
     "discuss.list", "discuss.show", "copies", "attachments", "audit.log"}
)  # fmt: skip
"""Of these, what tells of people and is not logged by the action itself: each view is an entry
(Directive (EU) 2016/680, Art. 25: consultation is logged)."""


@dataclass(frozen=True, slots=True)
class SessionWarrant:
    """A person signed in: ``session`` is the digest of the session's secret, never the secret."""

    session: str

    @property
    def token(self) -> str:
        """What a log entry keeps."""
        return f"session:{self.session}"


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


Warrant: TypeAlias = SessionWarrant | PasskeyWarrant
