"""The vocabularies whose codes stand in fields: by the name that ``api-fields.tsv`` calls them.

A row of the table names a vocabulary in braces, and the document lists its codes: what the code of
the project knows is never typed a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, get_args

from entraide.agreements.budgets import Period
from entraide.agreements.declarations import Act
from entraide.agreements.lifecycle import Ends
from entraide.agreements.lifecycle import State as StateOfMemorandum
from entraide.agreements.terms import Form, HitDetail, OnwardTransfer, OtherForm, RefusalGround
from entraide.exchange.attachment import Transfer
from entraide.exchange.clocks import DeadlineClass, Stage
from entraide.exchange.conversation import State as StateOfThread
from entraide.exchange.discussion import Answers
from entraide.exchange.notice.bodies import Verdict
from entraide.exchange.notice.lifecycle import Life
from entraide.exchange.notice.pursuit import Power, Pursuit, Step
from entraide.exchange.notice.terms import Colour, PersonStatus, TextPart
from entraide.exchange.notice.terms import Stage as StageOfCase
from entraide.exchange.progress import DelayReason, Outcome
from entraide.node.giving.tree import CopyState
from entraide.node.notice.reviewing import NOT_PUBLISHED
from entraide.node.people.actor import Role
from entraide.operations.event_kinds import SEVERITIES
from entraide.operations.watch import Standing
from entraide.register import codes
from entraide.register.model import Precision
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.checks import CHECKS
from entraide.vocabulary.codes import CodeTable
from entraide.vocabulary.erasure import ERASURE_REASONS
from entraide.vocabulary.handling import HANDLING
from entraide.vocabulary.oversight import ACCESSES, JUDGEMENTS, SETTLEMENTS, UNUSUAL, VIEWS
from entraide.vocabulary.purposes import PURPOSES
from entraide.vocabulary.subjects import DECISIONS, GROUNDS, KINDS, PLACES, REJECTIONS, STATES

__all__ = ["CODES"]

_ENUMS: Final[Mapping[str, type[StrEnum]]] = {
    "Act": Act,
    "Answers": Answers,
    "Colour": Colour,
    "CopyState": CopyState,
    "DeadlineClass": DeadlineClass,
    "DelayReason": DelayReason,
    "Ends": Ends,
    "Form": Form,
    "HitDetail": HitDetail,
    "Life": Life,
    "OnwardTransfer": OnwardTransfer,
    "OtherForm": OtherForm,
    "Outcome": Outcome,
    "Period": Period,
    "PersonStatus": PersonStatus,
    "Power": Power,
    "Pursuit": Pursuit,
    "RefusalGround": RefusalGround,
    "Role": Role,
    "Stage": Stage,
    "StageOfCase": StageOfCase,
    "Standing": Standing,
    "StateOfMemorandum": StateOfMemorandum,
    "StateOfThread": StateOfThread,
    "Step": Step,
    "TextPart": TextPart,
    "Transfer": Transfer,
    "Verdict": Verdict,
}
_TABLES: Final[Mapping[str, CodeTable[Any]]] = {
    "ACCESSES": ACCESSES,
    "CHECKS": CHECKS,
    "DECISIONS": DECISIONS,
    "ERASURE_REASONS": ERASURE_REASONS,
    "GROUNDS": GROUNDS,
    "JUDGEMENTS": JUDGEMENTS,
    "KINDS": KINDS,
    "NOT_PUBLISHED": NOT_PUBLISHED,
    "PLACES": PLACES,
    "REJECTIONS": REJECTIONS,
    "SETTLEMENTS": SETTLEMENTS,
    "STATES": STATES,
    "UNUSUAL": UNUSUAL,
    "VIEWS": VIEWS,
    "categories": CATEGORIES,
    "handling": HANDLING,
    "purposes": PURPOSES,
}
CODES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **{name: tuple(each.value for each in kind) for name, kind in _ENUMS.items()},
        **{name: table.codes for name, table in _TABLES.items()},
        "SEVERITIES": tuple(SEVERITIES),
        "MEETINGS": tuple(codes.KINDS),
        "OUTCOMES": codes.OUTCOMES,
        "PRECISION": get_args(Precision),
        "STATUSES": tuple(codes.STATUSES),
        "TOPICS": codes.TOPICS,
        "ZONES": tuple(codes.ZONES),
    }
)
