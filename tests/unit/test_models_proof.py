"""Proofs and keys as they stand on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.errors import ModelError
from microcred.models import DataIntegrityProof, JsonWebKey, JsonWebKeySet, Multikey

KEY = {
    "id": "did:web:example.edu#k",
    "type": "Multikey",
    "controller": "did:web:example.edu",
    "publicKeyMultibase": "z6Mk",
}
JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def test_a_proof_of_an_older_suite_keeps_its_own_members() -> None:
    tree = {
        "type": "Ed25519Signature2018",
        "created": "2022-01-01T00:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": "did:key:z6Mk#z6Mk",
        "jws": "eyJhbGciOiJFZERTQSJ9..c2ln",
    }
    assert DataIntegrityProof.read(tree, strict=True).to_dict() == tree


def test_a_proof_with_a_context_of_its_own_keeps_it_first() -> None:
    tree = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
    }
    assert DataIntegrityProof.read(tree, strict=True).to_dict() == tree


@pytest.mark.parametrize("member", ["domain", "previousProof"])
def test_some_members_of_a_proof_hold_one_text_or_several(member: str) -> None:
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    for value in ("a", ["a", "b"]):
        assert DataIntegrityProof.read({**proof, member: value}, strict=True).to_dict()[member] == value


def test_the_date_of_a_proof_is_read_without_a_zone_as_utc() -> None:
    proof = DataIntegrityProof.read({"type": "X", "created": "2025-01-01T00:00:00"})
    assert proof.created is not None
    assert proof.created.isoformat() == "2025-01-01T00:00:00+00:00"


@pytest.mark.parametrize("key", ["", "u6Mk", "z", "z0OIl", "6Mk", "z6Mk=="])
def test_a_multikey_is_in_base58(key: str) -> None:
    with pytest.raises(ModelError) as caught:
        Multikey.read(KEY | {"publicKeyMultibase": key})
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [
        ("model.wrong-form", "/publicKeyMultibase")
    ]


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_a_web_key_with_a_private_part_is_refused(member: str) -> None:
    with pytest.raises(ModelError) as caught:
        JsonWebKeySet.read({"keys": [JWK, JWK | {member: "secret-value"}]})
    (fault,) = caught.value.faults
    assert (fault.code, fault.pointer) == ("model.secret-key", f"/keys/1/{member}")
    assert "secret-value" not in fault.message


@pytest.mark.parametrize("member", ["secretKeyMultibase", "privateKeyMultibase"])
def test_a_multikey_with_a_private_part_is_refused(member: str) -> None:
    with pytest.raises(ModelError) as caught:
        Multikey.read(KEY | {member: "z3u2"})
    assert (caught.value.code, caught.value.pointer) == ("model.secret-key", f"/{member}")


def test_a_private_part_is_not_written_either() -> None:
    private: dict[str, Any] = {"kty": "OKP", "d": "x"}
    with pytest.raises(ModelError, match="private member"):
        JsonWebKey(**private)
    private = {
        "id": KEY["id"],
        "controller": KEY["controller"],
        "public_key_multibase": "z6Mk",
        "secret_key_multibase": "z3",
    }
    with pytest.raises(ModelError, match="private member"):
        Multikey(**private)


def test_a_web_key_keeps_the_members_of_its_type() -> None:
    key = JsonWebKey.read(JWK | {"key_ops": ["verify"], "x5t#S256": "abc"}, strict=True)
    assert key.key_ops == ("verify",)
    assert key.x5t_s256 == "abc"
    assert key.to_dict() == JWK | {"key_ops": ["verify"], "x5t#S256": "abc"}


def test_a_key_set_holds_a_key() -> None:
    with pytest.raises(ModelError, match="wanted at least 1"):
        JsonWebKeySet.read({"keys": []})
    with pytest.raises(ModelError, match="wanted at least 1"):
        JsonWebKeySet(keys=[])
