"""Sentences of the error codes raised by the part *match*."""

from __future__ import annotations

from typing import Final

from entraide.vocabulary.language import mark

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, str]] = {
    "match.card_malformed": mark("A match card of the index is damaged; rebuild the index."),
    "match.card_version": mark(
        "A match card of the index has the unknown version {found}; rebuild the index."
    ),
    "match.column_missing": mark("The file has no column {column}."),
    "match.entity_unreadable": mark("Line {line} is no FollowTheMoney entity."),
    "match.file_encoding": mark("The file {path} is not UTF-8."),
    "match.file_unreadable": mark("The file {path} cannot be read: {reason}."),
    "match.label_unknown": mark("Line {line}: the label {label} is neither 0 nor 1."),
    "match.list_empty": mark("The file is empty."),
    "match.row_unreadable": mark("Line {line} has more cells than the header."),
}
