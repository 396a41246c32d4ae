"""Pages from files: HTML, PDF, text; a long run goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entraide.adapters.register.pages import read_page_file
from entraide.adapters.register.readings import ReadingsFile
from entraide.cli.main import app
from entraide.errors import InputError
from tests.unit.register.pages import TUNIS, read


def html_page() -> bytes:
    """Return the page of Tunis as a site would serve it."""
    lines = [line for line in TUNIS.splitlines() if line]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines[2:])
    menu = "<nav><a href='/'>Accueil</a> <a href='/sport'>Sport</a></nav>"
    page = (
        f"<!doctype html><html><head><title>x</title><meta name='date' content='2025-05-14'></head>"
        f"<body>{menu}<article><h1>{lines[0]}</h1>{paragraphs}</article></body></html>"
    )
    return page.encode()


def _pdf(text: str) -> bytes:
    """A PDF of one page with a text of Latin letters, in lines of 90 characters."""
    words, lines = text.split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 90:
            lines.append("")
        lines[-1] += word + " "
    shown = b"".join(
        b"(%s) Tj T* " % line.replace("(", "[").replace(")", "]").encode("cp1252") for line in lines
    )
    stream = b"BT /F1 10 Tf 12 TL 40 700 Td " + shown + b"ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + tail % (len(objects) + 1, len(out))


@pytest.mark.parametrize("media", ["html", "pdf", "text"])
def test_the_same_meeting_is_read_from_html_pdf_and_text(tmp_path: Path, media: str) -> None:
    body = TUNIS.split("\n\n", 2)[2].replace("\n\n", " ")
    content = {"html": html_page(), "pdf": _pdf(body), "text": TUNIS.encode()}[media]
    path = tmp_path / "page"
    path.write_bytes(content)
    page = read_page_file(path)
    assert page.media == media
    (found,) = read(page.text).engagements
    assert {each.country for each in found.participants} == {"TN", "MT"}
    assert {each.type for each in found.outcomes} == {"joint_teams", "liaison_officers"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.4\nbroken", "pdf_unreadable"), (b"caf\xe9 \xff\xfe\xfa", "file_encoding")],
)
def test_a_file_that_is_damaged_is_named(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "page"
    path.write_bytes(content)
    with pytest.raises(InputError, match=code):
        read_page_file(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="file_unreadable"):
        read_page_file(tmp_path / "none")


def _run(*words: object) -> None:
    app([str(word) for word in words], exit_on_error=False, result_action="return_value")


def test_a_run_that_was_cut_off_goes_on_and_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, out = tmp_path / "pages", tmp_path / "out.jsonl"
    pages.mkdir()
    for number in range(3):
        (pages / f"{number}.txt").write_text(TUNIS, "utf-8")
    _run("register", "read", pages, "--out", out)
    whole = out.read_bytes()
    lines = whole.splitlines(keepends=True)
    out.write_bytes(lines[0] + lines[1][:50])
    _run("register", "read", pages, "--out", out)
    assert out.read_bytes() == whole
    assert "2" in capsys.readouterr().out


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xff\xff")
    (tmp_path / "b.txt").write_text(TUNIS, "utf-8")
    with pytest.raises(InputError, match="pages_unread"):
        _run("register", "read", tmp_path, "--output", "json")
    shown = capsys.readouterr()
    assert "a.txt" in shown.err
    assert json.loads(shown.out)["engagements"][0]["kind"] == "bilateral"


def test_a_file_that_holds_no_readings_is_not_written_to(tmp_path: Path) -> None:
    out = tmp_path / "notes.txt"
    out.write_text("keep me\n", "utf-8")
    with pytest.raises(InputError, match="readings_malformed"), ReadingsFile(out):
        pass  # opening alone is refused
    assert out.read_text("utf-8") == "keep me\n"


def test_an_unknown_language_model_is_refused_and_none_runs_by_default(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(TUNIS, "utf-8")
    with pytest.raises(InputError, match="proposer_unknown"):
        _run("register", "read", path, "--propose", "nothing-installed")


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="language_unknown"):
        _run("register", "read", tmp_path, "--language", "tlh")
