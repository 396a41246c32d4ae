"""Comparisons as plain data, for JSON lines and for whoever draws them: numbers rounded once, here.

Reasons are codes and untranslated English; translating is the surface's business.
"""

from __future__ import annotations

from typing import Any, Final

from entraide.match.evidence import TokenEvidence
from entraide.match.features import Feature
from entraide.match.pairs import ComparedPair, Summary
from entraide.match.scoring import Comparison
from entraide.match.screening import Screened

__all__ = ["report_comparison", "report_pair", "report_screened", "report_summary"]

_PLACES: Final = 4


def report_comparison(comparison: Comparison) -> dict[str, Any]:
    """Return score, decision, band and reasons."""
    return {
        "score": round(comparison.score, _PLACES),
        "decision": comparison.decision,
        "band": comparison.band,
        "reasons": [_feature(row) for row in comparison.features],
    }


def _feature(row: Feature) -> dict[str, Any]:
    said = {
        "feature": row.name,
        "weight": row.weight,
        "value": round(row.value, _PLACES),
        "reason": row.reason,
        "left": row.left,
        "right": row.right,
    }
    return {**said, "tokens": [_token(token) for token in row.tokens]} if row.tokens else said


def _token(row: TokenEvidence) -> dict[str, Any]:
    return {
        "left": row.left,
        "right": row.right,
        "evidence": row.evidence,
        "closeness": round(row.closeness, _PLACES),
        "bits": round(row.bits, 1),
        "share": round(row.share, 4),
    }


def report_pair(compared: ComparedPair) -> dict[str, Any]:
    """Return a pair's names, label where it has one, and comparison."""
    pair = compared.pair
    label = {} if pair.label is None else {"label": int(pair.label)}
    names = {"name1": " ".join(pair.left.names), "name2": " ".join(pair.right.names)}
    return {**label, **names, **report_comparison(compared.comparison)}


def report_summary(summary: Summary) -> dict[str, Any]:
    """Return precision, recall and F1 under the key ``summary``."""
    return {
        "summary": {
            "labelled": summary.labelled,
            "precision": round(summary.precision, _PLACES),
            "recall": round(summary.recall, _PLACES),
            "f1": round(summary.f1, _PLACES),
        }
    }


def report_screened(screened: Screened) -> dict[str, Any]:
    """Return a query's id and its hits, best first."""
    return {
        "query": screened.query.id,
        "name": " / ".join(screened.query.subject.names),
        "hits": [{"id": hit.id, **report_comparison(hit.comparison)} for hit in screened.hits],
    }
