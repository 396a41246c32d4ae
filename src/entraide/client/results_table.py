"""The table of what orders answer: the type of each action that is ordered over HTTP.

A type that is here may only grow: no field is taken away, or changes its meaning, before a new
version of the API. ``tests/nodes.py`` holds every answer of every test against its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from entraide.client.results_exchange import EXCHANGE
from entraide.client.results_office import OFFICE

__all__ = ["RESULTS"]

RESULTS: Final[Mapping[str, Any]] = MappingProxyType({**EXCHANGE, **OFFICE})
