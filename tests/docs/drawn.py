"""The parts of the pages that are drawn from the code, between ``<!-- drawn: NAME -->`` and
``<!-- end -->``. ``HOOKS`` are pages that draw their own tables elsewhere.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from rich.console import Console

from entraide import errors
from entraide.cli.main import EXIT_CODES
from entraide.cli.main import app as entraide
from entraide.console.api import programs, twins
from entraide.exchange import admission, bodies, conversation, informing
from entraide.exchange.notice import checks, colours, lifecycle, pursuit, questions
from entraide.exchange.notice.terms import PersonStatus, TextPart
from entraide.figures import Style, describe
from entraide.kernel import card, envelope, message
from entraide.node import actions, config
from entraide.node.mail import receiving
from entraide.node.people import actor
from entraide.vocabulary.language import set_language
from entraide.vocabulary.messages import SENTENCES
from tests.architecture.source import modules
from tests.architecture.test_errors import RAISED, Raised
from tests.figures.pictures import SHOWN
from tests.unit.agreements import tables as agreements
from tests.unit.match import test_docs as matching

if TYPE_CHECKING:
    from cyclopts import App

WIDTH = 100
_MARKED = re.compile(r"(<!-- drawn: ([a-z-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def _table(head: str, rows: Iterable[tuple[object, ...]]) -> str:
    titles = head.split("|")
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(value: object) -> str:
    return str(value).strip().replace("|", "\\|").replace("\n", " ")


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
    return _table("Action | What it does | Who may | Parameters", rows)


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
    return _table("Address (also `.csv`) | What it is | Filters | Answers", rows)


def api_not() -> str:
    kept = (name for name in actions.ACTIONS if not programs.over_http(name))
    named = ((f"`{name}`", "names a file of the machine") for name in kept)
    session = (f"`{programs.SESSION}`", f"is `POST {programs.SESSION_PATH}`")
    return _table("Action | Why", (*named, session))


def roles() -> str:
    rows = (
        (f"`{role}`", ", ".join(f"`{each.name}`" for each in _only_for(role)) or "")
        for role in actor.Role
    )
    return _table("Role | Actions that not every role may do", rows)


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


# --- exit codes and errors -----------------------------------------------------------------------


def exit_codes() -> str:
    named: dict[int, list[str]] = {}
    for name in errors.__all__:
        kind = getattr(errors, name)
        if name.endswith("Error") and name != "EntraideError":
            named.setdefault(kind.exit_code, []).append(f"`{name}`")
    rows = ((code, meaning, ", ".join(named.get(code, ()))) for code, meaning in EXIT_CODES)
    return _table("Exit code | Meaning | Errors", rows)


def error_codes() -> str:
    areas: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(SENTENCES):
        areas.setdefault(code.split(".", 1)[0], []).append((f"`{code}`", _sentence(code)))
    parts = [f"### {area}\n\n{_table('Code | Sentence', rows)}" for area, rows in areas.items()]
    return "\n" + "\n".join(parts) + "\n"


def partner_codes() -> str:
    """The codes that may go back to a partner: those raised on the path of what it sends."""
    refusals = {code for each in RAISED if _is_told(each) for code in each.codes}
    found = sorted(refusals | _listener_codes())
    return _table("Code | What it means", ((f"`{code}`", _sentence(code)) for code in found))


_ON_THE_PARTNERS_PATH = (
    "src/entraide/kernel/canonical.py",
    "src/entraide/kernel/encoding.py",
    "src/entraide/kernel/envelope.py",
    "src/entraide/kernel/keys.py",
    "src/entraide/kernel/message.py",
    "src/entraide/exchange/",
    "src/entraide/node/",
)


def _is_told(raised: Raised) -> bool:
    kinds = {"RemoteProtocolError", "TrustError" if "kernel/keys" in raised.place else ""}
    return raised.kind in kinds and raised.place.startswith(_ON_THE_PARTNERS_PATH)


def _listener_codes() -> set[str]:
    """The codes that ``adapters.wire.partner_server`` answers by itself."""
    place = "src/entraide/adapters/wire/partner_server.py"
    tree = next(each.tree for each in modules() if each.place == place)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    told = (call.args[1] for call in calls if getattr(call.func, "id", "") == "problem")
    return {str(code.value) for code in told if isinstance(code, ast.Constant)}


def _sentence(code: str) -> str:
    return re.sub(r"\{(\w+)\}", r"*\1*", SENTENCES[code])


# --- the protocol --------------------------------------------------------------------------------


def conversation_diagram() -> str:
    return f"```mermaid\n{conversation.diagram()}\n```\n"


def notice_life() -> str:
    return f"```mermaid\n{lifecycle.diagram()}\n```\n"


def pursuit_diagram() -> str:
    return f"```mermaid\n{pursuit.diagram()}\n```\n"


def notice_colours() -> str:
    rows = (
        (
            row.colour,
            row.label,
            ", ".join(
                colours.FIELDS[name][0] if name not in _PARTS else name for name in row.needs
            ),
            ", ".join(f"`{each}`" for each in row.purposes),
            ", ".join(row.statuses) if len(row.statuses) < len(_STATUSES) else "any",
        )
        for row in colours.COLOURS.values()
    )
    return _table("Colour | For | Needs | Purposes | Status of the person", rows)


_PARTS = {part.value for part in TextPart}
_STATUSES = tuple(PersonStatus)


def notice_checks() -> str:
    rows = ((f"`{each.code}`", each.article, each.says) for each in checks.CHECKS)
    return _table("Code | Article | What it says", rows)


def notice_questions() -> str:
    def choices(question: questions.Question, effect: questions.Effect) -> str:
        return ", ".join(f"`{each.code}`" for each in question.choices if each.effect is effect)

    rows = (
        (
            f"`{each.code}`",
            each.article,
            each.asks,
            *(choices(each, effect) for effect in questions.Effect),
        )
        for each in questions.QUESTIONS
    )
    return _table("Question | Article | What is asked | Lets pass | Flagged | Stops", rows)


def pursuit_steps() -> str:
    rows = (
        (
            f"`{step}`",
            rule.power,
            "yes" if rule.arrest else "",
            "yes" if rule.reasoned else "",
            rule.days or "",
        )
        for step, rule in pursuit.STEPS.items()
    )
    return _table("Step | Taken by | Red only | Reason | Days that begin (default)", rows)


def kinds() -> str:
    rows = (
        (
            f"`{kind}`",
            body.VERSION,
            _first_sentence(body),
            ", ".join(f"`{name}`" for name in inspect.signature(body).parameters),
            "yes" if body.UNDER_AGREEMENT else "",
        )
        for kind, body in bodies.KINDS.items()
    )
    return _table(
        "Kind | Version | What it says | Fields of its body | Only under an agreement", rows
    )


def message_fields() -> str:
    names = (f"`{name}`" for name in sorted(inspect.signature(message.Message).parameters))
    return ", ".join(names) + "\n"


def _steps(function: Callable[..., Any]) -> str:
    """Return the numbered steps of a docstring as a list."""
    text = " ".join((inspect.getdoc(function) or "").split())
    found = re.split(r"(?:^|(?<= ))(\d+)\. ", text)
    pairs = zip(found[1::2], found[2::2], strict=True)
    lines = [f"{number}. {step.strip().rstrip(';').strip()}" for number, step in pairs]
    return "\n".join(re.sub(r"\. [A-Z].*$|;$|\.$", "", line) for line in lines) + "\n"


def opening_steps() -> str:
    return _steps(envelope.open_envelope)


def admission_steps() -> str:
    return _steps(admission.admit)


def provenance_steps() -> str:
    return _steps(informing.check_provenance)


def receiving_steps() -> str:
    return _steps(receiving.receive)


def card_steps() -> str:
    return _steps(card.verify_card)


def order_steps() -> str:
    return _steps(actions.perform)


def times() -> str:
    exchange = config.ExchangeSettings()
    rows = (
        ("Skew allowed between two honest clocks", _duration(admission.MAX_SKEW_MS), "`SKEW_MS`"),
        ("Longest life of a message", _duration(message.MAX_LIFETIME_MS), "`MAX_LIFETIME_MS`"),
        ("Life of a question", _duration(exchange.query_lifetime_ms), "setting"),
        ("Life of other messages", _duration(exchange.message_lifetime_ms), "setting"),
        ("Step of time on which answers leave", _duration(exchange.answer_step_ms), "setting"),
        ("First pause before a retry", _duration(exchange.retry_first_ms), "setting"),
        ("Longest pause between retries", _duration(exchange.retry_most_ms), "setting"),
        ("Time for one call to a partner", _duration(exchange.timeout_ms), "setting"),
        ("Checkpoint offered to partners every", _duration(exchange.witness_every_ms), "setting"),
    )
    return _table("What | How long | Fixed or setting", rows)


def _duration(milliseconds: int) -> str:
    for size, unit in (
        (86_400_000, "day"),
        (3_600_000, "hour"),
        (60_000, "minute"),
        (1_000, "second"),
    ):
        if milliseconds % size == 0:
            count = milliseconds // size
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{milliseconds} milliseconds"


def sizes() -> str:
    rows = (
        ("Largest message", f"{message.MAX_MESSAGE_BYTES:,} bytes", "`MAX_MESSAGE_BYTES`"),
        ("Largest envelope", f"{envelope.MAX_ENVELOPE_BYTES:,} bytes", "`MAX_ENVELOPE_BYTES`"),
        ("Smallest padded message", f"{envelope.MIN_PADDED_BYTES:,} bytes", "`MIN_PADDED_BYTES`"),
        ("Most hits in one answer", bodies.MAX_HITS, "`MAX_HITS`"),
        ("Most names in one question", bodies.MAX_NAMES, "`MAX_NAMES`"),
    )
    return _table("What | How much | Name in the code", rows)


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
    return _table("Key of node.toml | Default", rows)


def structure() -> str:
    parts = []
    for package in LAYERS:
        inside = [each for each in modules() if each.name.startswith(f"entraide.{package}.")]
        head = next(each for each in modules() if each.name == f"entraide.{package}")
        rows = (
            (f"`{each.name.removeprefix(f'entraide.{package}.')}`", _first_sentence(each.tree))
            for each in inside
            if ast.get_docstring(each.tree) and each.path.stem != "__init__"
        )
        opening = _first_sentence(head.tree)
        parts.append(f"### {package}\n\n{opening}\n\n{_table('Module | What it does', rows)}")
    return "\n" + "\n".join(parts) + "\n"


LAYERS = (
    "cli", "demo", "client", "node", "adapters", "safeguards", "operations", "exchange",
    "agreements", "match", "vocabulary", "figures", "kernel",
)  # fmt: skip


def _first_sentence(source: object) -> str:
    if isinstance(source, ast.Module):
        text = ast.get_docstring(source) or ""
    else:
        text = inspect.getdoc(source) or ""
    opening = " ".join(text.split("\n\n", 1)[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", opening, maxsplit=1)[0]


# --- figures --------------------------------------------------------------------------------------


def gallery() -> str:
    parts = [
        f"### {type(figure).__name__}\n\n{_first_sentence(_module_of(figure))}\n\n"
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
    "exit-codes": exit_codes,
    "error-codes": error_codes,
    "partner-codes": partner_codes,
    "conversation": conversation_diagram,
    "notice-life": notice_life,
    "notice-colours": notice_colours,
    "notice-checks": notice_checks,
    "notice-questions": notice_questions,
    "pursuit": pursuit_diagram,
    "pursuit-steps": pursuit_steps,
    "kinds": kinds,
    "message-fields": message_fields,
    "opening-steps": opening_steps,
    "admission-steps": admission_steps,
    "provenance-steps": provenance_steps,
    "receiving-steps": receiving_steps,
    "card-steps": card_steps,
    "order-steps": order_steps,
    "times": times,
    "sizes": sizes,
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
