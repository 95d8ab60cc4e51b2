"""Credentials within credentials: a record of courses, a presentation, and how their proofs hold."""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.errors import ContextError, ProofError
from microcred.keys import Signer
from microcred.present import Holder
from microcred.proofs import SecuredDocument, verify_proof

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def course(number: int, **subject: Any) -> dict[str, Any]:
    """A badge for one of several courses of the same learner."""
    tree = unsigned(id=f"urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a{number}")
    achievement = {
        "id": f"https://college.example/achievements/course-{number}",
        "type": ["Achievement"],
        "name": f"Course {number}",
        "description": "A course.",
        "criteria": {"narrative": "Pass."},
    }
    members = {"id": "did:example:learner", "type": ["AchievementSubject"], "achievement": achievement}
    return {**tree, "credentialSubject": members | subject}


def record(*credentials: Any, **members: Any) -> dict[str, Any]:
    """A record that holds credentials, without a proof."""
    v2, ob = unsigned()["@context"]
    return {
        "@context": [v2, CLR, ob],
        "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a10",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": unsigned()["issuer"],
        "validFrom": "2026-02-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": list(credentials),
        },
        **members,
    }


def with_phone() -> dict[str, Any]:
    """A record whose issuer is described otherwise than in the badge that the same issuer signed before."""
    issuer = {"id": unsigned()["issuer"]["id"], "type": ["Profile"], "phone": "+49 1"}
    return sealed(record(sealed(course(11)).tree, issuer=issuer)).to_dict()


def presentation(*credentials: Any) -> dict[str, Any]:
    """What a holder shows."""
    holder = Holder(STRANGER, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return holder.present(credentials, challenge="4f7a").to_dict()


def embedded(tree: dict[str, Any]) -> list[dict[str, Any]]:
    """The credentials in a record."""
    found: list[dict[str, Any]] = tree["credentialSubject"]["verifiableCredential"]
    return found


def holds(tree: Any, signer: Signer = SIGNER, purpose: str = "assertionMethod") -> bool:
    """Whether the proof of a document holds."""
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    try:
        verify_proof(secured, secured.proof(), signer.public_key, purpose=purpose)
    except (ProofError, ContextError):
        return False
    return True
