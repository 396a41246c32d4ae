"""A person at a console, for programs: signed in with a passkey, posting what our own pages post.

What goes over the wire is kept as it was, by the address in the document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from entraide.console.people import COOKIE
from entraide.console.wall import WALL_COOKIE
from entraide.kernel.encoding import from_base64
from tests.api.running import Two
from tests.authenticator import Authenticator
from tests.nodes import DUTY, Bureau

__all__ = ["OURS", "Person"]

OURS: Final = {"Sec-Fetch-Site": "same-origin"}
_PATIENCE_S: Final = 30
_REFUSED: Final = 400
Fields = Mapping[str, str | list[str]]


@dataclass
class Person:
    """One officer's browser at one bureau."""

    nodes: Two
    bureau: Bureau
    officer: str = DUTY
    cookies: dict[str, str] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    """What was sent and answered: ``POST /challenge``, ``POST /challenge answers``."""

    def __post_init__(self) -> None:
        self.led_to = ""
        self._http = requests.Session()
        self._key = Authenticator(self.nodes.origin(self.bureau))

    def register(self) -> None:
        """Register a passkey with a code; be signed in with it."""
        ordered = self.bureau.perform("officer.passkey", officer=self.officer)
        code = str(self.nodes.run(ordered)["code"])
        made = self._key.create(self._challenge())
        self.post("/passkey", {"code": code, "response": made})

    def again(self) -> None:
        """Sign out, and in again."""
        self.post("/sign-out", {})
        self.post("/sign-in", {"response": self._key.sign(self._challenge())})

    def order(self, action: str, fields: Fields) -> Any:
        """Prepare an order and perform it with the passkey; return where its page goes on."""
        prepared = self.post(f"/orders/{action}", fields)
        signed = self._key.sign(bytes.fromhex(prepared["challenge"]))
        return self.post(f"/signed/{prepared['nonce']}", {"response": signed}, "/signed/{nonce}")

    def post(self, path: str, fields: Fields, of: str = "") -> Any:
        """Post a form; return what was answered."""
        name = f"POST {of or path}"
        if fields or path.startswith("/orders/"):
            self.found[name] = dict(fields)
        return self._sent(name, "POST", path, data=dict(fields))

    def get(self, path: str, of: str = "") -> Any:
        """Ask for an address beside the pages."""
        return self._sent(f"GET {of or path}", "GET", path)

    def first_event(self, path: str) -> str:
        """Return the first event of a stream that does not end."""
        with self._asked("GET", path, stream=True) as answer:
            lines = []
            for line in answer.iter_lines(decode_unicode=True):
                if not line:
                    break
                lines.append(line)
        told = "\n".join((*lines, "", ""))
        self.found[f"GET {path}"] = told
        return told

    def _challenge(self) -> bytes:
        return from_base64(self.post("/challenge", {})["challenge"])

    def _sent(self, name: str, method: str, path: str, **wanted: Any) -> Any:
        answer = self._asked(method, path, **wanted)
        if answer.status_code >= _REFUSED:
            raise AssertionError((method, path, answer.status_code, answer.text[:300]))
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        told = json.loads(answer.content) if is_json else answer.text
        if told:
            self.found[name if method == "GET" else f"{name} answers"] = told
        return told

    def _asked(self, method: str, path: str, **wanted: Any) -> requests.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._http.request(
            method, f"{self.nodes.origin(self.bureau)}{path}", timeout=_PATIENCE_S,
            headers={**OURS, "Cookie": cookie}, allow_redirects=False, **wanted,
        )  # fmt: skip
        for name in (COOKIE, WALL_COOKIE):
            if name in answer.cookies:
                self.cookies[name] = str(answer.cookies[name])
        self._http.cookies.clear()
        self.led_to = answer.headers.get("Location", "")
        return answer
