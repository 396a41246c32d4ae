"""``entraide reconcile``: do both sides hold what they sent each other?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.arguments import Partner
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.errors import StoreError
from entraide.vocabulary.language import mark

__all__ = ["reconcile"]


def reconcile(partner: Partner, *, access: Access | None = None) -> None:
    """Compare with a partner what each sent the other, and name every message that one side lacks.

    Ends with exit code 8 where something is lacking. The youngest messages are left out (setting
    reconcile_settle_ms), because they may still be on their way.
    """
    given = access or Access()
    result = Session(given).perform("reconcile", {"partner": partner})
    if given.output == "json":
        print_json(result)
    else:
        _draw(result)
    if result["lacking"]:
        raise StoreError("reconcile.differs", partner=partner, lacking=len(result["lacking"]))


def _draw(result: Mapping[str, Any]) -> None:
    columns = (
        ("sender", mark("Sent by")),
        ("here", mark("Held here")),
        ("there", mark("Held there")),
        ("root_here", mark("Root here")),
        ("root_there", mark("Root there")),
    )
    print_rows(mark("Messages"), columns, result["sums"])
    if result["lacking"]:
        lacking = (
            ("message", mark("Message")),
            ("sender", mark("Sent by")),
            ("by", mark("Lacking at")),
        )
        print_rows(mark("Lacking"), lacking, result["lacking"])
    else:
        say(mark("Nothing is lacking up to {until}; round trips: {rounds}."),
            until=moment(result["cutoff_ms"]), rounds=result["rounds"])  # fmt: skip
    if result["more"]:
        say(mark("More messages are lacking than are named here."))
