"""``entraide officer``: officers and their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cyclopts import App

from entraide.cli.passphrase import find_passphrase
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.errors import EntraideError
from entraide.kernel.encoding import to_base64
from entraide.node.people.actor import Role, parse_role
from entraide.vocabulary.language import mark
from entraide.wording.words import word

__all__ = ["app"]

app = App(name="officer", help=mark("Add officers and list them."))
app.command("entraide.cli.oversight.glass:break_glass", name="break-glass")


@app.command
def add(name: str, *, role: str, access: Access | None = None) -> None:
    """Make an officer's key and enter the officer in the node.

    The key is sealed under --officer-passphrase-file, or under the node's passphrase where none
    is given.

    Parameters
    ----------
    name
        The officer's name or number; it stays in this node.
    role
        duty-officer, liaison-officer, analyst, supervisor, data-protection-officer, administrator.
    """
    given = access or Access()
    wanted: Role = parse_role(role)
    session = Session(given)
    files = (given.officer_passphrase_file, given.passphrase_file)
    from entraide.node.people.officer_keys import make_key  # noqa: PLC0415 - keeps other commands quick

    key = make_key(session.folder, name, find_passphrase(*files, what=name))
    try:
        result = session.perform(
            "officer.add",
            {"name": name, "role": wanted.value, "public_key": to_base64(key.public.raw)},
        )
    except EntraideError:
        (session.folder.officers / f"{name}.key").unlink()
        raise
    if given.output == "json":
        print_json(result)
    else:
        say(mark("Officer {officer} added as {role}; partners see {pseudonym}."),
            **{**result, "role": word("role", result["role"])})  # fmt: skip


@app.command
def suspend(name: str, *, access: Access | None = None) -> None:
    """Suspend an officer: nothing is signed in to, ordered or approved any more.

    Parameters
    ----------
    name
        The officer.
    """
    _change(access, "officer.suspend", name, mark("{officer} is suspended."))


@app.command
def restore(name: str, *, access: Access | None = None) -> None:
    """Let a suspended officer work again.

    Parameters
    ----------
    name
        The officer.
    """
    _change(access, "officer.restore", name, mark("{officer} works again."))


def _change(access: Access | None, action: str, name: str, said: str) -> None:
    given = access or Access()
    result = Session(given).perform(action, {"officer": name})
    if given.output == "json":
        print_json(result)
    else:
        say(said, **result)


@app.command
def passkey(*, access: Access | None = None) -> None:
    """Get a code with which the officer of --as registers a passkey in the console.

    Only the officer's own key can order it. It is valid for a quarter of an hour, and once.
    """
    perform_and_show(access, "officer.passkey", {}, _draw_passkey)


def _draw_passkey(result: Mapping[str, Any]) -> None:
    say(mark("Code for {officer}, until {until}: {code}"),
        **result, until=moment(result["expires_ms"]))  # fmt: skip
    say(mark("Enter it at {console}/passkey"), console=result["console"])


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the officers."""
    perform_and_show(access, "officer.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    print_rows(
        mark("Officers"),
        (
            ("officer", mark("Officer")),
            ("role", mark("Role")),
            ("pseudonym", mark("Seen by partners as")),
            ("passkeys", mark("Passkeys")),
            ("suspended", mark("Suspended")),
        ),
        (
            {**row, "suspended": moment(row["suspended_ms"]) if row["suspended_ms"] else ""}
            for row in result["officers"]
        ),
    )
