"""A token that says itself that nobody signed it.

Attack: The forger writes ``"alg": "none"`` into the header of a token, any payload they like, and no signature, or one
that they found somewhere.

Naively: A verifier chooses the algorithm by the header, and its library has one by the name of "none", which holds for
every token without a signature.

Here: Which algorithms count is decided by the verifier (RFC 8725, 3.1 and 3.2), and no spelling of "none" is among
them: the check ``proof`` fails with ``proof.insecure-algorithm``, before a key is looked for.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from microcred.keys import PublicKey
from microcred.verification.report import Verdict
from naive import Token, token_holds, token_of
from token_victim import (
    GENUINE,
    KEY,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import part

FORGERY = f"{part(header(alg='none'))}.{part(claims(name='Doctor of Everything'))}."

NAIVE_ALGORITHMS: dict[str, Callable[[Token, PublicKey], bool]] = {
    "RS256": token_holds,
    "none": lambda token_, _: not token_.signature,
}


def naive_verify(text: str, key: PublicKey) -> bool:
    read = token_of(text)
    return NAIVE_ALGORITHMS[read.header["alg"]](read, key)


def test_a_naive_verifier_lets_the_token_say_that_no_signature_is_needed() -> None:
    assert naive_verify(FORGERY, KEY.public_key)
    assert naive_verify(GENUINE, KEY.public_key)


def test_the_genuine_badge_is_accepted() -> None:
    assert report(GENUINE).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", ["", "AA", GENUINE.rpartition(".")[2]])
def test_no_signature_is_no_proof(algorithm: str, signature: str) -> None:
    assert_forged(f"{part(header(alg=algorithm))}.{part(claims())}.{signature}", "proof.insecure-algorithm")
