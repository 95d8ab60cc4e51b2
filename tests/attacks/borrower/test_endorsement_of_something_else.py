"""The endorsement of something else.

Attack: The borrower hangs a genuine endorsement of somebody else's badge into their own: one about another id, one
spelled alike, one about two things, one about nothing.

Naively: A verifier shows who speaks up in the endorsements of a badge, once their seals hold.

Here: The subject of an endorsement has to be what it hangs on, by its id, character by character (Open Badges 3.0, 9.2
and B.5.2): the endorsement is rejected with ``endorsements.of-another``, and the check ``endorsements`` of the badge
fails.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import SIGNER, sealed
from microcred.document import Document
from microcred.proofs import seal_jwt
from microcred.verification.report import Outcome, Verdict
from naive import token_holds, token_of
from nested_credentials import (
    FORGER,
    ISSUER,
    VICTIM,
    endorsement,
    own_badge,
    report,
)

BORROWED = seal_jwt(Document.of(endorsement("urn:x:badge-of-somebody-else")), SIGNER)


def naive_endorsers(tree: dict[str, Any]) -> list[str]:
    read = [token_of(text) for text in tree.get("endorsementJwt", [])]
    return [each.payload["issuer"]["id"] for each in read if token_holds(each, SIGNER.public_key)]


def test_a_naive_verifier_shows_the_endorsement_of_somebody_elses_badge() -> None:
    assert naive_endorsers(own_badge(id="urn:x:badge", endorsementJwt=[BORROWED])) == [ISSUER]


def test_it_is_not_shown_as_an_endorsement_of_this_one() -> None:
    found = report(sealed(own_badge(id="urn:x:badge", endorsementJwt=[BORROWED]), FORGER))
    assert found.endorsements[0]["recipient"].code == "endorsements.of-another"
    assert found["endorsements"].outcome is Outcome.FAILED
    genuine = seal_jwt(Document.of(endorsement("urn:x:badge")), SIGNER)
    assert report(sealed(own_badge(id="urn:x:badge", endorsementJwt=[genuine]), FORGER))["endorsements"].holds


@pytest.mark.parametrize("nothing", ["None", "null", ""])
def test_nothing_has_no_endorsement(nothing: str) -> None:
    """What has no id is no thing by the name of "None"."""
    token = seal_jwt(
        Document.of(endorsement("", credentialSubject={"id": nothing, "type": ["EndorsementSubject"]})), SIGNER
    )
    bare = own_badge(id=None, endorsementJwt=[token])
    found = report(seal_jwt(Document.of(bare), FORGER))
    assert not any(each.verdict is Verdict.ACCEPTED for each in found.endorsements)


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
