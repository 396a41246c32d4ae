"""Examples of the document, taken from what went over the wire to two running nodes.

Lists are cut after two rows and long texts after 240 characters, so that the document stays one
that people read; everything else is as it was sent and answered.
"""

from __future__ import annotations

import contextlib
import functools
import json
from pathlib import Path
from typing import Any, Final

from entraide.client import Reading
from entraide.console.api.examples import EXAMPLES_FILE
from entraide.console.api.programs import ORDERS_PATH, SESSION, SESSION_PATH, over_http
from entraide.console.api.twins import TWINS, twin_address
from tests.api.orders import more
from tests.api.prepared import read
from tests.api.running import Two
from tests.api.visits import broken, visited
from tests.api.withheld import withheld
from tests.nodes import CHIEF, DUTY, PROTECTION

FILE: Final = Path(__file__).parents[2] / "src/entraide/console/data" / EXAMPLES_FILE
BROUGHT: Final = "/agreements/offered/{payload}"
"""What an officer brings by a page: its data are those of the order that previews it."""
_ROWS: Final = 2
_LETTERS: Final = 240
_PLACES: Final = {
    "/notices/{notice}": "notice-there",
    "/cases/own": "case",
    "/cases/{operation}": "team",
    "/register/partners/{partner}": "partner",
    "/register/documents/{document}": "register-page",
    "/agreements/compare": "compared",
    "/watch/handover/{shift}": "handover",
    "/search/batches/{batch}": "batch",
    "/search/standing/{thread}": "standing-leave",
    "/oversight/samples/{sample}": "sample",
    "/oversight/subjects/{request}": "subject",
    "/oversight/subjects/{request}/letter": "letter",
}
"""For screens that need an address of something: which of ``prepared`` it is."""


def taken(nodes: Two) -> dict[str, Any]:
    """Return the examples: what each screen and each order of the story answered."""
    screens, broke = _screens(nodes), broken(nodes)
    orders = _orders(nodes)
    beside = {name: first_lines(value) if name.endswith(".csv") else shortened(value)
              for name, value in (broke | visited(nodes, orders)).items()}  # fmt: skip
    found = {**orders, **screens, **beside}
    return {name: withheld(name, value) for name, value in sorted(found.items())}


def _orders(nodes: Two) -> dict[str, Any]:
    client, found = nodes.client(nodes.ma), {}
    for listed in ("agreement.list", "case.list", "node.status", "officer.list", "partner.list",
                   "references", "register.list", "register.promises", "answers"):  # fmt: skip
        client.order(listed)
    client.order("audit.log", last=2)
    client.verify_log()
    for method, path, sent, answer in nodes.kept:
        action = SESSION if path == SESSION_PATH else path.removeprefix(f"{ORDERS_PATH}/")
        if method == "POST":
            found[action] = shortened(json.loads(sent))
            found[f"{action} answers"] = shortened(json.loads(answer))
    things = {name: path.partition("?")[0].rpartition("/")[2]
              for name, (_, path) in nodes.screens.items()}  # fmt: skip
    nodes.run(read(nodes.ma, things))
    nodes.run(more(nodes.ma, nodes.es, things))
    for order, result in nodes.ma.given or ():
        action = str(order["action"])
        if over_http(action) and order["officer"] and action not in found:
            found[action], found[f"{action} answers"] = shortened(order), shortened(result)
    with client.reading("desk") as reading:
        found["GET /api/session"] = reading.whose()
    return found


def _screens(nodes: Two) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:

        @functools.cache
        def reading(bureau: str, officer: str) -> Reading:
            client = nodes.client({nodes.ma.id: nodes.ma, nodes.es.id: nodes.es}[bureau], officer)
            return stack.enter_context(client.reading("desk"))

        for path in TWINS:
            if path != BROUGHT:
                bureau, address = _address(nodes, path)
                found |= _screen(reading(bureau.id, _officer(path)), path, address)
    for path in ("/health", "/status"):
        answer = nodes.client(nodes.ma).connection.send("GET", path, {})
        found[f"GET {path}"] = shortened(json.loads(answer))
    return found


def _screen(reading: Reading, path: str, address: str) -> dict[str, Any]:
    """Read one screen as JSON and as CSV."""
    place, _, query = address.partition("?")
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    wanted: dict[str, Any] = {name: value for name, _, value in pairs}
    told = shortened(reading.json(place, **wanted))
    lines = first_lines(reading.csv(place, **wanted))
    return {f"GET {twin_address(path, 'json')}": told, f"GET {twin_address(path, 'csv')}": lines}


def first_lines(text: str) -> str:
    """Return a list in CSV with its first rows."""
    return "".join(text.splitlines(keepends=True)[: 1 + _ROWS])


def _officer(path: str) -> str:
    """Return who has something at a screen: one's own questions, and what one must explain."""
    if path.startswith("/search/") or path == "/oversight/explain":
        return DUTY
    return PROTECTION if path.startswith("/oversight") else CHIEF


def _address(nodes: Two, path: str) -> tuple[Any, str]:
    if path in _PLACES:
        return nodes.screens[_PLACES[path]]
    if path.startswith("/threads/"):
        thread = next(json.loads(answer)["thread"] for _, at, _, answer in nodes.kept
                      if at == f"{ORDERS_PATH}/request")  # fmt: skip
        bureau = nodes.es if path.endswith("release") else nodes.ma
        return bureau, path.replace("{thread}", thread)
    if path == "/oversight/entries/{epoch}/{index}":
        return nodes.ma, "/oversight/entries/1/0"
    if "{" in path:
        return nodes.ma, f"/agreements/{nodes.ma.node.policies[0].digest}?simulate=1"
    return nodes.ma, {"/": "/situation"}.get(path, path)


def shortened(value: Any) -> Any:
    """Return a value with its lists and texts cut."""
    if isinstance(value, dict):
        return {name: shortened(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shortened(each) for each in value[:_ROWS]]
    if isinstance(value, str) and len(value) > _LETTERS:
        return f"{value[:_LETTERS]}…"
    return value


__all__ = ["FILE", "first_lines", "shortened", "taken"]
