"""An officer's approval of what a preview shows: a signature over its hash, made right here."""

from __future__ import annotations

from entraide.cli.session import Session
from entraide.errors import PolicyError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT

__all__ = ["approval_of"]


def approval_of(session: Session, payload: str, action: str) -> str:
    """Return the officer's signature over a payload's hash; PolicyError where nobody is named."""
    if session.key is None:
        raise PolicyError("actor.officer_needed", action=action)
    return to_base64(session.key.sign(payload.encode(), context=APPROVAL_CONTEXT))
