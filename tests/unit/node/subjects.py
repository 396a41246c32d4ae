"""Requests of persons concerned, and what is found for them."""

from __future__ import annotations

from typing import Any


def finds(found: dict[str, Any], place: str) -> list[int]:
    return [find["number"] for find in found["finds"] if find["place"] == place]
