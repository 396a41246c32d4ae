"""Where a node of the demonstration or of a test listens."""

from __future__ import annotations

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
    held = free_port()
    monkeypatch.setattr(ports, "_RANGE", range(held, held + 1))
    assert free_ports(1) == (held,)
    with pytest.raises(OSError, match="no port is free"):
        free_ports(2)
