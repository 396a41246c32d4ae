"""The peers beside which ours is measured, in an environment of their own.

    ./dev evaluate peers        install them

The peer is nomenklatura (MIT), whose algorithms ``logic-v2`` and ``name-based`` screen names for
OpenSanctions. It needs the ICU library with its headers and a compiler (on Debian: apt-get install
build-essential pkg-config libicu-dev), so it is no dependency of ours: ``install`` makes
``.venv-peers`` and says so. This file is also the program that runs there: it reads pairs of names
as JSON and prints decisions, or how many comparisons a CPU second gives.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

__all__ = ["ALGORITHMS", "RELEASE", "decisions", "install", "is_installed", "rates"]

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / ".venv-peers"
PYTHON: Final = FOLDER / "bin" / "python"
RELEASE: Final = "nomenklatura==4.17.4"
ALGORITHMS: Final = ("logic-v2", "name-based")
THRESHOLD: Final = 0.7
"""The usual threshold of both."""

_PASSES: Final = 3

Pair = tuple[str, str]


def is_installed() -> bool:
    """Tell whether the peers' environment is there."""
    return (FOLDER / ".ready").is_file() and (FOLDER / ".ready").read_text() == RELEASE


def install() -> bool:
    """Make the environment where it is missing; tell whether it is there now."""
    if is_installed():
        return True
    _say(f"installing {RELEASE} in {FOLDER.name} (it builds pyicu)")
    if shutil.which("pkg-config") is None or shutil.which("cc") is None:
        _say("needed first: apt-get install build-essential pkg-config libicu-dev")
        return False
    venv.create(FOLDER, with_pip=True)
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq", RELEASE]
    if subprocess.run(command, check=False).returncode:  # noqa: S603 - a fixed command
        _say(f"{RELEASE} cannot be installed here")
        return False
    (FOLDER / ".ready").write_text(RELEASE)
    return True


def decisions(algorithm: str, pairs: Sequence[Pair]) -> list[bool]:
    """Return what a peer decides of each pair."""
    return [bool(each) for each in _run("decide", algorithm, pairs)]


def rates(algorithm: str, pairs: Sequence[Pair]) -> dict[str, float]:
    """Return a peer's comparisons per CPU second: cold, and with its entities made before."""
    return dict(_run("rates", algorithm, pairs))


def _say(text: str) -> None:
    sys.stderr.write(f"» {text}\n")


def _run(what: str, algorithm: str, pairs: Sequence[Pair]) -> Any:
    done = subprocess.run(  # noqa: S603 - a fixed command
        [PYTHON, __file__, what, algorithm],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _comparing(algorithm: str) -> tuple[Callable[[str], Any], Callable[[Any, Any], float]]:
    """Return the peer's way to make a person and to score two: runs in its environment."""
    from followthemoney import model  # noqa: PLC0415 - only there
    from nomenklatura.matching import LogicV2, NameMatcher  # noqa: PLC0415 - only there

    chosen = {"logic-v2": LogicV2, "name-based": NameMatcher}[algorithm]
    config = chosen.default_config()

    def person(name: str) -> Any:
        entity = model.make_entity("Person")
        entity.id = name
        entity.add("name", name)
        return entity

    def score(one: Any, two: Any) -> float:
        return float(chosen.compare(one, two, config).score)

    score(person("a warming"), person("of its tables"))
    return person, score


def _rates(algorithm: str, pairs: Sequence[Pair]) -> dict[str, float]:
    started = time.process_time()
    person, score = _comparing(algorithm)
    ready = time.process_time() - started
    started = time.process_time()
    for one, two in pairs:
        score(person(one), person(two))
    cold = len(pairs) / (time.process_time() - started)
    made = [(person(one), person(two)) for one, two in pairs]
    passes = []
    for _ in range(_PASSES):
        started = time.process_time()
        for first, second in made:
            score(first, second)
        passes.append(len(pairs) / (time.process_time() - started))
    return {"start_s": ready, "cold": cold, "prepared": max(passes)}


def main() -> None:
    """Install the peers; in their own environment, answer what is asked."""
    if len(sys.argv) < 3:
        sys.exit(0 if install() else 1)
    what, algorithm = sys.argv[1:]
    pairs = json.load(sys.stdin)
    if what == "rates":
        sys.stdout.write(json.dumps(_rates(algorithm, pairs)))
        return
    person, score = _comparing(algorithm)
    sys.stdout.write(
        json.dumps([score(person(one), person(two)) >= THRESHOLD for one, two in pairs])
    )


if __name__ == "__main__":
    main()
