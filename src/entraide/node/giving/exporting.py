"""Writing what a partner gave into a file: as FollowTheMoney entities or as rows, never unmarked.

Every value goes with its grading, handling code, the words of that code, last day and provider. An
entity names the provider as the source of its values: imported anywhere, also here, the values stay
bound to the provider's handling code. The export is logged before the file is written.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from entraide.errors import InputError, StoreError
from entraide.exchange.marks import marked
from entraide.exchange.releases import ReleasedValue
from entraide.kernel.canonical import Json
from entraide.kernel.message import Message
from entraide.node.call import Call, Parameters
from entraide.node.giving.items import received_item
from entraide.node.giving.onward_taken import values_of
from entraide.vocabulary.entities import SCHEMATA

__all__ = ["ExportItem", "export_item"]

_COLUMNS: Final = (
    "provider", "item", "reference", "prop", "text", "evaluation", "handling", "handling_text",
    "mark", "retention",
)  # fmt: skip
_LIKELY: Final = ("Person", "Organization", "Vehicle", "CryptoWallet", "BankAccount", "Passport")


class ExportItem(Parameters):
    """The thread in which something came, the format, and a new file on the node's machine."""

    thread: str
    partner: str | None = None
    format: str = "ftm"
    out: str


async def export_item(call: Call, wanted: ExportItem) -> Json:
    """Write what a partner gave in a thread into a new file, every value with its marks."""
    node = call.node
    write = {"ftm": _entities, "csv": _rows}.get(wanted.format)
    if write is None:
        raise InputError("export.unknown_format", format=wanted.format, known="ftm, csv")
    item = node.read(lambda c: received_item(c, wanted.thread, wanted.partner))
    out = Path(wanted.out)
    if await asyncio.to_thread(out.exists):
        raise InputError("file.exists", path=str(out))
    values = values_of(item)
    digests = {"item": item.digest}
    event = call.event("item.exported", item.id, partner=item.sender, digests=digests)
    await node.writer.run(lambda transaction: transaction.log(event))
    await asyncio.to_thread(_write, out, write(item, values))
    return {"thread": wanted.thread, "values": len(values), "out": str(out)}


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        out.chmod(0o600)
    except OSError as error:
        raise StoreError("export.not_written", path=str(out), reason=str(error.strerror)) from error


def _rows(item: Message, values: Iterable[ReleasedValue]) -> str:
    text = io.StringIO()
    rows = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    for value in values:
        row = {**marked(value), "provider": item.sender, "item": item.digest}
        rows.writerow({key: _plain(row[key]) for key in _COLUMNS})
    return text.getvalue()


def _plain(value: object) -> str:
    """Return a cell that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _entities(item: Message, values: Iterable[ReleasedValue]) -> str:
    """Return an entity for each reference and marking, one a line: each says how to handle it."""
    groups: dict[tuple[str, ...], list[ReleasedValue]] = {}
    for value in values:
        marks = (value.reference, value.handling, value.handling_text, value.evaluation)
        groups.setdefault((*marks, value.retention), []).append(value)
    schemata = {reference: _schema(values, reference) for reference, *_ in groups}
    lines = (
        json.dumps(_entity(item, group, (schemata[group[0].reference], number)), ensure_ascii=False)
        for number, group in enumerate(groups.values(), start=1)
    )
    return "".join(f"{line}\n" for line in lines)


def _entity(item: Message, values: list[ReleasedValue], how: tuple[str, int]) -> dict[str, Any]:
    schema, number = how
    first = values[0]
    properties: dict[str, list[str]] = {}
    for value in values:
        properties.setdefault(value.prop, []).append(value.text)
    marks = {
        "source": item.sender,
        "handling": ": ".join(filter(None, (first.handling, first.handling_text))),
        "evaluation": first.evaluation,
        "retention": first.retention,
    }
    return {
        "id": f"{item.sender}-{first.reference}-{number}",
        "schema": schema,
        "properties": properties,
        "entraide": marks,
        "mark": marked(first)["mark"],
    }


def _schema(values: Iterable[ReleasedValue], reference: str) -> str:
    """Return the schema that has all properties of a reference; the first likely one wins."""
    props = {value.prop for value in values if value.reference == reference}
    fits = [name for name in _LIKELY if name in SCHEMATA and props <= set(SCHEMATA[name])]
    return fits[0] if fits else "Person"
