"""What a badge carries of others: endorsements, and the badges of a record, each with a verdict of its own."""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from pages import HOSTILE, hand_in
from servers import Client, serving

ISSUER = SIGNER.verification_method.partition("#")[0]
SOCIETY = STRANGER.verification_method.partition("#")[0]
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("related"), verification={"trust": [ISSUER]})


def endorsement(comment: str, **changes: Any) -> dict[str, Any]:
    tree = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:1a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a99",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed by the Soil Society",
        "issuer": {"id": SOCIETY, "type": ["Profile"], "name": "Soil Society"},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {
            "id": unsigned()["id"],
            "type": ["EndorsementSubject"],
            "endorsementComment": comment,
        },
    }
    return {**sealed(tree, STRANGER).to_dict(), **changes}


def learnt(number: int, **changes: Any) -> dict[str, Any]:
    achievement = {
        "id": f"urn:x:achievement-{number}",
        "type": ["Achievement"],
        "name": f"Course {number}",
        "description": "A course.",
        "criteria": {"narrative": "Pass it."},
    }
    subject = {"id": f"urn:x:mira-{number}", "type": ["AchievementSubject"], "achievement": achievement}
    issuer = {"id": ISSUER, "type": ["Profile"]}
    tree = unsigned(id=f"urn:x:badge-{number}", issuer=issuer, name=None, credentialSubject=subject)
    return {**sealed(tree).to_dict(), **changes}


def record(*badges: dict[str, Any]) -> bytes:
    tree = {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES],
        "id": "urn:uuid:4a6e8d0c-3f1f-4c7c-8a11-7b0e8d609a2e",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": SOCIETY, "type": ["Profile"], "name": "The Registrar"},
        "validFrom": "2026-03-01T00:00:00Z",
        "name": "Transcript",
        "credentialSubject": {"id": "did:example:learner", "type": ["ClrSubject"], "verifiableCredential": [*badges]},
    }
    return bytes(sealed(tree, STRANGER))


def test_who_speaks_up_for_a_badge_is_shown_with_a_verdict_of_its_own(client: Client) -> None:
    page = hand_in(client, bytes(sealed(unsigned(endorsement=[endorsement("Well worth it.")]))))
    assert page.headline() == "Genuine and valid"
    assert "Endorsed by the Soil Society Genuine and valid, but its issuer is unknown" in page.words
    assert "Well worth it." in page.words


def test_a_forged_endorsement_is_seen_and_does_not_decide(client: Client) -> None:
    page = hand_in(
        client, bytes(sealed(unsigned(endorsement=[endorsement("Fine.", validFrom="2026-01-11T00:00:00Z")])))
    )
    assert page.headline() == "Genuine and valid"
    assert "Endorsed by the Soil Society Not genuine" in page.words
    assert "This does not decide the verdict." in page.words


def test_the_badges_of_a_record_are_shown_each_with_a_verdict_of_its_own(client: Client) -> None:
    page = hand_in(client, record(learnt(1), learnt(2)))
    assert "Course 1 Genuine and valid" in page.words
    assert "Course 2 Genuine and valid" in page.words
    assert "Contents passed" in page.words


def test_a_forged_badge_in_a_record_is_named(client: Client) -> None:
    page = hand_in(client, record(learnt(1), learnt(2, validFrom="2026-01-16T09:00:00Z")))
    assert (page.headline(), page.tone()) == ("Genuine, but with something forged in it", "bad")
    assert "Course 2 Not genuine" in page.words


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_what_others_say_does_not_act_on_the_page_either(client: Client, payload: str) -> None:
    named = {"id": SOCIETY, "type": ["Profile"], "name": payload}
    page = hand_in(client, bytes(sealed(unsigned(endorsement=[endorsement(payload, name=payload, issuer=named)]))))
    assert page.problems() == []
    assert len(page.all("script")) == 1
