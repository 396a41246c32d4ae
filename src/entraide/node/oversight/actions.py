"""The rows of the action table about oversight, checks, standing questions and subject requests.

They stand apart for their number; ``actions`` joins them to the one table.
"""

from __future__ import annotations

from typing import Final

from entraide.node.action import ASKING, EVERYONE, PROTECTING, Action
from entraide.node.call import Parameters
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

__all__ = ["SAFEGUARD_ACTIONS"]

SAFEGUARD_ACTIONS: Final[tuple[Action, ...]] = (
    Action("oversight.accesses", mark("Read the access log"), PROTECTING,
           overseeing.ListAccesses, overseeing.list_accesses),
    Action("oversight.sample", mark("Draw a random sample of accesses"), PROTECTING,
           overseeing.DrawSample, overseeing.draw_sample),
    Action("oversight.samples", mark("List the samples drawn"), PROTECTING, Parameters,
           overseeing.list_samples),
    Action("oversight.show", mark("Show a sample with its judgements"), PROTECTING,
           overseeing.NameSample, overseeing.show_sample),
    Action("oversight.redraw", mark("Draw a sample again by its seed, and compare"), PROTECTING,
           overseeing.NameSample, redrawing.redraw_sample),
    Action("oversight.judge", mark("Judge an access of a sample"), PROTECTING,
           judging.Judge, judging.judge_access),
    Action("oversight.to-explain", mark("List the accesses that one is asked to explain"), EVERYONE,
           Parameters, explaining.list_to_explain),
    Action("oversight.explain", mark("Explain an access of one's own that was sampled"), EVERYONE,
           explaining.Explanation, explaining.explain_access),
    Action("oversight.watch", mark("Look for unusual asking now"), PROTECTING, Parameters,
           watching.watch_now),
    Action("oversight.alerts", mark("Show the unusual asking that was reported"), PROTECTING,
           Parameters, settling.list_unusual),
    Action("oversight.settle", mark("Decide on unusual asking that was reported"), PROTECTING,
           settling.Settle, settling.settle_unusual),
    Action("oversight.report", mark("Figures of a year for the public, without persons"),
           PROTECTING | {Role.SUPERVISOR}, public_report.Report, public_report.report_figures),
    Action("check", mark("Check a document or a name against what is held here"), ASKING,
           checking.Check, checking.check),
    Action("standing.preview", mark("Preview what would be left standing"), ASKING,
           standing.NameStanding, standing.preview_standing),
    Action("standing.leave",
           mark("Leave a question standing after a no-hit, as one of two officers"), ASKING,
           standing.LeaveStanding, standing.leave_standing),
    Action("standing.withdraw", mark("Take a standing question back"), ASKING,
           standing.NameStanding, standing.withdraw_standing),
    Action("standing.list", mark("List standing questions, ours and partners'"),
           ASKING | PROTECTING, Parameters, standing.list_standing),
    Action("subject.register", mark("Register a data-subject request"), PROTECTING,
           subject_requests.Register, subject_requests.register_request),
    Action("subject.admit", mark("Admit a data-subject request: its clock starts"), PROTECTING,
           subject_files.NameRequest, subject_requests.admit_request),
    Action("subject.reject", mark("Do not admit a data-subject request"), PROTECTING,
           subject_requests.Reject, subject_requests.reject_request),
    Action("subject.drop", mark("Close a request that the person took back"), PROTECTING,
           subject_files.NameRequest, subject_requests.drop_request),
    Action("subject.search", mark("Search everything held about the person"), PROTECTING,
           subject_files.NameRequest, subject_requests.search_request),
    Action("subject.decide", mark("Decide whether a find is told, withheld or kept"), PROTECTING,
           subject_requests.Decide, subject_requests.decide_find),
    Action("subject.delete", mark("Delete a find, here and where it went"), PROTECTING,
           subject_acts.Remove, subject_acts.delete_find),
    Action("subject.correct", mark("Put a value right, here and where it went"), PROTECTING,
           subject_corrections.Put, subject_corrections.correct_find),
    Action("subject.answer", mark("Answer a data-subject request with a letter"), PROTECTING,
           subject_files.NameRequest, subject_requests.answer_request),
    Action("subject.letter", mark("Show the letter of a data-subject request, in any language"),
           PROTECTING, subject_letters.ShowLetter, subject_letters.show_letter),
    Action("subject.list", mark("List data-subject requests with their clocks"), PROTECTING,
           Parameters, subject_requests.list_requests),
    Action("subject.show", mark("Show a data-subject request"), PROTECTING,
           subject_files.NameRequest, subject_files.show_request),
    Action("subject.erase", mark("Erase a closed data-subject request"), PROTECTING,
           subject_files.NameRequest, subject_requests.erase_request),
)  # fmt: skip
