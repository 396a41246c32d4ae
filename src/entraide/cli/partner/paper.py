"""Papers that several parties sign with their root keys: the minutes of a session, a review.

What such a document holds, and in which order it is verified, is its own module's; here is what the
commands about each of them do alike: it is read, signed, kept, and shown with who has signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.cli.partner.partner import read_text
from entraide.cli.show import print_json, say
from entraide.kernel.key_set import SignedKeySet
from entraide.kernel.keys import SigningKey
from entraide.vocabulary.language import mark

__all__ = ["Paper"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Generic[T]):
    """One kind of document, and how it is told to people."""

    decode: Callable[[bytes], T]
    encode: Callable[[T], bytes]
    verify: Callable[[T], None]
    """Verifies it as far as it is signed."""
    sign_by: Callable[[T, SigningKey], T]
    signatories: Callable[[T], Iterable[SignedKeySet]]
    """The key sets of the parties that sign."""
    missing: Callable[[T], Sequence[str]]
    """The parties that have not signed yet."""
    describe: Callable[[T], dict[str, Any]]
    say_signed: Callable[[T], None]
    """Says that all have signed."""

    def read(self, file: Path) -> T:
        """Read a document and verify it as far as it is signed."""
        document = self.decode(read_text(file).strip().encode())
        self.verify(document)
        return document

    def keep(self, file: Path, document: T) -> None:
        """Write a document; it holds nothing that only its owner may read."""
        write_atomically(file, self.encode(document) + b"\n", mode=0o644)

    def sign(self, file: Path, root: SigningKey, output: str) -> None:
        """Add the signature of a root key to the document in a file."""
        signed = self.sign_by(self.read(file), root)
        self.keep(file, signed)
        if output == "json":
            print_json({"file": str(file), **self.describe(signed)})
            return
        say(mark("Signed: {file}"), file=file)
        self._say_missing(signed)

    def show_signatures(self, file: Path, output: str) -> Sequence[str]:
        """Verify a document, show whose root keys signed it, and return who has not signed."""
        document = self.read(file)
        if output == "json":
            print_json(self.describe(document))
        else:
            for each in self.signatories(document):
                say(mark("{party}: fingerprint {digits}"), party=each.key_set.party,
                    digits=each.key_set.fingerprint)  # fmt: skip
            self._say_missing(document)
        return self.missing(document)

    def _say_missing(self, document: T) -> None:
        missing = self.missing(document)
        if missing:
            say(mark("Not signed yet by {parties}."), parties=", ".join(missing))
        else:
            self.say_signed(document)
