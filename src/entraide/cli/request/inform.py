"""``entraide inform`` and ``entraide noted``: information given unasked, and that it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from entraide.cli.approving import Previewed, preview_or_send
from entraide.cli.arguments import Grade, HandlingCode, HandlingWords, LegalBasis, Offence, Purpose
from entraide.cli.result import draw_delivery, perform_and_show
from entraide.cli.session import Access
from entraide.cli.show import say
from entraide.cli.values import draw_values
from entraide.vocabulary.language import mark
from entraide.wording.words import denial, word

__all__ = ["inform", "noted"]


def inform(  # noqa: PLR0913 - each is an option of the command
    partner: list[str],
    *,
    record: tuple[str, ...],
    field: tuple[str, ...],
    purpose: Purpose,
    offence: Offence,
    case: str,
    reason: str,
    legal_basis: LegalBasis = None,
    grade: Grade = None,
    handling: HandlingCode = None,
    handling_text: HandlingWords = "",
    send: bool = False,
    access: Access | None = None,
) -> None:
    """Preview and give information to partners unasked.

    Each partner is decided by the agreement with it; where one does not let it pass, the others
    still get theirs. Without --send nothing leaves.

    Parameters
    ----------
    partner
        Who gets it; as many as needed.
    record
        The id of a record of ours; as often as needed.
    field
        A field of the records that goes, such as name or birthDate; as often as needed.
    case
        The reference of our case.
    reason
        Why it is given, for the person there who reads it.
    send
        Approve and send; where an agreement asks for four eyes, a second officer does the same.
    """
    wanted = {
        "to": partner,
        "records": list(record),
        "fields": list(field),
        "purpose": purpose,
        "offence": offence,
        "case": case,
        "reason": reason,
        "legal_basis": legal_basis,
        "evaluation": grade,
        "handling": handling,
        "handling_text": handling_text,
    }
    preview_or_send(access, _INFORMATION, wanted, send=send)


def noted(thread: str, *, access: Access | None = None) -> None:
    """Say that you have taken note of information; the partner's officer is told.

    Parameters
    ----------
    thread
        The thread of the information, from entraide inbox.
    """
    perform_and_show(access, "noted", {"thread": thread}, draw_delivery)


def _draw_preview(preview: Mapping[str, Any]) -> None:
    for each in preview["partners"]:
        if each["result"] == "denied":
            _draw_denied(each)
        else:
            say(mark("To {partner}:"), partner=each["partner"])
            draw_values(mark("What would be given"), each["values"])
    say(mark("Officers needed: {needed}"), needed=preview["officers_needed"])


def _draw_given(result: Mapping[str, Any]) -> None:
    for each in result["given"]:
        outcome = word("result", each["result"])
        say(mark("{partner}: {result}, thread {thread}"), partner=each["partner"], result=outcome,
            thread=each["thread"])  # fmt: skip
    for each in result["denied"]:
        _draw_denied(each)


def _draw_denied(each: Mapping[str, Any]) -> None:
    said = denial(each["code"], each["articles"][0])
    say(mark("{partner}: gets nothing ({why})"), partner=each["partner"], why=said)


_INFORMATION: Final = Previewed(
    preview="inform.preview",
    send="inform",
    draw_preview=_draw_preview,
    draw_sent=_draw_given,
)
