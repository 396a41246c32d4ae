"""Words for the codes of offices: where they stand, what was checked, what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entraide.register.labels import LABELS
from entraide.vocabulary.assistance import QUESTIONS, RISKS
from entraide.vocabulary.language import mark

__all__ = ["OFFICE_STANDINGS", "OFFICE_WORDS"]

OFFICE_STANDINGS: Final = {
    "convened": mark("convened"),
    "missed": mark("NOT HELD"),
    "sitting": mark("sitting"),
    "taken": mark("taken"),
    "refused": mark("refused"),
    "needed": mark("needed"),
    "withdrawn": mark("needed no more"),
    "offered": mark("offered"),
    "accepted": mark("accepted"),
    "checked": mark("checked, waits for a second officer"),
    "cleared": mark("cleared by the rights check"),
    "evaluated": mark("evaluated"),
    "confirmed": mark("confirmed"),
    "unconfirmed": mark("waits for a second officer"),
}
_FIGURES: Final = {
    "requests_handled": mark("Requests handled"),
    "on_time": mark("answered on time"),
    "late": mark("late"),
    "waiting": mark("not answered yet, in time"),
    "on_time_percent": mark("On time, per cent"),
    "first_answer_median_ms": mark("Median time to first answer"),
    "requests_made": mark("Requests made"),
    "questions": mark("Questions asked"),
    "spontaneous": mark("Information given unasked"),
    "contacts": mark("Contacts"),
    "tasks_done": mark("Tasks done"),
    "warnings": mark("Warnings of threats"),
    "cases_with_results": mark("Cases with proved results"),
    "cases_per_hundred_requests": mark("Such cases per hundred requests"),
    "arrests": mark("Arrests"),
    "searchs": mark("House searches"),
    "seizures": mark("Seizures"),
    "identifications": mark("Identifications"),
    "claimed_only": mark("Results claimed without evidence"),
    "trainings": mark("Trainings confirmed by the recipient"),
    "people_trained": mark("People trained"),
    "days_of_training": mark("Days of training"),
}

OFFICE_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "figure": _FIGURES,
    "check_verdict": {
        "go-ahead": mark("may go ahead"),
        "with-conditions": mark("may go ahead under conditions"),
        "refused": mark("refused"),
    },
    "goal_reached": {
        "fully": mark("fully"),
        "partly": mark("partly"),
        "not": mark("not at all"),
    },
    "check_question": {each.code: each.label for each in QUESTIONS},
    "risks": {each.code: each.label for each in RISKS},
    "promise": LABELS,
}
