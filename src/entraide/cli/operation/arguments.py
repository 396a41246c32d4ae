"""The arguments that several commands of operations take, each with what its help page says.

What one command alone takes stands in its own docstring.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from cyclopts import Parameter

from entraide.vocabulary.language import mark

__all__ = [
    "ActionDay",
    "AgreementForIt",
    "Assistance",
    "Cell",
    "CommitteeSession",
    "Decision",
    "Delivery",
    "Done",
    "DueDay",
    "Happened",
    "InState",
    "Journal",
    "Matter",
    "Offer",
    "Operation",
    "OwnCase",
    "Owner",
    "People",
    "Place",
    "Posting",
    "Team",
    "Title",
    "Why",
]

Cell: TypeAlias = Annotated[str, Parameter(help=mark("The cell, from entraide event list."))]
Delivery: TypeAlias = Annotated[
    str, Parameter(help=mark("The delivery, from entraide delivery list."))
]
CommitteeSession: TypeAlias = Annotated[
    str, Parameter(help=mark("The session, from entraide committee list."))
]
Posting: TypeAlias = Annotated[
    str, Parameter(help=mark("The posting, from entraide liaison list."))
]
Team: TypeAlias = Annotated[str, Parameter(help=mark("The team, from entraide team list."))]
Assistance: TypeAlias = Annotated[
    str, Parameter(help=mark("The assistance, from entraide assistance list."))
]
Operation: TypeAlias = Annotated[
    str, Parameter(help=mark("The operation, from the list of its kind."))
]
ActionDay: TypeAlias = Annotated[str, Parameter(help=mark("The day, from entraide action list."))]
Journal: TypeAlias = Annotated[
    bool,
    Parameter(help=mark("Show the journal too, in the order that is the same at every member.")),
]
Offer: TypeAlias = Annotated[
    str, Parameter(help=mark("The offer, by the first digits of its entry."))
]
Decision: TypeAlias = Annotated[
    str, Parameter(help=mark("The decision, by the first digits of its entry."))
]
Matter: TypeAlias = Annotated[
    str, Parameter(help=mark("The log entry or incident, by the first digits of its entry."))
]
OwnCase: TypeAlias = Annotated[
    str, Parameter(help=mark("The reference of our own case, to which all of it belongs here."))
]
Title: TypeAlias = Annotated[str, Parameter(help=mark("What is to be done."))]
Owner: TypeAlias = Annotated[str, Parameter(help=mark("The party that is to do it."))]
DueDay: TypeAlias = Annotated[str, Parameter(help=mark("The day by which, such as 2031-01-31."))]
Done: TypeAlias = Annotated[str, Parameter(help=mark("What was done."))]
Why: TypeAlias = Annotated[str, Parameter(help=mark("Why."))]
People: TypeAlias = Annotated[int, Parameter(help=mark("For how many people."))]
InState: TypeAlias = Annotated[str, Parameter(help=mark("In which state, such as ES."))]
Place: TypeAlias = Annotated[str, Parameter(help=mark("Where."))]
AgreementForIt: TypeAlias = Annotated[
    str,
    Parameter(
        help=mark(
            "The agreement, by its id or the first digits of its digest; its Art. 6.1 must "
            "allow it."
        )
    ),
]
Happened: TypeAlias = Annotated[
    str | None,
    Parameter(
        help=mark("When it happened, in UTC, such as 2031-01-31T06:00; now where it is not given.")
    ),
]
