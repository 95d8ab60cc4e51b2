"""A badge whose issuer publishes its key on the web, and what a verifier makes of the document that is found there."""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.keys import Ed25519Signer, PublishedKey, controller_document
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from world import World

__all__ = ["BADGE", "COLLEGE", "DOCUMENT_URL", "FORGED", "MALLORY", "METHOD", "TRUE_DOCUMENT", "document", "judged"]

COLLEGE = "did:web:college.example"
DOCUMENT_URL = "https://college.example/.well-known/did.json"
METHOD = f"{COLLEGE}#key-1"
_COLLEGE_SIGNER, MALLORY = SIGNER.with_verification_method(METHOD), STRANGER.with_verification_method(METHOD)

BADGE = sealed(unsigned(issuer=COLLEGE), _COLLEGE_SIGNER).raw
FORGED = sealed(unsigned(issuer=COLLEGE), MALLORY).raw
"""A badge in the name of the college, sealed with somebody else's key under the name of its own."""


def document(signer: Ed25519Signer = _COLLEGE_SIGNER, **changes: Any) -> dict[str, Any]:
    """The document of the college with the key of a signer, with some members set."""
    return {**controller_document(COLLEGE, [PublishedKey(signer.public_key, fragment="key-1")]), **changes}


TRUE_DOCUMENT = document()


def judged(badge: bytes, answer: Any, *, media_type: str = "application/json", web: World | None = None) -> Report:
    """The report on a badge of the college, at whose place this answer is found."""
    web = World() if web is None else web
    web.serve(DOCUMENT_URL, answer, media_type=media_type)
    verifier = Verifier(trust=TrustedIssuers(COLLEGE), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(badge)
