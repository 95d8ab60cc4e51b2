"""Every way in which verifiers differ about a signature or a key, made here, and held against what is decided.

docs/decisions/0037 says why. Each case goes through the key room, and through both public doors: a badge with a proof,
and the same badge in a token.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from badges import AT, CANONICALIZER, SIGNER, unsigned
from curve_arithmetic import BASE, P256, P384, Curve, L, encoded, holds, times
from microcred.document import Document
from microcred.errors import IssuerKeyError
from microcred.keys import EcdsaSigner, PublicKey
from microcred.keys.multikey import encode_multikey
from microcred.multibase import encode_base64url
from microcred.proofs import add_proof
from microcred.verification.fetch import Offline
from microcred.verification.report import Outcome, Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from signature_cases import (
    KEYS,
    SECRET,
    SIGNATURES,
    KeyCase,
    MadeForOneMessage,
    SignatureCase,
    ecdsa_key,
    ed25519_signed,
    least_x,
)
from tokens import claims, header, token

DATA = b"a badge, and a half"
VERIFIER = Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=CANONICALIZER, clock=lambda: AT)
SUITES = {"Ed25519": "eddsa-jcs-2022", "P-256": "ecdsa-jcs-2019", "P-384": "ecdsa-jcs-2019"}
ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
SOUND = {
    "Ed25519": SIGNER.public_key,
    **{curve: EcdsaSigner(curve, 7).public_key for curve in ("P-256", "P-384")},  # type: ignore[arg-type]
}


@dataclass(frozen=True)
class Maker:
    """A signer by the rule of a case, under whatever did:key its bytes have."""

    case: SignatureCase | KeyCase

    @property
    def did(self) -> str:
        raw = self.case.key if isinstance(self.case, SignatureCase) else self.case.raw
        return f"did:key:{encode_multikey(self.case.type, raw)}"

    @property
    def verification_method(self) -> str:
        return f"{self.did}#{self.did.removeprefix('did:key:')}"

    @property
    def public_key(self) -> PublicKey:
        # Sealing asks for its type alone.
        return SOUND[self.case.type]

    def sign(self, data: bytes) -> bytes:
        return self.case.sign(data) if isinstance(self.case, SignatureCase) else self.case.forge(data)

    def badge(self) -> Document:
        tree = unsigned(issuer={"id": self.did, "type": ["Profile"]})
        suite = SUITES[self.case.type]
        return add_proof(Document.of(tree), self, created=AT, suite_name=suite, canonicalizer=CANONICALIZER)

    def token(self) -> str:
        payload = claims(issuer={"id": self.did, "type": ["Profile"]}, iss=self.did)
        return token(header(alg=ALGORITHMS[self.case.type], kid=self.verification_method), payload, self)


@pytest.mark.parametrize("case", SIGNATURES, ids=str)
def test_a_signature_is_judged_as_decided_wherever_it_stands(case: SignatureCase) -> None:
    assert PublicKey(case.type, case.key).verify(case.sign(DATA), DATA) is case.holds, case.rule
    for credential in (Maker(case).badge(), Maker(case).token()):
        report = VERIFIER.verify(credential)
        assert report.verdict is (Verdict.ACCEPTED if case.holds else Verdict.REJECTED), case.rule
        assert report["issuer_key"].outcome is Outcome.PASSED
        expected = {None} if case.holds else {"proof.signature-invalid", "proof.value-malformed"}
        assert report["proof"].code in expected


@pytest.mark.parametrize("case", KEYS, ids=str)
def test_what_is_no_key_is_refused_wherever_it_stands(case: KeyCase) -> None:
    with pytest.raises(IssuerKeyError) as refused:
        PublicKey(case.type, case.raw)
    assert refused.value.code == case.code, case.rule
    for credential in (Maker(case).badge(), Maker(case).token()):
        report = VERIFIER.verify(credential)
        assert report.verdict is Verdict.REJECTED
        assert (report["issuer_key"].code, report["proof"].outcome) == (case.code, Outcome.NOT_RUN), case.rule


def test_a_proof_value_has_its_length_before_anything_is_computed() -> None:
    report = VERIFIER.verify(Maker(named("Ed25519 65 bytes")).badge())
    assert report["proof"].code == "proof.value-malformed"


# That the cases are what they say: each of them holds for a verifier that leaves out the one thing.


def named(name: str) -> SignatureCase:
    return next(case for case in SIGNATURES if str(case) == name)


@pytest.mark.parametrize("case", [case for case in SIGNATURES if case.rule.endswith("range(0, L)")], ids=str)
def test_an_s_beyond_the_order_would_hold_if_it_were_reduced(case: SignatureCase) -> None:
    if " L" in case.name and case.name != "S = L":
        assert holds(case.key, case.sign(DATA), DATA)
    assert int.from_bytes(case.sign(DATA)[32:], "little") >= L


@pytest.mark.parametrize("case", [case for case in SIGNATURES if "both equations;" in case.rule], ids=str)
def test_what_the_cofactor_decides_holds_with_it_and_not_without(case: SignatureCase) -> None:
    signature = case.sign(DATA)
    assert not holds(case.key, signature, DATA)
    assert holds(case.key, signature, DATA, cofactor=8)


@pytest.mark.parametrize("name", ["R with y = p + 1", "R with y = p + 1, signed", "R with y = 1 and a sign"])
def test_a_second_spelling_of_r_would_hold_if_points_were_compared(name: str) -> None:
    case = named(f"Ed25519 {name}")
    assert holds(case.key, case.sign(DATA), DATA)


@pytest.mark.parametrize("case", [case for case in KEYS if case.code == "key.small-order"], ids=str)
def test_under_a_key_of_small_order_anybody_signs_anything(case: KeyCase) -> None:
    for data in (DATA, b"another badge", b""):
        assert holds(case.raw, case.forge(data), data)


def test_the_arithmetic_is_that_of_the_library() -> None:
    for secret in (1, 2, 9, L - 1):
        assert holds(encoded(times(secret, BASE)), ed25519_signed(DATA, secret=secret), DATA)
    assert SIGNER.public_key.verify(SIGNER.sign(DATA), DATA)
    assert holds(SIGNER.public_key.raw, SIGNER.sign(DATA), DATA)
    for curve in (P256, P384):
        assert EcdsaSigner(curve.name, SECRET).public_key.raw == ecdsa_key(curve)  # type: ignore[arg-type]
        assert curve.times(curve.n, curve.base) is None


# FIPS 186-5, 6.4.2, step 7: x is reduced before it is compared with r, and r is never added to.
@pytest.mark.parametrize("curve", [P256, P384], ids=lambda curve: curve.name)
@pytest.mark.parametrize("beyond", [False, True], ids=["below the order", "beyond the order"])
def test_the_x_of_the_nonces_point_is_reduced_and_r_is_in_range(curve: Curve, beyond: bool) -> None:
    raw, r, s = MadeForOneMessage(curve, least_x(curve, curve.n if beyond else 1)).made(DATA)
    key = PublicKey(curve.name, raw)  # type: ignore[arg-type]
    assert key.verify(curve.pair(r, s), DATA)
    assert not key.verify(curve.pair(r + curve.n, s), DATA)
    assert not key.verify(curve.pair(r, s + curve.n), DATA)
    # The message decided about the key, so that nothing is proven by it but that message.
    assert not key.verify(curve.pair(r, s), DATA + b"!")


@pytest.mark.parametrize("curve", [P256, P384], ids=lambda curve: curve.name)
@pytest.mark.parametrize("change", ["y", "both zero", "x beyond the field", "short x", "long x", "no y"])
def test_a_jwk_is_a_point_of_its_curve_in_full_width(curve: Curve, change: str) -> None:
    point = curve.times(SECRET, curve.base)
    assert point is not None
    x, y = (coordinate.to_bytes(curve.size) for coordinate in point)
    beyond = next(x for x in range(100) if curve.at(x))
    on_curve = curve.at(beyond)
    assert on_curve is not None
    code, x, y = {
        "y": ("key.not-a-point", x, (point[1] ^ 1).to_bytes(curve.size)),
        "both zero": ("key.not-a-point", bytes(curve.size), bytes(curve.size)),
        "x beyond the field": (
            "key.not-a-point",
            (beyond + curve.p).to_bytes(curve.size),
            on_curve[1].to_bytes(curve.size),
        ),
        "short x": ("key.wrong-length", x[1:], y),
        "long x": ("key.wrong-length", b"\0" + x, y),
        "no y": ("key.wrong-length", x, b""),
    }[change]
    jwk = {"kty": "EC", "crv": curve.name, "x": encode_base64url(x), "y": encode_base64url(y)}
    with pytest.raises(IssuerKeyError) as refused:
        PublicKey.from_jwk(jwk)
    assert refused.value.code == code
