"""docs/records.md says what the tables in the code say, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path

from entraide.adapters.records.lines import KEPT, LINE_LIMIT
from entraide.adapters.records.marks import MARKS
from entraide.kernel.marking import HANDLING_CODES
from entraide.kernel.record import ProtectedStatus
from entraide.vocabulary.entities import SCHEMATA
from entraide.vocabulary.messages import SENTENCES

PAGE = (Path(__file__).parents[3] / "docs" / "records.md").read_text(encoding="utf-8")


def test_every_schema_mark_status_and_handling_code_is_named() -> None:
    wanted = (*SCHEMATA, *MARKS, *ProtectedStatus, *HANDLING_CODES)
    assert [word for word in wanted if word not in PAGE] == []


def test_the_limits_are_those_of_the_code() -> None:
    assert f"{LINE_LIMIT // 1024**2} MiB" in PAGE
    assert f"{KEPT // 1024} KiB" in PAGE


def test_the_reject_that_is_shown_is_the_one_that_is_written() -> None:
    sentence = SENTENCES["records.bad_date"].format(property="birthDate", value="7.3.81")
    assert sentence in PAGE


def test_the_example_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "docs/records.md", "exec"), {})  # noqa: S102 - our own page
