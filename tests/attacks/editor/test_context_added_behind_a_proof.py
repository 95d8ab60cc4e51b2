"""A context added behind those of a proof over the JSON.

Attack: A proof of eddsa-jcs-2022 covers the JSON and its contexts, and allows that more contexts are added behind. The
editor adds one in which the issuer's own word "passed" has the IRI of "failed", or a place in the register of gold.

Naively: the contexts begin with those of the proof, the rest is put aside as the suite says (EdDSA Cryptosuites 1.0,
3.3.2, step 4), and the signature holds. Whoever goes on with the statements has those of the editor.

Here: contexts that are added may name what proofs consist of; the statements about the badge stay what they were, or
the proof does not count (`proof.other-contexts`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CANONICALIZER, SIGNER, unsigned
from doctored import AT, accepted, refusal
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import naive_statements, naive_verify

TERMS = "https://college.example/terms#"


def passed() -> dict[str, Any]:
    tree = unsigned(passed="yes")
    tree["@context"] = [*tree["@context"], {"passed": f"{TERMS}passed"}]
    document = Document.of(tree)
    return add_proof(document, SIGNER, created=AT, suite_name="eddsa-jcs-2022", canonicalizer=CANONICALIZER).to_dict()


def with_context(context: Any) -> dict[str, Any]:
    tree = passed()
    tree["@context"].append(context)
    return tree


def naive_statements_of(tree: dict[str, Any]) -> str:
    """The statements of a badge whose proof over the JSON holds under the contexts that it was made with."""
    naive_verify({**tree, "@context": tree["@context"][: len(tree["proof"]["@context"])]})
    return naive_statements({name: value for name, value in tree.items() if name != "proof"})


FAILED = [
    {"passed": f"{TERMS}failed"},
    {"passed": {"@id": f"{TERMS}passed", "@type": f"{TERMS}irony"}},
    {"passed": {"@id": f"{TERMS}passed", "@language": "en"}},
]


@pytest.mark.parametrize("context", FAILED)
def test_a_naive_verifier_goes_on_with_statements_that_nobody_signed(context: Any) -> None:
    assert naive_statements_of(with_context(context)) != naive_statements_of(passed())


@pytest.mark.parametrize("context", FAILED)
def test_a_context_that_changes_the_statements_is_refused(context: Any) -> None:
    assert refusal(with_context(context)) == ("proof", "proof.other-contexts", "/@context")
    assert accepted(passed())


@pytest.mark.parametrize("context", ["https://w3id.org/security/data-integrity/v2", {"passing": f"{TERMS}passing"}])
def test_one_that_changes_nothing_may_be_added(context: Any) -> None:
    assert accepted(with_context(context))
