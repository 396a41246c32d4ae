"""The board of the register's reader: pages with gold, every figure, and the cost of a page.

    ./dev evaluate register

Measures our own invented pages (evaluation/register, always) and the five real ones
(../shared/data/register, where that folder is), and writes docs/register-board.md. A page's set
says how it was used: ``holdout`` and those numbered after it were written and scored before any
rule was changed in view of them (those first figures stand in docs/register.md and stay);
``tuned`` pages were in sight throughout. The measures are those of the shared ``score.py``.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from entraide.adapters.register.vocabulary import load_vocabulary
from entraide.register.encoding import encode_reading
from entraide.register.reading.reader import Request, read_page
from entraide.register.reading.text import fold
from entraide.register.reading.vocabulary import LANGUAGES, Vocabulary
from evaluation.kept import GATES, table

__all__ = ["BOARD", "GATES", "OWN", "SHARED", "Figures", "kept", "measure", "sets"]

ROOT: Final = Path(__file__).resolve().parent.parent
OWN: Final = ROOT / "evaluation" / "register"
SHARED: Final = ROOT.parent / "shared" / "data" / "register"
BOARD: Final = ROOT / "docs" / "register-board.md"

_STRONG_KINDS: Final = frozenset({"multilateral", "visit", "trilateral"})
_Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one set: what gold has, what was found, what was right."""

    name: str
    pages: int
    counts: Counter[str]
    milliseconds: float

    def f1(self, what: str) -> float:
        """Return 2PR/(P+R) of a figure; 1 where there is nothing and nothing was found."""
        gold, found, hit = (self.counts[f"{what}_{one}"] for one in ("gold", "found", "hit"))
        return 2 * hit / (gold + found) if gold + found else 1.0


def sets() -> Iterator[tuple[str, list[tuple[Path, dict[str, Any]]]]]:
    """Yield each set's name with its pages and their gold, the earliest first."""
    own = _golds(OWN)
    for name in sorted({each[1]["set"] for each in own}, key=_age):
        yield name, [each for each in own if each[1]["set"] == name]
    if SHARED.is_dir():
        yield "five real pages", _golds(SHARED)


def kept() -> list[tuple[Path, dict[str, Any]]]:
    """Return the pages kept back, with their gold: no rule and no weight knows of them."""
    return _golds(OWN / "kept")


def _age(name: str) -> tuple[int, int, str]:
    """Return where a set stands in time: ``tuned``, ``holdout``, then those with a number."""
    number = name.removeprefix("holdout")
    return int(name != "tuned"), int(number) if number.isdigit() else 0, name


def _golds(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    golds = [
        json.loads(path.read_text("utf-8")) for path in sorted((folder / "gold").glob("*.json"))
    ]
    return [(folder / "pages" / gold["document"]["file"], gold) for gold in golds]


def measure(
    name: str, pages: Sequence[tuple[Path, dict[str, Any]]], vocabulary: Vocabulary
) -> Figures:
    """Read the pages of a set and count; time is the process's own."""
    counts: Counter[str] = Counter()
    spent = 0.0
    for path, gold in pages:
        content = path.read_bytes()
        text = content.decode("utf-8")
        digest = hashlib.sha256(content).hexdigest()
        started = time.process_time()
        reading = read_page(Request(text=text, sha256=digest), vocabulary)
        spent += time.process_time() - started
        _count(counts, gold, encode_reading(reading), text)
    return Figures(name, len(pages), counts, 1_000 * spent / max(1, len(pages)))


def _count(counts: Counter[str], gold: _Event, found: _Event, text: str) -> None:
    one, other = (range(each["body"]["start"], each["body"]["end"]) for each in (gold, found))
    both = range(max(one.start, other.start), min(one.stop, other.stop))
    counts.update(body_gold=len(one), body_found=len(other), body_hit=len(both))
    quotes = list(_quotes([found["engagements"], found["conflicts"]]))
    counts.update(
        quotes=len(quotes), exact=sum(text[q["start"] : q["end"]] == q["text"] for q in quotes)
    )
    required = [each for each in gold["engagements"] if each.get("required")]
    optional = [
        each
        for each in gold["engagements"]
        if not each.get("required") and each.get("scorable") != "negative"
    ]
    if not required:
        counts.update(negatives=1, clean=not found["engagements"])
    pairs = _paired([*required, *optional], found["engagements"])
    allowed = {at for index, at in pairs.items() if index >= len(required)}
    _count_events(counts, required, found["engagements"], (pairs, allowed))
    counts["raised"] += len(found["conflicts"])


def _count_events(
    counts: Counter[str],
    required: Sequence[_Event],
    found: Sequence[_Event],
    matched: tuple[dict[int, int], set[int]],
) -> None:
    pairs, allowed = matched
    counts["events_gold"] += len(required)
    counts["events_found"] += len(found) - len(allowed)
    for at, event in enumerate(found):
        if at not in allowed:
            for name, values in _facets(event).items():
                counts[f"{name}_found"] += len(values)
    for index, event in enumerate(required):
        for name, values in _facets(event).items():
            counts[f"{name}_gold"] += len(values)
        if index in pairs:
            counts["events_hit"] += 1
            _count_pair(counts, event, found[pairs[index]])


def _count_pair(counts: Counter[str], gold: _Event, found: _Event) -> None:
    mine, theirs = _facets(gold), _facets(found)
    for name in ("partners", "topics", "outcomes", "types"):
        counts[f"{name}_hit"] += len(mine[name] & theirs[name])
    counts["persons_hit"] += sum(
        any(_is_same_person(one, other) for other in theirs["persons"]) for one in mine["persons"]
    )
    dated, own = _days(gold), _days(found)
    if dated:
        counts.update(dated=1, date_exact=dated == own)
    else:
        counts.update(undated=1, invented=own is not None)
    place = (gold.get("place") or {}).get("country")
    if place:
        counts.update(placed=1, place_right=place == (found.get("place") or {}).get("country"))


def _facets(event: _Event) -> dict[str, set[Any]]:
    others = [each for each in event["participants"] if each["side"] != "home"]
    return {
        "partners": {
            each["country"] if len(each["country"] or "") == 2 else _organisation(each["org"])
            for each in others
            if each["org"] or len(each["country"] or "") == 2
        },
        "persons": {
            (each.get("name_in_text") or each["name"], each["name"])
            for each in others
            if each["named"]
        },
        "topics": {each["code"] for each in event["topics"]},
        "outcomes": {(each["type"], each["status"]) for each in event["outcomes"]},
        "types": {each["type"] for each in event["outcomes"]},
    }  # fmt: skip


@cache
def _known_organisations() -> dict[str, str]:
    return load_vocabulary().words("fr", "agency")


def _organisation(name: str) -> str:
    """Return the code of an organisation by whatever name the gold gives it."""
    return fold(_known_organisations().get(fold(name).split(" (")[0], name))


def _days(event: _Event) -> tuple[str, str] | None:
    date = event.get("date")
    return (date["start"], date["end"] or date["start"]) if date else None


def _is_same_person(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two people share a name, as the text has it or in full."""
    return any(_is_same_name(mine, theirs) for mine in one for theirs in other)


def _is_same_name(one: str, other: str) -> bool:
    first, second = set(fold(one or "").split()), set(fold(other or "").split())
    shared = first & second
    return len(shared) > 1 or (bool(shared) and (first <= second or second <= first))


def _paired(gold: Sequence[_Event], found: Sequence[_Event]) -> dict[int, int]:
    """Pair gold with what was found, the most alike first; of two equally alike the first told."""
    scored = sorted(
        (-_likeness(one, other), index, at)
        for index, one in enumerate(gold)
        for at, other in enumerate(found)
    )
    pairs: dict[int, int] = {}
    for unlikeness, index, at in scored:
        if unlikeness < 0 and index not in pairs and at not in pairs.values():
            pairs[index] = at
    return pairs


def _likeness(one: _Event, other: _Event) -> float:
    mine, theirs = _facets(one), _facets(other)
    shared = mine["partners"] & theirs["partners"]
    people = sum(any(_is_same_person(a, b) for b in theirs["persons"]) for a in mine["persons"])
    same_kind = one["kind"] == other["kind"]
    strong = shared or people or (same_kind and one["kind"] in _STRONG_KINDS)
    if not strong and (mine["partners"] or theirs["partners"]):
        return 0.0
    days, own = _days(one), _days(other)
    apart = days and own and (days[1] < own[0] or own[1] < days[0])
    return 2.0 * bool(shared) + 2.0 * people + 0.8 * same_kind + (-2.0 if apart else 0.7)


def _quotes(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for each in value.values():
            yield from _quotes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _quotes(each)


def _line(row: Figures) -> str:
    c = row.counts
    shares = [
        f"{row.f1(name):.3f}"
        for name in ("body", "events", "partners", "persons", "topics", "outcomes")
    ]
    pairs = [
        f"{c['date_exact']}/{c['dated']}",
        str(c["invented"]),
        f"{c['place_right']}/{c['placed']}",
        f"{c['exact']}/{c['quotes']}",
        f"{c['clean']}/{c['negatives']}",
        str(c["raised"]),
    ]
    return f"| {row.name} | {row.pages} | {' | '.join([*shares, *pairs])} |"


_HEAD: Final = """\
# The reader's board

Written by `./dev evaluate register`; F1 of each figure, an outcome right only with its status.
[register.md](register.md) tells what the sets are, and what they scored before anybody looked.

| Set | Pages | Body | Events | Partners | Persons | Topics | Outcomes | Dates exact | Invented | \
Country of place | Quotations exact | Negatives clean | Conflicts raised |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""


_KEPT: Final = """

## Pages kept back

{} pages by authors who had not seen the reader; it has seen none of them, and is not mended for
them.

"""


def main() -> None:
    """Print the board and write it."""
    vocabulary = load_vocabulary()
    for language in LANGUAGES:
        vocabulary.lexicon(language)  # built once for a run, whatever the number of pages
    rows = [measure(name, pages, vocabulary) for name, pages in sets()]
    back = measure("kept back", kept(), vocabulary)
    board = _HEAD + "\n".join(map(_line, rows)) + _KEPT.format(back.pages)
    board += table(back.f1, back.counts)
    BOARD.write_text(board, "utf-8")
    sys.stdout.write(board)
    cost = max(row.milliseconds for row in rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"\n{cost:.0f} ms of CPU a page at most, {peak} MB in all\n")


if __name__ == "__main__":
    main()
