"""An issuer that publishes one key, and the ways in which tests look that key up or spoil its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microcred.keys import Ed25519Signer, controller_document
from microcred.verification.issuer_keys import VerificationMethod, resolve_verification_method
from world import World

ISSUER = "https://college.example/issuers/1"
METHOD = f"{ISSUER}#key-1"
SIGNER = Ed25519Signer.from_seed(bytes(range(32)), verification_method=METHOD)
KEY = SIGNER.public_key
STRANGER = Ed25519Signer.from_seed(bytes(range(32, 64)))


def method(**changes: Any) -> dict[str, Any]:
    """The issuer's verification method, with some members changed, or left out where the change is None."""
    whole = {"id": METHOD, "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": KEY.to_multikey(), **changes}
    return {name: value for name, value in whole.items() if value is not None}


def document(**changes: Any) -> dict[str, Any]:
    """The issuer's controller document, with some members changed, or left out where the change is None."""
    whole = {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": ISSUER,
        "verificationMethod": [method()],
        "assertionMethod": [METHOD],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def did_web_document(did: str) -> dict[str, Any]:
    """The document of a did:web that publishes the issuer's key."""
    return controller_document(did, [KEY])


def resolve(
    published: World | Mapping[str, Any] | bytes,
    method_url: str = METHOD,
    *,
    controller: str = ISSUER,
    purpose: str = "assertionMethod",
    **options: Any,
) -> VerificationMethod:
    """Look a method up in a world, or in the one document that the issuer's URL is to give."""
    if not isinstance(published, World):
        content, published = published, World()
        published.serve(ISSUER, content)
    session = published.session()
    return resolve_verification_method(method_url, controller=controller, purpose=purpose, session=session, **options)
