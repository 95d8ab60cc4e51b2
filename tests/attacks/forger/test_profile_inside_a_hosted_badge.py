"""The victim's profile inside a 2.0 badge of the forger's.

Attack: The forger writes the class and the profile of the victim out inside the assertion, and changes in the profile
where its badges are published, or which key signs them.

Naively: A verifier saves the look-up of what is written out already.

Here: What stands in the badge is the word of whoever holds it. The profile is fetched from its own address, and the
copy decides nothing: ``hosted.out-of-scope``, or ``proof.signature-invalid`` under the key that the victim publishes.
"""

from __future__ import annotations

from typing import Any

from hosted_badges import EVIL, TRUSTED, refused
from naive import document_at
from open_badges_2 import (
    ISSUER,
    assertion,
    badge_class,
    key_document,
    profile,
    rsa_signer,
    signed,
    signed_assertion,
    signing_web,
    verified,
    web,
    written_out,
)
from world import World

ALLOWING = profile(verification={"type": "VerificationObject", "allowedOrigins": ["evil.example"]})


def naive_verify(given: dict[str, Any], world: World) -> bool:
    from urllib.parse import urlsplit

    issuer = given["badge"]["issuer"]
    allowed = issuer["verification"]["allowedOrigins"]
    published = urlsplit(given["id"]).hostname in allowed and document_at(given["id"], world) == given
    return published and issuer["id"] == ISSUER


def test_a_naive_verifier_reads_in_the_badge_where_badges_are_published() -> None:
    forged = assertion(id=f"{EVIL}/1", badge=badge_class(issuer=ALLOWING))
    world = web()
    world.serve(f"{EVIL}/1", forged)
    assert naive_verify(forged, world)


def test_a_true_copy_does_no_harm() -> None:
    assert verified(written_out(), web(written_out()), trust=TRUSTED)


def test_the_copy_of_a_profile_inside_the_badge_decides_nothing() -> None:
    issuer = profile(verification={"type": "VerificationObject", "allowedOrigins": ["evil.example"]})
    forged = assertion(id=f"{EVIL}/1", badge=badge_class(issuer=issuer))
    world = web()
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")


def test_the_key_in_a_profile_inside_the_badge_decides_nothing() -> None:
    issuer = profile(publicKey=[key_document(publicKeyPem=rsa_signer(2).public_pem)])
    payload = signed_assertion(badge=badge_class(issuer=issuer))
    assert refused(verified(signed(payload, 2), signing_web(), trust=TRUSTED), "proof", "proof.signature-invalid")
