"""Credentials and presentations in a JWT, verified as a whole: the same steps, the same report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, CREDENTIALS_V2, SIGNER, sealed, unsigned
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import Document
from microcred.keys import EcdsaSigner, Ed25519Signer, PublishedKey, controller_document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from microcred.verification.fetch import Offline
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Outcome, Report, Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from tokens import badge_token, claims, header, token
from world import World

HOLDER = Ed25519Signer.from_seed(bytes(range(7, 39)))
HOLDER_ID = HOLDER.verification_method.partition("#")[0]


def verifier(world: World | None = None) -> Verifier:
    return Verifier(trust=AnyIssuer(), fetcher=world or Offline(), canonicalizer=CANONICALIZER, clock=lambda: AT)


def report(source: Any, world: World | None = None, **question: Any) -> Report:
    return verifier(world).verify(source, **question)


def test_a_badge_in_a_jwt_passes_the_same_checks() -> None:
    found = report(badge_token())
    assert found.verdict is Verdict.ACCEPTED
    assert (found.authentic, found.current) == (True, True)
    assert found["proof"].evidence == {"algorithm": "EdDSA"}
    assert found.document is not None
    assert found.document.tree == Document.of(unsigned()).tree


@pytest.mark.parametrize("image", [badge_png("Soil"), badge_svg("Soil")], ids=["png", "svg"])
def test_a_jwt_is_found_in_a_picture(image: bytes) -> None:
    assert report(bake(image, badge_token())).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("style", ["open-badges", "vc-jose-cose"])
def test_both_ways_to_write_one_are_read(style: Any) -> None:
    assert report(badge_token(style=style)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_the_key_decides_the_algorithm(curve: Any) -> None:
    signer = EcdsaSigner.generate(curve)
    tree = unsigned(issuer={"id": signer.verification_method.partition("#")[0], "type": ["Profile"]})
    found = report(seal_jwt(Document.of(tree), signer))
    assert found["proof"].evidence == {"algorithm": "ES256" if curve == "P-256" else "ES384"}
    assert found.verdict is Verdict.ACCEPTED


def test_an_issuer_on_the_web_is_asked_for_its_key() -> None:
    college = "https://college.example/issuer"
    signer = SIGNER.with_verification_method(f"{college}#key-1")
    tree = unsigned(issuer={"id": college, "type": ["Profile"]})
    world = World()
    world.serve(college, controller_document(college, [PublishedKey(signer.public_key, "key-1")]))
    assert report(seal_jwt(Document.of(tree), signer), world).verdict is Verdict.ACCEPTED
    assert world.visits == [college]


def test_an_expired_jwt_is_genuine() -> None:
    found = report(badge_token(), at=datetime(2030, 1, 1, tzinfo=UTC))
    assert (found.verdict, found.authentic, found.current) == (Verdict.REJECTED, True, False)


def test_a_token_that_ends_before_its_credential_does_is_not_current() -> None:
    whole = {name: value for name, value in claims(exp=1775000000).items() if name != "validUntil"}
    found = report(token(header(), whole))
    assert (found.authentic, found.current) == (True, False)
    assert found["period"].code == "proof.expired"


def test_a_changed_jwt_is_forged() -> None:
    whole = badge_token()
    begin, middle, end = whole.split(".")
    found = report(f"{begin}.{middle[:-8]}{'A' * 8}.{end}")
    assert found.authentic is not True
    assert found.verdict is Verdict.REJECTED


def test_claims_that_say_something_else_are_a_bad_proof() -> None:
    found = report(token(header(), claims(jti="urn:uuid:somebody-else")))
    assert (found.verdict, found["proof"].outcome) == (Verdict.REJECTED, Outcome.FAILED)


def test_a_proof_inside_a_jwt_need_not_be_looked_at() -> None:
    tree = {**sealed().tree, "proof": {**sealed().tree["proof"], "cryptosuite": "from-the-future-2031"}}
    assert report(seal_jwt(Document.of(tree), SIGNER)).verdict is Verdict.ACCEPTED


def test_an_enveloped_credential_is_the_token_in_it() -> None:
    envelope = EnvelopedVerifiableCredential.of(badge_token()).to_dict()
    assert report(envelope).verdict is Verdict.ACCEPTED


def test_an_envelope_of_another_kind_cannot_be_opened_here() -> None:
    envelope = {
        "@context": [CREDENTIALS_V2],
        "type": ["EnvelopedVerifiableCredential"],
        "id": "data:application/vc+cose;base64,0oRDoQEmoA==",
    }
    found = report(envelope)
    assert (found.verdict, found["document"].code) == (Verdict.UNDETERMINED, "proof.unsupported-envelope")


def test_words_that_no_context_defines_are_signed_in_a_jwt_all_the_same_and_noted() -> None:
    found = report(seal_jwt(Document.of(unsigned(favouriteColour="blue")), SIGNER))
    assert found.verdict is Verdict.ACCEPTED
    assert [noted["pointer"] for noted in found["contexts"].evidence["undefined"]] == ["/favouriteColour"]


def test_a_context_that_nobody_knows_leaves_a_jwt_undetermined() -> None:
    contexts = [*unsigned()["@context"], "https://college.example/words.json"]
    found = report(seal_jwt(Document.of(unsigned(**{"@context": contexts})), SIGNER))
    assert (found.verdict, found["contexts"].code) == (Verdict.UNDETERMINED, "contexts.unknown")


def test_contexts_that_contradict_each_other_are_refused_in_a_jwt_too() -> None:
    redefined = {"VerifiableCredential": "https://college.example/Other"}
    found = report(seal_jwt(Document.of(unsigned(**{"@context": [*unsigned()["@context"], redefined]})), SIGNER))
    assert (found.verdict, found["contexts"].outcome) == (Verdict.REJECTED, Outcome.FAILED)


def test_an_endorsement_in_a_jwt_is_verified() -> None:
    endorsement = {
        "@context": [CREDENTIALS_V2, unsigned()["@context"][1]],
        "id": "urn:uuid:1d4b2a7e-6f3c-4d0e-9a51-7c2b8e9f0a33",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed",
        "issuer": {"id": HOLDER_ID, "type": ["Profile"]},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {"id": unsigned()["id"], "type": ["EndorsementSubject"]},
    }
    found = report(sealed(unsigned(endorsementJwt=[seal_jwt(Document.of(endorsement), HOLDER)])))
    assert found["endorsements"].outcome is Outcome.PASSED
    assert found.endorsements[0].source == "/endorsementJwt/0"


# --- presentations


def presentation(*credentials: Any, **claims: Any) -> str:
    tree = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER_ID,
        "verifiableCredential": list(credentials),
    }
    return seal_jwt(Document.of(tree), HOLDER, style="vc-jose-cose", claims=claims)


def own_badge() -> dict[str, Any]:
    tree = unsigned()
    tree["credentialSubject"] = {**tree["credentialSubject"], "id": HOLDER_ID}
    return EnvelopedVerifiableCredential.of(seal_jwt(Document.of(tree), SIGNER)).to_dict()


def presented(source: Any, **question: Any) -> PresentationReport:
    return verifier().verify_presentation(source, **{"challenge": "abc", "domain": "jobs.example", **question})


def test_a_presentation_in_a_jwt_answers_by_nonce_and_aud() -> None:
    found = presented(presentation(own_badge(), nonce="abc", aud="jobs.example"))
    assert found.verdict is Verdict.ACCEPTED
    assert found.holder == HOLDER_ID


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"aud": "jobs.example"}, "proof.wrong-challenge"),
        ({"nonce": "xyz", "aud": "jobs.example"}, "proof.wrong-challenge"),
        ({"nonce": "abc"}, "proof.wrong-domain"),
        ({"nonce": "abc", "aud": ["jobs.example", "else.example"]}, "proof.wrong-domain"),
    ],
)
def test_an_answer_to_another_question_is_refused(claims: dict[str, Any], code: str) -> None:
    found = presented(presentation(own_badge(), **claims))
    assert (found.verdict, found["proof"].code) == (Verdict.REJECTED, code)


def test_an_answer_that_has_expired_is_refused() -> None:
    found = presented(presentation(own_badge(), nonce="abc", aud="jobs.example", exp=int(AT.timestamp()) - 1))
    assert found["proof"].code == "proof.expired"
