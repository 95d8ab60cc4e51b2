"""Attack: several credentials in one document. Who changes one must not be hidden by another about the same id."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.errors import ContextError, ProofError
from microcred.keys import Signer
from microcred.present import Holder
from microcred.proofs import SecuredDocument, add_proof, verify_proof
from microcred.verification.fetch import Offline
from microcred.verification.report import Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

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


def holds(tree: Any, signer: Signer = SIGNER, purpose: str = "assertionMethod") -> bool:
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    try:
        verify_proof(secured, secured.proof(), signer.public_key, purpose=purpose)
    except (ProofError, ContextError):
        return False
    return True


def embedded(tree: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tree["credentialSubject"]["verifiableCredential"]
    return found


def test_badges_with_proofs_of_their_own_stand_together_in_a_record() -> None:
    tree = sealed(record(*(sealed(course(number)).tree for number in range(11, 31)))).to_dict()
    assert holds(tree)
    assert all(holds(credential) for credential in embedded(tree))


def test_what_is_moved_between_them_breaks_their_own_proofs() -> None:
    with_narrative = sealed(course(11, narrative="With distinction."))
    tree = sealed(record(with_narrative.tree, sealed(course(12)).tree)).to_dict()
    first, second = embedded(tree)
    second["credentialSubject"]["narrative"] = first["credentialSubject"].pop("narrative")
    assert holds(tree), "no statement of the record has changed"
    assert [holds(credential) for credential in embedded(tree)] == [False, False]


def test_unsigned_badges_about_one_id_are_not_sealed_as_a_record() -> None:
    with pytest.raises(ContextError) as caught:
        sealed(record(course(11, narrative="With distinction."), course(12)))
    assert caught.value.code == "contexts.divided-node"


def with_phone() -> dict[str, Any]:
    """A record whose issuer is described otherwise than in the badge that the same issuer signed before."""
    issuer = {"id": unsigned()["issuer"]["id"], "type": ["Profile"], "phone": "+49 1"}
    return sealed(record(sealed(course(11)).tree, issuer=issuer)).to_dict()


def verdict(tree: Any) -> Verdict:
    return Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=CANONICALIZER).verify(tree, at=AT).verdict


def test_an_issuer_may_have_changed_between_a_badge_and_the_record_of_it() -> None:
    assert verdict(with_phone()) is Verdict.ACCEPTED


def test_what_is_moved_from_the_record_into_a_badge_breaks_the_proof_of_the_badge() -> None:
    tree = with_phone()
    embedded(tree)[0]["issuer"]["phone"] = tree["issuer"].pop("phone")
    assert holds(tree), "no statement of the record has changed"
    assert verdict(tree) is Verdict.REJECTED


def test_what_is_moved_out_of_a_badge_into_the_record_breaks_the_proof_of_the_badge() -> None:
    tree = with_phone()
    tree["issuer"]["url"] = embedded(tree)[0]["issuer"].pop("url")
    assert holds(tree), "no statement of the record has changed"
    assert verdict(tree) is Verdict.REJECTED


def test_only_in_a_record_are_credentials_told_apart_by_their_own_proofs() -> None:
    """What nobody verifies on its own has to agree with what stands around it."""
    tree = with_phone()
    inner = {**sealed(course(12)).tree, "issuer": {**tree["issuer"], "phone": "+49 2"}}
    embedded(tree)[0]["credentialSubject"]["verifiableCredential"] = [inner]
    del tree["proof"]
    with pytest.raises(ContextError) as caught:
        sealed(tree)
    assert "contexts.divided-node" in {fault.code for fault in caught.value.faults}


def test_a_badge_does_not_stand_twice_in_a_record() -> None:
    badge = sealed(course(11))
    with pytest.raises(ContextError):
        sealed(record(badge.tree, badge.tree))


def test_taking_the_proof_off_an_embedded_badge_breaks_the_seal_of_the_record() -> None:
    tree = sealed(record(sealed(course(11)).tree)).to_dict()
    del embedded(tree)[0]["proof"]
    assert not holds(tree)


def presentation(*credentials: Any) -> dict[str, Any]:
    holder = Holder(STRANGER, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return holder.present(credentials, challenge="4f7a").to_dict()


def test_credentials_in_a_presentation_are_graphs_of_their_own() -> None:
    tree = presentation(sealed(course(11, narrative="With distinction.")), sealed(course(12)))
    assert holds(tree, STRANGER, "authentication")
    first, second = tree["verifiableCredential"]
    second["credentialSubject"]["narrative"] = first["credentialSubject"].pop("narrative")
    assert not holds(tree, STRANGER, "authentication")


def test_the_same_credential_may_be_shown_twice_and_neither_hides_the_other() -> None:
    tree = presentation(sealed(course(11)), sealed(course(11)))
    assert holds(tree, STRANGER, "authentication")
    changed = copy.deepcopy(tree)
    changed["verifiableCredential"][0]["credentialSubject"]["narrative"] = "With distinction."
    assert not holds(changed, STRANGER, "authentication")


def test_within_one_credential_of_a_presentation_members_cannot_be_moved() -> None:
    own = course(11) | {"issuer": {"id": STRANGER.verification_method.partition("#")[0], "type": ["Profile"]}}
    own["credentialSubject"]["source"] = {**own["issuer"], "name": "Mira"}
    tree = presentation(own)
    assert holds(tree, STRANGER, "authentication")
    inside = tree["verifiableCredential"][0]
    inside["issuer"]["phone"] = "+49 1"
    assert not holds(tree, STRANGER, "authentication")


def test_a_presentation_inside_a_badge_hides_nothing() -> None:
    """Whoever calls an object a presentation only makes graphs of what is in it."""
    narrative = {"id": "did:example:learner", "type": ["AchievementSubject"], "narrative": "With distinction."}
    tree = sealed(course(11)).to_dict()
    tree["evidence"] = [{"type": ["Evidence", "VerifiablePresentation"], "verifiableCredential": [narrative]}]
    assert not holds(tree)


def test_a_proof_made_for_a_presentation_is_none_for_a_credential() -> None:
    badge = add_proof(Document.of(course(11)), SIGNER, created=AT, purpose="authentication")
    assert not holds(badge.tree)
