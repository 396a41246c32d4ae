"""A notice that is complete, its terms, and others that lack something."""

from __future__ import annotations

from hypothesis import settings

from entraide.exchange.notice.checks import Terms
from tests.nodes import today
from tests.notices import notice_of

TODAY = Terms(today().isoformat(), 365)


RED = notice_of()


FEW = settings(deadline=None, max_examples=60)
