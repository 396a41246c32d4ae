"""Officers' private keys: made, sealed in the folder, opened to sign.

A key is sealed under the officer's own passphrase where one is given, else under the node's; it
signs orders and approvals and never leaves the folder. A command that gives an order to a running
node needs this and nothing else of the node, so nothing else of it is loaded here.
"""

from __future__ import annotations

import re
from typing import Final

from entraide.adapters.files.folder import Folder
from entraide.adapters.sealing.keyfile import read_secret, write_secret
from entraide.errors import InputError
from entraide.kernel.encoding import Fields, to_base64
from entraide.kernel.keys import SigningKey

__all__ = ["check_name", "make_key", "unlock_key"]

_NAME: Final = re.compile(r"[^\W_](?:[\w .'’-]{0,62}[^\W_])?")
_PURPOSE: Final = "officer key"


def make_key(folder: Folder, name: str, passphrase: str) -> SigningKey:
    """Make an officer's key and seal it; InputError for a bad name or one that has a key."""
    path = folder.officers / f"{check_name(name)}.key"
    if path.exists():
        raise InputError("officer.exists", officer=name)
    key = SigningKey.generate()
    write_secret(path, _PURPOSE, {"officer": name, "seed": to_base64(key.seed)}, passphrase)
    return key


def unlock_key(folder: Folder, name: str, passphrase: str) -> SigningKey:
    """Open an officer's key; TrustError where the passphrase is wrong."""
    path = folder.officers / f"{check_name(name)}.key"
    if not path.exists():
        raise InputError("officer.unknown", officer=name)
    fields = Fields(read_secret(path, _PURPOSE, passphrase), "officer key")
    return SigningKey(fields.data("seed"))


def check_name(name: str) -> str:
    """Return a name that is safe as a file's name; InputError if it is not."""
    if not _NAME.fullmatch(name):
        raise InputError("officer.bad_name", officer=name)
    return name
