"""Every module says what it offers: ``__all__`` is complete, and every name in it exists."""

from __future__ import annotations

import ast
import importlib

import pytest

from tests.architecture.source import Module, defined, modules


def _is_command(statement: ast.stmt) -> bool:
    """A command is reached through its ``app``, never imported."""
    decorators = getattr(statement, "decorator_list", [])
    return any(ast.unparse(each).startswith("app.command") for each in decorators)


def _is_type_variable(statement: ast.stmt) -> bool:
    value = getattr(statement, "value", None)
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "TypeVar"


def _public(module: Module) -> set[str]:
    return {
        name
        for name, statement in defined(module.tree)
        if not name.startswith("_")
        and not _is_command(statement)
        and not _is_type_variable(statement)
    }


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_what_a_module_defines_in_public_is_what_it_exports(module: Module) -> None:
    exported = getattr(importlib.import_module(module.name), "__all__", [])
    assert _public(module) - set(exported) == set(), "public, but not in __all__"
    assert len(exported) == len(set(exported))


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_every_exported_name_exists(module: Module) -> None:
    loaded = importlib.import_module(module.name)
    assert [name for name in getattr(loaded, "__all__", []) if not hasattr(loaded, name)] == []
