"""One form that orders something: its action, its fields, and where the person goes afterwards.

A form's fields are the action's own parameters; the action checks them. ``forms`` is their table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from entraide.errors import InputError
from entraide.node.people.actor import BY_ORDER
from entraide.vocabulary.language import mark

__all__ = [
    "PAYLOAD",
    "Fields",
    "Form",
    "given",
    "lines_given",
    "number_given",
    "parse_form",
    "payload_given",
]

PAYLOAD: Final = ("payload",)
"""The field with the hash of what the page showed, for ``beside``."""
_MOST_FIELDS: Final = 200

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: single fields, fields of several values (one a line, or ticked), and flags."""

    action: str
    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    approves: Callable[[Fields], str] | None = None
    """The hash of what is approved, which then stands in the order that is signed."""
    more: Callable[[Fields], dict[str, Any]] | None = None
    """Parameters that are no single field: a list of pairs, an entry's body."""
    beside: tuple[str, ...] = ()
    """The fields that ``approves`` and ``more`` read."""
    most: int = 65_536
    """Bytes of the form; more where a page comes with it."""
    after: str = "/threads/{thread}"
    waiting: str = ""
    """Where the person goes while another officer must look; nothing: to the same place."""
    goes_on: bool = False
    """Whether it is a long work: the person goes on to its page once it has begun."""
    said: str = mark("Done.")
    tells: Callable[[Mapping[str, Any]], str] | None = None
    """What the person is told besides, once: a code."""

    def parameters(self, fields: Fields) -> dict[str, Any]:
        """Return the action's parameters; what is empty is left out."""
        found: dict[str, Any] = {name: given(fields, name) for name in self.one}
        found |= {name: number_given(fields, name) for name in self.numbers}
        found |= {name: list(lines_given(fields, name)) for name in self.many}
        found |= {name: True for name in self.flags if given(fields, name)}
        found |= self.more(fields) if self.more is not None else {}
        kept = {name: value for name, value in found.items() if value not in ("", [], None)}
        if self.approves is not None:
            kept["approval"] = f"{BY_ORDER}{self.approves(fields)}"
        return kept


def parse_form(body: bytes) -> Fields:
    """Read a form as browsers send it (application/x-www-form-urlencoded, UTF-8); InputError."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise InputError("form.malformed") from error
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


def given(fields: Fields, name: str) -> str:
    """Return what was typed in a field, trimmed; nothing where it is not there."""
    return fields.get(name, ("",))[0].strip()


def lines_given(fields: Fields, name: str) -> tuple[str, ...]:
    """Return every value of a field, and every line of each."""
    lines = (line.strip() for value in fields.get(name, ()) for line in value.splitlines())
    return tuple(line for line in lines if line)


def number_given(fields: Fields, name: str) -> int | None:
    """Return a whole number; InputError where something else was typed."""
    text = given(fields, name)
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise InputError("form.no_number", field=name)
    return int(text)


def payload_given(fields: Fields) -> str:
    """Return the hash of what the page showed."""
    return given(fields, "payload")
