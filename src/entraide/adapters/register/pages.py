"""Pages from files: bytes to text, for plain text, HTML and PDF.

What a file is, its first bytes say, not its name. The digest is always of the file's own bytes;
offsets count the code points of the text that this returns, which is never normalised. HTML and PDF
libraries are loaded when the first such file comes.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from entraide.errors import InputError

__all__ = ["MOST_BYTES", "Media", "PageFile", "read_page_file", "text_of_bytes"]

Media: TypeAlias = Literal["text", "html", "pdf"]

MOST_BYTES: Final = 50_000_000
"""A page is no archive: larger files are refused."""
_PDF: Final = b"%PDF-"
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SNIFFED: Final = 2_048
_TAG: Final = re.compile(
    r"<(script|style|noscript)\b.*?</\1\s*>|<[^>]+>", re.DOTALL | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page's text, its file's bytes and their digest, and what kind of file it was."""

    path: str
    sha256: str
    media: Media
    text: str
    content: bytes


def read_page_file(path: Path) -> PageFile:
    """Return a file as a page; InputError says what is wrong with it."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError("register.file_large", path=str(path), bytes=size, most=MOST_BYTES)
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError("register.file_unreadable", path=str(path), reason=reason) from error
    media, text = text_of_bytes(content, str(path))
    return PageFile(str(path), hashlib.sha256(content).hexdigest(), media, text, content)


def text_of_bytes(content: bytes, path: str) -> tuple[Media, str]:
    """Return what kind of page these bytes are, and their text."""
    if content.startswith(_PDF):
        return "pdf", _pdf(content, path)
    if _HTML.search(content[:_SNIFFED]):
        return "html", _html(_decode(content, path), path)
    return "text", _decode(content, path)


def _decode(content: bytes, path: str) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError("register.file_encoding", path=path)


def _encodings(content: bytes) -> tuple[str, ...]:
    """UTF-16 where a mark says so, else UTF-8, else what the page declares."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    declared = _DECLARED.search(content[:_SNIFFED])
    return ("utf-8", *((declared.group(1).decode("ascii"),) if declared else ()))


def _html(markup: str, path: str) -> str:
    """Return title, date and article as trafilatura finds them; all text where it finds none."""
    import trafilatura  # noqa: PLC0415 - half a second that plain text need not wait for

    found = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False)
    article = getattr(found, "text", None)
    if not article:
        return _plain(markup)
    head = [getattr(found, name, None) for name in ("title", "date")]
    del path
    return "\n\n".join([*(part for part in head if part and part not in article), article])


def _plain(markup: str) -> str:
    from html import unescape  # noqa: PLC0415 - with the rest of HTML

    lines = (unescape(_TAG.sub("\n", markup))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _pdf(content: bytes, path: str) -> str:
    """Return the text of a PDF with its lines joined into paragraphs."""
    from pypdf import PdfReader  # noqa: PLC0415 - only PDF needs it
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - the same

    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("register.pdf_unreadable", path=path) from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise InputError("register.pdf_without_text", path=path)
    return _paragraphs(text)


_ENDED: Final = re.compile(r"[.!?…:؟۔»”\"]\s*$")
_FULL_LINE: Final = 50


def _paragraphs(text: str) -> str:
    """Join the lines of a printed page: a full line without a sentence's end goes on."""
    lines = [line.strip() for line in text.splitlines()]
    joined: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        goes_on = len(before) >= _FULL_LINE and not _ENDED.search(before) and line
        if goes_on and joined:
            joined[-1] += " " + line
        elif line:
            joined.append(line)
    return "\n".join(joined)
