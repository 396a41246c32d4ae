"""Words for the codes of operations: where they stand, what came of them, who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.operations.kinds import DELIVERY, EVENT, TEAM
from entraide.operations.offices.kinds import ASSISTANCE, COMMITTEE, POSTING
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
    "dissolved": mark("dissolved"),
    "noted": mark("noted"),
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

_SEVERITIES: Final = {
    "information": mark("information"),
    "attention": mark("attention"),
    "serious": mark("serious"),
    "critical": mark("CRITICAL"),
}
_INCIDENTS: Final = {
    "public-order": mark("public order"),
    "crime": mark("crime"),
    "threat": mark("threat"),
    "explosive": mark("explosive"),
    "drone": mark("drone"),
    "cyber": mark("attack on systems"),
    "fire": mark("fire"),
    "medical": mark("medical emergency"),
    "crowd": mark("crowd safety"),
    "transport": mark("transport"),
    "missing-person": mark("missing person"),
    "other": mark("other"),
}
_SCREENINGS: Final = {
    "waiting": mark("not admitted yet"),
    "admitted": mark("admitted"),
    "refused": mark("refused"),
    "screened": mark("screened"),
}
_SAID: Final = {
    "no-objection": mark("no objection"),
    "refer": mark("refer to the bureau"),
    "refer:strong": mark("refer to the bureau (strong)"),
    "refer:possible": mark("refer to the bureau (possible)"),
    "refer:weak": mark("refer to the bureau (weak)"),
}

_KINDS: Final = {
    TEAM: mark("joint team"),
    DELIVERY: mark("controlled delivery"),
    EVENT: mark("major event"),
    POSTING: mark("posting of a liaison officer"),
    COMMITTEE: mark("session of a committee"),
    ASSISTANCE: mark("assistance"),
}

OPERATION_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "standing": {**_STANDINGS, **OFFICE_STANDINGS},
    "what_came": _CAME,
    "what_proposed": _PROPOSED,
    "part": _PARTS,
    "operation_kind": _KINDS,
    **OFFICE_WORDS,
    "severity": _SEVERITIES,
    "incident": _INCIDENTS,
    "screening": _SCREENINGS,
    "said": _SAID,
}
