"""Reading Open Badges 2.0: what each class has to say, and every fault at once."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from microcred.errors import ModelError
from microcred.open_badges_2 import (
    AlignmentObject,
    Assertion,
    BadgeClass,
    Criteria,
    CryptographicKey,
    Endorsement,
    Evidence,
    IdentityObject,
    Image,
    Profile,
    RevocationList,
    RevokedAssertion,
    is_open_badges_2,
    read_open_badges_2,
    version_of,
)
from open_badges_2 import BADGE, CONTEXT, ISSUER, assertion, badge_class, profile, written_out

OLD = "https://w3id.org/openbadges/v1"
VERSION_1_0 = {
    "uid": "abc",
    "recipient": {"type": "email", "identity": "ana@example.org", "hashed": False},
    "badge": BADGE,
    "issuedOn": 1359217910,
    "verify": {"type": "hosted", "url": "https://college.example/assertions/old"},
}


def faults(read: Any, tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        read(tree)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def test_an_assertion_is_read() -> None:
    found = Assertion.read(
        assertion(
            expires="2027-01-15T09:00Z",
            evidence=["https://college.example/work", {"narrative": "Dug.", "genre": "Photography"}],
            image={"id": "https://college.example/1.png", "caption": "A spade"},
            narrative="Well done.",
        )
    )
    assert found.recipient == IdentityObject("email", "ana@example.org", hashed=False)
    assert found.evidence == (Evidence("https://college.example/work"), Evidence(narrative="Dug.", genre="Photography"))
    assert found.image == Image("https://college.example/1.png", "A spade")
    assert (found.badge, found.verification.kind, found.narrative) == (BADGE, "hosted", "Well done.")
    assert found.expires == datetime(2027, 1, 15, 9, tzinfo=UTC)


def test_a_view_is_frozen_and_can_be_pickled() -> None:
    found = Assertion.read(written_out())
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(AttributeError):
        found.id = "https://other.example/"  # type: ignore[misc]


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    tree = assertion(id=7, issuedOn="yesterday", recipient={"identity": ""}, badge=None, verification={"type": "odd"})
    assert sorted(faults(Assertion.read, tree), key=lambda fault: str(fault[1])) == [
        ("model.missing", "/badge"),
        ("model.wrong-type", "/id"),
        ("model.not-a-date-time", "/issuedOn"),
        ("model.missing", "/recipient/hashed"),
        ("model.missing", "/recipient/identity"),
        ("model.missing", "/recipient/type"),
        ("model.wrong-type", "/verification/type"),
        ("model.wrong-type", "/verification/type"),
    ]


@pytest.mark.parametrize("name", ["id", "type", "recipient", "badge", "issuedOn", "verification"])
def test_what_an_assertion_has_to_say(name: str) -> None:
    assert [pointer for _, pointer in faults(Assertion.read, assertion(**{name: None}))] == [f"/{name}"]


@pytest.mark.parametrize("name", ["id", "type", "name", "description", "criteria", "issuer"])
def test_what_a_badge_class_has_to_say(name: str) -> None:
    assert [pointer for _, pointer in faults(BadgeClass.read, badge_class(**{name: None}))] == [f"/{name}"]


@pytest.mark.parametrize("name", ["id", "type", "name", "url", "email"])
def test_what_a_profile_has_to_say(name: str) -> None:
    assert [pointer for _, pointer in faults(Profile.read, profile(**{name: None}))] == [f"/{name}"]


def test_null_says_nothing() -> None:
    assert faults(Profile.read, {**profile(), "name": None}) == [("model.missing", "/name")]


def test_a_badge_class_is_read_with_what_is_around_it() -> None:
    found = BadgeClass.read(
        badge_class(
            **{"@language": "en"},
            criteria="https://college.example/criteria",
            tags=["soil", "field"],
            version="2",
            alignment={"targetName": "Sampling", "targetUrl": "https://skills.example/1", "targetCode": "S1"},
        )
    )
    assert (found.criteria, found.tags) == (Criteria("https://college.example/criteria"), ("soil", "field"))
    assert found.alignment == (AlignmentObject("Sampling", "https://skills.example/1", target_code="S1"),)
    assert (found.language, found.version, found.issuer_id) == ("en", "2", ISSUER)


def test_an_alignment_is_written_out() -> None:
    tree = badge_class(alignment=["https://skills.example/1", {"targetName": "Sampling"}])
    found = [("model.wrong-type", "/alignment/0"), ("model.missing", "/alignment/1/targetUrl")]
    assert faults(BadgeClass.read, tree) == found


def test_criteria_say_something() -> None:
    assert faults(BadgeClass.read, badge_class(criteria={})) == [("model.missing", "/criteria")]


def test_what_is_written_out_is_read_where_it_stands() -> None:
    found = Assertion.read(written_out())
    assert isinstance(found.badge, BadgeClass)
    assert isinstance(found.badge.issuer, Profile)
    assert found.badge.issuer_id == ISSUER
    tree = written_out()
    del tree["badge"]["issuer"]["url"]
    assert faults(Assertion.read, tree) == [("model.missing", "/badge/issuer/url")]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2017-06-29T14:50:14+02:00", datetime(2017, 6, 29, 14, 50, 14, tzinfo=timezone(timedelta(hours=2)))),
        ("2017-06-29T14:50:14.5+0200", datetime(2017, 6, 29, 12, 50, 14, 500_000, tzinfo=UTC)),
        ("2017-06-29T14:50Z", datetime(2017, 6, 29, 14, 50, tzinfo=UTC)),
        ("2017-06-29T14:50:14", datetime(2017, 6, 29, 14, 50, 14, tzinfo=UTC)),
        ("2017-06-29", datetime(2017, 6, 29, tzinfo=UTC)),
    ],
)
def test_a_date_is_iso_8601(text: str, moment: datetime) -> None:
    assert Assertion.read(assertion(issuedOn=text)).issued_on == moment


@pytest.mark.parametrize("value", ["2017-13-01", "29.6.2017", "", 1359217910, True, ["2017-06-29"], "٢٠١٧-06-29"])
def test_anything_else_is_no_date_in_version_2(value: object) -> None:
    assert faults(Assertion.read, assertion(issuedOn=value))[0][1] == "/issuedOn"


def test_version_1_counts_seconds() -> None:
    assert Assertion.read(VERSION_1_0).issued_on == datetime(2013, 1, 26, 16, 31, 50, tzinfo=UTC)
    assert faults(Assertion.read, {**VERSION_1_0, "issuedOn": 10**30}) == [("model.not-a-date-time", "/issuedOn")]
    assert faults(Assertion.read, {**VERSION_1_0, "issuedOn": True}) == [("model.not-a-date-time", "/issuedOn")]


def test_version_1_0_is_known_by_where_it_is_found() -> None:
    found = Assertion.read(VERSION_1_0)
    assert (found.id, found.uid) == ("https://college.example/assertions/old", "abc")
    assert faults(Assertion.read, {**VERSION_1_0, "verify": {"type": "hosted"}}) == [("model.missing", "/verify")]
    bare = {"name": "Soil", "description": "d", "criteria": BADGE, "issuer": ISSUER}
    assert BadgeClass.read(bare).id is None


def test_version_1_1_needs_no_email_and_calls_alignment_otherwise() -> None:
    assert Profile.read(profile(**{"@context": OLD}, email=None)).email is None
    old = badge_class(**{"@context": OLD}, alignment=[{"name": "Sampling", "url": "https://skills.example/1"}])
    assert BadgeClass.read(old).alignment == (AlignmentObject("Sampling", "https://skills.example/1"),)


def test_two_ways_of_verification_are_not_chosen_between() -> None:
    both = {"type": "hosted"}, {"type": "signed"}
    assert ("model.wrong-form", "/verify") in faults(Assertion.read, assertion(verification=both[0], verify=both[1]))
    tree = assertion(verification={"type": ["HostedBadge", "SignedBadge"]})
    assert ("model.wrong-type", "/verification/type") in faults(Assertion.read, tree)


def test_a_class_that_is_not_known_is_no_class() -> None:
    assert faults(Profile.read, profile(type=["Issuer", "UNKNOWN"])) == [("model.wrong-type", "/type")]
    assert Profile.read(profile(type=["Issuer", "https://example.com/CoolClass"])).name == "Riverside College"


def test_a_key_a_revocation_list_and_an_endorsement_are_read() -> None:
    key = {"@context": CONTEXT, "type": "CryptographicKey", "id": BADGE, "owner": ISSUER, "publicKeyPem": "x"}
    assert read_open_badges_2(key) == CryptographicKey(BADGE, ISSUER, "x")
    entries = ["urn:uuid:1", {"id": "urn:uuid:2", "revocationReason": "Why not"}, {"uid": "abc"}]
    listed = {"@context": CONTEXT, "type": "RevocationList", "id": BADGE, "revokedAssertions": entries}
    found = read_open_badges_2(listed)
    assert isinstance(found, RevocationList)
    assert found.entry_for("urn:uuid:2", None) == RevokedAssertion("urn:uuid:2", reason="Why not")
    assert found.entry_for("urn:uuid:9", "abc") == RevokedAssertion(None, "abc")
    assert found.entry_for("urn:uuid:9", None) is None
    endorsement = {
        "@context": CONTEXT,
        "type": "Endorsement",
        "id": "https://other.example/e/1",
        "claim": {"id": BADGE, "endorsementComment": "Good"},
        "issuer": "https://other.example/issuer",
        "issuedOn": "2017-10-01T00:00Z",
        "verification": {"type": "HostedBadge"},
    }
    said = read_open_badges_2(endorsement)
    assert isinstance(said, Endorsement)
    assert (said.claim_id, said.comment) == (BADGE, "Good")
    assert faults(Endorsement.read, {**endorsement, "claim": {}}) == [("model.missing", "/claim/id")]


def test_an_entry_that_names_nothing_makes_the_list_unreadable() -> None:
    listed = {"@context": CONTEXT, "type": "RevocationList", "id": BADGE, "revokedAssertions": [{}, 7]}
    found = [("model.missing", "/revokedAssertions/0"), ("model.wrong-type", "/revokedAssertions/1")]
    assert faults(RevocationList.read, listed) == found


def test_the_version_is_told_by_the_context() -> None:
    assert version_of(assertion()) == "2.0"
    assert version_of({"@context": ["https://openbadgespec.org/v1/context.json", {"x": "https://x.example/"}]}) == "1.1"
    assert version_of({"@context": {"id": "@id"}}) == "2.0"
    assert version_of({"badge": BADGE}) == "1.0"
    assert version_of({"@context": "https://example.org/other"}) is None
    assert faults(Assertion.read, assertion(**{"@context": "https://example.org/other"}))[0] == (
        "model.wrong-context",
        "/@context",
    )


def test_a_newer_credential_is_not_taken_for_an_old_one() -> None:
    assert is_open_badges_2(assertion())
    assert is_open_badges_2(VERSION_1_0)
    assert is_open_badges_2(assertion(**{"@context": "https://example.org/other"}))
    assert not is_open_badges_2({"@context": ["https://www.w3.org/ns/credentials/v2", CONTEXT], "type": "Assertion"})
    assert not is_open_badges_2({"hello": "world"})


def test_the_number_of_faults_and_entries_is_bounded() -> None:
    assert faults(BadgeClass.read, badge_class(tags=["x"] * 1_001)) == [("model.too-many", "/tags")]
    assert len(faults(BadgeClass.read, badge_class(tags=[7] * 1_000))) == 100
