"""spruceid/ssi: did:key documents, JSON Web Keys, and an issuer on the web with what it signed; every file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import CANONICALIZER
from corpus import CORPUS, corpus_path, needs_corpus
from microcred.document import Document
from microcred.errors import IssuerKeyError, UnsupportedError
from microcred.keys import (
    EcdsaSigner,
    Ed25519Signer,
    PublicKey,
    did_jwk,
    did_key,
    did_key_document,
    public_key_of_did_jwk,
    public_key_of_did_key,
)
from microcred.multibase import decode_base64url
from microcred.proofs import SecuredDocument, verify_proof
from microcred.proofs.jws import read_jws, sign_jws, verify_jws
from microcred.verification.issuer_keys import VerificationMethod, resolve_verification_method
from world import World

pytestmark = needs_corpus

FOLDER = "vectors/did-key-web-docs"
ISSUER = "https://example.com/issuer/123"
DID_DOCUMENTS = ("did-key-statics.json", "did-key-uniresolver-resp.json")
PAIRS = {
    "ed25519-2020-10-18.json": "Ed25519",
    "ed25519-2021-06-16.json": "Ed25519",
    "rsa2048-2020-08-25.json": "RSA",
    "secp256k1-2021-02-17.json": "secp256k1",
    "secp256r1-2021-03-18.json": "P-256",
    "secp384r1-2022-05-10.json": "P-384",
}
PUBLIC = {**PAIRS, "jwk_jcs-pub.json": "P-256"}
PUBLIC_MEMBERS = {"kty", "crv", "x", "y", "n", "e"}
LISTS = ("revocationList.json", "statusList.json")
ISSUERS = ("lds-ed25519-2020-issuer0.jsonld", "lds-ed25519-2020-vc0.jsonld", "lds-ed25519-2020-vp0.jsonld")


def content(name: str) -> Any:
    return json.loads(corpus_path(f"{FOLDER}/{name}").read_bytes())


def public(name: str) -> PublicKey:
    return PublicKey.from_jwk({member: value for member, value in content(name).items() if member in PUBLIC_MEMBERS})


def did_documents() -> list[dict[str, Any]]:
    if CORPUS is None:
        return []
    return [*content(DID_DOCUMENTS[0]).values(), content(DID_DOCUMENTS[1])["didDocument"]]


def resolve(method_url: str, controller: str, purpose: str) -> VerificationMethod:
    world = World()
    world.serve(ISSUER, content(ISSUERS[0]))
    return resolve_verification_method(method_url, controller=controller, purpose=purpose, session=world.session())


def test_every_file_is_looked_at() -> None:
    found = {path.name for path in corpus_path(FOLDER).iterdir()}
    assert found == {*DID_DOCUMENTS, *PUBLIC, *LISTS, *ISSUERS}


@pytest.mark.parametrize("published", did_documents(), ids=lambda document: document["id"][-8:])
def test_a_published_did_key_leads_to_its_signing_method(published: dict[str, Any]) -> None:
    document = did_key_document(published["id"])
    for relationship in ("assertionMethod", "authentication"):
        assert document[relationship] == published[relationship]
    # The older of the two calls its methods "publicKey".
    jwk = published.get("verificationMethod", [{}])[0].get("publicKeyJwk")
    assert jwk is None or PublicKey.from_jwk(jwk) == public_key_of_did_key(published["id"])


@pytest.mark.parametrize(("name", "key_type"), PUBLIC.items())
def test_a_published_key_is_the_same_in_every_spelling(name: str, key_type: str) -> None:
    key = public(name)
    assert key.type == key_type
    assert PublicKey.from_multikey(key.to_multikey()) == key
    assert public_key_of_did_key(did_key(key)) == key
    assert public_key_of_did_jwk(did_jwk(key)) == key
    assert key.to_jwk().items() <= content(name).items()


@pytest.mark.parametrize("name", PAIRS)
def test_a_private_key_is_not_taken_for_a_public_one(name: str) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_jwk(content(name))
    assert caught.value.code == "key.private-key-published"


@pytest.mark.parametrize("name", [name for name, key_type in PAIRS.items() if key_type not in ("RSA", "secp256k1")])
def test_the_halves_of_a_published_pair_belong_together(name: str) -> None:
    jwk, key = content(name), public(name)
    if key.type == "Ed25519":
        signer: Ed25519Signer | EcdsaSigner = Ed25519Signer.from_jwk(jwk)
    else:
        signer = EcdsaSigner(jwk["crv"], int.from_bytes(decode_base64url(jwk["d"], max_length=64)))
    assert signer.public_key == key
    verify_jws(read_jws(sign_jws(b"badge", signer, header={})), key)


def test_the_rsa_key_is_the_one_of_a_published_did_key() -> None:
    dids = json.loads(corpus_path("vectors/did-key/rsa.json").read_bytes())
    assert did_key(public("rsa2048-2020-08-25.json")) in dids


def test_the_credential_of_an_issuer_on_the_web_names_a_key_that_its_document_lists() -> None:
    credential = content(ISSUERS[1])
    found = resolve(credential["proof"]["verificationMethod"], credential["issuer"], "assertionMethod")
    assert (found.id, found.type) == (f"{ISSUER}#key-0", "Ed25519VerificationKey2020")
    secured = SecuredDocument(Document.of(credential), CANONICALIZER)
    verify_proof(secured, secured.proof(), found.public_key)


def test_a_presentation_that_somebody_else_holds_is_not_the_issuers_to_sign() -> None:
    presentation = content(ISSUERS[2])
    method = presentation["proof"]["verificationMethod"]
    assert resolve(method, ISSUER, "authentication").id == method
    with pytest.raises(IssuerKeyError) as caught:
        resolve(method, presentation["holder"], "authentication")
    assert caught.value.code == "key.not-the-issuers"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_an_issuer_whose_did_method_is_not_known_is_undetermined(name: str) -> None:
    signed = content(name)
    with pytest.raises(UnsupportedError) as caught:
        resolve(signed["proof"]["verificationMethod"], signed["issuer"], "assertionMethod")
    assert caught.value.code == "key.unsupported-did-method"
