"""Review: a person accepts, corrects or rejects what the reader found, field by field.

What a person said stands for good: a later run of the reader never overwrites it, and where the
reader no longer finds the field, the person's word puts it back. Judgements are data to measure the
reader with. Stated, derived, inferred and human never mix.
"""

from __future__ import annotations

from entraide.register.review.facts import FIELDS, Fact, facts_of
from entraide.register.review.judgements import (
    Judgement,
    Verdict,
    decode_judgement,
    encode_judgement,
)
from entraide.register.review.reviewed import Reviewed, apply, measure

__all__ = [
    "FIELDS",
    "Fact",
    "Judgement",
    "Reviewed",
    "Verdict",
    "apply",
    "decode_judgement",
    "encode_judgement",
    "facts_of",
    "measure",
]
