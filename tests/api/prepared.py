"""What two nodes must hold besides, so that every screen and every list has something to show."""

from __future__ import annotations

from typing import Any

from tests.browser.work import SOUGHT
from tests.given import signed
from tests.nodes import ANALYST, DUTY, ES, PROTECTION, Bureau

__all__ = ["READ", "also", "read"]

READ = (
    "node.card", "node.health", "partner.figures", "retention.due", "retention.log", "onward.list",
    "discuss.list", "operation.list", "attachments", "notice.list", "liaison.results",
    "event.dissolved", "watch.show", "watch.sheet", "wall.list", "glass.list", "audit.vouched",
    "oversight.accesses", "oversight.samples", "oversight.alerts", "subject.list",
)  # fmt: skip
"""Orders that need no parameters and that whoever oversees may give."""
_OWN = ("batch.list", "standing.list", "inbox", "oversight.to-explain")
"""The same for an officer who asks: what is one's own."""


async def also(ma: Bureau) -> dict[str, tuple[Bureau, str]]:
    """Leave a question standing, find unusual asking, sample accesses, take a person's request."""
    await _left_standing(ma)
    await _unusual(ma)
    sample = await _sampled(ma)
    wanted = {"kind": "access", "name": [SOUGHT], "identified": "passport at the counter"}
    request = str((await _overseeing(ma, "subject.register", **wanted))["request"])
    for step in ("admit", "search", "show", "letter"):
        await _overseeing(ma, f"subject.{step}", request=request)
    return {
        "sample": (ma, f"/oversight/samples/{sample}"),
        "subject": (ma, f"/oversight/subjects/{request}"),
        "letter": (ma, f"/oversight/subjects/{request}/letter"),
    }


async def read(ma: Bureau, thing: dict[str, str]) -> None:
    """Give the orders that only read; ``thing`` are ids by the names of screens."""
    for action in READ:
        await _overseeing(ma, action)
    for action in _OWN:
        await ma.perform(action)
    for action, wanted in {
        "agreement.show": {"agreement": ma.node.policies[0].digest},
        "batch.show": {"batch": thing["batch"]},
        "case.show": {"reference": "R-1"},
        "notice.show": {"notice": thing["notice"]},
        "notice.status": {"notice": thing["notice-there"]},
        "operation.show": {"operation": thing["team"]},
        "pursuit.show": {"notice": thing["notice-there"]},
        "reconcile": {"partner": ES},
        "register.partner": {"partner": "MT"},
        "register.show": {"document": thing["register-page"]},
    }.items():
        await ma.perform(action, **wanted)
    for action in ("oversight.show", "oversight.redraw"):
        await _overseeing(ma, action, sample=thing["sample"])


async def _left_standing(ma: Bureau) -> None:
    asked = {"name": ["Nobody At All"], "born": ["1971-03-03"], "case": "R-1"}
    thread = (await ma.perform("ask", **asked))["thread"]
    for officer in (DUTY, ANALYST):
        shown = await ma.perform("standing.preview", officer=officer, thread=thread)
        approval = signed(ma, shown["payload"], officer)
        await ma.perform("standing.leave", officer=officer, thread=thread, approval=approval)


async def _unusual(ma: Bureau) -> None:
    """Ask the node to report whoever asks for more than one person in a case."""
    strict = ma.node.settings.safeguards.model_copy(update={"persons_in_case_most": 1})
    ma.node.settings = ma.node.settings.model_copy(update={"safeguards": strict})
    await _overseeing(ma, "oversight.watch")


async def _sampled(ma: Bureau) -> str:
    """Sample questions, and ask who asked one to explain it."""
    drawn = await _overseeing(ma, "oversight.sample", size=2, action="query.sent")
    judged = {"judgement": "to-be-explained", "remarks": "No case file"}
    named = {"sample": drawn["sample"], "entry": drawn["accesses"][0]["index"]}
    await _overseeing(ma, "oversight.judge", **named, **judged)
    return str(drawn["sample"])


async def _overseeing(bureau: Bureau, action: str, /, **wanted: Any) -> dict[str, Any]:
    return await bureau.perform(action, officer=PROTECTION, **wanted)
