"""Who is signed in: sessions kept in this process alone, behind a cookie that tells nothing.

A session ends after half an hour without a request, after twelve hours in any case, at sign-out,
and when the node stops. The cookie holds 32 random bytes; here stands their digest. No token
carries rights of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from entraide.adapters.world import World
from entraide.kernel.encoding import to_base64
from entraide.node.actor import Role

__all__ = ["COOKIE", "Person", "Sessions", "session_of"]

COOKIE: Final = "__Host-entraide"
"""The prefix binds it to this host and path, and to a secure origin; browsers count localhost."""
_IDLE_MS: Final = 1_800_000
_WHOLE_MS: Final = 43_200_000
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An officer who is signed in; ``session`` is the digest of the session's secret."""

    officer: str
    role: Role | None
    """None: the sealed account, which is nobody's and reads what its own list names."""
    pseudonym: str
    session: str


@dataclass(slots=True)
class _Open:
    person: Person
    since_ms: int
    seen_ms: int
    said: list[str] = field(default_factory=list)


class Sessions:
    """The open sessions of one node."""

    def __init__(self, world: World) -> None:
        """Begin with nobody signed in."""
        self._world = world
        self._open: dict[str, _Open] = {}

    def open(self, officer: str, role: Role | None, pseudonym: str) -> tuple[str, Person]:
        """Return the secret of a new session, and whose it is."""
        self._forget_old()
        secret = to_base64(self._world.random(32))
        return secret, self.begin(secret, officer, role, pseudonym)

    def begin(self, secret: str, officer: str, role: Role | None, pseudonym: str) -> Person:
        """Begin a session whose secret was drawn before."""
        person = Person(officer=officer, role=role, pseudonym=pseudonym, session=session_of(secret))
        now_ms = self._world.now_ms()
        self._open[person.session] = _Open(person, now_ms, now_ms)
        return person

    def find(self, secret: str) -> Person | None:
        """Return who is signed in with this secret, and count it as a sign of life."""
        found = self._open.get(session_of(secret))
        now_ms = self._world.now_ms()
        if found is None or _is_over(found, now_ms):
            return None
        found.seen_ms = now_ms
        return found.person

    def peek(self, secret: str) -> Person | None:
        """Return who is signed in with this secret; what asks by itself is no sign of life."""
        found = self._open.get(session_of(secret))
        return found.person if found and not _is_over(found, self._world.now_ms()) else None

    def is_open(self, person: Person) -> bool:
        """Tell whether a session goes on."""
        found = self._open.get(person.session)
        return found is not None and not _is_over(found, self._world.now_ms())

    def close(self, person: Person) -> None:
        """End a session."""
        self._open.pop(person.session, None)

    def say(self, person: Person, text: str) -> None:
        """Leave word for the person's next page."""
        if person.session in self._open:
            self._open[person.session].said.append(text)

    def take_words(self, person: Person) -> tuple[str, ...]:
        """Return the words that were left, once."""
        found = self._open.get(person.session)
        said = tuple(found.said) if found else ()
        if found:
            found.said.clear()
        return said

    def _forget_old(self) -> None:
        now_ms = self._world.now_ms()
        kept = {name: each for name, each in self._open.items() if not _is_over(each, now_ms)}
        oldest = sorted(kept, key=lambda name: kept[name].seen_ms)[: max(len(kept) - _MOST + 1, 0)]
        self._open = {name: each for name, each in kept.items() if name not in oldest}


def _is_over(one: _Open, now_ms: int) -> bool:
    return now_ms - one.seen_ms > _IDLE_MS or now_ms - one.since_ms > _WHOLE_MS


def session_of(secret: str) -> str:
    """Return the name of the session with this secret: its digest."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
