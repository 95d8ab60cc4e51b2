"""A forged badge in a record.

Attack: The forger makes a record (a CLR) with a forged badge in it, malformed on purpose so that nobody gets as far as
its seal, or in an envelope that nobody opens.

Naively: A verifier checks the seal of the record, which covers all that is in it, and those of the badges in it that it
can read.

Here: A badge in a record counts by a seal of its own (Comprehensive Learner Record 2.0, 7; docs/decisions/0022): a
forged one makes the record ``credentials.forged``, and one whose seal could not be looked at
``credentials.undetermined``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, SIGNER, sealed
from microcred.document import Document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from microcred.verification.report import Verdict
from naive import proof_holds, proofs_of
from nested_credentials import (
    CLR,
    EXTENSIONS,
    FORGER,
    FORGER_ID,
    badge,
    bare_record,
    forged,
    record,
    report,
)

FORGED_DID = FORGER_ID.removeprefix("did:key:")


def naive_verify(document: Document) -> bool:
    """Every badge in the record that is whole has to hold; what is not whole is left out."""
    tree = document.to_dict()
    held = tree["credentialSubject"]["verifiableCredential"]
    whole = [each for each in held if "proof" in each and "validFrom" in each]
    return proof_holds(tree, FORGED_DID) and all(
        proof_holds(each, proofs_of(each)[0]["verificationMethod"].partition("#")[2]) for each in whole
    )


def malformed() -> dict[str, Any]:
    return {name: value for name, value in forged().items() if name != "validFrom"}


def record_that_is_a_badge(part: dict[str, Any]) -> dict[str, Any]:
    """A badge that calls itself a record as well, and is read as a badge."""
    return {
        **bare_record(part),
        "@context": [CREDENTIALS_V2, OPEN_BADGES, CLR, EXTENSIONS],
        "type": ["VerifiableCredential", "ClrCredential", "OpenBadgeCredential"],
        "credentialSubject": {**badge()["credentialSubject"], "verifiableCredential": [part]},
    }


def test_a_naive_verifier_passes_over_what_is_malformed() -> None:
    assert naive_verify(record(malformed()))
    assert not naive_verify(record(forged()))


def test_a_record_of_genuine_badges_is_accepted() -> None:
    assert report(record(sealed(badge())))


def test_a_forgery_makes_a_forged_record_of_it() -> None:
    found = report(record(forged()))
    assert (found.verdict, found["credentials"].code) == ("rejected", "credentials.forged")
    assert found.credentials[0]["proof"].code == "proof.signature-invalid"


@pytest.mark.parametrize("changes", [{"validFrom": None}, {"credentialSubject": {"id": FORGER_ID}}, {"type": []}])
@pytest.mark.parametrize("types", [["ClrCredential"], ["ClrCredential", "OpenBadgeCredential"]])
def test_a_forgery_that_is_malformed_as_well_does_not_get_into_a_record(
    types: list[str], changes: dict[str, Any]
) -> None:
    """Its seal was never looked at, so nobody knows that it is one."""
    part = {name: value for name, value in {**forged(), **changes}.items() if value is not None}
    whole = bare_record(part) if types == ["ClrCredential"] else record_that_is_a_badge(part)
    found = report(seal_jwt(Document.of(whole), FORGER))
    assert found.verdict is not Verdict.ACCEPTED
    if len(types) > 1:
        assert found["credentials"].code == "credentials.undetermined"


@pytest.mark.parametrize("whole", [bare_record, record_that_is_a_badge])
def test_an_envelope_in_a_record_is_opened_and_its_token_checked(
    whole: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    """In a record that is nothing else there is no place for it: its model has credentials there."""
    token = seal_jwt(Document.of(badge()), SIGNER)
    head, payload, signature = token.split(".")
    broken = f"{head}.{payload}.{signature[:-4]}AAAA"
    found, honest = (
        report(seal_jwt(Document.of(whole(EnvelopedVerifiableCredential.of(each).to_dict())), FORGER))
        for each in (broken, token)
    )
    if whole is bare_record:
        assert found["model"].code == honest["model"].code == "model.type-missing"
    else:
        assert (found.verdict, found["credentials"].code) == ("rejected", "credentials.forged")
        assert honest
