"""Two agencies as two processes of the operating system, bound by one memorandum.

Madrid holds invented people, Rabat asks. The folders are made in this process, as the tests make
them; from then on each node is a process of its own, reached as its officers reach it: orders that
they signed, over the control socket. What a node costs is read from the system's own account of
its process and of the search process beneath it.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import psutil
from tests import nodes

from entraide.adapters.files.folder import Folder
from entraide.adapters.wire.control import call_running_node
from entraide.demo.people import generate, write_people
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.node.config import ExchangeSettings
from entraide.node.people.actor import Order, sign_order
from entraide.node.people.payloads import APPROVAL_CONTEXT

SOURCE = Path(__file__).parents[2] / "src"
SEED = 20_261_121
PLENTY = 1_000_000_000
STRANGERS = 200
WITHIN_S = 900.0
DEALING = {"purpose": "criminal-investigation", "offence": "drugs.trafficking"}

T = TypeVar("T")
R = TypeVar("R")


def say(text: str) -> None:
    """Tell whoever waits what happens now."""
    print(f"» {text}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Cpu:
    """CPU seconds of a node's processes so far: its own, and those of its search process."""

    own: float
    search: float

    def __sub__(self, before: Cpu) -> Cpu:
        return Cpu(self.own - before.own, self.search - before.search)


@dataclass
class Agency:
    """A node in a process of its own, and the officer who gives it orders."""

    folder: Path
    id: str
    officers: Mapping[str, SigningKey]
    process: subprocess.Popen[bytes] | None = None
    _watched: dict[int, psutil.Process] = field(default_factory=dict)

    def start(self) -> None:
        """Run the node and wait for its ready line."""
        words = self.folder.parent / "words"
        words.write_text(nodes.PASSPHRASE + "\n")
        environment = {
            **os.environ,  # noqa: TID251 - a process inherits the environment
            "PYTHONPATH": str(SOURCE),
            "ENTRAIDE_PASSPHRASE_FILE": str(words),
            "ENTRAIDE_LANGUAGE": "en",
        }
        command = (sys.executable, "-m", "entraide", "node", "run", str(self.folder))
        with (self.folder.parent / f"{self.id}.log").open("ab") as errors:
            self.process = subprocess.Popen(
                (*command, "--output", "json"),
                env=environment,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        ready = self.process.stdout.readline() if self.process.stdout else b""
        if not ready:
            raise SystemExit(f"{self.id} did not start: see {self.folder.parent / self.id}.log")

    def stop(self) -> None:
        """End the node's process, and wait until it has."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)
            if self.process.stdout is not None:
                self.process.stdout.close()
        self.process = None
        self._watched.clear()

    def processes(self) -> tuple[psutil.Process, ...]:
        """Return the node's process, then those that it started."""
        if self.process is None:
            return ()
        for child in self._own().children(recursive=True):  # reads of every process there is
            self._watched.setdefault(child.pid, child)
        return tuple(self._watched.values())

    def _own(self) -> psutil.Process:
        """Return the node's own process."""
        if self.process is None:
            raise SystemExit(f"{self.id} does not run")
        number = self.process.pid
        if number not in self._watched:
            self._watched[number] = psutil.Process(number)
        return self._watched[number]

    def cpu(self) -> Cpu:
        """Return the CPU seconds that the node has taken since it started."""
        own, search = 0.0, 0.0
        for at, process in enumerate(self.processes()):
            used = process.cpu_times()
            if at:
                search += used.user + used.system
            else:
                own = used.user + used.system
        return Cpu(own, search)

    def resident(self) -> float:
        """Return the resident memory of the node's own process, in MiB."""
        return float(self._own().memory_info().rss) / (1 << 20)

    def peak(self) -> float:
        """Return the highest resident memory since ``forget_peak``, in MiB (Linux only)."""
        process = self._own()
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1_024
        return self.resident()

    def forget_peak(self) -> None:
        """Let the highest resident memory count from now on (Linux only)."""
        Path(f"/proc/{self._own().pid}/clear_refs").write_text("5")

    async def order(self, action: str, *, officer: str = nodes.DUTY, **wanted: Any) -> Any:
        """Give a signed order and return its result."""
        order = Order(
            action=action,
            parameters=wanted,
            officer=officer,
            at_ms=time.time_ns() // 1_000_000,
            nonce=os.urandom(16).hex(),
        )
        signed = sign_order(order, self.officers[officer])
        line = {**signed.content(), "signature": to_base64(signed.signature)}
        async for answer in call_running_node(Folder(self.folder).control, line):
            if "result" in answer:
                return answer["result"]
        raise SystemExit(f"{self.id} did not answer {action}")

    async def release(self, thread: str) -> Any:
        """Preview what a request asks for and release all of it."""
        marks = {"thread": thread, "evaluation": "A1", "handling": "H1"}
        shown = await self.order("release.preview", **marks)
        approval = self.officers[nodes.DUTY].sign(
            shown["payload"].encode(), context=APPROVAL_CONTEXT
        )
        return await self.order("release", **marks, approval=to_base64(approval))


@cache
def strangers() -> tuple[dict[str, Any], ...]:
    """Return people drawn like Madrid's own; every second one Madrid holds under protection.

    The others it does not hold at all: what tells the two halves apart is chance and nothing else.
    """
    drawn = generate("ES", STRANGERS, SEED + 1)
    return tuple({**person, "id": f"stranger-{at}"} for at, person in enumerate(drawn))


@dataclass(frozen=True)
class Stage:
    """Both agencies, running, and the people whom the holder holds."""

    asker: Agency
    holder: Agency
    known: tuple[dict[str, Any], ...]

    def person(self, at: int) -> dict[str, Any]:
        """Return what a question about one of the holder's people says."""
        return self.about(self.known[at % len(self.known)], at)

    def about(self, person: dict[str, Any], at: int) -> dict[str, Any]:
        """Return what a question about a person says."""
        known = person["properties"]
        return {
            "name": [known["name"][0]],
            "born": known["birthDate"][:1],
            "case": "R-1",
            "to": [self.holder.id],
            **DEALING,
        }


@contextmanager
def stage(
    folder: Path, records: int, also: Sequence[dict[str, Any]] = (), **settings: Any
) -> Iterator[Stage]:
    """Raise both nodes with their settings of every day; end them whatever happens.

    ``also`` are people whom Madrid holds beside the invented ones.
    """
    exchange = {**ExchangeSettings().model_dump(), **settings}
    asker, holder = asyncio.run(_made(folder, records, also, exchange))
    known = _known(folder / "people.jsonl")
    found = Stage(asker, holder, known)
    try:
        for each in (holder, asker):
            each.start()
        yield found
    finally:
        for each in (asker, holder):
            each.stop()


async def _made(
    folder: Path, records: int, also: Sequence[dict[str, Any]], exchange: dict[str, Any]
) -> tuple[Agency, Agency]:
    say("two nodes, their keys, one memorandum")
    bureaus = [nodes.bureau_in(folder, party, **exchange) for party in (nodes.MA, nodes.ES)]
    rabat, madrid = bureaus
    for each in bureaus:
        each.open()
    await nodes.introduce(*bureaus)
    signed = nodes.memorandum(*bureaus, change=nodes.budget(PLENTY))
    for each in bureaus:
        await nodes.adopt(each, signed)
    say(f"{records:,} invented people for Madrid")
    people = folder / "people.jsonl"
    write_people(people, "ES", records, SEED)
    hidden = [
        {**person, "entraide": {"source": "EXERCISE", "protected": ["refugee"]}}
        for person in strangers()[::2]
    ]
    await madrid.hold(*hidden, *also)
    await madrid.perform("records.import", **nodes.importing(people))
    for each in bureaus:
        await each.stop()
    return _agency(rabat), _agency(madrid)


def _agency(bureau: nodes.Bureau) -> Agency:
    return Agency(bureau.folder, bureau.id, bureau.officers)


def _known(path: Path) -> tuple[dict[str, Any], ...]:
    """Return people who may be asked for: with a birth date, and withheld from nobody."""
    found: list[dict[str, Any]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            person = json.loads(line)
            marks = person.get("entraide", {})
            plain = not ({"protected", "restricted_to"} & marks.keys())
            if person["schema"] == "Person" and plain and person["properties"].get("birthDate"):
                found.append(person)
    return tuple(found)


async def in_flight(
    work: Callable[[T], Coroutine[Any, Any, R]], items: Iterable[T], at_once: int
) -> list[R]:
    """Do work for every item, so many at once; results in the order of the items."""
    gate = asyncio.Semaphore(at_once)

    async def one(item: T) -> R:
        async with gate:
            return await work(item)

    return list(await asyncio.gather(*(one(item) for item in items)))


async def until(holds: Callable[[], Coroutine[Any, Any, bool]], every_s: float = 0.05) -> float:
    """Wait until something holds; return when it did, by the monotonic clock."""
    end = time.monotonic() + WITHIN_S
    while time.monotonic() < end:
        if await holds():
            return time.monotonic()
        await asyncio.sleep(every_s)
    raise SystemExit("it never came true")
