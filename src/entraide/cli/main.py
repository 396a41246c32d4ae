"""The command ``entraide``: one tree of commands, and the only place where errors become words.

Commands live in a module for each noun and are loaded when they are called. An EntraideError ends
with its sentence on standard error and the exit code of its class (``entraide exit-codes`` lists
them); a wrong command line ends with 2.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Final

from cyclopts import App, CycloptsError, Group, Parameter

from entraide import __version__
from entraide.cli.commands import COMMANDS
from entraide.cli.help import load_listed, translate_help
from entraide.cli.show import Output, print_json, print_rows
from entraide.cli.usage import render_usage_error
from entraide.errors import EntraideError
from entraide.vocabulary.language import isolate, language, mark, set_language, translate
from entraide.vocabulary.messages import render

__all__ = ["EXIT_CODES", "app", "choose_language", "main"]

app = App(
    default_parameter=Parameter(negative_iterable=()),  # no --empty-name beside --name
    name="entraide",
    version=__version__,
    help=mark("Mutual assistance between the police agencies of sovereign states."),
)
for _title, _rows in COMMANDS:
    _group = Group.create_ordered(_title)
    for _name, _path, _help in _rows:
        app.command(f"entraide.cli.{_path}", name=_name, help=_help, group=_group)

EXIT_CODES: Final = (
    (0, mark("done")),
    (1, mark("a defect of the program")),
    (2, mark("a wrong command line")),
    (3, mark("input that cannot be used")),
    (4, mark("a key, fingerprint, signature or proof that does not hold")),
    (5, mark("forbidden by an agreement, a role or four eyes")),
    (6, mark("a message that breaks the rules of the exchange")),
    (7, mark("a partner that is away or at fault")),
    (8, mark("a store that is missing, damaged, unsafe or full")),
    (9, mark("a setting that is missing, unknown or wrong")),
    (10, mark("a folder or a port that another process holds")),
    (20, mark("a check found something")),
    (21, mark("a check found what may be a match")),
    (22, mark("a check found somebody under protection")),
)
_USAGE: Final = 2
_INTERRUPTED: Final = 130


@app.command(name="exit-codes")
def exit_codes(*, output: Output = "table") -> None:
    """List the exit codes and what they mean."""
    rows = [{"code": code, "meaning": translate(meaning)} for code, meaning in EXIT_CODES]
    if output == "json":
        print_json(rows)
    else:
        columns = (("code", mark("Code")), ("meaning", mark("Meaning")))
        print_rows(mark("Exit codes"), columns, rows)


def main() -> None:
    """Run a command and end with its exit code."""
    choose_language()
    if language() != "en":
        translate_help(app)
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        load_listed(app, arguments)
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        _say_wrong(render_usage_error(error))
        return _USAGE
    except EntraideError as error:
        _complain(error, as_json="json" in arguments or "--output=json" in arguments)
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return 0


def _complain(error: EntraideError, *, as_json: bool) -> None:
    sentence = render(error)
    if as_json:
        shown = {"code": error.code, "exit": error.exit_code, "says": sentence, **error.data}
        sys.stderr.write(json.dumps({"error": shown}, ensure_ascii=False) + "\n")
    else:
        _say_wrong(f"{sentence} [{error.code}]")


def _say_wrong(sentence: str) -> None:
    sys.stderr.write(f"entraide: {isolate(sentence)}\n")


def choose_language() -> None:
    """Speak the language that the environment asks for."""
    named = ("ENTRAIDE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    found = (os.environ.get(name) for name in named)  # noqa: TID251 - the surface's own choice
    set_language(next((value for value in found if value), "en"))
