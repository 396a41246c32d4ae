"""A page of the register: its text with the evidence marked in it, and each fact to be judged.

The text is cut where quotations begin and end, so that overlapping ones are all seen; offsets count
the code points of the text as it was kept. A fact that is chosen in the address stands out, with
what a person can say of it. It runs in the direction of its own language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.pages import RIGHT_TO_LEFT
from entraide.console.screens.register import country
from entraide.console.visit import View, Visit
from entraide.register.codes import KINDS, OUTCOMES, STATUSES, TOPICS
from entraide.register.labels import label
from entraide.vocabulary.language import harmless, mark, translate

__all__ = ["show_page"]

_FACTS: Final = (
    ("fact", mark("Fact")),
    ("shown", mark("Value")),
    ("basis", mark("Basis")),
    ("verdict", mark("Judged")),
    ("by", mark("By")),
    ("sentence", mark("Sentence")),
)
_FIELDS: Final = {
    "kind": mark("What"),
    "name": mark("Name"),
    "date": mark("When"),
    "place": mark("Where"),
    "participant": mark("Who"),
    "topic": mark("About"),
    "outcome": mark("Outcome"),
}
_PARTS: Final = ("name", "role", "org", "country", "side")
_KNOWN: Final = {"kind": tuple(KINDS), "topic": TOPICS}


async def show_page(visit: Visit) -> View:
    """Return a document with its facts; ``fact`` in the address chooses one."""
    shown = await visit.read("register.show", document=visit.request.path_params["document"])
    facts = [_fact(each) for each in shown["facts_found"]]
    chosen = next((each for each in facts if each["fact"] == visit.asked("fact")), None)
    spans = _spans(facts, shown["contradictions"])
    focus = {(each["start"], each["end"]) for each in chosen["evidence"]} if chosen else set()
    return View(
        template="register_page",
        title=mark("Page of the register"),
        data={name: value for name, value in shown.items() if name != "zones"},
        listing=Listing(_FACTS, facts),
        values={
            "shown": shown,
            "engagements": list(_grouped(shown, facts)),
            "chosen": chosen,
            "pieces": list(_pieces(shown["text"], spans, focus)),
            "direction_of_text": "rtl" if shown["language"] in RIGHT_TO_LEFT else "ltr",
            "fields": _FIELDS,
            "known": _KNOWN,
            "outcomes": OUTCOMES,
            "statuses": tuple(STATUSES),
            "label": label,
            "shown_value": _shown,
        },
    )


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **fact,
        "shown": _shown(fact["field"], fact["value"]),
        "typed": _typed(fact["field"], fact["value"]),
        "sentence": " … ".join(" ".join(each["text"].split()) for each in fact["evidence"]),
        "at": fact["evidence"][0]["start"] if fact["evidence"] else None,
        "judged_at": fact["at"],
    }


def _grouped(shown: Mapping[str, Any], facts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each engagement with its facts, and those that a person rejected."""
    for name, kind in shown["kinds"].items():
        yield {
            "id": name,
            "kind": label(kind),
            "facts": [each for each in facts if each["engagement"] == name],
            "rejected": [
                {**each, "shown": _shown(each["field"], each["value"])}
                for each in shown["rejected"]
                if each["engagement"] == name
            ],
        }


def _shown(field: str, value: Any) -> str:
    """Return a value in words."""
    if isinstance(value, str):
        return label(value)
    if field == "date":
        return _date(value)
    if field == "outcome":
        parties = f" ({', '.join(value['parties'])})" if value.get("parties") else ""
        return f"{label(value['type'])}: {label(value['status'])}{parties}"
    if field == "place":
        return ", ".join(filter(None, (value["city"], country(value["country"] or ""))))
    if field == "participant":
        return ", ".join(str(value[name]) for name in _PARTS[:-1] if value.get(name))
    return label(str(value.get("code", "")))


def _date(value: Mapping[str, Any]) -> str:
    """Return a date no more precise than it is known."""
    short = {"day": value["start"], "month": value["start"][:7], "year": value["start"][:4]}
    span = f"{value['start']} – {value['end']}"
    if value["precision"] == "within_range":
        return translate(mark("some day of {span}"), span=span)
    return str(short.get(value["precision"], span))


def _typed(field: str, value: Any) -> str:
    """Return a value as a reviewer types it, to be put right."""
    if isinstance(value, str):
        return value
    if field == "date":
        short = {"month": value["start"][:7], "year": value["start"][:4], "day": value["start"]}
        return str(short.get(value["precision"], f"{value['start']}/{value['end']}"))
    if field == "place":
        return ", ".join(filter(None, (value["city"], value["country"])))
    if field == "participant":
        return ", ".join(f"{name}={value[name]}" for name in _PARTS if value.get(name))
    if field == "outcome":
        return f"{value['type']} {value['status']}"
    return str(value.get("code", ""))


def _spans(
    facts: list[dict[str, Any]], contradictions: list[dict[str, Any]]
) -> list[tuple[int, int, str]]:
    """Return every quotation as start, end and what it carries: a basis, or a contradiction."""
    found = [(each["start"], each["end"], fact["basis"])
             for fact in facts for each in fact["evidence"]]  # fmt: skip
    against = [(each["start"], each["end"], "conflict")
               for one in contradictions for each in one["evidence"]]  # fmt: skip
    return [*found, *against]


def _pieces(
    text: str, spans: list[tuple[int, int, str]], focus: set[tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    """Yield the text in pieces: what each carries, whether it is chosen, where it begins."""
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    cuts = [at for at in cuts if 0 <= at <= len(text)]
    for start, end in pairwise(cuts):
        over = [each for each in spans if each[0] <= start and end <= each[1]]
        yield {
            "text": harmless(text[start:end]).encode("utf-8", "replace").decode(),
            "at": start,
            "carries": sorted({each[2] for each in over}),
            "chosen": any((each[0], each[1]) in focus for each in over),
        }
