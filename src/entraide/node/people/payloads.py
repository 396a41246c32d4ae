"""What officers sign when they approve: one hash for each kind of decision, and its context.

The command that signs and the node that checks take it from here. Nothing of the node is loaded
with it, so that a command which only signs stays quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.kernel.canonical import digest

__all__ = [
    "APPROVAL_CONTEXT",
    "enclosing_payload",
    "grant_payload",
    "opening_payload",
    "payload_hash",
    "saying_payload",
    "writing_payload",
]

APPROVAL_CONTEXT: Final = "approval/1"


def payload_hash(question_digest: str, refuse: str | None) -> str:
    """Return what an officer signs: the question and the decision on it, in one hash."""
    decision = f"refuse:{refuse}" if refuse else "allow"
    return digest({"decision": decision, "question": question_digest})


def grant_payload(request: str, conditions: str, until: str) -> str:
    """Return what an officer signs to let an item go on."""
    return digest({"conditions": conditions, "onward": request, "until": until})


def opening_payload(wanted: dict[str, Any]) -> str:
    """Return what an officer signs to open a thread: all of it but the signature."""
    said = {key: list(each) if isinstance(each, tuple) else each for key, each in wanted.items()}
    return digest({"discussion": said})


def saying_payload(thread: str, text: str) -> str:
    """Return what an officer signs to say something in a thread."""
    return digest({"text": text, "thread": thread})


def enclosing_payload(thread: str, text: str, sha256: str, handling: str) -> str:
    """Return what an officer signs to say something in a thread with a file."""
    return digest({"file": sha256, "handling": handling, "text": text, "thread": thread})


def writing_payload(operation: str, kind: str, body: Mapping[str, Any]) -> str:
    """Return what an officer signs to write an entry; ``operation`` is empty to found one."""
    return digest({"body": dict(body), "kind": kind, "operation": operation})
