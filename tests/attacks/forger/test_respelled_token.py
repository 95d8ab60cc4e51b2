"""Another spelling of a token.

Attack: The forger changes characters of a token that decode to the same bytes: padding, blanks, the loose bits of a
last character. Whoever remembers tokens by their text, to take each one once or to keep one out, does not know it
again.

Naively: A verifier decodes base64url as leniently as most libraries do, and knows tokens by their text.

Here: Each part of a token has one spelling (RFC 7515, 2; RFC 4648, 3.2 and 3.5): anything else is
``proof.malformed-jws``. What is signed is the text itself, so a changed one holds nowhere else either.
"""

from __future__ import annotations

from microcred.verification.report import Verdict
from naive import octets
from token_victim import (
    GENUINE,
    KEY,
    assert_forged,
    report,
)

LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def loosened(text: str) -> str:
    """The token with another last character of its signature, whose loose bits are dropped in decoding."""
    assert len(octets(text.rpartition(".")[2])) % 3, "there are loose bits"
    return text[:-1] + LAST[LAST.index(text[-1]) + 1]


def naive_verify(text: str, seen: set[str]) -> bool:
    from naive import token_holds, token_of

    fresh = text not in seen
    seen.add(text)
    return fresh and token_holds(token_of(text), KEY.public_key)


def test_a_naive_verifier_takes_a_token_twice() -> None:
    seen: set[str] = set()
    assert naive_verify(GENUINE, seen)
    assert not naive_verify(GENUINE, seen)
    assert naive_verify(loosened(GENUINE), seen)


def test_loose_bits_are_no_spelling() -> None:
    assert_forged(loosened(GENUINE), "proof.malformed-jws")
    assert report(GENUINE)


def test_another_spelling_of_the_same_bytes_is_not_the_token() -> None:
    begin, middle, end = GENUINE.split(".")
    for text in (f"{begin}.{middle}=.{end}", f"{begin}.{middle}.{end}==", f"{begin} .{middle}.{end}"):
        assert report(text).verdict is Verdict.REJECTED
