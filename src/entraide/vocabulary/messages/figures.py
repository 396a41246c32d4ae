"""Sentences for errors of figures."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "figures.setting": mark("The {setting} of a figure cannot be {value}. Possible: {allowed}."),
    "figures.lengths": mark("{name} has {found} values, where {wanted} are needed."),
    "figures.number": mark("{name} has a value that cannot be drawn: {value}."),
    "figures.period": mark("A period ends before it begins: from {first} to {last}."),
    "figures.place": mark("No place is known for the code {place}; give it with the map."),
    "figures.view": mark("This is no part of the world that a map could show: {view}."),
}
