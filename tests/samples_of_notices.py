"""The bodies of messages about notices, with fixed keys and days: ``samples`` takes them in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from entraide.exchange.bodies import Body
from entraide.exchange.notice.bodies import (
    NoticeAnswer,
    NoticeChange,
    NoticeErased,
    Published,
    PursuitStep,
    Sighting,
    Verdict,
)
from entraide.exchange.notice.lifecycle import Event
from entraide.exchange.notice.pursuit import Step
from entraide.kernel.keys import SigningKey
from entraide.kernel.passkey import Assertion
from tests.notices import notice_of, vouched_for

KEYS: Final = (SigningKey(b"1" * 32), SigningKey(b"2" * 32))
NOTICE: Final = notice_of(expires="2027-06-30")
_VOUCHED: Final = vouched_for(NOTICE, keys=KEYS)
BY_PASSKEY: Final = Published(
    notice=NOTICE,
    review=replace(
        _VOUCHED,
        signatures=(
            replace(
                _VOUCHED.signatures[0],
                key=b"k" * 91,
                passkey=Assertion(
                    authenticator=b"a" * 37, client=b'{"type":"webauthn.get"}', order="0" * 64
                ),
            ),
            _VOUCHED.signatures[1],
        ),
    ),
)
"""A review that one officer signed with a passkey."""
BODIES: Final[tuple[Body, ...]] = (
    Published(notice=NOTICE, review=vouched_for(NOTICE, keys=KEYS)),
    NoticeAnswer(
        notice=NOTICE.id, version=1, verdict=Verdict.REFUSED, code="safeguards", article="Art. 2.8"
    ),
    NoticeChange(notice=NOTICE.id, version=1, change=Event.CANCEL, reason="purpose-ended"),
    NoticeErased(
        notice=NOTICE.id, version=1, order="0" * 63 + "1", erased=("0" * 63 + "2",), at_ms=1
    ),
    Sighting(notice=NOTICE.id, version=1, on="2027-01-02", place="Harbour", words="Seen there."),
    PursuitStep(
        notice=NOTICE.id,
        number=3,
        step=Step.ARRESTED,
        on="2027-01-03",
        reason=None,
        days=18,
    ),
)
