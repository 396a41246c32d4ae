"""A text as a tree of mappings, lists and scalars that know their line; nothing is interpreted.

The YAML that lawyers write, and the JSON that partners send, both become this tree. YAML is read
event by event: anchors, aliases, tags, directives, several documents, doubled keys and texts too
large or too deep are refused before anything is built from them (an alias makes one line of text
into gigabytes; a tag names a constructor). Scalars stay text: ``NO`` is Norway, not false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

import yaml

from entraide.errors import InputError

__all__ = ["LARGEST", "Items", "Keys", "Node", "Scalar", "from_json", "read_yaml"]

LARGEST: Final = 128 * 1024
"""Characters of a memorandum: ten times the longest draft, a second of the slow YAML reader."""

_DEEPEST: Final = 8
"""Levels of nesting: the form needs five."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or sentence, as it was written."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping; no key stands twice in it. ``lines`` says where each key stands."""

    nodes: Mapping[str, Node]
    lines: Mapping[str, int]
    line: int


Node: TypeAlias = Scalar | Items | Keys
_Event = TypeVar("_Event", bound=yaml.Event)


def read_yaml(text: str) -> Node:
    """Return the tree of a YAML text; InputError with the line where it is refused."""
    if len(text) > LARGEST:
        raise InputError("agreement.too_large", path="", line=1, most=LARGEST)
    try:
        return _Reader(yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or ""
        raise InputError("agreement.not_yaml", path="", line=line, problem=problem) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        problem = type(error).__name__
        raise InputError("agreement.not_yaml", path="", line=1, problem=problem) from error


def from_json(value: Any, *, deep: int = 0) -> Node:
    """Return the tree of a decoded JSON value; its lines are 0."""
    if deep > _DEEPEST:
        raise InputError("agreement.too_deep", path="", line=0)
    match value:
        case bool():
            return Scalar("yes" if value else "no", 0)
        case str() | int():
            return Scalar(str(value), 0)
        case Mapping():
            nodes = {key: from_json(one, deep=deep + 1) for key, one in value.items()}
            return Keys(nodes, dict.fromkeys(nodes, 0), 0)
        case Sequence():
            return Items(tuple(from_json(one, deep=deep + 1) for one in value), 0)
        case _:
            raise InputError("agreement.not_text", path="", line=0)


class _Reader:
    """Builds the tree from the events of one document."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._depth = 0

    def document(self) -> Node:
        self._expect(yaml.StreamStartEvent)
        start = self._expect(yaml.DocumentStartEvent)
        if start.version or start.tags:
            raise _refused("agreement.directive", start)
        node = self._node(self._next())
        self._expect(yaml.DocumentEndEvent)
        self._expect(yaml.StreamEndEvent)
        return node

    def _next(self) -> yaml.Event:
        event = next(self._events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _refused("agreement.alias", event)
        if getattr(event, "tag", None) is not None:
            raise _refused("agreement.tag", event)
        return event

    def _expect(self, kind: type[_Event]) -> _Event:
        event = self._next()
        if not isinstance(event, kind):
            raise _refused("agreement.not_one_document", event)
        return event

    def _node(self, event: yaml.Event) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, _line(event))
        if self._depth == _DEEPEST:
            raise _refused("agreement.too_deep", event)
        self._depth += 1
        node = self._list(event) if isinstance(event, yaml.SequenceStartEvent) else self._map(event)
        self._depth -= 1
        return node

    def _list(self, start: yaml.Event) -> Items:
        nodes = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            nodes.append(self._node(event))
        return Items(tuple(nodes), _line(start))

    def _map(self, start: yaml.Event) -> Keys:
        if not isinstance(start, yaml.MappingStartEvent):
            raise _refused("agreement.not_one_document", start)
        nodes: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refused("agreement.key_not_word", event)
            if event.value in nodes:
                raise _refused("agreement.key_twice_written", event, found=event.value[:64])
            lines[event.value] = _line(event)
            nodes[event.value] = self._node(self._next())
        return Keys(nodes, lines, _line(start))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _refused(code: str, event: yaml.Event, **data: str) -> InputError:
    return InputError(code, path="", line=_line(event), **data)
