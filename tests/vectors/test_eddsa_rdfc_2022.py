"""eddsa-rdfc-2022 and Ed25519Signature2020 against the published vectors, byte for byte."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from badges import CANONICALIZER
from corpus import corpus_path, needs_corpus
from microcred.document import Document
from microcred.errors import Rejected
from microcred.keys import Ed25519Signer, PublicKey
from microcred.proofs import SecuredDocument, VerifiedProof, add_proof, verify_proof

pytestmark = needs_corpus

W3C = "vectors/vc-di-eddsa"
GUIDE = "vectors/1edtech-impl-guide"
CHAINS = "vectors/data-integrity-proof-chains/eddsa-rdfc-2022"


def read(path: str) -> Any:
    return json.loads(corpus_path(path).read_bytes())


def verified(document: Document, index: int = -1) -> VerifiedProof:
    secured = SecuredDocument(document, CANONICALIZER)
    proof = secured.proof(index)
    return verify_proof(secured, proof, PublicKey.from_multikey(proof.verification_method.partition("#")[2]))


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [
        ("eddsa-rdfc-2022", "DataInt"),
        ("eddsa-rdfc-2022/employ", "DataInt"),
        ("Ed25519Signature2020", "EdSig"),
    ],
)
def test_every_intermediate_value_of_the_w3c_vectors_is_reached(folder: str, suffix: str) -> None:
    def text(name: str) -> str:
        return corpus_path(f"{W3C}/{folder}/{name}{suffix}.txt").read_text()

    found = verified(Document.parse(corpus_path(f"{W3C}/{folder}/signed{suffix}.json").read_bytes()))
    assert found.canonical_document.decode().strip() == text("canonDoc").strip()
    assert found.canonical_options.decode().strip() == text("proofCanon").strip()
    assert found.signed_data.hex() == text("combinedHash").strip()
    assert found.signed_data.hex() == text("proofHash").strip() + text("docHash").strip()
    assert found.proof.members["proofValue"] == text("sigBTC58").strip()


@pytest.mark.parametrize("folder", ["eddsa-rdfc-2022", "eddsa-rdfc-2022/employ"])
def test_the_w3c_vectors_are_reproduced(folder: str) -> None:
    signed = read(f"{W3C}/{folder}/signedDataInt.json")
    signer = Ed25519Signer.from_multikey(read(f"{W3C}/keyPair.json")["privateKeyMultibase"])
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    created = datetime.fromisoformat(signed["proof"]["created"])
    assert add_proof(Document.of(unsigned), signer, created=created).to_dict() == signed


@pytest.mark.parametrize("standard", ["ob", "clr"])
def test_the_implementation_guides_vectors_are_reproduced(standard: str) -> None:
    folder = f"{GUIDE}/{standard}"
    signed, values = read(f"{folder}/signed-credential.json"), read(f"{folder}/values.json")["values"]
    proof = signed["proof"][0] if isinstance(signed["proof"], list) else signed["proof"]
    signer = Ed25519Signer.from_seed(
        bytes.fromhex(values["Private key (hex)"])[:32], verification_method=proof["verificationMethod"]
    )
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    sealed = add_proof(Document.of(unsigned), signer, created=datetime.fromisoformat(proof["created"]))
    assert sealed.tree["proof"] == proof
    found = verified(sealed)
    assert found.signed_data.hex() == values["Data to sign (hex)"]
    assert found.canonical_document.decode().strip() == corpus_path(f"{folder}/document-canon.txt").read_text().strip()
    assert found.canonical_options.decode().strip() == corpus_path(f"{folder}/proof-canon.txt").read_text().strip()


def test_the_w3c_proof_set_is_reproduced() -> None:
    keys = read(f"{W3C}/proof-set-chain/multiKeyPairs.json")
    expected = read(f"{W3C}/proof-set-chain/signedProofSet2.json")
    document = Document.of({name: value for name, value in expected.items() if name != "proof"})
    for number, proof in enumerate(expected["proof"], start=1):
        document = _added(document, keys[f"keyPair{number}"]["privateKeyMultibase"], proof)
    found = document.tree["proof"]
    assert list(found) == expected["proof"]


def test_the_w3c_proof_chain_is_reproduced() -> None:
    keys = read(f"{W3C}/proof-set-chain/multiKeyPairs.json")
    expected = read(f"{W3C}/proof-set-chain/signedProofChain2.json")
    document = Document.of({name: value for name, value in expected.items() if name != "proof"})
    for number, proof in enumerate(expected["proof"], start=1):
        document = _added(document, keys[f"keyPair{number}"]["privateKeyMultibase"], proof)
    assert list(document.tree["proof"]) == expected["proof"]


def _added(document: Document, secret: str, proof: dict[str, Any]) -> Document:
    options = {name: proof[name] for name in ("id", "previousProof") if name in proof}
    created = datetime.fromisoformat(proof["created"])
    return add_proof(document, Ed25519Signer.from_multikey(secret), created=created, options=options)


def chain_files(outcome: str) -> list[str]:
    try:
        folder = corpus_path(CHAINS)
    except RuntimeError:
        return []
    return sorted(path.name for path in Path(folder).glob(f"*{outcome}-*.json"))


@pytest.mark.parametrize("name", chain_files("Ok"))
def test_a_whole_chain_holds(name: str) -> None:
    document = Document.parse(corpus_path(f"{CHAINS}/{name}").read_bytes())
    for index in range(len(document.tree["proof"])):
        assert verified(document, index)


@pytest.mark.parametrize("name", chain_files("Fail"))
def test_a_broken_chain_does_not_hold(name: str) -> None:
    document = Document.parse(corpus_path(f"{CHAINS}/{name}").read_bytes())
    with pytest.raises(Rejected):
        all(verified(document, index) for index in range(len(document.tree["proof"])))
