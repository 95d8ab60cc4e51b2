"""A newer version of a credential: asked for only aloud, only after a valid proof, and only the same credential."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from badges import AT, CANONICALIZER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.verification.report import Outcome, Report, Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from world import World

SERVICE = "https://college.example/credentials/7"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def badge(**changes: Any) -> dict[str, Any]:
    tree = unsigned(refreshService={"id": SERVICE, "type": "1EdTechCredentialRefresh"})
    tree["@context"] = [*tree["@context"], EXTENSIONS]
    return {**tree, **changes}


def served(version: Document) -> World:
    world = World()
    world.serve(SERVICE, version.raw)
    return world


def report(source: Any, world: World, **question: Any) -> Report:
    verifier = Verifier(trust=AnyIssuer(), fetcher=world, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(source, **question)


OLD = sealed(badge(validUntil="2026-03-01T00:00:00Z"))
NEW = sealed(badge(validFrom="2026-04-01T00:00:00Z"), created=datetime(2026, 4, 1, tzinfo=UTC))


def test_nobody_is_asked_for_a_newer_version_unless_the_caller_wants_it() -> None:
    world = served(NEW)
    found = report(OLD, world)
    assert found["refresh"].code == "refresh.not-asked-for"
    assert world.visits == []
    assert found.current is False


def test_a_newer_version_decides_about_dates_and_status() -> None:
    found = report(OLD, served(NEW), refresh=True)
    assert found["refresh"].outcome is Outcome.PASSED
    assert found.verdict is Verdict.ACCEPTED
    assert found.refreshed is not None
    assert found.refreshed.document == NEW
    assert found.document == OLD
    assert found.require() == NEW


def test_a_revoked_or_expired_newer_version_makes_the_old_one_worthless() -> None:
    ended = sealed(badge(validFrom="2026-04-01T00:00:00Z", validUntil="2026-05-01T00:00:00Z"))
    found = report(sealed(badge()), served(ended), refresh=True)
    assert (found.verdict, found["period"].code) == (Verdict.REJECTED, "period.expired")


def test_a_newer_version_is_fetched_only_after_the_proof_holds() -> None:
    world = served(NEW)
    found = report({**OLD.tree, "name": "Another"}, world, refresh=True)
    assert found["refresh"].outcome is Outcome.NOT_RUN
    assert world.visits == []


@pytest.mark.parametrize(
    "version",
    [
        sealed(badge(id="urn:uuid:00000000-0000-4000-8000-000000000000")),
        sealed(badge(issuer={"id": STRANGER.verification_method.partition("#")[0], "type": ["Profile"]}), STRANGER),
        Document.of({**NEW.tree, "name": "Changed afterwards"}),
        sealed(badge(validFrom="2026-01-01T00:00:00Z"), created=datetime(2026, 1, 1, tzinfo=UTC)),
        Document.of({"id": "nothing"}),
    ],
    ids=["another id", "another issuer", "forged", "older", "no credential"],
)
def test_what_is_not_a_newer_version_of_this_credential_is_passed_over(version: Document) -> None:
    found = report(OLD, served(version), refresh=True)
    assert found["refresh"].code == "refresh.not-usable"
    assert found["refresh"].outcome is Outcome.NOT_RUN
    assert found.refreshed is None
    assert found["period"].code == "period.expired"


def test_a_service_that_is_away_leaves_the_credential_as_it_is() -> None:
    found = report(sealed(badge()), World(), refresh=True)
    assert found["refresh"].code == "refresh.not-had"
    assert found.verdict is Verdict.ACCEPTED


def test_a_newer_version_is_not_refreshed_again() -> None:
    world = served(NEW)
    report(OLD, world, refresh=True)
    assert world.visits == [SERVICE]


def test_a_newer_version_says_nothing_about_a_day_that_is_past() -> None:
    world = served(NEW)
    found = report(OLD, world, refresh=True, at=AT - timedelta(days=100))
    assert found["refresh"].code == "refresh.not-for-the-past"
    assert found.verdict is Verdict.ACCEPTED
    assert world.visits == []


def test_a_service_of_another_type_is_not_asked() -> None:
    world = served(NEW)
    tree = unsigned(
        **{"@context": [*unsigned()["@context"], {"Magic": "https://x.example/Magic"}]},
        refreshService={"id": SERVICE, "type": "Magic"},
    )
    assert report(sealed(tree), world, refresh=True)["refresh"].code == "refresh.unsupported-type"
    assert world.visits == []


def test_the_json_report_holds_the_report_of_the_newer_version() -> None:
    told = report(OLD, served(NEW), refresh=True).to_dict()
    assert told["refreshed"]["credential"]["validFrom"] == "2026-04-01T00:00:00Z"


def test_a_newer_version_has_to_be_for_the_expected_recipient_too() -> None:
    subject = {**badge()["credentialSubject"], "id": "did:example:somebody-else"}
    other = sealed(badge(validFrom="2026-04-01T00:00:00Z", credentialSubject=subject))
    mine = badge()["credentialSubject"]["id"]
    assert report(OLD, served(NEW), refresh=True, recipient=mine)["recipient"].outcome is Outcome.PASSED
    found = report(OLD, served(other), refresh=True, recipient=mine)
    assert found.refreshed is not None
    assert (found.verdict, found["recipient"].code) == (Verdict.REJECTED, "recipient.no-match")


def test_a_version_of_the_same_day_that_was_sealed_later_is_newer_and_the_check_says_where_it_was_had() -> None:
    corrected = badge(name="Soil Sampling, Level 2 (corrected)")
    same = sealed(corrected, created=datetime(2026, 4, 1, tzinfo=UTC))
    assert report(sealed(badge()), served(sealed(corrected)), refresh=True).refreshed is None
    found = report(sealed(badge()), served(same), refresh=True)
    assert found.refreshed is not None
    assert found["refresh"].evidence["url"] == SERVICE
    assert found["refresh"].evidence["sha256"] == same.sha256
