"""PostgreSQL as the engine of a store: one database for each node, reached by a URL.

Rules kept for every connection that writes: the server is 15 or later, keeps UTF-8 and syncs what
it commits; ``synchronous_commit`` is on; and the connection itself holds the store's advisory lock.
Whoever loses the connection therefore loses the right to write with it, and whoever gets the lock
knows that every transaction of the one before has ended. Readers open transactions that cannot
write. Either kind sees one consistent view from its first statement to its last.

Passwords do not belong in settings: libpq finds them in a passfile, or none is needed (peer
authentication over the Unix socket, client certificates). To a server elsewhere TLS with its name
verified is the default. Everything else in the URL goes to libpq as it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from sqlalchemy import URL, Engine, Select, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool

from entraide.errors import BusyError, ConfigError, StoreError

__all__ = [
    "LOCK_KEY",
    "OLDEST_SERVER",
    "DatabaseUrl",
    "check_server",
    "parse_database_url",
    "postgresql_engine",
]

OLDEST_SERVER: Final = 15
"""The oldest major release that is tried and still maintained."""
LOCK_KEY: Final = int.from_bytes(hashlib.sha256(b"entraide store").digest()[:8], signed=True)
"""The advisory lock of a database's one writer."""
_PATIENCE_MS: Final = "1500"
"""A server needs a moment to notice that the writer before has closed its connection."""
_LOCK_NOT_AVAILABLE: Final = "55P03"
_SCHEME: Final = "postgresql"
_SECRETS: Final = frozenset({"password", "sslpassword", "oauth_client_secret"})
_DEFAULTS: Final = {
    "connect_timeout": "10",
    "keepalives_idle": "30",  # a server that is gone is noticed within a minute
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
    "target_session_attrs": "primary",  # a standby cannot write, and shows the past
    "fallback_application_name": "entraide",
}
_SESSION: Final = {
    "default_transaction_isolation": r"repeatable\ read",
    "synchronous_commit": "on",
    "tcp_keepalives_idle": "30",  # the lock of a node that is gone is free within a minute
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """The address of a database, without a secret; made by ``parse_database_url``."""

    text: str

    def __str__(self) -> str:
        """The URL as it stands in the settings."""
        return self.text


def parse_database_url(text: str) -> DatabaseUrl:
    """Check a URL; ConfigError where it is none, holds a password or names no database."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ConfigError("store.bad_url") from error
    if url.drivername != _SCHEME:
        raise ConfigError("store.bad_url")
    if url.password is not None or _SECRETS & url.query.keys():
        raise ConfigError("store.password_in_url")
    if not url.database and not {"dbname", "service"} & url.query.keys():
        raise ConfigError("store.no_database")
    return DatabaseUrl(text)


def postgresql_engine(address: DatabaseUrl, *, read_only: bool) -> Engine:
    """Return an engine; its writing connections each hold the lock, so there can be only one.

    A connection raises StoreError where the server does not fit and BusyError where another process
    writes. ConfigError where the driver (the extra ``postgresql``) is not installed.
    """
    url = _completed(make_url(address.text), read_only=read_only)
    pool: dict[str, Any] = {"poolclass": NullPool}
    if read_only:
        pool = {"poolclass": QueuePool, "pool_size": 2, "max_overflow": 14, "pool_pre_ping": True}
    try:
        engine = create_engine(url, **pool)
    except ImportError as error:
        raise ConfigError("store.no_driver") from error
    if not read_only:

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: object) -> None:
            try:
                _take(engine, connection, address)
            except BaseException:
                connection.close()
                raise

    return engine


def check_server(release: tuple[int, ...], settings: Mapping[str, str]) -> None:
    """Refuse a server on which the store's promises would not hold; StoreError."""
    if release < (OLDEST_SERVER,):
        found = ".".join(str(part) for part in release)
        raise StoreError("store.old_server", found=found, needed=OLDEST_SERVER)
    for name, needed in _NEEDED.items():
        if settings[name] != needed:
            raise StoreError("store.unfit_server", name=name, found=settings[name], needed=needed)


_NEEDED: Final = {"server_encoding": "UTF8", "fsync": "on", "synchronous_commit": "on"}


def _take(engine: Engine, connection: Any, address: DatabaseUrl) -> None:
    """Check the server and take the lock for as long as this connection lives."""
    wanted = select(*(func.current_setting(name) for name in _NEEDED))
    found = connection.execute(_sql(engine, wanted)).fetchone()
    release = engine.dialect.server_version_info or ()
    check_server(tuple(int(part) for part in release), dict(zip(_NEEDED, found, strict=True)))
    patience = select(func.set_config("lock_timeout", _PATIENCE_MS, True))
    connection.execute(_sql(engine, patience))
    try:
        connection.execute(_sql(engine, select(func.pg_advisory_lock(LOCK_KEY))))
    except Exception as error:
        if getattr(error, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise BusyError("store.busy", path=str(address)) from error
    connection.commit()


def _sql(engine: Engine, statement: Select[Any]) -> str:
    return str(statement.compile(engine, compile_kwargs={"literal_binds": True}))


def _completed(url: URL, *, read_only: bool) -> URL:
    """Return the URL for the driver, with what it leaves open filled in and our session settings.

    Ours stand last among the session's options, where they prevail.
    """
    given = dict(url.query)
    session = {**_SESSION, **({"default_transaction_read_only": "on"} if read_only else {})}
    ours = " ".join(f"-c {name}={value}" for name, value in session.items())
    options = given.get("options", "")
    before = options if isinstance(options, str) else " ".join(options)
    tls = {} if "service" in given or _is_here(url) else {"sslmode": "verify-full"}
    fixed = {"options": f"{before} {ours}".strip(), "client_encoding": "utf8"}
    query = {**_DEFAULTS, **tls, **given, **fixed}
    return url.set(drivername=f"{_SCHEME}+psycopg", query=query)


def _is_here(url: URL) -> bool:
    """Tell whether every server named is on this machine: a Unix socket or a loopback address."""
    named = url.query.get("host", url.host or "")
    hosts = named if isinstance(named, tuple) else tuple(named.split(","))
    return "hostaddr" not in url.query and all(_is_local(host) for host in hosts)


def _is_local(host: str) -> bool:
    if not host or host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
