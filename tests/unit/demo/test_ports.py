"""Where a node of the demonstration or of a test listens."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from entraide.demo import ports
from entraide.demo.ports import free_port, free_ports


def test_no_outgoing_connection_can_take_a_port_before_a_node_binds_it() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    found = free_ports(20)
    assert len(set(found)) == 20
    assert max(found) < lowest


def test_a_port_that_somebody_holds_is_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        monkeypatch.setattr(ports, "_RANGE", range(port, port + 1))
        with pytest.raises(OSError, match="no port is free"):
            free_port()


def test_a_port_that_was_given_out_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given = free_port()
    monkeypatch.setattr(ports, "_RANGE", range(given, given + 1))
    with pytest.raises(OSError, match="no port is free"):
        free_port()
