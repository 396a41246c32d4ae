"""A node's settings: one frozen object, read once from ``node.toml``; unknown keys are errors."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from entraide.adapters.files.folder import Folder
from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.store.database import StoreAddress
from entraide.adapters.store.postgresql import parse_database_url
from entraide.errors import ConfigError
from entraide.vocabulary.values import COUNTRIES

__all__ = [
    "IN_FOLDER",
    "Address",
    "ConsoleSettings",
    "ExchangeSettings",
    "SafeguardSettings",
    "Settings",
    "check_settings",
    "read_settings",
    "store_address",
    "write_settings",
]

IN_FOLDER: Final = "sqlite"
"""The setting of a store that is an SQLite file in the node's folder."""
_ORIGIN: Final = r"^(https://[a-z0-9.-]+(:\d{1,5})?|http://localhost(:\d{1,5})?)?$"
_ID: Final = r"[a-z]{2}\.[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?"


def _country(value: str) -> str:
    if len(value) != 2 or value.casefold() not in COUNTRIES:
        raise ValueError("not an ISO 3166 alpha-2 code")
    return value.upper()


def _store(value: str) -> str:
    """Check it as soon as settings are read; ConfigError names what is wrong without showing it."""
    return value if value == IN_FOLDER else parse_database_url(value).text


class Address(BaseModel):
    """Where a listener binds: host and port."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)]

    def __str__(self) -> str:
        """``host:port``."""
        return f"{self.host}:{self.port}"


class ExchangeSettings(BaseModel):
    """How a node asks and answers; times in milliseconds, sizes in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    answer_step_ms: Annotated[int, Field(ge=1, le=1_000)] = 12
    """Answers leave at multiples of this after arrival, so that time tells nothing of a search."""
    query_lifetime_ms: Annotated[int, Field(ge=1_000, le=2_678_400_000)] = 86_400_000
    message_lifetime_ms: Annotated[int, Field(ge=1_000, le=2_678_400_000)] = 2_592_000_000
    retry_first_ms: Annotated[int, Field(ge=10, le=3_600_000)] = 1_000
    retry_most_ms: Annotated[int, Field(ge=10, le=3_600_000)] = 60_000
    timeout_ms: Annotated[int, Field(ge=100, le=600_000)] = 15_000
    witness_every_ms: Annotated[int, Field(ge=100, le=86_400_000)] = 2_000
    attachment_bytes_most: Annotated[int, Field(ge=0, le=2**50)] = 4 << 30
    """What the attachments of one partner may take here in all."""
    attachment_chunk_bytes: Annotated[int, Field(ge=4_096, le=1_048_576)] = 1_048_576
    free_bytes_least: Annotated[int, Field(ge=0, le=2**50)] = 256 << 20
    """Attachments are not taken once the disk has less than this left: the log comes first."""
    partner_bytes_at_once: Annotated[int, Field(ge=4 << 20, le=2**40)] = 32 << 20
    """Bytes of one partner's messages that are held at a time; further ones wait unread."""
    partner_bytes_per_second: Annotated[int, Field(ge=65_536, le=2**40)] = 32 << 20
    """What one partner may send in messages: over 7,000 questions a second."""
    partner_refusals_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 600
    """After so many messages that had to be refused, further ones are not read for a while."""
    reconcile_settle_ms: Annotated[int, Field(ge=0, le=86_400_000)] = 60_000
    """Reconciliation leaves out messages younger than this, which may still be on their way."""


class SafeguardSettings(BaseModel):
    """When a node makes its rounds by itself, and what counts as unusual asking."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    rounds_every_ms: Annotated[int, Field(ge=0, le=86_400_000)] = 600_000
    """How often unusual asking is looked for and standing questions are ended; 0: never by
    itself."""
    purge_every_ms: Annotated[int, Field(ge=0, le=2_678_400_000)] = 86_400_000
    """How often what may not be kept any longer is erased; 0: by hand only."""
    check_days: Annotated[int, Field(ge=1, le=3_660)] = 365
    """Days that a check at the border or in the street is kept for oversight."""
    closed_request_days: Annotated[int, Field(ge=1, le=3_660)] = 730
    """Days that a closed subject request is kept."""
    watch_days: Annotated[int, Field(ge=30, le=3_660)] = 365
    """Days that the watch log is kept after a matter is closed, and shifts after they end."""
    standing_step_ms: Annotated[int, Field(ge=1_000, le=86_400_000)] = 21_600_000
    """Standing questions are held against new records at multiples of this, all together, so that
    the moment of a hit does not tell when a record arrived."""
    volume_least: Annotated[int, Field(ge=1)] = 100
    volume_factor: Annotated[float, Field(ge=1.0)] = 4.0
    odd_from_hour: Annotated[int, Field(ge=0, le=23)] = 22
    odd_to_hour: Annotated[int, Field(ge=0, le=23)] = 5
    odd_least: Annotated[int, Field(ge=0)] = 20
    purposes_most: Annotated[int, Field(ge=1)] = 2
    cases_most: Annotated[int, Field(ge=1)] = 4
    run_most: Annotated[int, Field(ge=2)] = 9
    near_most: Annotated[int, Field(ge=1)] = 5
    persons_in_case_most: Annotated[int, Field(ge=1)] = 25
    denied_most: Annotated[int, Field(ge=0)] = 10
    given_most: Annotated[int, Field(ge=0)] = 40


class ConsoleSettings(BaseModel):
    """How the console is reached and marked."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    origin: Annotated[str, StringConstraints(pattern=_ORIGIN)] = ""
    """Its address as browsers see it, such as ``https://console.example``, where a proxy with TLS
    stands before it; by default ``http://localhost`` and the staff listener's port."""
    exercise: bool = False
    """Every page and print says EXERCISE: what is shown is invented."""


class Settings(BaseModel):
    """All settings of one node."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=f"^{_ID}$")]
    country: Annotated[str, AfterValidator(_country)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    addresses: Annotated[tuple[str, ...], Field(min_length=1, max_length=8, strict=False)]
    """Where partners reach this node, as URLs."""
    store: Annotated[str, AfterValidator(_store)] = IN_FOLDER
    """``sqlite``: a file in the node's folder; or the URL of a PostgreSQL database."""
    partner: Address = Address(port=8440)
    staff: Address = Address(port=8450)
    console: ConsoleSettings = ConsoleSettings()
    exchange: ExchangeSettings = ExchangeSettings()
    safeguards: SafeguardSettings = SafeguardSettings()


def read_settings(path: Path) -> Settings:
    """Read ``node.toml``; ConfigError says which key is wrong and why."""
    try:
        return check_settings(tomllib.loads(path.read_text("utf-8")), str(path))
    except FileNotFoundError as error:
        raise ConfigError("config.missing", path=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("config.not_toml", path=str(path), reason=str(error)) from error


def check_settings(values: dict[str, object], path: str) -> Settings:
    """Check settings from any source; ConfigError names the first key that is wrong."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        code = "config.unknown_key" if first["type"] == "extra_forbidden" else "config.bad_value"
        raise ConfigError(code, path=path, key=key, reason=first["msg"]) from error


def store_address(folder: Folder, settings: Settings) -> StoreAddress:
    """Return where the node's store is."""
    if settings.store == IN_FOLDER:
        return folder.store
    return parse_database_url(settings.store)


def write_settings(path: Path, settings: Settings) -> None:
    """Write ``node.toml``; every setting is there to be read and changed."""
    exchange = settings.exchange
    lines = [
        f"id = {_quoted(settings.id)}",
        f"country = {_quoted(settings.country)}",
        f"name = {_quoted(settings.name)}",
        f"addresses = [{', '.join(_quoted(each) for each in settings.addresses)}]",
        f"store = {_quoted(settings.store)}",
        *_section("partner", settings.partner.host, settings.partner.port),
        *_section("staff", settings.staff.host, settings.staff.port),
        "\n[console]",
        f"origin = {_quoted(settings.console.origin)}",
        f"exercise = {'true' if settings.console.exercise else 'false'}",
        "\n[exchange]",
        *(f"{name} = {value}" for name, value in exchange.model_dump().items()),
        "\n[safeguards]",
        *(f"{name} = {value}" for name, value in settings.safeguards.model_dump().items()),
    ]
    write_atomically(path, ("\n".join(lines) + "\n").encode())


def _section(name: str, host: str, port: int) -> tuple[str, ...]:
    return (f"\n[{name}]", f"host = {_quoted(host)}", f"port = {port}")


def _quoted(text: str) -> str:
    escaped = "".join(
        f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 0x20 or ord(char) == 0x7F else char
        for char in text
    )
    return f'"{escaped}"'
