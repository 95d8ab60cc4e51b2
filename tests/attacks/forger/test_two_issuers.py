"""A badge with two issuers.

Attack: The forger names two issuers, the victim and themselves, in an array or by an issuer inside the issuer, and
seals the badge with their own key.

Naively: A verifier asks whether a trusted issuer is among them, and whether the key of one of them holds.

Here: A credential has one issuer (VCDM 2.0, 4.7; Open Badges 3.0, B.1.1): more is no value of ``issuer``, and the check
``model`` fails.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import STRANGER
from microcred.document import Document
from naive import proof_holds
from published_keys import ISSUER
from tokens import claims, header, token
from victim import badge, report

THEMSELVES = STRANGER.verification_method.partition("#")[0]
PROFILES = [{"id": ISSUER, "type": ["Profile"]}, {"id": THEMSELVES, "type": ["Profile"]}]
FORGERY = badge(STRANGER, issuer=PROFILES)


def naive_verify(document: Document, trusted: str) -> bool:
    tree: dict[str, Any] = document.to_dict()
    ids = [issuer["id"] for issuer in tree["issuer"]]
    key = tree["proof"]["verificationMethod"].partition("#")
    return trusted in ids and key[0] in ids and proof_holds(tree, key[2])


def test_a_naive_verifier_trusts_the_one_issuer_and_takes_the_key_of_the_other() -> None:
    assert naive_verify(FORGERY, ISSUER)


@pytest.mark.parametrize("issuers", [PROFILES, PROFILES[::-1], [ISSUER, THEMSELVES]])
def test_two_issuers_are_none(issuers: Any) -> None:
    found = report(badge(STRANGER, issuer=issuers))
    assert found["model"].outcome == "failed"
    assert found["model"].pointer == "/issuer"
    assert found["issuer_key"].outcome == "not_run"
    assert not found
    of_a_token = report(
        token(header(kid=STRANGER.verification_method), claims(iss=None, issuer=issuers), STRANGER).encode()
    )
    assert not of_a_token
    assert of_a_token["model"].pointer == "/issuer"


def test_one_issuer_is_one() -> None:
    assert report(badge())
