"""``entraide root``: an agency's root keys, made and used apart from any node.

A root key signs key sets and memoranda, nothing else. Its file never lies in a node's folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, Parameter

from entraide.adapters.sealing.keyfile import read_secret, write_atomically
from entraide.cli.arguments import RootFile, Sentences
from entraide.cli.keeping.apart import ApartKey, refuse_place, write_apart
from entraide.cli.passphrase import find_passphrase
from entraide.cli.show import print_json, say
from entraide.errors import InputError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.key_set import KeySet, Roots, SignedKeySet, add_signature
from entraide.kernel.keys import SigningKey
from entraide.vocabulary.language import mark

__all__ = ["PassphraseFile", "RootKey", "app", "read_root_key"]

app = App(name="root", help=mark("Make and use root keys, apart from any node."))

_PURPOSE: Final = "root key"

PassphraseFile = Annotated[Path | None, Parameter(env_var="ENTRAIDE_ROOT_PASSPHRASE_FILE")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class RootKey:
    """The root key with which a document is signed."""

    root: Path
    """The root key's file."""
    root_passphrase_file: PassphraseFile = None
    """File with its passphrase."""

    def read(self) -> SigningKey:
        """Open the key's file."""
        return read_root_key(self.root, self.root_passphrase_file)


@app.command
def new(file: Path, *, passphrase_file: PassphraseFile = None, output: Sentences = "table") -> None:
    """Make a root key: FILE, sealed under its passphrase, and FILE.pub.

    Parameters
    ----------
    file
        Where the key goes; not inside a node's folder.
    passphrase_file
        File with the passphrase that will guard it.
    """
    refuse_place(file, "root.in_node_folder")
    key = SigningKey.generate()
    public = write_apart(file, ApartKey(_PURPOSE, key.seed, key.public.raw), passphrase_file)
    if output == "json":
        print_json({"file": str(file), "public": to_base64(key.public.raw), "key": key.key_id})
        return
    say(mark("Root key {key} made in {file}; its public part in {public}."),
        key=key.key_id, file=file, public=public)  # fmt: skip
    say(mark("Keep it off the node: on a token or a machine without a network."))


@app.command
def sign(
    keyset: Path,
    *,
    root: RootFile,
    passphrase_file: PassphraseFile = None,
    former: bool = False,
    out: Path | None = None,
) -> None:
    """Sign a node's key set (entraide node keys) with a root key.

    Parameters
    ----------
    keyset
        The key set, unsigned or signed by others before.
    passphrase_file
        File with the root key's passphrase.
    former
        The key is a root of the key set before, not of this one: its roots change.
    out
        Where the signed key set goes; the same file where none is given.
    """
    key = read_root_key(root, passphrase_file)
    try:
        value = decode_canonical(keyset.read_bytes().strip())
    except OSError as error:
        raise InputError("file.unreadable", path=str(keyset)) from error
    signed = (
        SignedKeySet.from_json(value)
        if "signatures" in value
        else SignedKeySet(KeySet.from_json(value), ())
    )
    before = Roots(1, (key.public,)) if former else None
    data = encode_canonical(add_signature(signed, key, before).to_json())
    write_atomically(out or keyset, data + b"\n", mode=0o644)
    say(mark("Signed by root key {key}: {out}"), key=key.key_id, out=out or keyset)


def read_root_key(file: Path, passphrase_file: Path | None) -> SigningKey:
    """Open a root key's file."""
    passphrase = find_passphrase(passphrase_file, what=str(file))
    return SigningKey(Fields(read_secret(file, _PURPOSE, passphrase), "root key").data("seed"))


app.command("entraide.cli.keeping.rotation:revoke", name="revoke", help=mark(
    "Revoke a key of your agency with a root key; needs no node and no network."))  # fmt: skip
