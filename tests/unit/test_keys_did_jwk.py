"""did:jwk, and JSON Web Keys as they are published."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from microcred.errors import IssuerKeyError, MicrocredError, UnsupportedError, UsageError
from microcred.keys import (
    EcdsaSigner,
    Ed25519Signer,
    PublicKey,
    PublishedKey,
    controller_document,
    did_jwk,
    did_jwk_document,
    jwk_set,
    public_key_of_did_jwk,
)
from microcred.multibase import encode_base64url
from microcred.verification.issuer_keys import resolve_verification_method
from world import World

# did:jwk Method Specification, Examples: a P-256 key, and an X25519 key with "use": "enc".
P256 = (
    "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5"
    "IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
)
P256_JWK = {
    "crv": "P-256",
    "kty": "EC",
    "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
    "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
}
X25519 = (
    "did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJYMjU1MTkiLCJ1c2UiOiJlbmMiLCJ4IjoiM3A3YmZYdDl3YlRUVzJIQzdPUTFOei1EUThoYmVHZE5y"
    "ZngtRkctSUswOCJ9"
)
SIGNING = {"assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation"}
KEY = Ed25519Signer.from_seed(bytes(32)).public_key


def written(jwk: Any) -> str:
    return "did:jwk:" + encode_base64url(jwk if isinstance(jwk, bytes) else json.dumps(jwk).encode())


def refused(did: str) -> MicrocredError:
    with pytest.raises(MicrocredError) as caught:
        did_jwk_document(did)
    return caught.value


def test_the_published_example_leads_to_its_document() -> None:
    document = did_jwk_document(P256)
    assert document["id"] == P256
    assert document["verificationMethod"] == [
        {"id": f"{P256}#0", "type": "JsonWebKey2020", "controller": P256, "publicKeyJwk": P256_JWK}
    ]
    assert {name for name in document if document[name] == [f"{P256}#0"]} == {*SIGNING, "keyAgreement"}


def test_a_key_is_written_as_the_published_example_is() -> None:
    assert did_jwk(PublicKey.from_jwk(P256_JWK)) == P256
    assert public_key_of_did_jwk(P256) == PublicKey.from_jwk(P256_JWK)


def test_a_key_for_encryption_signs_nothing() -> None:
    assert not SIGNING & set(did_jwk_document(X25519))
    assert did_jwk_document(X25519)["keyAgreement"] == [f"{X25519}#0"]


def test_a_key_for_signatures_agrees_on_nothing() -> None:
    document = did_jwk_document(written({**KEY.to_jwk(), "use": "sig"}))
    assert set(document) >= SIGNING
    assert "keyAgreement" not in document


def test_a_did_jwk_is_resolved_without_the_network() -> None:
    web = World()
    found = resolve_verification_method(f"{P256}#0", controller=P256, purpose="assertionMethod", session=web.session())
    assert (found.public_key, found.document_sha256, web.visits) == (PublicKey.from_jwk(P256_JWK), None, [])


def test_the_same_key_written_otherwise_is_another_did() -> None:
    other = written(KEY.to_jwk() | {"kid": "1"})
    with pytest.raises(IssuerKeyError) as caught:
        resolve_verification_method(
            f"{other}#0", controller=did_jwk(KEY), purpose="assertionMethod", session=World().session()
        )
    assert caught.value.code == "key.not-the-issuers"


@pytest.mark.parametrize(
    "did",
    ["did:jwk:", "did:jwk:e30=", written(b"[]"), written(b"{"), written(b'{"kty":1,"kty":1}'), "did:jwk:" + "A" * 4001],
)
def test_what_is_not_one_json_object_is_refused(did: str) -> None:
    assert refused(did).code == "key.invalid-did"


def test_a_private_key_is_no_identifier() -> None:
    assert refused(written({**KEY.to_jwk(), "d": "AAAA"})).code == "key.private-key-published"
    assert refused(written({"kty": "oct", "k": "AAAA"})).code == "key.private-key-published"


def test_a_key_type_that_is_not_known_is_undetermined() -> None:
    assert isinstance(refused(written({"kty": "AKP"})), UnsupportedError)


def test_a_signer_may_sign_as_its_own_did_jwk_and_as_no_other() -> None:
    signer = EcdsaSigner.generate()
    own = f"{did_jwk(signer.public_key)}#0"
    assert signer.with_verification_method(own).verification_method == own
    for other in (f"{P256}#0", f"{did_jwk(signer.public_key)}#1", "did:jwk:e30#0"):
        with pytest.raises(UsageError):
            signer.with_verification_method(other)


def test_a_key_is_published_as_a_json_web_key() -> None:
    document = controller_document("did:web:college.example", [PublishedKey(KEY, form="JsonWebKey"), KEY])
    name = f"did:web:college.example#{KEY.thumbprint()}"
    assert document["verificationMethod"][0] == {
        "id": name,
        "type": "JsonWebKey",
        "controller": "did:web:college.example",
        "publicKeyJwk": {**KEY.to_jwk(), "kid": KEY.thumbprint(), "alg": "EdDSA"},
    }
    assert document["assertionMethod"][0] == name
    assert "https://w3id.org/security/jwk/v1" in document["@context"]


def test_a_jwk_set_says_whose_its_keys_are_and_how_long() -> None:
    end = datetime(2027, 1, 1, tzinfo=UTC)
    keys = jwk_set([PublishedKey(KEY, "2026", end, end, algorithm="Ed25519")], issuer="https://college.example/i")
    assert keys["keys"] == [
        {
            **KEY.to_jwk(),
            "kid": "2026",
            "alg": "Ed25519",
            "use": "sig",
            "iss": "https://college.example/i",
            "exp": 1798761600,
            "revoked": {"revoked_at": 1798761600},
        }
    ]


def test_two_keys_of_a_set_have_two_names() -> None:
    with pytest.raises(UsageError):
        jwk_set([KEY, KEY])


def test_a_naive_end_is_no_instant() -> None:
    with pytest.raises(UsageError):
        jwk_set([PublishedKey(KEY, expires=datetime(2027, 1, 1))])
