"""Compiling the few functions that every search calls a thousand times.

Numba turns them into machine code when the outermost one is first called (some seconds) and keeps
that on disk: beside the module, or in the user's cache where the installed package may not be
written to, or where ``NUMBA_CACHE_DIR`` says. Where nothing can be written, each process compiles
for itself. What is kept is named by the source of every module that took part, so that a changed
rule is never answered by yesterday's code.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final, TypeVar, cast

from numba import config, njit

__all__ = ["compiled", "inlined", "kept"]

for _pass in ("LOOP_VECTORIZE", "SLP_VECTORIZE"):  # the loops here are short: nothing to gain
    setattr(config, _pass, 0)

_WHOLE: Final[dict[str, Any]] = {"error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
"""No checks for division by zero, no counting of references: nothing here makes an array."""

_PART: Final[dict[str, Any]] = {**_WHOLE, "no_cpython_wrapper": True}
_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """Return a function that other compiled ones call."""
    return cast("_Function", njit(**_PART)(function))


def inlined(function: _Function) -> _Function:
    """Return a function that is written out wherever it is called: one that returns an array."""
    return cast("_Function", njit(inline="always", **_PART)(function))


def kept(make: Callable[[int], _Function], *modules: str) -> _Function:
    """Return the function that ``make`` makes as machine code that is kept on disk.

    ``make`` is given a number that depends on the source of the modules, and must use it.
    """
    sources = "".join(inspect.getsource(sys.modules[name]) for name in (*modules, __name__))
    stamp = int.from_bytes(blake2b(sources.encode(), digest_size=7).digest(), "big")
    function = make(stamp)
    try:
        return cast("_Function", njit(cache=True, **_WHOLE)(function))
    except RuntimeError:  # no folder to keep it in
        return cast("_Function", njit(**_WHOLE)(function))
