"""A presentation that was shown before.

Attack: The borrower has overheard a presentation, or was shown it last week, and shows it again.

Naively: A verifier checks that a challenge stands in the proof and that the proof holds; the challenge is one that it
set itself, once.

Here: A verifier says which challenge it has set, and the proof has to answer this one, character by character (Data
Integrity 1.0, 4.4, step 5; for a token its ``nonce``): ``proof.wrong-challenge``. Without a challenge ``None`` has to
be said, and the report says that none was compared.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from microcred.document import Document
from microcred.errors import UsageError
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from naive import proof_holds
from nested_credentials import CREDENTIALS_V2, FORGER, FORGER_ID, SIGNER, badge, presentation, verifier

OLD = presentation(sealed(badge(FORGER_ID)), options={"challenge": "old"})
ALIKE = ["old", "ABC", "abc ", " abc", "abc\n", "ab", "abcd", "a\u0062\u0301c", "\u0430bc", "%61bc", ""]


def naive_verify(document: Document, ever_set: set[str]) -> bool:
    tree = document.to_dict()
    return tree["proof"]["challenge"] in ever_set and proof_holds(tree, FORGER_ID.removeprefix("did:key:"))


def test_a_naive_verifier_takes_an_answer_to_any_question_that_it_ever_asked() -> None:
    assert naive_verify(OLD, {"old", "abc"})


@pytest.mark.parametrize("challenge", ALIKE[:-1], ids=ascii)
def test_an_answer_to_another_question_is_none(challenge: str) -> None:
    other = presentation(sealed(badge(FORGER_ID)), options={"challenge": challenge})
    found = verifier().verify_presentation(other, challenge="abc")
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.wrong-challenge")
    assert found["proof"].pointer == "/proof/challenge"


def test_an_answer_to_no_question_is_none() -> None:
    found = verifier().verify_presentation(presentation(sealed(badge(FORGER_ID)), options={}), challenge="abc")
    assert (found.verdict, found["proof"].code, found["proof"].pointer) == (
        "rejected",
        "proof.wrong-challenge",
        "/proof",
    )


def token_of(**claims: Any) -> bytes:
    held = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(badge(FORGER_ID)), SIGNER)).to_dict()
    tree = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": FORGER_ID}
    return seal_jwt(Document.of({**tree, "verifiableCredential": [held]}), FORGER, claims=claims).encode()


@pytest.mark.parametrize(
    "claims", [*({"nonce": each} for each in ALIKE), {}, {"nonce": ["abc"]}, {"nonce": None}], ids=ascii
)
def test_a_token_that_answers_another_question_is_none(claims: dict[str, Any]) -> None:
    found = verifier().verify_presentation(token_of(**claims), challenge="abc")
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.wrong-challenge")
    assert verifier().verify_presentation(token_of(nonce="abc"), challenge="abc")


@pytest.mark.parametrize("challenge", ["", "\ud800", 7, b"abc"])
def test_a_verifier_cannot_ask_what_nobody_could_answer(challenge: Any) -> None:
    with pytest.raises(UsageError) as caught:
        verifier().verify_presentation(OLD, challenge=challenge)
    assert caught.value.code == "usage.no-challenge"


def test_without_a_challenge_the_report_says_so() -> None:
    found = verifier().verify_presentation(OLD, challenge=None)
    assert "no challenge was compared" in found["proof"].message
    assert verifier().verify_presentation(OLD, challenge="old")
