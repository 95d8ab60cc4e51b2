"""Endorsements: each a report of its own, bound to what it endorses, and never deciding about the badge."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.verification.fetch import Offline
from microcred.verification.report import Outcome, Report, Verdict
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from world import World

ISSUER = SIGNER.verification_method.partition("#")[0]
ENDORSER = Ed25519Signer.from_seed(bytes(range(2, 34)))
BADGE = "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11"
ACHIEVEMENT = "https://college.example/achievements/soil-2"


def endorsement(target: str, signer: Ed25519Signer = ENDORSER, *, signed: bool = True, **changes: Any) -> Any:
    tree = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": uuid5(NAMESPACE_URL, target).urn,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed by the Soil Society",
        "issuer": {"id": signer.verification_method.partition("#")[0], "type": ["Profile"], "name": "Soil Society"},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {
            "id": target,
            "type": ["EndorsementSubject"],
            "endorsementComment": "What every field worker should know.",
        },
        **changes,
    }
    return sealed(tree, signer).tree if signed else tree


def badge(*, on_badge: Any = None, on_achievement: Any = None, on_issuer: Any = None) -> Document:
    tree = unsigned()
    if on_badge is not None:
        tree["endorsement"] = on_badge
    if on_achievement is not None:
        tree["credentialSubject"]["achievement"]["endorsement"] = on_achievement
    if on_issuer is not None:
        tree["issuer"]["endorsement"] = on_issuer
    return sealed(tree)


def report(source: Any, world: World | None = None, **question: Any) -> Report:
    verifier = Verifier(
        trust=TrustedIssuers(ISSUER), fetcher=world or Offline(), canonicalizer=CANONICALIZER, clock=lambda: AT
    )
    return verifier.verify(source, **question)


def test_endorsements_of_badge_achievement_and_issuer_are_each_verified() -> None:
    found = report(
        badge(
            on_badge=[endorsement(BADGE)],
            on_achievement=[endorsement(ACHIEVEMENT)],
            on_issuer=[endorsement(ISSUER)],
        )
    )
    assert found["endorsements"].outcome is Outcome.PASSED
    assert [(one.source, one.verdict) for one in found.endorsements] == [
        ("/issuer/endorsement/0", Verdict.ACCEPTED),
        ("/credentialSubject/achievement/endorsement/0", Verdict.ACCEPTED),
        ("/endorsement/0", Verdict.ACCEPTED),
    ]


def test_an_endorser_whom_nobody_vouches_for_is_shown_as_such() -> None:
    found = report(badge(on_badge=[endorsement(BADGE)]))
    assert found.recognised is True
    assert found.endorsements[0].recognised is None
    assert found.endorsements[0]["trust"].code == "trust.not-vouched-for"


def test_an_endorsement_of_something_else_does_not_hold() -> None:
    found = report(badge(on_badge=[endorsement("urn:uuid:00000000-0000-4000-8000-000000000000")]))
    assert found.endorsements[0]["recipient"].code == "endorsements.of-another"
    assert found["endorsements"].outcome is Outcome.FAILED


def test_an_endorsement_that_does_not_hold_is_reported_and_does_not_decide() -> None:
    forged = {**endorsement(BADGE), "id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    found = report(badge(on_badge=[forged, endorsement(BADGE)]))
    assert found.verdict is Verdict.ACCEPTED
    assert found["endorsements"].outcome is Outcome.FAILED
    assert [one.authentic for one in found.endorsements] == [False, True]
    assert found["endorsements"].faults[0].pointer == "/endorsement/0"
    assert found.require() == found.document


def test_an_endorsement_without_a_proof_is_the_word_of_the_badges_issuer() -> None:
    found = report(badge(on_badge=[endorsement(BADGE, signed=False)]))
    assert found.endorsements[0]["proof"].code == "proof.covered-by-outer"
    assert found.endorsements[0].verdict is Verdict.UNDETERMINED
    assert found["endorsements"].outcome is Outcome.UNDETERMINED
    assert found.verdict is Verdict.ACCEPTED


def test_an_endorsement_by_the_issuer_itself_may_rely_on_the_issuers_proof() -> None:
    found = report(badge(on_achievement=[endorsement(ACHIEVEMENT, SIGNER, signed=False, issuer=unsigned()["issuer"])]))
    assert found["endorsements"].outcome is Outcome.PASSED
    assert found.endorsements[0]["proof"].evidence["coveredBy"] == ISSUER


def test_an_expired_endorsement_is_genuine_and_no_longer_current() -> None:
    found = report(badge(on_badge=[endorsement(BADGE, validUntil="2026-02-01T00:00:00Z")]))
    assert (found.endorsements[0].authentic, found.endorsements[0].current) == (True, False)


def test_the_key_of_an_endorser_is_fetched_only_after_the_badges_proof_holds() -> None:
    far = STRANGER.with_verification_method("https://society.example/keys#1")
    tampered = badge(on_badge=[endorsement(BADGE, far)]).tree
    world = World()
    assert report({**tampered, "name": "Another"}, world).verdict is Verdict.REJECTED
    assert world.visits == []
    assert report(tampered, world).endorsements[0].verdict is Verdict.UNDETERMINED
    assert world.visits == ["https://society.example/keys"]


def test_endorsements_of_endorsements_are_not_followed() -> None:
    inner = endorsement(uuid5(NAMESPACE_URL, BADGE).urn)
    found = report(badge(on_badge=[endorsement(BADGE, endorsement=[inner])]))
    assert found.endorsements[0].endorsements == ()
    assert found.endorsements[0]["endorsements"].outcome is Outcome.NOT_APPLICABLE


def test_more_endorsements_than_anybody_reads_are_not_verified() -> None:
    found = report(badge(on_badge=[endorsement(BADGE, signed=False, id=f"urn:x:{n}") for n in range(51)]))
    assert found["endorsements"].code == "endorsements.too-many"
    assert found.endorsements == ()


@pytest.mark.parametrize("value", ["not.a.jwt", "a.b.c"])
def test_an_endorsement_jwt_that_cannot_be_read_is_one_bad_endorsement(value: str) -> None:
    tree = unsigned(endorsementJwt=[value])
    found = report(sealed(tree))
    assert found.verdict is Verdict.ACCEPTED
    assert found.endorsements[0].verdict is Verdict.REJECTED
    assert found.endorsements[0].source == "/endorsementJwt/0"


def test_the_json_report_holds_the_reports_of_the_endorsements() -> None:
    told = report(badge(on_badge=[endorsement(BADGE)])).to_dict()
    assert [one["credential"]["name"] for one in told["endorsements"]] == ["Endorsed by the Soil Society"]


def test_as_many_endorsements_as_are_read_are_all_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.verification.endorsements._MAX_ENDORSEMENTS", 2)
    two = badge(on_badge=[endorsement(BADGE), endorsement(BADGE, id="urn:uuid:0b4f3c6a-1d0a-4c62-9c7d-0a3c0f9d1e22")])
    assert len(report(two).endorsements) == 2
    three = badge(on_badge=list(two.tree["endorsement"]), on_achievement=endorsement(ACHIEVEMENT))
    assert report(three)["endorsements"].code == "endorsements.too-many"
