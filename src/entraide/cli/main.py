"""The command ``entraide``: one tree of commands, and the only place where errors become words.

Commands live in a module for each noun and are loaded when they are called. An EntraideError ends
with its sentence on standard error and the exit code of its class (``entraide exit-codes`` lists
them); a wrong command line ends with 2.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Final

from cyclopts import App, CycloptsError, Parameter

from entraide import __version__
from entraide.cli.help import translate_help
from entraide.cli.show import Output, print_json, print_rows
from entraide.cli.usage import render_usage_error
from entraide.errors import EntraideError
from entraide.vocabulary.language import isolate, language, mark, set_language, translate
from entraide.vocabulary.messages import render

__all__ = ["EXIT_CODES", "app", "choose_language", "main"]

app = App(
    default_parameter=Parameter(negative_iterable=()),  # no --empty-name beside --name
    name="entraide",
    version=__version__,
    help=mark("Mutual assistance between the police agencies of sovereign states."),
)
_COMMANDS: Final = (
    ("node", "node:app", mark("Make, run, look at and keep a node.")),
    ("root", "root:app", mark("Make and use root keys, apart from any node.")),
    ("recovery", "recovery:app", mark("Make the key that backups are sealed to.")),
    ("officer", "officer:app", mark("Add officers and list them.")),
    ("partner", "partner:app", mark("Pin partners' cards and list them.")),
    ("records", "records:app", mark("Import records, erase them.")),
    ("retention", "retention:app", mark("Erase what may not be kept any longer.")),
    ("erase", "retention:erase", mark(
        "Erase what is held here of a message for good: its text, its envelope, a file it "
        "offered.")),
    ("agreement", "agreement:app", mark("Write, sign, verify, carry and list memoranda.")),
    ("oversight", "oversight:app", mark(
        "Read and judge who asked for what; unusual asking; figures for the public.")),
    ("subject", "subject:app", mark(
        "Requests of persons concerned: access, correction, deletion, with their clocks.")),
    ("audit", "audit:app", mark("Verify the log, prove an entry, check a proof.")),
    ("match", "match:app", mark("Compare names and people, and see why they score as they do.")),
    ("case", "case:app", mark("Open, list, show, hand over and close cases.")),
    ("ask", "ask:ask", mark(
        "Ask every partner that an agreement covers whether a person or thing is known there.")),
    ("check", "check:check", mark(
        "Check a document or a name against what is held here, in milliseconds.")),
    ("answers", "ask:answers", mark("Show what partners have answered so far.")),
    ("inbox", "inbox:inbox", mark("Show what waits for a person here, with its clock.")),
    ("answer", "ask:answer", mark(
        "Decide a question that waits for a person: let the search run, or refuse with a ground.")),
    ("references", "ask:references", mark(
        "Show which of our records partners were told of: reference, record and score.")),
    ("standing", "standing:app", mark(
        "Leave a question standing after a no-hit, renew it, take it back.")),
    ("request", "progress:request", mark("Request the data behind a hit.")),
    ("thread", "release:thread", mark("Read a thread whole.")),
    ("release", "release:release", mark("Preview and send what a request asks for.")),
    ("refuse", "release:refuse", mark("Refuse a request with a reason code.")),
    ("clarify", "progress:clarify", mark("Ask what a request means; its clock runs on.")),
    ("explain", "progress:explain", mark("Answer what a partner asks about our request.")),
    ("delay", "progress:delay", mark(
        "Tell that an answer takes longer, why, and until when; again whenever that changes.")),
    ("close", "progress:close", mark(
        "Close a thread of ours, and tell the partner what came of it.")),
    ("withdraw", "release:withdraw", mark("Take back what was released.")),
    ("correct", "release:correct", mark("Replace what was released.")),
    ("inform", "inform:inform", mark("Give information to partners unasked.")),
    ("noted", "inform:noted", mark("Say that information was taken note of.")),
    ("onward", "onward:app", mark("Ask a provider to let an item go on, answer that, pass it on.")),
    ("copies", "copies:copies", mark("Show where the copies of what was given are.")),
    ("recall", "copies:recall", mark("Take a copy back from its holder directly.")),
    ("export", "export:export", mark("Write what a partner gave into a file, with its marks.")),
    ("discuss", "discuss:app", mark("Write with all or some parties of an agreement.")),
    ("team", "team:app", mark("Set up and run joint teams with other states.")),
    ("delivery", "delivery:app", mark(
        "Request, authorise and carry out controlled deliveries.")),
    ("action", "action:app", mark("Prepare joint action days and act in one moment.")),
    ("liaison", "liaison:app", mark("Post liaison officers, and see what they did.")),
    ("committee", "committee:app", mark(
        "Hold sessions of the joint committee: agenda, decisions, actions, minutes.")),
    ("assistance", "assistance:app", mark(
        "Ask for training and technical assistance, check what it may do, give it, judge it.")),
    ("event", "event:app", mark("Run the cell of a major event with other states.")),
    ("attach", "attach:attach", mark(
        "Send a file of any size to a partner in a conversation; it leaves while the node runs.")),
    ("attachments", "attach:app", mark("Show, save and drop the files sent and received.")),
    ("notice", "notice:app", mark("Draft, review, publish and end notices; take partners'.")),
    ("reconcile", "reconcile:reconcile", mark(
        "Compare with a partner what each sent the other, and name every message that one side "
        "lacks.")),
    ("post", "post:app", mark("Carry messages by file where no network is.")),
    ("review", "review:app", mark("Review a partnership: both sides count, compare and sign.")),
    ("register", "register:app", mark(
        "Read pages into engagements, each field with the sentence that proves it.")),
    ("screen", "match:screen", mark("Screen every query of a file against a list of people.")),
)  # fmt: skip
"""Name, place under ``entraide.cli`` and, so that the list of commands loads none, its help."""

for _name, _path, _help in _COMMANDS:
    app.command(f"entraide.cli.{_path}", name=_name, help=_help)

EXIT_CODES: Final = (
    (0, mark("done")),
    (1, mark("a defect of the program")),
    (2, mark("a wrong command line")),
    (3, mark("input that cannot be used")),
    (4, mark("a key, fingerprint, signature or proof that does not hold")),
    (5, mark("forbidden by an agreement, a role or four eyes")),
    (6, mark("a message that breaks the rules of the exchange")),
    (7, mark("a partner that is away or at fault")),
    (8, mark("a store that is missing, damaged, unsafe or full")),
    (9, mark("a setting that is missing, unknown or wrong")),
    (10, mark("a folder or a port that another process holds")),
    (20, mark("a check found something")),
    (21, mark("a check found what may be a match")),
    (22, mark("a check found somebody under protection")),
)
_USAGE: Final = 2
_INTERRUPTED: Final = 130


@app.command(name="exit-codes")
def exit_codes(*, output: Output = "table") -> None:
    """List the exit codes and what they mean."""
    rows = [{"code": code, "meaning": translate(meaning)} for code, meaning in EXIT_CODES]
    if output == "json":
        print_json(rows)
    else:
        columns = (("code", mark("Code")), ("meaning", mark("Meaning")))
        print_rows(mark("Exit codes"), columns, rows)


def main() -> None:
    """Run a command and end with its exit code."""
    choose_language()
    if language() != "en":
        translate_help(app)
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        _say_wrong(render_usage_error(error))
        return _USAGE
    except EntraideError as error:
        _complain(error, as_json="json" in arguments or "--output=json" in arguments)
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return 0


def _complain(error: EntraideError, *, as_json: bool) -> None:
    sentence = render(error)
    if as_json:
        shown = {"code": error.code, "exit": error.exit_code, "says": sentence, **error.data}
        sys.stderr.write(json.dumps({"error": shown}, ensure_ascii=False) + "\n")
    else:
        _say_wrong(f"{sentence} [{error.code}]")


def _say_wrong(sentence: str) -> None:
    sys.stderr.write(f"entraide: {isolate(sentence)}\n")


def choose_language() -> None:
    """Speak the language that the environment asks for."""
    named = ("ENTRAIDE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    found = (os.environ.get(name) for name in named)  # noqa: TID251 - the surface's own choice
    set_language(next((value for value in found if value), "en"))
