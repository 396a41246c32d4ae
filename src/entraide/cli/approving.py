"""An officer's approval of what a preview shows: a signature over its hash, made right here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from entraide.cli.result import Draw, once_approved, show_result
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json
from entraide.errors import PolicyError
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT

__all__ = ["Previewed", "approval_of", "preview_or_send"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """Something that leaves only as it was previewed: the two actions, and how each is drawn."""

    preview: str
    send: str
    draw_preview: Draw
    draw_sent: Draw


def approval_of(session: Session, payload: str, action: str) -> str:
    """Return the officer's signature over a payload's hash; PolicyError where nobody is named."""
    if session.key is None:
        raise PolicyError("actor.officer_needed", action=action)
    return to_base64(session.key.sign(payload.encode(), context=APPROVAL_CONTEXT))


def preview_or_send(
    access: Access | None, what: Previewed, wanted: Mapping[str, Any], *, send: bool
) -> None:
    """Show what would leave; where it is to be sent, approve exactly that and show what came."""
    given = access or Access()
    session = Session(given)
    preview = session.perform(what.preview, wanted)
    if given.output == "table":
        what.draw_preview(preview)
    elif not send:
        print_json(preview)
    if not send:
        return
    approval = approval_of(session, preview["payload"], what.send)
    result = session.perform(what.send, {**wanted, "approval": approval})
    show_result(given, result, once_approved(what.draw_sent))
