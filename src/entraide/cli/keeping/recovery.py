"""``entraide recovery``: the key that backups are sealed to, made and kept apart from any node."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, Parameter

from entraide.adapters.sealing.keyfile import read_secret
from entraide.cli.arguments import Sentences
from entraide.cli.keeping.apart import ApartKey, refuse_place, write_apart
from entraide.cli.passphrase import find_passphrase
from entraide.cli.show import print_json, say
from entraide.kernel.encoding import Fields
from entraide.kernel.keys import OpeningKey
from entraide.vocabulary.language import mark

__all__ = ["RecoveryPassphraseFile", "app", "read_recovery_key"]

app = App(name="recovery", help=mark("Make the key that backups are sealed to."))

_PURPOSE: Final = "recovery key"

RecoveryPassphraseFile = Annotated[
    Path | None, Parameter(env_var="ENTRAIDE_RECOVERY_PASSPHRASE_FILE")
]


@app.command
def new(
    file: Path, *, passphrase_file: RecoveryPassphraseFile = None, output: Sentences = "table"
) -> None:
    """Make a recovery key: FILE, sealed under its passphrase, and FILE.pub for the node.

    Parameters
    ----------
    file
        Where the key goes; not inside a node's folder.
    passphrase_file
        File with the passphrase that will guard it.
    """
    refuse_place(file, "recovery.in_node_folder")
    key = OpeningKey.generate()
    public = write_apart(file, ApartKey(_PURPOSE, key.seed, key.public.raw), passphrase_file)
    if output == "json":
        print_json({"file": str(file), "public": str(public), "key": key.key_id})
        return
    say(mark("Recovery key {key} made in {file}; its public part in {public}."),
        key=key.key_id, file=file, public=public)  # fmt: skip
    say(mark("Keep it apart from the node and from the backups: it opens them all."))


def read_recovery_key(file: Path, passphrase_file: Path | None) -> OpeningKey:
    """Open a recovery key's file."""
    passphrase = find_passphrase(passphrase_file, what=str(file))
    fields = Fields(read_secret(file, _PURPOSE, passphrase), "recovery key")
    return OpeningKey(fields.data("seed"))
