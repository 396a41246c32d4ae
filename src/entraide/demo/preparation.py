"""The first acts: three bureaus, their people, their trust in each other and their agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.people import write_people
from entraide.demo.telling import Telling
from entraide.vocabulary.language import mark

__all__ = ["agree", "found", "hold_people", "meet", "serve", "three_bureaus"]

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
        _all_at_once(_found, bureaus)
        for each in bureaus:
            tell.say(mark("{city}: node {id}, root key kept apart, officer {officer}"),
                     city=each.city, id=each.id, officer=each.officer)  # fmt: skip


def hold_people(tell: Telling, bureaus: Sequence[Bureau], count: int) -> None:
    """Each bureau imports its invented people."""
    title = mark("{count} invented persons each, in the scripts and spellings of the country")
    with tell.step("records", title, count=f"{count:,}"):

        def hold(bureau: Bureau) -> dict[str, Any]:
            write_people(bureau.people, bureau.country, count, _SEED)
            options = ("--dataset", "EXERCISE", "--source", "EXERCISE", "--retention", "2031-12-31")
            return bureau.act("records", "import", str(bureau.people), *options)

        for bureau, result in zip(bureaus, _all_at_once(hold, bureaus), strict=True):
            expect(result["added"] == count and not result["rejected"], "import", str(result))
            tell.say(mark("{city} holds {added} records"), city=bureau.city, added=result["added"])
        tell.facts["records"] = count


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

        def pin(bureau: Bureau) -> None:
            for other in bureaus:
                if other is not bureau:
                    digits = prints[other.id]
                    bureau.act("partner", "add", str(other.card), "--fingerprint", digits)

        _all_at_once(pin, bureaus)
        tell.facts["fingerprints"] = prints


def agree(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """The three draft, sign and adopt one memorandum; the first copy travels as a file."""
    with tell.step("agreement", mark("One memorandum of three states, signed by their root keys")):
        text = bureaus[0].stage / "memorandum.yaml"
        signed = text.with_suffix(".signed.json")
        cards = [part for each in bureaus for part in ("--party", str(each.card))]
        draft = (*cards, "--out", str(text))
        bureaus[0].write("agreement", "new", *draft)
        state: dict[str, Any] = {}
        for each in bureaus:
            state = each.run("agreement", "sign", str(text), "--root", str(each.root))
            tell.say(mark("{city} signs: {state}"), city=each.city, state=state["state"])
        expect(state["state"] == "in-force", "the memorandum is in force", str(state))
        first, *others = bureaus
        first.act("agreement", "adopt", str(signed))
        sent = first.act("agreement", "send", state["digest"][:16])
        receipted = [each["result"] for each in sent["deliveries"]]
        expect(receipted == ["receipted"] * len(others), "it is carried", str(sent))
        tell.say(mark("Rabat carries it to the others through the exchange; both receipt it"))
        for each in others:
            held = each.act("agreement", "list")["agreements"]
            expect([one["state"] for one in held] == ["in-force"], "all hold it", str(held))
        tell.facts["agreement"] = {"id": state["agreement"], "digest": state["digest"]}


def _found(bureau: Bureau) -> None:
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
