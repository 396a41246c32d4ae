"""Lines of a text file as bytes, each with its number and the offset where the next one begins.

Memory stays constant: a line past ``LINE_LIMIT`` is skipped to its end and only its beginning is
kept. A source starts at any offset that it once gave; the line numbers are the same as if the
whole file had been read. Decoding and meaning are left to the readers above.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import SEEK_CUR
from typing import BinaryIO, Final

from entraide.errors import InputError

__all__ = ["KEPT", "LINE_LIMIT", "Line", "LineSource", "decode_line", "open_lines"]

LINE_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of one line: the longest nested entities that are published stay under 2 MiB."""

KEPT: Final = 4096
"""Bytes kept of a line that is too long, enough to recognise it."""

_BLOCK: Final = 1024 * 1024
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_FOREIGN: Final = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its terminator; ``ended`` is False where the file stops within it."""

    number: int
    data: bytes
    next_offset: int
    ended: bool
    cut: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands in it."""
        return not self.data.strip()


class LineSource:
    """An iterator over lines that takes lines back, for a reader that has to look ahead."""

    def __init__(self, stream: BinaryIO, offset: int, number: int) -> None:
        """Read on from ``offset``, where line ``number`` begins."""
        self._stream = stream
        self._offset = offset
        self._number = number
        self._returned: deque[Line] = deque()

    def __iter__(self) -> Iterator[Line]:
        """Return itself."""
        return self

    def __next__(self) -> Line:
        """Return the next line."""
        if self._returned:
            return self._returned.popleft()
        data = self._stream.readline(LINE_LIMIT + 1)
        if not data:
            raise StopIteration
        cut = len(data) > LINE_LIMIT
        length, ended = self._skip(data) if cut else (len(data), data.endswith(b"\n"))
        self._offset += length
        line = Line(self._number, data[:KEPT] if cut else data, self._offset, ended, cut)
        self._number += 1
        return line

    def give_back(self, lines: Iterable[Line]) -> None:
        """Return lines that were read too far, in their order."""
        self._returned.extendleft(reversed(tuple(lines)))

    def _skip(self, data: bytes) -> tuple[int, bool]:
        length = len(data)
        while data and not data.endswith(b"\n"):
            data = self._stream.readline(_BLOCK)
            length += len(data)
        return length, data.endswith(b"\n")


def open_lines(stream: BinaryIO, start_offset: int) -> LineSource:
    """Return the lines from an offset on; InputError where no line begins there or it is no text.

    A UTF-8 byte order mark is skipped; what looks like UTF-16 or a compressed file is refused.
    """
    head = stream.read(8)
    for signature, name in _FOREIGN.items():
        if head.startswith(signature):
            raise InputError("records.not_text", found=name)
    offset = start_offset
    if offset == 0 and head.startswith(_UTF8_MARK):
        offset = len(_UTF8_MARK)
    number = 1 + _count_lines(stream, start_offset)
    stream.seek(offset)
    return LineSource(stream, offset, number)


def decode_line(line: Line) -> str:
    """Return the line's text; InputError where it is too long, holds NUL or is not UTF-8."""
    if line.cut:
        raise InputError("records.line_too_long", limit=LINE_LIMIT)
    if b"\0" in line.data:
        raise InputError("records.nul")
    try:
        return line.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("records.not_utf8", position=error.start) from error


def _count_lines(stream: BinaryIO, offset: int) -> int:
    stream.seek(0)
    left, lines, last = offset, 0, b"\n"
    while left > 0:
        block = stream.read(min(left, _BLOCK))
        if not block:
            raise InputError("records.bad_offset", offset=offset)
        left, lines, last = left - len(block), lines + block.count(b"\n"), block[-1:]
    if offset < 0 or (last != b"\n" and _goes_on(stream)):
        raise InputError("records.bad_offset", offset=offset)
    return lines


def _goes_on(stream: BinaryIO) -> bool:
    more = bool(stream.read(1))
    if more:
        stream.seek(-1, SEEK_CUR)
    return more
