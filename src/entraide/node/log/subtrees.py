"""The stored subtree hashes of the log, each held against the two that it joins (RFC 6962, 2.1).

``audit_log.verify_log`` recomputes the leaves and the tiles; between them the store keeps every
level, from which proofs are made and the next root grows. Each must be what its children make it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, FromClause, func, select

from entraide.kernel.findings import MAX_FINDINGS, Finding
from entraide.kernel.merkle import node_hash

__all__ = ["verify_subtrees"]


def verify_subtrees(connection: Connection, table: FromClause, size: int) -> tuple[Finding, ...]:
    """Return what is wrong with the subtrees in a table, of a log of ``size`` entries."""
    found: list[Finding] = []
    for each in (*_missing(connection, table, size), *_changed(connection, table)):
        found.append(each)
        if len(found) == MAX_FINDINGS:
            break
    return tuple(found)


def _missing(connection: Connection, table: FromClause, size: int) -> Iterator[Finding]:
    """Every full subtree has its row: at each level half as many as below."""
    count = func.count().label("held")
    rows = connection.execute(select(table.c.level, count).group_by(table.c.level))
    held = {int(row.level): int(row.held) for row in rows}
    level = 1
    while size >> level:
        if held.get(level, 0) != size >> level:
            yield Finding(0, "tile_missing", f"subtrees/{level}")
        level += 1


def _changed(connection: Connection, table: FromClause) -> Iterator[Finding]:
    left, right = table.alias("left_child"), table.alias("right_child")
    rows = connection.execute(
        select(table.c.level, table.c.idx, table.c.hash, left.c.hash, right.c.hash)
        .join(left, (left.c.level == table.c.level - 1) & (left.c.idx == table.c.idx * 2))
        .join(right, (right.c.level == table.c.level - 1) & (right.c.idx == table.c.idx * 2 + 1))
        .where(table.c.level > 0)
        .order_by(table.c.level, table.c.idx)
        .execution_options(yield_per=1_000)
    )
    for level, index, held, one, other in rows:
        if node_hash(bytes(one), bytes(other)) != bytes(held):
            yield Finding(index << level, "tile_changed", f"subtrees/{level}/{index}")
