"""Ed25519Signature2020, which wallets still hold: made here as its issuers make it, and verified."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, OPEN_BADGES, SIGNER, unsigned
from microcred.document import Document
from microcred.proofs import CRYPTOSUITES, SecuredDocument, add_proof
from microcred.proofs.signature_suite import SignatureSuite
from microcred.verification.fetch import Offline
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
SUITE = "https://w3id.org/security/suites/ed25519-2020/v1"
OPEN_BADGES_V1 = OPEN_BADGES.replace("3.0.3", "3.0.2")


def badge(*contexts: Any, own: Any = None) -> dict[str, Any]:
    """A badge of data model 1.1, whose proof names contexts of its own."""
    tree = unsigned(validFrom=None, validUntil=None)
    tree |= {"@context": [V1, OPEN_BADGES_V1, *contexts], "issuanceDate": "2026-01-15T09:00:00Z"}
    proof = {
        **({"@context": own} if own is not None else {}),
        "type": "Ed25519Signature2020",
        "created": "2026-01-15T09:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": SIGNER.verification_method,
    }
    secured = SecuredDocument(Document.of({**tree, "proof": proof}), CANONICALIZER)
    value = CRYPTOSUITES["Ed25519Signature2020"].seal(secured, secured.proof(), SIGNER)
    return {**tree, "proof": {**proof, "proofValue": value}}


def verify(tree: dict[str, Any]) -> Report:
    return Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=CANONICALIZER).verify(tree, at=AT)


@pytest.mark.parametrize("own", [SUITE, [SUITE], [V1, SUITE], [V1, OPEN_BADGES_V1, SUITE]])
def test_a_proof_may_name_the_context_of_its_suite_where_the_badge_does_not(own: Any) -> None:
    found = verify(badge(own=own))
    assert (found.verdict, found["proof"].evidence["suite"]) == (Verdict.ACCEPTED, "Ed25519Signature2020")
    assert SUITE in found["contexts"].evidence["contexts"], "the report says what the context stood for"


def test_what_a_proof_names_itself_is_read_as_if_the_badge_named_it() -> None:
    tree = badge(own=[SUITE])
    beside = badge(SUITE)
    assert tree["proof"]["proofValue"] == beside["proof"]["proofValue"]
    assert verify(beside).verdict is Verdict.ACCEPTED


def test_without_the_context_of_the_suite_nothing_says_what_the_proof_is() -> None:
    tree = badge(own=[SUITE])
    del tree["proof"]["@context"]
    assert verify(tree).verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    "other",
    [
        {"proofPurpose": {"@id": "https://w3id.org/security#proofPurpose", "@type": "@vocab"}},
        {"authentication": "https://w3id.org/security#assertionMethod"},
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "https://attacker.example/context",
        7,
        None,
    ],
)
def test_a_proof_defines_no_words_of_its_own(other: Any) -> None:
    tree = badge(own=[SUITE])
    tree["proof"]["@context"] = [SUITE, other]
    found = verify(tree)
    assert (found.verdict, found["proof"].code, found["proof"].pointer) == (
        Verdict.REJECTED,
        "proof.malformed",
        "/proof/@context",
    )


def test_another_member_of_the_proof_cannot_be_changed() -> None:
    for name, value in (("created", "2026-01-15T09:00:01Z"), ("nonce", "1")):
        tree = badge(own=[SUITE])
        tree["proof"][name] = value
        assert verify(tree).verdict is Verdict.REJECTED


def test_who_allows_it_aloud_seals_with_it_and_the_context_of_the_suite_is_added() -> None:
    suite = CRYPTOSUITES["Ed25519Signature2020"]
    assert isinstance(suite, SignatureSuite)
    allowed = suite._replace(issuable=True)
    for contexts, dates in (([V1, OPEN_BADGES_V1], {"issuanceDate": "2026-01-15T09:00:00Z"}), ([V2, OPEN_BADGES], {})):
        tree = unsigned(**{"@context": contexts}, **({"validFrom": None, "validUntil": None} if dates else {})) | dates
        document = add_proof(Document.of(tree), SIGNER, created=AT, suite_name=allowed, canonicalizer=CANONICALIZER)
        assert document.tree["@context"] == [*contexts, SUITE]
        assert verify(document.to_dict()).verdict is Verdict.ACCEPTED


def test_a_context_of_the_suite_that_is_there_is_not_added_again() -> None:
    suite = CRYPTOSUITES["Ed25519Signature2020"]
    assert isinstance(suite, SignatureSuite)
    tree = unsigned(**{"@context": [V2, OPEN_BADGES, SUITE]})
    document = add_proof(Document.of(tree), SIGNER, created=AT, suite_name=suite._replace(issuable=True))
    assert document.tree["@context"] == tree["@context"]
