"""``entraide committee minutes``: a closed session as a document that all present sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from cyclopts import App

from entraide.cli.arguments import Document, Sentences, ToBeSigned
from entraide.cli.keeping.root import RootKey
from entraide.cli.operation.arguments import CommitteeSession
from entraide.cli.partner.paper import Paper
from entraide.cli.reporting import Form, ReportLanguage, Wanted, write_report
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, say
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
def make(session: CommitteeSession, *, out: Path, access: Access | None = None) -> None:
    """Write the minutes of a closed session; the same at every party that was there.

    Parameters
    ----------
    out
        Where the document goes.
    """
    given = access or Access()
    result = Session(given).perform("committee.minutes", {"operation": session})
    minutes = decode_minutes(result["minutes"].encode())
    _PAPER.keep(out, minutes)
    if given.output == "json":
        print_json({"file": str(out), **_described(minutes)})
        return
    say(mark("Written: {file}. Sign it with: entraide committee minutes sign {file} --root FILE"),
        file=out)  # fmt: skip


@app.command
def sign(
    file: ToBeSigned,
    *,
    key: RootKey,
    output: Sentences = "table",
) -> None:
    """Sign minutes with a root key; needs no node and no network."""
    _PAPER.sign(file, key.read(), output)


@app.command
def verify(file: Document, *, output: Sentences = "table") -> None:
    """Verify minutes and who signed them; exit code 4 where something does not hold or is missing.

    Compare the fingerprints with those of the cards: they say whose root keys signed.
    """
    missing = _PAPER.show_signatures(file, output)
    if missing:
        raise TrustError("minutes.not_signed", parties=", ".join(missing))


@app.command(name="print")
def print_(
    file: Document,
    *,
    language: ReportLanguage | None = None,
    form: Form = "md",
    out: Path | None = None,
) -> None:
    """Print minutes for readers; what the parties wrote stands in their own words.

    Parameters
    ----------
    language
        en, fr, es or ar; the language of the command where none is given.
    form
        md, html or pdf.
    out
        Where it goes; standard output where none is given (md and html).
    """
    wanted = Wanted(form=form, language=language, out=out)
    write_report(wanted, lambda _: minutes_blocks(_PAPER.read(file)))


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


def _say_signed(_: Minutes) -> None:
    say(mark("All who were present have signed the minutes."))


_PAPER: Final = Paper(
    decode=decode_minutes,
    encode=encode_minutes,
    verify=verify_minutes,
    sign_by=sign_minutes,
    signatories=lambda minutes: minutes.present,
    missing=missing_signatories,
    describe=_described,
    say_signed=_say_signed,
)
