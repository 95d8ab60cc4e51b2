"""A proof carried over to another suite.

Attack: The issuer signed the JSON of a badge (eddsa-jcs-2022). The editor calls the proof one over statements
(eddsa-rdfc-2022), under which contexts and spellings are free, or one of an older or a made-up suite.

Naively: the suite is taken for a hint, each known way is tried in turn, and the signature holds in one of them.

Here: the name of the suite is one of the options that are signed, and one way alone is tried, that of the suite
(`proof.signature-invalid`); a suite that nobody knows leaves the proof undetermined (`proof.unsupported-suite`), and a
type that does not fit is `proof.malformed`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from badges import CANONICALIZER, SIGNER, unsigned
from doctored import AT, accepted, refusal, verify
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import NaivelyRefused, naive_json, naive_key, naive_statements

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def sealed_with(suite: str) -> dict[str, Any]:
    document = Document.of(unsigned())
    return add_proof(document, SIGNER, created=AT, suite_name=suite, canonicalizer=CANONICALIZER).to_dict()


def naive_verify_somehow(tree: dict[str, Any]) -> str:
    """The suite in whose way the signature holds, whatever the proof calls itself."""
    unsecured = {name: value for name, value in tree.items() if name != "proof"}
    for suite, canonicalize in zip(SUITES, (naive_statements, naive_json), strict=True):
        options = {name: value for name, value in tree["proof"].items() if name != "proofValue"}
        options["cryptosuite"] = suite
        if canonicalize is naive_statements:
            options["@context"] = tree["@context"]
        signed = b"".join(hashlib.sha256(canonicalize(part).encode()).digest() for part in (options, unsecured))
        try:
            naive_key(tree["proof"]["verificationMethod"], tree, tree["proof"]["proofValue"], signed)
        except NaivelyRefused:
            continue
        return suite
    raise NaivelyRefused("the signature holds in no way")


@pytest.mark.parametrize(("made", "called"), [SUITES, SUITES[::-1]])
def test_a_naive_verifier_tries_each_way_and_here_the_suite_is_signed(made: str, called: str) -> None:
    tree = sealed_with(made)
    tree["proof"]["cryptosuite"] = called
    assert naive_verify_somehow(tree) == made
    assert refusal(tree)[:2] == ("proof", "proof.signature-invalid")
    assert accepted(sealed_with(made))


@pytest.mark.parametrize("suite", SUITES)
def test_a_proof_is_not_put_on_a_badge_that_has_one_of_the_other_suite(suite: str) -> None:
    tree = sealed_with(suite)
    other = next(each for each in SUITES if each != suite)
    tree["proof"]["proofValue"] = sealed_with(other)["proof"]["proofValue"]
    assert refusal(tree)[:2] == ("proof", "proof.signature-invalid")


def test_a_suite_that_nobody_knows_is_not_guessed() -> None:
    for name in ("eddsa-2022", "EDDSA-RDFC-2022", "eddsa-rdfc-2022 ", "json-eddsa-2022"):
        tree = sealed_with(SUITES[0])
        tree["proof"]["cryptosuite"] = name
        assert verify(tree)["proof"].code == "proof.unsupported-suite"
        assert verify(tree).verdict == "undetermined"


def test_a_type_that_does_not_fit_is_no_proof() -> None:
    tree = sealed_with(SUITES[0])
    tree["proof"]["type"] = "Ed25519Signature2020"
    assert refusal(tree)[1] == "proof.malformed"
    del tree["proof"]["cryptosuite"]
    assert refusal(tree)[0] in ("contexts", "proof")
