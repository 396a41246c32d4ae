"""Keeping a node: what goes when and what went, notices that wait for review, officers, health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from entraide.console.listing import Listing
from entraide.console.screens.overseen import officers_of, views_of
from entraide.console.visit import View, Visit
from entraide.exchange.notice.lifecycle import Life
from entraide.node.people.actor import Role
from entraide.vocabulary.language import mark
from entraide.wording.words import WORDS

__all__ = ["show_node", "show_officers", "show_retention", "show_review"]

_HORIZONS: Final = tuple(WORDS["horizon"].items())
_DUE: Final = (("kind", mark("What")), *_HORIZONS, ("next", mark("Next")))
_OFFICERS: Final = (
    ("officer", mark("Officer")),
    ("role", mark("Role")),
    ("pseudonym", mark("Seen by partners as")),
    ("key", mark("Key")),
    ("passkeys", mark("Passkeys")),
    ("added_ms", mark("Added")),
    ("suspended_ms", mark("Suspended")),
)
_REVIEW: Final = (
    ("notice", mark("Notice")),
    ("of", mark("Of")),
    ("colour", mark("Colour")),
    ("state", mark("State")),
    ("expires", mark("Last day")),
)
_POINTS: Final = (("point", mark("What")), ("ends_ms", mark("Ends")), ("days", mark("Days left")))
_WAITING: Final = frozenset({Life.SUBMITTED.value, Life.IN_REVIEW.value})
_DAY_MS: Final = 86_400_000
_SOON: Final = 30
"""Days before an end from which it presses."""
_OLD: Final = 8
"""Days after which a backup presses."""
_FULL: Final = 0.1
"""Share of the disk below which room presses."""


async def show_retention(visit: Visit) -> View:
    """Return what goes within which time, by kind, and what went at each purge."""
    due = await visit.read("retention.due")
    purges = (await visit.read("retention.log"))["purges"]
    officers = await officers_of(visit)
    return View(
        template="retention",
        title=mark("Retention"),
        data={**due, "purges": purges},
        listing=Listing(_DUE, due["due"]),
        values={
            "views": views_of(visit),
            "due": due,
            "horizons": _HORIZONS,
            "kinds": tuple(WORDS["kept"].items()),
            "purges": purges,
            "officers": officers,
            "now": sum(row["now"] for row in due["due"]),
        },
    )


async def show_review(visit: Visit) -> View:
    """Return the notices that wait for two officers here, and partners' that wait for an answer."""
    listed = await visit.read("notice.list")
    ours = [{**each, "of": ""} for each in listed["ours"] if each["state"] in _WAITING]
    theirs = [{**each, "of": each["partner"]} for each in listed["received"]
              if not each["verdict"]]  # fmt: skip
    rows = [*ours, *theirs]
    return View(
        template="review",
        title=mark("Neutrality review"),
        data={"notices": rows},
        listing=Listing(_REVIEW, rows),
        values={"views": views_of(visit), "ours": ours, "theirs": theirs},
    )


async def show_officers(visit: Visit) -> View:
    """Return the officers with roles, keys and passkeys."""
    rows = (await visit.read("officer.list"))["officers"]
    return View(
        template="officers",
        title=mark("Officers"),
        data={"officers": rows},
        listing=Listing(_OFFICERS, rows),
        values={
            "views": views_of(visit),
            "rows": rows,
            "columns": _OFFICERS,
            "roles": [each.value for each in Role],
        },
    )


async def show_node(visit: Visit) -> View:
    """Return what keeps the node going, and until when; what presses is marked."""
    found = await visit.read("node.health")
    now_ms = visit.console.node.world.now_ms()
    points = list(_points(found, now_ms))
    backed_up, disk = found["backed_up_ms"], found["disk"]
    age = None if backed_up is None else (now_ms - backed_up) // _DAY_MS
    return View(
        template="node",
        title=mark("The node"),
        data=found,
        listing=Listing(_POINTS, points),
        values={
            "views": views_of(visit),
            "found": found,
            "points": points,
            "age": age,
            "old": not found["backs_up_itself"] and (age is None or age >= _OLD),
            "full": disk["free"] < disk["whole"] * _FULL,
            "share": round(100 * disk["free"] / disk["whole"]),
            "lag": found["log_size"] - found["log_cosigned_to"],
        },
    )


def _points(found: Mapping[str, Any], now_ms: int) -> list[dict[str, Any]]:
    """Return what ends, the soonest first."""
    keys = found["keys"]
    ours = [("keys", "", keys["ends_ms"])] if keys else []
    ours.append(("certificate", "", found["certificate_ends_ms"]))
    theirs = [
        (what, each["partner"], each[f"{what}{ends}"])
        for each in found["partners"]
        for what, ends in (("keys", "_end_ms"), ("certificate", "_ends_ms"))
    ]
    rows = [
        {
            "point": f"{whose} {what}".strip(),
            "what": what,
            "whose": whose,
            "ends_ms": ends_ms,
            "days": (ends_ms - now_ms) // _DAY_MS,
            "presses": ends_ms - now_ms < _SOON * _DAY_MS,
        }
        for what, whose, ends_ms in (*ours, *theirs)
        if ends_ms < _FAR_MS
    ]
    return sorted(rows, key=lambda row: row["ends_ms"])


_FAR_MS: Final = int(dt.datetime(9999, 1, 1, tzinfo=dt.UTC).timestamp() * 1_000)
"""What ends then does not end."""
