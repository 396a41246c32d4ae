"""What each entry of an operation's journal says happened, in a sentence: the words of the journal.

The tables of kinds say what an officer does by writing an entry (``does``, the words of forms);
here stands what was done, for those who read. ``{party}`` is the member that wrote the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from entraide.vocabulary.language import mark, translate

__all__ = ["DONE", "entry_in_words"]

DONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "team.proposed": mark("{party} proposed the joint team."),
        "team.joined": mark("{party} joined the team on the terms proposed."),
        "team.declined": mark("{party} declined to join the team."),
        "team.left": mark("{party} left the team."),
        "note": mark("{party} wrote something down."),
        "identifier.added": mark(
            "{party} named a further thing or person that the operation is after."
        ),
        "person.named": mark("{party} named a person of its own who works in the team."),
        "person.left": mark("{party} said that a person of its own works in the team no more."),
        "task.set": mark("{party} set a task."),
        "task.done": mark("{party} reported a task done."),
        "evidence.entered": mark("{party} entered evidence."),
        "evidence.handed": mark("{party} handed evidence over to another member."),
        "evidence.taken": mark("{party} took over evidence that was handed to it."),
        "extension.proposed": mark("{party} proposed a later last day."),
        "extension.agreed": mark("{party} agreed to a later last day."),
        "result.claimed": mark("{party} reported a result."),
        "result.proved": mark("{party} gave evidence for a result that was claimed."),
        "closure.proposed": mark("{party} proposed to close the team."),
        "closure.agreed": mark("{party} agreed to close the team."),
        "delivery.requested": mark("{party} requested the controlled delivery."),
        "delivery.joined": mark("{party} took part, in a case of its own."),
        "authorisation.granted": mark("{party} told that its state authorises the delivery."),
        "authorisation.refused": mark("{party} told that its state refuses the authorisation."),
        "authorisation.withdrawn": mark(
            "{party} told that its state takes the authorisation back."
        ),
        "deconfliction.answered": mark(
            "{party} answered whether another operation of its own meets this one."
        ),
        "leg.started": mark("{party} started a leg of the way."),
        "handover.given": mark("{party} handed surveillance over at the border."),
        "handover.taken": mark("{party} took surveillance over at the border."),
        "substitution": mark("{party} reported what was substituted."),
        "tracker.set": mark("{party} reported a tracker set."),
        "tracker.removed": mark("{party} reported a tracker removed."),
        "contact.changed": mark("{party} changed its contact for day and night."),
        "intervention.ordered": mark("{party} ordered the intervention."),
        "aborted": mark("{party} aborted the delivery."),
        "outcome.reported": mark("{party} reported what became of the goods."),
        "report.made": mark("{party} closed the delivery with its report."),
        "action.proposed": mark("{party} proposed the joint action day."),
        "action.joined": mark("{party} joined the action day, in a case of its own."),
        "go.given": mark("{party} gave its state's go."),
        "nogo.given": mark("{party} gave its state's no-go, or recalled its go."),
        "results.complete": mark("{party} told all results of its state so far."),
        "action.closed": mark("{party} called the day off, or closed it after its moment."),
        "posting.notified": mark("{party} notified the posting of a liaison officer."),
        "posting.accepted": mark("{party} accepted the posting."),
        "posting.declined": mark("{party} declined the posting."),
        "posting.left": mark("{party} took its acceptance of the posting back."),
        "duties.notified": mark("{party} notified postings and duties again."),
        "threat.warned": mark("{party} warned of a threat."),
        "posting.ended": mark("{party} ended the posting."),
        "committee.convened": mark("{party} convened the session of the joint committee."),
        "session.attended": mark("{party} took its seat."),
        "session.excused": mark("{party} said that it does not come."),
        "item.proposed": mark("{party} put an item on the agenda."),
        "decision.proposed": mark("{party} proposed a decision."),
        "decision.agreed": mark("{party} agreed to a decision."),
        "decision.refused": mark("{party} refused a decision."),
        "action.set": mark("{party} set an action that follows from a decision."),
        "action.done": mark("{party} reported an action done."),
        "session.closed": mark("{party} closed the session, as far as it is concerned."),
        "assistance.needed": mark("{party} said which training or technical assistance it needs."),
        "need.withdrawn": mark("{party} said that the assistance is needed no more."),
        "offer.made": mark("{party} offered assistance."),
        "offer.accepted": mark("{party} accepted an offer."),
        "offer.declined": mark("{party} declined an offer."),
        "check.made": mark("{party} answered the rights check of what it offered."),
        "check.confirmed": mark("{party} confirmed a rights check, by a second officer."),
        "delivery.made": mark("{party} reported what was delivered."),
        "evaluation.made": mark("{party} evaluated what it received."),
        "event.proposed": mark("{party} proposed the cell for the major event."),
        "event.joined": mark("{party} joined the cell on the terms proposed."),
        "event.declined": mark("{party} declined to join the cell."),
        "event.left": mark("{party} left the cell."),
        "venue.named": mark("{party} named a venue in its state."),
        "day.set": mark("{party} set what takes place at a venue on a day."),
        "day.dropped": mark("{party} said that nothing takes place at a venue on a day."),
        "log.written": mark("{party} wrote into the watch log."),
        "incident.opened": mark("{party} opened an incident."),
        "matter.raised": mark("{party} raised the severity of a log entry or incident."),
        "matter.acknowledged": mark("{party} acknowledged a log entry or incident."),
        "matter.closed": mark("{party} closed a log entry or incident."),
        "shift.begun": mark("{party} began a watch that nobody handed over."),
        "shift.handed": mark("{party} handed the watch over, with all that is open."),
        "shift.taken": mark("{party} took the watch over."),
        "until.proposed": mark("{party} proposed another day of dissolution."),
        "until.agreed": mark("{party} agreed to another day of dissolution."),
        "accreditation.announced": mark("{party} announced an accreditation list."),
        "accreditation.admitted": mark(
            "{party} lets a list of another member be screened at its node."
        ),
        "accreditation.refused": mark("{party} refused to screen a list of another member."),
        "accreditation.screened": mark("{party} told how many of a list it has no objection to."),
    }
)
"""By the kind of the entry; a test holds it against the kinds of every operation."""


def entry_in_words(entry: Mapping[str, Any]) -> str:
    """Return what an entry says happened, and who wrote it, in the reader's language."""
    return translate(DONE[str(entry["kind"])], party=entry["party"])
