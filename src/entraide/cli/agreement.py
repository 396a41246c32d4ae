"""``entraide agreement``: write, read, sign and verify memoranda; bring them into a node and on."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from entraide.adapters.keyfile import write_atomically
from entraide.adapters.world import SYSTEM
from entraide.agreements.chapters.general import Party, RootKeys
from entraide.agreements.drafting import draft_agreement, write_agreement
from entraide.agreements.lifecycle import state_of
from entraide.agreements.reading import parse_agreement
from entraide.agreements.signing import (
    SignedAgreement,
    decode_signed,
    encode_signed,
    merge_signatures,
    missing_signatures,
    sign_agreement,
    verify_agreement,
)
from entraide.cli.partner import read_text
from entraide.cli.root import read_root_key
from entraide.cli.session import Access, Session
from entraide.cli.show import Output, print_json, print_rows, say
from entraide.errors import InputError, TrustError
from entraide.kernel.card import decode_card, verify_card
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages.reasons import translate_reason

__all__ = ["app"]

app = App(name="agreement", help=mark("Write, sign, verify, carry and list memoranda."))


@app.command
def new(
    *,
    party: tuple[Path, ...],
    template: str = "police-cooperation",
    starts: str | None = None,
    out: Path | None = None,
) -> None:
    """Draft a memorandum between two or more parties: commented YAML, to be amended and signed.

    Parameters
    ----------
    party
        The card of each party.
    template
        police-cooperation or search-only.
    starts
        First day in force (YYYY-MM-DD); today where none is given.
    out
        Where the text goes; standard output where none is given.
    """
    parties = tuple(_party(path) for path in party)
    text = draft_agreement(parties, template, starts=_day(starts))
    if out is None:
        sys.stdout.write(text)
        return
    if out.exists():
        raise InputError("file.exists", path=str(out))
    out.write_text(text, encoding="utf-8")
    say(mark("Draft written to {out}. Read it, change it, then: entraide agreement sign {out}"),
        out=out)  # fmt: skip


@app.command
def show(agreement: str, *, access: Access | None = None) -> None:
    """Show a memorandum, from a file or from the node.

    Parameters
    ----------
    agreement
        A file, or the id or digest of a memorandum that the node holds.
    """
    given = access or Access()
    if Path(agreement).is_file():
        signed = _read(Path(agreement))
    else:
        result = Session(given).perform("agreement.show", {"agreement": agreement})
        signed = decode_signed(result["signed"].encode())
    if given.output == "json":
        print_json(_described(signed))
        return
    sys.stdout.write(write_agreement(signed.agreement))
    _draw([_described(signed)])


@app.command
def sign(  # noqa: PLR0913 - each is an option of the command
    file: Path,
    *,
    root: Path,
    root_passphrase_file: Annotated[
        Path | None, Parameter(env_var="ENTRAIDE_ROOT_PASSPHRASE_FILE")
    ] = None,
    party: str | None = None,
    out: Path | None = None,
    output: Output = "table",
) -> None:
    """Sign a memorandum with a root key; needs no node and no network.

    Parameters
    ----------
    file
        The YAML text, or a file that others have signed before.
    root
        The root key's file.
    root_passphrase_file
        File with its passphrase.
    party
        For whom; needed only where one key is a root of two parties.
    out
        Where the signed memorandum goes: by default FILE.signed.json for a text, else FILE.
    output
        Sentences to read, or JSON.
    """
    key = read_root_key(root, root_passphrase_file)
    before = _read(file)
    signed = sign_agreement(before, party or _party_of(before, key.key_id), key)
    fresh = file.with_suffix(".signed.json")
    target = out or (file if file.suffix == ".json" else fresh)
    if target.exists() and target != file:
        signed = merge_signatures(_read(target), signed)
    write_atomically(target, encode_signed(signed) + b"\n", mode=0o644)
    if output == "json":
        print_json({"file": str(target), **_described(signed)})
        return
    say(mark("Signed: {file}"), file=target)
    _draw([_described(signed)])


@app.command
def verify(file: Path, *, output: Output = "table") -> None:
    """Verify that every party has signed a memorandum; exit code 4 where one has not.

    Parameters
    ----------
    file
        The signed memorandum.
    output
        A table to read, or JSON.
    """
    signed = _read(file)
    if output == "json":
        print_json(_described(signed))
    else:
        _draw([_described(signed)])
    verify_agreement(signed)


@app.command
def adopt(file: Path, *, access: Access | None = None) -> None:
    """Bring a memorandum from a file into the node, merging signatures with those it holds.

    Parameters
    ----------
    file
        The signed memorandum.
    """
    given = access or Access()
    signed = encode_signed(_read(file)).decode()
    result = Session(given).perform("agreement.adopt", {"signed": signed})
    if given.output == "json":
        print_json(result)
    else:
        _draw([result])


@app.command
def send(agreement: str, *, to: tuple[str, ...] = (), access: Access | None = None) -> None:
    """Carry a memorandum to its other parties through the exchange.

    Parameters
    ----------
    agreement
        Its id or the first digits of its digest.
    to
        Only to these partners.
    """
    given = access or Access()
    result = Session(given).perform("agreement.send", {"agreement": agreement, "to": list(to)})
    if given.output == "json":
        print_json(result)
        return
    print_rows(
        mark("Sent"),
        (("partner", mark("Partner")), ("result", mark("Result")), ("fault", mark("Fault"))),
        (
            {**row, "fault": translate_reason(row.get("fault") or "")}
            for row in result["deliveries"]
        ),
    )


@app.command(name="list")
def list_(*, access: Access | None = None) -> None:
    """List the node's memoranda with their state and what is missing."""
    given = access or Access()
    result = Session(given).perform("agreement.list", {})
    if given.output == "json":
        print_json(result)
    else:
        _draw(result["agreements"])


def _read(path: Path) -> SignedAgreement:
    text = read_text(path)
    if text.lstrip().startswith("{"):
        return decode_signed(text.strip().encode())
    return SignedAgreement(parse_agreement(text))


def _party(path: Path) -> Party:
    card = decode_card(read_text(path).encode())
    verify_card(card, SYSTEM.now_ms())
    key_set = card.keys.key_set
    return Party(
        id=key_set.party,
        country=key_set.country,
        name=key_set.name,
        authority=key_set.name,
        contact=card.addresses[0],
        root=RootKeys(threshold=key_set.roots.threshold, keys=key_set.roots.keys),
    )


def _party_of(signed: SignedAgreement, key_id: str) -> str:
    owners = [
        party.id
        for party in signed.agreement.parties
        if key_id in {key.key_id for key in party.root.keys}
    ]
    if len(owners) != 1:
        raise TrustError("agreement.whose_key", key=key_id, found=len(owners))
    return owners[0]


def _day(text: str | None) -> dt.date:
    if text is None:
        return dt.datetime.fromtimestamp(SYSTEM.now_ms() / 1_000, dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError("date.malformed", value=text) from error


def _described(signed: SignedAgreement) -> dict[str, Any]:
    agreement = signed.agreement
    missing = missing_signatures(signed)
    return {
        "agreement": agreement.id,
        "digest": agreement.digest,
        "title": agreement.title,
        "parties": [party.id for party in agreement.parties],
        "state": state_of(signed, SYSTEM.now_ms()).value,
        "missing": [{"party": each.party, "lacking": each.lacking} for each in missing],
        "expires": agreement.final_provisions.expires.isoformat(),
        "review_by": agreement.safeguards.review_by.isoformat(),
    }


def _draw(rows: list[dict[str, Any]]) -> None:
    print_rows(
        mark("Memoranda"),
        (
            ("agreement", mark("Memorandum")),
            ("parties", mark("Parties")),
            ("state", mark("State")),
            ("missing", mark("Missing signatures")),
            ("expires", mark("Expires")),
            ("review_by", mark("Review by")),
            ("digest", mark("Digest")),
        ),
        [{**row, "digest": row["digest"][:16]} for row in rows],
    )
