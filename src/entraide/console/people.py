"""Who is signed in: sessions kept in this process alone, behind a cookie that tells nothing.

A session ends after half an hour without a request, after twelve hours in any case, at sign-out,
and when the node stops. The cookie holds 32 random bytes; here stands their digest. No token
carries rights of its own. A program's session (``console.api``) is opened by an order under the
officer's own key, ends earlier, and is never taken from a cookie, nor a person's from a header.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Final

from entraide.adapters.world import World
from entraide.kernel.encoding import to_base64
from entraide.node.people.actor import Role

__all__ = ["COOKIE", "Person", "Sessions", "session_of"]

COOKIE: Final = "__Host-entraide"
"""The prefix binds it to this host and path, and to a secure origin; browsers count localhost."""
_IDLE_MS: Final = 1_800_000
_WHOLE_MS: Final = 43_200_000
_PROGRAM_IDLE_MS: Final = 900_000
_PROGRAM_WHOLE_MS: Final = 3_600_000
_MOST: Final = 1_000
_MOST_PROGRAMS: Final = 8
"""Sessions of programs that one officer has at a time; a further one ends the oldest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An officer who is signed in; ``session`` is the digest of the session's secret."""

    officer: str
    role: Role | None
    """None: the sealed account, which is nobody's and reads what its own list names."""
    pseudonym: str
    session: str
    program: bool = False
    """Opened for a program, by an order under the officer's own key: it reads, and nothing else."""
    purpose: str = ""
    """What a program said that it reads for."""


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
        person = Person(officer=officer, role=role, pseudonym=pseudonym, session="")
        return self._opened(secret, person)

    def open_program(
        self, officer: str, role: Role, pseudonym: str, purpose: str
    ) -> tuple[str, Person]:
        """Return the secret of a new session of a program; the officer's oldest gives way."""
        self._forget_old()
        theirs = [
            name
            for name, each in self._open.items()
            if each.person.program and each.person.officer == officer
        ]
        for name in theirs[: max(len(theirs) - _MOST_PROGRAMS + 1, 0)]:
            del self._open[name]
        secret = to_base64(self._world.random(32))
        person = Person(officer=officer, role=role, pseudonym=pseudonym, session="", program=True,
                        purpose=purpose)  # fmt: skip
        return secret, self._opened(secret, person)

    def ends_ms(self, person: Person) -> int:
        """Return when a session ends in any case (UTC milliseconds); 0 where it is over."""
        found = self._open.get(person.session)
        return found.since_ms + _lifetimes(person)[1] if found else 0

    def find(self, secret: str, *, program: bool = False) -> Person | None:
        """Return who is signed in with this secret, and count it as a sign of life."""
        found = self._open.get(session_of(secret))
        now_ms = self._world.now_ms()
        if found is None or _is_over(found, now_ms) or found.person.program is not program:
            return None
        found.seen_ms = now_ms
        return found.person

    def peek(self, secret: str) -> Person | None:
        """Return who is signed in with this secret; what asks by itself is no sign of life."""
        found = self._open.get(session_of(secret))
        if found is None or found.person.program or _is_over(found, self._world.now_ms()):
            return None
        return found.person

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

    def _opened(self, secret: str, person: Person) -> Person:
        named = replace(person, session=session_of(secret))
        now_ms = self._world.now_ms()
        self._open[named.session] = _Open(named, now_ms, now_ms)
        return named

    def _forget_old(self) -> None:
        now_ms = self._world.now_ms()
        kept = {name: each for name, each in self._open.items() if not _is_over(each, now_ms)}
        oldest = sorted(kept, key=lambda name: kept[name].seen_ms)[: max(len(kept) - _MOST + 1, 0)]
        self._open = {name: each for name, each in kept.items() if name not in oldest}


def _is_over(one: _Open, now_ms: int) -> bool:
    idle_ms, whole_ms = _lifetimes(one.person)
    return now_ms - one.seen_ms > idle_ms or now_ms - one.since_ms > whole_ms


def _lifetimes(person: Person) -> tuple[int, int]:
    if person.program:
        return _PROGRAM_IDLE_MS, _PROGRAM_WHOLE_MS
    return _IDLE_MS, _WHOLE_MS


def session_of(secret: str) -> str:
    """Return the name of the session with this secret: its digest."""
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
