"""The story is told once; every test looks at what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
