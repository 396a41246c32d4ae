"""Keys that are kept apart from any node: FILE sealed under its passphrase, and FILE.pub beside."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from entraide.adapters.sealing.keyfile import write_atomically, write_secret
from entraide.cli.passphrase import find_passphrase
from entraide.errors import InputError
from entraide.kernel.encoding import to_base64

__all__ = ["ApartKey", "refuse_place", "write_apart"]


@dataclass(frozen=True, slots=True)
class ApartKey:
    """A new key: what it is for, its seed, and its public bytes."""

    purpose: str
    seed: bytes = field(repr=False)
    public: bytes


def refuse_place(file: Path, code: str) -> None:
    """Refuse a file that exists or lies in a node's folder (InputError with this code)."""
    for folder in file.resolve().parents:
        if (folder / "node.toml").is_file():
            raise InputError(code, path=str(file), node=str(folder))
    if file.exists():
        raise InputError("file.exists", path=str(file))


def write_apart(file: Path, key: ApartKey, passphrase_file: Path | None) -> Path:
    """Write FILE and FILE.pub; return the latter."""
    passphrase = find_passphrase(passphrase_file, what=str(file))
    write_secret(file, key.purpose, {"seed": to_base64(key.seed)}, passphrase)
    public = file.with_name(file.name + ".pub")
    write_atomically(public, (to_base64(key.public) + "\n").encode(), mode=0o644)
    return public
