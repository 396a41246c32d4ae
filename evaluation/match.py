"""The board of matching: every labelled set, one threshold, figures that may not fall.

Reads ../shared/data/matching in place and writes docs/matching-board.md. Each set is cut into two
halves by a hash of its first name, to show how much a figure moves; the final weights were set with
both in sight, so neither is a hold-out. Peers are measured beside ours where ``./dev evaluate
peers`` has installed them. False alarms are counted on every twentieth of the 50,000 invented
people, so that the board takes minutes.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from entraide.match import Subject
from entraide.match.pairs import NamePair, Summary, compare_pairs, read_pairs, summarise
from entraide.match.screening import Screening
from entraide.match.tables import Listed, read_listed

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from evaluation.peers import ALGORITHMS, decisions, is_installed

__all__ = [
    "BOARD",
    "DATA",
    "GATES",
    "Row",
    "halves",
    "measure_pairs",
    "measure_screening",
    "measure_screening_by",
    "read_board",
]

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT.parent / "shared" / "data" / "matching"
BOARD: Final = ROOT / "docs" / "matching-board.md"

GATES: Final = {
    "ar_lat.maghreb": 0.95,
    "ar_lat.mashreq_gulf": 0.95,
    "ar_lat.persian_urdu": 0.95,
    "lat_lat.maghreb": 0.95,
    "lat_lat.mashreq_gulf": 0.95,
    "lat_lat.persian_urdu": 0.95,
    "token.russian": 0.92,
    "token.arabic": 0.85,
    "cases_person": 0.80,
    "token.hebrew": 0.0,
    "token.katakana": 0.0,
    "full.korean": 0.0,
    "token.chinese": 0.0,
}
"""The least F1 of each set, each with a precision of at least .90; 0 where only reported."""

LEAST_PRECISION: Final = 0.90
LEAST_FOUND: Final = 0.985
MOST_FALSE: Final = 6.0
MOST_FALSE_BORN: Final = 2.0
EVERY: Final = 20
"""One in so many of the invented people is screened."""


@dataclass(frozen=True, slots=True)
class Row:
    """A set's figures: the whole, half A, half B."""

    name: str
    whole: Summary
    halves: tuple[Summary, Summary]


def measure_pairs(name: str) -> Row:
    """Measure one set of pairs."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        pairs = list(read_pairs(lines))
    one, two = halves(pairs)
    return Row(name, _summary(pairs), (_summary(one), _summary(two)))


def _summary(pairs: Iterable[NamePair]) -> Summary:
    return summarise(compare_pairs(pairs))


def halves(pairs: Sequence[NamePair]) -> tuple[list[NamePair], list[NamePair]]:
    """Cut a set in two so that pairs of one name stay together."""
    cut: tuple[list[NamePair], list[NamePair]] = ([], [])
    for pair in pairs:
        digest = blake2b("".join(pair.left.names).encode(), digest_size=1).digest()
        cut[digest[0] % 2].append(pair)
    return cut


@dataclass(frozen=True, slots=True)
class Screened:
    """The figures of screening: shares of 1, and false alarms per 1,000."""

    found: float
    false: float
    found_born: float
    false_born: float


def measure_screening(every: int = EVERY) -> Screened:
    """Screen the UN names in other spellings and one in ``every`` invented people, both ways."""
    found, false = measure_screening_by(every, born=False)
    return Screened(found, false, *measure_screening_by(every, born=True))


def measure_screening_by(every: int, *, born: bool) -> tuple[float, float]:
    """Return the share found and the false alarms per 1,000, with birth dates or without."""
    with (DATA / "list.csv").open(encoding="utf-8", newline="") as lines:
        screening = Screening(read_listed(lines))
    people = _queries("yente/negatives_us.csv")[every // 4 :: every]
    found = _found(screening, _queries("queries_un.csv"), born=born)
    return found, _false(screening, people, born=born)


def _queries(name: str) -> list[Listed]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(read_listed(lines))


def _without_birth(subject: Subject) -> Subject:
    return Subject(names=subject.names)


def _with_birth(subject: Subject) -> Subject:
    return Subject(names=subject.names, birth_dates=subject.birth_dates)


def _asked(queries: Iterable[Listed], *, born: bool) -> Iterator[Listed]:
    form = _with_birth if born else _without_birth
    return (Listed(query.id, form(query.subject)) for query in queries)


def _found(screening: Screening, queries: Sequence[Listed], *, born: bool) -> float:
    rows = screening.screen_all(_asked(queries, born=born))
    return sum(row.query.id in {hit.id for hit in row.hits} for row in rows) / len(queries)


def _false(screening: Screening, people: Sequence[Listed], *, born: bool) -> float:
    rows = screening.screen_all(_asked(people, born=born))
    return 1000 * sum(bool(row.hits) for row in rows) / len(people)


def peer_f1(algorithm: str, name: str) -> float:
    """Return a peer's F1 on one set."""
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    decided = decisions(algorithm, [(row["name1"], row["name2"]) for row in rows])
    told = [(row["label"] == "1", match) for row, match in zip(rows, decided, strict=True)]
    return 2 * told.count((True, True)) / max(1, sum(one + two for one, two in told))


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _pair_line(row: Row, others: Sequence[str]) -> str:
    gate = GATES[row.name]
    cells = [
        row.name,
        str(row.whole.labelled),
        _percent(row.whole.precision),
        _percent(row.whole.recall),
        _percent(row.whole.f1),
        *(_percent(half.f1) for half in row.halves),
        _percent(gate) if gate else "reported",
        *(_percent(peer_f1(algorithm, row.name)) for algorithm in others),
    ]
    return f"| {' | '.join(cells)} |"


def _pair_head(others: Sequence[str]) -> list[str]:
    heads = ["set", "pairs", "precision", "recall", "F1", "F1 half A", "F1 half B", "gate"]
    heads += [f"F1 {name}" for name in others]
    return [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]


def _screening_lines(screened: Screened) -> list[str]:
    rows = (
        ("found, names alone (%)", _percent(screened.found), f">= {_percent(LEAST_FOUND)}"),
        ("found, with birth dates (%)", _percent(screened.found_born), "reported"),
        ("false alarms per 1,000, names alone", f"{screened.false:.1f}", f"<= {MOST_FALSE:.0f}"),
        (
            "false alarms per 1,000, with birth dates",
            f"{screened.false_born:.1f}",
            f"<= {MOST_FALSE_BORN:.0f}",
        ),
    )
    return [
        "| screening | figure | gate |",
        "|---|---|---|",
        *map("| {0[0]} | {0[1]} | {0[2]} |".format, rows),
    ]


_OPENING: Final = (
    "# The board of matching",
    "",
    "Written by `./dev evaluate match`; percent, one threshold for everything. A test fails when a",
    "figure falls more than a point below this page.",
    "",
)


def read_board() -> dict[str, float]:
    """Return the F1 (0 to 1) of every set on the committed page."""
    rows = (
        line.strip("| \n").split(" | ") for line in BOARD.read_text(encoding="utf-8").splitlines()
    )
    return {cells[0]: float(cells[4]) / 100 for cells in rows if cells[0] in GATES}


def main() -> None:
    """Measure everything, show it as it comes, and write the page."""
    others = ALGORITHMS if is_installed() else ()
    lines = [*_OPENING, *_pair_head(others)]
    _show(lines)
    for name in GATES:
        line = _pair_line(measure_pairs(name), others)
        lines.append(line)
        _show([line])
    rest = ["", *_screening_lines(measure_screening())]
    _show(rest)
    BOARD.parent.mkdir(exist_ok=True)
    BOARD.write_text("\n".join([*lines, *rest]) + "\n", encoding="utf-8")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
