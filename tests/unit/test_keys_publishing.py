from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from microcred.errors import IssuerKeyError, UnsupportedError, UsageError
from microcred.keys import (
    Ed25519Signer,
    PublicKey,
    PublishedKey,
    controller_document,
    did_key,
    did_key_document,
    private_members,
    public_key_of_did_key,
)

MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
KEY = PublicKey.from_multikey(MULTIKEY)
OTHER = PublicKey.from_multikey("z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1")
X25519 = PublicKey.from_multikey("z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F")
ISSUER = "https://college.example/issuers/1"


def test_a_did_key_is_the_multikey() -> None:
    assert did_key(KEY) == f"did:key:{MULTIKEY}"
    assert public_key_of_did_key(did_key(KEY)) == KEY


def test_the_document_of_a_did_key_has_one_method_under_four_relationships() -> None:
    did = f"did:key:{MULTIKEY}"
    method = f"{did}#{MULTIKEY}"
    assert did_key_document(did) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": MULTIKEY},
        ],
        "authentication": [method],
        "assertionMethod": [method],
        "capabilityInvocation": [method],
        "capabilityDelegation": [method],
    }


def test_the_versioned_form_names_itself_with_its_version() -> None:
    did = f"did:key:1:{MULTIKEY}"
    document = did_key_document(did)
    assert document["id"] == did
    assert document["assertionMethod"] == [f"{did}#{MULTIKEY}"]


def test_a_key_for_encryption_is_for_key_agreement_alone() -> None:
    document = did_key_document(did_key(X25519))
    assert "keyAgreement" in document
    assert "assertionMethod" not in document
    assert "authentication" not in document


@pytest.mark.parametrize(
    "did",
    [
        "did:key:",
        "did:key:z",
        f"did:key::{MULTIKEY}",
        f"did:key:0:{MULTIKEY}",
        f"did:key:01:{MULTIKEY}",
        f"did:key:-1:{MULTIKEY}",
        f"did:key:1.1:{MULTIKEY}",
        f"did:key:\u0661:{MULTIKEY}",
        f"did:key:1:1:{MULTIKEY}",
        f"did:key:{MULTIKEY}:",
        f"did:key:{MULTIKEY}#",
        f"did:key:{MULTIKEY}\n",
        f" did:key:{MULTIKEY}",
        f"did:KEY:{MULTIKEY}",
        f"did:web:{MULTIKEY}",
        f"did:key:u{MULTIKEY}",
        "did:key:z" + "6" * 1_000_000,
    ],
    ids=lambda did: ascii(did)[:40],
)
def test_a_malformed_did_key_is_refused(did: str) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        did_key_document(did)
    assert caught.value.code in {"key.invalid-did", "key.not-multikey"}


def test_another_version_of_the_method_is_unsupported() -> None:
    with pytest.raises(UnsupportedError) as caught:
        did_key_document(f"did:key:2:{MULTIKEY}")
    assert caught.value.code == "key.unsupported-did-method"


def test_the_document_of_a_did_is_a_did_document() -> None:
    did = "did:web:college.example"
    assert controller_document(did, [KEY]) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {"id": f"{did}#{MULTIKEY}", "type": "Multikey", "controller": did, "publicKeyMultibase": MULTIKEY},
        ],
        "assertionMethod": [f"{did}#{MULTIKEY}"],
    }


def test_the_document_of_a_url_is_a_controlled_identifier_document() -> None:
    document = controller_document(ISSUER, [KEY])
    assert document["@context"] == ["https://www.w3.org/ns/cid/v1"]
    assert document["id"] == document["controller"] == ISSUER
    assert document["assertionMethod"] == [f"{ISSUER}#{MULTIKEY}"]


def test_old_keys_stay_published_with_the_end_of_their_time() -> None:
    document = controller_document(
        ISSUER,
        [
            PublishedKey(KEY, "2024", revoked=datetime(2025, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))),
            PublishedKey(OTHER, "2025", expires=datetime(2027, 1, 1, tzinfo=UTC)),
        ],
    )
    old, new = document["verificationMethod"]
    assert (old["id"], old["revoked"]) == (f"{ISSUER}#2024", "2025-03-01T12:00:00Z")
    assert (new["id"], new["expires"]) == (f"{ISSUER}#2025", "2027-01-01T00:00:00Z")
    assert "expires" not in old
    assert document["assertionMethod"] == [f"{ISSUER}#2024", f"{ISSUER}#2025"]


def test_keys_can_be_listed_for_other_purposes() -> None:
    document = controller_document(ISSUER, [KEY], relationships=["assertionMethod", "authentication"])
    assert document["authentication"] == document["assertionMethod"] == [f"{ISSUER}#{MULTIKEY}"]
    assert document["authentication"] is not document["assertionMethod"]


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "college.example",
        "http://college.example/",
        "https://",
        "did:web:",
        f"{ISSUER}#a",
        f"{ISSUER} ",
        "DID:web:a",
    ],
)
def test_an_identifier_that_nobody_can_resolve_is_refused(identifier: str) -> None:
    with pytest.raises(UsageError) as caught:
        controller_document(identifier, [KEY])
    assert caught.value.code == "key.unpublishable"


@pytest.mark.parametrize("fragment", ["", "a b", "a#b", "clé", "a%20b", "a\n"])
def test_a_fragment_with_more_than_one_spelling_is_refused(fragment: str) -> None:
    with pytest.raises(UsageError) as caught:
        controller_document(ISSUER, [PublishedKey(KEY, fragment)])
    assert caught.value.code == "key.unpublishable"


def test_a_document_needs_a_key() -> None:
    with pytest.raises(UsageError, match="without a key"):
        controller_document(ISSUER, [])


@pytest.mark.parametrize("keys", [[KEY, KEY], [PublishedKey(KEY, "a"), PublishedKey(OTHER, "a")]])
def test_two_keys_cannot_share_a_name(keys: list[Any]) -> None:
    with pytest.raises(UsageError, match="same fragment"):
        controller_document(ISSUER, keys)


def test_a_date_needs_a_time_zone() -> None:
    with pytest.raises(UsageError, match="no time zone"):
        controller_document(ISSUER, [PublishedKey(KEY, expires=datetime(2027, 1, 1))])


@pytest.mark.parametrize("identifier", [ISSUER, "did:web:college.example"])
def test_no_private_key_is_in_a_published_document(identifier: str) -> None:
    signer = Ed25519Signer.from_seed(bytes(range(32)))
    document = controller_document(identifier, [signer.public_key])
    assert list(private_members(document)) == []
    assert list(private_members(did_key_document(did_key(signer.public_key)))) == []
    assert list(private_members(signer.public_key.to_jwk())) == []
    assert bytes(range(32)).hex() not in json.dumps(document)


def test_private_members_are_found_wherever_they_are() -> None:
    tree = {
        "verificationMethod": [
            {"publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": "…", "d": "…"}},
            {"secretKeyMultibase": "z3u2…"},
        ],
        "privateKeyJwk": {"kty": "oct"},
        "a/b": ({"kty": "RSA", "p": "…", "q": "…"},),
    }
    assert list(private_members(tree)) == [
        "/verificationMethod/0/publicKeyJwk/d",
        "/verificationMethod/1/secretKeyMultibase",
        "/privateKeyJwk",
        "/a~1b/0/p",
        "/a~1b/0/q",
    ]


def test_ordinary_members_of_the_same_names_are_not_private() -> None:
    assert list(private_members({"d": 1, "p": {"q": 2}, "k": ["dp"], "name": "privateKey"})) == []
