"""A hidden value guessed from what is shown.

Attack: The verifier knows that a grade is one of a few. He makes the statement of each, and looks whether something in
the proof fits it: a hash, a signature, a name.

Naively: the hidden statements are kept in the proof as plain hashes, so that it can be seen that nothing was left out.

Here: nothing of a hidden statement is in a derived proof, and the names of objects come from a key that is not in it.
"""

from __future__ import annotations

import hashlib

from badges import CANONICALIZER
from disclosure import HIDDEN, HMAC_KEY, ONE_TIME, derived, value_of, verify
from doctored_disclosure import RESULTS, lines
from microcred.multibase import decode_multibase
from microcred.proofs import SecuredDocument
from microcred.proofs.disclosure_values import DerivedProofValue
from microcred.verification.report import Verdict


def naive_conceal(secured: SecuredDocument, value: DerivedProofValue) -> bytes:
    """A proof in which the statements stand as plain hashes, shown or not."""
    return b"".join(hashlib.sha256(line.encode()).digest() for line in lines(secured, value))


def test_a_naive_proof_tells_the_grade_to_whoever_guesses_it() -> None:
    shown = derived(f"{RESULTS}/0")
    secured, value = SecuredDocument(shown, CANONICALIZER), value_of(shown)
    line = next(line for line in lines(secured, value) if "ninety-three" in line)
    guesses = [grade for grade in ("ninety-two", "ninety-three") if _fits(line, grade, naive_conceal(secured, value))]
    assert guesses == ["ninety-three"]
    assert verify(shown).verdict is Verdict.ACCEPTED


def _fits(line: str, grade: str, hashes: bytes) -> bool:
    return hashlib.sha256(line.replace("ninety-three", grade).encode()).digest() in hashes


def test_a_hidden_result_cannot_be_guessed_at_from_what_is_shown() -> None:
    shown = derived(f"{RESULTS}/0")
    guess = f'"{HIDDEN}"'
    data = decode_multibase(shown.tree["proof"]["proofValue"], max_length=10**6)
    secured = SecuredDocument(shown, CANONICALIZER)
    line = next(line for line in lines(secured, value_of(shown)) if "ninety-three" in line)
    guessed = line.replace('"ninety-three"', guess)
    assert hashlib.sha256(guessed.encode()).digest() not in data
    assert ONE_TIME.sign(guessed.encode()) not in data
    assert HMAC_KEY not in data
