"""What a person said of one fact, as one line of JSON that can be kept, sent and read again.

A judgement names its fact by what does not change when the reader does: the document's SHA-256, the
spans of the engagement that held it, the field and the key, and what was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from entraide.errors import InputError
from entraide.register.encoding import decode_evidence, encode_value
from entraide.register.model import Evidence
from entraide.register.review.facts import FIELDS

__all__ = ["SCHEMA", "Judgement", "Verdict", "decode_judgement", "encode_judgement"]

SCHEMA: Final = "entraide-judgement/1"
Verdict: TypeAlias = Literal["accept", "correct", "reject"]
_DIGITS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One person's word on one fact.

    ``spans`` are those of the engagement when it was judged, ``found`` what the reader had said
    (None where it had said nothing), ``value`` what is right (for ``correct``), ``evidence`` the
    sentence that the person had before them, ``at`` a moment (ISO 8601, UTC).
    """

    document: str
    spans: tuple[tuple[int, int], ...]
    kind: str
    field: str
    key: str
    verdict: Verdict
    found: Any
    value: Any
    evidence: tuple[Evidence, ...]
    by: str
    at: str


def encode_judgement(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as one JSON object."""
    encoded: dict[str, Any] = {"schema": SCHEMA, **encode_value(judgement)}
    return {**encoded, "spans": [list(span) for span in judgement.spans]}


def decode_judgement(encoded: Mapping[str, Any]) -> Judgement:
    """Return the judgement; InputError where the object is none of this version."""
    rest = dict(encoded)
    if rest.pop("schema", None) != SCHEMA:
        raise InputError("register.judgement_malformed", field="schema")
    try:
        judgement = Judgement(
            **{
                **rest,
                "spans": tuple((int(start), int(end)) for start, end in rest["spans"]),
                "evidence": tuple(map(decode_evidence, rest["evidence"])),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError("register.judgement_malformed", field=str(error)[:80]) from error
    _check(judgement)
    return judgement


def _check(judgement: Judgement) -> None:
    wrong = {
        "verdict": judgement.verdict not in get_args(Verdict),
        "field": judgement.field not in FIELDS,
        "document": len(judgement.document) != _DIGITS,
        "value": judgement.verdict == "correct" and judgement.value is None,
        "by": not judgement.by,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise InputError("register.judgement_malformed", field=field)
