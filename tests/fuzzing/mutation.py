"""Mutations of valid inputs: of their bytes, and of their structure where they are JSON or lines.

Purely random bytes die at the first check. What keeps its outer form and is wrong inside (a field
dropped, doubled, of another type; a number too large; a list too long; nesting without end) reaches
the readers of single fields, so most mutations are of that kind.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from typing import Any, Final

DEEP: Final = 100_000
WORDS: Final = (
    "", "0", "-1", "null", "true", "A" * 70_000, "\x00", "\ud800", "٣", "\u202eevil", "é" * 300,
    "0" * 32, "0" * 64, "f" * 64, "AAAA", "A===", "==", "H9", "\n", "\r\n", "— ", "entraide/",
    "entraide.card/2", "query", "9" * 30, "../../etc", "%s", "{party}", "1" * 400,
)  # fmt: skip
NUMBERS: Final = (
    0, 1, -1, 2**31, 2**53 - 1, 2**53, 2**63, 2**64, 10**400, -(2**53), 1.5, float("nan"), 1e308,
)  # fmt: skip
CUTS: Final = (0, 1, 4, 9, 13, 32, 64)


def mutated(data: bytes, source: random.Random) -> bytes:
    """Return the input with one to four mutations."""
    for _ in range(source.choice((1, 1, 1, 2, 4))):
        data = source.choice(_MUTATIONS)(data, source)
    return data[: 1 << 22]


def _structured(data: bytes, source: random.Random) -> bytes:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return _lines(data, source)
    if not isinstance(value, dict | list) or not value:
        return _bytes(data, source)
    holder, key = source.choice(_places(value))
    _change(holder, key, source)
    return _written(value, source)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a JSON value, as its holder and the key or index in it."""
    places: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(places) < 2_000:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        for key in keys:
            places.append((one, key))
            if isinstance(one[key], dict | list):
                waiting.append(one[key])
    return places


def _change(holder: Any, key: Any, source: random.Random) -> None:
    was = holder[key]
    action = source.randrange(8)
    if action == 0:
        del holder[key]
    elif action == 1 and isinstance(holder, dict):
        holder[source.choice(WORDS)[:100]] = was
    elif action == 2 and isinstance(was, list):
        holder[key] = was * source.choice((0, 2, 600))
    elif action == 3 and isinstance(was, str):
        holder[key] = _text(was, source)
    elif action == 4 and isinstance(was, int):
        holder[key] = source.choice((0, -was, was - 1, was + 1, was + 2**40, was // 1_000))
    else:
        holder[key] = _anything(source)


def _anything(source: random.Random) -> Any:
    kinds: tuple[Callable[[], Any], ...] = (
        lambda: source.choice(WORDS),
        lambda: source.choice(NUMBERS),
        lambda: source.choice((None, True, False)),
        lambda: source.choice(([], {}, [None], [[]], {"": {}}, ["x"] * 50)),
    )
    return source.choice(kinds)()


def _text(text: str, source: random.Random) -> str:
    at = source.randrange(len(text) + 1)
    return source.choice(
        (
            text[:at],
            text + text,
            text[:at] + source.choice(WORDS)[:200] + text[at:],
            text.swapcase(),
            text + "=",
            text[::-1],
            base64.b64encode(source.randbytes(source.choice((1, 31, 32, 33, 64)))).decode(),
        )
    )


def _written(value: Any, source: random.Random) -> bytes:
    """Write it in canonical form mostly, otherwise in another form of the same value."""
    if source.random() < 0.85:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    else:
        text = json.dumps(value, ensure_ascii=source.random() < 0.5)
    if source.random() < 0.03:
        inner = source.choice(("[", '{"a":'))
        text = text[:-1] + ',"zz":' + inner * DEEP
    if source.random() < 0.03:
        text = text.replace('"', '"x":1,"', 1)
    return text.encode("utf-8", "surrogatepass")


def _lines(data: bytes, source: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = source.randrange(len(lines))
    action = source.randrange(6)
    if action == 0:
        del lines[at]
    elif action == 1:
        lines.insert(at, source.choice(lines))
    elif action == 2:
        lines[at] = source.choice(WORDS).encode("utf-8", "surrogatepass")[:4_000]
    elif action == 3:
        lines[at] = str(source.choice(NUMBERS)).encode()
    elif action == 4:
        source.shuffle(lines)
    else:
        return _bytes(data, source)
    return b"\n".join(lines)


def _bytes(data: bytes, source: random.Random) -> bytes:
    changed = bytearray(data)
    at = source.randrange(len(changed) + 1)
    end = min(len(changed), at + source.choice(CUTS))
    action = source.randrange(6)
    if action == 0 and at < len(changed):
        changed[at] ^= 1 << source.randrange(8)
    elif action == 1:
        del changed[at:]
    elif action == 2:
        del changed[at:end]
    elif action == 3:
        changed[at:at] = changed[at:end] * source.choice((1, 2, 200))
    elif action == 4:
        changed[at:end] = source.randbytes(end - at)
    else:
        word = source.choice((b"\xff" * 4, b"\x00" * 8, b"\x7f\xff\xff\xff", b"\xf0\x9f\x92\xa9"))
        changed[at : at + len(word)] = word
    return bytes(changed)


_MUTATIONS: Final = (*(_structured,) * 6, _bytes, _lines)
