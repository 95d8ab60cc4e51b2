"""A badge of our own making, in every part that the data model has, and the key that seals it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.proofs import add_proof

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""The moment at which the tests live."""

SIGNER = Ed25519Signer.from_seed(bytes(range(32)))
STRANGER = Ed25519Signer.from_seed(bytes(range(1, 33)))
CANONICALIZER = Canonicalizer()

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

_BADGE: dict[str, Any] = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES],
    "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": SIGNER.verification_method.partition("#")[0],
        "type": ["Profile"],
        "name": "Riverside College",
        "url": "https://college.example/",
    },
    "validFrom": "2026-01-15T09:00:00Z",
    "validUntil": "2029-01-15T09:00:00Z",
    "name": "Soil Sampling, Level 2",
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
                "identityType": "emailAddress",
                "salt": "Kosher",
            }
        ],
        "creditsEarned": 1.5,
        "achievement": {
            "id": "https://college.example/achievements/soil-2",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Soil Sampling, Level 2",
            "description": "Takes representative soil samples and documents them.",
            "criteria": {"narrative": "Take *ten* samples under observation."},
            "creditsAvailable": 2,
            "tag": ["soil", "field work"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Sampling",
                    "targetUrl": "https://skills.example/sampling",
                    "targetFramework": "Example Skills",
                }
            ],
            "resultDescription": [
                {
                    "id": "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a01",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["C", "B", "A"],
                    "requiredValue": "C",
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a01",
                "value": "A",
            }
        ],
    },
}


def unsigned(**changes: Any) -> dict[str, Any]:
    """The badge without a proof, with some of its members set; ``None`` takes a member out."""
    badge = {**copy.deepcopy(_BADGE), **changes}
    return {name: value for name, value in badge.items() if value is not None}


def sealed(tree: dict[str, Any] | None = None, signer: Ed25519Signer = SIGNER, **proof: Any) -> Document:
    """The badge sealed by ``signer`` on the day of its validFrom."""
    document = Document.of(unsigned() if tree is None else tree)
    created = proof.pop("created", datetime(2026, 1, 15, 9, tzinfo=UTC))
    expires = proof.pop("expires", None)
    return add_proof(
        document, signer, created=created, expires=expires, canonicalizer=CANONICALIZER, options=proof or None
    )
