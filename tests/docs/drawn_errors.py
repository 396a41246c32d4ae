"""Drawn parts of pages: exit codes, errors with their sentences, codes that partners are told."""

from __future__ import annotations

import ast
import re

from entraide import errors
from entraide.cli.main import EXIT_CODES
from entraide.vocabulary.messages import SENTENCES
from tests.architecture.source import modules
from tests.architecture.test_errors import RAISED, Raised
from tests.docs.tables import table


def exit_codes() -> str:
    named: dict[int, list[str]] = {}
    for name in errors.__all__:
        kind = getattr(errors, name)
        if name.endswith("Error") and name != "EntraideError":
            named.setdefault(kind.exit_code, []).append(f"`{name}`")
    rows = ((code, meaning, ", ".join(named.get(code, ()))) for code, meaning in EXIT_CODES)
    return table("Exit code | Meaning | Errors", rows)


def error_codes() -> str:
    areas: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(SENTENCES):
        areas.setdefault(code.split(".", 1)[0], []).append((f"`{code}`", _sentence(code)))
    parts = [f"### {area}\n\n{table('Code | Sentence', rows)}" for area, rows in areas.items()]
    return "\n" + "\n".join(parts) + "\n"


def partner_codes() -> str:
    """The codes that may go back to a partner: those raised on the path of what it sends."""
    refusals = {code for each in RAISED if _is_told(each) for code in each.codes}
    found = sorted(refusals | _listener_codes())
    return table("Code | What it means", ((f"`{code}`", _sentence(code)) for code in found))


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
