"""Minutes: the same bytes at every party, signed by all who were present, and what is forged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from entraide.errors import EntraideError, InputError, TrustError
from entraide.figures import Style
from entraide.kernel.canonical import decode_canonical, encode_canonical
from entraide.kernel.key_set import SignedKeySet
from entraide.operations.offices.minutes import (
    Minutes,
    decode_minutes,
    encode_minutes,
    missing_signatories,
    sign_minutes,
    verify_minutes,
)
from entraide.operations.offices.minutes_text import minutes_blocks
from entraide.report import write_html, write_markdown, write_typst
from entraide.vocabulary.language import set_language, translate
from tests.given_offices import decided, session
from tests.given_operations import day, write
from tests.nodes import DE, ES, MA, Bureau, asynchronous, exchange


async def minutes_of(bureau: Bureau, operation: str) -> Minutes:
    made = await bureau.perform("committee.minutes", operation=operation)
    return decode_minutes(made["minutes"].encode())


@asynchronous
async def test_minutes_are_the_same_at_every_party_and_signed_by_whoever_was_present(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        operation = await session(ma, es, away=(de,))
        decision = await decided(ma, es, operation=operation)
        task = {"decision": decision, "title": "Change it", "owner": ES, "due": day(1)}
        action = await write(ma, operation, "action.set", **task)
        await write(ma, operation, "session.closed")
        with pytest.raises(InputError, match=r"minutes\.not_closed"):
            await minutes_of(ma, operation)
        await write(es, operation, "session.closed")
        await write(es, operation, "action.done", action=action, words="After the session")
        minutes = await minutes_of(ma, operation)
        assert encode_minutes(minutes) == encode_minutes(await minutes_of(de, operation))
        assert missing_signatories(minutes) == (ES, MA)
        signed = sign_minutes(sign_minutes(minutes, ma.roots[0]), es.roots[0])
        verify_minutes(decode_minutes(encode_minutes(signed)))
        assert missing_signatories(signed) == ()
        with pytest.raises(TrustError, match=r"minutes\.not_a_root"):
            sign_minutes(minutes, de.roots[0])  # was not there
        assert_printed(signed)
        assert_forgeries_fail(signed)


def assert_printed(minutes: Minutes) -> None:
    for language in ("fr", "ar"):
        set_language(language)
        style = Style(language=language, width=760, say=translate)
        blocks = tuple(minutes_blocks(minutes))
        for written in (write_markdown(blocks, style, "m"), write_html(blocks, style)):
            assert "Keep for 180 days" in written.text
            assert "After the session" not in written.text
        assert "Keep for 180 days" in write_typst(blocks, style).text
    set_language("en")


def assert_forgeries_fail(minutes: Minutes) -> None:
    """Forge minutes that nobody has signed as a whole: each entry must still hold by itself."""
    assert not is_believed(encode_minutes(minutes).replace(b"Keep for 180", b"Keep for 999"))
    signed = replace(minutes, signatures=())
    whole = decode_canonical(encode_minutes(signed))
    text = encode_minutes(signed).replace(b"Keep for 180 days", b"Keep for 999 days")
    unsigned = SignedKeySet(signed.keys[0].key_set, ())
    assert is_believed(encode_minutes(signed))
    forgeries = {
        "a word changed": text,
        "the last entry left out": encode_canonical({**whole, "entries": whole["entries"][:-1]}),
        "an entry from the middle left out": encode_canonical(
            {**whole, "entries": [*whole["entries"][:3], *whole["entries"][4:]]}
        ),
        "in another order": encode_canonical(
            {**whole, "entries": [whole["entries"][0], *whole["entries"][:0:-1]]}
        ),
        "under a key set that its roots did not sign": encode_minutes(
            replace(signed, keys=(unsigned, *signed.keys[1:]))
        ),
        "without a key set": encode_minutes(replace(signed, keys=signed.keys[1:])),
        "no entry at all": encode_minutes(Minutes((), ())),
    }
    assert [name for name, forged in forgeries.items() if is_believed(forged)] == []


def is_believed(data: bytes) -> bool:
    try:
        verify_minutes(decode_minutes(data))
    except EntraideError:
        return False
    return True
