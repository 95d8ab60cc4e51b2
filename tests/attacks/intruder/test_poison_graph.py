"""Attack: a small document whose blank nodes take exponential work to tell apart."""

from __future__ import annotations

import json
import time
import zlib
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, sealed, unsigned
from microcred.canonical import Canonicalizer
from microcred.canonical.rdfc10 import _Canonicalization
from microcred.contexts import BUNDLED
from microcred.document import Document
from microcred.errors import DocumentError
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"


def tangled(depth: int) -> dict[str, Any]:
    """Objects without id, every one alike, nested so that each level doubles."""
    tree = unsigned()
    tree["@context"] = [*tree["@context"], {"part": "https://college.example/terms#part"}]
    part: dict[str, Any] = {"part": "x"}
    for _ in range(depth):
        part = {"part": [part, part]}
    tree["credentialSubject"]["part"] = part
    tree["proof"] = dict(sealed().tree["proof"])
    return tree


@pytest.mark.parametrize("depth", [6, 9, 12, 14])
def test_a_tangle_is_given_up_in_time(depth: int) -> None:
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tangled(depth), at=AT)
    assert found.verdict != "accepted"
    assert time.process_time() - begun < 5


def test_a_wide_document_is_given_up_before_it_is_expanded() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(200_000)]
    tree["proof"] = dict(sealed().tree["proof"])
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (bool(found), found["model"].code) == (False, "model.too-many")
    assert time.process_time() - begun < 5


def test_many_proofs_are_not_all_looked_at() -> None:
    tree = sealed().to_dict()
    tree["proof"] = [tree["proof"]] * 1_000
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.malformed")


def test_a_chain_in_which_every_proof_builds_on_all_others_is_looked_into_once_each() -> None:
    document = sealed(id="urn:proof:0")
    for number in range(1, 10):
        previous = [f"urn:proof:{earlier}" for earlier in range(number)]
        document = sealed(document.to_dict(), SIGNER, id=f"urn:proof:{number}", previousProof=previous)
    tree = document.to_dict()
    tree["proof"].reverse()
    begun = time.process_time()
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT).verdict == "accepted"
    assert time.process_time() - begun < 5


def test_a_list_of_equal_values_is_given_up_and_raises_nothing_else() -> None:
    tree = sealed().to_dict()
    tree["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] = ["A"] * 2_000
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("undetermined", "canonical.too-much-work")
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("previous", ["the next", "all others"])
def test_proofs_that_build_on_each_other_in_circles_are_given_up_in_time(previous: str) -> None:
    tree = sealed(
        unsigned(evidence=[{"id": f"urn:x:{n}", "type": ["Evidence"], "name": "a"} for n in range(1_000)])
    ).to_dict()
    names = [f"urn:p:{number}" for number in range(16)]
    tree["proof"] = [
        {
            **tree["proof"],
            "id": name,
            "previousProof": names[(number + 1) % 16] if previous == "the next" else [n for n in names if n != name],
        }
        for number, name in enumerate(names)
    ]
    begun = time.process_time()
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT).verdict != "accepted"
    assert time.process_time() - begun < 5


def test_a_small_picture_that_inflates_to_millions_of_values_is_given_up_in_time() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    text = b'{"a":[' + b"{}," * 3_000_000 + b"1]}"
    picture = b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\10\0\0\0\0"),
            chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(text, 9)),
            chunk(b"IDAT", zlib.compress(b"\0\0")),
            chunk(b"IEND", b""),
        ]
    )
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(picture, at=AT)
    assert (found.verdict, found["document"].code) == ("rejected", "document.too-large")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(("name", "depth", "values"), [(200_000, 1, 20_000), (2_000, 60, 20_000), (50, 60, 200_000)])
def test_long_names_over_many_values_are_refused_before_each_value_has_its_pointer(
    name: int, depth: int, values: int
) -> None:
    text = f'{{"{"k" * name}":' * depth + f"[{'{},' * values}0]" + "}" * depth
    with pytest.raises(DocumentError) as caught:
        Document.parse(text)
    assert caught.value.code == "document.too-large"


@pytest.mark.parametrize("own", [{"plot": "urn:x:L"}, {"plot": {"@id": "urn:x:L"}}, {"@vocab": "urn:x:L"}])
def test_a_short_word_does_not_stand_for_a_long_iri(own: dict[str, Any]) -> None:
    tree = sealed().to_dict()
    tree["@context"].append(json.loads(json.dumps(own).replace("L", "k" * 200_000)))
    tree["plot"] = [{"plot": {"plot": "x"}} for _ in range(8_000)]
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("rejected", "contexts.inline-not-plain")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("container", [{}, {"@container": "@list"}])
def test_a_long_property_in_many_statements_is_given_up_before_they_are_written(container: dict[str, str]) -> None:
    url = "https://college.example/context"
    terms = {"@context": {"plot": {"@id": "urn:x:" + "k" * 200_000, **container}}}
    tree = sealed().to_dict()
    tree["@context"].append(url)
    tree["plot"] = [f"plot {number}" for number in range(20_000)]
    canonicalizer = Canonicalizer(BUNDLED.with_context(url, terms))
    found = Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=canonicalizer).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("undetermined", "canonical.too-much-work")


def test_a_large_document_of_ordinary_names_is_read() -> None:
    entry = {"type": ["Alignment"], "targetName": "Sampling", "targetUrl": "https://skills.example/sampling"}
    subject = {"achievement": {"alignment": [entry] * 20_000}}
    assert Document.of({"credentialSubject": subject}).at("/credentialSubject/achievement/alignment/19999") == entry


@pytest.mark.parametrize("digits", [309, 400, 900])
@pytest.mark.parametrize("name", ["creditsEarned", "unknown"])
def test_a_whole_number_that_no_double_holds_is_refused_and_nothing_else(name: str, digits: int) -> None:
    badge = sealed().to_dict()
    badge["credentialSubject"][name] = int("9" * digits)
    verifier = Verifier(trust=AnyIssuer(), fetcher=Offline(), clock=lambda: AT)
    for source in (badge, json.dumps(badge)):
        assert verifier.verify(source)["document"].code == "document.number-out-of-range"
        assert verifier.verify_presentation(source, challenge="c")["document"].code == "document.number-out-of-range"


def knotted_proof() -> dict[str, Any]:
    """A proof graph that speaks of the same few ids again and again, so that its nodes have the same neighbours."""
    purpose = {
        "type": ["VerifiablePresentation", "Ed25519Signature2018"],
        "verificationMethod": {
            "type": ["RsaSignature2018", "EcdsaSecp256k1Signature2019"],
            "proofValue": "x",
            "verificationMethod": {"id": "did:example:x"},
        },
        "expires": "1",
        "proofValue": [{"id": "https://college.example/x", "type": ["RsaSignature2018"]}, "1"],
    }
    return {
        "type": ["RsaSignature2018"],
        "proofPurpose": ["proof", "assertionMethod", purpose],
        "challenge": ["x", "y"],
        "created": "x",
    }


def test_a_neighbour_in_many_statements_makes_no_more_orders_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    path = _Canonicalization._path
    monkeypatch.setattr(
        _Canonicalization, "_path", lambda state, *arguments: (tried.append(1), path(state, *arguments))[1]
    )
    subject = {"id": "urn:uuid:x", "proof": [knotted_proof(), knotted_proof()]}
    presentation = {
        "@context": [CREDENTIALS_V1],
        "type": ["VerifiableCredential", "VerifiablePresentation"],
        "credentialSubject": {**subject, "type": ["VerifiableCredential"]},
    }
    tree = {
        "@context": [CREDENTIALS_V1],
        "id": "https://college.example/badge",
        "type": ["VerifiableCredential"],
        "holder": {"proof": presentation},
    }
    assert CANONICALIZER.dataset(Document.of(tree).tree).text.count("\n") > 30
    assert 0 < len(tried) < 2_000
