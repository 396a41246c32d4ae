"""One of every message about what is given unasked, passed on and talked over among several."""

from __future__ import annotations

from typing import Final

from entraide.exchange.bodies import Body
from entraide.exchange.discussion import Answers, Post, PostedFile, Seen, Terms
from entraide.exchange.information import Hop, Information, Noted
from entraide.exchange.onward import (
    CopyTold,
    DirectRecall,
    OnwardDenial,
    OnwardGrant,
    OnwardRequest,
    OnwardRevocation,
)
from entraide.exchange.permissions import Permission, PermissionRevoked
from entraide.exchange.releases import ReleasedValue
from entraide.exchange.statements import CopyEvent, CopyStatement, sign_statement
from entraide.kernel.keys import SigningKey
from tests.unit.agreements.given import DE, ES, MA, NOW

DIGEST: Final = "0" * 63 + "1"
PERMISSION: Final = Permission(
    provider=DE,
    holder=MA,
    recipient=ES,
    item=DIGEST,
    values=(DIGEST,),
    purpose="criminal-investigation",
    conditions="Not before Monday",
    granted_ms=NOW,
    until_ms=NOW + 10**9,
)
REVOKED: Final = PermissionRevoked(
    provider=DE, holder=MA, recipient=ES, permission=DIGEST, revoked_ms=NOW
)
TOLD: Final = CopyStatement(
    event=CopyEvent.DELETED,
    party=MA,
    giver=DE,
    holder=MA,
    item=DIGEST,
    parent=DIGEST,
    order=DIGEST,
    at_ms=NOW,
)
TERMS: Final = Terms(
    opener=MA,
    members=(ES, MA),
    answers=Answers.ALL,
    subject="The yacht",
    offence="drugs.trafficking",
    case="R-1",
    legal_basis=None,
    categories=("names",),
)


def bodies(value: ReleasedValue, key: SigningKey) -> tuple[Body, ...]:
    """Return a body of every kind, with a released value and what this key signed."""
    permission = sign_statement(PERMISSION, key)
    return (
        Information(
            values=(value,),
            offence="drugs.trafficking",
            case="R-1",
            legal_basis=None,
            reason="It may help you",
            provenance=(Hop(giver=DE, item=DIGEST, permission=permission),),
        ),
        Noted(information=DIGEST),
        OnwardRequest(
            item=DIGEST,
            values=(DIGEST,),
            recipient=ES,
            purpose="criminal-investigation",
            under=DIGEST,
            case="R-1",
            reason="They look for him too",
        ),
        OnwardGrant(request=DIGEST, signed=permission),
        OnwardDenial(request=DIGEST, ground="disproportionate"),
        OnwardRevocation(signed=sign_statement(REVOKED, key), recall=True),
        CopyTold(signed=sign_statement(TOLD, key), order=DIGEST),
        DirectRecall(item=DIGEST, reason="Released in error"),
        Post(
            terms=TERMS,
            number=2,
            seen=(Seen(ES, 1, DIGEST),),
            text="It leaves tonight.",
            files=(PostedFile(sha256=DIGEST, size=7, media_type="image/jpeg", handling="H1"),),
        ),
    )
