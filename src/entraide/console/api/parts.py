"""The small parts of an OpenAPI operation: parameters, bodies, answers, problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from entraide.console.api.examples import example_of
from entraide.console.api.fields import meaning_of
from entraide.console.api.twin import Filter
from entraide.console.problems import BY_KIND, PROBLEM
from entraide.vocabulary.language import mark

__all__ = [
    "FLAG",
    "FORM",
    "JSON",
    "LINES",
    "answer",
    "asked",
    "body",
    "filters",
    "named",
    "problem_answers",
    "problems",
    "told",
]

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
LINES: Final[Mapping[str, Any]] = {
    "type": "array", "items": {"type": "string"}, "description": "One value a line, or several.",
}  # fmt: skip
FLAG: Final[Mapping[str, Any]] = {"type": "string", "description": "`1` where it is so."}
_OTHERS: Final[Mapping[int, str]] = {
    401: "Nobody is signed in, or the order is not signed by an officer of this node",
    404: "There is no such thing",
    405: "This method is not there",
    408: "The body did not come in time",
    413: "The body is too long",
    415: "The body is of another type",
    429: "Too many requests in this session",
}
_IDS: Final[Mapping[str, str]] = {
    "thread": mark("A thread's id."),
    "notice": mark("A notice's id."),
    "operation": mark("An operation's id, or its first digits."),
    "partner": mark("A partner of the register: ISO 3166-1 alpha-2, or an organisation."),
    "document": mark("A document's SHA-256, or its first digits."),
    "agreement": mark("A memorandum's id or digest."),
    "payload": mark("The SHA-256 that officers sign for."),
    "shift": mark("A shift's id."),
    "batch": mark("A batch's id."),
    "epoch": mark("The epoch of the log; 1 unless a backup took over."),
    "index": mark("The entry's number."),
    "sample": mark("A sample's id."),
    "request": mark("The id of a request of a person concerned."),
    "nonce": mark("The number of the prepared order."),
}


def named(path: str) -> list[dict[str, Any]]:
    """Return the parameters that an address names in braces."""
    found = [part.partition("}")[0] for part in path.split("{")[1:]]
    return [
        {"name": name, "in": "path", "required": True, "description": _IDS[name],
         "schema": {"type": "string", "minLength": 1, "maxLength": 128}}
        for name in found
    ]  # fmt: skip


def told(name: str, schema: Mapping[str, Any], kind: str = "") -> dict[str, Any]:
    """Return a field of a form with what it means, and how it is written behind it."""
    said = (meaning_of(name, kind), schema.get("description", ""))
    return {**schema, "description": " ".join(filter(None, said))}


def filters(rows: Iterable[Filter]) -> list[dict[str, Any]]:
    """Return the filters of an address."""
    return [
        {
            "name": each.name,
            "in": "query",
            "required": each.needed,
            "description": each.says,
            "schema": {"type": "array", "items": {"type": "string"}}
            if each.many
            else {"type": "string"},
        }
        for each in rows
    ]


def body(schema: Mapping[str, Any], media: str, example: str = "") -> dict[str, Any]:
    """Return a body that is needed."""
    return {"required": True, "content": {media: _content(schema, example)}}


def answer(
    says: str, schema: Mapping[str, Any] | None, example: str = "", media: str = JSON
) -> dict[str, Any]:
    """Return an answer; without a schema it has no body."""
    found: dict[str, Any] = {"description": says}
    if schema is not None:
        found["content"] = {media: _content(schema, example)}
    return found


def problems(*statuses: int) -> dict[str, Any]:
    """Return these answers as problem details."""
    place = "#/components/responses/Problem"
    return {str(status): {"$ref": f"{place}{status}"} for status in sorted({*statuses, 500})}


def problem_answers() -> dict[str, Any]:
    """Return the answers that ``problems`` points to."""
    statuses = sorted({*_OTHERS, *(status for _, status, _ in BY_KIND)})
    return {f"Problem{status}": _problem(status) for status in statuses}


def asked(operation: str, tag: str, says: str, **rest: Any) -> dict[str, Any]:
    """Return an operation; its id is stable, and ``says`` is marked, without a full stop."""
    return {"operationId": operation, "tags": [tag], "summary": f"{says}.", **rest}


def _content(schema: Mapping[str, Any], example: str) -> dict[str, Any]:
    found: dict[str, Any] = {"schema": schema}
    shown = example_of(example)
    return found if shown is None else {**found, "example": shown}


def _problem(status: int) -> dict[str, Any]:
    titles = "; ".join(title for _, known, title in BY_KIND if known == status)
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": _OTHERS.get(status, titles), "content": content}
