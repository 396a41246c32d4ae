"""Connections that are refused: strangers, bombs, bodies that are too long."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import zlib
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from entraide.adapters.wire import tls
from entraide.adapters.wire.partner_client import MESSAGES_PATH
from entraide.kernel.envelope import MAX_ENVELOPE_BYTES
from tests.faults.refused import refusals, still_good
from tests.nodes import (
    DE,
    ES,
    MA,
    Bureau,
    asynchronous,
    bureau_in,
    eventually,
    exchange,
    introduce,
    question,
    sealed,
)


@asynchronous
async def test_an_oversized_body_is_refused_with_a_code_and_logged(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        big = b"ENTRAIDE\x01" + bytes(MAX_ENVELOPE_BYTES)
        assert (await ma.post(es, big)).code == "envelope.too_large"
        assert (await chunked(ma, es, 3 * MAX_ENVELOPE_BYTES)) == "envelope.too_large"
        assert await refusals(es) == ["envelope.too_large"] * 2
        await still_good(ma, es)


async def chunked(ma: Bureau, es: Bureau, size: int) -> str:
    """Send a body without telling its length."""

    async def parts():  # type: ignore[no-untyped-def]
        for _ in range(size // 65_536):
            yield bytes(65_536)

    async with (
        aiohttp.ClientSession() as session,
        session.post(
            ma.node.partners[es.id].addresses[0] + MESSAGES_PATH,
            data=parts(),
            ssl=ma.node.contexts[es.id],
        ) as response,
    ):
        return str(json.loads(await response.read())["code"])


@asynchronous
async def test_a_compressed_bomb_is_refused(tmp_path: Path) -> None:

    async with exchange(tmp_path) as (ma, es):
        url = ma.node.partners[es.id].addresses[0] + MESSAGES_PATH
        for body in (zlib.compress(bytes(64 << 20)), b"no deflate stream"):
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    url,
                    data=body,
                    ssl=ma.node.contexts[es.id],
                    headers={"Content-Encoding": "deflate"},
                ) as response,
            ):
                assert 400 <= response.status < 500
        await still_good(ma, es)


@asynchronous
async def test_a_message_over_another_partners_connection_is_refused(tmp_path: Path) -> None:
    async with exchange(tmp_path, MA, ES, DE) as (ma, es, de):
        stolen = sealed(ma, question(ma, es))
        assert (await de.post(es, stolen)).code == "message.wrong_certificate"
        refused = (await es.log())[-1]
        assert (refused["action"], refused["partner"]) == ("message.refused", de.id)
        assert (await ma.post(es, stolen)).status == 200


@asynchronous
async def test_a_stranger_without_a_pinned_certificate_gets_no_connection(tmp_path: Path) -> None:
    async with exchange(tmp_path) as (ma, es):
        for name, context in strangers(tmp_path, ma, es).items():
            with pytest.raises(aiohttp.ClientError) as found:
                await status_with(context, es)
            assert found.value, name
        await still_good(ma, es)


async def status_with(context, es: Bureau) -> int:  # type: ignore[no-untyped-def]
    url = es.node.settings.addresses[0] + MESSAGES_PATH
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=b"x", ssl=context) as response,
    ):
        return response.status


def strangers(folder: Path, ma: Bureau, es: Bureau):  # type: ignore[no-untyped-def]
    """Client contexts of strangers: no certificate, an unknown one, one that a partner signed."""

    keys = ma.node.folder
    es_leaf = ma.node.partners[es.id].keys.key_set.tls
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    bare.check_hostname = False
    bare.verify_mode = ssl.CERT_NONE
    unknown, key = folder / "unknown.crt", folder / "unknown.key"
    tls.make_certificate("ma.bureau", ma.clock.now_ms(), unknown, key, "password")
    issued = issue_under(keys.tls_certificate, keys.tls_key, ma.node.keyring.tls_password, folder)
    return {
        "none": bare,
        "unknown": tls.client_context(unknown, key, "password", (es_leaf,)),
        "issued by a pinned leaf": issued(es_leaf),
    }


def issue_under(certificate: Path, key: Path, password: str, folder: Path):  # type: ignore[no-untyped-def]
    """Let a pinned leaf sign a certificate as if it were an authority."""

    issuer = x509.load_pem_x509_certificate(certificate.read_bytes())
    signer = serialization.load_pem_private_key(key.read_bytes(), password.encode())
    private = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - a certificate for now
    leaf = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ma.bureau")]))
        .issuer_name(issuer.subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(signer, hashes.SHA256())  # type: ignore[arg-type]
    )
    chain, own = folder / "issued.crt", folder / "issued.key"
    pem = serialization.Encoding.PEM
    chain.write_bytes(leaf.public_bytes(pem) + issuer.public_bytes(pem))
    own.write_bytes(
        private.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"pw")
        )
    )
    return lambda partner: tls.client_context(chain, own, "pw", (partner,))


@asynchronous
async def test_a_node_that_knows_nobody_lets_nobody_in(tmp_path: Path) -> None:
    ma, es = bureau_in(tmp_path, MA), bureau_in(tmp_path, ES)
    try:
        await ma.start()
        await es.start()
        await introduce(ma, es)
        await eventually(lambda: bool(ma.node.partners))
        alone = tls.client_context(
            ma.node.folder.tls_certificate,
            ma.node.folder.tls_key,
            ma.node.keyring.tls_password,
            (),
        )
        with pytest.raises(aiohttp.ClientError):
            await status_with(alone, es)
    finally:
        await ma.stop()
        await es.stop()
