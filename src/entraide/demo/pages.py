"""The acts about the register: pages are read, and in the end what they promised is looked after.

The pages are the user's own, or one invented communiqué. What is shown of them is what they state,
what was counted in them and where they contradict themselves; a promise turns *done* only by what
the node of Rabat holds, and here each one that should, and no other, must.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from entraide.assessment import TRACKED
from entraide.demo.bureau import Bureau
from entraide.demo.checks import expect
from entraide.demo.telling import Telling
from entraide.register.labels import label
from entraide.vocabulary.language import mark, translate

__all__ = ["look_after_promises", "read_pages"]

_HOME: Final = ("--home", "MA")
_SHOWN: Final = 12


def read_pages(tell: Telling, rabat: Bureau, pages: Path | None) -> Path:
    """Keep the pages in a register of Rabat's and tell what they say; return its folder."""
    register = rabat.stage / "register"
    with tell.step("pages", mark("Rabat reads what the ministries published")):
        kept = _keep(rabat, pages, register)
        expect(kept["read"] > 0 and not kept["failed"], "every page is read", str(kept))
        told = rabat.run("register", "timeline", "--register", str(register))
        _tell_meetings(tell, told["entries"])
        conflicts = _conflicts(rabat, pages)
        _tell_contradictions(tell, conflicts)
        tell.facts["pages"] = {
            "read": kept["read"],
            "meetings": len(told["entries"]),
            "contradictions": len(conflicts),
        }
    return register


def look_after_promises(
    tell: Telling, rabat: Bureau, register: Path, kept: Sequence[tuple[str, frozenset[str]]]
) -> None:
    """Compare the promises with what Rabat's node holds.

    ``kept`` says what the story did: kinds of things, and the countries that it was done with.
    """
    with tell.step("promises", mark("Which promises were kept?")):
        tell.show("entraide register promises --with-node")
        tracked = rabat.act("register", "promises", "--with-node", "--register", str(register))[
            "promises"
        ]
        for each in tracked:
            _tell_promise(tell, each)
            should = _should_be_done(each["promise"], kept)
            expect((each["state"] == "done") == should, "done is what was kept", str(each))
        done = sum(each["state"] == "done" for each in tracked)
        tell.say(mark("{done} of {count} promises are kept"), done=done, count=len(tracked))
        tell.facts["promises"] = {"made": len(tracked), "done": done}


def _keep(rabat: Bureau, pages: Path | None, register: Path) -> dict[str, Any]:
    with as_file(_ours()) as own:
        return rabat.run("register", "keep", str(pages or own), "--register", str(register), *_HOME)


def _conflicts(rabat: Bureau, pages: Path | None) -> list[dict[str, Any]]:
    with as_file(_ours()) as own:
        readings = rabat.run_all("register", "read", str(pages or own), *_HOME)
    return [conflict for reading in readings for conflict in reading["conflicts"]]


def _ours() -> Any:
    return files("entraide.demo").joinpath("data", "communique.fr.txt")


def _tell_meetings(tell: Telling, entries: Sequence[dict[str, Any]]) -> None:
    for each in entries[:_SHOWN]:
        outcomes = (
            f"{translate(label(one['type']))}: {translate(label(one['status']))}"
            for one in each["outcomes"]
        )
        tell.say(
            mark("stated: {day}, {city}, with {partners}. {outcomes}"),
            day=(each["date"] or {}).get("start") or "?",
            city=(each["place"] or {}).get("city") or "?",
            partners=", ".join(_partners(each)) or "?",
            outcomes="; ".join(outcomes),
        )
    tell.say(mark("counted: {count} meetings"), count=len(entries))


def _partners(entry: dict[str, Any]) -> list[str]:
    sides = (one for one in entry["participants"] if one["side"] != "home")
    return list(dict.fromkeys(str(one["org"] or one["country"]) for one in sides))


def _tell_contradictions(tell: Telling, conflicts: Sequence[dict[str, Any]]) -> None:
    for each in conflicts[:_SHOWN]:
        quoted = " / ".join(f"« {one['text']} »" for one in each["evidence"])
        tell.say(mark("contradicted: {statement}: {quoted}"),
                 statement=each["statement"], quoted=" ".join(quoted.split()))  # fmt: skip
    if len(conflicts) > _SHOWN:
        tell.say(mark("and {count} more"), count=len(conflicts) - _SHOWN)


def _tell_promise(tell: Telling, tracked: dict[str, Any]) -> None:
    promise = tracked["promise"]
    tell.say(
        mark("{state}: {promise} with {partners} ({status} {day})"),
        state=translate(label(tracked["state"])),
        promise=translate(label(promise["outcome"]["type"])),
        partners=", ".join(promise["partners"]),
        status=translate(label(promise["outcome"]["status"])),
        day=promise["day"],
    )


def _should_be_done(promise: dict[str, Any], kept: Sequence[tuple[str, frozenset[str]]]) -> bool:
    kinds = TRACKED.get(promise["outcome"]["type"], ())
    return any(
        kind in kinds and countries & frozenset(promise["partners"]) for kind, countries in kept
    )
