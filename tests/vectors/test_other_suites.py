"""eddsa-jcs-2022, ecdsa-rdfc-2019 and ecdsa-jcs-2019 against the published vectors, byte for byte."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from badges import CANONICALIZER
from corpus import corpus_path, needs_corpus
from microcred.document import Document
from microcred.errors import ProofError
from microcred.keys import EcdsaSigner, Ed25519Signer, PublicKey, Signer
from microcred.proofs import SecuredDocument, VerifiedProof, add_proof, verify_proof

pytestmark = needs_corpus

CASES = [
    ("vc-di-eddsa/eddsa-jcs-2022", "JCS"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384"),
]


def text(folder: str, name: str) -> str:
    return corpus_path(f"vectors/{folder}/{name}").read_text().strip()


def signed(folder: str, suffix: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(folder, f"signed{suffix}.json"))
    return found


def verified(tree: dict[str, Any]) -> VerifiedProof:
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    proof = secured.proof(0)
    return verify_proof(secured, proof, PublicKey.from_multikey(proof.verification_method.partition("#")[2]))


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_every_intermediate_value_of_the_w3c_vectors_is_reached(folder: str, suffix: str) -> None:
    found = verified(signed(folder, suffix))
    assert found.canonical_document.decode().strip() == text(folder, f"canonDoc{suffix}.txt")
    assert found.canonical_options.decode().strip() == text(folder, f"proofCanon{suffix}.txt")
    assert found.signed_data.hex() == text(folder, f"proofHash{suffix}.txt") + text(folder, f"docHash{suffix}.txt")
    assert found.proof.members["proofValue"] == text(folder, f"sigBTC58{suffix}.txt")


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_a_changed_vector_does_not_hold(folder: str, suffix: str) -> None:
    tree = signed(folder, suffix)
    tree["validFrom" if "validFrom" in tree else "name"] = "2010-01-01T00:00:01Z"
    with pytest.raises(ProofError) as caught:
        verified(tree)
    assert caught.value.code == "proof.signature-invalid"


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_the_vectors_are_reproduced(folder: str, suffix: str) -> None:
    expected = signed(folder, suffix)
    proof = expected.pop("proof")
    keys = "vc-di-eddsa/keyPair.json" if "eddsa" in folder else f"vc-di-ecdsa/{folder.split('-')[-1][:4]}KeyPair.json"
    secret = json.loads(text("", keys))
    secret = secret.get("privateKeyMultibase") or secret["secretKeyMultibase"]
    signer: Signer = (Ed25519Signer if "eddsa" in folder else EcdsaSigner).from_multikey(secret)
    created = datetime.fromisoformat(proof["created"])
    sealed = add_proof(Document.of(expected), signer, created=created, suite_name=proof["cryptosuite"])
    assert sealed.tree["proof"] == proof
