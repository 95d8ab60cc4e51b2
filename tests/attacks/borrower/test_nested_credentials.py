"""Attacks with credentials inside others: borrowed endorsements, forgeries in records, newer versions, other holders.

Who makes the whole chooses what is in it: genuine parts that belong elsewhere, and forged ones among genuine ones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.keys import Ed25519Signer, controller_document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import add_proof, seal_jwt
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Outcome, Report, Verdict
from microcred.verification.trust import AnyIssuer, TrustPolicy
from microcred.verification.verifier import Verifier
from world import World

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SERVICE = "https://registrar.example/records/7"
VICTIM = "did:example:victim"
ISSUER = SIGNER.verification_method.partition("#")[0]
FORGER = Ed25519Signer.from_seed(bytes(range(9, 41)))
FORGER_ID = FORGER.verification_method.partition("#")[0]


def verifier(world: World | None = None, trust: TrustPolicy | None = None) -> Verifier:
    return Verifier(trust=trust or AnyIssuer(), fetcher=world or World(), canonicalizer=CANONICALIZER, clock=lambda: AT)


def report(source: Any, world: World | None = None, **question: Any) -> Report:
    return verifier(world).verify(source, **question)


def badge(subject: str = VICTIM, signer: Ed25519Signer = SIGNER, **changes: Any) -> dict[str, Any]:
    """A badge that is described no further, as credentials of one record share one graph; unsigned."""
    tree = unsigned(id="urn:x:badge", issuer={"id": signer.verification_method.partition("#")[0], "type": ["Profile"]})
    achievement = {**tree["credentialSubject"]["achievement"], "id": "urn:x:achievement"}
    for name in ("resultDescription", "alignment"):
        del achievement[name]
    subjects = {"id": subject, "type": ["AchievementSubject"], "achievement": achievement}
    return {**tree, "credentialSubject": subjects, **changes}


def forged() -> dict[str, Any]:
    """The victim's badge with another name, and the proof of the genuine one."""
    return {**badge(FORGER_ID), "name": "Another", "proof": sealed(badge()).tree["proof"]}


def record(*credentials: Any, signer: Ed25519Signer = FORGER, **changes: Any) -> Document:
    tree = {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES, EXTENSIONS],
        "id": "urn:x:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": signer.verification_method.partition("#")[0], "type": ["Profile"], "name": "Registrar"},
        "validFrom": "2026-03-01T00:00:00Z",
        "name": "Transcript",
        "refreshService": {"id": SERVICE, "type": "1EdTechCredentialRefresh"},
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [one.tree if isinstance(one, Document) else one for one in credentials],
        },
        **changes,
    }
    return sealed(tree, signer)


# --- endorsements


def endorsement(target: str, **changes: Any) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:x:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed",
        "issuer": {"id": ISSUER, "type": ["Profile"]},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {"id": target, "type": ["EndorsementSubject"]},
        **changes,
    }


def own_badge(**changes: Any) -> dict[str, Any]:
    issuer = {"id": FORGER_ID, "type": ["Profile"], **changes.pop("issuer", {})}
    return unsigned(issuer=issuer, **changes)


@pytest.mark.parametrize(
    "other",
    [
        badge(FORGER_ID),
        {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiableCredential"],
            "issuer": ISSUER,
            "validFrom": "2026-01-10T00:00:00Z",
            "credentialSubject": {"id": FORGER_ID},
        },
    ],
    ids=["badge", "credential"],
)
def test_a_badge_that_somebody_once_got_is_no_endorsement_of_them(other: dict[str, Any]) -> None:
    whole = own_badge(issuer={"endorsementJwt": [seal_jwt(Document.of(other), SIGNER)]})
    found = report(sealed(whole, FORGER))
    assert found.endorsements[0].verdict is Verdict.REJECTED
    assert found.endorsements[0]["recipient"].code == "endorsements.not-an-endorsement"
    assert found["endorsements"].outcome is Outcome.FAILED


def test_an_endorsement_of_nothing_is_not_attached_to_what_has_no_id() -> None:
    token = seal_jwt(Document.of(endorsement("urn:None")), SIGNER)
    whole = own_badge(evidence=[{"type": ["Evidence"], "name": "Essay"}], endorsementJwt=[token], id="urn:None2")
    assert report(sealed(whole, FORGER)).endorsements[0].verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    "subject",
    [
        [{"id": VICTIM, "type": ["EndorsementSubject"]}, {"id": "urn:x:badge", "type": ["EndorsementSubject"]}],
        {"id": "URN:x:badge", "type": ["EndorsementSubject"]},
        {"id": "urn:x:badge ", "type": ["EndorsementSubject"]},
        {"id": "urn:x:%62adge", "type": ["EndorsementSubject"]},
    ],
)
def test_an_endorsement_of_something_that_is_spelled_alike_does_not_count(subject: Any) -> None:
    token = seal_jwt(Document.of(endorsement("", credentialSubject=subject)), SIGNER)
    found = report(sealed(own_badge(id="urn:x:badge", endorsementJwt=[token]), FORGER))
    assert found.endorsements[0].verdict is Verdict.REJECTED


def test_an_endorsement_that_was_revoked_or_has_expired_is_not_accepted() -> None:
    token = seal_jwt(Document.of(endorsement("urn:x:badge", validUntil="2026-02-01T00:00:00Z")), SIGNER)
    found = report(sealed(own_badge(id="urn:x:badge", endorsementJwt=[token]), FORGER))
    assert found.endorsements[0]["period"].code == "period.expired"
    assert found["endorsements"].outcome is Outcome.FAILED


# --- records


@pytest.mark.parametrize("changes", [{"validFrom": None}, {"credentialSubject": {"id": FORGER_ID}}, {"type": []}])
@pytest.mark.parametrize("types", [["ClrCredential"], ["ClrCredential", "OpenBadgeCredential"]])
def test_a_forgery_that_is_malformed_as_well_does_not_get_into_a_record(
    types: list[str], changes: dict[str, Any]
) -> None:
    """Its seal was never looked at, so nobody knows that it is one."""
    part = {name: value for name, value in {**forged(), **changes}.items() if value is not None}
    whole = {**_bare(part), "type": ["VerifiableCredential", *types]}
    if len(types) > 1:
        subject = badge()["credentialSubject"]
        whole["@context"] = [CREDENTIALS_V2, OPEN_BADGES, CLR, EXTENSIONS]
        whole["credentialSubject"] = {**subject, "verifiableCredential": [part]}
    found = report(seal_jwt(Document.of(whole), FORGER))
    assert found.verdict is not Verdict.ACCEPTED
    if len(types) > 1:
        assert found["credentials"].code == "credentials.undetermined"


def _bare(*parts: Any) -> dict[str, Any]:
    tree = record(badge(FORGER_ID, FORGER)).to_dict()
    del tree["proof"]
    tree["credentialSubject"]["verifiableCredential"] = list(parts)
    return tree


def test_an_envelope_in_a_record_is_opened_and_its_token_checked() -> None:
    token = seal_jwt(Document.of(badge()), SIGNER)
    head, payload, signature = token.split(".")
    broken = EnvelopedVerifiableCredential.of(f"{head}.{payload}.{signature[:-4]}AAAA").to_dict()
    found = report(seal_jwt(Document.of(_bare(broken)), FORGER))
    assert found.verdict is not Verdict.ACCEPTED


def test_a_badge_of_somebody_else_in_a_record_is_not_reported_as_the_recipients() -> None:
    found = report(record(sealed(badge())), recipient="did:example:learner")
    assert found.recipient is True
    assert found.credentials[0].recipient is False
    assert found.credentials[0].verdict is Verdict.REJECTED


def test_a_record_of_ones_own_does_not_lend_the_badges_of_others() -> None:
    subject = {"id": FORGER_ID, "type": ["ClrSubject"], "verifiableCredential": [sealed(badge()).tree]}
    found = presented(record(credentialSubject=subject))
    assert found.credentials[0].credentials[0].verdict is Verdict.REJECTED


# --- newer versions


def test_a_newer_record_does_not_bring_in_a_forgery() -> None:
    old = record(sealed(badge()))
    new = record(forged(), validFrom="2026-04-01T00:00:00Z")
    world = World()
    world.serve(SERVICE, new.raw)
    assert report(new).verdict is Verdict.REJECTED
    found = report(old, world, refresh=True)
    assert (found.verdict, found["credentials"].code) == (Verdict.REJECTED, "credentials.forged")
    assert found.refreshed is not None
    assert found.credentials == found.refreshed.credentials


def test_a_newer_version_that_is_a_record_is_judged_as_one() -> None:
    service = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}
    old = badge(FORGER_ID, FORGER, id="urn:x:record", refreshService=service)
    old["@context"] = [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS]
    world = World()
    world.serve(SERVICE, record(forged()).raw)
    found = report(sealed(old, FORGER), world, refresh=True)
    assert (found.verdict, found["credentials"].code) == (Verdict.REJECTED, "credentials.forged")


def test_a_newer_version_whose_schema_cannot_be_had_is_not_handed_out() -> None:
    service = {"id": SERVICE, "type": "1EdTechCredentialRefresh"}
    old = badge(FORGER_ID, refreshService=service)
    old["@context"] = [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS]
    schema = {"id": "https://away.example/schema", "type": "JsonSchema"}
    new = sealed({**old, "validFrom": "2026-02-01T00:00:00Z", "credentialSchema": [schema]})
    assert report(new).verdict is Verdict.UNDETERMINED
    world = World()
    world.serve(SERVICE, new.raw)
    assert report(sealed(old), world, refresh=True).require() == sealed(old)


# --- presentations


def presentation(*credentials: Any, signer: Ed25519Signer = FORGER, **changes: Any) -> Document:
    options = changes.pop("options", {"challenge": "abc"})
    tree: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": signer.verification_method.partition("#")[0],
        "verifiableCredential": [one.tree if isinstance(one, Document) else one for one in credentials],
        **changes,
    }
    document = Document.of({name: value for name, value in tree.items() if value is not None})
    return add_proof(
        document, signer, created=AT, purpose="authentication", options=options, canonicalizer=CANONICALIZER
    )


def presented(*credentials: Any, world: World | None = None, **question: Any) -> PresentationReport:
    source = presentation(*credentials)
    return verifier(world).verify_presentation(source, challenge="abc", **question)


def plain(identifier: str, *, hashed: bool = False, kind: str = "systemId") -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": identifier, "identityType": kind}


@pytest.mark.parametrize(
    "changes",
    [
        {"credentialSubject": [{"id": VICTIM}, {"id": FORGER_ID}]},
        {"credentialSubject": [{"id": FORGER_ID}, {"id": VICTIM}]},
        {"credentialSubject": {"id": VICTIM, "knows": FORGER_ID}},
        {"credentialSubject": {"id": f"{FORGER_ID}#{FORGER_ID}"}},
        {"credentialSubject": {"id": VICTIM, "identifier": [plain(FORGER_ID, hashed=True)]}},
    ],
    ids=["second of two", "first of two", "a friend", "with a fragment", "as the text of a hash"],
)
def test_a_credential_that_only_mentions_the_holder_is_not_the_holders(changes: dict[str, Any]) -> None:
    tree = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-10T00:00:00Z",
        **changes,
    }
    found = presented(EnvelopedVerifiableCredential.of(seal_jwt(Document.of(tree), SIGNER)).to_dict())
    assert found.verdict is Verdict.REJECTED
    assert found.credentials[0].recipient is False


def test_who_logs_in_for_an_institution_does_not_issue_for_it() -> None:
    """A key for authentication answers for who presents; what is said of others takes a key for assertions."""
    college = "https://college.example/issuer"
    name = f"{college}#{SIGNER.public_key.to_multikey()}"
    document = controller_document(college, [SIGNER.public_key])
    for relation in ("assertionMethod", "authentication"):
        document.pop(relation, None)
    part = {**badge("did:example:friend"), "issuer": {"id": college, "type": ["Profile"]}}
    source = presentation(part, signer=SIGNER.with_verification_method(name))

    def verdict(*relations: str) -> Verdict:
        world = World()
        world.serve(college, {**document, **{relation: [name] for relation in relations}})
        return verifier(world).verify_presentation(source, challenge="abc", bearer=True).verdict

    assert verdict("authentication", "assertionMethod") is Verdict.ACCEPTED
    assert verdict("authentication") is Verdict.REJECTED


def test_an_envelope_within_an_envelope_is_no_credential() -> None:
    inner = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(badge(FORGER_ID)), SIGNER)).to_dict()
    outer = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(inner), FORGER)).to_dict()
    assert presented(inner).verdict is Verdict.ACCEPTED
    assert presented(outer).verdict is Verdict.REJECTED
    assert report(outer).verdict is Verdict.REJECTED


def test_naming_another_in_the_first_proof_makes_nobody_another() -> None:
    """Without a holder, the proofs say who answers; the first of them need not be the one that holds."""
    mine = presentation(sealed(badge(ISSUER, STRANGER)), holder=None).to_dict()
    theirs = {**mine["proof"], "verificationMethod": SIGNER.verification_method}
    found = verifier().verify_presentation({**mine, "proof": [theirs, mine["proof"]]}, challenge="abc")
    assert found.verdict is Verdict.REJECTED
    assert found.authentic is not True


def test_a_proof_that_answered_somebody_else_is_no_help_to_one_that_answers_nobody() -> None:
    first = presentation(sealed(badge(FORGER_ID)), options={"challenge": "xyz"}).to_dict()
    second = presentation(sealed(badge(FORGER_ID)), options={"domain": "jobs.example"}).to_dict()
    both = {**first, "proof": [first["proof"], second["proof"]]}
    assert verifier().verify_presentation(both, challenge="abc").verdict is Verdict.REJECTED


def test_a_base_proof_in_a_presentation_is_none() -> None:
    from microcred.keys import EcdsaSigner

    signer = EcdsaSigner("P-256", 7)
    issuer = signer.verification_method.partition("#")[0]
    tree = {**badge(FORGER_ID), "issuer": {"id": issuer, "type": ["Profile"]}}
    base = add_proof(
        Document.of(tree), signer, created=datetime(2026, 1, 15, 9, tzinfo=UTC), suite_name="ecdsa-sd-2023"
    )
    found = presented(base)
    assert (found.verdict, found.credentials[0]["proof"].code) == (Verdict.REJECTED, "proof.base-proof")
