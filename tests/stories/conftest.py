"""The story that is told once, and whose outcome every test looks at; a database for a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import server
from tests.stories.story import Story, tell


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = None
    folder = tmp_path_factory.mktemp("story")
    try:
        told = tell(folder)
        yield told
    finally:
        if told is not None:
            told.machine.stop()


@pytest.fixture
def database() -> Iterator[str]:
    """A database of PostgreSQL of the test's own."""
    name = server().new_database()
    yield name
    server().give_back(name)
