"""Whatever is held out as a token: it is read, or refused with a code, and nothing else happens."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from badges import SIGNER, unsigned
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.keys import Ed25519Signer, did_jwk, public_key_of_did_jwk
from microcred.proofs.jws import read_jws, sign_jws, verify_jws
from microcred.proofs.jwt import check_claims, read_jwt, seal_jwt
from microcred.verification.jwt_keys import resolve_jwt_key
from tokens import badge_token, claims, header, token
from world import World

GENUINE = badge_token()
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.sampled_from(["alg", "typ", "cty", "kid", "jwk", "crit", "b64", "x"])
CLAIMS = st.sampled_from(
    ["iss", "sub", "jti", "nbf", "exp", "iat", "vc", "vp", "type", "@context", "issuer", "credentialSubject", "id"]
)


@given(payload=st.binary(min_size=1, max_size=200), typ=st.text(max_size=10))
def test_what_was_signed_is_read_again(payload: bytes, typ: str) -> None:
    jws = read_jws(sign_jws(payload, SIGNER, header={"typ": typ}))
    verify_jws(jws, SIGNER.public_key)
    assert (jws.payload, jws.header["typ"]) == (payload, typ)


@given(text=st.text(alphabet="eyJ.AQ=~ \né-_", max_size=40) | st.binary(max_size=40))
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    with suppress(MicrocredError):
        read_jwt(text)


@given(place=st.integers(0, len(GENUINE) - 1), character=st.sampled_from("AZaz09-_.~= \n"))
def test_a_token_with_one_character_changed_never_holds(place: int, character: str) -> None:
    text = GENUINE[:place] + character + GENUINE[place + 1 :]
    if text == GENUINE:
        return
    try:
        jwt = read_jwt(text)
        verify_jws(jwt.jws, SIGNER.public_key)
    except MicrocredError:
        return
    raise AssertionError("a changed token holds")


@given(changes=st.dictionaries(HEADERS, JSON, max_size=3))
def test_any_header_is_read_or_refused(changes: dict[str, Any]) -> None:
    with suppress(MicrocredError):
        jws = read_jws(token({**header(), **changes}, claims()))
        resolve_jwt_key(
            jws, controller=unsigned()["issuer"]["id"], purpose="assertionMethod", session=World().session()
        )


@given(changes=st.dictionaries(CLAIMS, JSON, max_size=4))
def test_any_payload_is_read_or_refused(changes: dict[str, Any]) -> None:
    try:
        jwt = read_jwt(token(header(), {**claims(), **changes}))
        check_claims(jwt)
    except MicrocredError:
        return
    assert jwt.not_before is None or jwt.not_before.tzinfo is not None


@given(members=st.dictionaries(st.text(max_size=8), JSON, max_size=4))
def test_a_sealed_document_comes_back_as_it_was(members: dict[str, Any]) -> None:
    try:
        document = Document.of({**unsigned(), **members})
        sealed = seal_jwt(document, SIGNER)
    except MicrocredError:
        return
    assert json.loads(bytes(read_jwt(sealed).document)) == json.loads(bytes(document))


@given(keys=st.dictionaries(st.text(max_size=4), JSON, max_size=3), entries=st.lists(JSON, max_size=3))
def test_any_jwk_set_is_read_or_refused(keys: dict[str, Any], entries: list[Any]) -> None:
    issuer = "https://college.example/issuers/1"
    world = World()
    world.serve("https://college.example/.well-known/jwks.json", {"keys": [*entries, {"kid": "1", **keys}], **keys})
    with suppress(MicrocredError):
        resolve_jwt_key(
            read_jws(token(header(kid="1"), claims())),
            controller=issuer,
            purpose="assertionMethod",
            session=world.session(),
        )


@given(seed=st.binary(min_size=32, max_size=32))
def test_a_key_is_its_did_jwk(seed: bytes) -> None:
    key = Ed25519Signer.from_seed(seed).public_key
    assert public_key_of_did_jwk(did_jwk(key)) == key
