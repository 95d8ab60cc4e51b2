"""Proof sets and proof chains (Data Integrity 1.0, 2.1.1 and 2.1.2), with every suite that seals."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, unsigned
from disclosure import base, derived
from microcred.document import Document
from microcred.errors import MicrocredError, ProofError, UsageError
from microcred.keys import EcdsaSigner, PublicKey
from microcred.proofs import SecuredDocument, add_proof, verify_proof

P256, P384 = EcdsaSigner("P-256", 7), EcdsaSigner("P-384", 7)
SUITES: list[tuple[Any, str]] = [
    (SIGNER, "eddsa-rdfc-2022"),
    (SIGNER, "eddsa-jcs-2022"),
    (P256, "ecdsa-rdfc-2019"),
    (P384, "ecdsa-rdfc-2019"),
    (P384, "ecdsa-jcs-2019"),
]
every_suite = pytest.mark.parametrize(("signer", "suite"), SUITES, ids=lambda value: str(value)[:20])


def added(document: Document, signer: Any, suite: str, **options: Any) -> Document:
    return add_proof(document, signer, created=AT, suite_name=suite, options=options, canonicalizer=CANONICALIZER)


def outcomes(tree: Any) -> list[str]:
    """For each proof of a document, ``holds`` or the code of its refusal."""
    secured = SecuredDocument(tree if isinstance(tree, Document) else Document.of(tree), CANONICALIZER)
    found = []
    for index in range(len(secured.proofs)):
        try:
            proof = secured.proof(index)
            verify_proof(secured, proof, PublicKey.from_multikey(proof.verification_method.partition("#")[2]))
        except MicrocredError as error:
            found.append(error.code)
        else:
            found.append("holds")
    return found


@every_suite
def test_the_proofs_of_a_set_are_independent(signer: Any, suite: str) -> None:
    document = added(added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022"), signer, suite)
    assert outcomes(document) == ["holds", "holds"]
    tree = document.to_dict()
    assert outcomes({**tree, "proof": tree["proof"][1]}) == ["holds"]
    assert outcomes({**tree, "proof": tree["proof"][::-1]}) == ["holds", "holds"]
    tree["proof"][0]["nonce"] = "n"
    assert outcomes(tree) == ["proof.signature-invalid", "holds"]


@every_suite
def test_a_proof_of_a_chain_covers_those_that_it_builds_on(signer: Any, suite: str) -> None:
    first = added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022", id="urn:x:1")
    document = added(first, signer, suite, previousProof="urn:x:1")
    assert outcomes(document) == ["holds", "holds"]
    tree = document.to_dict()
    assert outcomes({**tree, "proof": tree["proof"][1:]}) == ["proof.previous-missing"]
    tree["proof"][0]["nonce"] = "n"
    assert outcomes(tree) == ["proof.signature-invalid", "proof.signature-invalid"]


@every_suite
def test_a_proof_made_after_does_not_touch_a_chain(signer: Any, suite: str) -> None:
    document = added(Document.of(unsigned()), signer, suite, id="urn:x:1")
    document = added(document, signer, suite, id="urn:x:2", previousProof=["urn:x:1"])
    document = added(document, SIGNER, "eddsa-rdfc-2022")
    assert outcomes(document) == ["holds", "holds", "holds"]


def test_the_earlier_proof_does_not_cover_the_later_one() -> None:
    document = added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022", id="urn:x:1")
    tree = added(document, SIGNER, "eddsa-rdfc-2022", previousProof="urn:x:1").to_dict()
    assert outcomes({**tree, "proof": tree["proof"][:1]}) == ["holds"]


@pytest.mark.parametrize("previous", ["urn:x:9", ["urn:x:1", "urn:x:9"], "1", ""])
def test_nothing_is_built_on_a_proof_that_is_not_there(previous: Any) -> None:
    first = added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022", id="urn:x:1")
    with pytest.raises(ProofError) as caught:
        added(first, SIGNER, "eddsa-jcs-2022", previousProof=previous)
    assert (caught.value.code, caught.value.pointer) == ("proof.previous-missing", "/proof/1/previousProof")


def test_nothing_is_built_on_one_of_two_proofs_with_the_same_id() -> None:
    document = Document.of(unsigned())
    for _ in range(2):
        document = added(document, SIGNER, "eddsa-rdfc-2022", id="urn:x:1")
    with pytest.raises(ProofError) as caught:
        added(document, SIGNER, "eddsa-rdfc-2022", previousProof="urn:x:1")
    assert caught.value.code == "proof.previous-missing"


def test_a_proof_does_not_build_on_itself() -> None:
    tree = added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022", id="urn:x:1").to_dict()
    tree["proof"]["previousProof"] = "urn:x:1"
    assert outcomes(tree) == ["proof.previous-missing"]


def test_proofs_do_not_build_on_each_other() -> None:
    tree = added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022", id="urn:x:1").to_dict()
    first = {**tree["proof"], "previousProof": "urn:x:2"}
    second = {**tree["proof"], "id": "urn:x:2", "previousProof": "urn:x:1"}
    assert outcomes({**tree, "proof": [first, second]}) == ["proof.malformed", "proof.malformed"]


@pytest.mark.parametrize("previous", [7, True, None, {"id": "urn:x:1"}, [7], [["urn:x:1"]]])
def test_what_a_proof_builds_on_is_named_by_text(previous: Any) -> None:
    tree = added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022").to_dict()
    tree["proof"]["previousProof"] = previous
    assert outcomes(tree) == ["proof.malformed"]


def test_a_proof_can_be_built_on_a_base_proof_and_is_left_out_of_what_is_derived() -> None:
    tree = base().to_dict()
    named = added(Document.of({n: v for n, v in tree.items() if n != "proof"}), P256, "ecdsa-sd-2023", id="urn:x:1")
    document = added(named, P256, "ecdsa-rdfc-2019", previousProof="urn:x:1")
    assert outcomes(document) == ["proof.base-proof", "holds"]
    shown = derived(document=document)
    assert outcomes(shown) == ["holds"]
    assert shown.tree["proof"]["id"] == "urn:x:1"


@pytest.mark.parametrize(
    "name",
    ["@context", "type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue"],
)
def test_options_do_not_say_what_the_call_says(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        added(Document.of(unsigned()), SIGNER, "eddsa-rdfc-2022", **{name: "x"})
    assert caught.value.code == "usage.proof-option"
