"""Drafting a notice from a record, and handing it to review.

A person under protection (refugee, victim, witness, minor) is stopped here, and again at every
later step: a protection may come after the draft. What the record holds beyond the categories that
were chosen does not enter the notice.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from entraide.adapters.store.writer import Transaction
from entraide.errors import InputError, RemoteProtocolError
from entraide.exchange.notice.checks import Terms, check_notice
from entraide.exchange.notice.lifecycle import Event
from entraide.exchange.notice.notice import Judicial, Notice, NoticeValue
from entraide.exchange.notice.terms import Colour, PersonStatus, Stage, TextPart
from entraide.kernel.canonical import Json
from entraide.kernel.record import Record
from entraide.node.call import Call, Parameters
from entraide.node.notice.deciding import record_of, shielded, today
from entraide.node.notice.rows import Draft, add_version, find_ours, move, standing
from entraide.node.runtime import Node
from entraide.vocabulary.categories import CATEGORIES
from entraide.vocabulary.disclosure import category_of
from entraide.vocabulary.offences import EXCLUSIONS, OFFENCES
from entraide.vocabulary.purposes import PURPOSES

__all__ = ["DraftNotice", "NameNotice", "addressees", "draft_notice", "findings_of",
           "submit_notice"]  # fmt: skip

_BY_DEFAULT: Final = ("names", "birth", "sex", "nationality", "documents")


class NameNotice(Parameters):
    """A notice's id."""

    notice: str


class DraftNotice(Parameters):
    """What a notice says; which of it a colour needs is the table of ``colours``."""

    colour: str
    purpose: str
    offence: str
    case: str
    expires: str
    record: str | None = None
    replaces: str | None = None
    categories: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    legal_basis: str | None = None
    status: str | None = None
    stage: str | None = None
    charge: str = ""
    law: str = ""
    document: str = ""
    authority: str = ""
    max_months: int = 0
    imposed_months: int = 0
    left_months: int = 0
    texts: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    handling: str | None = None
    handling_text: str = ""


async def draft_notice(call: Call, wanted: DraftNotice) -> Json:
    """Keep a draft and say what the machine finds against it."""
    node = call.node
    _check_codes(wanted)
    draft = node.read(lambda c: _draft(call, c, wanted))
    notice = draft.notice

    def keep(transaction: Transaction) -> None:
        add_version(transaction, draft)
        transaction.log(call.event("notice.drafted", notice.id, ids=_ids(notice)))

    await node.writer.run(keep)
    return {
        "notice": notice.id,
        "version": notice.version,
        "to": list(draft.to),
        "findings": findings_of(node, notice),
    }


async def submit_notice(call: Call, wanted: NameNotice) -> Json:
    """Hand a draft to review; refused where the machine finds anything against it."""
    node = call.node
    ours = node.read(lambda c: find_ours(c, wanted.notice))
    draft = ours.told()
    findings = findings_of(node, draft.notice)
    if findings:
        codes = ", ".join(sorted({str(each["code"]) for each in findings}))
        raise InputError("notice.not_ready", notice=ours.id, findings=codes)
    if draft.record is not None:
        record = draft.record
        shielded(node.read(lambda c: record_of(c, record)))

    def keep(transaction: Transaction) -> None:
        move(transaction, ours, Event.SUBMIT)
        digests = {"notice": draft.notice.digest}
        event = call.event("notice.submitted", ours.id, ids=_ids(draft.notice), digests=digests)
        transaction.log(event)

    await node.writer.run(keep)
    return {"notice": ours.id, "version": ours.version, "state": "submitted"}


def findings_of(node: Node, notice: Notice) -> list[dict[str, Any]]:
    """Return what the machine finds against a notice, as data."""
    return [
        {"code": each.code, "article": each.article, "field": each.field}
        for each in check_notice(notice, Terms(today(node)))
    ]


def addressees(node: Node, named: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a notice goes to: those named (a diffusion), or all that an agreement covers."""
    for partner in named:
        if partner not in node.partners:
            raise InputError("partner.unknown", partner=partner)
    if named:
        return tuple(sorted(set(named)))
    ours = node.settings.id
    pairs = ((policy.agreement, partner) for policy in node.policies for partner in node.partners)
    covered = {partner for agreement, partner in pairs if agreement.covers(partner, ours)}
    if not covered:
        raise InputError("ask.no_partner")
    return tuple(sorted(covered))


def _check_codes(wanted: DraftNotice) -> None:
    PURPOSES.find(wanted.purpose)
    if wanted.offence.split(".", 1)[0] not in EXCLUSIONS:
        OFFENCES.find(wanted.offence)  # an excluded one is a finding with its article
    for category in wanted.categories:
        CATEGORIES.find(category)


def _draft(call: Call, connection: Connection, wanted: DraftNotice) -> Draft:
    node = call.node
    before = find_ours(connection, wanted.replaces) if wanted.replaces else None
    if before is not None and standing(connection, before.id) is None:
        raise InputError("notice.nothing_to_amend", notice=before.id)
    record = record_of(connection, wanted.record) if wanted.record else None
    if record is not None:
        shielded(record)
    values, handling = _values(record, wanted) if record else ((), wanted.handling or "H0")
    notice = _notice(
        wanted,
        id=before.id if before else node.fresh_id(),
        version=before.version + 1 if before else 1,
        issuer=node.settings.id,
        drafter=call.actor.pseudonym,
        schema=record.schema if record else "Person",
        values=values,
        handling=handling,
    )
    return Draft(notice=notice, record=wanted.record, to=addressees(node, wanted.to))


def _values(record: Record, wanted: DraftNotice) -> tuple[tuple[NoticeValue, ...], str]:
    """Return the record's values in the chosen categories, and the strictest of their handlings."""
    categories = set(wanted.categories or _BY_DEFAULT)
    chosen = [
        value
        for value in record.values
        if category_of(value.prop) in categories and value.prop not in wanted.without
    ]
    values = tuple(
        NoticeValue(
            prop=value.prop,
            text=value.text,
            evaluation=value.marking.evaluation,
            retention=value.marking.retention_date,
        )
        for value in chosen
    )
    strictest = max((value.marking.handling for value in chosen), default="H0")
    return values, max(strictest, wanted.handling or "H0")


def _notice(wanted: DraftNotice, **known: Any) -> Notice:
    """Return the notice, read as strictly as a recipient will read it."""
    value: dict[str, Any] = {
        **known,
        "values": [each.to_json() for each in known["values"]],
        "colour": _known(Colour, wanted.colour),
        "diffusion": bool(wanted.to),
        "purpose": wanted.purpose,
        "offence": wanted.offence,
        "case": wanted.case.strip(),
        "legal_basis": wanted.legal_basis,
        "status": _known(PersonStatus, wanted.status) if wanted.status else None,
        "judicial": [_judicial(wanted).to_json()] if wanted.stage else [],
        "texts": {_known(TextPart, part): words for part, words in wanted.texts if words.strip()},
        "countries": [each.upper() for each in wanted.countries],
        "handling_text": wanted.handling_text or None,
        "expires": wanted.expires,
    }
    try:
        return Notice.from_json(value)
    except RemoteProtocolError as error:
        field = str(error.data.get("field", ""))
        raise InputError("notice.bad_field", field=field) from error


def _judicial(wanted: DraftNotice) -> Judicial:
    return Judicial(
        stage=Stage(_known(Stage, wanted.stage or "")),
        charge=wanted.charge,
        law=wanted.law,
        document=wanted.document,
        authority=wanted.authority,
        max_months=wanted.max_months,
        imposed_months=wanted.imposed_months,
        left_months=wanted.left_months,
    )


def _known(kind: Any, text: str) -> str:
    if text not in {each.value for each in kind}:
        known = ", ".join(each.value for each in kind)
        raise InputError("notice.unknown_word", word=text, known=known)
    return text


def _ids(notice: Notice) -> dict[str, str]:
    ids = {"colour": notice.colour.value, "version": str(notice.version)}
    return {**ids, "purpose": notice.purpose}
