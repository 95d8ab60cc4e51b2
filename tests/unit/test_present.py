"""Presenting: what a holder signs, for whom, and that each credential stays what its issuer signed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import disclosure
from badges import AT, CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.errors import ContextError, ModelError, ProofError, UnsupportedError, UsageError
from microcred.keys import EcdsaSigner, Signer
from microcred.models import EnvelopedVerifiableCredential, VerifiablePresentation, read_presentation
from microcred.present import Holder
from microcred.proofs import SecuredDocument, add_proof, derive_proof, verify_proof
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import verify

V1 = "https://www.w3.org/2018/credentials/v1"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0"
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln"


def holder(signer: Signer = STRANGER, **options: Any) -> Holder:
    return Holder(signer, canonicalizer=CANONICALIZER, clock=lambda: AT, **options)


def shown(*credentials: Any, **options: Any) -> Document:
    return holder().present(credentials, **{"challenge": "4f7a", "domain": "https://employer.example", **options})


def test_a_base_proof_is_not_shown_to_a_verifier() -> None:
    with pytest.raises(UsageError) as caught:
        shown(disclosure.base())
    assert (caught.value.code, caught.value.pointer) == ("usage.not-presentable", "/verifiableCredential/0")
    assert "disclose" in str(caught.value.hint)


def test_what_is_derived_from_a_base_proof_is_shown() -> None:
    derived = derive_proof(disclosure.base(), selective_pointers=[])
    assert shown(derived).at("/verifiableCredential/0") == derived.tree


def read(document: Document) -> VerifiablePresentation:
    view = read_presentation(document.tree, strict=True)
    assert isinstance(view, VerifiablePresentation)
    return view


def another(**members: Any) -> Document:
    tree = unsigned(id="urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a22", **members)
    tree["issuer"]["name"] = "Riverside College (evening school)"
    tree["credentialSubject"]["narrative"] = "Took part in the evening."
    return sealed(tree)


def of_the_old_data_model(ob_context: str) -> Document:
    dates = {"validFrom": None, "validUntil": None, "issuanceDate": "2026-01-15T09:00:00Z"}
    return sealed(unsigned(**{"@context": [V1, f"{OB3}/{ob_context}"], **dates}))


def holds(document: Document, signer: Signer, purpose: str = "assertionMethod") -> bool:
    secured = SecuredDocument(document, CANONICALIZER)
    try:
        verify_proof(secured, secured.proof(), signer.public_key, purpose=purpose)
    except (ProofError, ContextError):
        return False
    return True


def test_a_presentation_names_its_holder_and_answers_the_verifier() -> None:
    document = shown(sealed())
    proof = document.tree["proof"]
    assert read(document).holder_id == holder().id == STRANGER.verification_method.partition("#")[0]
    assert (proof["proofPurpose"], proof["challenge"], proof["domain"]) == (
        "authentication",
        "4f7a",
        "https://employer.example",
    )
    assert proof["created"] == "2026-06-01T12:00:00Z"
    assert holds(document, STRANGER, "authentication")


def test_the_challenge_and_the_domain_are_signed() -> None:
    for member in ("challenge", "domain"):
        tree = shown(sealed()).to_dict()
        tree["proof"][member] = "another"
        assert not holds(Document.of(tree), STRANGER, "authentication")


def test_a_badge_in_a_presentation_still_verifies_when_it_is_taken_out() -> None:
    badge = sealed()
    (inside,) = shown(badge).tree["verifiableCredential"]
    assert Document.of(inside) == badge
    assert verify(inside, trust=AnyIssuer(), at=AT, fetcher=Offline()).verdict == "accepted"


@pytest.mark.parametrize("number", ["1.50", "1e0", "-0", "12345678901234567", "1.0"])
def test_numbers_stand_in_a_presentation_as_the_issuer_wrote_them(number: str) -> None:
    text = str(add_proof(Document.of(unsigned()), SIGNER, created=AT, suite_name="eddsa-jcs-2022"))
    badge = Document.parse(text.replace('"creditsEarned": 1.5', f'"creditsEarned": {number}'))
    if number == "12345678901234567":
        with pytest.raises(ContextError):
            shown(badge)
    else:
        assert f'"creditsEarned": {number},' in str(shown(badge))


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_badges_of_both_kinds_of_suite_are_shown_with_both(suite: str) -> None:
    badge = add_proof(Document.of(unsigned()), SIGNER, created=AT, suite_name=suite)
    for own in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        document = holder(suite=own).present([badge], challenge="4f7a")
        assert document.tree["proof"]["cryptosuite"] == own
        assert holds(document, STRANGER, "authentication")
        assert holds(Document.of(document.tree["verifiableCredential"][0]), SIGNER)


def test_a_holder_may_sign_with_another_kind_of_key() -> None:
    signer = EcdsaSigner.generate("P-256")
    document = holder(signer).present([sealed()], challenge="4f7a")
    assert document.tree["proof"]["cryptosuite"] == "ecdsa-rdfc-2019"
    assert holds(document, signer, "authentication")


def test_badges_that_describe_the_same_learner_and_issuer_differently_are_shown_together() -> None:
    document = shown(sealed(), another())
    assert holds(document, STRANGER, "authentication")
    for inside in document.tree["verifiableCredential"]:
        assert holds(Document.of(inside), SIGNER)


@pytest.mark.parametrize("context", ["context.json", "context-3.0.1.json", "context-3.0.2.json", "context-3.0.3.json"])
def test_a_badge_of_the_old_data_model_is_shown_in_a_presentation_of_the_new_one(context: str) -> None:
    badge = of_the_old_data_model(context)
    document = shown(badge, sealed(unsigned(id="urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a22")))
    assert document.tree["@context"] == ["https://www.w3.org/ns/credentials/v2"]
    assert holds(document, STRANGER, "authentication")
    assert holds(Document.of(document.tree["verifiableCredential"][0]), SIGNER)


def test_a_jwt_is_shown_in_an_envelope() -> None:
    (envelope,) = read(shown(JWT)).verifiable_credential
    assert isinstance(envelope, EnvelopedVerifiableCredential)
    assert (envelope.media_type, envelope.jwt) == ("application/vc+jwt", JWT)


def test_what_is_in_an_envelope_already_stays_in_it() -> None:
    envelope = EnvelopedVerifiableCredential.of(JWT).to_dict()
    assert shown(envelope).tree["verifiableCredential"] == [envelope]


def test_one_credential_needs_no_list() -> None:
    assert holder().present(sealed(), challenge="4f7a") == holder().present([sealed()], challenge="4f7a")
    assert len(holder().present(JWT, challenge="4f7a").tree["verifiableCredential"]) == 1


def test_a_presentation_of_nothing_says_who_the_holder_is() -> None:
    document = shown()
    assert "verifiableCredential" not in document.tree
    assert holds(document, STRANGER, "authentication")


def test_a_presentation_may_have_an_id_several_domains_and_an_end() -> None:
    document = shown(sealed(), id="urn:uuid:1", domain=["a.example", "b.example"], expires=AT + timedelta(minutes=5))
    assert document.tree["id"] == "urn:uuid:1"
    assert document.tree["proof"]["domain"] == ["a.example", "b.example"]
    assert document.tree["proof"]["expires"] == "2026-06-01T12:05:00Z"


def test_the_domain_may_be_left_out_and_the_challenge_may_not() -> None:
    assert "domain" not in shown(sealed(), domain=None).tree["proof"]
    for wrong in ({"challenge": ""}, {"challenge": None}, {"domain": ""}, {"domain": []}, {"domain": ["a", 3]}):
        with pytest.raises(UsageError) as caught:
            shown(sealed(), **wrong)
        assert caught.value.code == "usage.no-challenge"


def test_a_holder_with_an_id_needs_a_key_of_that_id() -> None:
    signer = STRANGER.with_verification_method("did:web:mira.example#key-1")
    assert holder(signer, id="did:web:mira.example").id == "did:web:mira.example"
    with pytest.raises(UsageError) as caught:
        holder(id="did:web:mira.example")
    assert caught.value.code == "usage.key-of-another"


@pytest.mark.parametrize("wrong", ["{}", "not a token", b"{}", 3, None])
def test_what_is_no_credential_is_not_presented(wrong: Any) -> None:
    with pytest.raises(UsageError) as caught:
        holder().present([wrong], challenge="4f7a")
    assert caught.value.code == "usage.not-presentable"


def test_a_broken_credential_is_refused_with_its_place() -> None:
    tree = sealed().to_dict()
    del tree["credentialSubject"]["achievement"]["name"]
    with pytest.raises(ModelError) as caught:
        shown(sealed(), tree)
    assert [fault.pointer for fault in caught.value.faults] == [
        "/verifiableCredential/1/credentialSubject/achievement/name"
    ]


def test_a_credential_without_a_proof_is_shown_by_its_own_issuer_alone() -> None:
    with pytest.raises(UsageError) as caught:
        shown(unsigned())
    assert (caught.value.code, caught.value.pointer) == ("usage.not-presentable", "/verifiableCredential/0")
    own = unsigned(issuer={"id": holder().id, "type": ["Profile"]})
    assert holds(shown(own), STRANGER, "authentication")


def test_a_credential_whose_context_is_unknown_is_refused() -> None:
    badge = sealed().to_dict()
    badge["@context"].append("https://nowhere.example/context.json")
    with pytest.raises(UnsupportedError) as caught:
        shown(badge)
    assert caught.value.code == "contexts.unknown"


def test_a_presentation_does_not_end_before_it_begins() -> None:
    with pytest.raises(UsageError) as caught:
        shown(sealed(), expires=AT)
    assert caught.value.code == "usage.ends-before-it-begins"
    with pytest.raises(UsageError) as caught:
        shown(sealed(), expires=datetime(2030, 1, 1))
    assert caught.value.code == "usage.naive-datetime"
    assert shown(sealed(), expires=datetime(2030, 1, 1, tzinfo=UTC)).tree["proof"]["expires"]


def test_a_bad_id_is_refused() -> None:
    with pytest.raises(ModelError):
        shown(sealed(), id="mine")
