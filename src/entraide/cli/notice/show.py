"""Notices drawn for people: what one says, its review, where it stands, what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.result import say_approvals
from entraide.cli.show import moment, print_rows, say
from entraide.cli.values import bound_by
from entraide.exchange.notice.terms import STATUS_LABELS, TEXT_LABELS
from entraide.vocabulary.language import mark, translate
from entraide.wording.words import denial, word

__all__ = [
    "draw_notice",
    "draw_pursuits",
    "draw_review",
    "draw_sent",
    "draw_status",
    "say_approved",
]


def draw_notice(shown: Mapping[str, Any]) -> None:
    """Draw a notice whole."""
    draw_status(shown)
    body = shown["body"]
    if body is not None:
        _draw_body(body)
    if "verdict" in shown:
        meant = (("record", mark("Record")), ("band", mark("Band")), ("score", mark("Score")))
        print_rows(mark("Records of ours that may be meant"), meant, shown["matches"])
    columns = (("sighting", mark("Sighting")), ("partner", mark("Partner")), ("on", mark("Day")),
               ("place", mark("Place")), ("words", mark("What was seen")))  # fmt: skip
    print_rows(mark("Sightings"), columns, shown["sightings"])
    draw_pursuits(shown)


def draw_pursuits(shown: Mapping[str, Any]) -> None:
    """Draw the pursuits of a notice: journal and deadlines."""
    for each in shown["pursuits"]:
        say(mark("Pursuit with {partner}: {state}"), partner=each["partner"],
            state=word("state", each["state"]))  # fmt: skip
        columns = (("number", mark("Number")), ("step", mark("Step")), ("by", mark("By")),
                   ("on", mark("Day")), ("reason", mark("Why")))  # fmt: skip
        print_rows(mark("Journal"), columns, each["journal"])
        rows = ({**row, "overdue": word("outcome", row["overdue"])} for row in each["deadlines"])
        columns = (("what", mark("What")), ("by", mark("By")), ("due", mark("Due")),
                   ("done", mark("Done")), ("overdue", mark("Overdue")))  # fmt: skip
        print_rows(mark("Deadlines"), columns, rows)


def draw_review(shown: Mapping[str, Any]) -> None:
    """Draw the questions of a review with the answers that there are."""
    answers = {each["question"]: each for each in shown["answers"]}
    rows = (
        {
            **each,
            "asks": translate(each["asks"]),
            "choice": answers.get(each["question"], {}).get("choice", ""),
            "words": answers.get(each["question"], {}).get("words", ""),
            "flag": "!" if each["question"] in shown["flagged"] else "",
        }
        for each in shown["questions"]
    )
    columns = (("question", mark("Question")), ("article", mark("Article")),
               ("asks", mark("What is asked")), ("choices", mark("Choices")),
               ("flag", ""), ("choice", mark("Answer")), ("words", mark("In words")))  # fmt: skip
    print_rows(mark("Review"), columns, rows)


def draw_status(shown: Mapping[str, Any]) -> None:
    """Draw where a notice stands, with each recipient where that is known."""
    state = word("state", shown["state"])
    say(mark("Notice {notice}: {state}"), notice=shown["notice"], state=state)
    if "recipients" not in shown:
        return
    rows = (
        {
            **row,
            "result": row["verdict"] or ("waiting" if row["waits"] else "asked"),
            "ordered": moment(row["cancelled_ms"]),
            "confirmed": moment(row["erased_ms"]),
            "sent": moment(row["sent_ms"]),
        }
        for row in shown["recipients"]
    )
    columns = (("partner", mark("Partner")), ("version", mark("Version")), ("sent", mark("Sent")),
               ("result", mark("Answer")), ("code", mark("Code")),
               ("ordered", mark("Erasure ordered")),
               ("confirmed", mark("Erasure confirmed")))  # fmt: skip
    print_rows(mark("Recipients"), columns, rows)
    for partner in shown["unconfirmed"]:
        say(mark("{partner} has not confirmed that it holds nothing any more."), partner=partner)


def draw_sent(result: Mapping[str, Any]) -> None:
    """Draw what became of messages to partners."""
    say(mark("Notice {notice}"), notice=result["notice"])
    if "matches" in result:
        say(mark("Records of ours that may be meant: {matches}"), matches=result["matches"])
    for each in result["sent"]:
        outcome = word("result", each["result"])
        if each["result"] == "denied":
            outcome = denial(each["code"], each["article"])
        say("{partner}: {result}", partner=each["partner"], result=outcome)


def say_approved(result: Mapping[str, Any]) -> None:
    """Say how many officers have signed, or that an answer stops the notice."""
    if "stopped_by" in result:
        say(mark("Refused: the answer to {questions} stops this notice."),
            questions=", ".join(result["stopped_by"]))  # fmt: skip
    elif result["approvals"] < result["needed"]:
        say_approvals(result)
    else:
        say(mark("Signed by {approvals} officers."), approvals=result["approvals"])


def _draw_body(body: Mapping[str, Any]) -> None:
    about: dict[str, Any] = {
        translate(mark("Issuer")): body["issuer"],
        translate(mark("Colour")): body["colour"],
        translate(mark("Purpose")): body["purpose"],
        translate(mark("Offence")): body["offence"],
        translate(mark("Case")): body["case"],
        translate(mark("Handling")): bound_by(body) or body["handling"],
        translate(mark("Last day")): body["expires"],
    }
    if body["status"]:
        about[translate(mark("Status of the person"))] = translate(STATUS_LABELS[body["status"]])
    if body["countries"]:
        about[translate(mark("Countries of extradition"))] = ", ".join(body["countries"])
    for judicial in body["judicial"]:
        about |= {each: judicial[each] for each in sorted(judicial) if judicial[each]}
    about |= {value["prop"]: value["text"] for value in body["values"]}
    about |= {translate(TEXT_LABELS[part]): words for part, words in body["texts"].items()}
    rows = ({"field": key, "value": value} for key, value in about.items())
    print_rows(mark("What it says"), (("field", mark("Field")), ("value", mark("Value"))), rows)
