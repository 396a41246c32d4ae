"""What the screens of oversight share: their names, as far as a role may see them, and officers."""

from __future__ import annotations

from typing import Final

from entraide.console.visit import Visit
from entraide.vocabulary.language import mark, translate

__all__ = ["OVERSEEN", "officers_of", "views_of"]

OVERSEEN: Final = (
    ("/oversight", mark("Log"), "audit.log"),
    ("/oversight/accesses", mark("Accesses"), "oversight.accesses"),
    ("/oversight/alerts", mark("Unusual asking"), "oversight.alerts"),
    ("/oversight/explain", mark("To be explained"), "oversight.to-explain"),
    ("/oversight/subjects", mark("Persons concerned"), "subject.list"),
    ("/oversight/retention", mark("Retention"), "retention.due"),
    ("/oversight/review", mark("Neutrality review"), "notice.questions"),
    ("/oversight/officers", mark("Officers"), "node.health"),
    ("/oversight/node", mark("Node"), "node.health"),
    ("/oversight/break-glass", mark("Sealed account"), "glass.list"),
)
"""Address, name, and the action that a role must have to see it."""


def views_of(visit: Visit) -> list[tuple[str, str]]:
    """Return the screens of oversight that this person may see, with their names."""
    return [(path, translate(name)) for path, name, action in OVERSEEN if visit.may(action)]


async def officers_of(visit: Visit) -> dict[str, str]:
    """Return our officers' names by their pseudonyms."""
    listed = (await visit.read("officer.list"))["officers"]
    return {each["pseudonym"]: each["officer"] for each in listed}
