"""What needs no session, in the document: health, counts and states, and the document itself."""

from __future__ import annotations

from typing import Any, Final

from entraide.console.api.parts import answer, asked, problems, told
from entraide.console.api.schemas import schemas
from entraide.vocabulary.language import mark

__all__ = ["machine_paths"]

_HEALTH: Final = {
    "type": "object",
    "required": ["id", "healthy"],
    "properties": {
        "id": {"type": "string", "description": "The agency's id, by which partners know it."},
        "healthy": told("healthy", {"type": "boolean"}),
    },
}


def machine_paths() -> dict[str, Any]:
    """Return the paths that monitoring reads."""
    return {
        "/health": _get("health", mark("Whether the node answers"), _HEALTH, "GET /health"),
        "/status": _get("status", mark("Counts and states of the node"),
                        schemas().results["node.status"], "GET /status"),
        "/openapi.json": _get("document", mark("This document"), {"type": "object"}, ""),
    }  # fmt: skip


def _get(name: str, says: str, schema: Any, example: str) -> dict[str, Any]:
    responses = {"200": answer(f"{says}.", schema, example), **problems(403, 503)}
    return {"get": asked(f"machine.{name}", "machines", says, security=[], responses=responses)}
