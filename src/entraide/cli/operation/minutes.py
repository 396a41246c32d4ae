"""``entraide committee minutes``: a closed session as a document that all present sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cyclopts import App

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.cli.keeping.root import PassphraseFile, read_root_key
from entraide.cli.partner.partner import read_text
from entraide.cli.reporting import Form, ReportLanguage, Wanted, write_report
from entraide.cli.session import Access, Session
from entraide.cli.show import Output, print_json, say
from entraide.errors import TrustError
from entraide.operations.offices.minutes import (
    Minutes,
    decode_minutes,
    encode_minutes,
    missing_signatories,
    sign_minutes,
    verify_minutes,
)
from entraide.operations.offices.minutes_text import minutes_blocks
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="minutes", help=mark("Make, sign, verify and print the minutes of a session."))


@app.command
def make(session: str, *, out: Path, access: Access | None = None) -> None:
    """Write the minutes of a closed session; the same at every party that was there.

    Parameters
    ----------
    session
        The session, from entraide committee list.
    out
        Where the document goes.
    """
    given = access or Access()
    result = Session(given).perform("committee.minutes", {"operation": session})
    minutes = decode_minutes(result["minutes"].encode())
    _keep(out, minutes)
    if given.output == "json":
        print_json({"file": str(out), **_described(minutes)})
        return
    say(mark("Written: {file}. Sign it with: entraide committee minutes sign {file} --root FILE"),
        file=out)  # fmt: skip


@app.command
def sign(
    file: Path,
    *,
    root: Path,
    root_passphrase_file: PassphraseFile = None,
    output: Output = "table",
) -> None:
    """Sign minutes with a root key; needs no node and no network.

    Parameters
    ----------
    file
        The document; the signature is added to it.
    root
        The root key's file.
    root_passphrase_file
        File with its passphrase.
    output
        Sentences to read, or JSON.
    """
    signed = sign_minutes(_read(file), read_root_key(root, root_passphrase_file))
    _keep(file, signed)
    if output == "json":
        print_json({"file": str(file), **_described(signed)})
        return
    say(mark("Signed: {file}"), file=file)
    _say_missing(signed)


@app.command
def verify(file: Path, *, output: Output = "table") -> None:
    """Verify minutes and who signed them; exit code 4 where something does not hold or is missing.

    Compare the fingerprints with those of the cards: they say whose root keys signed.

    Parameters
    ----------
    file
        The document.
    output
        Sentences to read, or JSON.
    """
    minutes = _read(file)
    if output == "json":
        print_json(_described(minutes))
    else:
        for each in minutes.present:
            say(mark("{party}: fingerprint {digits}"), party=each.key_set.party,
                digits=each.key_set.fingerprint)  # fmt: skip
        _say_missing(minutes)
    missing = missing_signatories(minutes)
    if missing:
        raise TrustError("minutes.not_signed", parties=", ".join(missing))


@app.command(name="print")
def print_(
    file: Path,
    *,
    language: ReportLanguage | None = None,
    form: Form = "md",
    out: Path | None = None,
) -> None:
    """Print minutes for readers; what the parties wrote stands in their own words.

    Parameters
    ----------
    file
        The document.
    language
        en, fr, es or ar; the language of the command where none is given.
    form
        md, html or pdf.
    out
        Where it goes; standard output where none is given (md and html).
    """
    wanted = Wanted(form=form, language=language, out=out)
    write_report(wanted, lambda _: minutes_blocks(_read(file)))


def _read(file: Path) -> Minutes:
    """Read a document and verify it as far as it is signed."""
    minutes = decode_minutes(read_text(file).strip().encode())
    verify_minutes(minutes)
    return minutes


def _keep(file: Path, minutes: Minutes) -> None:
    write_atomically(file, encode_minutes(minutes) + b"\n", mode=0o644)


def _described(minutes: Minutes) -> dict[str, Any]:
    session = minutes.session
    return {
        "session": session.founding.operation,
        "subject": session.terms["subject"],
        "day": session.terms["day"],
        "present": [each.key_set.party for each in minutes.present],
        "fingerprints": [each.key_set.fingerprint for each in minutes.present],
        "decisions": [
            {"text": each.entry.body["text"], "by": list(each.by), "taken": each.is_taken}
            for each in session.decisions.values()
        ],
        "missing_signatures": list(missing_signatories(minutes)),
    }


def _say_missing(minutes: Minutes) -> None:
    missing = missing_signatories(minutes)
    if missing:
        say(mark("Not signed yet by {parties}."), parties=", ".join(missing))
    else:
        say(mark("All who were present have signed the minutes."))
