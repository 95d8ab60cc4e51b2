"""A member of a token that stands twice.

Attack: The forger has a member stand twice in the payload or the header: one reader takes the first, another the last.

Naively: The program that decides looks for ``"issuer"`` in the text and takes the first one; the program that shows the
badge parses it, and shows the last.

Here: An object in which a name stands twice is refused: ``proof.malformed-jws`` in the header (RFC 7515, 5.2, step 4),
``document.duplicate-key`` in the payload.
"""

from __future__ import annotations

import json
import re

import pytest

from naive import octets, token_holds, token_of
from token_victim import (
    BADGE,
    EVIL,
    FORGER,
    FORGER_ID,
    GENUINE,
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token

FORGERS = {"id": FORGER_ID, "type": ["Profile"]}
TEXT = json.dumps(claims(iss=None, issuer=BADGE["issuer"]))
FORGERY = token(
    header(alg="EdDSA", kid=FORGER.verification_method), f'{{"issuer": {json.dumps(FORGERS)}, {TEXT[1:]}', FORGER
)


def naive_verify(text: str) -> str | None:
    """Who is shown as the issuer, if the key of the issuer signed."""
    from microcred.keys import public_key_of_did_key

    read, raw = token_of(text), octets(text.split(".")[1]).decode()
    found = re.search(r'"issuer": \{"id": "([^"]*)"', raw)
    assert found is not None
    return read.payload["issuer"]["name"] if token_holds(read, public_key_of_did_key(found[1])) else None


def test_naive_readers_disagree_about_who_the_issuer_is() -> None:
    assert naive_verify(FORGERY) == "Riverside College"


def test_the_forgery_is_refused() -> None:
    assert_forged(FORGERY, "document.duplicate-key")
    assert report(GENUINE)


@pytest.mark.parametrize("twice", ['"alg":"none","alg":"RS256"', '"kid":"a","alg":"RS256","kid":"b"'])
def test_a_member_that_stands_twice_in_the_header_is_refused(twice: str) -> None:
    assert_forged(token(f'{{"typ":"JWT",{twice}}}', claims(), SIGNER), "proof.malformed-jws")


def test_a_member_that_stands_twice_in_the_payload_is_refused() -> None:
    text = json.dumps(claims())
    assert_forged(token(header(), f'{{"issuer":"{EVIL}",{text[1:]}', SIGNER), "document.duplicate-key")
