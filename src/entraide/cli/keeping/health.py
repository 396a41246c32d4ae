"""``entraide node health``: when keys and certificates end, how old the backup is, what room is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows
from entraide.vocabulary.language import mark, translate

__all__ = ["health"]

_GB = 1_000_000_000


def health(*, access: Access | None = None) -> None:
    """Show when keys and certificates end, how old the backup is, and what room is left."""
    perform_and_show(access, "node.health", {}, _draw_health)


def _draw_health(result: Mapping[str, Any]) -> None:
    print_rows(
        mark("Health of the node"),
        (("point", mark("What")), ("is", mark("Is"))),
        ({"point": translate(name), "is": value} for name, value in _lines(result)),
    )


def _lines(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    keys, disk = found["keys"], found["disk"]
    yield mark("Our keys end"), moment(keys["ends_ms"]) if keys else "-"
    yield mark("Our certificate ends"), moment(found["certificate_ends_ms"])
    for each in found["partners"]:
        yield each["partner"], moment(min(each["keys_end_ms"], each["certificate_ends_ms"]))
    backup = moment(found["backed_up_ms"]) if found["backed_up_ms"] else "-"
    yield mark("Last backup"), backup
    yield mark("Last purge"), moment(found["purged_ms"]) if found["purged_ms"] else "-"
    yield mark("Free on the disk"), f"{disk['free'] / _GB:.1f} / {disk['whole'] / _GB:.1f} GB"
    yield mark("Log entries cosigned"), f"{found['log_cosigned_to']} / {found['log_size']}"
