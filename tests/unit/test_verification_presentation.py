"""Presentations: the holder answers, each credential is verified by itself, and has to be about the holder."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from badges import AT, CANONICALIZER, CREDENTIALS_V2, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.errors import Rejected, UsageError
from microcred.keys import Ed25519Signer
from microcred.proofs import add_proof
from microcred.verification.fetch import Offline
from microcred.verification.presentation import PRESENTATION_CHECKS, PresentationReport
from microcred.verification.report import Outcome, Verdict
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from world import World

ISSUER = SIGNER.verification_method.partition("#")[0]
HOLDER = Ed25519Signer.from_seed(bytes(range(7, 39)))
HOLDER_ID = HOLDER.verification_method.partition("#")[0]
CHALLENGE = "3182bdea-63d9-11ea-b6de-3b7c1404d57f"


def badge(subject: str | None = HOLDER_ID, **changes: Any) -> Document:
    tree = unsigned(**changes)
    tree["credentialSubject"] = {**tree["credentialSubject"], "id": subject}
    if subject is None:
        del tree["credentialSubject"]["id"]
    return sealed(tree)


def presentation(*credentials: Any, signer: Ed25519Signer = HOLDER, **changes: Any) -> Document:
    purpose = changes.pop("purpose", "authentication")
    options = {"challenge": CHALLENGE, "domain": "jobs.example", **changes.pop("options", {})}
    tree: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER_ID,
        "verifiableCredential": [one.tree if isinstance(one, Document) else one for one in credentials],
        **changes,
    }
    tree = {name: member for name, member in tree.items() if member is not None}
    document = Document.of(tree)
    return add_proof(document, signer, created=AT, purpose=purpose, options=options, canonicalizer=CANONICALIZER)


def report(source: Any, **question: Any) -> PresentationReport:
    question = {"challenge": CHALLENGE, "domain": "jobs.example", **question}
    verifier = Verifier(
        trust=question.pop("trust", TrustedIssuers(ISSUER)),
        fetcher=question.pop("world", Offline()),
        canonicalizer=CANONICALIZER,
        clock=lambda: AT,
    )
    return verifier.verify_presentation(source, **question)


def test_a_presentation_of_ones_own_badge_is_accepted() -> None:
    found = report(presentation(badge()))
    assert found.verdict is Verdict.ACCEPTED
    assert bool(found)
    assert (found.authentic, found.holder) == (True, HOLDER_ID)
    assert tuple(check.name for check in found.checks) == PRESENTATION_CHECKS
    assert [one.source for one in found.credentials] == ["/verifiableCredential/0"]
    assert found.credentials[0].recipient is True


def test_the_credentials_verify_as_they_were_issued() -> None:
    whole = badge()
    assert report(presentation(whole)).credentials[0].document == Document.of(whole.tree)


def test_several_credentials_each_get_a_report() -> None:
    found = report(presentation(badge(), badge(id="urn:uuid:11111111-1111-4111-8111-111111111111")))
    assert [one.verdict for one in found.credentials] == [Verdict.ACCEPTED, Verdict.ACCEPTED]


@pytest.mark.parametrize(
    ("question", "code"),
    [({"challenge": "another"}, "proof.wrong-challenge"), ({"domain": "else.example"}, "proof.wrong-domain")],
)
def test_an_answer_to_somebody_else_is_refused(question: dict[str, str], code: str) -> None:
    found = report(presentation(badge()), **question)
    assert (found.verdict, found["proof"].code) == (Verdict.REJECTED, code)
    assert found["credentials"].outcome is Outcome.NOT_RUN
    assert found.credentials == ()


def test_not_to_compare_a_challenge_has_to_be_said_and_is_reported() -> None:
    found = report(presentation(badge()), challenge=None, domain=None)
    assert found.verdict is Verdict.ACCEPTED
    assert found["proof"].message.endswith("no challenge was compared")


def test_a_proof_for_another_purpose_does_not_answer() -> None:
    assert report(presentation(badge(), purpose="assertionMethod"))["proof"].code == "proof.wrong-purpose"


def test_a_presentation_signed_by_somebody_else_is_refused() -> None:
    found = report(presentation(badge(), signer=STRANGER))
    assert (found.authentic, found["holder_key"].code) == (False, "key.not-the-issuers")


def test_a_stolen_badge_is_not_accepted_from_another_holder() -> None:
    found = report(presentation(badge("did:example:victim")))
    assert found.verdict is Verdict.REJECTED
    assert found.authentic is True
    assert found["credentials"].code == "credentials.rejected"
    assert found.credentials[0]["recipient"].code == "recipient.no-match"


def test_whoever_bears_a_badge_is_enough_if_the_verifier_says_so() -> None:
    assert report(presentation(badge("did:example:child")), bearer=True).verdict is Verdict.ACCEPTED


def test_a_badge_that_names_its_subject_by_no_id_is_not_shown_to_be_the_holders() -> None:
    assert report(presentation(badge(None))).verdict is Verdict.REJECTED
    assert report(presentation(badge(None)), bearer=True).verdict is Verdict.ACCEPTED


def test_one_bad_credential_spoils_the_presentation() -> None:
    found = report(presentation(badge(), badge(validUntil="2026-02-01T00:00:00Z", id="urn:x:2")))
    assert found.verdict is Verdict.REJECTED
    assert found["credentials"].faults[0].pointer == "/verifiableCredential/1"
    assert found["credentials"].faults[0].evidence == {"because": "period.expired"}


def test_a_credential_that_cannot_be_checked_leaves_the_presentation_open() -> None:
    far = SIGNER.with_verification_method("https://college.example/keys#1")
    tree = unsigned(issuer={"id": "https://college.example/keys", "type": ["Profile"]})
    tree["credentialSubject"] = {**tree["credentialSubject"], "id": HOLDER_ID}
    found = report(presentation(sealed(tree, far)), trust=TrustedIssuers("https://college.example/keys"))
    assert found.verdict is Verdict.UNDETERMINED


def test_an_issuer_whom_nobody_vouches_for_is_not_asked_for_its_key() -> None:
    far = SIGNER.with_verification_method("https://college.example/keys#1")
    tree = unsigned(issuer={"id": "https://college.example/keys", "type": ["Profile"]})
    world = World()
    found = report(presentation(sealed(tree, far)), world=world)
    assert found.credentials[0]["trust"].code == "trust.not-recognised"
    assert world.visits == []


def test_what_a_holder_says_of_themselves_needs_no_second_proof() -> None:
    own = unsigned(issuer={"id": HOLDER_ID, "type": ["Profile"], "name": "Ana"})
    own["credentialSubject"] = {**own["credentialSubject"], "id": HOLDER_ID}
    found = report(presentation(own), trust=TrustedIssuers(HOLDER_ID))
    assert found.verdict is Verdict.ACCEPTED
    assert found.credentials[0]["proof"].evidence == {"coveredBy": HOLDER_ID}


def test_what_a_holder_says_in_anothers_name_is_refused() -> None:
    found = report(presentation(unsigned()))
    assert found.credentials[0]["proof"].code == "proof.missing"
    assert found.verdict is Verdict.REJECTED


def test_a_presentation_without_a_holder_is_of_whose_key_answered() -> None:
    found = report(presentation(badge(), holder=None))
    assert (found.verdict, found.holder) == (Verdict.ACCEPTED, HOLDER_ID)


def test_a_presentation_of_nothing_shows_who_holds_the_key() -> None:
    found = report(presentation(verifiableCredential=None))
    assert found.verdict is Verdict.ACCEPTED
    assert found["credentials"].outcome is Outcome.NOT_APPLICABLE


def test_a_credential_taken_out_of_a_presentation_is_noticed() -> None:
    tree = presentation(badge(), badge(id="urn:x:2")).tree
    assert report({**tree, "verifiableCredential": tree["verifiableCredential"][:1]}).authentic is False


def test_a_presentation_without_a_proof_is_refused() -> None:
    tree = {name: member for name, member in presentation(badge()).tree.items() if name != "proof"}
    found = report(tree)
    assert (found.verdict, found["holder_key"].code) == (Verdict.REJECTED, "proof.missing")


def test_a_presentation_is_no_credential_and_a_credential_no_presentation() -> None:
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=Offline(), clock=lambda: AT)
    assert verifier.verify(presentation(badge()))["model"].code == "model.presentation"
    assert report(badge())["model"].outcome is Outcome.FAILED


def test_a_presentation_within_a_presentation_is_no_credential() -> None:
    inner: Any = badge()
    for _ in range(3):
        inner = presentation(inner)
    assert report(inner).verdict is Verdict.REJECTED


@pytest.mark.parametrize("question", [{"challenge": ""}, {"challenge": 7}, {"domain": ""}, {"domain": [""]}])
def test_a_challenge_that_is_none_is_a_wrong_call(question: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as wrong:
        report(presentation(badge()), **question)
    assert wrong.value.code == "usage.no-challenge"


def test_the_report_is_json_and_can_be_pickled() -> None:
    found = report(presentation(badge()))
    told = json.loads(found.to_json())
    assert list(told) == [
        "source", "verdict", "authentic", "holder", "checks", "credentials", "network", "at", "software",
    ]  # fmt: skip
    assert pickle.loads(pickle.dumps(found)) == found


def test_only_an_accepted_presentation_is_handed_out() -> None:
    whole = presentation(badge())
    assert report(whole).require() == whole
    with pytest.raises(Rejected) as refused:
        report(whole, challenge="another").require()
    assert refused.value.code == "proof.wrong-challenge"
