"""Who takes part: a college, an academy that publishes its key, a learner, an endorser, a stranger; always the same.

Their private keys follow from their names and are known to everybody who has this package. Trust none of them anywhere
but in a test.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from microcred.keys import EcdsaSigner, Ed25519Signer

__all__ = [
    "ACADEMY",
    "ACADEMY_KEY",
    "COLLEGE",
    "ENDORSER",
    "LEARNER",
    "academy_document",
    "academy_method",
    "college_of_curves",
    "did_of",
    "signer_of",
]

ACADEMY: Final = "https://academy.example/issuers/1"
ACADEMY_KEY: Final = f"{ACADEMY}#key-1"


def _seed(name: str) -> bytes:
    return hashlib.sha256(f"microcred testing: {name}".encode()).digest()


def signer_of(name: str, *, verification_method: str | None = None) -> Ed25519Signer:
    """The key of somebody by this name, who signs as its did:key unless told otherwise."""
    return Ed25519Signer.from_seed(_seed(name), verification_method=verification_method)


def did_of(name: str) -> str:
    """The did:key of somebody by this name."""
    return signer_of(name).verification_method.partition("#")[0]


def college_of_curves() -> EcdsaSigner:
    """A key on P-256, for what Ed25519 cannot do."""
    return EcdsaSigner("P-256", int.from_bytes(_seed("college"), "big") >> 8)


COLLEGE: Final = "college"
LEARNER: Final = "learner"
ENDORSER: Final = "endorser"


def academy_method(**changes: Any) -> dict[str, Any]:
    """The academy's verification method, with some members set, or left out where the change is ``None``."""
    key = signer_of("academy").public_key.to_multikey()
    whole = {"id": ACADEMY_KEY, "type": "Multikey", "controller": ACADEMY, "publicKeyMultibase": key, **changes}
    return {name: value for name, value in whole.items() if value is not None}


def academy_document(**changes: Any) -> dict[str, Any]:
    """The academy's controller document, with some members set, or left out where the change is ``None``."""
    whole = {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": ACADEMY,
        "verificationMethod": [academy_method()],
        "assertionMethod": [ACADEMY_KEY],
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}
