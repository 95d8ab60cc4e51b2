"""Published keys: did:key documents, key pairs of the W3C cryptosuites, and the key of the 1EdTech guide.

Sources are the ``test-vectors`` of w3c-ccg/did-method-key, the ``TestVectors`` of w3c/vc-di-eddsa and w3c/vc-di-ecdsa,
and the Open Badges 3.0 Implementation Guide. A few are repeated here; all are read where the corpus is present.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from corpus import CORPUS, corpus_path, needs_corpus
from microcred.errors import UnsupportedError
from microcred.keys import Ed25519Signer, PublicKey, did_key, did_key_document
from microcred.multibase import decode_base58btc

RELATIONSHIPS = ("authentication", "assertionMethod", "capabilityInvocation", "capabilityDelegation")

# did-method-key, ed25519-x25519.json: the DID by the number that is the seed of its private key.
SEEDS = {
    0: "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    1: "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
}


@pytest.mark.parametrize(("seed", "multikey"), SEEDS.items())
def test_a_seed_leads_to_its_published_did_key(seed: int, multikey: str) -> None:
    signer = Ed25519Signer.from_seed(seed.to_bytes(32))
    assert did_key(signer.public_key) == f"did:key:{multikey}"
    assert signer.verification_method == f"did:key:{multikey}#{multikey}"


def test_the_key_pair_of_the_1edtech_guide_belongs_together() -> None:
    secret = "zrv2bqTbNwCTsRrHFcJCPjVAduh4Ezcnoq1A3ZxH1GWTNkxipLVuaAoMFmze2gFN9oNXfJjufxSHWVZzsJiUsMHFMcx"
    public = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
    assert Ed25519Signer.from_multikey(secret).public_key.to_multikey() == public


def corpus_did_keys() -> list[tuple[str, str, dict[str, Any]]]:
    """The file, the DID and the published document of every did:key vector."""
    if CORPUS is None:
        return []
    found = []
    for path in sorted((CORPUS / "vectors" / "did-key").glob("*.json")):
        content = json.loads(path.read_bytes())
        if "didDocument" in content:
            found += [(path.name, did, document) for did, document in content["didDocument"].items()]
        else:
            found += [(path.name, did, entry["didDocument"]) for did, entry in content.items()]
    return found


UNSUPPORTED = ("bls12381.json",)
READ = [vector for vector in corpus_did_keys() if vector[0] not in UNSUPPORTED]
UNREAD = [vector for vector in corpus_did_keys() if vector[0] in UNSUPPORTED]


def name(value: object) -> str:
    return value[:24] if isinstance(value, str) else ""


def signing_method(document: dict[str, Any]) -> dict[str, Any]:
    method: dict[str, Any] = document["verificationMethod"][0]
    return method


@needs_corpus
def test_the_corpus_has_did_key_vectors() -> None:
    assert len(READ) >= 20
    assert len(UNREAD) >= 5


@needs_corpus
@pytest.mark.parametrize(("_file", "did", "_published"), UNREAD, ids=name)
def test_a_key_of_a_pairing_curve_is_unsupported(_file: str, did: str, _published: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedError):
        did_key_document(did)


@needs_corpus
@pytest.mark.parametrize(("_file", "did", "published"), READ, ids=name)
def test_a_published_did_key_leads_to_its_document(_file: str, did: str, published: dict[str, Any]) -> None:
    document = did_key_document(did)
    assert document["id"] == published["id"] == did
    assert signing_method(document)["id"] == signing_method(published)["id"]
    assert signing_method(document)["controller"] == signing_method(published)["controller"]
    for relationship in RELATIONSHIPS:
        assert document.get(relationship) == published.get(relationship)


@needs_corpus
@pytest.mark.parametrize(("_file", "did", "published"), READ, ids=name)
def test_a_published_did_key_holds_its_published_key(_file: str, did: str, published: dict[str, Any]) -> None:
    key = PublicKey.from_multikey(did.removeprefix("did:key:"))
    method = signing_method(published)
    if "publicKeyJwk" in method:
        assert PublicKey.from_jwk(method["publicKeyJwk"]) == key
        assert key.to_jwk() == {name: method["publicKeyJwk"][name] for name in key.to_jwk()}
    elif "publicKeyMultibase" in method:
        assert PublicKey.from_multikey(method["publicKeyMultibase"]) == key
    else:
        assert decode_base58btc("z" + method["publicKeyBase58"], max_length=100) == key.raw


@needs_corpus
def test_the_seeds_of_the_published_ed25519_dids_lead_to_them() -> None:
    content = json.loads(corpus_path("vectors/did-key/ed25519-x25519.json").read_bytes())
    assert content
    for did, entry in content.items():
        assert did_key(Ed25519Signer.from_seed(bytes.fromhex(entry["seed"])).public_key) == did


@needs_corpus
@pytest.mark.parametrize(
    "file",
    [
        "vectors/vc-di-eddsa/keyPair.json",
        "vectors/vc-di-eddsa/proof-set-chain/multiKeyPairs.json",
        "vectors/data-integrity-keys/keys/eddsa/p25519KeyPair.json",
    ],
)
def test_published_ed25519_key_pairs_belong_together(file: str) -> None:
    content = json.loads(corpus_path(file).read_bytes())
    pairs = [content] if "publicKeyMultibase" in content else list(content.values())
    for pair in pairs:
        secret = pair.get("secretKeyMultibase") or pair["privateKeyMultibase"]
        assert Ed25519Signer.from_multikey(secret).public_key.to_multikey() == pair["publicKeyMultibase"]


@needs_corpus
@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_published_ecdsa_keys_are_read(curve: str) -> None:
    number = curve.removeprefix("P-")
    for file in (
        f"vectors/data-integrity-keys/keys/ecdsa/p{number}KeyPair.json",
        f"vectors/vc-di-ecdsa/p{number}KeyPair.json",
    ):
        text = json.loads(corpus_path(file).read_bytes())["publicKeyMultibase"]
        key = PublicKey.from_multikey(text)
        assert key.type == curve
        assert key.to_multikey() == text


@needs_corpus
@pytest.mark.parametrize("standard", ["ob", "clr"])
def test_the_raw_bytes_of_the_guides_keys_are_those_of_their_multikeys(standard: str) -> None:
    text = corpus_path(f"vectors/1edtech-impl-guide/{standard}/multikey.txt").read_text()
    raw = re.search(r"publicKey: Uint8Array\(32\) \[([\d,\s]+)\]", text)
    multikey = re.search(r"publicKeyMultibase: '(\w+)'", text)
    assert raw is not None
    assert multikey is not None
    assert PublicKey.from_multikey(multikey[1]).raw == bytes(int(number) for number in raw[1].split(","))
