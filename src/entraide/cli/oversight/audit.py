"""``entraide audit``: the log verified, proved, shown; a proof checked without any node."""

from __future__ import annotations

import base64
import datetime as dt
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cyclopts import App

from entraide.cli.arguments import Partner, TableOrJson
from entraide.cli.oversight import entries as audit_entries
from entraide.cli.partner.partner import read_text
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say, say_plural
from entraide.errors import InputError, TrustError
from entraide.kernel.card import Card, decode_card, verify_card
from entraide.kernel.proof_bundle import CheckedProof, check_bundle
from entraide.kernel.revocation import decode_revocation, verify_revocation
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages.kernel import FINDINGS
from entraide.wording.log_words import logged_with_code

__all__ = ["app"]

app = App(name="audit", help=mark("Verify the log, prove an entry, check a proof."))

app.command(audit_entries.entry)
app.command(audit_entries.vouched)

_DIGITS: Final = re.compile(r"\D")


@app.command
def verify(
    *,
    witnessed: tuple[Path, ...] = (),
    ask_partners: bool = True,
    access: Access | None = None,
) -> None:
    """Verify the whole log, also against the checkpoints that partners cosigned.

    Exit code 4 where anything is wrong; the table says what, and at which entry.

    Parameters
    ----------
    witnessed
        Files of entraide audit witnessed, brought from partners by another way.
    ask_partners
        Ask the partners who can be reached what they cosigned last.
    """
    given = access or Access()
    notes = [read_text(path) for path in witnessed]
    wanted = {"witnessed": notes, "ask_partners": ask_partners}
    result = Session(given).perform("audit.verify", wanted, _progress)
    if given.output == "json":
        print_json(result)
    elif result["whole"]:
        say_plural(
            "One entry verified; held against what these cosigned: {witnesses}.",
            "{count} entries verified; held against what these cosigned: {witnesses}.",
            result["size"],
            witnesses=", ".join(result["witnesses"]) or "-",
        )
    else:
        rows = ({**row, "says": _sentence(row)} for row in result["findings"])
        print_rows(
            mark("What is wrong"),
            (("entry", mark("Entry")), ("kind", mark("Kind")), ("says", mark("Meaning"))),
            rows,
        )
    if not result["whole"]:
        first = result["findings"][0]
        raise TrustError("audit.not_whole", entry=first["entry"], kind=first["kind"])


@app.command
def prove(id_: str, *, out: Path | None = None, access: Access | None = None) -> None:
    """Write a proof that the log holds an entry, for anyone to check offline.

    Parameters
    ----------
    id_
        The id of a message or thread, or an entry's number.
    out
        Where the proof goes; ID.tlog-proof where none is given.
    """
    given = access or Access()
    result = Session(given).perform("audit.prove", {"id": id_})
    target = out or Path(f"{id_}.tlog-proof")
    target.write_bytes(base64.b64decode(result["proof"]))
    if given.output == "json":
        print_json({"id": id_, "file": str(target)})
    else:
        say(mark("Proof written to {file}; check it with entraide audit check {file}"), file=target)


@app.command
def check(
    file: Path,
    *,
    fingerprint: tuple[str, ...] = (),
    witnesses: int = 1,
    revocation: Path | None = None,
    output: TableOrJson = "table",
) -> None:
    """Check a proof file offline: needs no node, no network, no trust in who made it.

    Parameters
    ----------
    file
        The proof.
    fingerprint
        Fingerprints of agencies that you compared yourself. With them, the log and the witnesses
        that count must be among them; without, what is proved rests on the cards in the file.
    witnesses
        How many cosignatures of agencies the proof must bear.
    revocation
        A revoked key's statement: so many witnesses must have signed before its moment.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError("file.unreadable", path=str(file)) from error
    wanted = {_DIGITS.sub("", text) for text in fingerprint}
    cards = _cards(check_bundle(data).cards)
    believed = [card for card in cards if not wanted or _digits_of(card) in wanted]
    vouched = {vkey for card in believed for vkey in _vkeys(card)}
    checked = check_bundle(data, is_trusted=lambda key: key.vkey in vouched, quorum=witnesses)
    if not checked.trusted:
        raise TrustError("proof.unknown_log", log=checked.origin)
    if revocation is not None:
        _check_before(revocation, checked, cards, witnesses)
    result = _result(checked, believed, compared=bool(wanted))
    if output == "json":
        print_json(result)
        return
    shown = {**result, "action": logged_with_code(result["action"])}
    print_rows(
        mark("Proved"),
        (("what", mark("What")), ("is", mark("Is"))),
        ({"what": key, "is": value} for key, value in shown.items()),
    )
    if not wanted:
        say(mark("The keys come from the file: compare the fingerprints, or give --fingerprint."))


def _check_before(file: Path, checked: CheckedProof, cards: Sequence[Card], witnesses: int) -> None:
    """Refuse a proof that too few witnesses signed before a key was revoked."""
    signed = decode_revocation(read_text(file).encode())
    one = signed.revocation
    card = next((card for card in cards if card.keys.key_set.party == one.party), None)
    if card is None:
        raise TrustError("proof.revoked_elsewhere", party=one.party)
    verify_revocation(signed, one.party, card.keys.key_set.roots)
    times = (each.timestamp_s * 1_000 for each in checked.witnesses if each.trusted)
    found = sum(at_ms < one.from_ms for at_ms in times)
    if found < witnesses:
        raise TrustError("proof.after_revocation", found=found, wanted=witnesses, key=one.key_id)


@app.command
def log(*, last: int = 20, access: Access | None = None) -> None:
    """Show the last entries of the log.

    Parameters
    ----------
    last
        How many.
    """
    perform_and_show(access, "audit.log", {"last": last}, _draw_log)


def _draw_log(result: Mapping[str, Any]) -> None:
    rows = (
        {
            **row,
            "at": moment(row["at_ms"]),
            "action": logged_with_code(row["action"]),
            "subject": row["ids"].get("subject", ""),
        }
        for row in result["entries"]
    )
    print_rows(
        mark("Log"),
        (
            ("index", mark("Entry")),
            ("at", mark("At")),
            ("action", mark("Action")),
            ("actor", mark("By")),
            ("partner", mark("Partner")),
            ("subject", mark("Id")),
        ),
        rows,
    )


@app.command
def witnessed(partner: Partner, *, out: Path | None = None, access: Access | None = None) -> None:
    """Write the last checkpoint of a partner's log that this node cosigned, for an auditor there.

    Parameters
    ----------
    out
        Where the note goes; standard output where none is given.
    """
    result = Session(access or Access()).perform("audit.witnessed", {"partner": partner})
    if out is None:
        sys.stdout.write(result["note"])
    else:
        out.write_text(result["note"], encoding="utf-8")
        say(mark("Written: {file}"), file=out)


def _progress(event: Mapping[str, Any]) -> None:
    """Say on a terminal how far it is; a file or a pipe gets the result alone."""
    if sys.stderr.isatty():
        said = translate(mark("{done} of {of} entries"), done=event["done"], of=event["of"])
        sys.stderr.write(f"\r{said}\x1b[K" if event["done"] < event["of"] else "\r\x1b[K")
        sys.stderr.flush()


def _cards(encoded: tuple[bytes, ...]) -> list[Card]:
    """Read the cards in a proof; each must hold in itself at the time it was issued."""
    cards = [decode_card(data) for data in encoded]
    for card in cards:
        verify_card(card, card.issued_ms)
    return cards


def _digits_of(card: Card) -> str:
    return _DIGITS.sub("", card.keys.key_set.fingerprint)


def _vkeys(card: Card) -> tuple[str, str]:
    key_set = card.keys.key_set
    return key_set.log, key_set.witness


def _result(checked: CheckedProof, cards: list[Card], *, compared: bool) -> dict[str, Any]:
    opening = checked.opening
    names = {card.keys.key_set.log.split("+", 1)[0]: card.keys.key_set for card in cards}
    agency = names[checked.origin]
    return {
        "proved": True,
        "action": opening.action,
        "at": moment(opening.at_ms),
        "actor": opening.actor,
        "partner": opening.partner,
        "ids": dict(opening.ids),
        "digests": dict(opening.digests),
        "entry": checked.index,
        "log": checked.origin,
        "log_size": checked.size,
        "agency": agency.party,
        "fingerprint": agency.fingerprint,
        "witnesses": [
            f"{seen.name} {_seconds(seen.timestamp_s)}"
            for seen in checked.witnesses
            if seen.trusted
        ],
        "fingerprints_compared": compared,
    }


def _seconds(timestamp: int) -> str:
    return dt.datetime.fromtimestamp(timestamp, dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def _sentence(row: dict[str, Any]) -> str:
    sentence = FINDINGS.get(row["kind"], row["kind"])
    return translate(sentence, index=row["entry"], detail=row["detail"])
