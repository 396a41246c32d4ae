"""``entraide node``: make a node, run it, look at it, write its card."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from entraide.cli.arguments import TableOrJson
from entraide.cli.keeping.root import read_root_key
from entraide.cli.partner.document import soon
from entraide.cli.passphrase import find_passphrase
from entraide.cli.session import Access, Session
from entraide.cli.show import Output, moment, print_json, print_rows, say
from entraide.errors import InputError
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages import SENTENCES

__all__ = ["app"]

app = App(name="node", help=mark("Make, run, look at and keep a node."))
for _name, _help in (
    ("backup", mark("Write a backup of a node, sealed to a recovery key.")),
    ("restore", mark("Make a node's folder again from a backup, read-only at first.")),
    ("resume", mark("Ask the partners what a restored node lacks, and let it go on.")),
    ("migrate", mark("Bring the folder of an earlier release to this one.")),
):
    app.command(f"entraide.cli.keeping.upkeep:{_name}", name=_name, help=_help)
app.command("entraide.cli.keeping.rotation:rotate", name="rotate", help=mark(
    "Let fresh signing and opening keys follow the present ones."))  # fmt: skip

app.command("entraide.cli.keeping.health:health", name="health", help=mark(
    "Show when keys and certificates end, how old the backup is, and what room is left."
))  # fmt: skip


@app.command
def init(  # noqa: PLR0913 - each is an option of the command
    folder: Path,
    *,
    id_: Annotated[str, Parameter(name="--id")],
    country: str,
    name: str,
    host: str = "127.0.0.1",
    partner_port: int = 8440,
    staff_port: int = 8450,
    address: tuple[str, ...] = (),
    store: str = "sqlite",
    exercise: bool = False,
    passphrase_file: Annotated[Path | None, Parameter(env_var="ENTRAIDE_PASSPHRASE_FILE")] = None,
    output: TableOrJson = "table",
) -> None:
    """Make a node's folder: keys, store and settings.

    Parameters
    ----------
    folder
        A folder that holds no node yet.
    id_
        The node's id: two letters of the country, a dot and a word, such as ma.bureau.
    country
        ISO 3166 code of the state.
    name
        The agency's name, as partners will read it.
    host
        Where the partner listener binds.
    partner_port
        Its port.
    staff_port
        The port of the staff listener on 127.0.0.1.
    address
        Where partners reach this node (a URL); by default the partner listener.
    store
        Where records and messages are kept: sqlite (a file in the folder) or the URL of an empty
        PostgreSQL database, without a password, such as postgresql:///ma?host=/run/postgresql.
    exercise
        What it will hold is invented: every page of its console and every print of it says so.
    passphrase_file
        File with the passphrase that will guard the node's keys.
    """
    from entraide.node.build import make_node  # noqa: PLC0415 - keeps other commands quick
    from entraide.node.config import check_settings  # noqa: PLC0415 - the same

    settings = check_settings(
        {
            "id": id_,
            "country": country,
            "name": name,
            "addresses": address or (f"https://{host}:{partner_port}",),
            "store": store,
            "partner": {"host": host, "port": partner_port},
            "staff": {"host": "127.0.0.1", "port": staff_port},
            "console": {"exercise": exercise},
        },
        "node init",
    )
    make_node(folder, settings, find_passphrase(passphrase_file, what=id_))
    if output == "json":
        print_json({"id": id_, "folder": str(folder), "country": settings.country})
        return
    say(mark("Node {id} made in {folder}."), id=id_, folder=folder)
    say(mark("Next: entraide root new FILE, then entraide node card --root FILE."))


@app.command
def run(
    folder: Annotated[Path, Parameter(env_var="ENTRAIDE_NODE")],
    *,
    passphrase_file: Annotated[Path | None, Parameter(env_var="ENTRAIDE_PASSPHRASE_FILE")] = None,
    output: Output = "table",
) -> None:
    """Run a node until it is told to stop.

    Parameters
    ----------
    folder
        The node's folder.
    passphrase_file
        File with the node's passphrase (else a systemd credential, else a prompt).
    output
        What is printed once the node serves: sentences, or one line of JSON.
    """
    from entraide.console.application import console_application  # noqa: PLC0415 - the same
    from entraide.node.people.passkeys import relying_party  # noqa: PLC0415 - the same
    from entraide.node.serve import RunningNode, run_node  # noqa: PLC0415 - the same

    logging.basicConfig(
        level=logging.INFO,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )

    def ready(running: RunningNode) -> None:
        settings = running.node.settings
        shown = {
            "id": settings.id,
            "partner": f"https://{settings.partner.host}:{running.partner_port}",
            "staff": relying_party(running.node).origin,
        }
        if output == "json":
            print_json({"ready": True, **shown})
        else:
            say(mark("{id} serves partners at {partner}, its staff at {staff}."), **shown)

    asyncio.run(
        run_node(
            folder,
            find_passphrase(passphrase_file, what=translate(mark("the node"))),
            ready=ready,
            console=console_application,
        )
    )


@app.command
def status(
    folder: Annotated[Path | None, Parameter(env_var="ENTRAIDE_NODE")] = None,
    *,
    access: Access | None = None,
) -> None:
    """Show a node's state: what it holds, what waits, how far its log is cosigned.

    Parameters
    ----------
    folder
        The node's folder.
    """
    given = access or Access()
    chosen = given.on(folder)
    result = Session(chosen).perform("node.status", {})
    if chosen.output == "json":
        print_json(result)
        return
    print_rows(
        mark("Node"),
        (("what", mark("What")), ("is", mark("Is"))),
        ({"what": key, "is": _readable(value)} for key, value in result.items()),
    )


@app.command
def keys(
    *,
    root_key: tuple[Path, ...],
    threshold: int = 1,
    out: Path,
    access: Access | None = None,
) -> None:
    """Write the node's public keys for the root keys to sign elsewhere.

    Parameters
    ----------
    root_key
        Public root keys (files FILE.pub of entraide root new).
    threshold
        How many of them must sign.
    out
        Where the unsigned key set goes; sign it with entraide root sign.
    """
    session = Session(access or Access())
    result = session.perform("node.propose-keys", _roots(root_key, threshold))
    out.write_text(result["keyset"] + "\n", encoding="utf-8")
    say(mark("Key set written to {out}: sign it with entraide root sign."), out=out)


@app.command
def card(
    *,
    root: Path | None = None,
    root_passphrase_file: Path | None = None,
    keyset: Path | None = None,
    out: Path | None = None,
    access: Access | None = None,
) -> None:
    """Write the node's signed card and show its fingerprint.

    Parameters
    ----------
    root
        The root key's file, if it is at hand: it signs the node's key set here and now.
    root_passphrase_file
        File with the root key's passphrase.
    keyset
        A key set that the root keys signed elsewhere.
    out
        Where the card goes; standard output where none is given.
    """
    given = access or Access()
    session = Session(given)
    if root is not None:
        _certify(session, root, root_passphrase_file)
    elif keyset is not None:
        signed = keyset.read_text(encoding="utf-8").strip()
        session.perform("node.adopt-keys", {"signed": signed})
    result = session.perform("node.card", {})
    if out is not None:
        out.write_text(result["card"] + "\n", encoding="utf-8")
    if given.output == "json":
        print_json(result)
    elif out is None:
        sys.stdout.write(result["card"] + "\n")
    else:
        say(mark("Card written to {out}, valid until {until}."), out=out,
            until=moment(result["expires_ms"]))  # fmt: skip
        say(mark("Fingerprint, to be compared by another channel:"))
        say("{digits}", digits=result["fingerprint"])


def _certify(session: Session, root: Path, passphrase_file: Path | None) -> None:
    from entraide.kernel.canonical import decode_canonical, encode_canonical  # noqa: PLC0415
    from entraide.kernel.encoding import to_base64  # noqa: PLC0415 - only here
    from entraide.kernel.key_set import KeySet, sign_key_set  # noqa: PLC0415 - only here

    key = read_root_key(root, passphrase_file or session.access.passphrase_file)
    roots = {"roots": [to_base64(key.public.raw)], "threshold": 1}
    proposed = session.perform("node.propose-keys", roots)["keyset"]
    signed = sign_key_set(KeySet.from_json(decode_canonical(proposed.encode())), key)
    text = encode_canonical(signed.to_json()).decode()
    session.perform("node.adopt-keys", {"signed": text})


def _roots(files: tuple[Path, ...], threshold: int) -> dict[str, Any]:
    keys = []
    for file in files:
        try:
            keys.append(file.read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("file.unreadable", path=str(file)) from error
    return {"roots": keys, "threshold": threshold}


def _readable(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(_line(each) for each in value) or "-"
    return value


def _line(each: Mapping[str, Any]) -> str:
    return _alarm(each) if "code" in each else f"{each['agreement']}: {soon(each['endings'])}"


def _alarm(alarm: Mapping[str, Any]) -> str:
    says = translate(SENTENCES.get(alarm["code"], alarm["code"]))
    return f"{alarm['partner']} {moment(alarm['at_ms'])}: {says}"
