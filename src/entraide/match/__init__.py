"""Matching of persons across scripts: who might be meant, how sure, and why.

Pure: values in, values out. ``prepare`` a ``Subject`` once, ``compare`` two of them, or ``search``
an index through the port ``CandidateIndex``. The chapters of docs/matching.md follow the modules:
letters, latin, sounds (alphabets); words, tokens, names (what a name is made of); closeness,
alignment, rarity, evidence (comparing names); dates, identifiers, features, scoring (comparing
people); keys, cards, candidates (finding them); screening, pairs (at work).
"""

from __future__ import annotations

from entraide.match.candidates import CandidateIndex, Found, MemoryIndex, search
from entraide.match.cards import decode_card, encode_card
from entraide.match.features import FEATURES, Feature, FeatureRule
from entraide.match.identifiers import Identifier
from entraide.match.keys import keys_of
from entraide.match.prepared import Prepared, prepare, prepare_all
from entraide.match.rarity import DEFAULT, Rarity
from entraide.match.scoring import THRESHOLD, Band, Comparison, Decision, band_of, compare
from entraide.match.subjects import Subject

__all__ = [
    "DEFAULT",
    "FEATURES",
    "THRESHOLD",
    "Band",
    "CandidateIndex",
    "Comparison",
    "Decision",
    "Feature",
    "FeatureRule",
    "Found",
    "Identifier",
    "MemoryIndex",
    "Prepared",
    "Rarity",
    "Subject",
    "band_of",
    "compare",
    "decode_card",
    "encode_card",
    "keys_of",
    "prepare",
    "prepare_all",
    "search",
]
