"""Agreements: the list, one text article by article, two texts compared, and what one lets pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from entraide.agreements.agreement import Agreement, to_json
from entraide.agreements.comparison import compare_agreements
from entraide.agreements.provisions import Part, key_of, provisions_of
from entraide.agreements.signing import decode_signed
from entraide.agreements.terms import Form
from entraide.console.listing import Listing
from entraide.console.provisions import provision_said
from entraide.console.visit import View, Visit
from entraide.kernel.canonical import Json
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.language import mark
from entraide.vocabulary.offences import OFFENCES
from entraide.vocabulary.purposes import PURPOSES
from entraide.wording.provision_words import meaning_at, provision_word, within

__all__ = ["show_agreement", "show_agreements", "show_comparison", "show_offered"]

_COLUMNS: Final = (
    ("agreement", mark("Memorandum")),
    ("parties", mark("Parties")),
    ("state", mark("State")),
    ("starts", mark("In force from")),
    ("expires", mark("Expires")),
    ("review_by", mark("Review by")),
    ("digest", mark("Digest")),
)
_ARTICLES: Final = (
    ("article", mark("Article")),
    ("meaning", mark("Meaning")),
    ("value", mark("Text")),
)
_DIFFERENCES: Final = (
    ("article", mark("Article")),
    ("path", mark("Place")),
    ("meaning", mark("Meaning")),
    ("before", mark("Before")),
    ("after", mark("After")),
)


async def show_agreements(visit: Visit) -> View:
    """Return every memorandum that the node holds; ``state`` and ``partner`` filter."""
    held = (await visit.read("agreement.list"))["agreements"]
    chosen = {"state": visit.asked("state"), "partner": visit.asked("partner")}
    rows = [
        row
        for row in held
        if (not chosen["state"] or row["state"] == chosen["state"])
        and (not chosen["partner"] or chosen["partner"] in row["parties"])
    ]
    return View(
        template="agreements",
        title=mark("Agreements"),
        data={"agreements": rows},
        listing=Listing(_COLUMNS, rows),
        values={
            "rows": rows,
            "held": held,
            "chosen": chosen,
            "states": sorted({row["state"] for row in held}),
            "partners": sorted({party for row in held for party in row["parties"]}),
            "offered": visit.console.offered.payloads,
        },
    )


async def show_agreement(visit: Visit) -> View:
    """Return a memorandum article by article, and what it lets pass where that is asked."""
    named = visit.request.path_params["agreement"]
    shown = await visit.read("agreement.show", agreement=named)
    text: Any = to_json(decode_signed(shown["signed"].encode()).agreement)
    articles = list(_articles(Agreement, "", text))
    simulated = await _simulated(visit, shown["digest"])
    return View(
        template="agreement",
        title=mark("Memorandum"),
        data={**shown, "simulated": simulated},
        listing=Listing(_ARTICLES, articles),
        values={
            "shown": shown,
            "articles": articles,
            "simulated": simulated,
            "chosen": {name: visit.asked(name) for name in (*_TRIED, "name", "born", "urgent")},
            "categories": CATEGORIES.choices,
            "ticked": visit.asked_all("category") or ("names",),
            "forms": [form.value for form in Form],
            "purposes": PURPOSES.choices,
            "offences": OFFENCES.choices,
        },
    )


async def show_comparison(visit: Visit) -> View:
    """Return every difference of two texts that the node holds, article by article."""
    names = (visit.asked("before"), visit.asked("after"))
    texts = [await visit.read("agreement.show", agreement=name) for name in names]
    before, after = (decode_signed(each["signed"].encode()).agreement for each in texts)
    rows = _differences(before, after)
    return View(
        template="comparison",
        title=mark("Two texts compared"),
        data={"differences": rows},
        listing=Listing(_DIFFERENCES, rows),
        values={"rows": _in_words(before, after), "texts": texts},
    )


async def show_offered(visit: Visit) -> View:
    """Return what a file says that was brought to be signed: lacking signatures, what is new."""
    payload = visit.request.path_params["payload"]
    signed = visit.console.offered.find(payload)
    told = await visit.read("agreement.preview", signed=signed)
    agreement = decode_signed(signed.strip().encode()).agreement
    held = (await visit.read("agreement.list"))["agreements"]
    before = next((row for row in held if row["agreement"] == told["agreement"]), None)
    text: Any = to_json(agreement)
    articles = list(_articles(Agreement, "", text))
    return View(
        template="offered",
        title=mark("A memorandum to be signed for"),
        data=told,
        listing=Listing(_ARTICLES, articles),
        values={
            "told": told,
            "signed": signed,
            "before": before,
            "differences": await _against(visit, before, agreement),
            "articles": articles,
            "signers": [each.officer for each in visit.console.pending.about("signed", signed)],
        },
    )


async def _against(visit: Visit, before: Any, agreement: Agreement) -> list[dict[str, Any]]:
    if before is None:
        return []
    shown = await visit.read("agreement.show", agreement=before["digest"])
    return _in_words(decode_signed(shown["signed"].encode()).agreement, agreement)


def _in_words(before: Agreement, after: Agreement) -> list[dict[str, Any]]:
    """Return the differences as people read them: codes in words, as on the memorandum's page."""
    return [
        {
            **row,
            "about": meaning_at(one.path, one.meaning),
            "of": within(one.path, one.shape),
            "before": provision_said(one.shape, one.before),
            "after": provision_said(one.shape, one.after),
        }
        for row, one in zip(
            _differences(before, after), compare_agreements(before, after), strict=True
        )
    ]


def _differences(before: Agreement, after: Agreement) -> list[dict[str, Any]]:
    return [
        {
            "article": one.article,
            "path": one.path,
            "meaning": one.meaning,
            "before": _plain(one.before),
            "after": _plain(one.after),
        }
        for one in compare_agreements(before, after)
    ]


_TRIED: Final = ("asker", "holder", "form", "purpose", "offence")
_LISTED: Final = ("category", "name", "born")


async def _simulated(visit: Visit, digest: str) -> Any:
    """Try the question in the address; nothing where none is asked or the role may not."""
    if not visit.asked("simulate") or not visit.may("agreement.simulate"):
        return None
    wanted: dict[str, Any] = {name: visit.asked(name) for name in _TRIED if visit.asked(name)}
    wanted |= {name: list(visit.asked_all(name)) for name in _LISTED if visit.asked_all(name)}
    wanted |= {"urgent": True} if visit.asked("urgent") else {}
    return await visit.read("agreement.simulate", agreement=digest, **wanted)


def _articles(kind: type[Any], article: str, value: Mapping[str, Json]) -> Iterator[dict[str, Any]]:
    """Yield every provision that stands in the text: its number, meaning and content."""
    for name, one in provisions_of(kind):
        held = value.get(key_of(name))
        about = {"meaning": one.meaning, "about": provision_word(name, one.meaning)}
        row = {"article": one.article or article, **about}
        if isinstance(one.shape, Part) and isinstance(held, Mapping):
            if one.meaning:
                yield {**row, "value": ""}
            yield from _articles(one.shape.kind, row["article"], held)
        elif held not in (None, [], ""):
            yield {**row, "value": _plain(held), "said": provision_said(one.shape, held)}


def _plain(value: Json) -> str:
    """Return a provision's content as one line."""
    if isinstance(value, list | tuple):
        return "; ".join(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    return "–" if value is None else str(value)
