"""A badge beside the token that stands for it.

Attack: Some software keeps a credential that came as a token as an object, with the token in ``proof.jwt``. The forger
takes a genuine token of the victim's and writes an object of their own around it.

Naively: A verifier checks the token in the proof, which is a good one, and goes on with the object around it.

Here: A token is a badge by itself (VC-JOSE-COSE 1.0, 3.1.1; Open Badges 3.0, 8.2), and no proof of an object: one that
holds a token is ``proof.malformed``, or of a type that is not known here, and the badge is not accepted.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from microcred.document import Document
from naive import token_holds, token_of
from published_keys import ISSUER, METHOD, SIGNER
from tokens import claims, header, token
from victim import report

OWN = {"id": ISSUER, "type": ["Profile"], "name": "Riverside College"}
GENUINE = token(header(kid=METHOD), claims(iss=ISSUER, issuer=OWN), SIGNER)
PROOF = {"type": "JwtProof2020", "jwt": GENUINE}
PROOFS: list[Any] = [
    PROOF,
    [PROOF],
    {**PROOF, "proofPurpose": "assertionMethod", "verificationMethod": METHOD},
    {**PROOF, "type": "DataIntegrityProof", "cryptosuite": "jwt", "proofPurpose": "assertionMethod"},
    {"type": "JsonWebSignature2020", "jws": GENUINE, "proofPurpose": "assertionMethod", "verificationMethod": METHOD},
    GENUINE,
    [GENUINE],
]


def around(proof: Any) -> Document:
    return Document.of({**unsigned(issuer=OWN, name="Doctor of Everything"), "proof": proof})


def naive_verify(document: Document) -> str | None:
    tree = document.to_dict()
    return tree["name"] if token_holds(token_of(tree["proof"]["jwt"]), SIGNER.public_key) else None


def test_a_naive_verifier_checks_the_token_and_takes_the_object() -> None:
    assert naive_verify(around(PROOF)) == "Doctor of Everything"


@pytest.mark.parametrize("proof", PROOFS)
def test_a_token_seals_nothing_around_it(proof: Any) -> None:
    found = report(around(proof))
    assert not found
    assert found.authentic is not True
    assert found["proof"].code in {"proof.malformed", "proof.unsupported-suite"}


def test_the_token_by_itself_is_a_badge() -> None:
    assert report(GENUINE.encode()).require().tree["name"] == "Soil Sampling, Level 2"
