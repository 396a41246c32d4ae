"""The peers of the same run: raw cryptography, and a bare mutual-TLS echo of the same server.

The echo is ``adapters.wire.partner_server.listen`` with one handler that returns what it was sent,
and ``adapters.wire.partner_client.PartnerClient`` before it: the transport of the exchange and
nothing else.

    python bench/exchange_parts/raw.py FOLDER     (serves; started by the program)
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from aiohttp import web

from entraide.adapters.wire import tls
from entraide.adapters.wire.partner_client import ENVELOPE_TYPE, MESSAGES_PATH, PartnerClient
from entraide.adapters.wire.partner_server import listen

PASSWORD = "echo"  # noqa: S105 - guards a key that lives for one run
ENVELOPE = os.urandom(3_700)
"""As long as the envelope of a question."""


def counted(crypto_us: dict[str, float]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the raw cryptography of a message, by phase and side: counts times cost.

    Each side's share of: officers' signatures verified, messages and receipts signed, sealed,
    opened and verified, bodies sealed at rest with their keys, log entries.
    """
    names = {
        "sign": "sign (Ed25519)", "verify": "verify (Ed25519)", "seal": "seal to one recipient",
        "open": "open", "put": "seal a body (AES-GCM)", "get": "open a body (AES-GCM)",
        "log": "log entry",
    }  # fmt: skip
    return {
        phase: {
            side: {
                "us": round(sum(n * crypto_us[names[what]] for what, n in done.items()) / each, 1)
            }
            for side, done in sides.items()
        }
        for phase, (each, sides) in OPERATIONS.items()
    }


OPERATIONS: dict[str, tuple[int, dict[str, dict[str, int]]]] = {
    "question and answer": (
        2,
        {
            "asker": {"sign": 1, "verify": 2, "seal": 1, "open": 1, "put": 7, "get": 2, "log": 2},
            "holder": {"sign": 1, "verify": 1, "seal": 1, "open": 1, "put": 7, "log": 2},
        },
    ),
    "request": (
        1,
        {
            "asker": {"sign": 1, "verify": 2, "seal": 1, "open": 1, "put": 3, "get": 4, "log": 3},
            "holder": {"sign": 1, "verify": 1, "seal": 1, "open": 1, "put": 7, "log": 2},
        },
    ),
    "reply": (
        1,
        {
            "asker": {"sign": 1, "verify": 1, "seal": 1, "open": 1, "put": 4, "get": 1, "log": 1},
            "holder": {"sign": 1, "verify": 4, "seal": 1, "open": 1, "put": 3, "get": 6, "log": 4},
        },
    ),
}
"""For each phase: messages in it, and what the code does on each side for one of it.

``put`` is each part of a body that is sealed, and each key of one that is wrapped; ``get`` each
part that is opened: the keys of what is soon read again are open in memory."""


async def echo(folder: Path, requests: int, at_once: int) -> dict[str, Any]:
    """Measure the echo, singly and many at once."""
    ders = {who: _certificate(folder, who) for who in ("server", "client")}
    command = (sys.executable, __file__, str(folder))
    server = await asyncio.to_thread(_started, command)
    try:
        port = int(server.stdout.readline()) if server.stdout else 0
        context = tls.client_context(*_paths(folder, "client"), PASSWORD, (ders["server"],))
        client = PartnerClient(20_000)
        address = (f"https://127.0.0.1:{port}",)

        async def once() -> None:
            status, body = await client.post(address, MESSAGES_PATH, ENVELOPE, context)
            if status != 200 or body != ENVELOPE:
                raise SystemExit("the echo failed")

        async def many(count: int) -> None:
            for _ in range(count):
                await once()

        await many(20)
        watched = psutil.Process(server.pid)
        singly = await _measured(many(requests), requests, watched)
        lanes = (many(requests // at_once) for _ in range(at_once))
        grouped = await _measured(asyncio.gather(*lanes), requests // at_once * at_once, watched)
        await client.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
        if server.stdout:
            server.stdout.close()
    return {"envelope_bytes": len(ENVELOPE), "singly": singly, "at_once": grouped}


def _started(command: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.PIPE)


async def _measured(work: Any, requests: int, server: psutil.Process) -> dict[str, float]:
    before, own = server.cpu_times(), time.process_time()
    started = time.perf_counter()
    await work
    seconds = time.perf_counter() - started
    client = time.process_time() - own
    after = server.cpu_times()
    serving = after.user + after.system - before.user - before.system
    return {
        "per_second": round(requests / seconds, 1),
        "client_us": round(client / requests * 1e6, 1),
        "server_us": round(serving / requests * 1e6, 1),
    }


def _paths(folder: Path, who: str) -> tuple[Path, Path]:
    return folder / f"echo-{who}.crt", folder / f"echo-{who}.key"


def _certificate(folder: Path, who: str) -> bytes:
    certificate, key = _paths(folder, who)
    return tls.make_certificate(who, time.time_ns() // 1_000_000, certificate, key, PASSWORD)


async def serve(folder: Path) -> None:
    """Serve the echo until ended; print the port."""
    context = tls.server_context(*_paths(folder, "server"), PASSWORD)
    tls.trust(context, (tls.read_certificate(_paths(folder, "client")[0]),))

    async def back(request: web.Request) -> web.Response:
        return web.Response(body=await request.read(), content_type=ENVELOPE_TYPE)

    application = web.Application(client_max_size=1 << 22)
    application.router.add_post(MESSAGES_PATH, back)
    _, port = await listen(application, "127.0.0.1", 0, context)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
