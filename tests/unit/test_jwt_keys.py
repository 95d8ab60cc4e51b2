"""Whose key made a token: what ``kid`` and ``jwk`` may say, and where the key is looked for."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

import tokens
from microcred.errors import FetchError, IssuerKeyError, MicrocredError, UnsupportedError
from microcred.keys import EcdsaSigner, PublishedKey, Signer, controller_document, did_jwk, jwk_set
from microcred.proofs.jws import read_jws
from microcred.verification.issuer_keys import VerificationMethod
from microcred.verification.jwt_keys import resolve_jwt_key
from published_keys import ISSUER, KEY, METHOD, SIGNER, STRANGER, document, method
from world import World

SETS = "https://college.example/.well-known/jwks.json"
ECDSA = EcdsaSigner("P-256", 7)
THUMBPRINT_URI = f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{KEY.thumbprint()}"  # RFC 9278
JWK = {"type": "JsonWebKey", "publicKeyMultibase": None, "publicKeyJwk": KEY.to_jwk()}


def world(pages: dict[str, Any]) -> World:
    web = World()
    for url, content in pages.items():
        web.serve(url, content)
    return web


def resolve(web: World | dict[str, Any], signer: Signer = SIGNER, **header: Any) -> VerificationMethod:
    web = web if isinstance(web, World) else world(web)
    options = {name: header.pop(name) for name in ("controller", "purpose", "allow_http") if name in header}
    algorithm = {"Ed25519": "EdDSA", "P-256": "ES256"}[signer.public_key.type]
    jws = read_jws(tokens.token({"alg": algorithm, **header}, b"payload", signer))
    return resolve_jwt_key(
        jws, session=web.session(), **{"controller": ISSUER, "purpose": "assertionMethod", **options}
    )


def refusal(web: World | dict[str, Any], signer: Signer = SIGNER, **header: Any) -> MicrocredError:
    with pytest.raises(MicrocredError) as caught:
        resolve(web, signer, **header)
    return caught.value


@pytest.mark.parametrize("changes", [{}, JWK], ids=["Multikey", "JsonWebKey"])
def test_kid_is_the_url_of_a_verification_method(changes: dict[str, Any]) -> None:
    web = world({ISSUER: document(verificationMethod=[method(**changes)])})
    found = resolve(web, kid=METHOD)
    assert (found.id, found.public_key, found.controller, found.document_url) == (METHOD, KEY, ISSUER, ISSUER)
    assert web.visits == [ISSUER]


@pytest.mark.parametrize("kid", ["key-1", "#key-1", KEY.thumbprint()])
def test_kid_without_a_scheme_is_a_name_in_the_issuers_document(kid: str) -> None:
    assert resolve({ISSUER: document()}, kid=kid).id == METHOD


def test_kid_is_the_kid_of_a_jwk_in_the_issuers_document() -> None:
    jwk = {**KEY.to_jwk(), "kid": "2026", "alg": "EdDSA"}
    found = resolve({ISSUER: document(verificationMethod=[method(**{**JWK, "publicKeyJwk": jwk})])}, kid="2026")
    assert (found.id, found.algorithm) == (METHOD, "EdDSA")


@pytest.mark.parametrize("kid", ["key-1", "did:web:college.example#key-1"])
def test_kid_names_a_key_of_a_did_document(kid: str) -> None:
    did = "did:web:college.example"
    web = World()
    web.serve_did_web(did, controller_document(did, [PublishedKey(KEY, "key-1")]))
    assert resolve(web, kid=kid, controller=did).id == f"{did}#key-1"
    assert web.visits == ["https://college.example/.well-known/did.json"]


@pytest.mark.parametrize("kid", [SIGNER.public_key.to_multikey(), "did", "did#fragment", None])
def test_the_key_of_a_did_key_is_found_by_any_of_its_names(kid: str | None) -> None:
    multikey = KEY.to_multikey()
    did = f"did:key:{multikey}"
    names = {"did": did, "did#fragment": f"{did}#{multikey}", None: None}
    name = names.get(kid, kid)
    web = World()
    header: dict[str, Any] = {"jwk": KEY.to_jwk()} if name is None else {"kid": name}
    assert resolve(web, controller=did, **header).public_key == KEY
    assert web.visits == []


@pytest.mark.parametrize("suffix", ["", "#0"])
def test_the_key_of_a_did_jwk_is_found(suffix: str) -> None:
    did = did_jwk(KEY)
    found = resolve(World(), controller=did, kid=did + suffix)
    assert (found.id, found.public_key) == (f"{did}#0", KEY)


@pytest.mark.parametrize(
    "kid", ["2026", KEY.thumbprint(), f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{KEY.thumbprint()}"]
)
def test_kid_names_a_key_of_the_hosts_jwk_set(kid: str) -> None:
    keys = jwk_set([PublishedKey(ECDSA.public_key), PublishedKey(KEY, "2026")], issuer=ISSUER)
    web = world({ISSUER: {"id": ISSUER, "type": ["Profile"]}, SETS: keys})
    found = resolve(web, kid=kid)
    assert found == VerificationMethod(
        id=f"{SETS}#2026",
        type="JsonWebKey",
        controller=ISSUER,
        public_key=KEY,
        document_url=SETS,
        document_sha256=hashlib.sha256(json.dumps(keys).encode()).hexdigest(),
        algorithm="EdDSA",
    )
    assert web.visits == [ISSUER, SETS]


@pytest.mark.parametrize("profile", [b"<html>", {"type": "Profile"}, document(), {"id": "https://college.example/"}])
def test_an_issuers_url_that_lists_no_such_key_leaves_the_jwk_set(profile: Any) -> None:
    keys = jwk_set([ECDSA.public_key])
    assert resolve({ISSUER: profile, SETS: keys}, ECDSA, kid=ECDSA.public_key.thumbprint()).document_url == SETS


def test_an_issuers_url_that_gives_nothing_leaves_the_jwk_set() -> None:
    assert resolve({SETS: jwk_set([KEY])}, kid=KEY.thumbprint()).document_url == SETS


def test_kid_is_the_url_of_the_jwk_set_with_the_name_of_a_key() -> None:
    web = world({SETS: jwk_set([PublishedKey(KEY, "2026"), ECDSA.public_key])})
    assert resolve(web, kid=f"{SETS}#2026").public_key == KEY
    assert web.visits == [SETS, ISSUER]


def test_kid_is_the_url_of_a_jwk_beneath_the_issuers_own_url() -> None:
    place = f"{ISSUER}/keys/1"
    web = world({place: KEY.to_jwk()})
    found = resolve(web, kid=place)
    assert (found.id, found.document_url) == (f"{place}#{KEY.thumbprint()}", place)
    assert web.visits == [place, ISSUER]


def test_a_jwk_elsewhere_on_the_host_counts_if_the_issuer_lists_the_same_key() -> None:
    place = "https://college.example/keys/1"
    assert resolve({place: KEY.to_jwk(), ISSUER: document()}, kid=place).id == METHOD
    assert resolve({place: KEY.to_jwk(), SETS: jwk_set([KEY])}, kid=place).document_url == SETS


def test_a_jwk_in_the_header_counts_if_the_issuer_publishes_it() -> None:
    assert resolve({ISSUER: document()}, jwk=KEY.to_jwk()).id == METHOD
    assert resolve({ISSUER: b"<html>", SETS: jwk_set([KEY])}, jwk=KEY.to_jwk()).document_url == SETS


def test_kid_and_jwk_may_be_the_same_key() -> None:
    assert resolve({ISSUER: document()}, kid=METHOD, jwk={**KEY.to_jwk(), "use": "sig"}).id == METHOD


def test_the_end_of_a_key_in_a_set_is_read() -> None:
    end, revocation = datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    keys = jwk_set([PublishedKey(KEY, "2026", expires=end, revoked=revocation)])
    found = resolve({SETS: keys}, kid="2026")
    assert (found.expires, found.revoked) == (end, revocation)


def test_what_the_issuers_document_says_of_a_key_goes_before_the_set() -> None:
    revoked = document(verificationMethod=[method(revoked="2026-05-01T00:00:00Z")])
    keys = jwk_set([PublishedKey(KEY, "another-name")], issuer=ISSUER)
    found = resolve({ISSUER: revoked, SETS: keys}, kid="another-name")
    assert found.revoked == datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("place", [f"{ISSUER}/keys/1", SETS])
def test_a_key_at_a_url_of_its_own_may_have_been_revoked_in_the_issuers_document(place: str) -> None:
    revoked = document(verificationMethod=[method(revoked="2026-05-01T00:00:00Z")])
    keys = {**KEY.to_jwk(), "kid": "1"} if place != SETS else jwk_set([PublishedKey(KEY, "1")])
    found = resolve({ISSUER: revoked, place: keys}, kid=f"{place}#1")
    assert found.revoked == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_document_that_could_not_be_asked_for_may_have_revoked_a_key_at_another_url() -> None:
    """Whoever presents many credentials decides when the budget ends."""
    place = f"{ISSUER}/keys/1"
    web = world({place: KEY.to_jwk()})
    web.down(ISSUER)
    assert isinstance(refusal(web, kid=place), FetchError)


def test_a_key_that_the_document_lists_for_something_else_is_not_taken_from_the_set() -> None:
    other = document(assertionMethod=None, authentication=[METHOD])
    keys = jwk_set([PublishedKey(KEY, "another-name")])
    assert refusal({ISSUER: other, SETS: keys}, kid="key-1").code == "key.not-for-this-purpose"
    assert refusal({ISSUER: other, SETS: keys}, kid="another-name").code == "key.not-for-this-purpose"


def test_a_presentation_is_signed_with_a_key_for_authentication() -> None:
    web = {ISSUER: document(authentication=[METHOD]), SETS: jwk_set([KEY])}
    assert resolve(web, kid=METHOD, purpose="authentication").id == METHOD
    web[ISSUER] = document()
    assert refusal(web, kid=METHOD, purpose="authentication").code == "key.not-for-this-purpose"


def test_a_set_says_nothing_about_authentication() -> None:
    web = world({ISSUER: {"id": ISSUER}, SETS: jwk_set([KEY])})
    assert refusal(web, kid=KEY.thumbprint(), purpose="authentication").code == "key.not-published"
    assert web.visits == [ISSUER]
    assert refusal(web, kid=f"{SETS}#{KEY.thumbprint()}", purpose="authentication").code == "key.not-published"


def test_a_header_that_names_no_key_is_refused() -> None:
    assert refusal({ISSUER: document()}).code == "key.not-named"


def test_a_name_that_the_issuer_does_not_know_is_refused() -> None:
    assert refusal({ISSUER: document(), SETS: jwk_set([KEY])}, kid="other").code == "key.not-published"
    assert refusal({ISSUER: document()}, kid=f"{ISSUER}#other").code == "key.not-published"
    assert refusal({ISSUER: document(), SETS: b"<html>"}, kid="other").code == "key.not-published"
    assert refusal({ISSUER: document(), SETS: {"keys": {}}}, kid="other").code == "key.not-published"


def test_two_keys_by_one_name_are_ambiguous() -> None:
    both = {"keys": [{**KEY.to_jwk(), "kid": "1"}, {**STRANGER.public_key.to_jwk(), "kid": "1"}]}
    assert refusal({SETS: both}, kid="1").code == "key.ambiguous"
    methods = [
        method(id=f"{ISSUER}#{name}", **{**JWK, "publicKeyJwk": {**key.to_jwk(), "kid": "1"}})
        for name, key in (("a", KEY), ("b", STRANGER.public_key))
    ]
    listed = document(verificationMethod=methods, assertionMethod=[f"{ISSUER}#a", f"{ISSUER}#b"])
    assert refusal({ISSUER: listed}, kid="1").code == "key.ambiguous"


def test_a_fragment_goes_before_any_other_name() -> None:
    jwk = {**STRANGER.public_key.to_jwk(), "kid": "key-1"}
    methods = [method(), method(id=f"{ISSUER}#key-2", **{**JWK, "publicKeyJwk": jwk})]
    listed = document(verificationMethod=methods, assertionMethod=[METHOD, f"{ISSUER}#key-2"])
    assert resolve({ISSUER: listed}, kid="key-1").public_key == KEY


@pytest.mark.parametrize(
    ("jwk", "code"),
    [
        ({"use": "enc"}, "key.not-for-signatures"),
        ({"key_ops": ["encrypt"]}, "key.not-for-signatures"),
        ({"alg": "RS256"}, "key.algorithm-mismatch"),
        ({"alg": ["EdDSA"]}, "key.algorithm-mismatch"),
        ({"d": "AAAA"}, "key.private-key-published"),
        ({"privateKeyMultibase": "z1"}, "key.private-key-published"),
        ({"backup": [{"secretKeyJwk": {}}]}, "key.private-key-published"),
        ({"iss": "https://other.example/"}, "key.not-the-issuers"),
        ({"iss": None}, "key.not-the-issuers"),
        ({"exp": "2027"}, "key.invalid-jwk"),
        ({"exp": True}, "key.invalid-jwk"),
        ({"exp": -1}, "key.invalid-jwk"),
        ({"revoked": {"revoked_at": 10**20}}, "key.invalid-jwk"),
    ],
)
def test_a_jwk_of_a_set_has_to_be_for_this(jwk: dict[str, Any], code: str) -> None:
    keys = {"keys": [{**KEY.to_jwk(), "kid": "1", **jwk}]}
    error = refusal({SETS: keys}, kid="1")
    assert isinstance(error, IssuerKeyError)
    assert error.code == code


def test_other_keys_of_a_set_do_not_disturb() -> None:
    others = [7, {"kty": "oct", "kid": "0"}, {"kty": "EC", "crv": "P-256"}, {"kty": "RSA", "n": 1}, {"kid": 1}]
    assert resolve({SETS: {"keys": [*others, {**KEY.to_jwk(), "kid": "1"}]}}, kid="1").public_key == KEY


def test_a_named_key_of_an_unknown_type_is_undetermined() -> None:
    keys = {"keys": [{"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA", "kid": "1"}]}
    assert isinstance(refusal({SETS: keys}, kid="1"), UnsupportedError)


def test_a_set_with_too_many_keys_is_not_read() -> None:
    keys = {"keys": [{**KEY.to_jwk(), "kid": "1"}] * 257}
    assert refusal({SETS: keys}, kid=f"{SETS}#1").code == "key.invalid-jwk-set"


@pytest.mark.parametrize("content", [{}, {"keys": 1}, {"key": []}])
def test_a_url_that_gives_no_jwk_is_refused(content: Any) -> None:
    assert refusal({f"{ISSUER}/key": content}, kid=f"{ISSUER}/key").code == "key.invalid-jwk-set"


def test_an_issuer_that_cannot_be_asked_leaves_it_undetermined() -> None:
    web = world({SETS: jwk_set([KEY])})
    web.down(ISSUER)
    assert isinstance(refusal(web, kid="other"), FetchError)
    web = world({ISSUER: document()})
    web.down(SETS)
    assert isinstance(refusal(web, kid="other"), FetchError)


def test_an_issuer_whose_documents_are_all_missing_leaves_it_undetermined() -> None:
    assert isinstance(refusal({}, kid="key-1"), FetchError)


def test_an_issuer_that_is_no_place_cannot_publish_a_key() -> None:
    assert isinstance(refusal({}, jwk=KEY.to_jwk(), controller="urn:uuid:1"), UnsupportedError)
    assert isinstance(refusal({}, jwk=KEY.to_jwk(), controller="https://[x"), FetchError)


def test_plain_http_has_to_be_allowed_aloud() -> None:
    issuer = "http://college.example/issuers/1"
    error = refusal({}, kid=f"{issuer}/key", controller=issuer)
    assert error.code == "key.insecure-url"


def test_the_key_in_the_header_has_to_fit_the_algorithm() -> None:
    jwk = {**KEY.to_jwk(), "alg": "Ed25519"}
    assert resolve({ISSUER: document()}, jwk=jwk).id == METHOD
    assert refusal({ISSUER: document()}, jwk={**jwk, "alg": "ES256"}).code == "key.algorithm-mismatch"
    assert refusal({ISSUER: document()}, jwk={**jwk, "use": "enc"}).code == "key.not-for-signatures"
    assert refusal({ISSUER: document()}, jwk={"kty": "OKP", "crv": "Ed25519"}).code == "key.invalid-jwk"


def test_a_strangers_key_in_the_header_is_not_the_issuers() -> None:
    error = refusal({ISSUER: document(), SETS: jwk_set([KEY])}, STRANGER, jwk=STRANGER.public_key.to_jwk())
    assert error.code == "key.not-published"
    assert "proves nothing" in (error.hint or "")


@pytest.mark.parametrize("rest", ["/../2/key", "/key?of=2", "/./key", "//other.example/key", "2/key", "/k%2Fy"])
def test_only_plain_segments_beneath_the_issuers_url_are_its_own(rest: str) -> None:
    web = world({f"{ISSUER}/key": KEY.to_jwk()})
    web.serve(f"{ISSUER}{rest}".partition("#")[0], KEY.to_jwk())
    assert resolve(web, kid=f"{ISSUER}/key").public_key == KEY
    with pytest.raises(MicrocredError):
        resolve(web, kid=f"{ISSUER}{rest}")


def test_what_a_key_in_a_set_says_of_another_owner_is_told() -> None:
    keys = {"keys": [{**KEY.to_jwk(), "kid": "1", "iss": "https://other.example/"}]}
    assert dict(refusal({SETS: keys}, kid="1").evidence) == {
        "keyController": "https://other.example/",
        "issuer": ISSUER,
    }


def test_the_key_in_the_header_is_for_the_algorithm_that_it_names_itself() -> None:
    jwk = {**EcdsaSigner("P-256", 7).public_key.to_jwk(), "alg": "ESP256"}
    error = refusal({SETS: jwk_set([ECDSA.public_key])}, ECDSA, jwk=jwk)
    assert (type(error), error.code) == (IssuerKeyError, "key.algorithm-mismatch")
    fitting = {**jwk, "alg": "ES256"}
    assert resolve({SETS: jwk_set([ECDSA.public_key])}, ECDSA, jwk=fitting).public_key == ECDSA.public_key


@pytest.mark.parametrize("broken", ["", "z", "u6Mk", "z6MkbroKen", 7, None])
def test_a_method_whose_key_cannot_be_read_does_not_hide_the_others(broken: object) -> None:
    methods = [method(id=f"{ISSUER}#broken", publicKeyMultibase=broken), method()]
    listed = document(verificationMethod=methods, assertionMethod=[METHOD])
    assert resolve({ISSUER: listed}, kid=KEY.thumbprint()).public_key == KEY
