"""Which entry of a posting's journal may be written when, and by whom: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from entraide.operations.entry import Entry
from entraide.operations.offices.posting import Posting, PostingState
from entraide.operations.rules import Rule, broken, day_of
from entraide.vocabulary.language import mark

__all__ = ["POSTING_RULES", "broken_posting_rule", "broken_terms_of_posting"]

_OVER: Final = frozenset({PostingState.DECLINED, PostingState.ENDED})


def _is_open_task(posting: Posting, entry: Entry) -> bool:
    task = posting.tasks.get(str(entry.body["task"]))
    return task is not None and task.done is None and task.setting.body["owner"] == entry.party


_NOT_OVER: Final[Rule[Posting]] = Rule(
    mark("the posting was declined or has ended"),
    lambda posting, entry: posting.state(day_of(entry)) not in _OVER,
)
_STANDING: Final[Rule[Posting]] = Rule(
    mark("the posting does not stand: the host has not accepted it, or it has ended"),
    lambda posting, entry: posting.state(day_of(entry)) is PostingState.STANDING,
)
_UNANSWERED: Final[Rule[Posting]] = Rule(
    mark("you have answered already, or it is your own posting"),
    lambda posting, entry: entry.party not in posting.accepted | posting.declined,
)
_TAKES_PART: Final[Rule[Posting]] = Rule(
    mark("only the sending state and those who accepted write here"),
    lambda posting, entry: entry.party in posting.standing,
)
_SENDER: Final[Rule[Posting]] = Rule(
    mark("only the state that posted the officer says this"),
    lambda posting, entry: entry.party == posting.founding.party,
)
_NOT_SENDER: Final[Rule[Posting]] = Rule(
    mark("the state that posted the officer ends the posting instead"),
    lambda posting, entry: entry.party != posting.founding.party,
)
_OWNER: Final[Rule[Posting]] = Rule(
    mark("it names a party that has not accepted"),
    lambda posting, entry: entry.body["owner"] in posting.standing,
)
_OWN_TASK: Final[Rule[Posting]] = Rule(mark("it names no open task of yours"), _is_open_task)

POSTING_RULES: Final[Mapping[str, tuple[Rule[Posting], ...]]] = {
    "posting.accepted": (_NOT_OVER, _UNANSWERED),
    "posting.declined": (_NOT_OVER, _UNANSWERED),
    "posting.left": (_NOT_SENDER, _TAKES_PART, _NOT_OVER),
    "duties.notified": (_SENDER, _NOT_OVER),
    "task.set": (_TAKES_PART, _STANDING, _OWNER),
    "task.done": (_TAKES_PART, _OWN_TASK),
    "threat.warned": (_TAKES_PART, _STANDING),
    "posting.ended": (_SENDER, _NOT_OVER),
}
"""The rules of each kind but the founding one, in the order in which the first broken is named."""

_TERMS: Final[tuple[tuple[str, Callable[[Mapping[str, Any], Entry], bool]], ...]] = (
    (
        mark("the members are not the sending state, the host and the others named, each once"),
        lambda terms, entry: (
            sorted([entry.party, terms["host"], *terms["serves"], *terms["fellows"]])
            == terms["members"]
        ),
    ),
    (
        mark("the last day is before the first, or has passed"),
        lambda terms, entry: max(terms["starts"], day_of(entry)) <= terms["until"],
    ),
)


def broken_posting_rule(posting: Posting, entry: Entry) -> str | None:
    """Return what is said against an entry whose author had seen this; None where nothing is."""
    return broken(POSTING_RULES[entry.kind], posting, entry)


def broken_terms_of_posting(entry: Entry) -> str | None:
    """Return what is said against a notification; None where nothing is."""
    return next((says for says, holds in _TERMS if not holds(entry.body, entry)), None)
