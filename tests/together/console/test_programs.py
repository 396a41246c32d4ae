"""What a program may do over HTTP with an officer's own key, and what a malicious one may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from entraide.console.api import bodies
from entraide.console.api.programs import NAMING_FILES, over_http
from entraide.console.people import COOKIE
from entraide.kernel.encoding import to_base64
from entraide.node.actions import ACTIONS
from entraide.node.people.actor import MAX_ORDER_AGE_MS
from tests.nodes import ADMIN, CHIEF, DUTY, ES, asynchronous
from tests.together.console.ordered import ordered, read, sent, signed
from tests.together.console.test_guard import console

CASE = {"reference": "R-8", "legal_basis": "Art. 77", "purposes": ["criminal-investigation"],
        "offence": "drugs.trafficking", "retention_days": 30}  # fmt: skip


@asynchronous
async def test_an_order_over_http_is_the_order_of_the_control_socket_and_the_log_says_whose(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "case.open", **CASE)
        status, opened = await sent(client, "/api/orders/case.open", body)
        assert (status, opened["case"]) == (200, "R-8")
        entry = [each for each in await client.bureau.log() if each["action"] == "case.opened"][-1]
        assert entry["ids"]["order_signature"] == f"ed25519:{body['signature']}"
        assert entry["actor"] == client.bureau.pseudonym


@asynchronous
async def test_an_order_is_given_once_and_soon_on_whichever_way_in(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "inbox")
        assert (await sent(client, "/api/orders/inbox", body))[0] == 200
        status, said = await sent(client, "/api/orders/inbox", body)
        assert (status, said["code"]) == (403, "order.replayed")
        order = client.bureau.order("inbox", {}, DUTY)
        await client.bureau.give(order)  # over the socket first
        again = {**order.content(), "signature": to_base64(order.signature)}
        assert (await sent(client, "/api/orders/inbox", again))[1]["code"] == "order.replayed"
        late = signed(client, "inbox")
        client.bureau.clock.ahead_ms += MAX_ORDER_AGE_MS + 1
        assert (await sent(client, "/api/orders/inbox", late))[1]["code"] == "order.stale"


@asynchronous
async def test_nobody_learns_whose_name_is_an_officers(tmp_path: Path) -> None:
    """An unknown officer and a wrong signature get the same answer."""
    async with console(tmp_path) as client:
        body = signed(client, "inbox")
        forged = {**body, "signature": to_base64(bytes(64))}
        unknown = {**forged, "officer": "Nobody Known"}
        colleague = {**body, "officer": CHIEF}
        changed = {**body, "at_ms": body["at_ms"] + 1}
        short = {**body, "signature": "AA"}
        told = [await sent(client, "/api/orders/inbox", each)
                for each in (forged, unknown, colleague, changed, short)]  # fmt: skip
        for status, said in told:
            assert status == 401
            assert {**said, "instance": ""} == {**told[0][1], "instance": ""}


@asynchronous
async def test_no_keeper_no_role_and_no_file_goes_further_than_on_the_machine_itself(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "node.status", officer=None)
        assert (await sent(client, "/api/orders/node.status", body))[1][
            "code"
        ] == "order.no_officer"
        target = tmp_path / "stolen"
        backup = signed(client, "node.backup", officer=CHIEF, out=str(target))
        status, said = await sent(client, "/api/orders/node.backup", backup)
        assert (status, said["code"]) == (403, "order.files_here")
        assert not target.exists()
        case = signed(client, "case.open", officer=ADMIN, **CASE)
        status, said = await sent(client, "/api/orders/case.open", case)
        assert (status, said["code"]) == (403, "role.not_allowed")


def test_every_action_that_names_a_file_of_the_machine_stays_on_the_machine() -> None:
    here = {name for name in ACTIONS if not over_http(name)}
    assert here >= {"node.backup", "records.import", "export", "attach", "attachments.save",
                    "post.export", "post.import", "event.accredit", "discuss.attach"}  # fmt: skip
    fields = {name for each in ACTIONS.values() for name in each.takes.model_fields}
    suspicious = {
        "path",
        "out",
        "file",
        "folder",
        "directory",
        "filename",
        "mapping_file",
        "output",
    }
    assert fields & suspicious == NAMING_FILES


@asynchronous
async def test_the_address_and_the_signed_order_name_the_same_action(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        body = signed(client, "inbox")
        status, said = await sent(client, "/api/orders/audit.log", body)
        assert (status, said["code"]) == (400, "order.other_action")
        assert (await sent(client, "/api/orders/nothing", body))[1]["code"] == "action.unknown"
        status, said = await sent(client, "/api/session", body)
        assert (status, said["code"]) == (400, "order.other_action")


@asynchronous
async def test_bad_bodies_are_refused_with_what_is_wrong_and_where(tmp_path: Path) -> None:
    async with console(tmp_path) as client:
        good = signed(client, "inbox")
        deep = b"[" * 100_000 + b"]" * 100_000
        wrong: tuple[tuple[Any, dict[str, str], int, str], ...] = (
            (good, {"Content-Type": "text/plain"}, 415, "content.other_type"),
            (b"{\n\"a\": nope}", {}, 400, "content.not_json"),
            (b"\xff\xfe", {}, 400, "content.not_json"),
            (deep, {}, 400, "content.not_json"),
            (b'{"at_ms": NaN}', {}, 400, "content.not_json"),
            ([good], {}, 400, "content.not_object"),
            (b" " * (bodies.MOST + 1), {}, 413, "content.too_long"),
            ({**good, "also": 1}, {}, 400, "order.malformed"),
            ({**good, "nonce": "short"}, {}, 400, "order.malformed"),
            ({**good, "parameters": {"a": 1.5}}, {}, 400, "canonical.float"),
            ({**good, "parameters": {"a": "\ud800"}}, {}, 400, "canonical.not_encodable"),
            (signed(client, "inbox", unheard="of"), {}, 400, "action.bad_parameter"),
        )  # fmt: skip
        for body, headers, status, code in wrong:
            found, said = await sent(client, "/api/orders/inbox", body, **headers)
            assert (found, said["code"]) == (status, code), said
        _, said = await sent(client, "/api/orders/inbox", b'{\n"a": nope}')
        assert (said["data"]["line"], said["data"]["column"]) == (2, 6)


@asynchronous
async def test_a_page_of_another_site_sends_nothing_and_a_cookie_counts_for_nothing(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as client:
        await client.sign_in()
        body = signed(client, "inbox")
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
                        {"Sec-Fetch-Site": "same-site"}, {"Host": "rebound.example"},
                        {"Origin": "null"}):  # fmt: skip
            status, said = await sent(client, "/api/orders/inbox", body, **headers)
            assert (status, said["code"]) == (403, "request.foreign")
        cookie = {"Cookie": f"{COOKIE}={client.cookie}"}
        unsigned = {**body, "signature": None}
        assert (await sent(client, "/api/orders/inbox", unsigned, **cookie))[0] == 401
        assert (await read(client, "/inbox.json", client.cookie))[0] == 401
        async with client.http.get(client.origin + "/api/session", headers=cookie) as got:
            assert got.status == 401


@asynchronous
async def test_four_eyes_are_two_officers_also_when_programs_send_their_orders(
    tmp_path: Path,
) -> None:
    """The same officer's key twice is one officer, whichever way the order came in."""
    from entraide.node.memorandum.countersigning import countersigning_payload  # noqa: PLC0415 - here alone
    from tests.given import signed as approval  # noqa: PLC0415 - the same
    from tests.nodes import bureau_in, encode_signed, introduce, memorandum  # noqa: PLC0415

    async with console(tmp_path) as client:
        other = bureau_in(tmp_path, ES)
        other.open()
        try:
            await introduce(client.bureau, other)
            text = encode_signed(memorandum(client.bureau, other)).decode()
            payload = countersigning_payload(text)
            for officer, approvals in ((DUTY, 1), (DUTY, 1)):
                given = {"signed": text, "approval": approval(client.bureau, payload, officer)}
                _, said = await ordered(client, "agreement.countersign", officer=officer, **given)
                assert said["approvals"] == approvals
            given = {"signed": text, "approval": approval(client.bureau, payload, DUTY)}
            status, said = await ordered(client, "agreement.countersign", officer=CHIEF, **given)
            assert (status, said["code"]) == (403, "signature.invalid")
            given = {"signed": text, "approval": approval(client.bureau, payload, CHIEF)}
            _, said = await ordered(client, "agreement.countersign", officer=CHIEF, **given)
            assert said["state"] == "in-force"
        finally:
            await other.stop()
