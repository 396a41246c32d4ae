"""What people send by forms, and the table of the forms that order something.

One row of ``FORMS`` is one form: the action, its fields, and where the person goes afterwards. A
form's fields are the action's own parameters; the action checks them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl

from entraide.errors import InputError
from entraide.node.actor import BY_ORDER
from entraide.node.payloads import payload_hash
from entraide.vocabulary.language import mark

__all__ = ["FORMS", "Fields", "Form", "parse_form"]

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
    after: str = "/threads/{thread}"
    said: str = mark("Done.")

    def parameters(self, fields: Fields) -> dict[str, Any]:
        """Return the action's parameters; what is empty is left out."""
        found: dict[str, Any] = {name: _one(fields, name) for name in self.one}
        found |= {name: _number(fields, name) for name in self.numbers}
        found |= {name: list(_many(fields, name)) for name in self.many}
        found |= {name: True for name in self.flags if _one(fields, name)}
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


def _one(fields: Fields, name: str) -> str:
    return fields.get(name, ("",))[0].strip()


def _many(fields: Fields, name: str) -> tuple[str, ...]:
    lines = (line.strip() for value in fields.get(name, ()) for line in value.splitlines())
    return tuple(line for line in lines if line)


def _number(fields: Fields, name: str) -> int | None:
    text = _one(fields, name)
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise InputError("form.no_number", field=name)
    return int(text)


def _payload(fields: Fields) -> str:
    return _one(fields, "payload")


def _decision(fields: Fields) -> str:
    return payload_hash(_one(fields, "question"), _one(fields, "refuse") or None)


_THREAD: Final = ("thread", "partner")
_MARKS: Final = ("evaluation", "handling", "handling_text", "language")

FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        form.action: form
        for form in (
            Form(
                action="case.open",
                one=("reference", "legal_basis", "offence"),
                many=("purposes",),
                numbers=("retention_days",),
                after="/search?case={reference}",
                said=mark("The case is open."),
            ),
            Form(
                action="ask",
                one=("case", "purpose", "offence", "legal_basis"),
                many=("name", "born", "nationality", "sex", "document", "phone", "email", "iban",
                      "vehicle", "wallet", "to"),
                flags=("urgent",),
            ),
            Form(
                action="request",
                one=("reference", "reason", "justification", "legal_basis"),
                many=("categories",),
                flags=("urgent",),
                said=mark("Requested."),
            ),
            Form(
                action="answer",
                one=("thread", "refuse"),
                approves=_decision,
                after="/inbox",
                said=mark("Your decision is signed."),
            ),
            Form(
                action="release",
                one=(*_THREAD, *_MARKS),
                many=("categories", "without", "more"),
                approves=_payload,
                said=mark("Your approval is signed."),
            ),
            Form(action="refuse", one=(*_THREAD, "ground"), said=mark("Refused.")),
            Form(action="clarify", one=(*_THREAD, "words"), said=mark("Asked.")),
            Form(action="explain", one=(*_THREAD, "words"), said=mark("Sent.")),
            Form(
                action="delay",
                one=(*_THREAD, "reason", "words", "expected"),
                said=mark("The delay is announced."),
            ),
            Form(action="close", one=(*_THREAD, "outcome", "words"), said=mark("Closed.")),
            Form(action="withdraw", one=(*_THREAD, "reason"), said=mark("Taken back.")),
            Form(action="noted", one=("thread",), said=mark("Noted.")),
        )
    }
)  # fmt: skip
