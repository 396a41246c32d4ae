"""What a session of the committee does: agenda, decisions of all who are present, actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cyclopts import Parameter

from entraide.cli.operation.arguments import (
    CommitteeSession,
    Decision,
    Done,
    DueDay,
    Owner,
    Title,
    Why,
)
from entraide.cli.operation.office_show import promises_from
from entraide.cli.operation.operating import one_of, row_of, write
from entraide.cli.session import Access, Session

__all__ = ["Rests", "action", "agenda", "agree", "decide", "done", "refuse"]


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """On what an item or a decision rests."""

    article: tuple[str, ...] = ()
    """An article of the agreement, such as 3.4; as often as needed."""
    promise: tuple[str, ...] = ()
    """A promise of the register, such as training, or training=2031-01-31 for that of one
    meeting; as often as needed."""

    def links(self) -> dict[str, Any]:
        """Return it as it stands in an entry."""
        return {"articles": list(self.article), "promises": promises_from(self.promise)}


def agenda(
    session: CommitteeSession,
    title: str,
    *,
    rests: Rests | None = None,
    access: Access | None = None,
) -> None:
    """Put an item on the agenda.

    Parameters
    ----------
    title
        What it is about; it should name nobody.
    """
    links = (rests or Rests()).links()
    write(access, session, "item.proposed", {"title": title, **links})


def decide(
    session: CommitteeSession,
    item: str,
    text: str,
    *,
    rests: Rests | None = None,
    access: Access | None = None,
) -> None:
    """Propose a decision; it is taken once every party that is present has agreed.

    Parameters
    ----------
    item
        The item of the agenda, by the first digits of its entry.
    text
        What is decided; it should name nobody.
    """
    shown = Session(access or Access()).perform("operation.show", {"operation": session})
    body = {
        "item": one_of(access, session, "items", item),
        "text": text,
        "by": sorted(row["party"] for row in shown.get("present", ())),
        **(rests or Rests()).links(),
    }
    write(access, session, "decision.proposed", body)


def agree(session: CommitteeSession, decision: Decision, *, access: Access | None = None) -> None:
    """Agree to a decision."""
    body = {"decision": one_of(access, session, "decisions", decision)}
    write(access, session, "decision.agreed", body)


def refuse(
    session: CommitteeSession, decision: Decision, words: Why, *, access: Access | None = None
) -> None:
    """Refuse a decision; it is then not taken."""
    body = {"decision": one_of(access, session, "decisions", decision), "words": words}
    write(access, session, "decision.refused", body)


def action(  # noqa: PLR0913 - each is an option of the command
    session: CommitteeSession,
    decision: Decision,
    title: Title,
    *,
    owner: Owner,
    due: DueDay,
    access: Access | None = None,
) -> None:
    """Set an action that follows from a decision that was taken."""
    body = {
        "decision": one_of(access, session, "decisions", decision),
        "title": title,
        "owner": owner,
        "due": due,
    }
    write(access, session, "action.set", body)


def done(
    session: CommitteeSession, action: str, words: Done, *, access: Access | None = None
) -> None:
    """Report an action of ours done, also once the session is closed.

    Parameters
    ----------
    action
        The action, by the first digits of its entry.
    """
    row = row_of(access, session, "actions", action)
    write(access, session, "action.done", {"action": row["action"], "words": words})
