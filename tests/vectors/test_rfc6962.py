"""The transparency-dev vectors of RFC 6962 proofs, read in place from ../shared."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from entraide.errors import TrustError
from entraide.kernel import merkle

FOLDER = Path(__file__).parents[3] / "shared/data/vectors/rfc6962/testdata"
needs_vectors = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not here")


def load(kind: str) -> list[Any]:
    files = sorted((FOLDER / kind).rglob("*.json"))
    return [
        pytest.param(json.loads(file.read_text()), id=str(file.relative_to(FOLDER))[:-5])
        for file in files
    ]


def proof_of(case: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(line) for line in case["proof"] or ())


def raises_if(wrong: bool) -> Any:
    return pytest.raises(TrustError) if wrong else _Nothing()


class _Nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


@needs_vectors
def test_all_vectors_are_here() -> None:
    assert len(load("inclusion")) == 98
    assert len(load("consistency")) == 98


@pytest.mark.parametrize("case", load("inclusion"))
def test_inclusion(case: dict[str, Any]) -> None:
    leaf, root = base64.b64decode(case["leafHash"]), base64.b64decode(case["root"])
    with raises_if(case["wantErr"]):
        merkle.verify_inclusion(case["leafIdx"], case["treeSize"], leaf, proof_of(case), root)


@pytest.mark.parametrize("case", load("consistency"))
def test_consistency(case: dict[str, Any]) -> None:
    old, new = base64.b64decode(case["root1"]), base64.b64decode(case["root2"])
    with raises_if(case["wantErr"]):
        merkle.verify_consistency(case["size1"], case["size2"], old, new, proof_of(case))
