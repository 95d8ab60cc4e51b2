"""A header that wants something of the verifier.

Attack: A service of the victim signs short texts of its users, as tokens whose payload is not encoded (``"b64":
false``), with the victim's key. A user hands in a text that is itself a payload in base64url.

Naively: A verifier does not know ``b64`` and passes over it, and over ``crit``, which forbids just that. It decodes the
text and has a badge that the victim never wrote.

Here: Whoever does not understand what is critical has to refuse (RFC 7515, 4.1.11; RFC 7797, 6): the check ``proof``
fails with ``proof.critical-header``.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from microcred.multibase import encode_base64url
from microcred.verification.report import Verdict
from naive import token_holds, token_of
from token_victim import (
    GENUINE,
    KEY,
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import part, token


def signed_by_the_service(text: str) -> str:
    """RFC 7797, 3: what is signed is the text as it is."""
    signing_input = f"{part(header(b64=False, crit=['b64']))}.{text}"
    return f"{signing_input}.{encode_base64url(SIGNER.sign(signing_input.encode()))}"


def naive_verify(text: str) -> bool:
    return token_holds(token_of(text), KEY.public_key)


def test_a_naive_verifier_reads_a_text_of_a_user_as_a_badge() -> None:
    forgery = signed_by_the_service(part(claims(name="Doctor of Everything")))
    assert naive_verify(forgery)
    assert token_of(forgery).payload["name"] == "Doctor of Everything"


def test_the_text_of_a_user_is_no_badge() -> None:
    assert_forged(signed_by_the_service(part(claims())), "proof.critical-header")
    assert report(GENUINE)


@pytest.mark.parametrize(
    "changes",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"crit": ["b64"], "b64": True},
        {"b64": False},
        {"b64": None, "crit": "b64"},
    ],
)
def test_what_is_critical_and_not_understood_is_refused(changes: dict[str, Any]) -> None:
    assert_forged(token({**header(), **changes}, claims(), SIGNER), "proof.critical-header")


def test_an_unencoded_payload_is_not_read() -> None:
    encoded = part(header(b64=False, crit=["b64"]))
    text = json.dumps(claims()).replace(".", "")
    signature = encode_base64url(SIGNER.sign(f"{encoded}.{text}".encode()))
    assert report(f"{encoded}.{text}.{signature}").verdict is Verdict.REJECTED
