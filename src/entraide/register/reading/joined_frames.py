"""The frames of one sentence that tell of the same engagement, joined; a stay told apart.

"He visited A, where he met B" is one frame, "he received B, who stays in the country from the 21st
to the 24th" are two: the stay has days of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from entraide.register.reading.frames import Frame

__all__ = ["joined"]

_MEETING: Final = frozenset({"meet", "receive"})


def joined(frames: Sequence[Frame]) -> list[Frame]:
    """Return a sentence's frames with those that go on about the same engagement joined."""
    kept: list[Frame] = []
    for frame in frames:
        if kept and _is_stay(kept[-1], frame):
            kept.insert(-1, _stay_of(kept[-1], frame))
        elif kept and _goes_on(kept[-1], frame):
            _absorb(kept[-1], frame)
        else:
            kept.append(frame)
    return kept


def _is_stay(last: Frame, frame: Frame) -> bool:
    """Tell "received X, who visits the country from the 21st to the 24th": a visit of its days."""
    if last.verb not in _MEETING or frame.verb != "travel" or "visit" not in frame.nouns:
        return False
    own = [each for each in frame.dates if each.first >= frame.region[0]]
    lasts = any(len(each.days) > 1 or each.length for each in own)
    return lasts and not frame.partner_codes and bool(last.partner_codes)


def _stay_of(last: Frame, frame: Frame) -> Frame:
    """Return the visit on which somebody was met, with him and its own days."""
    days = [each for each in frame.dates if each.first >= frame.region[0]]
    return replace(frame, parties=list(last.parties), people=list(last.people), dates=days)


def _goes_on(last: Frame, frame: Frame) -> bool:
    """Tell whether a later trigger of the sentence belongs to the same engagement."""
    if _is_closing(last, frame) or (not frame.partner_codes and not frame.people):
        return True
    if last.verb == "site" and frame.verb in _MEETING:
        return frame.passive or _is_borrowed(frame) or frame.partner_codes <= last.partner_codes
    if last.verb in {"attend", "held"} and last.nouns & {"multilateral", "trilateral"}:
        return frame.verb in {"attend", "held"}
    if last.verb in _MEETING and not last.partner_codes:
        return True
    if last.verb in {"travel", "attend"} and frame.verb in {*_MEETING, "noun"}:
        return "visit" not in last.nouns or last.verb == "attend"
    return frame.verb == "sign" and frame.partner_codes <= last.partner_codes


def _is_closing(last: Frame, frame: Frame) -> bool:
    """Tell "with the signing of a text the conference of A and B ended": the assembly is told."""
    return last.verb == "sign" and frame.verb == "held" and "multilateral" in last.nouns


def _absorb(last: Frame, frame: Frame) -> None:
    """Let a frame take what a later one of its sentence adds."""
    met = frame.verb in _MEETING and bool(frame.partner_codes or frame.people)
    if _is_closing(last, frame):
        last.verb = frame.verb
    if last.verb in {"travel", "attend"} and met:
        last.verb = frame.verb
    if last.verb == "site" and met and not (frame.passive or _is_borrowed(frame)):
        last.verb = frame.verb
    if not (last.verb == "site" and frame.passive):  # "where it was welcomed by"
        last.parties += [each for each in frame.parties if each not in last.parties]
        last.people += [each for each in frame.people if each not in last.people]
    last.places += [each for each in frame.places if each not in last.places]
    last.dates += [each for each in frame.dates if each not in last.dates]
    last.nouns |= frame.nouns - {"visit", "multilateral"}
    last.several = last.several or frame.several
    last.region = (last.region[0], frame.region[1])


def _is_borrowed(frame: Frame) -> bool:
    """Tell whether whom a frame met is known from an earlier sentence alone: the guest."""
    return all(each.last < frame.sentence.first for each in frame.parties)
