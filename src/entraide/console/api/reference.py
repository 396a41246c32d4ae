"""Our own reference page, drawn from the document: no script of others, nothing loaded from afar.

The framework's own page loads a viewer from a foreign server, which this console never does. The
document and its pages need no session: they tell what the software does, never what a node holds.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from entraide.console.api.document import TAGS, openapi_document
from entraide.console.api.for_programs import EVERY_ROLE, WHO_MAY
from entraide.console.api.schemas import schemas
from entraide.console.api.summaries import in_words
from entraide.console.api.types_shown import TypeShown, in_parts, shown_types
from entraide.console.pages import render_page
from entraide.console.problems import BY_CODE, BY_KIND, ERRORS_PATH
from entraide.console.visit import Console, Visit, frame, frame_of_nobody
from entraide.console.who import reader_of
from entraide.vocabulary.language import language, mark, speaking, translate
from entraide.vocabulary.messages import SENTENCES
from entraide.wording.words import word

__all__ = [
    "DOCUMENT_PATH",
    "REFERENCE_PATH",
    "TYPES_PATH",
    "Operation",
    "add_reference",
    "operations",
]

DOCUMENT_PATH: Final = "/openapi.json"
REFERENCE_PATH: Final = "/reference"
TYPES_PATH: Final = "/reference/types"
_BODY: Final = "requestBody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation as the page shows it."""

    method: str
    path: str
    id: str
    tag: str
    says: str
    who: tuple[str, ...]
    """Roles that may order it; ``EVERY_ROLE`` alone where all may, nothing where none is asked."""
    parameters: tuple[Mapping[str, Any], ...]
    takes: str
    answers: str
    sent: str
    answered: str
    refusals: tuple[str, ...]


def operations() -> Iterator[Operation]:
    """Yield every operation of the document, in its order."""
    for path, methods in openapi_document()["paths"].items():
        for method, each in methods.items():
            yield _operation(path, method, each)


def add_reference(application: FastAPI, console: Console) -> None:
    """Add the document, the page and the list of codes."""

    async def document(_: Request) -> Response:
        return JSONResponse(openapi_document())

    async def page(request: Request) -> Response:
        shown = {
            "sections": _sections(),
            "in_words": in_words,
            "who": _roles,
            "named": frozenset(each.name for each in _types("en")),
            "title": mark("API reference"),
        }
        return _page(console, request, "reference", shown)

    async def types(request: Request) -> Response:
        shown = {
            "types": _types(language()),
            "in_parts": in_parts,
            "title": mark("Types of the API"),
        }
        return _page(console, request, "reference_types", shown)

    async def errors(request: Request) -> Response:
        shown = {"areas": _areas(), "kinds": BY_KIND, "special": BY_CODE}
        title = mark("Errors over HTTP")
        return _page(console, request, "reference_errors", {**shown, "title": title})

    for path, endpoint in (
        (DOCUMENT_PATH, document),
        (REFERENCE_PATH, page),
        (TYPES_PATH, types),
        (ERRORS_PATH, errors),
    ):
        application.add_api_route(path, endpoint, methods=["GET"], response_model=None)


def _page(console: Console, request: Request, name: str, shown: Mapping[str, Any]) -> Response:
    person = reader_of(console.sessions, request)
    around = frame(Visit(console, request, person)) if person else frame_of_nobody(console, request)
    return HTMLResponse(render_page(name, **{**around, **shown}))


def _sections() -> list[tuple[str, str, list[Operation]]]:
    found = list(operations())
    return [(tag, says, [each for each in found if each.tag == tag]) for tag, says in TAGS]


def _roles(one: Operation) -> str:
    """Return in words who may order something."""
    return ", ".join(
        translate(each) if each == EVERY_ROLE else word("role", each) for each in one.who
    )


@functools.cache
def _types(tag: str) -> tuple[TypeShown, ...]:
    """Return the types in a language; drawn once a process."""
    with speaking(tag):
        return tuple(shown_types(schemas().spoken()))


def _areas() -> dict[str, list[tuple[str, str]]]:
    areas: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(SENTENCES):
        areas.setdefault(code.partition(".")[0], []).append((code, SENTENCES[code]))
    return areas


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    responses: Mapping[str, Any] = said["responses"]
    good = next(status for status in responses if status < "400")
    content = responses[good].get("content", {})
    sent = said.get(_BODY, {}).get("content", {})
    return Operation(
        method=method.upper(),
        path=path,
        id=said["operationId"],
        tag=said["tags"][0],
        says=said["summary"],
        who=_who(said.get("description", "")),
        parameters=tuple(said.get("parameters", ())),
        takes=_schema(sent),
        answers=_schema(content),
        sent=_example(sent),
        answered=_example(content),
        refusals=tuple(status for status in responses if status >= "400"),
    )


def _who(described: str) -> tuple[str, ...]:
    _, told, who = described.removesuffix(".").partition(WHO_MAY)
    return tuple(who.split(", ")) if told else ()


def _schema(content: Mapping[str, Any]) -> str:
    """Return the name of the schema of a body, or of a signed order's parameters."""
    for media, each in content.items():
        schema = each["schema"].get("properties", {}).get("parameters", each["schema"])
        return str(schema.get("$ref", media)).rpartition("/")[2] if "$ref" in schema else str(media)
    return ""


def _example(content: Mapping[str, Any]) -> str:
    found = next((each["example"] for each in content.values() if "example" in each), None)
    if found is None or isinstance(found, str):
        return found or ""
    return json.dumps(found, ensure_ascii=False, indent=2)
