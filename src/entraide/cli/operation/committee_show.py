"""``entraide committee show``: a session whole, as its journal tells it."""

from __future__ import annotations

from typing import Final

from entraide.cli.operation.arguments import CommitteeSession, Journal
from entraide.cli.operation.office_show import Columns, Part, draw_office
from entraide.cli.operation.operating import one_of_kind
from entraide.cli.session import Access
from entraide.cli.show import print_json, say
from entraide.operations.offices.kinds import COMMITTEE
from entraide.vocabulary.language import mark

__all__ = ["show"]

_HEAD: Final[Columns] = (
    ("operation", mark("Id")),
    ("standing", mark("State")),
    ("subject", mark("Subject")),
    ("day", mark("Day")),
    ("where", mark("Place")),
    ("members", mark("Members")),
    ("closed", mark("Closed by")),
    ("next_by", mark("Next by")),
)
_PARTS: Final[tuple[Part, ...]] = (
    ("present", mark("Present"), (("party", mark("Party")), ("head", mark("Headed by")))),
    ("excused", mark("Excused"), (("party", mark("Party")), ("words", mark("Words")))),
    ("items", mark("Agenda"), (
        ("item", mark("Entry")), ("title", mark("Item")), ("party", mark("By")),
        ("articles", mark("Articles")), ("promise", mark("Promises")))),
    ("decisions", mark("Decisions"), (
        ("decision", mark("Entry")), ("text", mark("Decision")), ("agreed", mark("Agreed by")),
        ("awaited", mark("Awaited")), ("refused", mark("Refused by")),
        ("not_asked", mark("Present, but not asked")), ("articles", mark("Articles")),
        ("promise", mark("Promises")), ("standing", mark("State")))),
    ("actions", mark("Actions"), (
        ("action", mark("Entry")), ("title", mark("Action")), ("owner", mark("Owner")),
        ("due", mark("Due")), ("standing", mark("State")), ("words", mark("Words")))),
)  # fmt: skip


def show(
    session: CommitteeSession, *, journal: Journal = False, access: Access | None = None
) -> None:
    """Show a session of the committee as its journal tells it."""
    given = access or Access()
    result = one_of_kind(given, session, COMMITTEE)
    if given.output == "json":
        print_json(result)
        return
    shown = {**result, "where": result["place"]}
    draw_office(shown, (mark("Session"), _HEAD), _PARTS, journal=journal)
    late = sum(each["state"] == "late" for each in result["actions"])
    if late:
        say(mark("Overdue actions: {count}."), count=late)
