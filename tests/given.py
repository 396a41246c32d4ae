"""What officers do about information, passing on and threads, in one call each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import (
    APPROVAL_CONTEXT,
    grant_payload,
    opening_payload,
    saying_payload,
)
from tests.nodes import DEALING, DUTY, Bureau, eventually, exchange, person

NAME, PHONE = "Abdelatif Ben Ali", "+212600000001"
UNTIL = "2031-01-31"


def as_marked(body: dict[str, Any]) -> None:
    """Change a memorandum: each value's handling code says whether it may go on."""
    body["personal-data"]["onward-transfer"] = "as-marked"


def never(body: dict[str, Any]) -> None:
    """Change a memorandum: nothing goes on."""
    body["personal-data"]["onward-transfer"] = "never"


def suspect(handling: str = "H0", name: str = NAME) -> dict[str, Any]:
    """Return a person of ours with a name, a telephone number and a day of birth."""
    entity = person("EX-1", name, "1981-03-07", handling=handling, evaluation="B2")
    entity["properties"] |= {"phone": [PHONE]}
    return entity


def signed(bureau: Bureau, payload: str, officer: str = DUTY) -> str:
    """Return an officer's approval of a payload."""
    return to_base64(bureau.officers[officer].sign(payload.encode(), context=APPROVAL_CONTEXT))


async def inform(giver: Bureau, *to: Bureau, officer: str = DUTY, **wanted: Any) -> dict[str, Any]:
    """Give information about the suspect to partners."""
    chosen = {
        "to": [each.id for each in to],
        "records": ["EX-1"],
        "fields": ["name", "phone"],
        "reason": "he travels to you tomorrow",
        **DEALING,
        **wanted,
    }
    preview = await giver.perform("inform.preview", officer=officer, **chosen)
    approval = signed(giver, preview["payload"], officer)
    return await giver.perform("inform", officer=officer, approval=approval, **chosen)


async def informed(giver: Bureau, to: Bureau, **wanted: Any) -> str:
    """Give information to one partner; return its thread."""
    result = await inform(giver, to, **wanted)
    assert result["given"][0]["result"] == "receipted", result
    return str(result["given"][0]["thread"])


@asynccontextmanager
async def telling(
    folder: Path, *parties: str, handling: str = "H0", **wanted: Any
) -> AsyncIterator[tuple[list[Bureau], str]]:
    """Open bureaus of which the first has told the second of the suspect; and in which thread."""
    async with exchange(folder, *parties, **wanted) as bureaus:
        giver, to, *_ = bureaus
        await giver.hold(suspect(handling))
        yield bureaus, await informed(giver, to)


async def pass_on(
    holder: Bureau, thread: str, to: Bureau, officer: str = DUTY, **wanted: Any
) -> dict[str, Any]:
    """Pass on what came in a thread."""
    chosen = {"thread": thread, "to": to.id, "reason": "he was seen at your border", **wanted}
    preview = await holder.perform("onward.preview", officer=officer, **chosen)
    approval = signed(holder, preview["payload"], officer)
    return await holder.perform("onward.send", officer=officer, approval=approval, **chosen)


async def passed(holder: Bureau, thread: str, to: Bureau, **wanted: Any) -> str:
    """Pass on what came in a thread; return the thread in which it went."""
    result = await pass_on(holder, thread, to, **wanted)
    assert result["delivery"][0]["result"] == "receipted", result
    return str(result["thread"])


async def ask_onward(holder: Bureau, thread: str, to: Bureau, **wanted: Any) -> str:
    """Ask the provider; return the question's digest."""
    chosen = {"thread": thread, "to": to.id, "reason": "he was seen at their border", **wanted}
    asked = await holder.perform("onward.ask", **chosen)
    assert asked["delivery"][0]["result"] == "receipted", asked
    return str(asked["request"])


async def grant(
    provider: Bureau, request: str, officer: str = DUTY, until: str = UNTIL, conditions: str = ""
) -> dict[str, Any]:
    """Let an item go on."""
    approval = signed(provider, grant_payload(request, conditions, until), officer)
    wanted = {"request": request, "until": until, "conditions": conditions}
    return await provider.perform("onward.grant", officer=officer, approval=approval, **wanted)


async def tree(bureau: Bureau, reference: str) -> list[dict[str, Any]]:
    """Return the roots of the tree of copies."""
    return list((await bureau.perform("copies", reference=reference))["copies"])


def flat(copies: list[dict[str, Any]], depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """Yield depth, holder and state of every copy."""
    for each in copies:
        yield depth, each["holder"], each["copy_state"]
        yield from flat(each["copies"], depth + 1)


async def values_in(bureau: Bureau, thread: str) -> list[dict[str, Any]]:
    """Return the values that a thread shows here."""
    shown = await bureau.perform("thread", thread=thread)
    messages = [message for each in shown["conversations"] for message in each["messages"]]
    return [value for message in messages for value in message.get("values", ())]


async def open_discussion(
    opener: Bureau, *members: Bureau, officer: str = DUTY, **wanted: Any
) -> dict[str, Any]:
    """Open a thread of several parties."""
    said: dict[str, Any] = {
        "agreement": opener.node.policies[0].digest,
        "members": [each.id for each in members],
        "answers": "all",
        "purpose": DEALING["purpose"],
        "offence": DEALING["offence"],
        "case": DEALING["case"],
        "legal_basis": None,
        "categories": ["names"],
        "subject": "The yacht",
        "text": "It leaves tonight.",
        **wanted,
    }
    approval = signed(opener, opening_payload(said), officer)
    return await opener.perform("discuss.open", officer=officer, approval=approval, **said)


async def say(bureau: Bureau, thread: str, text: str, officer: str = DUTY) -> dict[str, Any]:
    """Say something in a thread of several parties."""
    approval = signed(bureau, saying_payload(thread, text), officer)
    wanted = {"thread": thread, "text": text, "approval": approval}
    return await bureau.perform("discuss.say", officer=officer, **wanted)


async def posts(bureau: Bureau, thread: str) -> list[tuple[str, str]]:
    """Return who said what in a thread, in its order."""
    shown = await bureau.perform("discuss.show", thread=thread)
    return [(post["party"], post["text"]) for post in shown["posts"]]


async def stands(bureau: Bureau, thread: str, *expected: tuple[int, str, str]) -> None:
    """Wait until the tree of copies is exactly this: depth, holder, state."""
    found: list[Any] = []

    async def is_so() -> bool:
        found[:] = list(flat(await tree(bureau, thread)))
        return found == list(expected)

    try:
        await eventually(is_so)
    except AssertionError:
        assert found == list(expected)


async def handed_down(giver: Bureau, middle: Bureau, last: Bureau) -> tuple[str, str]:
    """Give the suspect to one who passes him on; return both threads, the giver's first."""
    await giver.hold(suspect())
    thread = await informed(giver, middle)
    below = await passed(middle, thread, last)
    await stands(giver, thread, (0, middle.id, "held"), (1, last.id, "held"))
    return thread, below


async def executed(bureau: Bureau, times: int) -> bool:
    """Tell whether so many orders of providers were carried out here."""
    return (await bureau.actions()).count("executed.sent") == times
