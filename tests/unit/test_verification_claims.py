"""Dates and recipient: what can be checked with the credential alone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from badges import AT, sealed, unsigned
from microcred.document import Document, JsonObject
from microcred.errors import Rejected, UsageError
from microcred.instants import parse_instant
from microcred.proofs import Proof
from microcred.verification.claims import Recipient, check_recipient
from microcred.verification.period import check_period, check_proof_period
from microcred.verification.report import Outcome

NONE = timedelta(0)


def tree(**members: Any) -> JsonObject:
    return Document.of(unsigned(**members)).tree


def period_code(at: str, skew: timedelta = NONE, **members: Any) -> str | None:
    moment = parse_instant(at)
    assert moment is not None
    try:
        assert check_period(tree(**members), moment, skew).outcome is Outcome.PASSED
    except Rejected as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-01-15T08:59:59Z", "period.not-yet-valid"),
        ("2026-01-15T09:00:00Z", None),
        ("2029-01-15T09:00:00Z", None),
        ("2029-01-15T09:00:01Z", "period.expired"),
        ("2026-01-15T10:00:00+01:00", None),
    ],
)
def test_both_ends_of_the_period_are_included(at: str, code: str | None) -> None:
    assert period_code(at) == code


def test_a_slow_clock_is_forgiven_but_never_prolongs_a_credential() -> None:
    minute = timedelta(minutes=1)
    assert period_code("2026-01-15T08:59:00Z", minute) is None
    assert period_code("2026-01-15T08:58:59Z", minute) == "period.not-yet-valid"
    assert period_code("2029-01-15T09:00:01Z", minute) == "period.expired"


def test_the_dates_of_version_one_mean_the_same() -> None:
    old = {"validFrom": None, "validUntil": None, "issuanceDate": "2020-01-01T00:00:00Z"}
    assert period_code("2019-12-31T23:59:59Z", **old) == "period.not-yet-valid"
    assert period_code("2021-01-01T00:00:00Z", **old, expirationDate="2020-06-01T00:00:00Z") == "period.expired"


def test_a_proof_counts_from_created_to_expires() -> None:
    created, expires = parse_instant("2026-05-01T00:00:00Z"), parse_instant("2026-07-01T00:00:00Z")
    document = sealed(created=created, expires=expires)
    proof = Proof.read(document.tree["proof"], "/proof")
    check_proof_period(proof, AT, NONE)
    for at, code in [("2026-04-30T00:00:00Z", "proof.not-yet-valid"), ("2026-07-01T00:00:01Z", "proof.expired")]:
        moment = parse_instant(at)
        assert moment is not None
        with pytest.raises(Rejected) as caught:
            check_proof_period(proof, moment, NONE)
        assert caught.value.code == code


def identity(value: str, *, hashed: bool, kind: str = "emailAddress", salt: str | None = None) -> dict[str, Any]:
    entry = {"type": "IdentityObject", "hashed": hashed, "identityHash": value, "identityType": kind, "salt": salt}
    return {name: member for name, member in entry.items() if member is not None}


def about(*identifiers: dict[str, Any], **members: Any) -> JsonObject:
    subject = {"type": ["AchievementSubject"], "identifier": list(identifiers), **members}
    return tree(credentialSubject=subject)


def matches(credential: JsonObject, recipient: Recipient) -> str | None:
    try:
        return str(check_recipient(credential, recipient).evidence["matched"])
    except Rejected:
        return None


def test_somebody_else_is_named_in_the_fault() -> None:
    with pytest.raises(Rejected) as caught:
        check_recipient(about(identity("a@example.com", hashed=False)), Recipient("b@example.com"))
    assert (caught.value.code, caught.value.pointer) == ("recipient.no-match", "/credentialSubject")
    assert "b@example.com" in caught.value.message


def test_the_recipient_is_found_by_id() -> None:
    credential = about(id="did:example:learner")
    assert matches(credential, Recipient("did:example:learner")) == "/credentialSubject/id"
    assert matches(credential, Recipient("did:example:other")) is None


def test_the_recipient_is_found_by_the_hash_of_the_standards_own_example() -> None:
    hashed = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    credential = about(identity("x", hashed=False), identity(hashed, hashed=True, salt="Kosher"))
    assert matches(credential, Recipient("a@example.com")) == "/credentialSubject/identifier/1"
    assert matches(credential, Recipient("A@example.com")) is None


def test_capital_letters_of_a_hash_do_not_matter() -> None:
    digest = hashlib.sha256(b"a@example.com").hexdigest().upper()
    assert matches(about(identity(f"sha256${digest}", hashed=True)), Recipient("a@example.com"))


def test_a_plain_identifier_is_compared_exactly() -> None:
    credential = about(identity("a@example.com", hashed=False))
    assert matches(credential, Recipient("a@example.com"))
    assert matches(credential, Recipient("a@example.com ")) is None


def test_the_type_of_the_identifier_has_to_agree_where_it_is_known() -> None:
    credential = about(identity("4711", hashed=False, kind="systemId"))
    assert matches(credential, Recipient("4711"))
    assert matches(credential, Recipient("4711", "systemId"))
    assert matches(credential, Recipient("4711", "name")) is None


@pytest.mark.parametrize(
    "entry",
    [
        identity("sha512$" + hashlib.sha512(b"a@example.com").hexdigest(), hashed=True),
        identity(hashlib.sha256(b"a@example.com").hexdigest(), hashed=True),
        identity("sha256$", hashed=True),
        identity("a@example.com", hashed=True),
        identity("sha256$" + hashlib.sha256(b"a@example.com").hexdigest(), hashed=False),
        {"hashed": "false", "identityHash": "a@example.com", "identityType": "emailAddress"},
        {"hashed": False, "identityHash": ["a@example.com"], "identityType": "emailAddress"},
        {"hashed": False, "identityType": "emailAddress"},
    ],
)
def test_an_identifier_in_another_form_matches_nobody(entry: dict[str, Any]) -> None:
    assert matches(about(entry), Recipient("a@example.com")) is None


def test_the_text_of_a_hash_is_not_an_identifier() -> None:
    digest = "sha256$" + hashlib.sha256(b"a@example.com").hexdigest()
    assert matches(about(identity(digest, hashed=True)), Recipient(digest)) is None


def test_an_empty_recipient_is_a_wrong_call() -> None:
    with pytest.raises(UsageError):
        Recipient("")


@pytest.mark.parametrize("date", ["garbage", "2099-01-01", ["2099-01-01T00:00:00Z"], {}, 7, "2099-01-01T00:00:00Z"])
def test_a_second_date_never_prolongs_a_credential(date: Any) -> None:
    old = {"validFrom": None, "issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": "2021-01-01T00:00:00Z"}
    moment = parse_instant("2026-01-01T00:00:00Z")
    assert moment is not None
    with pytest.raises(Rejected) as caught:
        check_period(tree(**old, validUntil=date), moment, NONE)
    assert caught.value.code in ("period.expired", "period.unreadable")


def test_half_a_surrogate_pair_is_an_identifier_of_nobody() -> None:
    assert matches(about(id="did:example:learner"), Recipient("\ud800")) is None


@pytest.mark.parametrize("identifiers", [["ana@example.org"], [None, 7], "ana@example.org", [[]]])
def test_what_is_no_identity_object_identifies_nobody(identifiers: Any) -> None:
    found = Document.of({"credentialSubject": {"identifier": identifiers}}).tree
    with pytest.raises(Rejected) as caught:
        check_recipient(found, Recipient("ana@example.org"))
    assert (caught.value.code, caught.value.pointer) == ("recipient.no-match", "/credentialSubject")
