"""Where a passphrase comes from: a file, a systemd credential, or a person at a terminal.

Never the command line itself and never a variable's value: both can be read by other processes.
"""

from __future__ import annotations

import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Final

from entraide.errors import ConfigError
from entraide.vocabulary.language import mark, translate

__all__ = ["find_passphrase"]

_CREDENTIAL: Final = "entraide-passphrase"
_MAX_BYTES: Final = 4_096


def find_passphrase(*files: Path | None, what: str) -> str:
    """Return the passphrase from the first file given, else systemd's credential, else a prompt.

    ConfigError where the file cannot be read or nobody is there to ask.
    """
    for file in files:
        if file is not None:
            return _read(file)
    folder = os.environ.get("CREDENTIALS_DIRECTORY")  # noqa: TID251 - systemd's own interface
    if folder and (Path(folder) / _CREDENTIAL).is_file():
        return _read(Path(folder) / _CREDENTIAL)
    if sys.stdin.isatty():
        return getpass(f"{translate(mark('Passphrase of {what}'), what=what)}: ")
    raise ConfigError("passphrase.missing", what=what)


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            text = stream.read(_MAX_BYTES).decode("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("passphrase.unreadable", path=str(file)) from error
    if not text:
        raise ConfigError("passphrase.empty", path=str(file))
    return text
