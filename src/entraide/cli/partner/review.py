"""``entraide review``: what each side of a partnership asked, gave and kept, as both count it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from cyclopts import App, Parameter

from entraide.agreements.budgets import DAY_MS, day_start
from entraide.cli.arguments import Document, Partner, Sentences, ToBeSigned
from entraide.cli.keeping.root import RootKey
from entraide.cli.partner.document import read_day
from entraide.cli.partner.paper import Paper
from entraide.cli.partner.review_table import as_markdown, draw_table, shares_of
from entraide.cli.session import Access, Session
from entraide.cli.show import moment, print_json, say
from entraide.errors import TrustError
from entraide.exchange.review import (
    SignedReview,
    compare_drafts,
    decode_review,
    encode_review,
    missing_parties,
    sign_review,
    verify_review,
)
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="review", help=mark("Review a partnership: both sides count, compare and sign."))


@app.command
def make(
    partner: Partner,
    *,
    from_: Annotated[str, Parameter(name="--from")],
    to: str,
    out: Path,
    access: Access | None = None,
) -> None:
    """Count with a partner what each asked and gave in a period, and write the document of both.

    Both sides count for themselves; where they differ, the document says so. It holds no personal
    data. The partner's node must be reachable, and an agreement must bind you both.

    Parameters
    ----------
    from_
        First day (YYYY-MM-DD).
    to
        Last day (YYYY-MM-DD), at most a year later; it must be over.
    out
        Where the document goes.
    """
    given = access or Access()
    period = {"from_ms": day_start(read_day(from_)), "until_ms": day_start(read_day(to)) + DAY_MS}
    result = Session(given).perform("review", {"partner": partner, **period})
    review = decode_review(result["review"].encode())
    _PAPER.keep(out, review)
    if given.output == "json":
        print_json({"file": str(out), **_described(review)})
        return
    draw_table(review)
    _say_differing(result["differing"])
    say(mark("Written: {file}. Sign it with: entraide review sign {file} --root FILE"), file=out)


@app.command
def show(file: Document, *, output: Literal["table", "json", "markdown"] = "table") -> None:
    """Show a review: each figure of both directions, side by side, and where the counts differ.

    Parameters
    ----------
    output
        A table to read, JSON, or Markdown for a report.
    """
    review = _PAPER.read(file)
    if output == "json":
        print_json(_described(review))
    elif output == "markdown":
        sys.stdout.write(as_markdown(review))
    else:
        draw_table(review)
        _say_differing(sum(row.differs for row in compare_drafts(review)))


@app.command
def sign(
    file: ToBeSigned,
    *,
    key: RootKey,
    output: Sentences = "table",
) -> None:
    """Sign a review with a root key; needs no node and no network.

    Both sides sign the same bytes; signatures of two copies are gathered in one file by signing it
    in turn.
    """
    _PAPER.sign(file, key.read(), output)


@app.command
def verify(file: Document, *, output: Sentences = "table") -> None:
    """Verify a review and who signed it; exit code 4 where something does not hold or is missing.

    Compare the fingerprints with those of the cards: they say whose root keys signed.
    """
    missing = _PAPER.show_signatures(file, output)
    if missing:
        raise TrustError("review.not_signed", parties=", ".join(missing))


def _described(review: SignedReview) -> dict[str, Any]:
    parties = [draft.party for draft in review.drafts]
    period = review.drafts[0].review.period
    return {
        "parties": parties,
        "fingerprints": [draft.keys.key_set.fingerprint for draft in review.drafts],
        "from_ms": period.from_ms,
        "until_ms": period.until_ms,
        "figures": [
            {
                "asker": row.asker,
                "figure": row.name,
                "detail": row.detail,
                "counted": dict(zip(parties, row.values, strict=True)),
                "differs": row.differs,
            }
            for row in compare_drafts(review)
        ],
        "shares": shares_of(review),
        "missing_signatures": list(missing_parties(review)),
    }


def _say_differing(differing: int) -> None:
    if not differing:
        say(mark("Both sides counted the same."))
        return
    say(mark("Figures that differ between the two sides: {count}; both values are shown."),
        count=differing)  # fmt: skip


def _say_signed(review: SignedReview) -> None:
    until = moment(review.drafts[0].review.period.until_ms)
    say(mark("Both sides have signed the figures up to {until}."), until=until)


_PAPER: Final = Paper(
    decode=decode_review,
    encode=encode_review,
    verify=verify_review,
    sign_by=sign_review,
    signatories=lambda review: (draft.keys for draft in review.drafts),
    missing=missing_parties,
    describe=_described,
    say_signed=_say_signed,
)
