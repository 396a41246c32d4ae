"""What a node tells of itself: counts, states and alarms, never a name or a content."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from entraide import __version__
from entraide.adapters.tables import schema
from entraide.exchange.conversation import State
from entraide.kernel.canonical import Json
from entraide.node.call import Call, Parameters
from entraide.node.duty.standing import duty_counts
from entraide.node.glass.rows import unexplained
from entraide.node.memorandum.documents import held_documents
from entraide.node.memorandum.memoranda import describe_memorandum
from entraide.node.notice.showing import count_notices
from entraide.node.record.holdings import count_records
from entraide.node.request.waiting import count_waiting
from entraide.node.runtime import Node

__all__ = ["describe_node", "show_status"]


async def show_status(call: Call, _: Parameters) -> Json:
    """Return the node's state."""
    return describe_node(call.node)


def describe_node(node: Node) -> dict[str, Any]:
    """Return identity, listeners, counts and alarms."""
    settings = node.settings
    return {
        "id": settings.id,
        "country": settings.country,
        "name": settings.name,
        "version": __version__,
        "running": node.listener_context is not None,
        "partner_listener": str(settings.partner),
        "staff_listener": str(settings.staff),
        "certified": node.folder.key_set.is_file(),
        "partners": len(node.partners),
        "agreements_in_use": len(node.policies),
        **node.read(_counts),
        **node.read(lambda c: count_waiting(c, node.world.now_ms())),
        **_watch(node),
        "endings": _endings(node),
        "glass": len(node.read(unexplained)),
        "alarms": node.read(_alarms),
    }


def _watch(node: Node) -> dict[str, Any]:
    """Return how the watch stands: a code, and how many points of its log are open."""
    found = node.read(lambda c: duty_counts(c, node.world.now_ms()))
    return {"watch": found["state"], "watch_open": found["open"]}


def _endings(node: Node) -> list[Json]:
    """Return the memoranda that stop applying soon, as ``agreement.list`` tells them."""
    documents = node.read(held_documents)
    rows = [describe_memorandum(node, documents, each) for each in documents.texts]
    return [
        {"agreement": row["agreement"], "endings": row["endings"]} for row in rows if row["endings"]
    ]


def _counts(connection: Connection) -> dict[str, Any]:
    checkpoint, conversation = schema.checkpoint.c, schema.conversation.c
    cosigned = connection.execute(
        select(checkpoint.size, checkpoint.cosigned)
        .where(checkpoint.cosigned > 0)
        .order_by(checkpoint.size.desc())
        .limit(1)
    ).one_or_none()
    return {
        **count_records(connection),
        "officers": _count(connection, select(func.count()).select_from(schema.officer)),
        "outbox": _count(connection, select(func.count()).select_from(schema.outbox)),
        "waiting_for_a_person": _count(
            connection,
            select(func.count()).where(
                conversation.asking == 0, conversation.state == State.REFERRED.value
            ),
        ),
        **count_notices(connection),
        "log_size": _count(connection, select(func.count()).select_from(schema.log_entry)),
        "log_cosigned_to": int(cosigned.size) if cosigned else 0,
    }


def _count(connection: Connection, query: Any) -> int:
    return int(connection.scalar(query) or 0)


def _alarms(connection: Connection) -> list[Json]:
    rows = connection.execute(select(schema.fork))
    return [{"partner": row.partner, "code": row.code, "at_ms": row.at_ms} for row in rows]
