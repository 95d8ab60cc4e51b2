"""Attacks on tokens: signatures that prove nothing, keys of somebody else, and claims that say something else.

Each attack is carried out against the whole verifier, by somebody who has the victim's genuine badges and public key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from badges import AT, CANONICALIZER, unsigned
from microcred.document import Document
from microcred.keys import EcdsaSigner, Ed25519Signer, RsaSigner, Signer, controller_document, jwk_set
from microcred.multibase import encode_base64url
from microcred.proofs import seal_jwt
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from tokens import part, token
from world import World

VICTIM = "https://college.example/issuers/1"
EVIL = "https://evil.example"
SETS = "https://college.example/.well-known/jwks.json"
KEY = RsaSigner.generate(2048)
NAME = f"{VICTIM}#{KEY.public_key.to_multikey()}"
SIGNER = KEY.with_verification_method(NAME)
FORGER = Ed25519Signer.from_seed(b"forger" + bytes(26))
FORGER_ID = FORGER.verification_method.partition("#")[0]
BADGE = unsigned(issuer={"id": VICTIM, "type": ["Profile"], "name": "Riverside College"})
GENUINE = seal_jwt(Document.of(BADGE), SIGNER)


def published(**pages: Any) -> World:
    world = World()
    world.serve(VICTIM, controller_document(VICTIM, [KEY.public_key]))
    for url, content in pages.items():
        world.serve(url, content)
    return world


def report(text: str, world: World | None = None) -> Report:
    verifier = Verifier(
        trust=TrustedIssuers(VICTIM),
        fetcher=world or published(),
        canonicalizer=CANONICALIZER,
        clock=lambda: AT,
    )
    return verifier.verify(text.encode())


def assert_forged(text: str, code: str, world: World | None = None) -> None:
    world = world or published()
    found = report(text, world)
    assert found.verdict is Verdict.REJECTED
    assert found.authentic is not True
    assert code in {check.code for check in found.checks}
    assert not [url for url in world.visits if url.startswith(EVIL)], "the forger chose that URL"


def header(**changes: Any) -> dict[str, Any]:
    whole = {"alg": "RS256", "typ": "JWT", "kid": NAME, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def claims(**changes: Any) -> dict[str, Any]:
    return {**json.loads(payload_of(GENUINE)), **changes}


def payload_of(text: str) -> bytes:
    middle = text.split(".")[1]
    return base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))


def test_the_genuine_badge_is_accepted() -> None:
    assert report(GENUINE).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", ["", "AA", GENUINE.rpartition(".")[2]])
def test_no_signature_is_no_proof(algorithm: str, signature: str) -> None:
    assert_forged(f"{part(header(alg=algorithm))}.{part(claims())}.{signature}", "proof.insecure-algorithm")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "hs256"])
@pytest.mark.parametrize("form", ["pem", "der", "jwk"])
def test_a_public_key_is_no_secret_to_make_a_code_with(algorithm: str, form: str) -> None:
    from cryptography.hazmat.primitives import serialization

    public = serialization.load_der_public_key(KEY.public_key.raw)
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    secret = {
        "pem": public.public_bytes(serialization.Encoding.PEM, info),
        "der": public.public_bytes(serialization.Encoding.DER, info),
        "jwk": json.dumps(KEY.public_key.to_jwk()).encode(),
    }[form]
    signing_input = f"{part(header(alg=algorithm))}.{part(claims())}"
    code = hmac.new(secret, signing_input.encode(), getattr(hashlib, f"sha{algorithm[2:]}")).digest()
    assert_forged(f"{signing_input}.{encode_base64url(code)}", "proof.insecure-algorithm")


def test_a_key_that_comes_along_is_not_the_issuers() -> None:
    forged = token(header(alg="EdDSA", kid=None, jwk=FORGER.public_key.to_jwk()), claims(), FORGER)
    assert_forged(forged, "key.not-published")


def test_a_key_that_comes_along_under_the_issuers_name_is_not_the_issuers() -> None:
    jwk = {**FORGER.public_key.to_jwk(), "kid": NAME, "iss": VICTIM}
    assert_forged(token(header(alg="EdDSA", jwk=jwk), claims(), FORGER), "key.two-keys")
    assert_forged(token(header(alg="EdDSA", kid=None, jwk=jwk), claims(), FORGER), "key.not-published")


@pytest.mark.parametrize(
    "kid",
    [
        f"{EVIL}/issuer#key-1",
        f"{EVIL}/jwks.json",
        f"{EVIL}/jwk#https://college.example/issuers/1",
        "https://college.example.evil.example/issuers/1#key-1",
        "https://college.example@evil.example/issuers/1#key-1",
        "https://college.example:8443/issuers/1/key",
        "http://college.example/issuers/1/key",
        "HTTPS://COLLEGE.EXAMPLE/issuers/1/key",
        "//evil.example/jwk",
        FORGER.verification_method,
        f"did:web:evil.example#{NAME}",
        "file:///etc/passwd",
        "data:application/json,{}",
        "../../../dev/null",
        "' OR 1=1 --",
        "key\nkey",
        "é",
    ],
)
def test_a_kid_leads_nowhere_but_to_the_issuer(kid: str) -> None:
    world = published(**{f"{EVIL}/issuer": controller_document(f"{EVIL}/issuer", [FORGER.public_key])})
    world.serve(f"{EVIL}/jwks.json", jwk_set([FORGER.public_key], issuer=VICTIM))
    forged = token(header(alg="EdDSA", kid=kid), claims(), FORGER)
    found = report(forged, world)
    assert found.verdict is Verdict.REJECTED
    assert set(world.visits) <= {VICTIM, SETS}


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_an_address_of_keys_in_the_header_is_not_visited(name: str) -> None:
    world = published(**{f"{EVIL}/jwks.json": jwk_set([FORGER.public_key])})
    forged = token(header(alg="EdDSA", **{name: f"{EVIL}/jwks.json"}), claims(), FORGER)
    assert_forged(forged, "proof.wrong-key-type", world)


def test_a_certificate_in_the_header_is_not_looked_at() -> None:
    assert_forged(token(header(alg="EdDSA", x5c=["MIIB"]), claims(), FORGER), "proof.wrong-key-type")


@pytest.mark.parametrize("place", ["uploads/key.json", "issuers/2/key", "issuers/12", "issuers/1/../2/key"])
def test_a_file_on_the_issuers_host_is_not_the_issuers_word(place: str) -> None:
    url = f"https://college.example/{place}"
    world = published()
    if ".." not in place:
        world.serve(url, {**FORGER.public_key.to_jwk(), "iss": VICTIM})
    found = report(token(header(alg="EdDSA", kid=url), claims(), FORGER), world)
    assert found.verdict is not Verdict.ACCEPTED
    assert found.authentic is not True


def test_an_open_redirect_beneath_the_issuers_url_does_not_lead_to_a_key() -> None:
    world = published(**{f"{EVIL}/jwk": FORGER.public_key.to_jwk()})
    world.redirect(f"{VICTIM}/out", f"{EVIL}/jwk")
    found = report(token(header(alg="EdDSA", kid=f"{VICTIM}/out"), claims(), FORGER), world)
    assert found.verdict is Verdict.REJECTED
    assert found["issuer_key"].code == "key.not-published"


def test_another_issuer_on_the_same_host_cannot_sign_for_the_victim() -> None:
    world = published()
    world.serve(VICTIM, {"id": VICTIM, "type": ["Profile"]})
    world.serve(SETS, jwk_set([FORGER.public_key], issuer="https://college.example/issuers/2"))
    forged = token(header(alg="EdDSA", kid=FORGER.public_key.thumbprint()), claims(), FORGER)
    assert_forged(forged, "key.not-the-issuers", world)


def test_the_key_of_another_issuer_signs_for_nobody_else() -> None:
    other = f"{EVIL}/issuer"
    forged = token(header(alg="EdDSA", kid=f"{other}#key-1"), claims(iss=other), FORGER)
    assert_forged(forged, "key.not-the-issuers")


def test_the_issuer_is_the_one_in_the_credential_and_not_in_the_claim() -> None:
    # Signed by the victim itself, over a claim that names the victim and a credential that names somebody else.
    trusted = token(header(), claims(issuer={"id": f"{EVIL}/issuer", "type": ["Profile"]}), SIGNER)
    found = report(trusted)
    assert found.verdict is Verdict.REJECTED
    # And the other way round: the credential names the victim, the claim somebody else.
    assert_forged(token(header(), claims(iss=f"{EVIL}/issuer"), SIGNER), "proof.claim-mismatch")


def test_a_vc_claim_with_another_issuer_than_iss_is_refused() -> None:
    credential = {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        ],
        **{name: BADGE[name] for name in ("id", "type", "name", "credentialSubject")},
        "issuer": {"id": VICTIM, "type": ["Profile"], "name": "Riverside College"},
        "issuanceDate": "2026-01-15T09:00:00Z",
    }
    genuine = {"iss": VICTIM, "jti": BADGE["id"], "nbf": 1768467600, "vc": credential}
    assert report(token(header(), genuine, SIGNER)).verdict is Verdict.ACCEPTED
    forged = token(header(alg="EdDSA", kid=FORGER.verification_method), {**genuine, "iss": FORGER_ID}, FORGER)
    assert_forged(forged, "key.not-the-issuers")
    assert_forged(token(header(), {**genuine, "iss": FORGER_ID}, SIGNER), "proof.claim-mismatch")


@pytest.mark.parametrize(
    "beside",
    [
        {"credentialStatus": {"id": "https://college.example/status/1#7", "type": "1EdTechRevocationList"}},
        {"validUntil": "2026-02-01T00:00:00Z"},
        {"expirationDate": "2026-02-01T00:00:00Z"},
    ],
)
def test_what_ends_a_credential_is_not_passed_over_beside_a_vc_claim(beside: dict[str, Any]) -> None:
    credential = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": VICTIM,
        "issuanceDate": "2026-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    genuine = {"iss": VICTIM, "nbf": 1768467600, "vc": credential}
    assert report(token(header(), genuine, SIGNER)).verdict is Verdict.ACCEPTED
    assert_forged(token(header(), {**genuine, **beside}, SIGNER), "proof.ambiguous-payload")


def test_a_vc_claim_beside_a_credential_leaves_open_which_is_meant() -> None:
    assert_forged(token(header(), claims(vc=BADGE), SIGNER), "proof.ambiguous-payload")


@pytest.mark.parametrize(
    ("name", "value"),
    [("sub", "did:example:thief"), ("jti", "urn:uuid:2"), ("nbf", 0), ("exp", 4_000_000_000)],
)
def test_a_claim_cannot_say_something_else_than_the_credential(name: str, value: Any) -> None:
    assert_forged(token(header(), claims(**{name: value}), SIGNER), "proof.claim-mismatch")


@pytest.mark.parametrize(
    ("algorithm", "signer"),
    [("ES256", EcdsaSigner("P-256", 5)), ("ES384", EcdsaSigner("P-384", 5)), ("EdDSA", FORGER)],
    ids=["ES256", "ES384", "EdDSA"],
)
def test_a_key_of_one_type_is_none_of_another(algorithm: str, signer: Signer) -> None:
    assert_forged(token(header(alg=algorithm), claims(), signer), "proof.wrong-key-type")


def test_an_elliptic_key_does_not_check_a_signature_of_another_algorithm() -> None:
    signer = EcdsaSigner("P-256", 5)
    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [signer.public_key]))
    kid = f"{VICTIM}#{signer.public_key.to_multikey()}"
    assert report(token(header(alg="ES256", kid=kid), claims(), signer), world).verdict is Verdict.ACCEPTED
    for algorithm in ("RS256", "ES384", "EdDSA"):
        assert_forged(token(header(alg=algorithm, kid=kid), claims(), signer), "proof.wrong-key-type", world)


@pytest.mark.parametrize("zero", [bytes(64), bytes(32) + b"\1" * 32, b"\xff" * 64, b"\0" * 31 + b"\1" + bytes(32)])
def test_a_psychic_signature_is_none(zero: bytes) -> None:
    # r or s of zero, or beyond the group's order: implementations that leave the check out accept any message.
    signer = EcdsaSigner("P-256", 5)
    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [signer.public_key]))
    kid = f"{VICTIM}#{signer.public_key.to_multikey()}"
    forged = f"{part(header(alg='ES256', kid=kid))}.{part(claims())}.{encode_base64url(zero)}"
    assert_forged(forged, "proof.signature-invalid", world)


def test_a_der_signature_is_none_of_a_token() -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    signer = EcdsaSigner("P-256", 5)
    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [signer.public_key]))
    signing_input = f"{part(header(alg='ES256', kid=f'{VICTIM}#{signer.public_key.to_multikey()}'))}.{part(claims())}"
    raw = signer.sign(signing_input.encode())
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    assert_forged(f"{signing_input}.{encode_base64url(der)}", "proof.signature-invalid", world)


def test_a_pss_signature_is_none_of_rs256() -> None:
    pss = RsaSigner.from_pem(KEY.to_pem(), algorithm="PS256")
    assert_forged(token(header(), claims(), pss), "proof.signature-invalid")
    assert_forged(token(header(alg="PS256"), claims(), SIGNER), "proof.signature-invalid")


@pytest.mark.parametrize("twice", ['"alg":"none","alg":"RS256"', '"kid":"a","alg":"RS256","kid":"b"'])
def test_a_member_that_stands_twice_in_the_header_is_refused(twice: str) -> None:
    assert_forged(token(f'{{"typ":"JWT",{twice}}}', claims(), SIGNER), "proof.malformed-jws")


def test_a_member_that_stands_twice_in_the_payload_is_refused() -> None:
    text = json.dumps(claims())
    assert_forged(token(header(), f'{{"issuer":"{EVIL}",{text[1:]}', SIGNER), "document.duplicate-key")


@pytest.mark.parametrize(
    "changes",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"crit": ["b64"], "b64": True},
        {"b64": False},
        {"b64": None, "crit": "b64"},
    ],
)
def test_what_is_critical_and_not_understood_is_refused(changes: dict[str, Any]) -> None:
    assert_forged(token({**header(), **changes}, claims(), SIGNER), "proof.critical-header")


def test_an_unencoded_payload_is_not_read() -> None:
    encoded = part(header(b64=False, crit=["b64"]))
    text = json.dumps(claims()).replace(".", "")
    signature = encode_base64url(SIGNER.sign(f"{encoded}.{text}".encode()))
    assert report(f"{encoded}.{text}.{signature}").verdict is Verdict.REJECTED


def test_a_token_in_a_token_is_not_a_credential() -> None:
    nested = token(header(cty="JWT"), GENUINE, SIGNER)
    assert_forged(nested, "proof.wrong-media-type")
    assert report(token(header(), GENUINE, SIGNER)).verdict is Verdict.REJECTED


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", "openid4vci-proof+jwt", "vp+jwt", "statuslist+jwt"])
def test_a_token_that_the_issuer_made_for_something_else_is_no_credential(typ: str) -> None:
    assert_forged(token(header(typ=typ), claims(), SIGNER), "proof.wrong-media-type")


@pytest.mark.parametrize("size", [20_000, 3_000_000])
def test_a_huge_header_is_not_read(size: int) -> None:
    assert_forged(token(header(x="x" * size), claims(), SIGNER), "proof.malformed-jws")


def test_a_deep_header_is_not_read() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    assert_forged(token(header(x=deep), claims(), SIGNER), "proof.malformed-jws")


def test_a_token_of_points_is_split_no_further_than_it_has_to_be() -> None:
    assert report("eyJ" + "." * 1_000_000).verdict is Verdict.REJECTED


def test_the_private_key_in_the_header_lets_anybody_sign() -> None:
    jwk = {**FORGER.public_key.to_jwk(), "d": encode_base64url(bytes(32))}
    assert_forged(token(header(alg="EdDSA", kid=None, jwk=jwk), claims(), FORGER), "proof.private-key-in-header")


def test_a_short_rsa_key_is_none() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    modulus = rsa.generate_private_key(65537, 1024).public_key().public_numbers().n  # noqa: S505 - that is the point
    jwk = {"kty": "RSA", "n": encode_base64url(modulus.to_bytes(128)), "e": "AQAB"}
    world = published(**{SETS: {"keys": [{**jwk, "kid": "short"}]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(token(header(kid="short"), claims(), SIGNER), "key.wrong-length", world)


@pytest.mark.parametrize("exponent", [1, 2])
def test_an_rsa_key_with_a_trivial_exponent_is_none(exponent: int) -> None:
    jwk = {**KEY.public_key.to_jwk(), "e": encode_base64url(bytes([exponent])), "kid": "trivial"}
    world = published(**{SETS: {"keys": [jwk]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(token(header(kid="trivial"), claims(), SIGNER), "key.not-rsa", world)


def test_a_key_for_encryption_signs_nothing() -> None:
    jwk = {**KEY.public_key.to_jwk(), "use": "enc", "kid": "enc"}
    world = published(**{SETS: {"keys": [jwk]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(token(header(kid="enc"), claims(), SIGNER), "key.not-for-signatures", world)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_letter_of_the_payload_breaks_the_signature(place: int) -> None:
    begin, _, end = GENUINE.split(".")
    payload = bytearray(payload_of(GENUINE))
    payload[payload.index(b"Soil") + place] ^= 1
    assert_forged(f"{begin}.{part(bytes(payload))}.{end}", "proof.signature-invalid")


def test_another_spelling_of_the_same_bytes_is_not_the_token() -> None:
    begin, middle, end = GENUINE.split(".")
    for text in (f"{begin}.{middle}=.{end}", f"{begin}.{middle}.{end}==", f"{begin} .{middle}.{end}"):
        assert report(text).verdict is Verdict.REJECTED
