"""What the attacks on files share: a limit set, a folder looked into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from entraide.errors import PeerError, RemoteProtocolError
from tests.attach_nodes import (
    CHUNK,
    attach,
    file_in,
    hit_thread,
)
from tests.nodes import (
    Bureau,
)

SMALL: dict[str, Any] = {"attachment_chunk_bytes": CHUNK}


async def put(sender: Bureau, to: Bureau, place: tuple[str, int], body: bytes) -> str:
    """Bring a chunk over our own mutual TLS; return "" or the code of its refusal."""
    node = sender.node
    try:
        await node.client.put_chunk(
            node.partners[to.id].addresses, place, body, node.contexts[to.id]
        )
    except (RemoteProtocolError, PeerError) as error:
        return str(error.data["reason"])
    return ""


def folder_list(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _nothing(partner: str) -> None:
    """Send no chunk to a partner."""


async def offered(ma: Bureau, es: Bureau, folder: Path, size: int = 9 * CHUNK + 5) -> str:
    """Let Rabat offer a file that its node does not send by itself."""
    thread = await hit_thread(ma, es)
    ma.node.carrier._bring_all = _nothing  # type: ignore[method-assign]
    result = await attach(ma, es, thread, file_in(folder, size))
    return str(result["attachment"])
