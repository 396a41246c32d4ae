"""``./dev demo``: three bureaus, one question in Arabic, two hits, three proofs.

With ``--pages`` the whole story: from what a ministry published to the promises that were kept.

Three processes of the operating system, 20,000 invented persons each, real keys and real
agreements; every line and file says EXERCISE. Nothing is scripted: each step checks what came out
and ends the demonstration with exit code 1 where a promise does not hold.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from entraide.cli.main import choose_language
from entraide.demo import island, lorry, pages, preparation, questions, requests
from entraide.demo.bureau import Bureau
from entraide.demo.telling import Telling
from entraide.errors import EntraideError
from entraide.vocabulary.language import mark, translate
from entraide.vocabulary.messages import render

__all__ = ["main"]

_PEOPLE: Final = 20_000


def main() -> int:
    """Run the demonstration; return the exit code."""
    choose_language()
    wanted = _arguments()
    stage = wanted.folder or Path(tempfile.mkdtemp(prefix="entraide-exercise-"))
    stage.mkdir(parents=True, exist_ok=True)
    tell = Telling(as_json=wanted.output == "json")
    bureaus = preparation.three_bureaus(stage)
    praia = island.fourth_bureau(stage)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if wanted.pages is None:
            _tell_story(tell, bureaus, wanted.records)
        else:
            _tell_whole_story(tell, bureaus, praia, wanted)
        tell.end()
        if not wanted.once:
            _stay(tell, bureaus)
    except EntraideError as error:
        sys.stderr.write(f"EXERCISE: {render(error)}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        for bureau in (*bureaus, praia):
            bureau.stop()
        if wanted.once and wanted.folder is None:
            shutil.rmtree(stage)
    return 0


def _tell_story(tell: Telling, bureaus: tuple[Bureau, Bureau, Bureau], records: int) -> None:
    tell.say(mark("EXERCISE. Every person and every document here is invented."))
    preparation.found(tell, bureaus)
    preparation.hold_people(tell, bureaus, records)
    preparation.serve(tell, bureaus)
    preparation.meet(tell, bureaus)
    preparation.agree(tell, bureaus)
    questions.open_the_case(tell, bureaus)
    questions.ask_the_target(tell, bureaus)
    questions.ask_the_protected(tell, bureaus)
    questions.be_denied(tell, bureaus)
    requests.request_the_data(tell, bureaus)
    requests.release_three_fields(tell, bureaus)
    requests.take_it_back(tell, bureaus)
    questions.miss_one(tell, bureaus)
    questions.prove(tell, bureaus)


def _tell_whole_story(
    tell: Telling,
    bureaus: tuple[Bureau, Bureau, Bureau],
    praia: Bureau,
    wanted: argparse.Namespace,
) -> None:
    rabat = bureaus[0]
    tell.say(mark("EXERCISE. Every person whom anybody asks for here is invented."))
    preparation.found(tell, bureaus)
    register = pages.read_pages(tell, rabat, Path(wanted.pages) if wanted.pages else None)
    preparation.hold_people(tell, bureaus, wanted.records)
    preparation.serve(tell, bureaus)
    preparation.meet(tell, bureaus)
    preparation.agree(tell, bureaus, register)
    questions.open_the_case(tell, bureaus)
    island.join(tell, rabat, praia, register)
    island.catch_up_by_file(tell, rabat, praia)
    questions.ask_the_target(tell, bureaus)
    questions.ask_the_protected(tell, bureaus)
    questions.be_denied(tell, (*bureaus, praia))
    lorry.deliver(tell, bureaus)
    requests.request_the_data(tell, bureaus)
    requests.release_three_fields(tell, bureaus)
    requests.take_it_back(tell, bureaus)
    questions.prove(tell, (*bureaus, praia))
    island.compare_what_is_held(tell, rabat, praia)
    pages.look_after_promises(tell, rabat, register, _KEPT)


_KEPT: Final = (
    ("memorandum", frozenset({"ES", "DE", "CV"})),
    ("controlled_delivery", frozenset({"ES", "DE"})),
)
"""What the whole story does, and with whom: promises of this, and no other, are kept."""


def _stay(tell: Telling, bureaus: Sequence[Bureau]) -> None:
    """Leave the three nodes running and say where to look."""
    rabat = bureaus[0]
    variables = rabat.environment()
    tell.say("")
    tell.say(mark("The three nodes run until you press Ctrl-C. Where to look next:"))
    for name in ("ENTRAIDE_NODE", "ENTRAIDE_PASSPHRASE_FILE"):
        tell.say("  export {name}={value}", name=name, value=variables[name])
    for command in (
        "entraide node status",
        "entraide answers --as Amina",
        "entraide audit log --as Amina",
        'entraide match explain "عبد اللطيف بن علي" "Abdelatif Ben Ali"',
        "entraide agreement list --as Amina",
    ):
        tell.show(command)
    tell.say(mark("The consoles; a code registers a passkey there:"))
    tell.show("entraide officer passkey --as Amina")
    for bureau in bureaus:
        tell.say("  {id}  {address}", id=bureau.id, address=f"http://localhost:{bureau.staff_port}")
    tell.say(mark("What happened and why: docs/walkthrough.md"))
    signal.pause()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev demo",
        description=translate(mark("Three bureaus, one question in Arabic, three proofs.")),
    )
    parser.add_argument("--once", action="store_true", help=translate(mark("end by itself")))
    parser.add_argument("--output", choices=("text", "json"), default="text")
    parser.add_argument("--records", type=int, default=_PEOPLE,
                        help=translate(mark("invented persons in each bureau")))  # fmt: skip
    parser.add_argument("--pages", nargs="?", const="", metavar="DIR",
                        help=translate(mark("the whole story, from these pages (files or a "
                                            "folder) or from an invented communiqué")))  # fmt: skip
    parser.add_argument("--folder", type=Path,
                        help=translate(mark("keep everything in this new folder")))  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
