"""The parts of the pages that are drawn from the code, between ``<!-- drawn: NAME -->`` and
``<!-- end -->``. ``HOOKS`` are pages that draw their own tables elsewhere.
"""

from __future__ import annotations

import ast
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel
from rich.console import Console

from entraide.cli.main import app as entraide
from entraide.console.api import programs, twins
from entraide.figures import Style, describe
from entraide.node import actions, config
from entraide.node.people import actor
from entraide.vocabulary.language import set_language
from tests.architecture.source import modules
from tests.docs import drawn_errors, drawn_protocol
from tests.docs.pages import ROOT
from tests.docs.tables import first_sentence, table
from tests.figures.pictures import SHOWN
from tests.unit.agreements import tables as agreements
from tests.unit.match import test_docs as matching

if TYPE_CHECKING:
    from cyclopts import App

WIDTH = 100
_MARKED = re.compile(r"(<!-- drawn: ([a-z-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


# --- actions and roles ---------------------------------------------------------------------------


def _parameters(takes: type[BaseModel]) -> str:
    fields = takes.model_fields.items()
    return ", ".join(f"`{name}`{'' if each.is_required() else '?'}" for name, each in fields)


def _roles(action: actions.Action) -> str:
    named = (
        "every role" if action.roles == frozenset(actor.Role) else ", ".join(sorted(action.roles))
    )
    return f"{named}; keeper" if action.keeper else named


def action_table() -> str:
    rows = (
        (f"`{each.name}`", each.does, _roles(each), _parameters(each.takes))
        for each in actions.ACTIONS.values()
    )
    return table("Action | What it does | Who may | Parameters", rows)


def api_reading() -> str:
    rows = (
        (
            f"`{twins.twin_address(path, 'json')}`",
            each.says,
            ", ".join(f"`{one.name}`" for one in each.filters),
            f"`{each.answers.__name__}`",
        )
        for path, each in twins.TWINS.items()
    )
    return table("Address (also `.csv`) | What it is | Filters | Answers", rows)


def api_not() -> str:
    kept = (name for name in actions.ACTIONS if not programs.over_http(name))
    named = ((f"`{name}`", "names a file of the machine") for name in kept)
    session = (f"`{programs.SESSION}`", f"is `POST {programs.SESSION_PATH}`")
    return table("Action | Why", (*named, session))


def roles() -> str:
    rows = (
        (f"`{role}`", ", ".join(f"`{each.name}`" for each in _only_for(role)) or "")
        for role in actor.Role
    )
    return table("Role | Actions that not every role may do", rows)


def _only_for(role: actor.Role) -> list[actions.Action]:
    everyone = frozenset(actor.Role)
    return [each for each in actions.ACTIONS.values() if role in each.roles != everyone]


# --- the command line ----------------------------------------------------------------------------


@contextmanager
def _in_english() -> Iterator[None]:
    """Draw as in English, also where something before chose another language's formatter."""
    format_, formatter = entraide.help_format, entraide.help_formatter
    set_language("en")
    entraide.help_format, entraide.help_formatter = None, None
    try:
        yield
    finally:
        entraide.help_format, entraide.help_formatter = format_, formatter


def _help(*tokens: str) -> str:
    text = io.StringIO()
    console = Console(file=text, width=WIDTH, color_system=None, force_terminal=False)
    with _in_english():
        entraide.help_print(list(tokens), console=console)
    lines = (line.rstrip() for line in text.getvalue().strip().splitlines())
    return "\n".join(lines)


def _commands(app: App, *above: str) -> Iterable[tuple[str, ...]]:
    for name in app:
        if not name.startswith("-"):
            inner = app[name]
            yield (*above, name)
            yield from _commands(inner, *above, name)


def cli() -> str:
    tokens = [(), *_commands(entraide)]
    parts = [
        f"### `{' '.join(('entraide', *each))}`\n\n```text\n{_help(*each)}\n```\n"
        for each in tokens
    ]
    return "\n" + "\n".join(parts) + "\n"


# --- settings and structure ----------------------------------------------------------------------


def settings() -> str:
    fields = config.Settings.model_fields
    rows = [
        (f"`{name}`", "required" if each.is_required() else "")
        for name, each in fields.items()
        if not isinstance(each.default, BaseModel)
    ]
    for name, each in fields.items():
        if isinstance(each.default, BaseModel):
            values = each.default.model_dump().items()
            rows.extend((f"`{name}.{inner}`", f"`{value}`") for inner, value in values)
    return table("Key of node.toml | Default", rows)


def _layers() -> tuple[str, ...]:
    """Return the packages from high to low, as the contract of the imports names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    lines = next(each["layers"] for each in contracts if each["type"] == "layers")
    named = (name for line in lines for name in line.split(" | "))
    return tuple(name for name in named if name != "errors")  # a module, not a package


LAYERS = _layers()


def structure() -> str:
    parts = []
    for package in LAYERS:
        inside = [each for each in modules() if each.name.startswith(f"entraide.{package}.")]
        head = next(each for each in modules() if each.name == f"entraide.{package}")
        rows = (
            (f"`{each.name.removeprefix(f'entraide.{package}.')}`", first_sentence(each.tree))
            for each in inside
            if ast.get_docstring(each.tree) and each.path.stem != "__init__"
        )
        opening = first_sentence(head.tree)
        parts.append(f"### {package}\n\n{opening}\n\n{table('Module | What it does', rows)}")
    return "\n" + "\n".join(parts) + "\n"


# --- figures --------------------------------------------------------------------------------------


def gallery() -> str:
    parts = [
        f"### {type(figure).__name__}\n\n{first_sentence(_module_of(figure))}\n\n"
        f"![{describe(figure, Style())}](figures/{name}.svg)\n"
        for name, figure in SHOWN.items()
    ]
    return "\n" + "\n".join(parts) + "\n"


def _module_of(figure: object) -> ast.Module:
    return next(each.tree for each in modules() if each.name == type(figure).__module__)


DRAWN: dict[str, Callable[[], str]] = {
    "actions": action_table,
    "api-reading": api_reading,
    "api-not": api_not,
    "roles": roles,
    "cli": cli,
    "exit-codes": drawn_errors.exit_codes,
    "error-codes": drawn_errors.error_codes,
    "partner-codes": drawn_errors.partner_codes,
    "conversation": drawn_protocol.conversation_diagram,
    "notice-life": drawn_protocol.notice_life,
    "notice-colours": drawn_protocol.notice_colours,
    "notice-checks": drawn_protocol.notice_checks,
    "notice-questions": drawn_protocol.notice_questions,
    "pursuit": drawn_protocol.pursuit_diagram,
    "pursuit-steps": drawn_protocol.pursuit_steps,
    "kinds": drawn_protocol.kinds,
    "message-fields": drawn_protocol.message_fields,
    "opening-steps": drawn_protocol.opening_steps,
    "admission-steps": drawn_protocol.admission_steps,
    "provenance-steps": drawn_protocol.provenance_steps,
    "receiving-steps": drawn_protocol.receiving_steps,
    "card-steps": drawn_protocol.card_steps,
    "order-steps": drawn_protocol.order_steps,
    "times": drawn_protocol.times,
    "sizes": drawn_protocol.sizes,
    "settings": settings,
    "structure": structure,
    "figures": gallery,
}


def redrawn(page: str) -> str:
    """Return a page with every drawn part drawn again; KeyError for a part that none draws."""
    return _MARKED.sub(lambda found: f"{found[1]}{DRAWN[found[2]]()}{found[4]}", page)


def parts_of(page: str) -> list[str]:
    """Return the names of a page's drawn parts."""
    return [found[2] for found in _MARKED.finditer(page)]


_FEATURES = re.compile(r"(<!-- features -->\n).*?(\n<!-- /features -->)", re.DOTALL)


def _matching_redrawn(page: str) -> str:
    return _FEATURES.sub(lambda found: found[1] + matching.feature_table() + found[2], page)


HOOKS: dict[Path, Callable[[str], str]] = {
    agreements.PAGE: agreements.redrawn,
    matching.PAGE: _matching_redrawn,
}
"""Pages whose tables are drawn by the tests of their own part."""

__all__ = ["DRAWN", "HOOKS", "parts_of", "redrawn"]
