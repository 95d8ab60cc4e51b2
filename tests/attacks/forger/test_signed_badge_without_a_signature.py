"""A signed 2.0 badge without its signature.

Attack: The forger hands in the payload of a signed badge alone, with what they like in it, or under an algorithm that
anybody can make: "none", or a code.

Naively: A verifier sees that the badge is not a hosted one, so that there is nothing to fetch, and a JSON file that is
not a token has no signature to check.

Here: A badge that says it is signed counts only as the token that its issuer signed: ``proof.missing``; and a token
without a signature is not even read (RFC 8725, 3.1).
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from hosted_badges import TRUSTED, refused
from microcred.errors import ProofError
from microcred.proofs.jws import read_jws
from microcred.verification.open_badges_2 import recognise
from open_badges_2 import (
    ASSERTION,
    ISSUER,
    assertion,
    signed,
    signed_assertion,
    signing_web,
    verified,
)
from world import World


def naive_verify(given: dict[str, Any], world: World) -> bool:
    from naive import document_at

    if given["verification"]["type"] == "HostedBadge":
        return document_at(given["id"], world) == given
    return document_at(given["verification"]["creator"], world)["owner"] == ISSUER


def test_a_naive_verifier_has_nothing_to_check() -> None:
    assert naive_verify(signed_assertion(narrative="With distinction."), signing_web())


def test_the_badge_with_its_signature_is_accepted() -> None:
    assert verified(signed(), signing_web(), trust=TRUSTED)


def test_a_signed_badge_without_its_signature_is_nothing() -> None:
    assert refused(verified(signed_assertion(), signing_web(), trust=TRUSTED), "proof", "proof.missing")
    hosted = signed_assertion(id=ASSERTION)
    world = signing_web()
    world.serve(ASSERTION, hosted)
    assert refused(verified(hosted, world, trust=TRUSTED), "proof", "proof.missing")


def test_a_signature_around_a_hosted_badge_adds_nothing() -> None:
    forged = assertion(narrative="With distinction.")
    assert refused(verified(signed(forged, 2), signing_web(), trust=TRUSTED), "proof", "hosted.differs")


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "HS512"])
def test_a_token_that_anybody_could_make_is_not_read(algorithm: str) -> None:
    def part(value: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    token = b".".join((part({"alg": algorithm}), part(signed_assertion()), base64.urlsafe_b64encode(b"x" * 30)))
    with pytest.raises(ProofError):
        read_jws(token)
    assert recognise(token) is None
