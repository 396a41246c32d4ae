"""A memorandum becomes a text that lawyers read: YAML with articles, meanings and labels beside it.

The comments come from the provisions and the vocabularies, so that they cannot disagree with what
is enforced. What is written here reads back to the same memorandum.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.chapters.general import Party
from entraide.agreements.provisions import (
    Choice,
    Coded,
    Many,
    Part,
    Pattern,
    Provision,
    Shape,
    Text,
    key_of,
    provisions_of,
)
from entraide.agreements.templates import TEMPLATES
from entraide.agreements.terms import TERM_LABELS
from entraide.errors import InputError
from entraide.vocabulary.codes import nearest_of
from entraide.vocabulary.language import mark, translate

__all__ = ["draft_agreement", "write_agreement"]

_WIDTH: Final = 96
_LISTED: Final = 24
"""Codes that were not chosen are shown up to this many; offences are in docs/agreements.md."""

_HEADER: Final = mark(
    "This is a memorandum. Lines that start with # explain it and are not signed. "
    "Every provision must be written; the order of provisions and the spacing do not count. "
    "A day starts at 00:00 UTC."
)


def draft_agreement(parties: tuple[Party, ...], template: str, *, starts: date) -> str:
    """Return a commented memorandum for two or more parties, to be amended and then signed.

    InputError where the template is unknown or the parties cannot agree with each other.
    """
    if template not in TEMPLATES:
        near = nearest_of(template, tuple(TEMPLATES))
        raise InputError("agreement.unknown_template", found=template[:64], nearest=near)
    return write_agreement(TEMPLATES[template](parties, starts))


def write_agreement(
    agreement: Agreement, notes: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> str:
    """Return the text of a memorandum; ``parse_agreement`` reads the same memorandum from it.

    ``notes`` are sentences that stand as comments before an article, by its number.
    """
    lines = [*_comment(translate(_HEADER), ""), ""]
    for name, one in provisions_of(Agreement):
        lines += _provision(name, one, getattr(agreement, name), "")
    return "\n".join((*_noted(lines, notes), ""))


def _noted(lines: list[str], notes: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    heads = {f"# {translate(mark('Art.'))} {article} ": said for article, said in notes.items()}
    for line in lines:
        indent = line[: len(line) - len(line.lstrip())]
        for head, said in heads.items():
            if line.lstrip().startswith(head):
                for sentence in said:
                    yield from _comment(sentence, indent)
        yield line


def _provision(name: str, one: Provision, value: Any, indent: str) -> Iterator[str]:
    if one.article.isdigit():
        title = f"{translate(mark('Chapter'))} {one.article}. {translate(one.meaning)}"
        yield from ("", f"# {title}")
    elif one.meaning:
        article = f"{translate(mark('Art.'))} {one.article} " if one.article else ""
        yield from _comment(f"{article}{translate(one.meaning)}", indent)
    yield from _value(f"{indent}{key_of(name)}:", one.shape, value, indent)


def _value(head: str, shape: Shape, value: Any, indent: str) -> Iterator[str]:
    if isinstance(shape, Part):
        yield head
        yield from _members(shape, value, f"{indent}  ")
    elif isinstance(shape, Many):
        yield from _list(head, shape, value, indent)
    else:
        yield from _scalar(head, shape, value, indent)


def _members(shape: Part, value: Any, indent: str) -> Iterator[str]:
    for name, one in provisions_of(shape.kind):
        if getattr(value, name) or not one.optional:
            yield from _provision(name, one, getattr(value, name), indent)


def _list(head: str, shape: Many, values: tuple[Any, ...], indent: str) -> Iterator[str]:
    inside = f"{indent}  "
    yield head if values else f"{head} []"
    for value in values:
        if isinstance(shape.each, Part):
            first, *rest = _members(shape.each, value, f"{inside}  ")
            yield f"{inside}- {first.lstrip()}"
            yield from rest
        else:
            yield from _scalar(f"{inside}-", shape.each, value, inside)
    yield from _not_chosen(shape.each, values, inside)


def _not_chosen(shape: Shape, values: tuple[Any, ...], indent: str) -> Iterator[str]:
    known: tuple[str, ...] = ()
    if isinstance(shape, Coded):
        known = shape.table.codes
    elif isinstance(shape, Choice):
        known = tuple(shape.kind)
    left = [code for code in known if code not in values]
    if 0 < len(left) <= _LISTED:
        yield from _comment(f"{translate(mark('Not chosen:'))} {', '.join(left)}", indent)


def _scalar(head: str, shape: Shape, value: Any, indent: str) -> Iterator[str]:
    match shape:
        case Text() if len(head) + len(value) > _WIDTH:
            yield f"{head} >-"
            yield from textwrap.wrap(
                value,
                _WIDTH,
                initial_indent=f"{indent}  ",
                subsequent_indent=f"{indent}  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        case Text() | Pattern():
            yield f"{head} {json.dumps(value, ensure_ascii=False)}"
        case Coded() | Choice():
            yield f"{head} {value}{_label(shape, value)}"
        case _:
            yield f"{head} {_plain(value)}"


def _label(shape: Coded | Choice, value: str) -> str:
    label = ""
    if isinstance(shape, Coded) and value in shape.table:
        label = shape.table.find(value).label
    if isinstance(value, StrEnum):
        label = TERM_LABELS.get(value, "")
    return f"  # {translate(label)}" if label else ""


def _plain(value: Any) -> str:
    form = to_json(value)
    if isinstance(form, bool):
        return "yes" if form else "no"
    return str(form)


def _comment(text: str, indent: str) -> Iterator[str]:
    yield from (f"{indent}# {line}" for line in textwrap.wrap(text, _WIDTH - len(indent)))
