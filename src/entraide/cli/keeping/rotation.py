"""``entraide node rotate`` and ``entraide root revoke``: keys that follow keys, and their end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.world import SYSTEM
from entraide.cli.arguments import RootFile, Sentences
from entraide.cli.keeping.root import PassphraseFile, read_root_key
from entraide.cli.partner.partner import read_text
from entraide.cli.passphrase import find_passphrase
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import moment, print_json, say
from entraide.errors import InputError
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.encoding import Fields
from entraide.kernel.key_set import Roots, SignedKeySet, add_signature
from entraide.kernel.keys import VerifyKey
from entraide.kernel.revocation import (
    Revocation,
    SignedRevocation,
    decode_revocation,
    encode_revocation,
)
from entraide.kernel.revocation import revoke as add_revocation
from entraide.vocabulary.language import mark

__all__ = ["adopt_revoked", "revoke", "rotate"]


def rotate(  # noqa: PLR0913 - each is an option of the command
    folder: Annotated[Path, Parameter(env_var="ENTRAIDE_NODE")],
    *,
    root: tuple[Path, ...] = (),
    new_root: tuple[Path, ...] = (),
    threshold: int = 1,
    certificate: bool = False,
    witness: bool = False,
    keyset: Path | None = None,
    out: Path | None = None,
    passphrase_file: Annotated[Path | None, Parameter(env_var="ENTRAIDE_PASSPHRASE_FILE")] = None,
    root_passphrase_file: PassphraseFile = None,
    output: Sentences = "table",
) -> None:
    """Let fresh signing and opening keys follow the present ones; no node may run in the folder.

    With the root keys at hand it is one step; otherwise write the key set with --out, sign it
    elsewhere (entraide root sign), and finish with --keyset. Partners learn it by themselves, once
    the node runs again; whatever is under way still arrives.

    Parameters
    ----------
    folder
        The node's folder.
    root
        Root key files that sign here and now: those of the present set, and the new ones.
    new_root
        Public root keys (FILE.pub) that are to follow the present ones; all of them.
    threshold
        How many of the new root keys must sign.
    certificate
        A fresh certificate follows too; partners take the old one until all have heard.
    witness
        A fresh witness key follows too; what the old one cosigned stays proved.
    keyset
        The key set, signed elsewhere.
    out
        Where the key set goes that is to be signed elsewhere.
    passphrase_file
        File with the node's passphrase.
    root_passphrase_file
        File with the root keys' passphrase.
    """
    from entraide.node.keys.rotating import (  # noqa: PLC0415 - keeps other commands quick
        Also,
        finish_rotation,
        propose_rotation,
    )

    passphrase = find_passphrase(passphrase_file, what="node")
    if keyset is not None:
        signed = SignedKeySet.from_json(decode_canonical(read_text(keyset).strip().encode()))
    else:
        roots = Roots(threshold, _public(new_root)) if new_root else None
        asked = {Also.CERTIFICATE: certificate, Also.WITNESS: witness}
        also = frozenset(each for each, wanted in asked.items() if wanted)
        present, proposed = asyncio.run(propose_rotation(folder, passphrase, roots, also=also))
        signed = SignedKeySet(proposed, ())
        for file in root:
            key = read_root_key(file, root_passphrase_file)
            signed = add_signature(signed, key, present.roots)
        if out is not None:
            write_atomically(out, encode_canonical(signed.to_json()) + b"\n", mode=0o644)
            say(mark("Key set written to {out}: sign it with entraide root sign."), out=out)
            return
    result = asyncio.run(finish_rotation(folder, passphrase, signed))
    if output == "json":
        print_json(result)
        return
    say(mark("Version {version}: {signing} signs from now on, {former} no more."), **result)
    say(mark("Fingerprint, to be compared by another channel:"))
    say("{digits}", digits=result["fingerprint"])


def revoke(  # noqa: PLR0913 - each is an option of the command
    key: str,
    *,
    party: str,
    root: RootFile,
    reason: str,
    passphrase_file: PassphraseFile = None,
    out: Path,
    output: Sentences = "table",
) -> None:
    """Revoke a key of your agency with a root key; needs no node and no network.

    Rotate first (entraide node rotate), then revoke the key that was followed; entraide partner
    revoke brings the statement into the node and to every partner.

    Parameters
    ----------
    key
        The id of the signing key, as entraide node rotate and the log show it.
    party
        Your agency's id.
    reason
        Why, for the partners to read.
    passphrase_file
        File with the root key's passphrase.
    out
        Where the statement goes; with one there already, the signature is added to it.
    """
    root_key, now_ms = read_root_key(root, passphrase_file), SYSTEM.now_ms()
    fresh = Revocation(party=party, key_id=key, from_ms=now_ms, made_ms=now_ms, reason=reason)
    before = decode_revocation(read_text(out).encode()) if out.exists() else SignedRevocation(fresh)
    if (before.revocation.party, before.revocation.key_id) != (party, key):
        raise InputError("file.exists", path=str(out))
    signed = add_revocation(before, root_key)
    write_atomically(out, encode_revocation(signed) + b"\n", mode=0o644)
    if output == "json":
        print_json({"file": str(out), **signed.revocation.to_json()})
        return
    say(mark("{key} of {party} is revoked from {at}. Signed: {out}"), key=key, party=party,
        at=moment(signed.revocation.from_ms), out=out)  # fmt: skip


def adopt_revoked(file: Path, *, access: Access | None = None) -> None:
    """Bring a revocation into the node: a partner's, or your own, which goes to every partner.

    Parameters
    ----------
    file
        The signed statement (entraide root revoke).
    """
    perform_and_show(access, "key.revoke", {"signed": read_text(file).strip()}, _draw_adopt_revoked)


def _draw_adopt_revoked(result: Mapping[str, Any]) -> None:
    say(mark("{key} of {party} is believed no more, from {at}."), key=result["key"],
        party=result["party"], at=moment(result["from_ms"]))  # fmt: skip


def _public(files: tuple[Path, ...]) -> tuple[VerifyKey, ...]:
    texts = (read_text(file).strip() for file in files)
    return tuple(VerifyKey(Fields({"key": text}, "root").data("key")) for text in texts)
