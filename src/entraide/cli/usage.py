"""Wrong command lines, said in the reader's language; cyclopts only finds what is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)
from cyclopts.exceptions import UnknownCommandError

from entraide.vocabulary.language import mark, translate

__all__ = ["render_usage_error"]


def render_usage_error(error: CycloptsError) -> str:
    """Say what is wrong with a command line, and what comes near where something does."""
    for kind, render in _SENTENCES.items():
        if isinstance(error, kind):
            return render(error)
    error.verbose = False
    return translate(mark("The command line is not understood: {reason}"), reason=str(error))


def _unknown_option(error: Any) -> str:
    option = str(error.token.keyword or error.token.value)
    known = [name for each in error.argument_collection for name in each.names if each.parse]
    said = translate(mark("There is no option {option} here."), option=option)
    return _with_nearest(said, option, known)


def _unknown_command(error: Any) -> str:
    command = str(error.unused_tokens[0])
    known = [name for name in error.app or () if not name.startswith("-")]
    said = translate(mark("There is no command “{command}” here."), command=command)
    return _with_nearest(said, command, known)


def _missing(error: Any) -> str:
    if error.keyword:
        return translate(mark("{option} needs a value."), option=error.keyword)
    return translate(mark("{option} is missing."), option=error.argument.name)


def _not_of_type(error: Any) -> str:
    value = error.token.value if error.token else ""
    option = (error.token and error.token.keyword) or (error.argument and error.argument.name)
    said = translate(mark("{option} cannot be “{value}”."), option=option or "", value=value)
    choices = error.argument.get_choices() if error.argument else None
    if not choices:
        return said
    return f"{said} {translate(mark('Known: {known}.'), known=', '.join(choices))}"


def _unused(error: Any) -> str:
    tokens = " ".join(error.unused_tokens or ())
    return translate(mark("Nothing is done with: {tokens}"), tokens=tokens)


def _repeated(error: Any) -> str:
    return translate(mark("{option} is given twice."), option=error.token.keyword)


def _not_valid(error: Any) -> str:
    option = error.argument.name if error.argument else ""
    return translate(
        mark("{option} is not valid: {reason}"), option=option, reason=error.exception_message
    )


def _with_nearest(said: str, found: str, known: list[str]) -> str:
    near = difflib.get_close_matches(found, known, n=1)
    return (
        f"{said} {translate(mark('The nearest is {nearest}.'), nearest=near[0])}" if near else said
    )


_SENTENCES: Final[Mapping[type[CycloptsError], Callable[[Any], str]]] = MappingProxyType(
    {
        UnknownOptionError: _unknown_option,
        UnknownCommandError: _unknown_command,
        MissingArgumentError: _missing,
        CoercionError: _not_of_type,
        UnusedCliTokensError: _unused,
        RepeatArgumentError: _repeated,
        ValidationError: _not_valid,
    }
)
