"""From Open Badges 2.0 to a draft in 3.0: what becomes of each member, and what is said about the rest."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from microcred.document import Document
from microcred.errors import ModelError, Rejected
from microcred.issue import Issuer
from microcred.keys import Ed25519Signer, did_key
from microcred.models import Profile as NewProfile
from microcred.models import read_credential
from microcred.open_badges_2 import Conversion, convert
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from open_badges_2 import ASSERTION, AT, BADGE, HOME, ISSUER, assertion, badge_class, profile, written_out
from world import World

OLD = {"@context": "https://w3id.org/openbadges/v1"}


def converted(
    assertion_: dict[str, Any] | None = None, class_: dict[str, Any] | None = None, issuer: dict[str, Any] | None = None
) -> Conversion:
    return convert(assertion_ or assertion(), class_ or badge_class(), issuer or profile())


def draft(**documents: Any) -> dict[str, Any]:
    return converted(**documents).credential.to_dict()


def noted(conversion: Conversion) -> list[str | None]:
    assert {note.code for note in conversion.notes} == {"conversion.not-carried"}
    return [note.pointer for note in conversion.notes]


def test_the_whole_draft() -> None:
    assert draft() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": uuid5(NAMESPACE_URL, ASSERTION).urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Soil Sampling",
        "issuer": {
            "id": ISSUER,
            "type": ["Profile"],
            "name": "Riverside College",
            "url": f"{HOME}/",
            "email": "badges@college.example",
            "otherIdentifier": [
                {"type": "IdentifierEntry", "identifier": ISSUER, "identifierType": "identifier"},
            ],
        },
        "validFrom": "2026-01-15T09:00:00Z",
        "awardedDate": "2026-01-15T09:00:00Z",
        "evidence": [{"id": ASSERTION, "type": ["Evidence", "https://w3id.org/openbadges#Assertion"]}],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "ana@example.org",
                    "identityType": "emailAddress",
                }
            ],
            "achievement": {
                "id": uuid5(NAMESPACE_URL, BADGE).urn,
                "type": ["Achievement"],
                "name": "Soil Sampling",
                "description": "Takes soil samples.",
                "criteria": {"narrative": "Take *ten* samples."},
                "image": {"id": f"{HOME}/soil.png", "type": "Image"},
                "related": [
                    {
                        "id": BADGE,
                        "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                        "version": "Open Badges v2p0",
                    }
                ],
            },
        },
    }


def test_the_same_badge_always_gives_the_same_draft() -> None:
    assert converted() == converted()
    other = draft(assertion_=assertion(id=f"{HOME}/assertions/2"))
    assert other["id"] != draft()["id"]
    assert other["credentialSubject"]["achievement"]["id"] == draft()["credentialSubject"]["achievement"]["id"]


def test_the_draft_conforms_and_can_be_signed_and_verified() -> None:
    full = converted(
        assertion(
            expires="2029-01-15T09:00:00+02:00",
            narrative="Well done.",
            evidence=[f"{HOME}/work", {"id": "_:b1", "narrative": "Dug.", "name": "Digging"}],
            image={"id": f"{HOME}/1.png", "caption": "A spade"},
        ),
        badge_class(
            **{"@language": "en-US"},
            criteria=f"{HOME}/criteria",
            tags=["soil", "field", "soil"],
            version="2",
            alignment=[{"targetName": "Sampling", "targetUrl": "https://skills.example/1", "targetFramework": "S"}],
        ),
        profile(telephone="+15550100", description="A college", image=f"{HOME}/logo.png"),
    )
    read_credential(full.credential.tree, strict=True)
    signer = Ed25519Signer.generate()
    ours = {name: member for name, member in full.credential.tree.items() if name != "issuer"}
    issuer = Issuer(NewProfile(id=did_key(signer.public_key), name="Riverside College"), signer, clock=lambda: AT)
    report = Verifier(trust=AnyIssuer(), fetcher=World(), clock=lambda: AT).verify(issuer.issue(Document.of(ours)))
    assert report.verdict == "accepted", report.to_json()


@pytest.mark.parametrize(
    ("recipient", "found"),
    [
        ({"type": "id", "hashed": False, "identity": "did:example:ana"}, {"id": "did:example:ana"}),
        ({"type": "url", "hashed": False, "identity": "https://ana.example/"}, {"id": "https://ana.example/"}),
        ({"type": "url", "hashed": False, "identity": "ana.example"}, ("identifier", False, "ana.example", None)),
        ({"type": "telephone", "hashed": False, "identity": "+1"}, ("ext:telephone", False, "+1", None)),
        (
            {"type": "email", "hashed": True, "identity": f"sha256${'0' * 64}", "salt": "sea"},
            ("emailAddress", True, f"sha256${'0' * 64}", "sea"),
        ),
    ],
)
def test_the_recipient_stays_who_it_was(recipient: dict[str, Any], found: Any) -> None:
    subject = draft(assertion_=assertion(recipient=recipient))["credentialSubject"]
    if isinstance(found, dict):
        assert subject["id"] == found["id"]
        assert "identifier" not in subject
        return
    (identity,) = subject["identifier"]
    members = (identity["identityType"], identity["hashed"], identity["identityHash"], identity.get("salt"))
    assert members == found


def test_dates_keep_their_moment() -> None:
    made = draft(assertion_=assertion(issuedOn="2017-06-29T14:50+0200", expires="2018-01-01"))
    assert (made["validFrom"], made["awardedDate"]) == ("2017-06-29T14:50:00+02:00", "2017-06-29T14:50:00+02:00")
    assert made["validUntil"] == "2018-01-01T00:00:00Z"
    seconds = {**assertion(**OLD), "issuedOn": 1359217910}
    assert draft(assertion_=seconds)["validFrom"] == "2013-01-26T16:31:50Z"


def test_members_become_those_of_3_0() -> None:
    made = draft(
        class_=badge_class(
            **{"@language": "en-US"},
            criteria=f"{HOME}/criteria",
            tags="soil",
            version="2",
            alignment={"targetName": "Sampling", "targetUrl": "https://skills.example/1", "targetCode": "S1"},
        ),
        issuer=profile(telephone="+15550100"),
    )
    achievement = made["credentialSubject"]["achievement"]
    assert achievement["criteria"] == {"id": f"{HOME}/criteria"}
    assert (achievement["tag"], achievement["version"], achievement["inLanguage"]) == (["soil"], "2", "en-US")
    assert achievement["alignment"] == [
        {
            "type": ["Alignment"],
            "targetName": "Sampling",
            "targetUrl": "https://skills.example/1",
            "targetCode": "S1",
        }
    ]
    assert made["issuer"]["phone"] == "+15550100"


def test_evidence_is_kept_and_the_old_badge_is_part_of_it() -> None:
    given = assertion(evidence=[f"{HOME}/work", {"id": "_:b1", "narrative": "Dug."}, f"{HOME}/work", ASSERTION])
    made = converted(given)
    assert [entry.get("id") for entry in made.credential.tree["evidence"]] == [f"{HOME}/work", None, ASSERTION]
    assert "/evidence" in noted(made)


def test_who_defined_the_class_is_its_creator_where_somebody_else_issues_it() -> None:
    made = draft(issuer=profile(id="https://other.example/issuer"))
    assert made["credentialSubject"]["achievement"]["creator"] == {"id": ISSUER, "type": ["Profile"]}


def test_what_is_left_out_is_listed() -> None:
    made = converted(
        assertion(**{"@language": "en", "extensions:x": {}, "image": {"id": f"{HOME}/1.png", "author": BADGE}}),
        badge_class(**{"@language": "english", "endorsement": BADGE}),
        profile(publicKey=BADGE, revocationList=BADGE),
    )
    assert noted(made) == [
        "/verification",
        "/extensions:x",
        "/endorsement",
        "/publicKey",
        "/revocationList",
        "/@language",
        "/@language",
        "/image/author",
    ]


def test_an_old_class_is_called_by_its_version() -> None:
    made = draft(class_=badge_class(**OLD))
    assert made["credentialSubject"]["achievement"]["related"][0]["version"] == "Open Badges v1p1"
    given = written_out()
    made = draft(assertion_=given, class_=given["badge"], issuer=given["badge"]["issuer"])
    assert made["credentialSubject"]["achievement"]["related"][0]["version"] == "Open Badges v2p0"


def test_nothing_is_made_of_a_revoked_badge() -> None:
    with pytest.raises(Rejected) as caught:
        converted(assertion(revoked=True))
    assert caught.value.code == "conversion.revoked"


@pytest.mark.parametrize(
    ("documents", "pointer"),
    [
        ({"assertion_": assertion(issuedOn=None)}, "/issuedOn"),
        ({"assertion_": assertion(id="_:b0")}, "/id"),
        ({"class_": badge_class(id="_:b0")}, "/badge/id"),
        ({"issuer": profile(**OLD, id=None)}, "/id"),
        (
            {"assertion_": assertion(recipient={"type": "email", "hashed": True, "identity": "sha1$00"})},
            "/credentialSubject/identifier/0/identityHash",
        ),
    ],
)
def test_what_cannot_become_a_credential_is_refused(documents: dict[str, Any], pointer: str) -> None:
    with pytest.raises(ModelError) as caught:
        converted(**documents)
    assert caught.value.pointer == pointer
