"""eddsa-rdfc-2022: the guide's vectors, and proof sets and chains, byte for byte."""

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


def test_each_file_of_the_proof_sets_and_chains_is_looked_at() -> None:
    found = {path.name for path in corpus_path(f"{W3C}/proof-set-chain").iterdir()}
    stages = {f"{kind}{part}{number}.json" for kind, part in STAGES for number in (1, 2)}
    assert found == stages | {"multiKeyPairs.json", "unsigned.json"}


STAGES = [
    ("proofSet", "Config"),
    ("proofSet", "ConfigSigned"),
    ("proofChain", "Config"),
    ("proofChain", "ConfigSigned"),
    ("proofChain", "TempDoc"),
    ("signedProofSet", ""),
    ("signedProofChain", ""),
]


def staged(name: str) -> Any:
    return read(f"{W3C}/proof-set-chain/{name}.json")


@pytest.mark.parametrize(
    ("before", "config", "number"),
    [
        ("unsigned", "proofSetConfig1", 1),
        ("signedProofSet1", "proofSetConfig2", 2),
        ("signedProofSet2", "proofChainConfig1", 3),
        ("signedProofChain1", "proofChainConfig2", 4),
    ],
)
def test_each_stage_of_the_w3c_proof_set_and_chain_is_reproduced(before: str, config: str, number: int) -> None:
    after = {1: "signedProofSet1", 2: "signedProofSet2", 3: "signedProofChain1", 4: "signedProofChain2"}[number]
    secret = staged("multiKeyPairs")[f"keyPair{number}"]["privateKeyMultibase"]
    proof = staged(config)
    found = _added(Document.of(staged(before)), secret, proof).to_dict()
    assert found == staged(after)
    newest = found["proof"][-1] if isinstance(found["proof"], list) else found["proof"]
    assert newest == staged(config.replace("Config", "ConfigSigned"))
    assert {name: value for name, value in newest.items() if name != "proofValue"} == proof
    assert (
        verified(Document.of(found)).key.to_multikey()
        == (staged("multiKeyPairs")[f"keyPair{number}"]["publicKeyMultibase"])
    )


@pytest.mark.parametrize("number", [1, 2])
def test_a_chained_proof_covers_the_document_with_the_proofs_that_it_builds_on(number: int) -> None:
    secured = SecuredDocument(Document.of(staged(f"signedProofChain{number}")), CANONICALIZER)
    assert secured.signed_tree(secured.previous_proofs(secured.proof())) == staged(f"proofChainTempDoc{number}")


def test_the_whole_chain_holds_proof_by_proof() -> None:
    document = Document.of(staged("signedProofChain2"))
    assert [verified(document, index).proof.pointer for index in range(4)] == [f"/proof/{index}" for index in range(4)]


@pytest.mark.parametrize(("dropped", "broken"), [(0, {"2"}), (1, {"2"}), (2, {"3"})])
def test_a_proof_without_one_that_it_builds_on_does_not_hold(dropped: int, broken: set[str]) -> None:
    tree = staged("signedProofChain2")
    names = [proof for index, proof in enumerate(tree["proof"]) if index != dropped]
    secured = SecuredDocument(Document.of({**tree, "proof": names}), CANONICALIZER)
    for index, proof in enumerate(names):
        original = tree["proof"].index(proof)
        if str(original) in broken:
            with pytest.raises(Rejected) as caught:
                verify_proof(secured, secured.proof(index), _key(proof))
            assert caught.value.code == "proof.previous-missing"
        else:
            assert verify_proof(secured, secured.proof(index), _key(proof))


def test_a_changed_earlier_proof_breaks_the_later_one() -> None:
    tree = staged("signedProofChain1")
    tree["proof"][0]["created"] = "2023-02-26T22:16:39Z"
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    assert verify_proof(secured, secured.proof(1), _key(tree["proof"][1]))
    for index in (0, 2):
        with pytest.raises(Rejected) as caught:
            verify_proof(secured, secured.proof(index), _key(tree["proof"][index]))
        assert caught.value.code == "proof.signature-invalid"


def _key(proof: dict[str, Any]) -> PublicKey:
    return PublicKey.from_multikey(proof["verificationMethod"].partition("#")[2])


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
    with pytest.raises(Rejected) as caught:
        verified(document, 1)
    code = "proof.malformed" if "NotString" in name else "proof.previous-missing"
    assert (caught.value.code, caught.value.pointer) == (code, "/proof/1/previousProof")


def test_each_file_of_the_chains_says_its_outcome() -> None:
    found = {path.name for path in corpus_path(CHAINS).iterdir()}
    assert found == {*chain_files("Ok"), *chain_files("Fail")}
    assert len(found) == 12
