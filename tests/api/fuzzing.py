"""Requests drawn from the document itself, as a program might send them that read it badly.

Schemathesis draws what each operation takes, right and wrong. Orders are signed anew with a real
officer's key, so that what is drawn reaches the actions themselves; reading goes with a session.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from entraide.client import Officer
from entraide.console.api.document import openapi_document
from entraide.console.api.programs import ORDERS_PATH, SESSION_PATH
from entraide.console.people import COOKIE
from entraide.kernel.encoding import from_base64
from tests.api.running import Two
from tests.authenticator import Authenticator
from tests.nodes import CHIEF

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ENDLESS: Final = frozenset({"/live", "/wall/events"})
"""Streams that go on until the session ends."""
OURS: Final = {"Sec-Fetch-Site": "same-origin"}
AWAY: Final = frozenset({502, 503, 504})
"""A partner that is at fault or a store that is busy is no crash of ours."""


@dataclass
class Fuzz:
    """One run: what was asked, and how it was answered."""

    nodes: Two
    statuses: dict[int, int] = field(default_factory=dict)
    asked: int = 0

    def __post_init__(self) -> None:
        bureau = self.nodes.ma
        self._officer = Officer(name=CHIEF, key=bureau.officers[CHIEF])
        self._origin = self.nodes.origin(bureau)
        self._session = requests.Session()
        self._secret = ""
        self._cookie = self._sign_in()

    def run(self, examples: int) -> None:
        """Draw so many requests for every operation of the document."""
        schema = schemathesis.openapi.from_dict(openapi_document())
        for found in schema.get_all_operations():
            operation = found.ok()
            if operation.path not in ENDLESS:
                self._operation(operation, examples)

    def _operation(self, operation: Any, examples: int) -> None:
        drawn = operation.as_strategy()

        @settings(
            max_examples=examples, derandomize=True, deadline=None, database=None,
            phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=drawn)
        def send(case: Any) -> None:
            self._send(case)

        try:
            send()
        except Unsatisfiable:
            return  # nothing can be drawn that this operation takes

    def _send(self, case: Any) -> None:
        self._sign(case)
        headers = self._as_whom(case)
        answer = case.call(base_url=self._origin, session=self._session, headers=headers,
                           allow_redirects=False)  # fmt: skip
        self.asked += 1
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        if answer.status_code not in AWAY:
            case.validate_response(answer, checks=CHECKS)

    def _as_whom(self, case: Any) -> dict[str, str]:
        """Go as the person to what people sign, as the program to the rest; end no session."""
        if case.method == "DELETE" or case.path == "/sign-out":
            return OURS
        if "people" in case.operation.definition.raw["tags"]:
            return {**OURS, "Cookie": f"{COOKIE}={self._cookie}"}
        return {"Authorization": f"Bearer {self._reading()}"}

    def _sign_in(self) -> str:
        """Sign the officer in with a passkey of hers; return the cookie."""
        bureau, key = self.nodes.ma, Authenticator(self._origin)
        code = self.nodes.run(bureau.perform("officer.passkey", officer=CHIEF))["code"]
        issued = self._post("/challenge", {}).json()["challenge"]
        made = key.create(from_base64(issued))
        return str(self._post("/passkey", {"code": code, "response": made}).cookies[COOKIE])

    def _post(self, path: str, fields: dict[str, str]) -> Any:
        address = f"{self._origin}{path}"
        return self._session.post(address, data=fields, headers=OURS, timeout=30)

    def _sign(self, case: Any) -> None:
        """Let an order that was drawn be one that the officer signed."""
        path, body = case.path, case.body
        if not path.startswith((ORDERS_PATH, SESSION_PATH)) or not isinstance(body, dict):
            return
        parameters = body.get("parameters")
        if isinstance(parameters, dict):
            case.body = self._signed(path, parameters) or body

    def _signed(self, path: str, parameters: dict[str, Any]) -> Any:
        action = "session.order" if path == SESSION_PATH else path.rpartition("/")[2]
        try:
            return json.loads(self._officer.order(action, parameters))
        except Exception:  # noqa: BLE001 - what has no canonical form is sent as it was drawn
            return None

    def _reading(self) -> str:
        """Return a session's secret; a new one where an order that was drawn ended it."""
        if not self._secret:
            body = self._officer.order(
                "session.order", {"node": self.nodes.ma.id, "purpose": "desk"}
            )
            answer = self._session.post(
                f"{self._origin}{SESSION_PATH}", data=body,
                headers={"Content-Type": "application/json"}, timeout=30,
            )  # fmt: skip
            self._secret = answer.json()["session"]
        return self._secret
