"""The rows of the action table that belong to safeguards: oversight and subject requests.

They stand apart for their number; ``actions`` joins them to the one table.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.oversight import (
    explaining,
    judging,
    overseeing,
    public_report,
    redrawing,
    settling,
    watching,
)
from entraide.node.people.actor import Role
from entraide.node.question import checking, standing
from entraide.node.subject import acts as subject_acts
from entraide.node.subject import corrections as subject_corrections
from entraide.node.subject import files as subject_files
from entraide.node.subject import letters as subject_letters
from entraide.node.subject import requests as subject_requests
from entraide.vocabulary.language import mark

__all__ = ["SAFEGUARDS", "Row"]

_ASKING: Final = frozenset({Role.DUTY_OFFICER, Role.LIAISON_OFFICER, Role.ANALYST, Role.SUPERVISOR})
_PROTECTING: Final = frozenset({Role.DATA_PROTECTION_OFFICER})
_ANYBODY: Final = frozenset(Role)

Row: TypeAlias = tuple[
    str, str, frozenset[Role], type[Parameters], Callable[[Call, Any], Awaitable[Json]]
]
"""Name, what it does, who may, what it takes, what performs it."""

SAFEGUARDS: Final[tuple[Row, ...]] = (
    ("oversight.accesses", mark("Read the access log"), _PROTECTING,
           overseeing.ListAccesses, overseeing.list_accesses),
    ("oversight.sample", mark("Draw a random sample of accesses"), _PROTECTING,
           overseeing.DrawSample, overseeing.draw_sample),
    ("oversight.samples", mark("List the samples drawn"), _PROTECTING, Parameters,
           overseeing.list_samples),
    ("oversight.show", mark("Show a sample with its judgements"), _PROTECTING,
           overseeing.NameSample, overseeing.show_sample),
    ("oversight.redraw", mark("Draw a sample again by its seed, and compare"), _PROTECTING,
           overseeing.NameSample, redrawing.redraw_sample),
    ("oversight.judge", mark("Judge an access of a sample"), _PROTECTING,
           judging.Judge, judging.judge_access),
    ("oversight.to-explain", mark("List the accesses that one is asked to explain"), _ANYBODY,
           Parameters, explaining.list_to_explain),
    ("oversight.explain", mark("Explain an access of one's own that was sampled"), _ANYBODY,
           explaining.Explanation, explaining.explain_access),
    ("oversight.watch", mark("Look for unusual asking now"), _PROTECTING, Parameters,
           watching.watch_now),
    ("oversight.alerts", mark("Show the unusual asking that was reported"), _PROTECTING,
           Parameters, settling.list_unusual),
    ("oversight.settle", mark("Decide on unusual asking that was reported"), _PROTECTING,
           settling.Settle, settling.settle_unusual),
    ("oversight.report", mark("Figures of a year for the public, without persons"),
           _PROTECTING | {Role.SUPERVISOR}, public_report.Report, public_report.report_figures),
    ("check", mark("Check a document or a name against what is held here"), _ASKING,
           checking.Check, checking.check),
    ("standing.preview", mark("Preview what would be left standing"), _ASKING,
           standing.NameStanding, standing.preview_standing),
    ("standing.leave", mark("Leave a question standing after a no-hit, as one of two officers"),
           _ASKING, standing.LeaveStanding, standing.leave_standing),
    ("standing.withdraw", mark("Take a standing question back"), _ASKING,
           standing.NameStanding, standing.withdraw_standing),
    ("standing.list", mark("List standing questions, ours and partners'"),
           _ASKING | _PROTECTING, Parameters, standing.list_standing),
    ("subject.register", mark("Register a data-subject request"), _PROTECTING,
           subject_requests.Register, subject_requests.register_request),
    ("subject.admit", mark("Admit a data-subject request: its clock starts"), _PROTECTING,
           subject_files.NameRequest, subject_requests.admit_request),
    ("subject.reject", mark("Do not admit a data-subject request"), _PROTECTING,
           subject_requests.Reject, subject_requests.reject_request),
    ("subject.drop", mark("Close a request that the person took back"), _PROTECTING,
           subject_files.NameRequest, subject_requests.drop_request),
    ("subject.search", mark("Search everything held about the person"), _PROTECTING,
           subject_files.NameRequest, subject_requests.search_request),
    ("subject.decide", mark("Decide whether a find is told, withheld or kept"), _PROTECTING,
           subject_requests.Decide, subject_requests.decide_find),
    ("subject.delete", mark("Delete a find, here and where it went"), _PROTECTING,
           subject_acts.Remove, subject_acts.delete_find),
    ("subject.correct", mark("Put a value right, here and where it went"), _PROTECTING,
           subject_corrections.Put, subject_corrections.correct_find),
    ("subject.answer", mark("Answer a data-subject request with a letter"), _PROTECTING,
           subject_files.NameRequest, subject_requests.answer_request),
    ("subject.letter", mark("Show the letter of a data-subject request, in any language"),
           _PROTECTING, subject_letters.ShowLetter, subject_letters.show_letter),
    ("subject.list", mark("List data-subject requests with their clocks"), _PROTECTING,
           Parameters, subject_requests.list_requests),
    ("subject.show", mark("Show a data-subject request"), _PROTECTING,
           subject_files.NameRequest, subject_files.show_request),
    ("subject.erase", mark("Erase a closed data-subject request"), _PROTECTING,
           subject_files.NameRequest, subject_requests.erase_request),
)  # fmt: skip
