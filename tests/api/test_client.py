"""The client over two running nodes: one hit, filters, every refusal as it was, each language."""

from __future__ import annotations

import contextlib
import html
import http.server
import json
import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from entraide.client import Client, Connection, Officer
from entraide.client.desk import Status
from entraide.client.waiting import Waiting
from entraide.console.api.document import openapi_document
from entraide.console.api.programs import SESSION, over_http
from entraide.errors import ConfigError, InputError, PeerError, PolicyError, TrustError
from entraide.kernel.keys import SigningKey
from entraide.node.actions import ACTIONS
from entraide.node.staff import _bind
from entraide.vocabulary.language import speaking, translate
from entraide.vocabulary.messages import SENTENCES
from tests.api.running import Two
from tests.api.story import Told
from tests.nodes import ANALYST, CHIEF, DUTY, ES, MA


def test_a_hit_is_asked_requested_released_by_two_officers_received_and_taken_back(
    told: Told, nodes: Two
) -> None:
    assert told.asked["answers"][0]["result"] == "hit"
    assert told.requested["delivery"] == [{"partner": ES, "result": "receipted"}]
    assert [row["id"] for row in told.waiting["inbox"]] == [told.requested["thread"]]
    assert {row["text"] for row in told.preview["values"]} == {"Abdelatif Benali", "1981-03-07"}
    assert (told.first["approvals"], told.first["needed"]) == (1, 2)
    assert told.second["values"] == 2
    messages = told.received["conversations"][0]["messages"]
    (reply,) = [each for each in messages if each["kind"] == "reply"]
    assert {each["handling"] for each in reply["values"]} == {"H1"}
    assert told.found["answers"][0]["thread"] == told.requested["thread"]
    assert told.withdrawn["delivery"][0]["result"] == "executed"
    left = told.after["conversations"][0]["messages"]
    assert not [each for each in left if each.get("values")]
    assert nodes.client(nodes.ma).verify_log()["whole"]
    entries = nodes.run(nodes.es.log())
    approved = [each for each in entries if each["action"] == "release.approved"]
    assert len({each["actor"] for each in approved}) == 2
    assert all(each["ids"]["order_signature"].startswith("ed25519:") for each in approved)


def test_an_order_and_a_session_preview_the_very_same(told: Told) -> None:
    assert told.same == told.preview


def test_any_order_is_given_in_the_type_of_its_answer_and_in_no_other(nodes: Two) -> None:
    client = nodes.client(nodes.ma)
    waiting = client.answer(Waiting, "inbox")
    assert {each["partner"] for each in waiting["awaited"]} <= {ES}
    assert client.answer(Status, "node.status")["id"] == MA
    before = len(nodes.kept)
    with pytest.raises(InputError, match=r"client\.other_type") as refused:
        client.answer(Waiting, "node.status")
    assert refused.value.data["answers"] == "Status"
    assert len(nodes.kept) == before


def test_a_misspelt_filter_is_refused_and_never_shows_everything(nodes: Two) -> None:
    with nodes.client(nodes.ma).reading("desk") as reading:
        with pytest.raises(InputError, match=r"filter\.unknown") as refused:
            reading.inbox(parnter=ES)
        assert refused.value.data["known"] == "kind, partner, case"
        assert reading.notices(side="received")["notices"] == []
        assert {each["side"] for each in reading.notices()["notices"]} == {"ours"}


def test_what_the_node_refuses_is_raised_as_it_was_there(nodes: Two, told: Told) -> None:
    client = nodes.client(nodes.es)
    with pytest.raises(InputError, match=r"thread\.unknown"):
        client.thread("0" * 32)
    with pytest.raises(PolicyError, match=r"role\.not_allowed"):
        nodes.client(nodes.es, ANALYST).release("0" * 32, "0" * 64)
    with pytest.raises(InputError, match=r"action\.unknown"):
        client.order("nothing")
    for content in ("é", "not base64"):
        with pytest.raises(InputError, match=r"register\.file_encoding"):
            client.order("register.keep", content=content, source="page.pdf")
    chief, key = nodes.client(nodes.es, CHIEF), "not base64"
    for brought in ("agreement.adopt", "agreement.declare", "key.revoke", "node.adopt-keys"):
        with pytest.raises(InputError, match=r"canonical\."):
            chief.order(brought, signed="no file of ours")
    with pytest.raises(InputError, match=r"canonical\."):
        chief.order("partner.add", card="no card", fingerprint="1")
    with pytest.raises(InputError, match=r"field\.not_base64"):
        chief.order("officer.add", name="Somebody", role="analyst", public_key=key)
    with pytest.raises(InputError, match=r"field\.not_base64"):
        chief.order("node.propose-keys", roots=[key])
    forger = Officer(name=CHIEF, key=nodes.es.officers[DUTY])
    with pytest.raises(TrustError, match=r"order\.not_believed"):
        Client(client.connection, forger).verify_log()


def test_a_name_that_is_given_as_one_text_is_one_name_and_never_its_letters(nodes: Two) -> None:
    asked = nodes.client(nodes.ma).ask("R-1", name="Nobody Known", to=[ES])
    assert asked["answers"][0]["result"] == "no-hit"
    sent = json.loads(nodes.kept[-1][2])
    assert sent["parameters"]["name"] == ["Nobody Known"]


def test_a_session_that_is_over_reads_no_more(nodes: Two) -> None:
    with nodes.client(nodes.ma).reading("desk") as reading:
        assert reading.whose()["officer"] == DUTY
    with pytest.raises(TrustError, match=r"session\.none"):
        reading.inbox()


def test_every_screen_is_read_in_its_own_type(nodes: Two) -> None:
    with nodes.client(nodes.ma).reading("desk") as reading:
        assert reading.situation()["status"]["id"] == MA
        for row in reading.notices()["notices"]:
            assert reading.notice(row["notice"])["colour"] == row["colour"]
        for each in reading.cases()["operations"]:
            assert reading.operation(each["operation"])["state"] == each["state"]
        listed = reading.register()
        document = reading.document(listed["documents"][0]["document"])
        assert document["facts_found"][0]["evidence"]
        assert reading.register_partner("MT")["card"]["engagements"] == 1
        assert reading.promises(state="open")["promises"][0]["state"] == "open"
        assert reading.promises(state="done")["promises"] == []
        texts = reading.agreements()["agreements"]
        assert reading.compare(texts[0]["digest"], texts[1]["digest"])["differences"]
        tried = reading.agreement(texts[0]["digest"], simulate="1")["simulated"]
        assert tried is not None
        assert reading.oversight(action="case.opened")["entries"]
        assert reading.csv("/notices").startswith("side,colour,notice,")


@pytest.mark.parametrize(
    "address", ["http://bureau.example:8450", "ftp://localhost", "localhost:8450", "https://a/b"]
)
def test_orders_never_go_over_a_network_in_clear(address: str) -> None:
    with pytest.raises(ConfigError, match=r"client\.bad_address"):
        Connection(address)


def test_an_answer_over_a_connection_that_is_kept_open_is_not_held_back_by_nagle() -> None:
    """Asyncio sends at once over sockets that are named as TCP, and over no others."""
    with contextlib.closing(_bind("127.0.0.1", 0)) as bound:
        assert bound.proto == socket.IPPROTO_TCP


@pytest.fixture
def stranger() -> Iterator[str]:
    """Something else that answers where a node should: it redirects and says nothing true."""

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "http://evil.example/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_stranger_at_the_nodes_address_is_not_followed_anywhere(stranger: str) -> None:
    client = Client(Connection(stranger), Officer(name=DUTY, key=SigningKey.generate()))
    with pytest.raises(PeerError, match=r"client\.not_a_node"):
        client.node_id()


def test_nobody_there_is_told_so() -> None:
    client = Client(Connection("http://127.0.0.1:9"), Officer(name=DUTY, key=SigningKey.generate()))
    with pytest.raises(PeerError, match=r"client\.no_answer"):
        client.verify_log()


def test_an_approval_of_one_preview_is_none_of_another(told: Told) -> None:
    """The first officer saw H1: with her colleague's key over that, H0 does not leave."""
    assert told.softer == "signature.invalid"


MOVING = {"left_ms", "seen_ms", "log_size", "log_cosigned_to", "by_day", "sent", "received",
          "answer_ms", "median_ms", "cosigned_size", "cosigned_ms"}  # fmt: skip
SENTENCE = {"mark"}
"""The only fields that are words of ours: what a handling code means, which people must read."""


def test_a_program_gets_the_same_codes_in_every_language(nodes: Two, told: Told) -> None:
    with nodes.client(nodes.es).reading("desk") as reading:
        for path in ("/situation", "/inbox", "/search", "/notices", "/notices/draft", "/cases",
                     "/register", "/register/partners", "/agreements",
                     f"/threads/{told.requested['thread']}"):  # fmt: skip
            each = [without(reading.json(path, lang=lang)) for lang in ("en", "ar")]
            assert each[0] == each[1], path


def without(value: Any) -> Any:
    """Return an answer without what changes with the moment, or is a sentence."""
    if isinstance(value, dict):
        return {name: without(each) for name, each in value.items()
                if name not in SENTENCE | MOVING}  # fmt: skip
    return [without(each) for each in value] if isinstance(value, list) else value


SHORT = 12
"""Letters of a description that may stand in another ("Its size.")."""


def test_the_document_is_served_to_anybody_and_tells_of_nobody(nodes: Two) -> None:
    connection = nodes.client(nodes.ma).connection
    assert json.loads(connection.send("GET", "/openapi.json", {})) == openapi_document()
    page = connection.send("GET", "/reference", {}).decode()
    for path in openapi_document()["paths"]:
        assert path in page
    types = connection.send("GET", "/reference/types", {"Accept-Language": "ar"}).decode()
    for name, schema in openapi_document()["components"]["schemas"].items():
        empty = schema.get("type") == "object" and not schema.get("properties")
        assert (f'id="{name}"' in types) is not empty, name
    for named in set(re.findall(r'"/reference/types#(\w+)"', page)):
        assert f'id="{named}"' in types, named
    for named in set(re.findall(r'href="#(\w+)"', types)) - {"main"}:
        assert f'id="{named}"' in types, named
    errors = connection.send("GET", "/reference/errors", {"Accept-Language": "fr"}).decode()
    assert 'lang="fr"' in errors
    for code in SENTENCES:
        assert f'id="{code}"' in errors


def test_the_document_speaks_english_to_everybody_and_the_page_the_language_of_its_reader(
    nodes: Two,
) -> None:
    connection = nodes.client(nodes.ma).connection
    arabic = {"Accept-Language": "ar"}
    assert json.loads(connection.send("GET", "/openapi.json", arabic)) == openapi_document()
    page = html.unescape(connection.send("GET", "/reference", arabic).decode())
    for name, action in ACTIONS.items():
        if over_http(name) and name != SESSION:
            with speaking("ar"):
                said = translate(action.does)
            assert said != action.does, name
            assert f'<span class="says">{said}</span>' in page, name
            assert f'<span class="says">{action.does}</span>' not in page, name


def test_the_types_stand_in_the_language_of_their_reader(nodes: Two) -> None:
    connection = nodes.client(nodes.ma).connection
    asked = {"Accept-Language": "ar"}
    page = html.unescape(connection.send("GET", "/reference/types", asked).decode())
    for name, schema in openapi_document()["components"]["schemas"].items():
        said = [schema, *schema.get("properties", {}).values()]
        english = [each.get("description", "") for each in said]
        assert [each for each in english if len(each) > SHORT and each in page] == [], name
