"""The main job over three processes, through the command line alone; told once for all tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entraide.demo.people import write_people
from entraide.demo.ports import free_ports
from entraide.demo.story import PROTECTED, TARGET, UNKNOWN
from tests.processes import Machine, wait_until

BUREAUS = {"ma": "MA", "es": "ES", "de": "DE"}
OFFICERS = {"ma": "Amina Planted", "es": "Lucía Planted", "de": "Jürgen Planted"}
PEOPLE = 300
LAWFUL = ("--purpose", "criminal-investigation", "--offence", "drugs.trafficking")
MISSING = ("--purpose", "missing-person", "--offence", "missing-persons.disappearance")
CASE = "Planted-Case-77"


@dataclass
class Story:
    """What was done and what came of it."""

    machine: Machine
    facts: dict[str, Any] = field(default_factory=dict)

    def officer(self, bureau: str) -> tuple[str, ...]:
        return ("--node", bureau, "--as", OFFICERS[bureau])

    def ask(self, name: str, *more: str, exit_code: int = 0) -> Any:
        who = (*self.officer("ma"), "--case", CASE)
        return self.machine.json("ask", "--name", name, *more, *who, exit_code=exit_code)


def tell(folder: Path) -> Story:
    """Tell the story to its end; the nodes still run."""
    story = Story(Machine(folder))
    _found(story)
    _bind(story)
    for bureau in BUREAUS:
        story.machine.start(bureau)
    _ask(story)
    _refer(story)
    _go_away_and_return(story)
    _prove(story)
    return story


def _found(story: Story) -> None:
    machine = story.machine
    ports = iter(free_ports(6))
    for bureau, country in BUREAUS.items():
        name = ("--id", f"{bureau}.bureau", "--country", country, "--name", f"Bureau {country}")
        where = ("--partner-port", str(next(ports)), "--staff-port", str(next(ports)))
        machine.run("node", "init", bureau, *name, *where)
        machine.run("root", "new", f"{bureau}.root")
        card = ("--node", bureau, "--root", f"{bureau}.root", "--out", f"{bureau}.card")
        story.facts[f"fingerprint {bureau}"] = machine.json("node", "card", *card)["fingerprint"]
        machine.run("officer", "add", OFFICERS[bureau], "--role", "duty-officer", "--node", bureau)
    about = ("--legal-basis", "Art. 77", "--offence", "drugs.trafficking", "--retention-days", "90")
    purposes = (LAWFUL[0], LAWFUL[1], MISSING[0], MISSING[1])
    machine.run("case", "open", CASE, *about, *purposes, *story.officer("ma"))


def _bind(story: Story) -> None:
    machine = story.machine
    for one in BUREAUS:
        for other in BUREAUS:
            if one != other:
                compared = ("--fingerprint", story.facts[f"fingerprint {other}"])
                machine.run("partner", "add", f"{other}.card", *compared, *story.officer(one))
    parties = [part for each in BUREAUS for part in ("--party", f"{each}.card")]
    machine.run("agreement", "new", *parties, "--out", "mou.yaml")
    for each in BUREAUS:
        machine.run("agreement", "sign", "mou.yaml", "--root", f"{each}.root")
    machine.run("agreement", "verify", "mou.signed.json")
    for bureau, country in BUREAUS.items():
        machine.run("agreement", "adopt", "mou.signed.json", *story.officer(bureau))
        write_people(machine.folder / f"{bureau}.jsonl", country, PEOPLE, 7)
        file = f"{bureau}.jsonl"
        imported = machine.json("records", "import", file, *story.officer(bureau))
        story.facts[f"imported {bureau}"] = imported


def _ask(story: Story) -> None:
    facts = story.facts
    born = ("--born", TARGET.birth_date)
    facts["target"] = story.ask(TARGET.asked_name, *born, *LAWFUL)
    facts["protected"] = story.ask(PROTECTED.asked_name, "--born", PROTECTED.birth_date, *LAWFUL)
    facts["unknown"] = story.ask(UNKNOWN.asked_name, "--born", UNKNOWN.birth_date, *LAWFUL)
    migration = ("--purpose", "criminal-investigation", "--offence", "migration.irregular-stay")
    facts["migration"] = story.ask(TARGET.asked_name, *migration, exit_code=5)


def _refer(story: Story) -> None:
    machine, facts = story.machine, story.facts
    asked = story.ask(UNKNOWN.asked_name, *MISSING)
    facts["referred"] = asked
    waiting = machine.json("inbox", *story.officer("es"))["waiting"]
    facts["inbox"] = waiting
    machine.run("answer", asked["thread"], "--allow", *story.officer("es"))
    machine.run("answer", asked["thread"], "--refuse", "safeguards", *story.officer("de"))
    shown = machine.json("answers", "--thread", asked["thread"], *story.officer("ma"))
    facts["after the decision"] = shown["answers"]


def _go_away_and_return(story: Story) -> None:
    machine, facts = story.machine, story.facts
    machine.kill("de")
    asked = story.ask(TARGET.asked_name, "--born", TARGET.birth_date, *LAWFUL)
    facts["away"] = asked
    machine.start("de")

    def answered() -> bool:
        shown = machine.json("answers", "--thread", asked["thread"], *story.officer("ma"))
        facts["returned"] = shown["answers"]
        return all(each["state"] == "hit" for each in shown["answers"])

    wait_until(answered)


def _prove(story: Story) -> None:
    machine, facts = story.machine, story.facts
    wait_until(lambda: all(_cosigned(story, each) for each in BUREAUS))
    for each in BUREAUS:
        facts[f"verified {each}"] = machine.json("audit", "verify", *story.officer(each))
    message = facts["target"]["answers"][0]["message"]
    machine.run("audit", "prove", message, "--out", "one.proof", *story.officer("ma"))
    prints = [part for each in BUREAUS for part in ("--fingerprint", facts[f"fingerprint {each}"])]
    proof = ("audit", "check", "one.proof", "--output", "json")
    facts["checked"] = machine.run_apart(*proof, *prints)
    stranger = ("--fingerprint", " ".join(["12345"] * 12))
    facts["stranger"] = machine.json("audit", "check", "one.proof", *stranger, exit_code=4)
    facts["statuses"] = {each: machine.json("node", "status", each) for each in BUREAUS}


def _cosigned(story: Story, bureau: str) -> bool:
    """Tell whether both partners have cosigned a checkpoint of this bureau's log."""
    verified = story.machine.json("audit", "verify", *story.officer(bureau))
    return len(verified["partners_reached"]) == len(BUREAUS) - 1
