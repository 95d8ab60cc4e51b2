"""Words that are put into a proof.

Attack: The forger adds members to a genuine proof: a context of its own that gives its words another meaning, an end
that is further off, a challenge and a domain, a name that nobody defines, a second ``proofValue`` in other letters.

Naively: A verifier makes the options that were signed out of the members that it knows, and shows, or compares, the
others as they stand.

Here: All members of a proof but the ``proofValue`` are signed (Data Integrity 1.0, 4.2; EdDSA Cryptosuites 1.0, 3.2.5):
``proof.signature-invalid``; a word that no context defines is ``contexts.undefined-term``; and a proof of these suites
has no context of its own but that of its suite: ``proof.malformed``.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc
from naive import proofs_of, signed_data
from published_keys import SIGNER
from victim import badge, report

KNOWN = ("type", "cryptosuite", "created", "verificationMethod", "proofPurpose")
INJECTED: list[tuple[dict[str, Any], str]] = [
    ({"expires": "2099-01-01T00:00:00Z"}, "proof.signature-invalid"),
    ({"challenge": "abc"}, "proof.signature-invalid"),
    ({"domain": "jobs.example"}, "proof.signature-invalid"),
    ({"nonce": "abc"}, "proof.signature-invalid"),
    ({"id": "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a99"}, "proof.signature-invalid"),
    ({"previousProof": "urn:x:none"}, "proof.previous-missing"),
    ({"endorsedBy": "https://ministry.example/"}, "contexts.undefined-term"),
    ({"ProofValue": "z111"}, "contexts.undefined-term"),
    ({"@context": {"created": "https://forger.example/ns#anything"}}, "proof.malformed"),
    ({"@context": "https://forger.example/context.json"}, "proof.malformed"),
    (
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"@vocab": "https://forger.example/ns#"}]},
        "proof.malformed",
    ),
]


def injected(members: dict[str, Any]) -> Document:
    tree = badge().to_dict()
    return Document.of({**tree, "proof": {**tree["proof"], **members}})


def naive_verify(document: Document, key: PublicKey) -> dict[str, Any] | None:
    """The proof, with all that it says, if what the verifier knows of it was signed."""
    tree = document.to_dict()
    proof = proofs_of(tree)[0]
    known = {name: proof[name] for name in KNOWN}
    holds = key.verify(decode_base58btc(proof["proofValue"], max_length=100), signed_data(tree, known))
    return proof if holds else None


@pytest.mark.parametrize("members", [members for members, _ in INJECTED], ids=str)
def test_a_naive_verifier_hands_out_what_was_put_into_a_proof(members: dict[str, Any]) -> None:
    found = naive_verify(injected(members), SIGNER.public_key)
    assert found is not None
    assert members.items() <= found.items()


@pytest.mark.parametrize(("members", "code"), INJECTED, ids=str)
def test_what_was_put_into_a_proof_breaks_it(members: dict[str, Any], code: str) -> None:
    found = report(injected(members))
    assert not found
    assert found.authentic is not True
    assert code in {check.code for check in found.checks}


def test_what_the_issuer_puts_into_a_proof_is_signed() -> None:
    assert report(badge(proof={"nonce": "abc", "id": "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a99"}))


@pytest.mark.parametrize("created", ["2026-06-01T12:05:00Z", "2030-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_proof_from_the_future_is_not_counted_yet(created: str) -> None:
    from datetime import datetime

    found = report(badge(proof={"created": datetime.fromisoformat(created)}))
    assert found["proof"].code == "proof.not-yet-valid"
    assert not found
