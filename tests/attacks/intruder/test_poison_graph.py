"""A small document whose nameless objects take exponential work to tell apart.

Attack: objects without ids, every one alike, are nested so that each level doubles; or a proof speaks of the same few
ids again and again, so that its nodes have the same neighbours.

Naively: to tell two nodes apart, the neighbours of both are followed to the end, once for every path that leads there.

Here: the steps are counted and the document is given up in time (RDF Dataset Canonicalization 1.0, 7.1): the verdict is
never `accepted`. A neighbour in several statements makes no more orders to try.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.canonical.rdfc10 import _Canonicalization
from microcred.document import Document
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


def naive_paths(part: Any) -> int:
    """How many paths there are through an object to its values."""
    if isinstance(part, list):
        return sum(naive_paths(each) for each in part)
    return sum(naive_paths(each) for each in part.values()) if isinstance(part, dict) else 1


def test_a_naive_canonicalizer_follows_twice_as_many_paths_for_each_level() -> None:
    counts = [naive_paths(tangled(depth)["credentialSubject"]["part"]) for depth in (6, 7, 8)]
    assert counts == [64, 128, 256]


def test_objects_that_can_be_told_apart_are_told_apart() -> None:
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(sealed(), at=AT).verdict == "accepted"


@pytest.mark.parametrize("depth", [6, 9, 12, 14])
def test_a_tangle_is_given_up_in_time(depth: int) -> None:
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tangled(depth), at=AT)
    assert found.verdict != "accepted"
    assert time.process_time() - begun < 5


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
