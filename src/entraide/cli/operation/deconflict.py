"""Deconfliction of an operation, and what it is after."""

from __future__ import annotations

from entraide.cli.approving import approval_of
from entraide.cli.operation.arguments import Operation
from entraide.cli.operation.delivery_plan import targets_of
from entraide.cli.operation.operating import show_written, write
from entraide.cli.session import Access, Session
from entraide.cli.show import print_rows, say
from entraide.node.people.payloads import writing_payload
from entraide.vocabulary.language import mark

__all__ = ["deconflict", "target"]


def deconflict(operation: Operation, *, access: Access | None = None) -> None:
    """Let our node compare an operation with our own others, and sign whether one meets it.

    The others learn whether one does, never which; you see which.
    """
    given = access or Access()
    session = Session(given)
    payload = writing_payload(operation, "deconfliction.answered", {})
    approval = approval_of(session, payload, "operation.deconflict")
    wanted = {"operation": operation, "approval": approval}
    result = session.perform("operation.deconflict", wanted)
    show_written(given, result)
    if given.output == "json" or "clear" not in result:
        return
    clear = mark("No other operation of ours meets it.")
    meets = mark("ANOTHER OPERATION OF OURS MEETS IT: nothing can start. Talk to its leader.")
    say(clear if result["clear"] else meets)
    if result["met"]:
        columns = (
            ("operation", mark("Operation")),
            ("subject", mark("Subject")),
            ("case", mark("Case")),
            ("shared", mark("Both are after")),
        )
        print_rows(mark("For you alone"), columns, result["met"])


def target(operation: Operation, target: str, *, access: Access | None = None) -> None:
    """Name a further thing or person that an operation is after; all answer again.

    Parameters
    ----------
    target
        What it is, such as vehicle=1234-A-56, device=356938035643809 (IMEI), or
        "person=Ahmed Alami,1981-03-07"; goods, container, vessel, phone and document too.
    """
    (row,) = targets_of((target,))
    write(access, operation, "identifier.added", row)
