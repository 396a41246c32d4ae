"""Keys, passphrases and names are planted; every byte of the node's folder is searched for them.

The search is shown to work by what does lie there in clear: the node's id.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from entraide.adapters.files.folder import Folder
from entraide.errors import TrustError
from entraide.node.build import open_node
from entraide.node.keys.keyring import Keyring
from entraide.node.people.officer_keys import make_key, unlock_key
from tests.attach_nodes import MARKER, attach, file_in, hit_thread, stands
from tests.nodes import PASSPHRASE, asynchronous, eventually, exchange, person

OFFICERS_WORDS = "another horse, another battery"
PLANTED = {"name": "Zuleika Quennell", "document": "EX7345112", "born": "1977-05-09"}


def forms(secret: bytes) -> Iterator[bytes]:
    """Yield how a secret could lie in a file: raw, turned round, in hexadecimal, in base64."""
    yield secret
    yield secret[::-1]
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    yield str(int.from_bytes(secret)).encode()
    for lead in range(3):  # base64 of a text that holds the secret, at any place
        inner = base64.b64encode(bytes(lead) + secret)[4 if lead else 0 : -4]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def places(folder: Path, secrets: Mapping[str, bytes]) -> set[str]:
    """Return which of the secrets lie in which file of a folder, in any form."""
    found = set()
    for path in (each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        for name, secret in secrets.items():
            if any(form in data for form in forms(secret)):
                found.add(f"{name} in {path.name}")
    return found


def private_keys(keyring: Keyring, folder: Folder) -> dict[str, bytes]:
    """Return every private value that a node has."""
    tls = load_pem_private_key(folder.tls_key.read_bytes(), keyring.tls_password.encode())
    assert isinstance(tls, EllipticCurvePrivateKey)
    return {
        "the passphrase": PASSPHRASE.encode(),
        "the signing key": keyring.signing.seed,
        "the log's key": keyring.log.seed,
        "the witness's key": keyring.witness.seed,
        "the ML-KEM seed": keyring.opening[0].seed[:64],
        "the X25519 key": keyring.opening[0].seed[64:],
        "the pseudonyms' key": keyring.pseudonyms,
        "the store key": keyring.bodies,
        "the TLS password": keyring.tls_password.encode(),
        "the TLS key": tls.private_numbers().private_value.to_bytes(32),
    }


@asynchronous
async def test_no_private_key_and_no_passphrase_lies_in_any_byte_of_the_folder(
    tmp_path: Path,
) -> None:
    async with exchange(tmp_path) as (ma, es):
        folder = Folder(ma.folder)
        officer = make_key(folder, "Amina", OFFICERS_WORDS)
        await es.hold(person("p1", PLANTED["name"]))
        await ma.ask(PLANTED["name"])
        await ma.verify()
        secrets = private_keys(ma.node.keyring, folder) | {
            "the officer's key": officer.seed,
            "the officer's passphrase": OFFICERS_WORDS.encode(),
        }
        assert len(set(secrets.values())) == 12
        assert all(len(each) >= 20 for each in secrets.values())
        assert places(ma.folder, secrets) == set()
        assert places(ma.folder, {"the id": b"ma.bureau"}), "the search finds what is there"
        await ma.stop()
        assert places(ma.folder, secrets) == set()
        planted = ma.folder / "left-behind"
        for form in forms(secrets["the log's key"]):
            planted.write_bytes(b"..." + form + b"...")
            assert places(ma.folder, secrets) == {"the log's key in left-behind"}


@asynchronous
async def test_a_copied_folder_opens_nothing_without_the_passphrase(tmp_path: Path) -> None:
    """What a thief of the disk has: the whole folder, and every passphrase but the right one."""
    async with exchange(tmp_path) as (ma, es):
        await es.hold(person("p1", PLANTED["name"], PLANTED["born"]))
        await ma.ask(PLANTED["name"])
        await es.stop()
        copy = tmp_path / "stolen"
        shutil.copytree(es.folder, copy)
        for words in ("", "correct horse batterz", PASSPHRASE + " ", OFFICERS_WORDS):
            with pytest.raises(TrustError, match=r"secret\.does_not_open"):
                open_node(copy, words)
            with pytest.raises((ValueError, TypeError)):
                load_pem_private_key(Folder(copy).tls_key.read_bytes(), words.encode() or None)
        names = {word: word.encode() for word in PLANTED["name"].split()}
        assert places(copy, names) == set()


@asynchronous
async def test_no_name_number_or_file_lies_in_clear_while_the_node_runs(tmp_path: Path) -> None:
    async with exchange(tmp_path, attachment_chunk_bytes=4_096) as (ma, es):
        entity = person("p9", PLANTED["name"], PLANTED["born"])
        entity["properties"]["passportNumber"] = [PLANTED["document"]]
        await es.hold(entity)
        await ma.ask(PLANTED["name"], document=[PLANTED["document"]], born=[PLANTED["born"]])
        thread = await hit_thread(ma, es)
        offered = await attach(ma, es, thread, file_in(tmp_path, 9_000))
        await eventually(lambda: stands(es, offered["attachment"], "held"))
        words = [*PLANTED["name"].split(), PLANTED["document"], PLANTED["born"]]
        wanted = {word: word.encode() for word in words} | {"the file": MARKER}
        for bureau in (ma, es):
            assert places(bureau.folder, wanted) == set(), bureau.id


def test_each_officers_key_opens_under_its_own_passphrase_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.officers.mkdir()
    words = {"Amina": OFFICERS_WORDS, "Basma": "a third horse and battery"}
    keys = {name: make_key(folder, name, words[name]) for name in words}
    for name, key in keys.items():
        assert unlock_key(folder, name, words[name]) == key
        for other in {*words.values(), PASSPHRASE} - {words[name]}:
            with pytest.raises(TrustError, match=r"secret\.does_not_open"):
                unlock_key(folder, name, other)
