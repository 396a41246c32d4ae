"""``entraide node backup``, ``restore``, ``resume`` and ``migrate``: keeping a node for years."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from entraide.cli.arguments import Sentences, TableOrJson
from entraide.cli.keeping.recovery import RecoveryPassphraseFile, read_recovery_key
from entraide.cli.partner.partner import read_text
from entraide.cli.passphrase import find_passphrase
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["backup", "migrate", "restore", "resume"]

_PassphraseFile = Annotated[Path | None, Parameter(env_var="ENTRAIDE_PASSPHRASE_FILE")]


def backup(
    folder: Annotated[Path | None, Parameter(env_var="ENTRAIDE_NODE")] = None,
    *,
    out: Path,
    recovery_key: Path,
    access: Access | None = None,
) -> None:
    """Write a backup of a node, running or stopped, sealed to a recovery key.

    Parameters
    ----------
    folder
        The node's folder.
    out
        The backup's file, on the node's machine.
    recovery_key
        The public recovery key: FILE.pub of entraide recovery new.
    """
    given = (access or Access()).on(folder)
    wanted = {"out": str(out.resolve()), "recovery_key": read_text(recovery_key).strip()}
    result = Session(given).perform("node.backup", wanted)
    if given.output == "json":
        print_json(result)
    else:
        say(mark("Backup written to {file}: {parts} parts, {bytes} bytes, log of {log_size}."),
            **result)  # fmt: skip


def restore(
    file: Path,
    folder: Path,
    *,
    recovery_key: Path,
    recovery_passphrase_file: RecoveryPassphraseFile = None,
    output: Sentences = "table",
) -> None:
    """Make a node's folder again from a backup; its node is read-only until entraide node resume.

    Parameters
    ----------
    file
        The backup.
    folder
        A folder that does not exist yet.
    recovery_key
        The recovery key that the backup is sealed to.
    recovery_passphrase_file
        File with the recovery key's passphrase.
    """
    from entraide.node.upkeep.restoring import restore_node  # noqa: PLC0415 - keeps other commands quick

    key = read_recovery_key(recovery_key, recovery_passphrase_file)
    manifest = restore_node(file, folder.resolve(), key)
    if output == "json":
        print_json({"folder": str(folder), "node": manifest["node"], "log": manifest["log"]})
        return
    say(mark("{node} restored in {folder}: a log of {size} entries."), node=manifest["node"],
        folder=folder, size=manifest["log"]["size"])  # fmt: skip
    say(mark("It can be read, but writes nothing yet. Next: entraide node resume {folder}."),
        folder=folder)  # fmt: skip


def resume(
    folder: Annotated[Path, Parameter(env_var="ENTRAIDE_NODE")],
    *,
    without: tuple[str, ...] = (),
    new_epoch: bool = False,
    passphrase_file: _PassphraseFile = None,
    output: TableOrJson = "table",
) -> None:
    """Ask the partners what a restored node lacks, and let it go on.

    The same log goes on only if every partner answers and none has seen more than the backup
    holds; otherwise a new log epoch begins, and the root keys sign its key.

    Parameters
    ----------
    folder
        The restored node's folder.
    without
        A partner that cannot be reached and without whose word to go on, in a new epoch.
    new_epoch
        Begin a new log epoch in any case.
    passphrase_file
        File with the node's passphrase.
    """
    from entraide.node.upkeep.resuming import Consent, resume_node  # noqa: PLC0415 - the same

    consent = Consent(without=without, new_epoch=new_epoch)
    passphrase = find_passphrase(passphrase_file, what="node")
    result = asyncio.run(resume_node(folder, passphrase, consent))
    if output == "json":
        print_json(result)
        return
    _show_words(result)
    if not result["resumed"]:
        say(mark("Not reached: {unheard}. The node stays read-only; see --without."),
            unheard=", ".join(result["unheard"]))  # fmt: skip
    elif result["epoch"] == result["ended_epoch"]:
        say(mark("Nothing is missing: the log goes on after entry {held}."), held=result["held"])
    else:
        say(mark("The log ended at {held} entries (lost: {lost}); {log} begins."),
            held=result["held"], lost=_count(result["lost"]), log=result["log"])  # fmt: skip
        say(mark("Next: entraide node card --root FILE, and give partners the new card."))


def migrate(
    folder: Annotated[Path, Parameter(env_var="ENTRAIDE_NODE")],
    *,
    passphrase_file: _PassphraseFile = None,
    output: Sentences = "table",
) -> None:
    """Bring the folder of an earlier release to this one; no node may run in it.

    Parameters
    ----------
    folder
        The node's folder; make a backup of it first.
    passphrase_file
        File with the node's passphrase.
    """
    from entraide.node.upkeep.migrating import migrate_node  # noqa: PLC0415 - the same

    def progress(event: Mapping[str, Any]) -> None:
        if output == "table":
            say("{what}: {done}/{of}", **event)

    passphrase = find_passphrase(passphrase_file, what="node")
    before, after = migrate_node(folder, passphrase, progress)
    if output == "json":
        print_json({"folder": str(folder), "before": before, "after": after})
    elif before == after:
        say(mark("The store is of this release already (schema {schema})."), schema=after)
    else:
        say(mark("The store went from schema {before} to {after}."), before=before, after=after)


def _show_words(result: Mapping[str, Any]) -> None:
    print_rows(
        mark("What partners cosigned last"),
        (
            ("partner", mark("Partner")),
            ("reached", mark("Reached")),
            ("epoch", mark("Log epoch")),
            ("cosigned", mark("Entries")),
        ),
        result["partners"],
    )


def _count(lost: int | None) -> str:
    return "?" if lost is None else str(lost)
