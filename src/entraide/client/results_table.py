"""The table of what orders answer: the type of each action whose result is fixed.

An action that is not in ``RESULTS`` answers an object whose fields are not fixed yet: they may
change with a release, those that are here may only grow.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from entraide.client.desk import CaseRow, ReleasePreview, Status, Thread
from entraide.client.duty import Batches, BatchShown, Handover, Standing, StandingShown
from entraide.client.inquired import EntryShown, LetterShown, Redrawn, SampleHeld, SubjectShown
from entraide.client.overseen import (
    AccessesFound,
    Alerts,
    NodeHealth,
    RetentionDue,
    RetentionLog,
    SealedAccount,
    SubjectRow,
    Subjects,
    ToExplain,
)
from entraide.client.pages import DocumentShown, PartnerShown, Promises, RegisterShown
from entraide.client.results import (
    Answers,
    Asked,
    CaseList,
    EntryWritten,
    LogEntries,
    Noted,
    NoticeSent,
    Officers,
    PartnerList,
    ReadPage,
    References,
    Released,
    Requested,
    Sent,
    SessionOrdered,
)
from entraide.client.work import AgreementRow, Agreements, OfferedShown, OperationShown, Verified

__all__ = ["RESULTS"]

RESULTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "agreement.adopt": AgreementRow,
        "agreement.declare": AgreementRow,
        "agreement.list": Agreements,
        "agreement.preview": OfferedShown,
        "answers": Answers,
        "ask": Asked,
        "audit.entry": EntryShown,
        "audit.log": LogEntries,
        "audit.verify": Verified,
        "batch.list": Batches,
        "batch.show": BatchShown,
        "case.assign": CaseRow,
        "case.list": CaseList,
        "case.open": CaseRow,
        "clarify": Sent,
        "close": Sent,
        "correct": Sent,
        "delay": Sent,
        "explain": Sent,
        "glass.list": SealedAccount,
        "liaison.write": EntryWritten,
        "node.health": NodeHealth,
        "node.status": Status,
        "noted": Noted,
        "notice.accept": NoticeSent,
        "notice.cancel": NoticeSent,
        "notice.publish": NoticeSent,
        "notice.refuse": NoticeSent,
        "notice.resume": NoticeSent,
        "notice.suspend": NoticeSent,
        "officer.list": Officers,
        "onward.deny": Sent,
        "operation.found": EntryWritten,
        "operation.show": OperationShown,
        "operation.write": EntryWritten,
        "oversight.accesses": AccessesFound,
        "oversight.alerts": Alerts,
        "oversight.redraw": Redrawn,
        "oversight.show": SampleHeld,
        "oversight.to-explain": ToExplain,
        "oversight.watch": Alerts,
        "partner.list": PartnerList,
        "references": References,
        "refuse": Sent,
        "register.keep": ReadPage,
        "register.list": RegisterShown,
        "register.partner": PartnerShown,
        "register.promises": Promises,
        "register.show": DocumentShown,
        "release": Released,
        "release.preview": ReleasePreview,
        "request": Requested,
        "retention.due": RetentionDue,
        "retention.log": RetentionLog,
        "session.order": SessionOrdered,
        "standing.list": Standing,
        "standing.preview": StandingShown,
        "subject.admit": SubjectRow,
        "subject.decide": SubjectShown,
        "subject.drop": SubjectRow,
        "subject.letter": LetterShown,
        "subject.list": Subjects,
        "subject.register": SubjectRow,
        "subject.reject": SubjectRow,
        "subject.search": SubjectShown,
        "subject.show": SubjectShown,
        "thread": Thread,
        "watch.sheet": Handover,
        "withdraw": Sent,
    }
)
