"""A presentation that was made for another verifier.

Attack: The borrower runs a site of their own. The learner presents a badge there; the borrower, who has asked the real
verifier for its challenge and handed it on, presents the same thing to that verifier.

Naively: A verifier compares the challenge, which is the right one, and never the name for which the answer was made. Or
it turns what the answer says into text before it compares, so that nothing at all is a name: "None".

Here: The proof has to be made for just the names under which the verifier asked, ``domain`` in a proof (Data Integrity
1.0, 4.4, step 4) and ``aud`` in a token (RFC 7519, 4.1.3; RFC 8725, 3.9): ``proof.wrong-domain``, with its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from badges import sealed
from microcred.document import Document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Verdict
from naive import proof_holds, token_holds, token_of
from nested_credentials import CREDENTIALS_V2, FORGER, FORGER_ID, SIGNER, badge, presentation, verifier

HELD = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(badge(FORGER_ID)), SIGNER)).to_dict()


def answer(domain: str | Sequence[str] | None) -> Document:
    options = {"challenge": "abc", **({} if domain is None else {"domain": domain})}
    return presentation(sealed(badge(FORGER_ID)), options=options)


def token_for(**claims: Any) -> str:
    tree = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": FORGER_ID,
        "verifiableCredential": [HELD],
    }
    return seal_jwt(Document.of(tree), FORGER, claims={"nonce": "abc", **claims})


def asked(source: Any, domain: str | Sequence[str] | None = "jobs.example") -> PresentationReport:
    return verifier().verify_presentation(source, challenge="abc", domain=domain)


def naive_verify(document: Document, challenge: str) -> bool:
    proof = document.to_dict()["proof"]
    return proof["challenge"] == challenge and proof_holds(document.to_dict(), FORGER_ID.removeprefix("did:key:"))


def naive_verify_token(text: str, challenge: str, audience: str) -> bool:
    read = token_of(text)
    named = str(read.payload.get("aud")) == audience
    return named and read.payload["nonce"] == challenge and token_holds(read, FORGER.public_key)


def test_a_naive_verifier_compares_the_challenge_alone() -> None:
    assert naive_verify(answer("evil.example"), "abc")


@pytest.mark.parametrize(("claims", "name"), [({}, "None"), ({"aud": None}, "None"), ({"aud": 7}, "7")])
def test_a_naive_verifier_takes_nothing_for_a_name(claims: dict[str, Any], name: str) -> None:
    assert naive_verify_token(token_for(**claims), "abc", name)


@pytest.mark.parametrize(
    "domain",
    [
        "evil.example",
        None,
        ["jobs.example", "evil.example"],
        "jobs.example.",
        "JOBS.example",
        "https://jobs.example",
        "jobs.example\n",
        "jobs.example.evil.example",
        "jobs.ex\u0430mple",
    ],
)
def test_an_answer_for_another_name_is_none(domain: str | Sequence[str] | None) -> None:
    found = asked(answer(domain))
    place = "/proof" if domain is None else "/proof/domain"
    assert (found.verdict, found["proof"].code, found["proof"].pointer) == ("rejected", "proof.wrong-domain", place)


@pytest.mark.parametrize("audience", ["evil.example", ["jobs.example", "evil.example"], [], None, "jobs.example "])
def test_a_token_for_another_name_is_none(audience: Any) -> None:
    found = asked(token_for(aud=audience).encode())
    assert (found.verdict, found["proof"].code, found["proof"].pointer) == ("rejected", "proof.wrong-domain", "/aud")


@pytest.mark.parametrize(
    ("audience", "name"),
    [(None, "None"), (7, "7"), (True, "True"), ([None], "None"), (["jobs.example", 7], "jobs.example")],
)
def test_what_is_no_text_names_nobody(audience: Any, name: str) -> None:
    found = asked(token_for(aud=audience).encode(), name)
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.wrong-domain")


def test_an_answer_for_this_verifier_is_accepted() -> None:
    assert asked(answer("jobs.example"))
    assert asked(answer(["a.example", "jobs.example"]), ["jobs.example", "a.example"])
    for audience in ("jobs.example", ["jobs.example"]):
        found = asked(token_for(aud=audience).encode())
        assert found.verdict is Verdict.ACCEPTED
