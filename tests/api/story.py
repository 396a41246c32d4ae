"""One hit from the question to the erasure, told through the client alone, with two officers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from entraide.client.desk import Inbox, Search
from entraide.client.results import Asked, Released, Requested, Sent
from entraide.client.threads import ReleasePreview, Thread
from entraide.errors import EntraideError
from tests.api.running import Two
from tests.browser.work import SOUGHT
from tests.nodes import CHIEF, ES

MARKS = {"evaluation": "A1", "handling": "H1"}
_SOFTER = {**MARKS, "handling": "H0"}
FILTERED = {"kind": "request"}


@dataclass(frozen=True)
class Told:
    """What each step came to."""

    asked: Asked
    requested: Requested
    waiting: Inbox
    preview: ReleasePreview
    same: ReleasePreview
    first: Released
    softer: str
    second: Released
    received: Thread
    closed: Sent
    withdrawn: Sent
    after: Thread
    found: Search


def tell(nodes: Two) -> Told:
    """Ask, request, preview, release with four eyes, receive, close, take back."""
    ours, theirs = nodes.client(nodes.ma), nodes.client(nodes.es)
    second = nodes.client(nodes.es, CHIEF)
    ours.open_case(
        "API-1", legal_basis="Code of criminal procedure, Art. 77", retention_days=365,
        purposes=["criminal-investigation"], offence="drugs.trafficking",
    )  # fmt: skip
    asked = ours.ask("API-1", name=[SOUGHT], born=["1981-03-07"])
    hit = asked["answers"][0]["hits"][0]
    requested = ours.request(hit["reference"], ["names", "birth"], "Arrest warrant 12/2026")
    thread = requested["thread"]
    with theirs.reading("desk") as reading:
        waiting = reading.inbox(**FILTERED)
        preview = reading.preview(thread, **MARKS)
    same = theirs.preview(thread, **MARKS)
    first = theirs.release(thread, preview["payload"], **MARKS)
    softer = _refused(lambda: second.release(thread, preview["payload"], **_SOFTER))
    done = second.release(thread, preview["payload"], **MARKS)
    with ours.reading("criminal-investigation", "API-1") as reading:
        received = reading.thread(thread)
        found = reading.search(case="API-1", partner=ES)
    closed = ours.close(thread, "useful")
    withdrawn = theirs.withdraw(thread, "Released in error")
    return Told(
        asked=asked, requested=requested, waiting=waiting, preview=preview, same=same,
        first=first,
        softer=softer, second=done, received=received, closed=closed, withdrawn=withdrawn,
        after=ours.thread(thread), found=found,
    )  # fmt: skip


def _refused(order: Callable[[], object]) -> str:
    """Return the code by which an order is refused; nothing where it is not."""
    try:
        order()
    except EntraideError as error:
        return error.code
    return ""
