"""The first acts: three bureaus, their people, their trust in each other and their agreement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.people import write_people
from entraide.demo.telling import Telling
from entraide.vocabulary.language import mark

__all__ = [
    "agree",
    "found",
    "hold",
    "hold_people",
    "make_node",
    "meet",
    "pin_each_other",
    "serve",
    "three_bureaus",
]

_SEED: Final = 20_260_917
_WRONG: Final = "00000 " * 11 + "00000"


def three_bureaus(stage: Path) -> tuple[Bureau, Bureau, Bureau]:
    """Return the bureaus of the tripartite meeting of Madrid: Rabat, Madrid, Berlin."""
    return (
        Bureau(stage=stage, country="MA", name="Bureau de Rabat (EXERCISE)", city="Rabat",
               officer="Amina"),
        Bureau(stage=stage, country="ES", name="Oficina de Madrid (EXERCISE)", city="Madrid",
               officer="Lucia"),
        Bureau(stage=stage, country="DE", name="Stelle Berlin (EXERCISE)", city="Berlin",
               officer="Jonas"),
    )  # fmt: skip


def found(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Each bureau makes its node, its root key apart from it, and its first officer."""
    with tell.step("found", mark("Three bureaus, each with a node of its own and no hub between")):
        _all_at_once(make_node, bureaus)
        for each in bureaus:
            tell.say(mark("{city}: node {id}, root key kept apart, officer {officer}"),
                     city=each.city, id=each.id, officer=each.officer)  # fmt: skip


def hold_people(tell: Telling, bureaus: Sequence[Bureau], count: int) -> None:
    """Each bureau imports its invented people."""
    title = mark("{count} invented persons each, in the scripts and spellings of the country")
    with tell.step("records", title, count=f"{count:,}"):
        for city in _all_at_once(lambda bureau: hold(bureau, count), bureaus):
            tell.say(mark("{city} holds {added} records"), city=city, added=count)
        tell.facts["records"] = count


def hold(bureau: Bureau, count: int) -> str:
    """Import as many invented people as said; return the bureau's city."""
    write_people(bureau.people, bureau.country, count, _SEED)
    options = ("--dataset", "EXERCISE", "--source", "EXERCISE", "--retention", "2031-12-31")
    result = bureau.act("records", "import", str(bureau.people), *options)
    expect(result["added"] == count and not result["rejected"], "import", str(result))
    return bureau.city


def serve(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Start the three processes."""
    with tell.step("start", mark("Three processes of the operating system")):
        _all_at_once(lambda bureau: bureau.start(), bureaus)
        for each in bureaus:
            process = each.process.pid if each.process else 0
            tell.say(mark("{city}: process {process}, partners at port {port} by mutual TLS"),
                     city=each.city, process=process, port=each.partner_port)  # fmt: skip


def meet(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Cards are exchanged; a card is pinned only if the fingerprint compared aloud agrees."""
    with tell.step("trust", mark("Cards are handed over, fingerprints read aloud and compared")):
        prints = {each.id: each.run("node", "card")["fingerprint"] for each in bureaus}
        for each in bureaus:
            tell.say("{city}: {digits}", city=each.city, digits=prints[each.id])
        first, second = bureaus[0], bureaus[1]
        add = ("partner", "add", str(second.card), "--as", first.officer, "--fingerprint")
        code = first.refused(*add, _WRONG)
        expect(code != 0, "a wrong fingerprint is refused", str(code))
        tell.say(mark("A card with another fingerprint is refused (exit code {code})"), code=code)
        pin_each_other(bureaus, prints)
        tell.facts["fingerprints"] = prints


def pin_each_other(bureaus: Sequence[Bureau], prints: Mapping[str, str]) -> None:
    """Pin every bureau's card at every other."""

    def pin(bureau: Bureau) -> None:
        for other in bureaus:
            if other is not bureau:
                bureau.act("partner", "add", str(other.card), "--fingerprint", prints[other.id])

    _all_at_once(pin, bureaus)


def agree(tell: Telling, bureaus: Sequence[Bureau], register: Path | None = None) -> None:
    """The parties draft, sign and adopt one memorandum; the first copy travels as a file.

    With a register's folder the draft has the forms of cooperation that its pages promise, each
    article with the sentences; where they promise nothing between these parties, the usual ones.
    """
    title = mark("One memorandum of {count} states, signed by their root keys")
    name = "-".join(each.country.lower() for each in bureaus)
    with tell.step(f"agreement-{name}", title, count=len(bureaus)):
        text = bureaus[0].stage / f"memorandum-{name}.yaml"
        _draft(tell, bureaus, text, register)
        state: dict[str, Any] = {}
        for each in bureaus:
            state = each.run("agreement", "sign", str(text), "--root", str(each.root))
            tell.say(mark("{city} signs: {state}"), city=each.city, state=state["state"])
        expect(state["state"] == "in-force", "the memorandum is in force", str(state))
        _carry(tell, bureaus, text.with_suffix(".signed.json"), state["digest"])
        tell.facts.setdefault("agreement", {"id": state["agreement"], "digest": state["digest"]})


def _draft(tell: Telling, bureaus: Sequence[Bureau], text: Path, register: Path | None) -> None:
    cards = [part for each in bureaus for part in ("--party", str(each.card))]
    draft = ("agreement", "new", *cards, "--out", str(text))
    if register is None or not bureaus[0].writes(*draft, "--from-promises", str(register)):
        if register is not None:
            tell.say(mark("These pages promise nothing between them: the usual forms are drafted"))
        bureaus[0].write(*draft)
        return
    tell.show("entraide agreement new ... --from-promises register")
    for sentence in _sentences(text):
        tell.say("  {sentence}", sentence=sentence)


def _sentences(text: Path) -> tuple[str, ...]:
    """Return the sentences that stand beside the articles of a draft, as its comments have them."""
    comments = [
        line.strip().removeprefix("#").strip() if line.strip().startswith("#") else ""
        for line in text.read_text(encoding="utf-8").splitlines()
    ]
    runs = (" ".join(run) for key, run in groupby(comments, key=bool) if key)
    found = (one for run in runs for one in re.findall(r"\w+: «[^»]*»", run))
    return tuple(dict.fromkeys(found))


def _carry(tell: Telling, bureaus: Sequence[Bureau], signed: Path, digest: str) -> None:
    first, *others = bureaus
    first.act("agreement", "adopt", str(signed))
    sent = first.act("agreement", "send", digest[:16])
    receipted = [each["result"] for each in sent["deliveries"]]
    expect(receipted == ["receipted"] * len(others), "it is carried", str(sent))
    tell.say(mark("{city} carries it to the others through the exchange; each receipts it"),
             city=first.city)  # fmt: skip
    for each in others:
        held = each.act("agreement", "list")["agreements"]
        expect([one["state"] for one in held] == ["in-force"], "all hold it", str(held))


def make_node(bureau: Bureau) -> None:
    """Make a bureau's node, its root key, its card and its officer."""
    bureau.run(
        "node", "init", str(bureau.folder), "--id", bureau.id, "--country", bureau.country,
        "--name", bureau.name, "--partner-port", str(bureau.partner_port),
        "--staff-port", str(bureau.staff_port), "--exercise",
    )  # fmt: skip
    bureau.run("root", "new", str(bureau.root))
    bureau.run("node", "card", "--root", str(bureau.root), "--out", str(bureau.card))
    bureau.run("officer", "add", bureau.officer, "--role", "duty-officer")


def _all_at_once(work: Callable[[Bureau], Any], bureaus: Iterable[Bureau]) -> list[Any]:
    with ThreadPoolExecutor() as threads:
        return list(threads.map(work, bureaus))
