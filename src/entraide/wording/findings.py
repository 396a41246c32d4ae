"""What is odd in the journal of an operation, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.vocabulary.language import mark, translate

__all__ = ["finding_in_words"]

_SHORT: Final = 12
_SAYS: Final = {
    "missing": mark("Missing here: entry {entry}, which others have seen."),
    "other": mark("{party} told members different things under number {number}: {entries}."),
    "filling": mark(
        "{party} has written {written} of {most} entries: begin another operation in time."
    ),
    "late": mark("{party} dates entry {entry} {minutes} minutes before it came here."),
}


def finding_in_words(finding: Mapping[str, Any]) -> str:
    """Return a finding in the reader's words; entries by their first digits."""
    said = {key: value for key, value in finding.items() if key != "finding"}
    if "entry" in said:
        said["entry"] = said["entry"][:_SHORT]
    if "entries" in said:
        said["entries"] = ", ".join(each[:_SHORT] for each in said["entries"])
    return translate(_SAYS[finding["finding"]], **said)
