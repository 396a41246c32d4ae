"""``entraide audit entry`` and ``vouched``: one entry whole, and who cosigned the log when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, print_rows, say
from entraide.vocabulary.language import mark
from entraide.wording.log_words import (
    log_field_with_code,
    log_value_with_code,
    logged_with_code,
)

__all__ = ["entry", "vouched"]


def entry(id_: str, *, access: Access | None = None) -> None:
    """Show one entry of the log whole.

    Parameters
    ----------
    id_
        An entry's number (2/17 in the log of epoch 2), or the id of a message or thread.
    """
    perform_and_show(access, "audit.entry", {"id": id_}, _draw_entry)


def _draw_entry(result: Mapping[str, Any]) -> None:
    action = logged_with_code(result["action"])
    shown = {**result, "at": moment(result["at_ms"]), "action": action}
    names = ("epoch", "index", "at", "action", "actor", "partner", "leaf", "cosigned_at")
    lines = [{"what": name, "is": shown[name]} for name in names]
    lines += [
        {"what": log_field_with_code(name), "is": log_value_with_code(name, value)}
        for part in ("ids", "digests")
        for name, value in result[part].items()
    ]
    print_rows(mark("Log entry"), (("what", mark("What")), ("is", mark("Is"))), lines)


def vouched(*, last: int = 20, access: Access | None = None) -> None:
    """Show the epochs of the log, and which partner cosigned what size of it when.

    Parameters
    ----------
    last
        How many of the latest cosigned checkpoints, for each epoch.
    """
    perform_and_show(access, "audit.vouched", {"last": last}, _draw_vouched)


def _draw_vouched(result: Mapping[str, Any]) -> None:
    print_rows(
        mark("Cosigned"),
        (
            ("epoch", mark("Epoch")),
            ("size", mark("Entries")),
            ("partner", mark("Partner")),
            ("at", mark("At")),
        ),
        (
            {**row, "at": moment(row["cosigned_ms"]) if row["cosigned_ms"] else row["fault"]}
            for row in result["cosigned"]
        ),
    )
    for each in result["epochs"]:
        if each["ended_ms"]:
            say(mark("Log {epoch} ended on {ended}: {size} of its entries are held; partners saw "
                     "{lost} more, which the backup did not have."),
                **each, ended=moment(each["ended_ms"]))  # fmt: skip
