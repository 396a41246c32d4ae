"""Reading a page: zones, dates, places, people, frames, outcomes; text in, a ``Reading`` out."""

from __future__ import annotations

__all__: list[str] = []
