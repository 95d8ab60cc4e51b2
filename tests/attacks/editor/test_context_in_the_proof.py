"""A context, or a word, within the proof.

Attack: The editor adds to the proof what nobody signed: a "note", or a context of its own in which the words of the
proof would mean something else.

Naively: the options of a proof are canonicalized with the contexts of the document (EdDSA Cryptosuites 1.0, 3.2.5), so
its own context is thrown away and the note makes no statement; the signature holds.

Here: the proof is read in safe mode as well (`contexts.undefined-term` with the place in the proof), and has no
contexts but those of its document and its suite (`proof.malformed`).
"""

from __future__ import annotations

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


@pytest.mark.parametrize("word", ["note", "validUntil2", "credentialStatus", "status", "proofValue2", "name\u200b"])
def test_a_naive_verifier_takes_a_proof_with_a_note_and_here_it_is_refused(word: str) -> None:
    tree = badge()
    tree["proof"][word] = "renewed by the registrar"
    assert naive_verify(tree)["proof"][word]
    assert refusal(tree)[:2] in {("contexts", "contexts.undefined-term"), ("proof", "proof.malformed")}
    assert refusal(tree)[2] == f"/proof/{word}"
    del tree["proof"][word]
    assert accepted(tree)


@pytest.mark.parametrize(
    "context",
    [
        {"note": "https://college.example/terms#note"},
        {"created": "https://w3id.org/security#expiration"},
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        ["https://www.w3.org/ns/credentials/v2", {"@vocab": "https://college.example/terms#"}],
    ],
)
def test_a_naive_verifier_takes_a_proof_with_a_context_and_here_it_is_refused(context: object) -> None:
    tree = badge()
    tree["proof"]["@context"] = context
    assert naive_verify(tree)["proof"]["@context"] == context
    assert refusal(tree) == ("proof", "proof.malformed", "/proof/@context")


def test_the_contexts_of_the_document_may_be_repeated() -> None:
    tree = badge()
    tree["proof"]["@context"] = tree["@context"]
    assert accepted(tree)
