"""What our own pages post and ask for, taken from persons at the console of a running node.

Each form is prepared with what an order of the story held; one question is asked to its end, a
memorandum is brought, the log is verified, a wall is opened, and the sealed account with it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from entraide.console import glass
from entraide.console.forms import FORMS
from entraide.kernel.canonical import encode_canonical
from tests.api.person import Person
from tests.api.running import Two
from tests.api.typed import typed
from tests.browser.work import SOUGHT
from tests.nodes import ADMIN, CHIEF, DUTY, ES, OFFICERS, PROTECTION

__all__ = ["broken", "visited"]

_WHY: Final = "The safe with all security keys burnt tonight; Madrid waits for an answer."
_SOUGHT: Final = {"name": [SOUGHT], "born": ["1981-03-07"], "case": "R-1"}
_FILE: Final = "/agreements/{agreement}/file"
_OFFERED: Final = "/agreements/offered/{payload}"
_PROGRESS: Final = "/search/batches/{batch}/progress"
_PROOF: Final = "/oversight/entries/{epoch}/{index}/proof"


def visited(nodes: Two, orders: Mapping[str, Any]) -> dict[str, Any]:
    """Return the examples; ``orders`` are those of the orders that were given."""
    people = {name: Person(nodes, nodes.ma, name) for name in OFFICERS}
    for each in people.values():
        each.register()
    duty, chief, overseer = (people[name] for name in (DUTY, CHIEF, PROTECTION))
    duty.again()
    _prepared(people, orders, nodes.ma.given or ())
    _looked(duty, orders)
    _asked(duty)
    _brought(chief, nodes)
    _verified(overseer)
    _wall(nodes, duty)
    return {key: value for each in people.values() for key, value in each.found.items()}


def _prepared(
    people: Mapping[str, Person], orders: Mapping[str, Any], given: Sequence[Any]
) -> None:
    """Prepare every form with what an order of its action held: the one that says most."""
    told = [*orders.values(), *(result for _, result in given)]
    longest = sorted(given, key=lambda each: len(str(each[0]["parameters"])))
    whole = {str(order["action"]): order for order, _ in longest}
    for action, form in FORMS.items():
        order = whole.get(action) or orders[action]
        fields = typed(form, order["parameters"], told)
        people[order["officer"]].post(f"/orders/{action}", fields)


def _looked(duty: Person, orders: Mapping[str, Any]) -> None:
    """See what a question and a batch would come to; follow what waits."""
    duty.post("/search", _SOUGHT)
    rows = {"case": "R-1", "text": f"name,born\n{SOUGHT},1981-03-07\n"}
    duty.post("/search/batch", rows)
    duty.post("/notices/draft", _SOUGHT)
    batch = orders["batch.ask answers"]["batch"]
    duty.get(f"/search/batches/{batch}/progress", _PROGRESS)
    duty.get("/live/rows")
    duty.first_event("/live")


def _asked(duty: Person) -> None:
    """Ask a question with a passkey, and follow it to its end."""
    then = duty.order("ask", {**_SOUGHT, "to": [ES]})["then"]
    duty.get(f"{then}/events", "/asked/{nonce}/events")


def _brought(chief: Person, nodes: Two) -> None:
    """Take a memorandum's file away, bring it again, and read what it is said to hold."""
    digest = nodes.ma.node.policies[0].digest
    text = chief.get(f"/agreements/{digest}/file", _FILE)
    chief.post("/agreements/offered", {"signed": encode_canonical(text).decode()})
    shown = chief.led_to
    for form in ("json", "csv"):
        chief.get(f"{shown}.{form}", f"{_OFFERED}.{form}")


def _verified(overseer: Person) -> None:
    overseer.post("/oversight/verify", {})
    while not overseer.get("/oversight/verify")["ended"]:
        time.sleep(0.01)
    overseer.get("/oversight/entries/1/1/proof", _PROOF)


def _wall(nodes: Two, duty: Person) -> None:
    code = nodes.run(nodes.ma.perform("wall.open"))["code"]
    duty.post("/wall", {"code": code})
    duty.get("/wall.json")
    duty.first_event("/wall/events")


def broken(nodes: Two) -> dict[str, Any]:
    """Open the sealed account at its door; end its hour, and let two officers write why."""
    door, perform = Person(nodes, nodes.ma), nodes.ma.perform
    first = nodes.run(perform("glass.propose", officer=PROTECTION))
    second = nodes.run(perform("glass.confirm", officer=ADMIN, account=first["account"]))
    with _at_once():
        halves = {"first": first["half"], "second": second["half"]}
        door.post("/break-glass", {**halves, "officer": DUTY, "why": _WHY})
    (use, *_) = nodes.run(perform("glass.list", officer=PROTECTION))["uses"]
    nodes.run(perform("glass.end", officer=PROTECTION, use=use["use"]))
    for officer in (CHIEF, PROTECTION):
        said = {"use": use["use"], "text": "The fire took the safe; keys are made anew."}
        nodes.run(perform("glass.explain", officer=officer, **said))
    return door.found


@contextlib.contextmanager
def _at_once() -> Iterator[None]:
    """Let the door answer as soon as it knows: what holds it back is not what is shown here."""
    least, glass.LEAST_S = glass.LEAST_S, 0.0
    try:
        yield
    finally:
        glass.LEAST_S = least
