"""Drawn parts of pages: what crosses between nodes, in which steps, times and sizes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from entraide.exchange import admission, bodies, conversation, informing
from entraide.exchange.notice import checks, colours, lifecycle, pursuit, questions
from entraide.exchange.notice.terms import PersonStatus, TextPart
from entraide.kernel import card, envelope, message
from entraide.node import actions, config
from entraide.node.mail import receiving
from tests.docs.tables import first_sentence, table


def conversation_diagram() -> str:
    return f"```mermaid\n{conversation.diagram()}\n```\n"


def notice_life() -> str:
    return f"```mermaid\n{lifecycle.diagram()}\n```\n"


def pursuit_diagram() -> str:
    return f"```mermaid\n{pursuit.diagram()}\n```\n"


def notice_colours() -> str:
    rows = (
        (
            row.colour,
            row.label,
            ", ".join(
                colours.FIELDS[name][0] if name not in _PARTS else name for name in row.needs
            ),
            ", ".join(f"`{each}`" for each in row.purposes),
            ", ".join(row.statuses) if len(row.statuses) < len(_STATUSES) else "any",
        )
        for row in colours.COLOURS.values()
    )
    return table("Colour | For | Needs | Purposes | Status of the person", rows)


_PARTS = {part.value for part in TextPart}
_STATUSES = tuple(PersonStatus)


def notice_checks() -> str:
    rows = ((f"`{each.code}`", each.article, each.says) for each in checks.CHECKS)
    return table("Code | Article | What it says", rows)


def notice_questions() -> str:
    def choices(question: questions.Question, effect: questions.Effect) -> str:
        return ", ".join(f"`{each.code}`" for each in question.choices if each.effect is effect)

    rows = (
        (
            f"`{each.code}`",
            each.article,
            each.asks,
            *(choices(each, effect) for effect in questions.Effect),
        )
        for each in questions.QUESTIONS
    )
    return table("Question | Article | What is asked | Lets pass | Flagged | Stops", rows)


def pursuit_steps() -> str:
    rows = (
        (
            f"`{step}`",
            rule.power,
            "yes" if rule.arrest else "",
            "yes" if rule.reasoned else "",
            rule.days or "",
        )
        for step, rule in pursuit.STEPS.items()
    )
    return table("Step | Taken by | Red only | Reason | Days that begin (default)", rows)


def kinds() -> str:
    rows = (
        (
            f"`{kind}`",
            body.VERSION,
            first_sentence(body),
            ", ".join(f"`{name}`" for name in inspect.signature(body).parameters),
            "yes" if body.UNDER_AGREEMENT else "",
        )
        for kind, body in bodies.KINDS.items()
    )
    return table(
        "Kind | Version | What it says | Fields of its body | Only under an agreement", rows
    )


def message_fields() -> str:
    names = (f"`{name}`" for name in sorted(inspect.signature(message.Message).parameters))
    return ", ".join(names) + "\n"


def _steps(function: Callable[..., Any]) -> str:
    """Return the numbered steps of a docstring as a list."""
    text = " ".join((inspect.getdoc(function) or "").split())
    found = re.split(r"(?:^|(?<= ))(\d+)\. ", text)
    pairs = zip(found[1::2], found[2::2], strict=True)
    lines = [f"{number}. {step.strip().rstrip(';').strip()}" for number, step in pairs]
    return "\n".join(re.sub(r"\. [A-Z].*$|;$|\.$", "", line) for line in lines) + "\n"


def opening_steps() -> str:
    return _steps(envelope.open_envelope)


def admission_steps() -> str:
    return _steps(admission.admit)


def provenance_steps() -> str:
    return _steps(informing.check_provenance)


def receiving_steps() -> str:
    return _steps(receiving.receive)


def card_steps() -> str:
    return _steps(card.verify_card)


def order_steps() -> str:
    return _steps(actions.perform)


def times() -> str:
    exchange = config.ExchangeSettings()
    rows = (
        ("Skew allowed between two honest clocks", _duration(admission.MAX_SKEW_MS), "`SKEW_MS`"),
        ("Longest life of a message", _duration(message.MAX_LIFETIME_MS), "`MAX_LIFETIME_MS`"),
        ("Life of a question", _duration(exchange.query_lifetime_ms), "setting"),
        ("Life of other messages", _duration(exchange.message_lifetime_ms), "setting"),
        ("Step of time on which answers leave", _duration(exchange.answer_step_ms), "setting"),
        ("First pause before a retry", _duration(exchange.retry_first_ms), "setting"),
        ("Longest pause between retries", _duration(exchange.retry_most_ms), "setting"),
        ("Time for one call to a partner", _duration(exchange.timeout_ms), "setting"),
        ("Checkpoint offered to partners every", _duration(exchange.witness_every_ms), "setting"),
    )
    return table("What | How long | Fixed or setting", rows)


def _duration(milliseconds: int) -> str:
    for size, unit in (
        (86_400_000, "day"),
        (3_600_000, "hour"),
        (60_000, "minute"),
        (1_000, "second"),
    ):
        if milliseconds % size == 0:
            count = milliseconds // size
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{milliseconds} milliseconds"


def sizes() -> str:
    rows = (
        ("Largest message", f"{message.MAX_MESSAGE_BYTES:,} bytes", "`MAX_MESSAGE_BYTES`"),
        ("Largest envelope", f"{envelope.MAX_ENVELOPE_BYTES:,} bytes", "`MAX_ENVELOPE_BYTES`"),
        ("Smallest padded message", f"{envelope.MIN_PADDED_BYTES:,} bytes", "`MIN_PADDED_BYTES`"),
        ("Most hits in one answer", bodies.MAX_HITS, "`MAX_HITS`"),
        ("Most names in one question", bodies.MAX_NAMES, "`MAX_NAMES`"),
    )
    return table("What | How much | Name in the code", rows)
