"""ecdsa-sd-2023 against the published vectors, byte for byte: every file of both credentials."""

from __future__ import annotations

import hmac
import json
import re
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from badges import CANONICALIZER
from corpus import corpus_path, needs_corpus
from microcred.canonical import CanonicalDataset, Canonicalizer, nquads, select
from microcred.canonical.expansion import Expansion
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.canonical.statements import statements
from microcred.contexts import BUNDLED
from microcred.document import Document, JsonObject
from microcred.keys import EcdsaSigner, PublicKey
from microcred.multibase import encode_base64url
from microcred.proofs import EcdsaSd2023, SecuredDocument, VerifiedProof, add_proof, derive_proof, verify_proof
from microcred.proofs.disclosure_values import BaseProofValue, DerivedProofValue, read_proof_value
from nquads import parse_nquads

pytestmark = needs_corpus

ROOT = "vectors/vc-di-ecdsa"
FOLDER = f"{ROOT}/ecdsa-sd-2023"
CASES = {"employ": ("employMandatory", "employSelective"), "prc": ("prCredMandatory", "prCredSelective")}
every_case = pytest.mark.parametrize("case", CASES)

FILES = [
    "addBaseDocCanon",
    "addBaseDocHMACCanon",
    "addBaseTransform",
    "addHashData",
    "addPointerValues",
    "addProofConfig",
    "addProofConfigCanon",
    "addRawBaseSignatureInfo",
    "addSignedSDBase",
    "derivedAdjMandatoryIndexes",
    "derivedAdjSignatures",
    "derivedAllGroupData",
    "derivedDisclosureData",
    "derivedGroupIndexes",
    "derivedRecoveredBaseData",
    "derivedRevealDocument",
    "derivedUnsignedReveal",
    "verifyCreateVerifyData",
    "verifyDerivedProofValue",
    "verifyNQuads",
]


def read(name: str) -> Any:
    return json.loads(corpus_path(f"{ROOT}/{name}.json").read_bytes())


def of(case: str, name: str) -> Any:
    return read(f"ecdsa-sd-2023/{case}/{name}")


def keys() -> Any:
    return read("ecdsa-sd-2023/SDKeyMaterial")


def issuer() -> EcdsaSigner:
    return EcdsaSigner.from_multikey(keys()["baseKeyPair"]["secretKeyMultibase"])


def one_time_key() -> EcdsaSigner:
    return EcdsaSigner.from_multikey(keys()["proofKeyPair"]["secretKeyMultibase"])


def hmac_key() -> bytes:
    return bytes.fromhex(keys()["hmacKeyString"])


def without_proof(tree: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if name != "proof"}


@cache
def base(case: str) -> Document:
    """The base proof, made by this library of the inputs of the vector."""
    published = of(case, "addSignedSDBase")
    suite = EcdsaSd2023(mandatory_pointers=read(CASES[case][0]), new_hmac_key=hmac_key, new_signer=one_time_key)
    created = datetime.fromisoformat(published["proof"]["created"])
    unsigned = Document.of(without_proof(published))
    return add_proof(unsigned, issuer(), created=created, suite_name=suite, canonicalizer=CANONICALIZER)


@cache
def derived(case: str) -> Document:
    return derive_proof(base(case), selective_pointers=read(CASES[case][1]), canonicalizer=CANONICALIZER)


def verified(document: Document, *, holder: bool = False) -> VerifiedProof:
    secured = SecuredDocument(document, CANONICALIZER)
    return verify_proof(secured, secured.proof(), issuer().public_key, holder=holder)


def value_of(document: Document) -> BaseProofValue | DerivedProofValue:
    return read_proof_value(SecuredDocument(document, CANONICALIZER).proof())


def dataset(case: str) -> CanonicalDataset:
    return next(SecuredDocument(base(case), CANONICALIZER).readings()).dataset


def labels(case: str) -> dict[str, str]:
    return {
        node: "u" + encode_base64url(hmac.digest(hmac_key(), name.encode(), "sha256"))
        for node, name in dataset(case).labels.items()
    }


def lines(case: str) -> list[str]:
    return nquads(dataset(case).statements, labels(case))


def group(case: str, pointers: list[str]) -> dict[int, str]:
    """The statements that pointers select, with their places among all."""
    tree = JsonObject((name, value) for name, value in base(case).tree.items() if name != "proof")
    versions = next(SecuredDocument(base(case), CANONICALIZER).readings()).versions
    selected = nquads(CANONICALIZER.statements(select(tree, pointers), versions), labels(case))
    return {index: line for index, line in enumerate(lines(case)) if line in selected}


def entries(mapping: dict[str, Any]) -> dict[Any, Any]:
    assert mapping["dataType"] == "Map"
    return dict(mapping["value"])


@every_case
def test_each_published_file_is_looked_at(case: str) -> None:
    found = {path.stem for path in corpus_path(f"{FOLDER}/{case}").iterdir()}
    assert found == set(FILES)


@every_case
def test_the_inputs_are_those_of_the_other_suites(case: str) -> None:
    unsigned = without_proof(of(case, "addSignedSDBase"))
    published = read({"employ": "employmentAuth", "prc": "prCredUnsigned"}[case])
    # The description of one input was worded anew after its vectors were made.
    assert {name for name in unsigned if unsigned[name] != published[name]} <= {"description"}
    assert unsigned.keys() == published.keys()


def test_the_key_pairs_belong_together() -> None:
    for pair in ("baseKeyPair", "proofKeyPair"):
        signer = EcdsaSigner.from_multikey(keys()[pair]["secretKeyMultibase"])
        assert signer.public_key.to_multikey() == keys()[pair]["publicKeyMultibase"]


@every_case
def test_the_document_is_canonicalized(case: str) -> None:
    assert dataset(case).text == "".join(of(case, "addBaseDocCanon"))


@every_case
def test_blank_nodes_are_called_by_their_hmac(case: str) -> None:
    assert lines(case) == of(case, "addBaseDocHMACCanon")
    assert verified(base(case), holder=True).canonical_document.decode() == "".join(of(case, "addBaseDocHMACCanon"))


@every_case
def test_the_mandatory_statements_are_told_from_the_others(case: str) -> None:
    published = of(case, "addBaseTransform")
    mandatory = group(case, published["mandatoryPointers"])
    assert mandatory == entries(published["mandatory"])
    assert {i: line for i, line in enumerate(lines(case)) if i not in mandatory} == entries(published["nonMandatory"])
    assert published["hmacKeyString"].lower() == hmac_key().hex()
    assert published["mandatoryPointers"] == read(CASES[case][0])


@every_case
def test_a_pointer_leads_to_its_value(case: str) -> None:
    for found in of(case, "addPointerValues"):
        assert base(case).at(found["pointer"]) == found["value"]


@every_case
def test_the_proof_options_are_canonicalized(case: str) -> None:
    config = of(case, "addProofConfig")
    context = config.pop("@context")
    secured = SecuredDocument(base(case), CANONICALIZER)
    assert (context, config) == (base(case).tree["@context"], secured.proof().options)
    canonical = corpus_path(f"{FOLDER}/{case}/addProofConfigCanon.txt").read_text()
    assert verified(base(case), holder=True).canonical_options.decode() == canonical


@every_case
def test_the_hashes_are_reached(case: str) -> None:
    signed_data = verified(base(case), holder=True).signed_data
    assert signed_data[:32].hex() == of(case, "addHashData")["proofHash"]
    assert signed_data[-32:].hex() == of(case, "addHashData")["mandatoryHash"]
    assert signed_data[2 + 32 : -32] == one_time_key().public_key.raw


@every_case
def test_the_base_proof_is_reproduced(case: str) -> None:
    assert base(case).to_dict() == of(case, "addSignedSDBase")


@every_case
@pytest.mark.parametrize("name", ["addRawBaseSignatureInfo", "derivedRecoveredBaseData"])
def test_the_base_proof_is_taken_apart(case: str, name: str) -> None:
    published = of(case, name)
    value = value_of(Document.of(of(case, "addSignedSDBase")))
    assert isinstance(value, BaseProofValue)
    assert value.base_signature.hex() == published["baseSignature"]
    assert value.public_key.to_multikey() == published.get("publicKey", published.get("proofPublicKey"))
    assert [signature.hex() for signature in value.signatures] == published["signatures"]
    assert list(value.mandatory_pointers) == published["mandatoryPointers"]
    assert value.hmac_key.hex() == published.get("hmacKey", hmac_key().hex())


@every_case
def test_the_groups_of_statements_are_those_of_the_pointers(case: str) -> None:
    mandatory, selective = (read(name) for name in CASES[case])
    found = {
        "mandatory": group(case, mandatory),
        "selective": group(case, selective),
        "combined": group(case, mandatory + selective),
    }
    published = of(case, "derivedAllGroupData")
    indexes = of(case, "derivedGroupIndexes")
    for name, members in found.items():
        assert members == entries(published["groups"][name]["matching"])
        assert {i: n for i, n in enumerate(lines(case)) if i not in members} == entries(
            published["groups"][name]["nonMatching"]
        )
        assert list(members) == indexes[f"{name}Indexes"]
        selected = canonicalize_dataset(parse_nquads("".join(published["groups"][name]["deskolemizedNQuads"])))
        assert len(selected.statements) == len(members)
    assert [i for i in range(len(lines(case))) if i not in found["mandatory"]] == indexes["nonMandatoryIndexes"]
    assert lines(case) == published["nquads"]


@every_case
def test_the_skolemized_forms_of_the_vector_make_the_same_statements(case: str) -> None:
    published = of(case, "derivedAllGroupData")
    deskolemized = canonicalize_dataset(parse_nquads("".join(published["deskolemizedNQuads"])))
    assert deskolemized.text == dataset(case).text
    digests = entries(published["labelMap"])
    assert {digests[node[2:]]: name for node, name in deskolemized.labels.items()} == {
        labels(case)[node]: name for node, name in dataset(case).labels.items()
    }
    expanded = statements(Expansion(published["skolemized"]["expanded"], {}))
    assert canonicalize_dataset(tuple(map(unskolemized, s)) for s in expanded).text == dataset(case).text
    versions = next(SecuredDocument(base(case), CANONICALIZER).readings()).versions
    compact = Document.of(published["skolemized"]["compact"]).tree
    found = Canonicalizer(BUNDLED).statements(compact, versions)
    assert canonicalize_dataset(tuple(map(unskolemized, s)) for s in found).text == dataset(case).text


def unskolemized(term: str) -> str:
    return re.sub(r"^<urn:bnid:(.*)>$", r"_:\1", term)


@every_case
def test_the_signatures_of_what_is_shown_are_kept(case: str) -> None:
    whole, shown = value_of(base(case)), value_of(derived(case))
    assert isinstance(shown, DerivedProofValue)
    published = of(case, "derivedAdjSignatures")
    assert [signature.hex() for signature in shown.signatures] == published["filteredSignatures"]
    assert [whole.signatures[index] for index in published["adjSignatureIndexes"]] == list(shown.signatures)
    assert list(shown.mandatory_indexes) == of(case, "derivedAdjMandatoryIndexes")["adjMandatoryIndexes"]


@every_case
@pytest.mark.parametrize("name", ["derivedDisclosureData", "verifyDerivedProofValue"])
def test_the_derived_proof_is_taken_apart(case: str, name: str) -> None:
    published = of(case, name)
    value = value_of(Document.of(of(case, "derivedRevealDocument")))
    assert isinstance(value, DerivedProofValue)
    assert value.base_signature.hex() == published["baseSignature"]
    assert value.public_key == PublicKey.from_multikey(published["publicKey"])
    assert [signature.hex() for signature in value.signatures] == published["signatures"]
    found = {f"c14n{number}": "u" + encode_base64url(label) for number, label in value.labels.items()}
    label_map = published["labelMap"]
    assert found == (entries(label_map) if isinstance(label_map, dict) else dict(label_map))
    assert list(value.mandatory_indexes) == published["mandatoryIndexes"]


@every_case
def test_the_derived_proof_is_reproduced(case: str) -> None:
    assert derived(case).to_dict() == of(case, "derivedRevealDocument")
    assert without_proof(derived(case).to_dict()) == of(case, "derivedUnsignedReveal")


@every_case
def test_the_derived_proof_is_verified(case: str) -> None:
    found = verified(Document.of(of(case, "derivedRevealDocument")))
    published = of(case, "verifyCreateVerifyData")
    shown = found.canonical_document.decode().splitlines(keepends=True)
    assert shown == of(case, "verifyNQuads")
    mandatory = set(of(case, "derivedDisclosureData")["mandatoryIndexes"])
    assert [line for index, line in enumerate(shown) if index not in mandatory] == published["nonMandatory"]
    public_key = b"\x80\x24" + PublicKey.from_multikey(published["publicKey"]).raw
    assert found.signed_data.hex() == published["proofHash"] + public_key.hex() + published["mandatoryHash"]
    value = value_of(derived(case))
    assert (value.base_signature.hex(), len(value.signatures)) == (
        published["baseSignature"],
        len(published["signatures"]),
    )
