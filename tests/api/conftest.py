"""A pair of running nodes for each module of the tests of the API: what one does, no other sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.running import Two, two
from tests.api.story import Told, tell


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    with two(tmp_path_factory.mktemp("api")) as found:
        yield found


@pytest.fixture(scope="module")
def told(nodes: Two) -> Told:
    """The story of one hit, told once through the client."""
    return tell(nodes)
