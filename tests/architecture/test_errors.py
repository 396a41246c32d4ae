"""Errors and sentences fit: every code has its words, every field its value, every word its use."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from entraide.vocabulary.messages import SENTENCES
from tests.architecture.source import Module, modules

_CLASSES = {
    node.name
    for module in modules()
    for node in ast.walk(module.tree)
    if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
}
_CODE = re.compile(r"[a-z][a-z0-9]*\.[a-z0-9_]+")
_COMPLETED_ABOVE = {"path", "line"}
"""`agreements.reading` raises what `agreements.scalars` found again, with its path and line."""


@dataclass(frozen=True)
class Raised:
    """One place where an error is made: its codes and its literal keywords."""

    place: str
    kind: str
    codes: tuple[str, ...]
    fields: frozenset[str]
    open_ended: bool


def _literals(node: ast.expr) -> tuple[str, ...]:
    match node:
        case ast.Constant(value=str(code)):
            return (code,)
        case ast.IfExp(body=body, orelse=other):
            return _literals(body) + _literals(other)
        case _:
            return ()


def _is_error(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CLASSES


def _made(module: Module, call: ast.Call, code: ast.expr) -> Raised:
    names = {each.arg for each in call.keywords}
    return Raised(
        place=f"{module.place}:{call.lineno}",
        kind=getattr(call.func, "id", ""),
        codes=_literals(code),
        fields=frozenset(name for name in names if name),
        open_ended=None in names,
    )


def _raisers(module: Module) -> dict[str, int]:
    """Functions that raise an error with a code that they are given: name, and which argument."""
    found = {}
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef):
            names = [each.arg for each in function.args.args]
            for node in ast.walk(function):
                if _is_error(node) and node.args and getattr(node.args[0], "id", "") in names:
                    found[function.name] = names.index(node.args[0].id)
    return found


def _raised() -> Iterator[Raised]:
    for module in modules():
        raisers = _raisers(module)
        for node in ast.walk(module.tree):
            if _is_error(node) and node.args:
                yield _made(module, node, node.args[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in raisers:
                at = raisers[node.func.id]
                made = _made(module, node, node.args[at])
                yield replace(made, open_ended=True)


def _fields(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


def _named() -> set[str]:
    """Every string in the source, outside the sentences, that has the form of a code."""
    return {
        node.value
        for module in modules()
        if "messages" not in module.path.parts
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _CODE.fullmatch(node.value)
    }


RAISED = tuple(_raised())


def test_the_source_is_searched() -> None:
    assert len(RAISED) > 150


@pytest.mark.parametrize("code", sorted({code for each in RAISED for code in each.codes}))
def test_every_code_that_is_raised_has_a_sentence(code: str) -> None:
    assert code in SENTENCES, [each.place for each in RAISED if code in each.codes]


def test_every_sentence_is_given_the_values_that_it_names() -> None:
    lacking = []
    for each in RAISED:
        completed = _COMPLETED_ABOVE if "agreements/scalars.py" in each.place else set()
        for code in each.codes:
            wanted = _fields(SENTENCES.get(code, "")) - completed
            if not each.open_ended and not wanted <= each.fields:
                lacking.append((each.place, code, sorted(wanted - each.fields)))
    assert lacking == []


def test_no_sentence_is_without_a_use() -> None:
    assert sorted(set(SENTENCES) - _named()) == []


def test_every_code_has_an_area_and_a_name() -> None:
    assert [code for code in SENTENCES if not _CODE.fullmatch(code)] == []
