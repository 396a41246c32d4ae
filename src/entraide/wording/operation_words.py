"""Words for the codes of operations: where they stand, what came of them, who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.vocabulary.language import mark
from entraide.wording.office_words import OFFICE_STANDINGS, OFFICE_WORDS

__all__ = ["OPERATION_NEWS", "OPERATION_WORDS"]

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
    "cleared": mark("deconflicted by all"),
    "called-off": mark("CALLED OFF"),
    "stood-down": mark("stood down: no state gave its go"),
    "under-way": mark("under way"),
    "reporting": mark("over, results awaited"),
    "overdue": mark("RESULTS OVERDUE"),
    "told": mark("results told by all"),
}
_CAME: Final = {
    "arrest": mark("arrest"),
    "search": mark("house search"),
    "seizure": mark("seizure"),
    "identification": mark("identification"),
}
_PROPOSED: Final = {"extension": mark("extension"), "closure": mark("closure")}
_PARTS: Final = {
    "leader": mark("leader"),
    "member": mark("member"),
    "participant": mark("participant"),
}
_ANSWERS: Final = {
    "go": mark("GO"),
    "go-late": mark("GO, but it came here after the time for it"),
    "no-go": mark("NO-GO"),
    "missing": mark("missing: counts as no-go"),
}
_REPORTING: Final = {
    "none": mark("none awaited"),
    "awaited": mark("awaited"),
    "overdue": mark("OVERDUE"),
    "in-time": mark("told in time"),
    "late": mark("told late"),
}
_CONDUCTS: Final = {
    "full": mark("full: the goods go on whole"),
    "partial-substitution": mark("partial substitution"),
    "clean": mark("clean: all is substituted"),
}
_EXTENTS: Final = {
    "partial": mark("a part of the goods"),
    "clean": mark("all of the goods"),
}
_TARGETS: Final = {
    "goods": mark("goods"),
    "vehicle": mark("vehicle"),
    "container": mark("container"),
    "vessel": mark("vessel"),
    "device": mark("device (IMEI)"),
    "phone": mark("telephone"),
    "document": mark("document"),
    "person": mark("person"),
}
_ROUTE: Final = {
    "origin": mark("origin"),
    "transit": mark("transit"),
    "destination": mark("destination"),
}
OPERATION_NEWS: Final = {
    "operation:deconfliction-missing": mark(
        "has not said whether another operation meets the day: states may go without its answer"
    ),
    "operation:answer-missing": mark("no go or no-go in time: the state stands out"),
    "operation:results-overdue": mark("results of an action day are overdue"),
    "operation:leg-late": mark("a leg of a controlled delivery is late"),
    "operation:authorisation-lapsed": mark(
        "the authorisation of a state in which the goods are has run out"
    ),
}
"""What is told where something of an operation is overdue."""

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
_MATTERS: Final = {"log": mark("Log entry"), "incident": mark("Incident")}
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

_OPERATIONS: Final = {
    "joint_team": mark("joint team"),
    "controlled_delivery": mark("controlled delivery"),
    "posting": mark("liaison officer"),
    "joint_committee": mark("joint committee"),
    "assistance": mark("assistance"),
    "major_event": mark("major event"),
    "action_day": mark("joint action day"),
}

_JUDGED: Final = {
    "accept": mark("accepted"),
    "correct": mark("corrected"),
    "reject": mark("rejected"),
}
_WEIGHTS: Final = {"high": mark("grave"), "medium": mark("of weight"), "low": mark("slight")}

OPERATION_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "standing": {**_STANDINGS, **OFFICE_STANDINGS},
    "what_came": _CAME,
    "what_proposed": _PROPOSED,
    "part": _PARTS,
    "go_word": _ANSWERS,
    "heard": _ANSWERS,
    "reporting": _REPORTING,
    "conduct": _CONDUCTS,
    "extent": _EXTENTS,
    "of": _TARGETS,
    "route_part": _ROUTE,
    **OFFICE_WORDS,
    "severity": _SEVERITIES,
    "incident": _INCIDENTS,
    "matter": _MATTERS,
    "screening": _SCREENINGS,
    "said": _SAID,
    "operation": _OPERATIONS,
    "operation_kind": _OPERATIONS,
    "judged": _JUDGED,
    "weight": _WEIGHTS,
}
