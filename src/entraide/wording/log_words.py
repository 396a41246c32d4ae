"""Words for what stands in a node's log: the actions, and what an entry names.

``logged_word`` is for people; programs, files and filters keep the action itself, which stands
beside the word wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from entraide.vocabulary.erasure import ERASURE_REASONS
from entraide.vocabulary.language import translate
from entraide.vocabulary.log_fields import LOG_FIELDS
from entraide.vocabulary.logged import LOGGED, WAYS
from entraide.vocabulary.oversight import ACCESSES, SETTLEMENTS, VIEWS
from entraide.vocabulary.purposes import PURPOSES
from entraide.vocabulary.subjects import DECISIONS
from entraide.wording.clocks import moment
from entraide.wording.message_words import MESSAGE_KINDS
from entraide.wording.words import WORDS

__all__ = [
    "log_field", "log_field_with_code", "log_value", "log_value_with_code", "logged_with_code",
    "logged_word",
]  # fmt: skip

_ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {each.code: each.label for each in (*LOGGED, *ACCESSES)}
)
_WAYS: Final = {each.code: each.label for each in WAYS}
_FIELDS: Final = {each.code: each.label for each in LOG_FIELDS}
_VALUES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        **{name: WORDS[name] for name in ("colour", "judgement", "role", "severity", "step")},
        "decision": {each.code: each.label for each in (*DECISIONS, *SETTLEMENTS)},
        "kind": MESSAGE_KINDS,
        "purpose": {each.code: each.label for each in (*PURPOSES, *VIEWS)},
        "reason": {each.code: each.label for each in ERASURE_REASONS},
    }
)
"""The codes that an entry can hold under a key; all else is an id, a number or a digest."""


def logged_word(action: str) -> str:
    """Return in the reader's language what was done; the action itself where nothing says it."""
    if action in _ACTIONS:
        return translate(_ACTIONS[action])
    kind, _, way = action.rpartition(".")
    if kind in MESSAGE_KINDS and way in _WAYS:
        return translate(_WAYS[way], message=translate(MESSAGE_KINDS[kind]))
    return action


def logged_with_code(action: str) -> str:
    """Return the word with the action beside it, as a line of a table shows it."""
    return _beside(logged_word(action), action)


def log_field(name: str) -> str:
    """Return in the reader's language what an entry names under a key; the key where none does."""
    return translate(_FIELDS.get(name, "")) or name


def log_value(name: str, value: str) -> str:
    """Return in words what stands under a key: a code or a time; nothing where it is an id."""
    if name.endswith("_ms") and value.isdecimal():
        return moment(int(value))
    return translate(_VALUES.get(name, {}).get(value, ""))


def log_field_with_code(name: str) -> str:
    """Return the words of a key with the key beside them, as a line of a table shows it."""
    return _beside(log_field(name), name)


def log_value_with_code(name: str, value: str) -> str:
    """Return what stands under a key, and its words before it where it has some."""
    return _beside(log_value(name, value) or value, value)


def _beside(said: str, code: str) -> str:
    return code if said == code else f"{said} [{code}]"
