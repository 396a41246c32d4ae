"""A signed message has one byte form, however it was made and whatever it says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.kernel.canonical import encode_canonical
from entraide.kernel.encoding import to_base64
from entraide.kernel.keys import SigningKey
from entraide.kernel.message import Message, SignedMessage, sign_message, verify_message

KEY = SigningKey(bytes(range(32)))
TEXTS = st.text(max_size=12) | st.sampled_from(
    [',"key":"', '","signature":"', '{"content":', "\\", '"}', "é", "\U0001f600"]
)
BODIES = st.dictionaries(TEXTS, TEXTS | st.integers(0, 9) | st.lists(TEXTS, max_size=3), max_size=4)


def message(body: dict[str, Any]) -> Message:
    return Message(
        id="0" * 32,
        thread="1" * 32,
        kind="query",
        version=1,
        sender="ma.bureau",
        recipient="es.bureau",
        author="node",
        sent_ms=5,
        expires_ms=6,
        purpose=None,
        agreement=None,
        handling="H0",
        in_reply_to=None,
        body=body,
    )


@given(BODIES)
@settings(deadline=None)
def test_what_is_sealed_is_the_canonical_form_and_what_is_read_is_what_was_signed(
    body: dict[str, Any],
) -> None:
    signed = sign_message(message(body), KEY)
    data = signed.encode()
    assert data == encode_canonical(
        {
            "content": signed.message.to_json(),
            "key": KEY.key_id,
            "signature": to_base64(signed.signature),
        }
    )
    read = SignedMessage.decode(data)
    assert read == signed
    assert read.message.content() == encode_canonical(read.message.to_json())
    assert verify_message(read, KEY.public) == signed.message
    again = Message.decode(read.message.content())
    assert (again, again.content()) == (signed.message, signed.message.content())
