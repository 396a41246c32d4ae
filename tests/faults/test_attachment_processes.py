"""Large files between two processes: constant memory, a wire cut in mid-body, kill -9, resumed.

64 MiB in ``./dev test``; 1 GiB in ``./dev soak``. Run with -s to see figures.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from entraide.exchange.offer import approval_payload
from entraide.kernel.encoding import to_base64
from entraide.node.people.payloads import APPROVAL_CONTEXT
from tests.attach_nodes import hit_thread, over_a_wire, reached_through
from tests.attach_processes import Process, until
from tests.nodes import DUTY
from tests.proxy import Plan, Proxy, proxy_to
from tests.soaking import SOAK, report

MIB = 1 << 20
CHUNKS = 1024 if SOAK else 64
SIZE = CHUNKS * MIB
GROWTH = 32 * MIB
"""What either process may grow by, whatever the size of the file."""
PATIENCE_S = 90 + SIZE / (2 * MIB)

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Setting:
    """Rabat and Madrid in a conversation that stands at a hit, and a file of Rabat's."""

    ma: Process
    es: Process
    wire: Proxy
    thread: str
    path: Path
    sha256: str

    def offer(self) -> str:
        """Let Rabat offer its file to Madrid."""
        bureau = self.ma.bureau
        payload = approval_payload(self.sha256, self.thread, self.es.bureau.id, "H0").encode()
        result = self.ma.order(
            "attach",
            path=str(self.path),
            sha256=self.sha256,
            to=self.es.bureau.id,
            thread=self.thread,
            approval=to_base64(bureau.officers[DUTY].sign(payload, context=APPROVAL_CONTEXT)),
        )
        assert result["delivery"][0]["result"] == "receipted"
        return str(result["attachment"])

    def held(self, attachment: str) -> int:
        return int(self.es.row(attachment)["held"])

    def arrived(self, attachment: str) -> bool:
        return bool(self.ma.row(attachment)["state"] == "delivered")

    def saved_whole(self, attachment: str) -> None:
        out = self.path.with_name("saved.bin")
        self.es.order("attachments.save", attachment=attachment, out=str(out))
        with out.open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        out.unlink()
        self.es.order("attachments.drop", attachment=attachment)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """Hand two bureaus that know each other to processes of their own."""
    stage = tmp_path_factory.mktemp("processes")

    async def prepare() -> tuple[Process, Process, int, int, str]:
        async with over_a_wire(stage) as (ma, es, wire):
            thread = await hit_thread(ma, es)
            return Process(ma), Process(es), wire.port, wire.target, thread

    ma, es, port, target, thread = asyncio.run(prepare())
    path, sha256 = large_file(stage)
    with proxy_to(target, port) as wire:
        reached_through(es.bureau, wire)
        try:
            for each in (ma, es):
                each.start()
            yield Setting(ma, es, wire, thread, path, sha256)
        finally:
            wire.arm(Plan())
            for each in (ma, es):
                each.end(signal.SIGTERM)


def large_file(stage: Path) -> tuple[Path, str]:
    path, whole = stage / "exhibit.bin", hashlib.sha256()
    block = random.Random(1).randbytes(MIB)  # noqa: S311 - the same file each time
    with path.open("wb") as file:
        for index in range(CHUNKS):
            part = index.to_bytes(8, "big") + block[8:]
            whole.update(part)
            file.write(part)
    return path, whole.hexdigest()


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's /proc")
def test_a_file_of_any_size_passes_in_constant_memory(two: Setting) -> None:
    both = (two.ma, two.es)
    time.sleep(1)
    idle = [each.memory("VmRSS") for each in both]
    for each in both:
        each.forget_peak()
    started = time.monotonic()
    attachment = two.offer()
    until(lambda: two.arrived(attachment), PATIENCE_S)
    seconds = time.monotonic() - started
    two.saved_whole(attachment)
    peaks = [each.memory("VmHWM") for each in both]
    grown = [peak - before for peak, before in zip(peaks, idle, strict=True)]
    report(
        "A file in constant memory",
        MiB=CHUNKS,
        seconds=round(seconds, 1),
        MiB_per_second=round(CHUNKS / seconds, 1),
        sender_peak_MiB=round(peaks[0] / MIB, 1),
        sender_grown_by_MiB=round(grown[0] / MIB, 1),
        receiver_peak_MiB=round(peaks[1] / MIB, 1),
        receiver_grown_by_MiB=round(grown[1] / MIB, 1),
    )
    assert all(each < GROWTH for each in grown), grown


def test_a_file_goes_on_after_a_cut_and_a_kill_of_either_side(two: Setting) -> None:
    wire, before, started = two.wire, two.wire.up, time.monotonic()
    wire.arm(Plan(up=SIZE // 8 + 12_345, pause_s=0.002 if SOAK else 0.02))
    attachment = two.offer()
    cuts = wire.cuts
    until(lambda: wire.cuts > cuts, PATIENCE_S)  # in mid-body
    until(lambda: two.held(attachment) > CHUNKS // 4, PATIENCE_S)
    two.es.end(signal.SIGKILL)
    two.es.start()
    until(lambda: two.held(attachment) > CHUNKS // 2, PATIENCE_S)
    two.ma.end(signal.SIGKILL)
    held = two.held(attachment)
    assert CHUNKS // 2 < held < CHUNKS
    two.ma.start()
    wire.arm(Plan())
    until(lambda: two.arrived(attachment), PATIENCE_S)
    sent = wire.up - before
    report(
        "The same file, resumed after a cut in mid-body and a kill -9 of either side",
        MiB=CHUNKS,
        seconds=round(time.monotonic() - started, 1),
        cuts=wire.cuts - cuts,
        kills=2,
        held_at_the_last_kill_MiB=held,
        MiB_on_the_wire=round(sent / MIB, 1),
    )
    assert sent < SIZE + 24 * MIB  # it went on, it did not begin again
    two.saved_whole(attachment)
    for each in (two.ma, two.es):
        assert each.order("audit.verify", officer=None)["whole"]
