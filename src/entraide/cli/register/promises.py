"""``entraide register promises``: what was promised, and what the node holds of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from entraide.adapters.register.folder import RegisterFolder
from entraide.agreements.chapters.general import Party
from entraide.assessment import (
    Held,
    Tracked,
    draft_from_promises,
    held_by_node,
    promises_of,
    track,
)
from entraide.assessment.promises import Quote
from entraide.cli.register.use import Place, joined
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.errors import InputError
from entraide.register.encoding import encode_value
from entraide.register.labels import label
from entraide.register.quoting import sentences_of
from entraide.vocabulary.language import mark

__all__ = ["promised_text", "promises"]

_HERE: Final = Path("register")


def promises(
    *, with_node: bool = False, register: Place = _HERE, access: Access | None = None
) -> None:
    """Show what was agreed or announced, and whether it was kept.

    Parameters
    ----------
    with_node
        Compare with what the node holds: memoranda drafted, signed, in force.
    register
        The register's folder; ENTRAIDE_REGISTER where it is not given.
    """
    given = access or Access()
    held = _held(given) if with_node else ()
    tracked = track(promises_of(joined(register).entries, _quoting(register)), held)
    if given.output == "json":
        print_json({"promises": encode_value(tracked)})
        return
    print_rows(mark("Promises"), _PROMISES, map(_promise, tracked))
    if not with_node:
        say(mark("Nothing was compared with a node: --with-node does."))


_PROMISES: Final = (
    ("day", mark("Since")),
    ("partners", mark("With")),
    ("outcome", mark("Promise")),
    ("status", mark("Status")),
    ("state", mark("State")),
    ("kept_by", mark("Kept by")),
    ("sentence", mark("Sentence")),
)
_SENTENCE: Final = 240


def _promise(one: Tracked) -> dict[str, Any]:
    promise = one.promise
    said = " … ".join(" ".join(evidence.text.split()) for _, evidence in promise.sentences)
    return {
        "day": promise.day,
        "partners": list(promise.partners),
        "outcome": label(promise.outcome.type),
        "status": label(promise.outcome.status),
        "state": label(one.state),
        "kept_by": list(one.kept_by),
        "sentence": said[:_SENTENCE],
    }


def _held(access: Access) -> tuple[Held, ...]:
    """Return what the node holds that may keep a promise: its memoranda and operations."""
    texts = Session(access).perform("agreement.list", {})["agreements"]
    operations = Session(access).perform("operation.list", {})["operations"]
    return held_by_node(texts, operations)


def _quoting(register: Path) -> Quote:
    folder = RegisterFolder(register)
    return lambda document, quoted: sentences_of(folder.text(document), quoted)


def promised_text(register: Path, parties: tuple[Party, ...], starts: date) -> str:
    """Draft a memorandum from what parties promised each other; InputError where they did not."""
    drafted = draft_from_promises(
        joined(register).entries, parties, starts=starts, quote=_quoting(register)
    )
    if not drafted.sentences:
        raise InputError(
            "register.nothing_promised", parties=", ".join(party.id for party in parties)
        )
    return drafted.text
