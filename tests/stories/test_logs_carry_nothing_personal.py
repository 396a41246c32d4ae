"""Logs and the audit log name actions, ids and digests: never a person, an officer or a case."""

from __future__ import annotations

import asyncio
import signal

import pysqlite3.dbapi2
import pytest
from sqlalchemy import select

from entraide.adapters.tables import schema
from entraide.demo.story import PROTECTED, TARGET, UNKNOWN
from entraide.node.build import open_node
from tests.nodes import PASSPHRASE
from tests.stories.story import BUREAUS, CASE, OFFICERS, Story

pytestmark = pytest.mark.slow


def planted() -> set[str]:
    """Every word by which a person could be known."""
    names = [held.name for each in (TARGET, PROTECTED) for held in each.held]
    names += [each.asked_name for each in (TARGET, PROTECTED, UNKNOWN)]
    names += OFFICERS.values()
    words = {word for name in names for word in name.split() if len(word) > 3}
    dates = {each.birth_date for each in (TARGET, PROTECTED, UNKNOWN)}
    return words | dates | {CASE}


def test_no_log_of_a_process_holds_a_planted_word(story: Story) -> None:
    words = planted()
    assert len(words) > 15
    for bureau in BUREAUS:
        text = story.machine.errors(bureau).casefold()
        assert [word for word in words if word.casefold() in text] == [], bureau


def test_no_entry_of_the_audit_log_holds_a_planted_word(story: Story) -> None:
    words = planted()
    for bureau in BUREAUS:
        path = story.machine.folder / bureau / "store.sqlite"
        connection = pysqlite3.dbapi2.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = connection.execute("select opening, subject from log_entry").fetchall()
        finally:
            connection.close()
        assert len(rows) > 10
        text = "\n".join(f"{bytes(opening).decode()} {subject}" for opening, subject in rows)
        assert [word for word in words if word.casefold() in text.casefold()] == [], bureau


def test_no_partner_ever_receives_an_officers_name(story: Story) -> None:
    """Every message that a bureau received, opened with its own keys, names a pseudonym."""
    for bureau in BUREAUS:
        messages = received_by(story, bureau)
        assert messages
        text = "\n".join(content.decode() for content in messages)
        others = [name for other, name in OFFICERS.items() if other != bureau]
        assert not [name for name in others if name in text or name.split()[0] in text]


def received_by(story: Story, bureau: str) -> list[bytes]:
    """Stop a bureau, open its messages as its own process does, and start it again."""
    story.machine.kill(bureau, signal.SIGTERM)
    node = open_node(story.machine.folder / bureau, PASSPHRASE)
    table = schema.message.c
    try:
        return node.read(
            lambda c: list(c.scalars(select(table.content).where(table.incoming == 1)))
        )
    finally:
        asyncio.run(node.close())
        story.machine.start(bureau)
