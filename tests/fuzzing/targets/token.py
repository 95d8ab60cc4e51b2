"""Compact tokens: read, held against their claims, verified; and one that is believed was signed by whom it names."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from fuzzing.oracle import Broken, answer
from fuzzing.reports import check_verification
from fuzzing.scene import verifier
from fuzzing.target import Target
from fuzzing.token_mutations import mutate_token, parts_of
from microcred.errors import MicrocredError
from microcred.keys import did_jwk
from microcred.proofs import check_claims, check_token_period, read_jws, read_jwt
from microcred.verification.verifier import Verifier
from tokens import badge_token, claims, header, token

KEYS = {signer.verification_method.partition("#")[0]: signer.public_key.raw for signer in (SIGNER, STRANGER)}


def run(data: bytes) -> None:
    answer(lambda: read_jws(data))
    for drafts in (False, True):
        jwt = answer(lambda: read_jwt(data, drafts=drafts))  # noqa: B023 - called at once
        if not isinstance(jwt, MicrocredError):
            answer(lambda: check_claims(jwt))  # noqa: B023
            answer(lambda: check_token_period(jwt, AT))  # noqa: B023
        ours = verifier()
        asked = Verifier(
            trust=ours.trust, fetcher=ours.fetcher, canonicalizer=CANONICALIZER, draft_tokens=drafts, clock=lambda: AT
        )
        report = check_verification(asked, data)
        if report.authentic and (parts := parts_of(data)) is not None:
            _check_signed(data.strip(), parts[1], parts[2])


def _check_signed(text: bytes, payload: bytes, signature: bytes) -> None:
    """Looked at once more, in a few lines: the key of the issuer that the payload names signed the token."""
    tree = json.loads(payload)
    tree = {**tree.get("vc", {}), **tree} if isinstance(tree.get("vc"), dict) else tree
    issuer = tree.get("iss", tree.get("issuer"))
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    if issuer in KEYS:
        try:
            Ed25519PublicKey.from_public_bytes(KEYS[issuer]).verify(signature, text.rpartition(b".")[0])
        except InvalidSignature:
            raise Broken(f"a token of {issuer} is believed that its key did not sign") from None


@cache
def seeds() -> tuple[bytes, ...]:
    jwk = SIGNER.public_key.to_jwk()
    issuer = did_jwk(SIGNER.public_key)
    old = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential"], "issuer": issuer}
    old |= {"issuanceDate": "2026-01-15T09:00:00Z", "credentialSubject": {"id": "did:example:learner"}}
    found = (
        badge_token(),
        badge_token(STRANGER),
        token(header(), claims()),
        token(header(kid=None, jwk=jwk), claims()),
        token(header(typ="vc+jwt", cty="vc"), unsigned()),
        token(header(kid=f"{issuer}#0"), {"vc": old, "iss": issuer, "nbf": 1768467600}),
        token(header(), {**claims(), "proof": sealed().to_dict()["proof"]}),
        token(header(kid="https://college.example/issuer#key-1"), claims(iss="https://college.example/issuer")),
        token(header(alg="none"), claims()),
        token(header(b64=False, crit=["b64"]), claims()),
    )
    return tuple(each.encode() for each in found)


def mutate(data: bytes, rnd: Random) -> bytes:
    return mutate_token(data, rnd)


TARGET = Target("token", run, seeds, mutate)
