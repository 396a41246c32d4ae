"""How a memorandum lives on: ``entraide agreement compare``, ``amend``, ``accede``, ``declare``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from entraide.adapters.sealing.keyfile import write_atomically
from entraide.adapters.world import SYSTEM
from entraide.agreements.agreement import Agreement
from entraide.agreements.amending import accede as with_party
from entraide.agreements.amending import admit_observer
from entraide.agreements.amending import amend as amended
from entraide.agreements.budgets import DAY_MS, day_start
from entraide.agreements.chapters.general import Observer
from entraide.agreements.comparison import Difference, compare_agreements
from entraide.agreements.declarations import (
    Act,
    Declaration,
    SignedDeclaration,
    encode_declaration,
    is_declared,
    sign_declaration,
)
from entraide.agreements.drafting import write_agreement
from entraide.agreements.signing import SignedAgreement, decode_signed
from entraide.cli.arguments import HeldOrFile, RootFile
from entraide.cli.keeping.root import PassphraseFile, read_root_key
from entraide.cli.partner.document import (
    is_declaration,
    read_day,
    read_declaration,
    read_key_set,
    read_memorandum,
    read_party,
    whose_key,
    write_draft,
)
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, print_rows, say
from entraide.vocabulary.language import mark
from entraide.vocabulary.messages import render_article
from entraide.wording.provision_words import meaning_at, tell, within, written
from entraide.wording.words import word

__all__ = ["accede", "amend", "compare", "declare"]


def compare(before: str, after: str, *, access: Access | None = None) -> None:
    """Show what one text changes in another, article by article.

    Parameters
    ----------
    before
        A file, or the id or digest of a memorandum that the node holds.
    after
        The other: a counter-proposal, or an amendment.
    """
    given = access or Access()
    texts = (_text(before, given).agreement, _text(after, given).agreement)
    found = compare_agreements(*texts)
    if given.output == "json":
        print_json(
            [
                {
                    "article": one.article,
                    "path": one.path,
                    "meaning": one.meaning,
                    "before": one.before,
                    "after": one.after,
                }
                for one in found
            ]
        )
    elif found:
        _draw_differences(found)
    else:
        say(mark("The two texts say the same."))


def amend(agreement: HeldOrFile, *, starts: str, out: Path, access: Access | None = None) -> None:
    """Write the text to start an amendment from: the same name and provisions, a later first day.

    Parameters
    ----------
    starts
        First day of the amended text (YYYY-MM-DD).
    out
        Where the text goes.
    """
    text = amended(_text(agreement, access or Access()).agreement, read_day(starts))
    write_draft(write_agreement(text), out)
    say(mark("Draft written to {out}. Read it, change it, then: entraide agreement sign {out}"),
        out=out)  # fmt: skip


def accede(  # noqa: PLR0913 - each is an option of the command
    agreement: HeldOrFile,
    *,
    party: Path,
    starts: str,
    out: Path,
    observer: bool = False,
    access: Access | None = None,
) -> None:
    """Write the text in which one more state is a party, for all to sign, itself included.

    Parameters
    ----------
    party
        The card of the state that joins.
    starts
        First day of the wider text (YYYY-MM-DD).
    out
        Where the text goes.
    observer
        It only looks on: it gets the text and what is declared about it, and signs nothing.
    """
    present, first = _text(agreement, access or Access()).agreement, read_day(starts)
    one = read_party(party)
    if observer:
        looks_on = Observer(id=one.id, name=one.name, contact=one.contact, root=one.root)
        text = admit_observer(present, looks_on, first)
    else:
        text = with_party(present, one, first)
    write_draft(write_agreement(text), out)
    say(mark("Draft written to {out}. Read it, change it, then: entraide agreement sign {out}"),
        out=out)  # fmt: skip


def declare(  # noqa: PLR0913 - each is an option of the command
    act: Literal["suspend", "resume", "terminate"],
    agreement: str,
    *,
    root: RootFile,
    reason: str,
    root_passphrase_file: PassphraseFile = None,
    starts: str | None = None,
    party: str | None = None,
    keyset: tuple[Path, ...] = (),
    out: Path,
    access: Access | None = None,
) -> None:
    """Declare with a root key that your side suspends, resumes or terminates a memorandum.

    Parameters
    ----------
    act
        What is declared; a termination takes effect after the agreed notice.
    agreement
        The signed memorandum: a file, or the id or digest of one that the node holds.
    reason
        Why, for the partners to read.
    root_passphrase_file
        File with its passphrase.
    starts
        First day (YYYY-MM-DD); at once, or when the notice ends, where none is given.
    party
        For whom; needed only where one key is a root of two parties.
    keyset
        Where your root keys followed others since the memorandum was signed: the key sets that let
        them follow (keyset-N.json in the node's folder), oldest first.
    out
        Where the declaration goes; with one there already, the signature is added to it.
    """
    given = access or Access()
    key = read_root_key(root, root_passphrase_file)
    text = _text(agreement, given).agreement
    followed = tuple(read_key_set(each) for each in keyset)
    whose = party or (followed[0].key_set.party if followed else "")
    one = (
        read_declaration(out)
        if out.exists() and is_declaration(out)
        else SignedDeclaration(
            _declaration(Act(act), text, whose or whose_key(text, key.key_id), (starts, reason)),
            succession=followed,
        )
    )
    signed = sign_declaration(one, text, key)
    write_atomically(out, encode_declaration(signed) + b"\n", mode=0o644)
    made = signed.declaration
    if given.output == "json":
        print_json({"file": str(out), **made.to_json(), "holds": is_declared(signed, text)})
        return
    told = {"party": made.party, "act": word("act", made.act.value), "at": moment(made.from_ms)}
    say(mark("{party}: {act} from {at}. Signed: {out}"), **told, out=out)


def _declaration(
    act: Act, text: Agreement, party: str, said: tuple[str | None, str]
) -> Declaration:
    starts, reason = said
    now_ms = SYSTEM.now_ms()
    earliest = now_ms
    if act is Act.TERMINATE:
        earliest += text.final_provisions.termination.notice_days * DAY_MS
    return Declaration(
        agreement=text.digest,
        party=party,
        act=act,
        made_ms=now_ms,
        from_ms=earliest if starts is None else day_start(read_day(starts)),
        reason=reason,
    )


def _text(name: str, given: Access) -> SignedAgreement:
    if Path(name).is_file():
        return read_memorandum(Path(name))
    result = Session(given).perform("agreement.show", {"agreement": name})
    return decode_signed(result["signed"].encode())


def _draw_differences(found: Sequence[Difference]) -> None:
    print_rows(
        mark("What changes"),
        (
            ("article", mark("Article")),
            ("meaning", mark("Provision")),
            ("path", mark("Where")),
            ("before", mark("Before")),
            ("after", mark("After")),
        ),
        (
            {
                "path": one.path,
                "article": render_article(f"Art. {one.article}") if one.article else "",
                "meaning": _provision(one),
                "before": written(tell(one.shape, one.before)),
                "after": written(tell(one.shape, one.after)),
            }
            for one in found
        ),
    )


def _provision(one: Difference) -> str:
    """Return what a provision is about, and what of a list."""
    meaning, of = meaning_at(one.path, one.meaning), within(one.path, one.shape)
    return f"{meaning}: {of}" if of else meaning
