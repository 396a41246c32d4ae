"""``entraide post``: what waits for a partner, carried by hand where no network is."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from entraide.cli.arguments import Partner
from entraide.cli.session import Access, Session
from entraide.cli.show import print_json, print_rows, say
from entraide.vocabulary.language import mark

__all__ = ["app"]

app = App(name="post", help=mark("Carry messages by file where no network is."))


@app.command
def export(partner: Partner, *, out: Path, access: Access | None = None) -> None:
    """Write everything that waits for a partner to a file, sealed as it would go over the wire.

    What is exported goes on waiting: it may travel by wire too, and counts once. A lost file loses
    nothing.

    Parameters
    ----------
    out
        Where the file goes.
    """
    given = access or Access()
    wanted = {"partner": partner, "out": str(out.resolve())}
    result = Session(given).perform("post.export", wanted)
    if given.output == "json":
        print_json(result)
        return
    say(mark("Messages for {partner}: {lines}. Carry {out} to its node."), **result)


@app.command(name="import")
def import_(file: Path, *, out: Path, access: Access | None = None) -> None:
    """Take a partner's file in, and write the file that travels back: answers, receipts, refusals.

    Every message is decided as if it had come by wire; what came before changes nothing. What waits
    here for the partner goes into the same file. A file that was cut short or changed is refused
    whole.

    Parameters
    ----------
    file
        The file from the partner.
    out
        Where the file goes that travels back.
    """
    given = access or Access()
    wanted = {"path": str(file.resolve()), "out": str(out.resolve())}
    result = Session(given).perform("post.import", wanted)
    if given.output == "json":
        print_json(result)
        return
    columns = (
        ("received", mark("Messages received")),
        ("refused", mark("Refused here")),
        ("answered", mark("Answers to ours")),
        ("refused_there", mark("Refused there")),
        ("not_believed", mark("Not believed")),
        ("known", mark("Known before")),
    )
    print_rows(mark("Taken in"), columns, [result])
    say(mark("Lines for {partner}: {lines}. Carry {out} back to its node."), **result)
