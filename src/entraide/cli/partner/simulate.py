"""``entraide agreement simulate``: what a memorandum would let pass, before anybody asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from cyclopts import Parameter

from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import print_rows, say
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages import render_article
from entraide.wording.words import denial, word

__all__ = ["simulate"]


def simulate(  # noqa: PLR0913 - each is an option of the command
    agreement: str,
    *,
    asker: str | None = None,
    holder: str | None = None,
    form: str = "hit-no-hit",
    purpose: str | None = None,
    offence: str | None = None,
    category: tuple[str, ...] = ("names",),
    urgent: bool = False,
    no_case: Annotated[bool, Parameter(negative=())] = False,
    name: tuple[str, ...] = (),
    born: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Try what a memorandum would let pass: nobody is asked, nothing leaves the node.

    Without purpose and offence it lists what may be asked of whom, with the budgets. With both it
    decides one question and says under which article; with a name, where the question comes to
    this node, also what the answer would say.

    Parameters
    ----------
    agreement
        Its id or the first digits of its digest; it need not be signed yet.
    asker
        The party that asks; this node where none is given.
    holder
        The party that is asked; each other one where none is given.
    form
        hit-no-hit, request, spontaneous or notice.
    purpose
        The purpose of the question.
    offence
        The code of the offence.
    category
        A kind of data that the question touches.
    urgent
        Whether it is urgent.
    no_case
        The question names no case.
    name
        A name to search here as the partner's question would.
    born
        A date of birth to go with it.
    """
    wanted = {
        "agreement": agreement,
        "asker": asker,
        "holder": holder,
        "form": form,
        "purpose": purpose,
        "offence": offence,
        "category": list(category),
        "urgent": urgent,
        "case": not no_case,
        "name": list(name),
        "born": list(born),
    }
    perform_and_show(access, "agreement.simulate", wanted, _draw_simulate)


def _draw_simulate(result: Mapping[str, Any]) -> None:
    if "may_ask" in result:
        _draw_overview(result["may_ask"])
    else:
        for decided in result["decisions"]:
            _draw_decision(decided)


def _draw_overview(rows: list[dict[str, Any]]) -> None:
    print_rows(
        mark("What may be asked"),
        (
            ("asker", mark("Asks")),
            ("holder", mark("Asked")),
            ("purpose", mark("Purpose")),
            ("forms", mark("Passes")),
            ("a_person", mark("Waits for a person there")),
            ("budget", mark("Budget")),
            ("left", mark("Left")),
        ),
        (
            {
                **row,
                "budget": f"{row['limit']} / {word('period', row['period'])}",
                "left": row["limit"] - row["used"],
            }
            for row in rows
        ),
    )


def _draw_decision(decided: dict[str, Any]) -> None:
    outcome = word("outcome", decided["outcome"])
    say(mark("{asker} asks {holder}: {outcome}"), asker=decided["asker"],
        holder=decided["holder"], outcome=outcome)  # fmt: skip
    articles = decided["articles"]
    if decided["code"]:
        say(mark("Why: {why}"), why=denial(decided["code"], articles[0]))
    else:
        say(mark("Under {articles}"), articles=", ".join(map(render_article, articles)))
    if decided["obligations"]:
        _draw_obligations(decided["obligations"])
    if "answer" in decided:
        _draw_answer(decided["answer"])


def _draw_obligations(obligations: dict[str, Any]) -> None:
    shown = ("hit_detail", "most_hits", "answer_within_hours", "handling", "onward_transfer",
             "retention_days", "two_officers")  # fmt: skip
    rows = ({"duty": word("obligation", key), "is": obligations[key]} for key in shown)
    print_rows(mark("On these terms"), (("duty", mark("What")), ("is", mark("Is"))), rows)


def _draw_answer(answer: dict[str, Any]) -> None:
    say(mark("The answer would be: {result}"), result=word("result", answer["result"]))
    columns = (("record", mark("Our record")), ("band", mark("Band")))
    print_rows(mark("Hits"), columns, answer["hits"])
