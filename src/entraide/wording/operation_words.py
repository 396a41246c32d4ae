"""Words for the codes of operations: where they stand, what came of them, who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.vocabulary.language import mark
from entraide.wording.office_words import OFFICE_STANDINGS, OFFICE_WORDS

__all__ = ["OPERATION_WORDS"]

_STANDINGS: Final = {
    "proposed": mark("proposed"),
    "declined": mark("declined"),
    "standing": mark("standing"),
    "ended": mark("past its last day"),
    "closed": mark("closed"),
    "open": mark("open"),
    "late": mark("late"),
    "done": mark("done"),
    "agreed": mark("agreed"),
    "claimed": mark("claimed"),
    "proved": mark("proved"),
    "requested": mark("requested"),
    "authorised": mark("authorised by all"),
    "in-transit": mark("in transit"),
    "delivered": mark("delivered"),
    "intercepted": mark("intercepted"),
    "lost": mark("lost"),
    "aborted": mark("ABORTED"),
    "reported": mark("reported"),
    "planned": mark("planned"),
    "started": mark("started"),
    "handed-over": mark("handed over, not taken over yet"),
    "taken-over": mark("taken over"),
}
_CAME: Final = {
    "arrest": mark("arrest"),
    "seizure": mark("seizure"),
    "identification": mark("identification"),
}
_PROPOSED: Final = {"extension": mark("extension"), "closure": mark("closure")}
_PARTS: Final = {
    "leader": mark("leader"),
    "member": mark("member"),
    "participant": mark("participant"),
}

OPERATION_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "standing": {**_STANDINGS, **OFFICE_STANDINGS},
    "what_came": _CAME,
    "what_proposed": _PROPOSED,
    "part": _PARTS,
    **OFFICE_WORDS,
}
