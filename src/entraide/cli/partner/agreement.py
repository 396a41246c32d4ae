"""``entraide agreement``: write, read, sign and verify memoranda; bring them into a node and on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cyclopts import App

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.agreements.declarations import encode_declaration
from entraide.agreements.drafting import draft_agreement, write_agreement
from entraide.agreements.signing import (
    decode_signed,
    encode_signed,
    merge_signatures,
    sign_agreement,
    verify_agreement,
)
from entraide.cli.arguments import HeldOrFile, Sentences, TableOrJson
from entraide.cli.keeping.root import RootKey
from entraide.cli.lifetime import accede, amend, compare, declare
from entraide.cli.partner.document import (
    describe,
    draw,
    is_declaration,
    read_day,
    read_declaration,
    read_memorandum,
    read_party,
    whose_key,
    write_draft,
)
from entraide.cli.partner.simulate import simulate
from entraide.cli.result import perform_and_show
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages.reasons import translate_reason

__all__ = ["app"]

app = App(name="agreement", help=mark("Write, sign, verify, carry and list memoranda."))


@app.command
def new(
    *,
    party: tuple[Path, ...],
    template: str = "police-cooperation",
    from_promises: Path | None = None,
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
    from_promises
        A register's folder: the draft has the forms of cooperation that the parties promised each
        other there, and no other, each article with the sentences that it comes from.
    starts
        First day in force (YYYY-MM-DD); today where none is given.
    out
        Where the text goes; standard output where none is given.
    """
    parties = tuple(read_party(path) for path in party)
    if from_promises is None:
        text = draft_agreement(parties, template, starts=read_day(starts))
    else:
        from entraide.cli.register.promises import (  # noqa: PLC0415 - keeps other commands quick
            promised_text,
        )

        text = promised_text(from_promises, parties, read_day(starts))
    if out is None:
        sys.stdout.write(text)
        return
    write_draft(text, out)
    say(mark("Draft written to {out}. Read it, change it, then: entraide agreement sign {out}"),
        out=out)  # fmt: skip


@app.command
def show(agreement: HeldOrFile, *, access: Access | None = None) -> None:
    """Show a memorandum, from a file or from the node."""
    given = access or Access()
    if Path(agreement).is_file():
        signed = read_memorandum(Path(agreement))
    else:
        result = Session(given).perform("agreement.show", {"agreement": agreement})
        signed = decode_signed(result["signed"].encode())
    if given.output == "json":
        print_json(describe(signed))
        return
    sys.stdout.write(write_agreement(signed.agreement))
    draw([describe(signed)])


@app.command
def sign(
    file: Path,
    *,
    key: RootKey,
    party: str | None = None,
    out: Path | None = None,
    output: Sentences = "table",
) -> None:
    """Sign a memorandum with a root key; needs no node and no network.

    Parameters
    ----------
    file
        The YAML text, or a file that others have signed before.
    party
        For whom; needed only where one key is a root of two parties.
    out
        Where the signed memorandum goes: by default FILE.signed.json for a text, else FILE.
    """
    root, before = key.read(), read_memorandum(file)
    signed = sign_agreement(before, party or whose_key(before.agreement, root.key_id), root)
    fresh = file.with_suffix(".signed.json")
    target = out or (file if file.suffix == ".json" else fresh)
    if target.exists() and target != file:
        signed = merge_signatures(read_memorandum(target), signed)
    write_atomically(target, encode_signed(signed) + b"\n", mode=0o644)
    if output == "json":
        print_json({"file": str(target), **describe(signed)})
        return
    say(mark("Signed: {file}"), file=target)
    draw([describe(signed)])


@app.command
def verify(file: Path, *, output: TableOrJson = "table") -> None:
    """Verify that every party has signed a memorandum; exit code 4 where one has not.

    Parameters
    ----------
    file
        The signed memorandum.
    """
    signed = read_memorandum(file)
    if output == "json":
        print_json(describe(signed))
    else:
        draw([describe(signed)])
    verify_agreement(signed)


@app.command
def adopt(file: Path, *, access: Access | None = None) -> None:
    """Bring a memorandum or a declaration from a file into the node, merging signatures.

    Parameters
    ----------
    file
        The memorandum, signed or still a proposal, or a signed declaration about one.
    """
    given = access or Access()
    if is_declaration(file):
        signed = encode_declaration(read_declaration(file)).decode()
        result = Session(given).perform("agreement.declare", {"signed": signed})
    else:
        signed = encode_signed(read_memorandum(file)).decode()
        result = Session(given).perform("agreement.adopt", {"signed": signed})
    if given.output == "json":
        print_json(result)
    else:
        draw([result])


@app.command
def send(agreement: str, *, to: tuple[str, ...] = (), access: Access | None = None) -> None:
    """Carry a memorandum, and what is declared about it, to its parties and observers.

    Parameters
    ----------
    agreement
        Its id or the first digits of its digest.
    to
        Only to these partners.
    """
    perform_and_show(access, "agreement.send", {"agreement": agreement, "to": list(to)}, _draw_send)


def _draw_send(result: Mapping[str, Any]) -> None:
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
    perform_and_show(access, "agreement.list", {}, _draw_list)


def _draw_list(result: Mapping[str, Any]) -> None:
    draw(result["agreements"])


for _command in (compare, amend, accede, declare, simulate):
    app.command(_command)
