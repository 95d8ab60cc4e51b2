"""Every suite with one plain signature against the published vectors, byte for byte, every file of them."""

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
from microcred.multibase import decode_base58btc
from microcred.proofs import SecuredDocument, VerifiedProof, add_proof, verify_proof

pytestmark = needs_corpus

CASES = [
    ("vc-di-eddsa/Ed25519Signature2020", "EdSig"),
    ("vc-di-eddsa/eddsa-rdfc-2022", "DataInt"),
    ("vc-di-eddsa/eddsa-rdfc-2022/employ", "DataInt"),
    ("vc-di-eddsa/eddsa-jcs-2022", "JCS"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384"),
]
# New proofs are not made with the suite that came before Data Integrity.
SEALED = [case for case in CASES if "2020" not in case[0]]
FILES = {
    "canonDoc{}.txt",
    "combinedHash{}.txt",
    "docHash{}.txt",
    "proofCanon{}.txt",
    "proofConfig{}.json",
    "proofHash{}.txt",
    "sigBTC58{}.txt",
    "sigHex{}.txt",
    "signed{}.json",
}


def text(folder: str, name: str) -> str:
    return corpus_path(f"vectors/{folder}/{name}").read_text().strip()


def signed(folder: str, suffix: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(folder, f"signed{suffix}.json"))
    return found


def verified(tree: dict[str, Any]) -> VerifiedProof:
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    proof = secured.proof(0)
    return verify_proof(secured, proof, PublicKey.from_multikey(proof.verification_method.partition("#")[2]))


def key_file(folder: str) -> str:
    return (
        "vc-di-eddsa/keyPair.json"
        if "eddsa" in folder
        else f"vc-di-ecdsa/p{'256' if 'p256' in folder else '384'}KeyPair.json"
    )


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_each_published_file_is_looked_at(folder: str, suffix: str) -> None:
    found = {path.name for path in corpus_path(f"vectors/{folder}").iterdir() if path.is_file()}
    assert found == {name.format(suffix) for name in FILES}


def test_there_are_no_other_folders() -> None:
    folders = {
        str(path.parent.relative_to(corpus_path("vectors")))
        for root in ("vc-di-eddsa", "vc-di-ecdsa")
        for path in corpus_path(f"vectors/{root}").rglob("signed*.json")
    }
    assert folders == {folder for folder, _ in CASES} | {"vc-di-eddsa/proof-set-chain"}


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_every_intermediate_value_of_the_w3c_vectors_is_reached(folder: str, suffix: str) -> None:
    found = verified(signed(folder, suffix))
    assert found.canonical_document.decode().strip() == text(folder, f"canonDoc{suffix}.txt")
    assert found.canonical_options.decode().strip() == text(folder, f"proofCanon{suffix}.txt")
    assert found.signed_data.hex() == text(folder, f"combinedHash{suffix}.txt")
    assert found.signed_data.hex() == text(folder, f"proofHash{suffix}.txt") + text(folder, f"docHash{suffix}.txt")
    assert found.proof.members["proofValue"] == text(folder, f"sigBTC58{suffix}.txt")
    signature = decode_base58btc(text(folder, f"sigBTC58{suffix}.txt"), max_length=200)
    assert signature.hex() == text(folder, f"sigHex{suffix}.txt")


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_the_published_configuration_is_the_proof_without_its_value(folder: str, suffix: str) -> None:
    config = json.loads(text(folder, f"proofConfig{suffix}.json"))
    tree = signed(folder, suffix)
    if "jcs" not in folder:
        assert config.pop("@context") == tree["@context"]
    assert config == {name: value for name, value in tree["proof"].items() if name != "proofValue"}


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_the_published_input_is_the_document_without_its_proof(folder: str, suffix: str) -> None:
    name = "employmentAuth" if folder.endswith("employ") else "unsigned"
    unsigned = json.loads(text(folder.split("/")[0], f"{name}.json"))
    tree = {name: value for name, value in signed(folder, suffix).items() if name != "proof"}
    if "2020" in folder:
        # Its terms come from a context of its own.
        assert tree["@context"].pop() == "https://w3id.org/security/suites/ed25519-2020/v1"
    assert tree == unsigned


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_the_published_key_is_the_proofs(folder: str, suffix: str) -> None:
    public = json.loads(text("", key_file(folder)))["publicKeyMultibase"]
    assert signed(folder, suffix)["proof"]["verificationMethod"].endswith(f"#{public}")


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_a_changed_vector_does_not_hold(folder: str, suffix: str) -> None:
    tree = signed(folder, suffix)
    tree["validFrom" if "validFrom" in tree else "name"] = "2010-01-01T00:00:01Z"
    with pytest.raises(ProofError) as caught:
        verified(tree)
    assert caught.value.code == "proof.signature-invalid"


@pytest.mark.parametrize(("folder", "suffix"), SEALED)
def test_the_vectors_are_reproduced(folder: str, suffix: str) -> None:
    expected = signed(folder, suffix)
    proof = expected.pop("proof")
    secret = json.loads(text("", key_file(folder)))
    secret = secret.get("privateKeyMultibase") or secret["secretKeyMultibase"]
    signer: Signer = (Ed25519Signer if "eddsa" in folder else EcdsaSigner).from_multikey(secret)
    created = datetime.fromisoformat(proof["created"])
    sealed = add_proof(Document.of(expected), signer, created=created, suite_name=proof["cryptosuite"])
    assert sealed.tree["proof"] == proof
