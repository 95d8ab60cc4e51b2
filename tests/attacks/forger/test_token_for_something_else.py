"""A token that the victim made for something else.

Attack: The victim signs other tokens with the same key: for logging in, for access, for a presentation. Some of their
claims are chosen by the user, who chooses those of a badge.

Naively: A verifier looks at the signature and reads the payload, and never at ``typ``, which says what the token is.

Here: ``typ`` and ``cty`` have to be those of a credential, or to say no more than "JWT" (RFC 8725, 3.11 and 3.12):
``proof.wrong-media-type``. A presentation is told apart by its type, ``model.presentation``, and a token without the
words of the data model has none of its members.
"""

from __future__ import annotations

import pytest

from naive import token_holds, token_of
from token_victim import (
    BADGE,
    KEY,
    SIGNER,
    VICTIM,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token

ACCESS = token(header(typ="at+jwt"), claims(scope="courses:read"), SIGNER)


def naive_verify(text: str) -> bool:
    read = token_of(text)
    return "OpenBadgeCredential" in read.payload["type"] and token_holds(read, KEY.public_key)


def test_a_naive_verifier_takes_a_token_for_access_for_a_badge() -> None:
    assert naive_verify(ACCESS)


def test_a_token_of_a_login_is_no_badge() -> None:
    login = {"iss": VICTIM, "sub": "did:example:learner", "aud": "courses", "nonce": "n", "iat": 1768467600, "exp": 4e9}
    found = report(token(header(), login, SIGNER))
    assert found["model"].outcome == "failed"
    assert not found


def test_a_presentation_by_the_victim_is_no_badge() -> None:
    tree = {"@context": BADGE["@context"][:1], "type": ["VerifiablePresentation"], "verifiableCredential": [BADGE]}
    found = report(token(header(), {**tree, "holder": VICTIM}, SIGNER))
    assert (found["model"].code, found.authentic) == ("model.presentation", None)
    assert report(token(header(typ="vc+jwt"), claims(), SIGNER))


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", "openid4vci-proof+jwt", "vp+jwt", "statuslist+jwt"])
def test_a_token_that_the_issuer_made_for_something_else_is_no_credential(typ: str) -> None:
    assert_forged(token(header(typ=typ), claims(), SIGNER), "proof.wrong-media-type")
