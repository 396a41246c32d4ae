"""Draft memoranda to start from: what the parties may sign as it is, or amend.

Two templates: ``police-cooperation`` covers ordinary crime with hit/no-hit, requests, spontaneous
information and notices; ``search-only`` is the narrowest useful one, hits without detail. Deadlines
are those of Directive (EU) 2023/977, Article 5. Lawyers of the parties have the last word on every
sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import Period
from entraide.agreements.chapters.closing import FinalProvisions, Safeguards, Termination
from entraide.agreements.chapters.cooperation import Assessment, Missions, Observation, OtherForms
from entraide.agreements.chapters.exchange import BudgetRow, Deadlines, Exchange, Hits
from entraide.agreements.chapters.general import Definition, General, Party
from entraide.agreements.chapters.personal_data import PersonalData, SubjectRequests
from entraide.agreements.terms import (
    EACH,
    AfterEnd,
    Form,
    Grading,
    HitDetail,
    OnwardTransfer,
    OtherForm,
    Reason,
    RefusalGround,
)
from entraide.vocabulary.language import translate
from entraide.vocabulary.purposes import PURPOSES
from entraide.vocabulary.threats import THREATS

__all__ = ["TEMPLATES", "police_cooperation", "search_only"]


def police_cooperation(parties: tuple[Party, ...], starts: date) -> Agreement:
    """Draft a general agreement of five years, reviewed after two, from a first day."""
    countries = sorted({party.country for party in parties})
    return Agreement(
        memorandum=1,
        id=f"{'-'.join(countries)}-{starts.year}".lower(),
        title=translate("Memorandum on police cooperation")[:200],
        general=_general(parties),
        exchange=_exchange(),
        personal_data=_personal_data(),
        observation=_observation(),
        missions=_missions(),
        other_forms=OtherForms(forms=tuple(OtherForm)),
        assessment=Assessment(
            meeting_months=12,
            disputes=translate("Problems are resolved by the contact points, then by the parties."),
        ),
        final_provisions=_final(starts),
        safeguards=_safeguards(starts),
    )


def search_only(parties: tuple[Party, ...], starts: date) -> Agreement:
    """Draft the narrowest useful agreement: hit or no-hit, and nothing else passes."""
    draft = police_cooperation(parties, starts)
    hits = Hits(detail=HitDetail.NONE, most=1, answer_after_milliseconds=0)
    exchange = replace(draft.exchange, forms=(Form.HIT_NO_HIT,), two_officers_for=(), hits=hits)
    return replace(draft, exchange=exchange)


TEMPLATES: Final[dict[str, Callable[[tuple[Party, ...], date], Agreement]]] = {
    "police-cooperation": police_cooperation,
    "search-only": search_only,
}


def _general(parties: tuple[Party, ...]) -> General:
    return General(
        parties=parties,
        basis=(translate("The national laws on police cooperation of the parties."),),
        definitions=(
            Definition(
                term=translate("holder"),
                meaning=translate("The party whose index is searched or that is asked."),
            ),
        ),
    )


def _exchange() -> Exchange:
    purposes = tuple(purpose.code for purpose in PURPOSES if purpose.search)
    return Exchange(
        offences=tuple(threat.code for threat in THREATS if threat.exchangeable),
        categories=_CATEGORIES,
        purposes=purposes,
        sensitive_purposes=tuple(code for code in purposes if PURPOSES.find(code).sensitive),
        forms=tuple(form for form in Form if form not in _NAMED_EXPRESSLY),
        deadlines=Deadlines(urgent_direct_hours=8, urgent_hours=72, ordinary_hours=168),
        languages=("en", "fr"),
        refusal_grounds=tuple(RefusalGround),
        hits=Hits(detail=HitDetail.BAND_AND_REFERENCE, most=5, answer_after_milliseconds=0),
        budgets=(BudgetRow(asker=EACH, purpose=EACH, limit=500, period=Period.DAY),),
        each_question_names=(Reason.CASE,),
        two_officers_for=(Form.NOTICE,),
    )


_NAMED_EXPRESSLY: Final = frozenset({Form.STANDING, Form.SCREENING})
"""Forms that no draft starts with."""
_CATEGORIES: Final = (
    "names",
    "identity",
    "birth",
    "sex",
    "nationality",
    "documents",
    "phones",
    "vehicles",
    "wallets",
    "judicial",
)


def _personal_data() -> PersonalData:
    return PersonalData(
        handling=("H1", "H2"),
        grading=Grading.FOUR_BY_FOUR,
        onward_transfer=OnwardTransfer.WITH_PERMISSION,
        retention_days=365,
        correction_days=3,
        deletion_days=3,
        subject_requests=SubjectRequests(access_days=120, correction_days=270),
    )


def _observation() -> Observation:
    return Observation(
        cross_border_observation=False,
        pursuit=False,
        controlled_delivery=True,
        conditions=translate(
            "A controlled delivery enters a state only with that state's own authorisation."
        ),
    )


def _missions() -> Missions:
    return Missions(
        joint_teams=True,
        missions=True,
        special_techniques=False,
        conditions=translate(
            "Officers act on the territory of another party by its invitation, under its law and "
            "the direction of its officers."
        ),
    )


def _final(starts: date) -> FinalProvisions:
    return FinalProvisions(
        entry_into_force=starts,
        expires=starts + timedelta(days=5 * 365),
        amendment=translate("By a new text that every party signs."),
        suspension=translate("By written notice of any party, with effect on receipt."),
        termination=Termination(notice_days=90, data=AfterEnd.KEEP_UNTIL_RETENTION),
        least_protocol_version=1,
    )


def _safeguards(starts: date) -> Safeguards:
    return Safeguards(
        excluded_offences=(),
        death_penalty=translate(
            "Information is not used to seek, impose or carry out the death penalty; the party "
            "that receives it gives this assurance for every case."
        ),
        torture=translate(
            "Nothing obtained by torture or ill-treatment is given, and nothing is given where it "
            "may lead to either."
        ),
        non_refoulement=translate(
            "Nothing exchanged is used to return a person to a state where that person's life or "
            "freedom would be in danger, or to learn of a claim to asylum."
        ),
        transfer_basis=translate(
            "The law of each party on transfers of personal data for law enforcement, with "
            "appropriate safeguards in this memorandum."
        ),
        review_by=starts + timedelta(days=2 * 365),
    )
