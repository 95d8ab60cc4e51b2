"""A second signature, made of the first.

Attack: The forger takes a genuine badge and adds the order of the group to the number S of its signature. It is another
signature over the same badge, which the issuer never made.

Naively: A verifier reckons with the remainder of S and finds that it holds. Whoever knows a badge by its digest, to
count it once or to keep it out, has a second one.

Here: S has to be below the order (RFC 8032, 5.1.7, step 1; Taming the many EdDSAs, 2): ``proof.signature-invalid``. And
a badge is never known by its digest: it is revoked by what is signed in it.
"""

from __future__ import annotations

import hashlib

import pytest

from microcred.document import Document
from microcred.multibase import decode_base58btc, encode_base58btc
from naive import proofs_of, signed_data
from naive_curves import ORDER, naive_ed25519_holds
from published_keys import SIGNER
from victim import assert_refused, badge, report


def second(document: Document, times: int = 1) -> Document:
    tree = document.to_dict()
    signature = decode_base58btc(tree["proof"]["proofValue"], max_length=100)
    larger = int.from_bytes(signature[32:], "little") + times * ORDER
    tree["proof"]["proofValue"] = encode_base58btc(signature[:32] + larger.to_bytes(32, "little"))
    return Document.of(tree)


def naive_verify(document: Document, seen: set[str]) -> bool:
    tree = document.to_dict()
    proof, digest = proofs_of(tree)[0], hashlib.sha256(document.raw).hexdigest()
    fresh = digest not in seen
    seen.add(digest)
    signature = decode_base58btc(proof["proofValue"], max_length=100)
    return fresh and naive_ed25519_holds(SIGNER.public_key.raw, signature, signed_data(tree, proof))


def test_a_naive_verifier_counts_one_badge_twice() -> None:
    seen: set[str] = set()
    assert naive_verify(badge(), seen)
    assert not naive_verify(badge(), seen)
    assert naive_verify(second(badge()), seen)


@pytest.mark.parametrize("times", [1, 2, 7])
def test_a_number_beyond_the_order_is_no_signature(times: int) -> None:
    assert_refused(report(second(badge(), times)), "proof", "proof.signature-invalid", "/proof/proofValue")
    assert report(badge())
