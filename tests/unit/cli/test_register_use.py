"""The register at the command line: pages kept, judged, told; what a person said survives."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from entraide.adapters.register.folder import RegisterFolder
from entraide.cli.main import main
from entraide.errors import StoreError

PAGES = Path(__file__).parents[3] / "evaluation" / "register" / "pages"


@pytest.fixture(scope="module")
def pages() -> tuple[Path, ...]:
    return tuple(sorted(PAGES.glob("fr*")))[:3]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    arguments = ["entraide", "register", *map(str, words)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as ended:
            main()
    shown = capsys.readouterr()
    return int(ended.value.code or 0), shown.out, shown.err


def result(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    code, out, err = run(capsys, *words, "--output", "json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def register(tmp_path: Path, pages: tuple[Path, ...], capsys: pytest.CaptureFixture[str]) -> Path:
    place = tmp_path / "register"
    assert result(capsys, "keep", *pages, "--register", place)["read"] == len(pages)
    return place


def test_a_page_is_kept_once_with_its_bytes_and_read_again_only_when_asked(
    register: Path, pages: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    again = result(capsys, "keep", *pages, "--register", register)
    assert again == {"read": 0, "before": len(pages), "failed": 0}
    folder = RegisterFolder(register)
    kept = {(register / "documents" / name).read_bytes() for name in folder.documents()}
    assert kept == {page.read_bytes() for page in pages}


def test_an_unreadable_page_is_named_and_the_others_are_kept(
    tmp_path: Path, pages: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing else")
    code, _, err = run(capsys, "keep", broken, pages[0], "--register", tmp_path / "r")
    assert code == 3
    assert "broken.pdf" in err
    assert len(RegisterFolder(tmp_path / "r").documents()) == 1


def test_a_correction_survives_reading_again_and_measures_the_reader(
    register: Path, pages: tuple[Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    facts = result(capsys, "review", "--by", "Amina", "--register", register)["facts"]
    dated = next(each for each in facts if each["fact"].endswith(".date"))
    code, _, err = run(
        capsys, "review", _whole(register, dated["document"]), "--by", "Amina",
        "--fact", dated["fact"], "--correct", "1999-12-31", "--register", register,
    )  # fmt: skip
    assert code == 0, err
    result(capsys, "keep", *pages, "--again", "--register", register)
    entries = result(capsys, "timeline", "--year", 1999, "--register", register)["entries"]
    assert [each["date"]["basis"] for each in entries] == ["human"]
    figures = result(capsys, "status", "--register", register)
    assert (figures["facts_judged"], figures["facts_right"]) == (1, 0)


def _whole(register: Path, prefix: str) -> str:
    return RegisterFolder(register).named(prefix)


@pytest.mark.parametrize(
    "words",
    [("--fact", "e99.date", "--accept"), ("--fact", "e01.date"),
     ("--fact", "e01.kind", "--accept", "--reject"), ("--fact", "e01.kind", "--correct", "party")],
)  # fmt: skip
def test_an_impossible_judgement_is_refused_and_nothing_is_written(
    register: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    name = RegisterFolder(register).documents()[0]
    code, _, err = run(capsys, "review", name, "--by", "A", *words, "--register", register)
    assert code == 3, err
    assert RegisterFolder(register).judgements() == ()


def test_a_cut_line_of_judgements_is_told_with_its_place(register: Path) -> None:
    (register / "judgements.jsonl").write_bytes(b'{"schema": "entraide-judg')
    with pytest.raises(StoreError) as damaged:
        RegisterFolder(register).judgements()
    assert damaged.value.data["line"] == 1


def test_a_folder_that_is_no_register_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "timeline", "--register", tmp_path)
    assert code == 3
    assert "register keep" in err


def test_a_partner_has_a_card_and_an_unknown_one_is_said_to_be_so(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = result(capsys, "partners", "--register", register)["partners"]
    first = listed[0]["partner"]
    assert result(capsys, "partner", first, "--register", register)["partner"] == listed[0]
    assert result(capsys, "partner", "ZZ", "--register", register) == {"partner": None}
    code, out, err = run(capsys, "partner", "ZZ", "--register", register)
    assert code == 0, err
    assert "no engagement with ZZ" in out + err


@pytest.mark.parametrize("form", ["csv", "ftm", "graphml", "ics"])
def test_the_register_leaves_in_every_format(
    register: Path, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"out.{form}"
    code, _, err = run(capsys, "export", "--format", form, "--out", out, "--register", register)
    assert code == 0, err
    assert out.stat().st_size > 40


def test_the_report_is_written_in_the_language_asked_for(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = result(capsys, "timeline", "--register", register)["entries"]
    year = next(each["date"]["start"][:4] for each in entries if each["date"])
    out = tmp_path / "report.html"
    code, _, err = run(
        capsys, "report", "--year", year, "--language", "ar", "--out", out, "--register", register
    )
    assert code == 0, err
    assert 'dir="rtl"' in out.read_text("utf-8")
