"""A TCP proxy on 127.0.0.1 that cuts, delays or refuses connections by a plan.

``arm`` sets what happens from now on: after so many more bytes in a direction every live
connection is cut, once; afterwards everything passes again. Threads pump, so that the proxy serves
nodes in this process and in others alike.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

_RESET = struct.pack("ii", 1, 0)


@dataclass
class Plan:
    """What is to happen: bytes until the cut in each direction, and a pause before each piece."""

    up: int | None = None
    down: int | None = None
    pause_s: float = 0.0


@dataclass(eq=False)
class Wire:
    """One connection through the proxy; the second of its two pumps to end closes it."""

    client: socket.socket
    server: socket.socket
    pumps: int = 2

    def cut(self) -> None:
        for each in (self.client, self.server):
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                each.shutdown(socket.SHUT_RDWR)


@dataclass
class Proxy:
    """Forwards to a port of this machine; ``port`` is where it listens."""

    target: int
    port: int = 0
    refusing: bool = False
    cuts: int = 0
    up: int = 0
    down: int = 0
    _plan: Plan = field(default_factory=Plan)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _wires: set[Wire] = field(default_factory=set)
    _listener: socket.socket = field(default_factory=socket.socket)

    def start(self) -> None:
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        until = time.monotonic() + 5
        while self._wires and time.monotonic() < until:
            time.sleep(0.005)

    def arm(self, plan: Plan) -> None:
        with self._lock:
            self._plan = plan

    def cut(self) -> None:
        """Cut every live connection now, without a farewell."""
        with self._lock:
            wires = tuple(self._wires)
        for wire in wires:
            wire.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refusing:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            wire = Wire(client, server)
            with self._lock:
                self._wires.add(wire)
            for way in ("up", "down"):
                threading.Thread(target=self._pump, args=(way, wire), daemon=True).start()

    def _pump(self, way: str, wire: Wire) -> None:
        source, sink = (wire.client, wire.server)[:: 1 if way == "up" else -1]
        try:
            while data := source.recv(65_536):
                passed, cut, pause_s = self._meter(way, len(data))
                if pause_s:
                    time.sleep(pause_s)
                if passed:
                    sink.sendall(data[:passed])
                if cut:
                    self.cut()
                    return
        except OSError:
            pass  # the other side is gone: what a wire does
        finally:
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
            self._end(wire)

    def _end(self, wire: Wire) -> None:
        with self._lock:
            wire.pumps -= 1
            if wire.pumps:
                return
            self._wires.discard(wire)
        wire.client.close()
        wire.server.close()

    def _meter(self, way: str, length: int) -> tuple[int, bool, float]:
        """Return how much of a piece passes, and whether the wire is then cut."""
        with self._lock:
            left, pause_s = getattr(self._plan, way), self._plan.pause_s
            setattr(self, way, getattr(self, way) + length)
            if left is None:
                return length, False, pause_s
            if length < left:
                setattr(self._plan, way, left - length)
                return length, False, pause_s
            self._plan = Plan(pause_s=pause_s)
            self.cuts += 1
            return left, True, pause_s


@contextlib.contextmanager
def proxy_to(target: int, port: int = 0) -> Iterator[Proxy]:
    proxy = Proxy(target, port)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
