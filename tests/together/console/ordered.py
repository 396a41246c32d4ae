"""Orders and sessions of programs, as the tests send them."""

from __future__ import annotations

import io
import json
from typing import Any

from entraide.kernel.encoding import to_base64
from tests.nodes import DUTY
from tests.together.console.test_guard import Client

JSON = {"Content-Type": "application/json"}


def signed(client: Client, action: str, officer: str | None = DUTY, **wanted: Any) -> Any:
    """Return the order as the command line writes it to the control socket."""
    order = client.bureau.order(action, wanted, officer)
    return {**order.content(), "signature": to_base64(order.signature)}


async def sent(client: Client, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    """Post a body as a program does: no cookie, nothing that a browser would add."""
    data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    found = {**JSON, **headers}
    async with client.http.post(client.origin + path, data=data, headers=found) as got:
        return got.status, json.loads(await got.text())


async def ordered(client: Client, action: str, **wanted: Any) -> tuple[int, Any]:
    return await sent(client, f"/api/orders/{action}", signed(client, action, **wanted))


async def read(client: Client, path: str, secret: str) -> tuple[int, Any]:
    bearer = {"Authorization": f"Bearer {secret}"}
    async with client.http.get(client.origin + path, headers=bearer) as got:
        text = await got.text()
        return got.status, json.loads(text) if "json" in got.content_type else text
