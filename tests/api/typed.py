"""The fields in which our own pages post an order, from the parameters that the order has.

It is the way back of ``entraide.console.form``: what a form reads from its fields is put into them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from entraide.console.form import Form
from entraide.operations.admitting import OPERATIONS
from entraide.operations.kinds import kinds_of

__all__ = ["typed"]

_IDS: Final = ("thread", "notice", "sighting")
Typed = dict[str, str | list[str]]


def typed(form: Form, parameters: Mapping[str, Any], told: Iterable[Any]) -> Typed:
    """Return the fields of a form; ``told`` are answers that say what is approved."""
    found: Typed = {name: str(parameters[name]) for name in (*form.one, *form.numbers)
                    if parameters.get(name) not in (None, "")}  # fmt: skip
    found |= {name: list(parameters[name]) for name in form.many if parameters.get(name)}
    found |= {name: "1" for name in form.flags if parameters.get(name)}
    found |= _MORE[form.action](parameters) if form.action in _MORE else {}
    for name in {"payload", "question"} & set(form.beside):
        found[name] = next(_said(told, name, parameters))
    return found


def _said(told: Iterable[Any], name: str, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Yield what answers say by a name about the thing that is approved."""
    for each in _objects(told):
        same = any(each.get(key, "") == parameters.get(key) for key in _IDS)
        if same and each.get(name):
            yield str(each[name])


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _objects(each)


def _texts(parameters: Mapping[str, Any]) -> Typed:
    return {f"text-{part}": text for part, text in parameters.get("texts", ())}


def _answers(parameters: Mapping[str, Any]) -> Typed:
    found: Typed = {}
    for each in parameters["answers"]:
        code, _, said = each.partition("=")
        found[f"choice-{code}"], _, found[f"words-{code}"] = said.partition(": ")
    return found


def _rows(parameters: Mapping[str, Any]) -> Typed:
    """Return a batch as it is pasted: CSV with a line of names first."""
    rows = parameters["rows"]
    columns = sorted({name for row in rows for name in row})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["; ".join(row.get(name, ())) for name in columns])
    return {"text": out.getvalue()}


def _body(parameters: Mapping[str, Any]) -> Typed:
    kind = parameters["kind"]
    founding = next(each for each in OPERATIONS if kind == each or kind in kinds_of(each))
    return {"founding": founding, **dict(_fields(parameters["body"], ""))}


def _fields(value: Any, name: str) -> Iterator[tuple[str, str | list[str]]]:
    match value:
        case dict():
            for part, each in value.items():
                yield from _fields(each, f"{name}.{part}" if name else part)
        case [dict(), *_]:
            for at, each in enumerate(value):
                yield from _fields(each, f"{name}.{at}")
        case list() if value:
            yield name, [str(each) for each in value]
        case None | False | []:
            return
        case int() if name.endswith("_ms"):
            at = dt.datetime.fromtimestamp(value / 1_000, dt.UTC)
            yield name, at.strftime("%Y-%m-%dT%H:%M:%S")
        case _:
            yield name, "1" if value is True else str(value)


_MORE: Final[Mapping[str, Callable[[Mapping[str, Any]], Typed]]] = MappingProxyType(
    {
        "batch.ask": _rows,
        "notice.draft": _texts,
        "notice.review": _answers,
        "operation.found": _body,
        "operation.write": _body,
    }
)
