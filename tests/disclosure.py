"""A badge with two results, of which the learner may show one: issued with ecdsa-sd-2023, derived, and taken apart."""

from __future__ import annotations

from functools import cache
from typing import Any

from badges import AT, CANONICALIZER, unsigned
from microcred.document import Document
from microcred.issue import Issuer
from microcred.keys import EcdsaSigner
from microcred.models import Profile
from microcred.proofs import EcdsaSd2023, SecuredDocument, derive_proof
from microcred.proofs.disclosure_values import BaseProofValue, DerivedProofValue, read_proof_value
from microcred.verification.fetch import Offline
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

ISSUER = EcdsaSigner("P-256", 7)
ONE_TIME = EcdsaSigner("P-256", 11)
HMAC_KEY = bytes(range(32))
SHOWN, HIDDEN = "ninety-three", "seventeen"


def suite(**changes: Any) -> EcdsaSd2023:
    """The suite with keys that are the same each time."""
    return EcdsaSd2023(**{"new_hmac_key": lambda: HMAC_KEY, "new_signer": lambda: ONE_TIME, **changes})


def draft(**changes: Any) -> dict[str, Any]:
    """The badge of the tests without an issuer, with two results and two pieces of evidence."""
    tree = {name: value for name, value in unsigned(**changes).items() if name != "issuer"}
    subject = tree["credentialSubject"]
    description = subject["result"][0]["resultDescription"]
    subject["result"] = [
        {"type": ["Result"], "resultDescription": description, "value": SHOWN, "achievedLevel": "urn:uuid:level-1"},
        {"type": ["Result"], "resultDescription": description, "value": HIDDEN},
    ]
    tree["evidence"] = [
        {"type": ["Evidence"], "narrative": f"Protocol of the {field} field."} for field in ("north", "south")
    ]
    return tree


def issued(tree: dict[str, Any] | None = None, signer: EcdsaSigner = ISSUER, **settings: Any) -> Document:
    """The badge as the issuer hands it to the learner: with the base proof."""
    issuer = Issuer(
        Profile(name="Riverside College"),
        signer,
        suite=suite(**settings),
        canonicalizer=CANONICALIZER,
        clock=lambda: AT,
    )
    return issuer.issue(draft() if tree is None else tree)


@cache
def base() -> Document:
    return issued()


def derived(*pointers: str, document: Document | None = None) -> Document:
    """What the learner shows; by default the first result."""
    return derive_proof(
        document or base(),
        selective_pointers=pointers or ("/credentialSubject/result/0",),
        canonicalizer=CANONICALIZER,
    )


def verify(source: Any) -> Report:
    return Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=CANONICALIZER).verify(source, at=AT)


def value_of(document: Document) -> Any:
    """The proof value, taken apart."""
    return read_proof_value(SecuredDocument(document, CANONICALIZER).proof())


def with_value(document: Document, value: BaseProofValue | DerivedProofValue | str) -> dict[str, Any]:
    """The document with another proof value."""
    tree = document.to_dict()
    tree["proof"]["proofValue"] = str(value)
    return tree
