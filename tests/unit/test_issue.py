"""Issuing: what is filled in, what is refused, and that nothing leaves without having been checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, STRANGER, unsigned
from microcred.document import Document
from microcred.errors import ContextError, ModelError, ProofError, UsageError
from microcred.issue import Issuer
from microcred.keys import Ed25519Signer, PublicKey
from microcred.models import Achievement, AchievementSubject, OpenBadgeCredential, Profile
from microcred.proofs import read_jwt
from microcred.verification.fetch import Offline
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import verify

COLLEGE = "https://college.example/issuer"


def issuer(profile: Profile | None = None, signer: Any = SIGNER) -> Issuer:
    return Issuer(profile or Profile(name="Riverside College"), signer, canonicalizer=CANONICALIZER, clock=lambda: AT)


def draft(**members: Any) -> OpenBadgeCredential:
    achievement = Achievement(name="Soil Sampling", description="Takes soil samples.", criteria="Take ten samples.")
    subject = AchievementSubject(id="did:example:learner", achievement=achievement)
    return OpenBadgeCredential(
        name="Soil Sampling", valid_from=datetime(2026, 1, 1, tzinfo=UTC), credential_subject=subject, **members
    )


def without_issuer() -> dict[str, Any]:
    tree = unsigned()
    del tree["issuer"]
    return tree


def test_a_model_becomes_a_badge_that_verifies() -> None:
    badge = issuer().issue(draft())
    report = verify(badge, trust=TrustedIssuers(issuer().id), at=AT, fetcher=Offline())
    assert report.require() == badge


def test_a_profile_without_an_id_gets_the_did_of_the_key() -> None:
    badge = issuer().issue(draft())
    assert badge.tree["issuer"] == {"id": issuer().id, "type": ["Profile"], "name": "Riverside College"}
    assert issuer().id == SIGNER.verification_method.partition("#")[0]


def test_a_profile_with_an_id_needs_a_key_of_that_id() -> None:
    profile = Profile(id=COLLEGE, name="Riverside College")
    signer = SIGNER.with_verification_method(f"{COLLEGE}#key-1")
    assert issuer(profile, signer).issue(draft()).tree["proof"]["verificationMethod"] == f"{COLLEGE}#key-1"
    with pytest.raises(UsageError) as caught:
        issuer(profile)
    assert caught.value.code == "usage.key-of-another"


def test_the_issuer_stands_after_the_type() -> None:
    assert list(issuer().issue(without_issuer()).tree)[:4] == ["@context", "id", "type", "issuer"]


def test_a_document_is_signed_as_it_is() -> None:
    text = (
        str(Document.of(unsigned()))
        .replace("1.5", "1.50")
        .replace("2026-01-15T09:00:00Z", "2026-01-15T09:00:00.0+00:00")
    )
    badge = issuer().issue(Document.parse(text))
    assert {**badge.to_dict(), "proof": None} == {**Document.parse(text).to_dict(), "proof": None}
    assert b'"creditsEarned": 1.50' in badge.raw


def test_a_credential_of_another_issuer_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        issuer(signer=STRANGER).issue(unsigned())
    assert caught.value.code == "usage.another-issuer"


def test_a_credential_that_is_not_what_the_standard_says_is_refused() -> None:
    tree = unsigned()
    del tree["credentialSubject"]["achievement"]["criteria"]
    with pytest.raises(ModelError) as caught:
        issuer().issue(tree)
    assert caught.value.pointer == "/credentialSubject/achievement/criteria"


@pytest.mark.parametrize("member", [{"difficulty": "hard"}, {"https://schema.org/name": "x"}, {"@graph": []}])
def test_a_credential_that_says_more_than_its_signature_is_refused(member: dict[str, Any]) -> None:
    with pytest.raises(ContextError):
        issuer().issue({**unsigned(), **member})


def test_a_badge_is_sealed_with_the_newest_contexts_only() -> None:
    # An older version of the base context gives any word a meaning; nobody seals with that one any more.
    with pytest.raises(ContextError) as caught:
        issuer().issue({**unsigned(), "difficulty": "hard"})
    assert (caught.value.code, caught.value.pointer) == ("contexts.undefined-term", "/difficulty")


def test_another_proof_is_added_to_those_that_are_there() -> None:
    once = issuer().issue(unsigned())
    twice = issuer().issue(once)
    assert [proof["proofValue"] for proof in twice.tree["proof"]] == [once.tree["proof"]["proofValue"]] * 2


def test_the_old_data_model_gets_the_context_that_defines_the_proof() -> None:
    tree = unsigned(validFrom=None, validUntil=None, issuanceDate="2026-01-15T09:00:00Z")
    tree["@context"][0] = "https://www.w3.org/2018/credentials/v1"
    badge = issuer().issue(tree)
    assert badge.tree["@context"][-1] == "https://w3id.org/security/data-integrity/v2"
    assert verify(badge, trust=TrustedIssuers(issuer().id), at=AT, fetcher=Offline())


def test_the_proof_says_when_it_was_made() -> None:
    assert issuer().issue(draft()).tree["proof"]["created"] == "2026-06-01T12:00:00Z"


class Careless:
    """A signer that signs something else."""

    verification_method = SIGNER.verification_method

    @property
    def public_key(self) -> PublicKey:
        return SIGNER.public_key

    def sign(self, data: bytes) -> bytes:
        return SIGNER.sign(data + b"x")


def test_a_seal_that_does_not_hold_never_leaves_the_house() -> None:
    with pytest.raises(ProofError):
        issuer(signer=Careless()).issue(draft())


@pytest.mark.parametrize("suite", ["Ed25519Signature2020", "mystery"])
def test_only_current_suites_are_issued(suite: str) -> None:
    with pytest.raises(Exception, match=r"verified only|not known"):
        Issuer(Profile(name="x"), Ed25519Signer.generate(), suite=suite).issue(draft())


def test_a_badge_is_issued_as_a_jwt() -> None:
    badge = issuer().issue_jwt(draft())
    report = verify(badge, trust=TrustedIssuers(issuer().id), at=AT, fetcher=Offline())
    assert report.require().tree["credentialSubject"]["id"] == "did:example:learner"
    assert read_jwt(badge).issued_at == AT


def test_a_jwt_that_says_more_than_its_contexts_is_refused() -> None:
    with pytest.raises(ContextError):
        issuer().issue_jwt({**without_issuer(), "favouriteColour": "blue"})
