"""What the provisions of a memorandum say, for people: every part by its name, every code in words.

A provision has its meaning in ``agreements``; the parts of which a list is made (a party, a row of
the budgets, a major event) have theirs there or here. ``tell`` follows the shape of a provision, so
that text that somebody wrote is never taken for a code. It returns what is said, not how it looks:
the console and the command line draw it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from entraide.agreements.provisions import (
    Choice,
    Coded,
    Flag,
    Many,
    Part,
    PublicKey,
    Shape,
    Text,
    key_of,
    provisions_of,
)
from entraide.agreements.terms import EACH, TERM_LABELS
from entraide.kernel.canonical import Json
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.purposes import PURPOSES
from entraide.wording.policy_words import POLICY_WORDS

__all__ = [
    "PARTS", "Block", "Items", "Said", "Told", "meaning_at", "provision_word", "tell", "within",
    "written",
]  # fmt: skip

PARTS: Final[Mapping[str, str]] = {
    "id": mark("Id"),
    "country": mark("Country"),
    "name": mark("Name"),
    "authority": mark("Authority"),
    "contact": mark("Contact"),
    "root": mark("Root keys"),
    "keys": mark("Public keys"),
    "term": mark("Term"),
    "meaning": mark("Meaning"),
    "asker": mark("Who asks"),
    "purpose": mark("Purpose"),
    "limit": mark("Questions at most"),
    "period": mark("In each"),
}
"""The fields of parts that carry no meaning of their own."""
_INSTEAD: Final[Mapping[str, str]] = {"detail": mark("What a hit may say")}
"""The fields whose meaning, for whoever writes a text, names the codes to choose from."""
_EACH: Final = mark("each of them")
_BRACKETS: Final = re.compile(r"\[([^\]]*)\]")
_BUDGETS: Final = "exchange.budgets["
_KEY_SHOWN: Final = 12
_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Said:
    """A few words; ``code`` is what stands in the text itself, where that is something else."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """What a list holds; ``apart`` where each stands on a line of its own."""

    items: tuple[Told, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The fields of a part: the word of each, and what it says."""

    lines: tuple[tuple[str, Told], ...]


Told: TypeAlias = Said | Items | Block


def tell(shape: Shape, value: Json) -> Told:
    """Return in the reader's language what a provision of this shape says; a dash for nothing."""
    if value is None:
        return Said(_NONE)
    match shape:
        case Part(kind=kind) if isinstance(value, Mapping):
            return Block(
                tuple(
                    (provision_word(name, one.meaning), tell(one.shape, value[key]))
                    for name, one in provisions_of(kind)
                    if (key := key_of(name)) in value
                )
            )
        case Many(each=each) if isinstance(value, list | tuple):
            return Items(tuple(tell(each, one) for one in value), isinstance(each, Part | Text))
        case _:
            return _TELLS.get(type(shape), _as_it_is)(shape, value)


def provision_word(name: str, meaning: str) -> str:
    """Return in the reader's language what a field is about; its name where nothing says it."""
    return translate(_INSTEAD.get(name) or meaning or PARTS.get(name, "")) or name


def written(told: Told) -> str:
    """Return what is said as plain text: what has several parts on a line for each."""
    match told:
        case Said(text=text):
            return text
        case Items(items=items, apart=apart):
            return ("\n" if apart else "; ").join(written(each) for each in items)
        case Block(lines=lines):
            return "\n".join(f"{name}: {_after(each)}" for name, each in lines)


def _after(told: Told) -> str:
    """Return what follows a name: on its line, or indented below it where it has several lines."""
    text = written(told)
    return text if "\n" not in text else "".join(f"\n  {line}" for line in text.splitlines())


def meaning_at(path: str, meaning: str) -> str:
    """Return in the reader's language what the provision at a place of the text is about."""
    return provision_word(path.rpartition(".")[2], meaning)


def within(path: str, shape: Shape) -> str:
    """Return in words what of a list a place is about, and which field of it.

    ``exchange.budgets[es.bureau, each].limit``: its budget for each purpose, the limit.
    """
    named = _BRACKETS.findall(path)
    if path.startswith(_BUDGETS):
        named = [_budgeted(part) for each in named for part in each.split(", ")]
    elif named and path.endswith("]") and isinstance(shape, Choice | Coded | PublicKey):
        named = [*named[:-1], written(tell(shape, named[-1]))]
    field = path.rpartition("].")[2] if named else ""
    return " · ".join([*named, translate(PARTS[field])] if field in PARTS else named)


def _budgeted(part: str) -> str:
    return written(_coded(Coded(PURPOSES, also=EACH), part))


def _flag(_: Any, value: Json) -> Said:
    return Said(translate(mark("yes") if value else mark("no")))


def _choice(shape: Choice, value: Json) -> Said:
    known = {each.value: each for each in shape.kind}
    label = TERM_LABELS.get(known.get(str(value)), "")  # type: ignore[arg-type]
    label = label or POLICY_WORDS["period"].get(str(value), "")
    return _worded(label, str(value))


def _coded(shape: Coded, value: Json) -> Said:
    code = str(value)
    if code == shape.also and code:
        return _worded(_EACH, code)
    label = next((each.label for each in shape.table if each.code == code), "")
    if label and shape.table is HANDLING:
        return Said(f"{code}: {translate(label)}")
    return _worded(label, code)


def _key(_: Any, value: Json) -> Said:
    text = str(value)
    return Said(f"{text[:_KEY_SHOWN]}…", text) if len(text) > _KEY_SHOWN else Said(text)


def _as_it_is(_: Any, value: Json) -> Said:
    return _worded(_EACH, EACH) if value == EACH else Said(str(value))


def _text(_: Any, value: Json) -> Said:
    return Said(str(value))


def _worded(label: str, code: str) -> Said:
    said = translate(label)
    return Said(said, code) if said else Said(code)


_TELLS: Final[Mapping[type[Any], Callable[[Any, Json], Said]]] = {
    Flag: _flag, Choice: _choice, Coded: _coded, PublicKey: _key, Text: _text,
}  # fmt: skip
