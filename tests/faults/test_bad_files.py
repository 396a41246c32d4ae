"""Files as people bring them, imported by the real command through a running node.

Another encoding, a cut off end: what cannot be taken stands in the rejects file with its line and
the reason, the rest is in, the node stays up and answers.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entraide.demo.ports import free_ports
from tests.processes import Machine

pytestmark = pytest.mark.slow
WHO = ("--node", "es", "--as", "Lucía")
COLUMNS = ("--map", "name=Name", "--map", "birthDate=Born", "--map", "id=Id")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    made = Machine(tmp_path_factory.mktemp("bad-files"))
    partner, staff = map(str, free_ports(2))
    where = ("--partner-port", partner, "--staff-port", staff)
    made.run(
        "node", "init", "es", "--id", "es.bureau", "--country", "ES", "--name", "Madrid", *where
    )
    made.run("root", "new", "es.root")
    made.run("node", "card", "--node", "es", "--root", "es.root", "--out", "es.card")
    made.run("officer", "add", "Lucía", "--role", "duty-officer", "--node", "es")
    made.start("es")
    yield made
    made.stop()


def rejects_of(path: Path) -> list[dict[str, Any]]:
    file = path.with_name(path.name + ".rejects.jsonl")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def held(machine: Machine) -> int:
    assert machine.nodes["es"].poll() is None, machine.errors("es")
    status = machine.json("node", "status", "es")
    assert status["running"]
    return int(status["records"])


def test_rows_in_another_encoding_are_refused_by_line_and_the_others_are_in(
    machine: Machine,
) -> None:
    before, file = held(machine), machine.folder / "windows.csv"
    latin = "w2,José Peñalver,1970-02-03\n".encode("windows-1252")
    rows = ("Id,Name,Born\nw1,Ana Exercise,1980-01-02\n", latin, "w3,Luis Exercise,1981-01-02\n")
    file.write_bytes(b"".join(row if isinstance(row, bytes) else row.encode() for row in rows))
    done = machine.run_apart("records", "import", "windows.csv", *COLUMNS, *WHO, "--output", "json")
    assert (done["added"], done["rejected"]) == (2, 1)
    (reject,) = rejects_of(file)
    assert (reject["line"], reject["code"]) == (3, "records.not_utf8")
    assert "UTF-8" in reject["reason"]
    assert base64.b64decode(reject["row_base64"]).strip() == latin.strip()
    assert held(machine) == before + 2


def test_a_file_that_breaks_off_loses_its_last_row_alone(machine: Machine) -> None:
    before, file = held(machine), machine.folder / "cut.jsonl"
    person = {"id": "c1", "schema": "Person", "properties": {"name": ["Ana Exercise"]}}
    lines = [json.dumps(person | {"id": f"c{at}"}) for at in range(5)]
    file.write_text("\n".join(lines)[:-20], encoding="utf-8")
    done = machine.run_apart("records", "import", "cut.jsonl", *WHO, "--output", "json")
    assert (done["added"], done["rejected"]) == (4, 1)
    (reject,) = rejects_of(file)
    assert reject["line"] == 5
    assert reject["reason"]
    assert reject["row"].startswith('{"id": "c4"')
    assert held(machine) == before + 4


def test_a_table_that_breaks_off_within_quotes_loses_its_last_row_alone(machine: Machine) -> None:
    before, file = held(machine), machine.folder / "cut.csv"
    file.write_text('Id,Name,Born\nq1,Ana Exercise,1980-01-02\nq2,"Luis Exer', encoding="utf-8")
    done = machine.run_apart("records", "import", "cut.csv", *COLUMNS, *WHO, "--output", "json")
    assert (done["added"], done["rejected"]) == (1, 1)
    (reject,) = rejects_of(file)
    assert reject["line"] == 3
    assert reject["reason"]
    assert held(machine) == before + 1


def test_a_file_in_another_form_altogether_is_an_error_and_the_node_stays_up(
    machine: Machine,
) -> None:
    before, file = held(machine), machine.folder / "wide.csv"
    file.write_bytes("Id,Name\nu1,Ana\n".encode("utf-16"))
    arguments = ("records", "import", "wide.csv", *COLUMNS, *WHO, "--output", "json")
    said = machine.run_apart(*arguments, exit_code=3)["error"]
    assert "UTF-16" in said["says"]
    assert held(machine) == before
