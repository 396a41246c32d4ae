"""The register as a folder: documents as they were, what the reader found, what persons said.

    documents/<sha256>        the bytes of a page, never changed
    texts/<sha256>.txt        its text, in which offsets of evidence count code points
    sources/<sha256>.json     where it came from
    readings/<sha256>.json    what the reader found; written anew by every run
    judgements.jsonl          what persons said, a line each; only ever appended to

A document is named by its SHA-256, so that the same page read twice is one. Each file is written
whole or not at all, and a judgement is synced before the next question is asked. A line that was
cut by a crash is told, not skipped in silence.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.errors import InputError, StoreError
from entraide.register.encoding import decode_reading, encode_reading
from entraide.register.model import Reading
from entraide.register.review import Judgement, Reviewed, apply, decode_judgement, encode_judgement

__all__ = ["RegisterFolder"]

_LEAST_PREFIX: Final = 6


@dataclass(frozen=True, slots=True)
class RegisterFolder:
    """A register on disk; ``create`` makes one, every other call needs it to be there."""

    path: Path

    def create(self) -> None:
        """Make the folder where there is none."""
        for part in ("documents", "texts", "sources", "readings"):
            (self.path / part).mkdir(parents=True, exist_ok=True)

    def check(self) -> None:
        """Refuse a folder that is no register; InputError."""
        if not (self.path / "readings").is_dir():
            raise InputError("register.no_folder", path=str(self.path))

    def keep_document(self, data: bytes, text: str, source: str) -> str:
        """Keep a page's bytes, its text and where it came from; return its SHA-256."""
        name = hashlib.sha256(data).hexdigest()
        write_atomically(self.path / "texts" / f"{name}.txt", text.encode("utf-8", "surrogatepass"))
        if not (self.path / "documents" / name).exists():
            write_atomically(self.path / "documents" / name, data)
        told = json.dumps({"source": source}, ensure_ascii=False).encode()
        write_atomically(self.path / "sources" / f"{name}.json", told)
        return name

    def keep_reading(self, reading: Reading) -> None:
        """Keep what the reader found in a document; it takes the place of an earlier run's."""
        encoded = json.dumps(encode_reading(reading), ensure_ascii=False).encode()
        write_atomically(self.path / "readings" / f"{reading.sha256}.json", encoded)

    def has_reading(self, document: str) -> bool:
        """Tell whether a document was read before."""
        return (self.path / "readings" / f"{document}.json").exists()

    def documents(self) -> tuple[str, ...]:
        """Return the SHA-256 of every document that was read."""
        self.check()
        return tuple(sorted(path.stem for path in (self.path / "readings").glob("*.json")))

    def named(self, prefix: str) -> str:
        """Return the one document whose SHA-256 begins so; InputError where none or many do."""
        found = [name for name in self.documents() if name.startswith(prefix)]
        if len(found) != 1 or len(prefix) < _LEAST_PREFIX:
            raise InputError("register.no_document", document=prefix, count=len(found))
        return found[0]

    def text(self, document: str) -> str:
        """Return a document's text; empty where only its reading was kept."""
        path = self.path / "texts" / f"{document}.txt"
        return path.read_bytes().decode("utf-8", "surrogatepass") if path.exists() else ""

    def source(self, document: str) -> str:
        """Return where a document came from, as it was told; empty where nobody told."""
        path = self.path / "sources" / f"{document}.json"
        return str(_json(path.read_bytes(), path).get("source", "")) if path.exists() else ""

    def reading(self, document: str) -> Reading:
        """Return what the reader found in a document; StoreError where the file is damaged."""
        path = self.path / "readings" / f"{document}.json"
        return decode_reading(_json(path.read_bytes(), path))

    def readings(self) -> Iterator[Reading]:
        """Yield every reading, in the order of the documents' names."""
        return (self.reading(document) for document in self.documents())

    def reviewed(self) -> Iterator[Reviewed]:
        """Yield every reading with what persons said of it."""
        judgements = self.judgements()
        return (apply(reading, judgements) for reading in self.readings())

    def judgements(self) -> tuple[Judgement, ...]:
        """Return every judgement in the order given; StoreError with its line where one is cut."""
        path = self.path / "judgements.jsonl"
        if not path.exists():
            return ()
        return tuple(
            decode_judgement(_json(line, path, number))
            for number, line in enumerate(path.read_bytes().splitlines(), start=1)
            if line.strip()
        )

    def add_judgement(self, judgement: Judgement) -> None:
        """Append a judgement; it is durable when this returns."""
        line = json.dumps(encode_judgement(judgement), ensure_ascii=False).encode() + b"\n"
        path = self.path / "judgements.jsonl"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def _json(data: bytes, path: Path, line: int = 1) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise StoreError("register.damaged", path=str(path), line=line) from error
    if not isinstance(value, dict):
        raise StoreError("register.damaged", path=str(path), line=line)
    return value
