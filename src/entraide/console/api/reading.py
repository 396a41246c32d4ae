"""Reading, in the document: each screen as JSON and as CSV, with its filters."""

from __future__ import annotations

from typing import Any, Final

from entraide.console.api.parts import answer, asked, filters, named, problems
from entraide.console.api.schemas import schemas
from entraide.console.api.summaries import AS_CSV, formed
from entraide.console.api.twins import TWINS, twin_address
from entraide.vocabulary.language import mark

__all__ = ["reading_paths"]

_SIGNED_IN: Final[list[dict[str, list[str]]]] = [{"program": []}, {"person": []}]
_WRONG: Final = (400, 401, 403, 404, 429, 503)
_CSV: Final = "text/csv; charset=utf-8"
_ROWS: Final = (
    "The rows of the list as RFC 4180 text; the first line names the fields. A cell that a "
    "spreadsheet would compute begins with an apostrophe."
)


def reading_paths() -> dict[str, Any]:
    """Return the paths by which programs read."""
    found: dict[str, Any] = {}
    for path, twin in TWINS.items():
        common = {"parameters": [*named(path), *filters(twin.filters)], "security": _SIGNED_IN}
        name = _name(path)
        for form, told in (("json", _as_json(path)), ("csv", _as_csv(path))):
            address = twin_address(path, form)
            says = twin.says if form == "json" else formed(AS_CSV, twin.says)
            answers = {"200": told, **problems(*_WRONG)}
            made = asked(f"read.{name}.{form}", "reading", says, **common, responses=answers)
            found[address] = {"get": made}
    return {**found, "/agreements/{agreement}/file": {"get": _file()}}


_TEXT: Final = {"type": "string"}


def _name(path: str) -> str:
    return path.strip("/").replace("/", ".").replace("{", "").replace("}", "") or "situation"


def _as_json(path: str) -> dict[str, Any]:
    address = twin_address(path, "json")
    return answer("The data of the screen.", schemas().screens[path], f"GET {address}")


def _as_csv(path: str) -> dict[str, Any]:
    return answer(_ROWS, _TEXT, f"GET {twin_address(path, 'csv')}", _CSV)


def _file() -> dict[str, Any]:
    path = "/agreements/{agreement}/file"
    text = answer(
        "The memorandum with its signatures, as it is signed.", {"type": "object"}, f"GET {path}"
    )
    return asked(
        "read.agreements.file", "reading", mark("A memorandum's file, to be signed or kept"),
        parameters=named(path), security=_SIGNED_IN,
        responses={"200": text, **problems(400, 401, 403, 404, 503)},
    )  # fmt: skip
