"""What holds of every run: what collecting the tests made stays, and is not looked through again.

Thousands of tests and a thousand modules live as long as the run. Python's collector of garbage
would walk through all of them again and again, for a quarter of the time of the quick tests.
"""

from __future__ import annotations

import gc

gc.disable()  # until all are collected: what is made until then stays


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()
