"""Requests of persons concerned, and what is found for them."""

from __future__ import annotations

from typing import Any

from tests.nodes import PROTECTION, Bureau
from tests.together.node.test_requests import NAME

DAY_MS = 86_400_000


async def subject(bureau: Bureau, action: str, **wanted: Any) -> dict[str, Any]:
    return await bureau.perform(f"subject.{action}", officer=PROTECTION, **wanted)


async def searched(bureau: Bureau, kind: str, name: str = NAME, **more: Any) -> dict[str, Any]:
    asked = {"kind": kind, "name": [name], "identified": "passport at the counter", **more}
    request = (await subject(bureau, "register", **asked))["request"]
    await subject(bureau, "admit", request=request)
    return await subject(bureau, "search", request=request)


def finds(found: dict[str, Any], place: str) -> list[int]:
    return [find["number"] for find in found["finds"] if find["place"] == place]


def said(find: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["prop"], each["text"]) for each in find["values"]]
