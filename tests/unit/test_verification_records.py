"""Comprehensive Learner Records: each credential in one is verified by itself, and what is not signed is flagged."""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.verification.fetch import Offline
from microcred.verification.report import CHECKS, Outcome, Report, Verdict
from microcred.verification.trust import AnyIssuer, TrustedIssuers
from microcred.verification.verifier import Verifier
from world import World

ISSUER = SIGNER.verification_method.partition("#")[0]
REGISTRAR = Ed25519Signer.from_seed(bytes(range(9, 41)))
REGISTRAR_ID = REGISTRAR.verification_method.partition("#")[0]
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def record(*credentials: Any, **changes: Any) -> Document:
    tree = {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES],
        "id": "urn:uuid:4a6e8d0c-3f1f-4c7c-8a11-7b0e8d609a2e",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": REGISTRAR_ID, "type": ["Profile"], "name": "The Registrar"},
        "validFrom": "2026-03-01T00:00:00Z",
        "name": "Transcript",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [one.tree if isinstance(one, Document) else one for one in credentials],
        },
        **changes,
    }
    return sealed(tree, REGISTRAR)


def slim(signer: Ed25519Signer = SIGNER, *, number: int = 1, signed: bool = True, **changes: Any) -> Any:
    """A badge whose subject is described no further, as credentials of one record share one graph."""
    tree = unsigned(id=f"urn:x:badge-{number}", issuer={"id": signer.verification_method.partition("#")[0]})
    tree["issuer"] |= {"type": ["Profile"]}
    subject = tree["credentialSubject"]
    achievement = {**subject["achievement"], "id": f"urn:x:achievement-{number}"}
    for name in ("resultDescription", "alignment"):
        del achievement[name]
    tree["credentialSubject"] = {
        "type": ["AchievementSubject"],
        "achievement": achievement,
        "id": f"urn:x:ana-{number}",
    }
    tree |= changes
    return sealed(tree, signer) if signed else tree


def report(source: Any, *, trust: Any = None, world: World | None = None) -> Report:
    trust = trust or AnyIssuer()
    return Verifier(trust=trust, fetcher=world or Offline(), canonicalizer=CANONICALIZER, clock=lambda: AT).verify(
        source
    )


def test_a_record_of_signed_badges_is_accepted_with_a_report_for_each() -> None:
    found = report(record(slim(), slim(STRANGER, number=2)))
    assert found.verdict is Verdict.ACCEPTED
    assert found["model"].evidence["type"] == "ClrCredential"
    assert [(one.source, one.verdict) for one in found.credentials] == [
        ("/credentialSubject/verifiableCredential/0", Verdict.ACCEPTED),
        ("/credentialSubject/verifiableCredential/1", Verdict.ACCEPTED),
    ]
    assert [check.name for check in found.checks] == [*CHECKS, "credentials"]


def test_a_badge_has_no_check_of_credentials() -> None:
    assert [check.name for check in report(sealed()).checks] == list(CHECKS)


def test_a_forged_badge_makes_the_record_worthless() -> None:
    forged = {**slim().tree, "id": "urn:x:another"}
    found = report(record(slim(number=2), forged))
    assert found.verdict is Verdict.REJECTED
    assert found["credentials"].code == "credentials.forged"
    assert found["credentials"].faults[0].pointer == "/credentialSubject/verifiableCredential/1"
    assert found.authentic is True


def test_an_expired_badge_stays_part_of_what_was_learnt() -> None:
    found = report(record(slim(validUntil="2026-02-01T00:00:00Z")))
    assert found.verdict is Verdict.ACCEPTED
    assert found.credentials[0].current is False
    assert "1 rejected" in found["credentials"].message


def test_a_badge_that_nobody_but_the_registrar_signed_is_flagged() -> None:
    found = report(record(slim(), slim(number=2, signed=False)))
    assert found.verdict is Verdict.ACCEPTED
    assert found.credentials[1].verdict is Verdict.UNDETERMINED
    assert found.credentials[1].authentic is None
    assert found.credentials[1]["proof"].code == "proof.covered-by-outer"
    assert "1 without a proof of their own" in found["credentials"].message


def test_the_registrars_own_badges_need_no_second_proof() -> None:
    found = report(record(slim(REGISTRAR, signed=False, issuer={"id": REGISTRAR_ID, "type": ["Profile"]})))
    assert found.credentials[0]["proof"].outcome is Outcome.PASSED
    assert found.credentials[0].verdict is Verdict.ACCEPTED


def test_a_badge_that_cannot_be_checked_leaves_the_record_open() -> None:
    far = SIGNER.with_verification_method("https://college.example/keys#1")
    found = report(record(slim(far)))
    assert found.verdict is Verdict.UNDETERMINED
    assert found["credentials"].outcome is Outcome.UNDETERMINED


def test_the_issuers_of_the_badges_need_not_be_trusted_and_the_report_says_who_is() -> None:
    found = report(record(slim(), slim(STRANGER, number=2)), trust=TrustedIssuers(REGISTRAR_ID, ISSUER))
    assert found.verdict is Verdict.ACCEPTED
    assert [one.recognised for one in found.credentials] == [True, None]


def test_a_badge_is_verified_whoever_its_issuer_is_so_that_nothing_in_the_record_is_unchecked() -> None:
    """What two signed badges of a record say about one id is told apart by their own proofs alone."""
    forged = {**slim(STRANGER).tree, "id": "urn:x:another"}
    assert report(record(forged), trust=TrustedIssuers(REGISTRAR_ID)).verdict is Verdict.REJECTED


def test_nothing_in_a_record_is_looked_at_before_its_own_proof_holds() -> None:
    tree = record(slim()).tree
    found = report({**tree, "name": "Another"})
    assert found["credentials"].outcome is Outcome.NOT_RUN
    assert found.credentials == ()


def test_the_json_report_holds_the_reports_of_the_credentials() -> None:
    told = report(record(slim())).to_dict()
    assert [one["verdict"] for one in told["credentials"]] == ["accepted"]


def test_a_check_lists_its_faults_only_where_there_are_several() -> None:
    from microcred.errors import Fault, Rejected
    from microcred.verification.report import Check

    one = Check.of_error("model", Rejected.of([Fault("a.b", "x")])).to_dict()
    two = Check.of_error("model", Rejected.of([Fault("a.b", "x"), Fault("c.d", "y")])).to_dict()
    assert "faults" not in one
    assert [fault["code"] for fault in two["faults"]] == ["a.b", "c.d"]
