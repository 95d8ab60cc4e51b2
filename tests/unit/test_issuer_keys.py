from __future__ import annotations

import hashlib
import json
import pickle
from typing import Any

import pytest

from microcred.errors import IssuerKeyError, UnsupportedError
from microcred.keys import Ed25519Signer, PublishedKey, controller_document
from microcred.verification.fetch import FetchSession
from microcred.verification.issuer_keys import (
    RESOLVERS,
    ControllerDocument,
    VerificationMethod,
)
from published_keys import ISSUER, KEY, METHOD, SIGNER, STRANGER, did_web_document, document, method, resolve
from world import World

SECURITY = "https://w3id.org/security#"
DID_KEY = STRANGER.verification_method.partition("#")[0]


def refusal(published: Any, method_url: str = METHOD, **options: Any) -> IssuerKeyError:
    with pytest.raises(IssuerKeyError) as caught:
        resolve(published, method_url, **options)
    return caught.value


def test_a_key_is_found_in_the_issuers_document() -> None:
    published = json.dumps(document()).encode()
    assert resolve(published) == VerificationMethod(
        id=METHOD,
        type="Multikey",
        controller=ISSUER,
        public_key=KEY,
        document_url=ISSUER,
        document_sha256=hashlib.sha256(published).hexdigest(),
    )


def test_the_issuers_document_is_fetched_once_and_nothing_else() -> None:
    world = World()
    world.serve(ISSUER, document())
    resolve(world)
    assert world.visits == [ISSUER]


def test_a_profile_may_carry_the_keys() -> None:
    profile = {"type": ["Profile"], "name": "College", "url": "https://college.example/", "image": {"id": "…"}}
    assert resolve({**document(), **profile}).public_key == KEY


def test_the_media_type_is_not_trusted() -> None:
    world = World()
    world.serve(ISSUER, document(), media_type="text/html")
    assert resolve(world).public_key == KEY


def test_a_document_without_context_is_plain_json() -> None:
    assert resolve(document(**{"@context": None})).public_key == KEY


def test_what_keygen_publishes_is_found_again() -> None:
    published = controller_document(ISSUER, [PublishedKey(STRANGER.public_key, "old"), PublishedKey(KEY, "key-1")])
    assert resolve(published).public_key == KEY
    assert resolve(published, f"{ISSUER}#old").public_key == STRANGER.public_key


def test_a_relative_id_is_taken_relative_to_the_document() -> None:
    published = document(verificationMethod=[method(id="#key-1")], assertionMethod=["#key-1"])
    assert resolve(published).id == METHOD


def test_a_method_embedded_in_the_relationship_alone_is_found() -> None:
    assert resolve(document(verificationMethod=None, assertionMethod=[method()])).public_key == KEY


def test_an_embedded_copy_of_the_same_method_is_no_contradiction() -> None:
    assert resolve(document(assertionMethod=[method(id="#key-1", comment="the same")])).public_key == KEY


def test_other_keys_of_any_kind_do_not_disturb() -> None:
    others = [
        method(id=f"{ISSUER}#key-0", type="JsonWebKey2020", publicKeyMultibase=None, publicKeyJwk={"kty": "oct"}),
        method(id=f"{ISSUER}#key-2", controller="https://other.example"),
        {"type": "Ed25519VerificationKey2018"},
        {"id": 7},
    ]
    published = document(verificationMethod=[*others, method()], authentication=[f"{ISSUER}#key-0", "#key-2"])
    assert resolve(published).public_key == KEY


def test_a_did_web_key_is_found_in_its_did_document() -> None:
    did = "did:web:college.example"
    world = World()
    world.serve_did_web(did, did_web_document(did))
    found = resolve(world, f"{did}#{KEY.to_multikey()}", controller=did)
    assert (found.public_key, found.document_url) == (KEY, did)
    assert world.visits == ["https://college.example/.well-known/did.json"]


@pytest.mark.parametrize(
    ("name", "code"), [("verificationMethod", "key.not-in-document"), ("assertionMethod", "key.not-for-this-purpose")]
)
def test_a_did_web_document_that_shortens_an_id_is_told_to_write_it_in_full(name: str, code: str) -> None:
    """did:web demands absolute DID URLs, so that keys are not confused; many documents have the short ones."""
    did = "did:web:college.example"
    full, short = f"{did}#{KEY.to_multikey()}", f"#{KEY.to_multikey()}"
    published = did_web_document(did)
    entry = published[name][0]
    published[name] = [short if isinstance(entry, str) else {**entry, "id": short}]
    world = World()
    world.serve_did_web(did, published)
    with pytest.raises(IssuerKeyError) as caught:
        resolve(world, full, controller=did)
    assert caught.value.code == code
    assert caught.value.hint == f"a did:web document must write its ids in full: {full!r} instead of {short!r}"


@pytest.mark.parametrize("with_fragment", [True, False])
def test_a_did_key_needs_no_document(with_fragment: bool) -> None:
    world = World()
    found = resolve(world, STRANGER.verification_method if with_fragment else DID_KEY, controller=DID_KEY)
    assert found == VerificationMethod(
        id=STRANGER.verification_method,
        type="Multikey",
        controller=DID_KEY,
        public_key=STRANGER.public_key,
        document_url=DID_KEY,
    )
    assert world.visits == []


@pytest.mark.parametrize(
    "purpose", ["assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation"]
)
def test_a_did_key_is_for_every_signing_purpose(purpose: str) -> None:
    found = resolve(World(), STRANGER.verification_method, controller=DID_KEY, purpose=purpose)
    assert found.public_key == STRANGER.public_key


def test_a_method_found_is_a_value_and_can_be_pickled() -> None:
    found = resolve(document(verificationMethod=[method(expires="2030-01-01T00:00:00Z")]))
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(resolve(document(verificationMethod=[method(expires="2030-01-01T00:00:00Z")])))


# The relationship


def test_a_key_for_another_purpose_is_refused_and_its_purposes_named() -> None:
    error = refusal(document(assertionMethod=None, authentication=[METHOD], keyAgreement=["#key-1"]))
    assert error.code == "key.not-for-this-purpose"
    assert error.problem == f"{SECURITY}INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"
    assert "authentication, keyAgreement, wanted 'assertionMethod'" in error.message


def test_a_key_under_no_relationship_is_refused() -> None:
    assert "no relationship" in refusal(document(assertionMethod=None)).message


@pytest.mark.parametrize("purpose", ["verificationMethod", "service", "id", "", "@context", "assertionmethod"])
def test_a_purpose_that_is_no_relationship_is_never_met(purpose: str) -> None:
    published = document(**{"service": [METHOD], "": [METHOD], "assertionmethod": [METHOD]})
    assert refusal(published, purpose=purpose).code == "key.not-for-this-purpose"


def test_a_presentation_needs_an_authentication_key() -> None:
    assert resolve(document(authentication=["#key-1"]), purpose="authentication").public_key == KEY
    assert refusal(document(), purpose="authentication").code == "key.not-for-this-purpose"


# The binding


def test_the_key_of_somebody_else_is_refused_with_both_ids_and_without_a_packet() -> None:
    world = World()
    error = refusal(world, METHOD, controller="https://university.example/")
    assert error.code == "key.not-the-issuers"
    assert f"the key belongs to '{ISSUER}', the issuer is 'https://university.example/'" in error.message
    assert world.visits == []


def test_a_did_key_says_nothing_about_another_issuer() -> None:
    error = refusal(World(), DID_KEY, controller="urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164")
    assert error.code == "key.not-the-issuers"


# Extension


class Registry:
    """A resolver that somebody wrote for a DID method of their own."""

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:
        entry = method(id=f"{document_url}#1", controller=document_url)
        return ControllerDocument({"id": document_url, "verificationMethod": [entry], "assertionMethod": ["#1"]})


def test_a_resolver_for_another_did_method_can_be_passed_in() -> None:
    did = "did:registry:college"
    found = resolve(World(), f"{did}#1", controller=did, resolvers={**RESOLVERS, "did:registry": Registry()})
    assert (found.public_key, found.document_sha256) == (KEY, None)


def test_what_a_resolver_gives_is_checked_like_everything_else() -> None:
    class Careless:
        def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:
            return ControllerDocument(["not", "a", "document"])  # type: ignore[arg-type]

    with pytest.raises(IssuerKeyError) as caught:
        resolve(World(), "did:a:b#1", controller="did:a:b", resolvers={"did:a": Careless()})
    assert caught.value.code == "key.invalid-controller-document"


def test_a_resolver_can_be_taken_away() -> None:
    with pytest.raises(UnsupportedError):
        resolve(document(), resolvers={"did:key": RESOLVERS["did:key"]})


def test_the_resolvers_that_come_along_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        RESOLVERS["https"] = Registry()  # type: ignore[index]


def test_a_signature_holds_under_the_key_that_was_found() -> None:
    assert resolve(document()).public_key.verify(SIGNER.sign(b"data"), b"data")
    assert not resolve(document()).public_key.verify(Ed25519Signer.generate().sign(b"data"), b"data")


def test_who_passes_in_a_resolver_for_did_key_is_asked_for_it() -> None:
    class Nobody:
        def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:
            return ControllerDocument({"id": document_url})

    with pytest.raises(IssuerKeyError) as caught:
        resolve(World(), STRANGER.verification_method, controller=DID_KEY, resolvers={"did:key": Nobody()})
    assert caught.value.code == "key.not-in-document"
    assert resolve(World(), STRANGER.verification_method, controller=DID_KEY).public_key == STRANGER.public_key


def test_a_refusal_tells_which_document_was_looked_at() -> None:
    published = json.dumps(document(assertionMethod=[])).encode()
    assert dict(refusal(published).evidence) == {
        "controllerDocument": ISSUER,
        "sha256": hashlib.sha256(published).hexdigest(),
    }
    assert dict(refusal({}, controller="https://other.example/").evidence) == {
        "keyController": ISSUER,
        "issuer": "https://other.example/",
    }
