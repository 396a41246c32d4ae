"""What members write into any operation: notes, evidence and its custody, results; its erasure."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from entraide.cli.operation.arguments import Operation
from entraide.cli.operation.operating import each_of, one_of, row_of, sha256_of, write
from entraide.cli.result import perform_and_show, saying
from entraide.cli.session import Access
from entraide.errors import InputError
from entraide.vocabulary.language import mark

__all__ = ["erase", "evidence", "hand_over", "note", "prove", "result", "take_over"]


def note(operation: Operation, text: str, *, access: Access | None = None) -> None:
    """Write something down in the journal of an operation.

    Parameters
    ----------
    text
        What is to stand there.
    """
    write(access, operation, "note", {"text": text})


def evidence(
    operation: Operation, file: Path, words: str, *, place: str, access: Access | None = None
) -> None:
    """Enter a file as evidence by its SHA-256; the file itself stays where it is.

    Parameters
    ----------
    file
        The file.
    words
        What it is.
    place
        Where it was taken.
    """
    digest, size = sha256_of(file)
    body = {"sha256": digest, "size": size, "name": file.name, "words": words, "place": place}
    write(access, operation, "evidence.entered", body)


def hand_over(
    operation: Operation, evidence: str, *, to: str, access: Access | None = None
) -> None:
    """Hand evidence over to another member, who then takes it over.

    Parameters
    ----------
    evidence
        The evidence, by the first digits of its entry.
    to
        The party that gets it.
    """
    named = one_of(access, operation, "evidence", evidence)
    write(access, operation, "evidence.handed", {"evidence": named, "to": to})


def take_over(operation: Operation, evidence: str, *, access: Access | None = None) -> None:
    """Take over evidence that another member hands us.

    Parameters
    ----------
    evidence
        The evidence, by the first digits of its entry.
    """
    row = row_of(access, operation, "evidence", evidence)
    if row["handing"] is None:
        raise InputError("operation.not_handed", evidence=evidence)
    handing = str(row["handing"])
    write(access, operation, "evidence.taken", {"handing": handing})


def result(  # noqa: PLR0913 - each is an option of the command
    operation: Operation,
    what: Literal["arrest", "search", "seizure", "identification"],
    words: str,
    *,
    count: int = 1,
    evidence: tuple[str, ...] = (),
    access: Access | None = None,
) -> None:
    """Report a result; without evidence it stays claimed.

    Parameters
    ----------
    what
        What it is.
    words
        What came of it, in a line; it should name nobody.
    count
        How many.
    evidence
        Evidence for it, by the first digits of its entry; as often as needed.
    """
    named = each_of(access, operation, "evidence", evidence)
    body = {"what": what, "count": count, "words": words, "evidence": named}
    write(access, operation, "result.claimed", body)


def prove(
    operation: Operation, result: str, *, evidence: tuple[str, ...], access: Access | None = None
) -> None:
    """Give evidence for a result that was claimed.

    Parameters
    ----------
    result
        The result, by the first digits of its entry.
    evidence
        Evidence for it, by the first digits of its entry; as often as needed.
    """
    named = each_of(access, operation, "evidence", evidence)
    body = {"result": one_of(access, operation, "results", result), "evidence": named}
    write(access, operation, "result.proved", body)


def erase(operation: Operation, *, reason: str, access: Access | None = None) -> None:
    """Erase what is held here of an operation: its journal, and the messages that carried it.

    The other members keep theirs; what was erased is not taken in again.

    Parameters
    ----------
    reason
        Why, a code such as retention-expired.
    """
    wanted = {"operation": operation, "reason": reason}
    perform_and_show(
        access,
        "operation.erase",
        wanted,
        saying(mark("The operation is erased; {keys_destroyed} keys destroyed.")),
    )
