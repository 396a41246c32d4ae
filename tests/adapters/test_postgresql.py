"""Which PostgreSQL a store is trusted to: addresses, servers, TLS; and what is said of others."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.schema import CreateTable

from entraide.adapters.store.database import check_vacant, create_store, open_store
from entraide.adapters.store.postgresql import (
    _completed,
    check_server,
    parse_database_url,
    postgresql_engine,
)
from entraide.adapters.tables import schema
from entraide.errors import BusyError, ConfigError, EntraideError, StoreError
from entraide.node.build import make_node, open_node
from entraide.node.config import Settings, check_settings, read_settings
from entraide.vocabulary.messages import render
from tests.postgres import server

PASSPHRASE = "correct horse battery"
FIT = {"server_encoding": "UTF8", "fsync": "on", "synchronous_commit": "on"}
BASE = {"id": "ma.bureau", "country": "MA", "name": "Bureau", "addresses": ("https://127.0.0.1:1",)}


def settings(store: str) -> Settings:
    return check_settings({**BASE, "store": store}, "test")


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:hunter2@host/db",
        "postgresql://user@host/db?password=hunter2",
        "postgresql://user@host/db?sslpassword=hunter2",
        "postgresql://user:@host/db",
    ],
)
def test_a_password_in_the_settings_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        settings(url)
    assert refused.value.code == "store.password_in_url"
    assert "hunter2" not in render(refused.value) + str(refused.value)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://host/db", "store.bad_url"),
        ("postgresql+asyncpg://host/db", "store.bad_url"),
        ("postgresql", "store.bad_url"),
        ("postgresql://host:port/db", "store.bad_url"),
        ("", "store.bad_url"),
        ("SQLite", "store.bad_url"),
        ("postgresql://user@host", "store.no_database"),
        ("postgresql://user@host/", "store.no_database"),
    ],
)
def test_what_is_no_address_of_a_database_is_refused(url: str, code: str) -> None:
    with pytest.raises(ConfigError) as refused:
        settings(url)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ma@db.example.gov/ma",
        "postgresql://ma@10.0.0.7:5433/ma",
        "postgresql://ma@/ma?host=localhost&host=db.example.gov",
        "postgresql://ma@localhost/ma?hostaddr=10.0.0.7",
        "postgresql://ma@[2001:db8::1]/ma",
    ],
)
def test_a_server_elsewhere_must_prove_its_name_unless_the_settings_say_otherwise(url: str) -> None:
    address = parse_database_url(url)
    assert _completed(make_url(address.text), read_only=False).query["sslmode"] == "verify-full"
    other = make_url(url).update_query_dict({"sslmode": "verify-ca"})
    assert _completed(other, read_only=False).query["sslmode"] == "verify-ca"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///ma?host=/run/postgresql",
        "postgresql:///ma",
        "postgresql://ma@localhost/ma",
        "postgresql://ma@127.0.0.1:5433/ma",
        "postgresql://ma@[::1]/ma",
        "postgresql:///?service=ma",
    ],
)
def test_a_server_on_this_machine_or_of_a_service_file_needs_no_setting_of_tls(url: str) -> None:
    address = parse_database_url(url)
    assert "sslmode" not in _completed(make_url(address.text), read_only=False).query


def test_tls_settings_pass_through_and_ours_prevail_where_durability_hangs_on_them() -> None:
    url = make_url(
        "postgresql://ma@h/ma?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c&sslkey=/k"
        "&connect_timeout=3&options=-c%20synchronous_commit%3Doff%20-c%20search_path%3Dma"
    )
    query = _completed(url, read_only=True).query
    assert {name: query[name] for name in ("sslrootcert", "sslcert", "sslkey")} == {
        "sslrootcert": "/ca.pem",
        "sslcert": "/c",
        "sslkey": "/k",
    }
    assert query["connect_timeout"] == "3"
    options = str(query["options"])
    assert options.startswith("-c synchronous_commit=off -c search_path=ma ")
    assert options.rindex("synchronous_commit=on") > options.index("synchronous_commit=off")
    assert "default_transaction_read_only=on" in options


# Servers


@pytest.mark.parametrize("release", [(), (9, 6, 24), (14, 20)])
def test_a_server_that_is_too_old_is_refused(release: tuple[int, ...]) -> None:
    with pytest.raises(StoreError) as refused:
        check_server(release, FIT)
    assert refused.value.code == "store.old_server"


@pytest.mark.parametrize("release", [(15, 0), (15, 18), (18, 6), (19,)])
def test_a_server_from_15_on_fits(release: tuple[int, ...]) -> None:
    check_server(release, FIT)


@pytest.mark.parametrize(
    "unfit", [{"server_encoding": "SQL_ASCII"}, {"fsync": "off"}, {"synchronous_commit": "local"}]
)
def test_a_server_that_loses_or_garbles_what_it_commits_is_refused(unfit: dict[str, str]) -> None:
    with pytest.raises(StoreError) as refused:
        check_server((18, 6), {**FIT, **unfit})
    assert refused.value.code == "store.unfit_server"


def test_without_the_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError) as refused:
        postgresql_engine(parse_database_url("postgresql:///ma"), read_only=False)
    assert refused.value.code == "store.no_driver"


def test_text_is_ordered_by_its_bytes_whatever_the_locale_of_the_database() -> None:
    dialect = make_url("postgresql+psycopg://").get_dialect()()
    for table in schema.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        texts = [line for line in made.splitlines() if "TEXT" in line or "CHAR" in line]
        assert all('TEXT COLLATE "C"' in line for line in texts), made


# Nodes


def test_a_server_that_is_away_leaves_no_half_made_node(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    store = f"postgresql://ma@/ma?host={tmp_path}"
    with pytest.raises(StoreError) as refused:
        make_node(tmp_path / "ma", settings(store), PASSPHRASE)
    assert refused.value.code == "store.unreachable"
    assert refused.value.data["path"] == store
    assert not (tmp_path / "ma").exists()


def test_nodes_made_before_stores_could_be_chosen_keep_theirs_in_the_folder(
    tmp_path: Path,
) -> None:
    make_node(tmp_path, settings("sqlite"), PASSPHRASE)
    path = tmp_path / "node.toml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("store")), "utf-8")
    assert read_settings(path).store == "sqlite"
    node = open_node(tmp_path, PASSPHRASE)
    node.writer.close()
    node.lock.release()


@pytest.mark.slow
def test_a_database_that_is_not_utf_8_is_refused() -> None:
    name = server().new_database(encoding="SQL_ASCII")
    with pytest.raises(StoreError) as refused:
        check_vacant(parse_database_url(server().url(name)))
    assert refused.value.data["name"] == "server_encoding"


@pytest.mark.slow
def test_a_server_that_does_not_know_us_and_a_database_that_is_not_there() -> None:
    for url in (server().url("postgres", "nobody_known"), server().url("nowhere")):
        with pytest.raises(StoreError) as refused:
            open_store(parse_database_url(url), "ma.bureau")
        assert refused.value.code == "store.unreachable"


@pytest.mark.slow
def test_tables_of_others_are_not_taken_for_a_store() -> None:
    name = server().new_database()
    address = parse_database_url(server().url(name))
    server().sql("CREATE TABLE message (id integer)", database=name)
    with pytest.raises(StoreError) as refused:
        create_store(address, "ma.bureau")
    assert refused.value.code == "store.exists"
    with pytest.raises(StoreError) as missing:
        open_store(address, "ma.bureau")
    assert missing.value.code == "store.missing"


@pytest.mark.slow
def test_a_role_that_may_not_make_tables_is_told_so() -> None:
    name = server().new_database()
    server().sql(f"ALTER DATABASE {name} OWNER TO postgres")
    with pytest.raises(StoreError) as refused:
        create_store(parse_database_url(server().url(name)), "ma.bureau")
    assert "permission denied" in str(refused.value.data["reason"])


@pytest.mark.slow
def test_two_folders_of_one_node_cannot_write_in_one_store(tmp_path: Path) -> None:
    name = server().new_database()
    store = server().url(name)
    made = make_node(tmp_path / "one", settings(store), PASSPHRASE)
    with pytest.raises(EntraideError) as again:
        make_node(tmp_path / "two", settings(store), PASSPHRASE)
    assert again.value.code == "store.exists"
    twin = tmp_path / "twin"
    shutil.copytree(made.root, twin)
    node = open_node(made.root, PASSPHRASE)
    with pytest.raises(BusyError) as refused:
        open_node(twin, PASSPHRASE)
    assert refused.value.code == "store.busy"
    assert not (made.root / "store.sqlite").exists()
    asyncio.run(node.close())
    server().give_back(name)
