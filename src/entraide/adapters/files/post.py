"""Post files on disk: written whole or not at all, read line by line in constant memory.

``verified_lines`` reads a file twice: first to find its end and verify what is under it, then to
hand out the lines. So nothing of a file that was cut short or changed is ever taken in.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, Self

from entraide.errors import InputError, RemoteProtocolError, StoreError
from entraide.kernel.post_file import (
    MAX_LINE_BYTES,
    Ending,
    Heading,
    Line,
    encode_line,
    parse_line,
)

__all__ = ["PostWriter", "read_heading", "verified_lines"]

_OWNER_ONLY: Final = 0o600
_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class PostWriter:
    """Writes a post file beside its place; ``finish`` puts it there, anything else leaves nothing.

    Use it as a context manager. InputError where the file exists; StoreError where it cannot be
    written.
    """

    def __init__(self, path: Path) -> None:
        """Begin a file."""
        if path.exists():
            raise InputError("file.exists", path=str(path))
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._digest, self._lines = hashlib.sha256(), -1
        try:
            self._stream = os.fdopen(os.open(self._part, _FLAGS, _OWNER_ONLY), "wb")
        except OSError as error:
            raise self._unwritable(error) from error

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind but a finished file."""
        self._stream.close()
        self._part.unlink(missing_ok=True)

    def add(self, line: Line) -> None:
        """Write one line; the first is the heading."""
        data = encode_line(line)
        self._digest.update(data)
        self._lines += 1
        try:
            self._stream.write(data)
        except OSError as error:
            raise self._unwritable(error) from error

    def finish(self, sign: Callable[[int, bytes], Ending]) -> int:
        """Sign, make durable and put in place; return how many lines stand between the ends.

        ``sign`` gets that number and the SHA-256 of everything before the last line.
        """
        try:
            self._stream.write(encode_line(sign(self._lines, self._digest.digest())))
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._part.rename(self._path)
        except OSError as error:
            raise self._unwritable(error) from error
        return self._lines

    def _unwritable(self, error: OSError) -> StoreError:
        reason = str(error.strerror)
        return StoreError("post.unwritable", path=str(self._path), reason=reason)


def read_heading(path: Path) -> Heading:
    """Return the first line of a file; nothing is verified yet."""
    with _opened(path) as stream:
        first = parse_line(_line(stream, path))
    if not isinstance(first, Heading):
        raise RemoteProtocolError("post.malformed")
    return first


def verified_lines(path: Path, verify: Callable[[Ending, bytes], None]) -> Iterator[Line]:
    """Verify a file whole, then yield its lines between the first and the last.

    ``verify`` raises where the signature does not hold over the SHA-256 that it gets.
    RemoteProtocolError where the file is cut short, or is another when it is read again.
    """
    whole = _digest(path, verify)
    digest = hashlib.sha256()
    with _opened(path) as stream:
        for number, data in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b"")):
            line = parse_line(data.rstrip(b"\n"))
            if isinstance(line, Ending):
                if digest.digest() != whole:
                    raise RemoteProtocolError("post.tampered")
                return
            digest.update(data)
            if number:
                yield line


def _digest(path: Path, verify: Callable[[Ending, bytes], None]) -> bytes:
    """Return the SHA-256 that the last line signs, verified."""
    digest, count = hashlib.sha256(), -1
    with _opened(path) as stream:
        while True:
            data = _line(stream, path)
            if b'"signature"' in data and isinstance(line := parse_line(data), Ending):
                break
            digest.update(data + b"\n")
            count += 1
        if stream.read(1) or line.lines != count:
            raise RemoteProtocolError("post.tampered")
    verify(line, digest.digest())
    return digest.digest()


def _line(stream: IO[bytes], path: Path) -> bytes:
    data = stream.readline(MAX_LINE_BYTES + 1)
    if not data.endswith(b"\n"):
        raise RemoteProtocolError("post.cut_short", path=str(path))
    return data[:-1]


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError("file.missing", path=str(path)) from error
