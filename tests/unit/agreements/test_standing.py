"""What becomes of a memorandum after it was signed: declared by whom, from when, for whom."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.agreements.agreement import Agreement
from entraide.agreements.budgets import DAY_MS, day_start
from entraide.agreements.decision import Denial
from entraide.agreements.declarations import (
    Act,
    Declaration,
    SignedDeclaration,
    decode_declaration,
    encode_declaration,
    is_declared,
    merge_declarations,
    sign_declaration,
    verify_declaration,
)
from entraide.agreements.lifecycle import State, state_of
from entraide.agreements.policy import Permit, compile_policy
from entraide.agreements.signing import SignedAgreement
from entraide.agreements.standing import AS_SIGNED, Pause, Standing, standing_of
from entraide.errors import InputError, RemoteProtocolError, TrustError
from entraide.kernel.keys import SigningKey
from tests.unit.agreements.given import (
    DE,
    ES,
    MA,
    NOW,
    ROOTS,
    STARTS,
    agreement_of,
    asked,
    party,
    signed_by_all,
)

TEXT = agreement_of()
SIGNED = signed_by_all(TEXT)
NOTICE_MS = TEXT.final_provisions.termination.notice_days * DAY_MS


def declare(
    act: Act, by: str = ES, *, made: int = NOW, starts: int | None = None, about: Agreement = TEXT
) -> SignedDeclaration:
    one = Declaration(
        agreement=about.digest,
        party=by,
        act=act,
        made_ms=made,
        from_ms=made if starts is None else starts,
        reason="EXERCISE",
    )
    return sign_declaration(SignedDeclaration(one), about, ROOTS[by])


def standing(
    *declarations: SignedDeclaration, others: tuple[SignedAgreement, ...] = ()
) -> Standing:
    return standing_of(SIGNED, others, declarations)


def decided(
    standing: Standing, now: int, asker: str = MA, holder: str = ES
) -> Permit | Denial | object:
    policy = compile_policy(SIGNED, standing)
    return policy.decide(asked(asker=asker, holder=holder), now_ms=now, budget_used=0)


def later_text(days: int, *names: str) -> SignedAgreement:
    text = agreement_of(*names) if names else TEXT
    last = replace(text.final_provisions, entry_into_force=STARTS + timedelta(days=days))
    return signed_by_all(replace(text, id=TEXT.id, final_provisions=last))


def test_article_8_4_a_suspension_holds_for_who_declared_it_and_from_its_moment() -> None:
    paused = standing(declare(Act.SUSPEND, ES, starts=NOW + 5))
    assert isinstance(decided(paused, NOW + 4), Permit)
    for asker, holder in ((MA, ES), (ES, MA), (DE, ES)):
        denial = decided(paused, NOW + 5, asker, holder)
        assert denial == Denial("policy.suspended", "Art. 8.4", TEXT.id)
    assert isinstance(decided(paused, NOW + 5, MA, DE), Permit), "the others go on"
    assert state_of(SIGNED, NOW + 5, paused) is State.IN_FORCE
    assert paused.aside(NOW + 5) == (ES,)


def test_article_8_4_a_resumption_ends_the_suspension_and_only_who_suspended_resumes() -> None:
    back = standing(declare(Act.SUSPEND, ES), declare(Act.RESUME, ES, made=NOW + 10))
    assert isinstance(decided(back, NOW + 9), Denial)
    assert isinstance(decided(back, NOW + 10), Permit)
    other = standing(declare(Act.SUSPEND, ES), declare(Act.RESUME, MA, made=NOW + 10))
    assert isinstance(decided(other, NOW + 10), Denial)


def test_an_old_resumption_shown_again_does_not_lift_a_new_suspension() -> None:
    old = declare(Act.RESUME, ES, made=NOW - 10)
    assert isinstance(decided(standing(declare(Act.SUSPEND, ES), old), NOW + 1), Denial)


def test_article_8_5_a_termination_keeps_its_notice_and_leaves_the_others_their_exchange() -> None:
    with pytest.raises(InputError, match=r"declaration\.notice"):
        declare(Act.TERMINATE, ES, starts=NOW + NOTICE_MS - 1)
    ended = standing(declare(Act.TERMINATE, ES, starts=NOW + NOTICE_MS))
    assert isinstance(decided(ended, NOW + NOTICE_MS - 1), Permit)
    assert decided(ended, NOW + NOTICE_MS) == Denial("policy.terminated", "Art. 8.5", TEXT.id)
    assert isinstance(decided(ended, NOW + NOTICE_MS, MA, DE), Permit)
    both = standing(
        declare(Act.TERMINATE, ES, starts=NOW + NOTICE_MS),
        declare(Act.TERMINATE, DE, starts=NOW + NOTICE_MS),
    )
    assert state_of(SIGNED, NOW + NOTICE_MS, both) is State.TERMINATED
    assert state_of(SIGNED, NOW + NOTICE_MS - 1, both) is State.IN_FORCE


def test_a_resumption_does_not_undo_a_termination() -> None:
    ended = standing(
        declare(Act.TERMINATE, ES, starts=NOW + NOTICE_MS),
        declare(Act.RESUME, ES, made=NOW + NOTICE_MS),
    )
    assert isinstance(decided(ended, NOW + NOTICE_MS), Denial)


def test_two_of_three_parties_aside_suspend_the_whole() -> None:
    paused = standing(declare(Act.SUSPEND, ES), declare(Act.SUSPEND, DE))
    assert state_of(SIGNED, NOW, paused) is State.SUSPENDED


def test_article_8_3_the_later_text_that_every_party_signed_takes_the_place_of_the_earlier() -> (
    None
):
    starts = day_start(STARTS + timedelta(days=30))
    amended = standing(others=(SIGNED, later_text(30), later_text(60)))
    assert amended.amended_ms == starts
    assert isinstance(decided(amended, starts - 1), Permit)
    assert decided(amended, starts) == Denial("policy.amended", "Art. 8.3", TEXT.id)
    assert state_of(SIGNED, starts, amended) is State.AMENDED


@pytest.mark.parametrize(
    "other",
    [
        SignedAgreement(later_text(30).agreement),
        SignedAgreement(later_text(30).agreement, later_text(30).signatures[:2]),
        signed_by_all(replace(later_text(30).agreement, id="another-name")),
        later_text(30, MA, ES),
        later_text(0),
    ],
    ids=["unsigned", "one-missing", "other-name", "without-a-party", "same-day"],
)
def test_a_text_that_not_every_party_signed_or_that_leaves_one_out_replaces_nothing(
    other: SignedAgreement,
) -> None:
    assert standing(others=(other,)) == AS_SIGNED


def test_a_party_with_other_root_keys_is_not_the_party_that_signed() -> None:
    stranger = SigningKey(b"\x09" * 32)
    parties = (party(MA), party(ES), party(DE, stranger))
    text = replace(later_text(30).agreement, general=replace(TEXT.general, parties=parties))
    signed = SignedAgreement(text)
    assert standing(others=(signed,)) == AS_SIGNED


def test_what_is_not_signed_by_the_party_itself_counts_for_nothing() -> None:
    mine = declare(Act.SUSPEND, MA).declaration
    forged = SignedDeclaration(
        replace(mine, party=ES), declare(Act.SUSPEND, ES, made=NOW + 1).signatures
    )
    unsigned = SignedDeclaration(mine)
    elsewhere = declare(Act.SUSPEND, ES, about=agreement_of(MA, ES))
    assert standing(forged, unsigned, elsewhere) == AS_SIGNED
    with pytest.raises(TrustError, match=r"agreement\.signature"):
        verify_declaration(forged, TEXT)
    with pytest.raises(TrustError, match=r"agreement\.not_signed"):
        verify_declaration(unsigned, TEXT)
    with pytest.raises(InputError, match=r"declaration\.other_text"):
        verify_declaration(elsewhere, TEXT)
    with pytest.raises(TrustError, match=r"agreement\.not_a_root_key"):
        sign_declaration(unsigned, TEXT, ROOTS[ES])


def test_a_party_whose_threshold_is_two_declares_with_two_keys() -> None:
    first, second = (SigningKey(bytes([at]) * 32) for at in (7, 8))
    parties = (party(MA), party(ES, first, second, threshold=2))
    text = replace(agreement_of(MA, ES), general=replace(TEXT.general, parties=parties))
    one = Declaration(
        agreement=text.digest, party=ES, act=Act.SUSPEND, made_ms=NOW, from_ms=NOW, reason="x"
    )
    half = sign_declaration(SignedDeclaration(one), text, first)
    other = sign_declaration(SignedDeclaration(one), text, second)
    assert not is_declared(half, text)
    assert is_declared(merge_declarations((half, other), text), text)
    twice = SignedDeclaration(one, (*half.signatures, *half.signatures))
    assert not is_declared(twice, text)


def test_a_declaration_is_never_retroactive_and_gives_its_reason() -> None:
    with pytest.raises(InputError, match=r"declaration\.retroactive"):
        declare(Act.SUSPEND, ES, starts=NOW - 1)
    with pytest.raises(InputError, match=r"declaration\.no_reason"):
        replace(declare(Act.SUSPEND).declaration, reason=" ")


def test_a_declaration_reads_back_and_every_other_byte_is_refused() -> None:
    data = encode_declaration(declare(Act.SUSPEND))
    assert encode_declaration(decode_declaration(data)) == data
    changed = data.replace(b'"act":"suspend"', b'"act":"destroy"')
    for bad in (changed, data[:-1], b"{}", b"", data.replace(b"EXERCISE", b" "), b"x" * 70_000):
        with pytest.raises(RemoteProtocolError):
            decode_declaration(bad)
    resumed = decode_declaration(data.replace(b'"act":"suspend"', b'"act":"resume"'))
    assert not is_declared(resumed, TEXT)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_the_order_in_which_declarations_arrive_changes_nothing(data: st.DataObject) -> None:
    acts = data.draw(st.lists(st.sampled_from([Act.SUSPEND, Act.RESUME]), max_size=5))
    made = [declare(act, ES, made=NOW + at) for at, act in enumerate(acts)]
    shuffled = data.draw(st.permutations(made))
    assert standing(*shuffled) == standing(*made)
    last = acts[-1] if acts else Act.RESUME
    aside = standing(*made).aside(NOW + 10)
    assert aside == ((ES,) if last is Act.SUSPEND else ())


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.builds(lambda at: encode_declaration(declare(Act.SUSPEND))[:at],
                                           st.integers(0, 400)))  # fmt: skip
def test_no_bytes_of_a_partner_crash_the_reader_of_declarations(data: bytes) -> None:
    with contextlib.suppress(RemoteProtocolError):
        decode_declaration(data)


def test_a_pause_holds_from_its_first_moment_until_its_end() -> None:
    moments = (4, 5, 9, 10)
    assert [Pause(ES, 5, 10).holds(at) for at in moments] == [False, True, True, False]
    assert list(itertools.starmap(Pause(ES, 5).holds, [(4,), (5,), (10**15,)])) == [
        False,
        True,
        True,
    ]
