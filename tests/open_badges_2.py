"""An issuer of Open Badges 2.0 and its badges, in a web of its own; the keys are made when they are first used."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from microcred.document import Document
from microcred.keys import PublicKey
from microcred.proofs.jws import sign_jws
from microcred.verification.claims import Recipient
from microcred.verification.open_badges_2 import Given, recognise, verify_assertion
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer, TrustPolicy
from world import World

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
CONTEXT = "https://w3id.org/openbadges/v2"
HOME = "https://college.example"
ASSERTION, BADGE, ISSUER = f"{HOME}/assertions/1", f"{HOME}/badges/soil", f"{HOME}/issuer"
KEY, REVOCATIONS = f"{HOME}/keys/1", f"{HOME}/revoked"


def _with(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    whole = {**copy.deepcopy(base), **changes}
    return {name: value for name, value in whole.items() if value is not None}


def assertion(**changes: Any) -> dict[str, Any]:
    """A hosted assertion; ``None`` takes a member out."""
    base = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": False, "identity": "ana@example.org"},
        "badge": BADGE,
        "issuedOn": "2026-01-15T09:00:00+00:00",
        "verification": {"type": "HostedBadge"},
    }
    return _with(base, changes)


def badge_class(**changes: Any) -> dict[str, Any]:
    """The class of the badge."""
    base = {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": BADGE,
        "name": "Soil Sampling",
        "description": "Takes soil samples.",
        "image": f"{HOME}/soil.png",
        "criteria": {"narrative": "Take *ten* samples."},
        "issuer": ISSUER,
    }
    return _with(base, changes)


def profile(**changes: Any) -> dict[str, Any]:
    """The profile of the issuer."""
    base = {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": ISSUER,
        "name": "Riverside College",
        "url": f"{HOME}/",
        "email": "badges@college.example",
    }
    return _with(base, changes)


def written_out(**changes: Any) -> dict[str, Any]:
    """An assertion with its class and its issuer in it."""
    issuer = profile(**{"@context": None})
    return assertion(badge=badge_class(**{"@context": None, "issuer": issuer}), **changes)


def web(assertion_: dict[str, Any] | None = None, *, class_: dict[str, Any] | None = None, issuer: Any = None) -> World:
    """The web in which the issuer publishes; every document of it is there."""
    world = World()
    world.serve(ASSERTION, assertion() if assertion_ is None else assertion_)
    world.serve(BADGE, badge_class() if class_ is None else class_)
    world.serve(ISSUER, profile() if issuer is None else issuer)
    return world


def verified(
    given: dict[str, Any] | bytes | str | Given,
    world: World,
    *,
    trust: TrustPolicy | None = None,
    recipient: str | None = None,
    at: datetime = AT,
) -> Report:
    """The report on what somebody holds out."""
    match given:
        case dict():
            found: Given | None = Document.of(given)
        case bytes() | str():
            found = recognise(given.encode() if isinstance(given, str) else given)
            assert found is not None
        case _:
            found = given
    return verify_assertion(
        found,
        session=world.session(),
        trust=trust or AnyIssuer(),
        at=at,
        recipient=None if recipient is None else Recipient(recipient),
    )


@dataclass(frozen=True)
class RsaSigner:
    """An RSA key that signs as RS256; all that the tests need of one."""

    private: rsa.RSAPrivateKey
    verification_method: str = KEY

    @property
    def public_pem(self) -> str:
        return (
            self.private.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )

    @property
    def public_key(self) -> PublicKey:
        return PublicKey.from_pem(self.public_pem.encode())

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())


def rsa_signer(number: int = 1) -> RsaSigner:
    """A key; another number is another key."""
    return RsaSigner(_private_key(number))


@cache
def _private_key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def key_document(**changes: Any) -> dict[str, Any]:
    """The public key of the issuer, as it is published."""
    base = {
        "@context": CONTEXT,
        "type": "CryptographicKey",
        "id": KEY,
        "owner": ISSUER,
        "publicKeyPem": rsa_signer().public_pem,
    }
    return _with(base, changes)


def signed_assertion(**changes: Any) -> dict[str, Any]:
    """What a signed badge says."""
    base = {"id": "urn:uuid:1", "verification": {"type": "SignedBadge", "creator": KEY}}
    return assertion(**{**base, **changes})


def signed(payload: dict[str, Any] | None = None, number: int = 1) -> bytes:
    """A signed badge: a JWS over an assertion."""
    tree = signed_assertion() if payload is None else payload
    return sign_jws(Document.of(tree).raw, rsa_signer(number), header={"typ": "JWT"}).encode()


def signing_web(*, issuer: dict[str, Any] | None = None, key: dict[str, Any] | None = None) -> World:
    """The web of an issuer that signs, and keeps a list of what it revoked."""
    world = web(issuer=profile(publicKey=KEY, revocationList=REVOCATIONS) if issuer is None else issuer)
    world.serve(KEY, key_document() if key is None else key)
    return revoke(world)


def revoke(world: World, *entries: Any) -> World:
    """Publish the list of revoked badges."""
    listed = {"@context": CONTEXT, "type": "RevocationList", "id": REVOCATIONS, "revokedAssertions": list(entries)}
    world.serve(REVOCATIONS, listed)
    return world
