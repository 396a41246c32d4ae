"""The values that answers are made of: each with its form, so that a program need not guess.

Moments are ``..._ms``: milliseconds of UTC since 1970-01-01; days are RFC 3339 full dates. Codes
are the same in every language; their words are for pages.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

__all__ = ["Code", "Country", "Day", "Digest", "Id", "Moment", "Object", "Period", "Problem"]

Moment: TypeAlias = Annotated[
    int,
    Field(description="UTC, milliseconds since 1970-01-01T00:00:00Z.", examples=[1795342947572]),
]
Period: TypeAlias = Annotated[int, Field(description="Milliseconds; negative where it is over.")]
Day: TypeAlias = Annotated[
    str, Field(description="RFC 3339 full-date.", json_schema_extra={"format": "date"})
]
Id: TypeAlias = str
"""A stable id."""
Digest: TypeAlias = Annotated[
    str, Field(description="SHA-256 in hexadecimal.", pattern="^[0-9a-f]{64}$")
]
Code: TypeAlias = Annotated[str, Field(description="A code, never translated.")]
Country: TypeAlias = Annotated[
    str, Field(description="ISO 3166-1 alpha-2.", pattern="^[A-Z]{2}$", examples=["MA"])
]
Object: TypeAlias = dict[str, Any]
"""Anything further: its fields are those of a table of kinds, or of a message's body."""


class Problem(TypedDict):
    """An error as problem details (RFC 9457); ``code`` is stable, ``data`` fills its sentence."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: Code
    kind: Code
    data: Object
