"""A key that the proof brings along.

Attack: The forger writes the verification method into the proof as an object, with the victim's id and the forger's
key, or puts a ``publicKeyMultibase`` beside the victim's URL.

Naively: A verifier takes the key where it finds it first. Older texts on linked-data signatures show such proofs.

Here: ``verificationMethod`` is the URL of a key (Data Integrity 1.0, 2.1): an object there is ``proof.malformed``, with
its place. A key beside it is a word that the signature has to cover and that no context defines for a proof, and in any
case decides nothing: the key comes from the issuer's document.
"""

from __future__ import annotations

from typing import Any

from microcred.document import Document
from naive import proof_holds
from published_keys import ISSUER, METHOD, SIGNER, method
from victim import FORGED_KEY, assert_refused, badge, forged, report


def enclosing() -> Document:
    tree = forged().to_dict()
    tree["proof"]["verificationMethod"] = method(publicKeyMultibase=FORGED_KEY)
    return Document.of(tree)


def naive_verify(badge_: Document) -> bool:
    tree: dict[str, Any] = badge_.to_dict()
    key = tree["proof"]["verificationMethod"]
    if isinstance(key, str) or key["controller"] != ISSUER:
        return False
    named = {**tree["proof"], "verificationMethod": key["id"]}
    return proof_holds(tree, key["publicKeyMultibase"], named)


def test_a_naive_verifier_takes_the_key_in_the_proof() -> None:
    assert naive_verify(enclosing())


def test_a_method_written_out_in_the_proof_is_malformed() -> None:
    assert_refused(report(enclosing()), "proof", "proof.malformed", "/proof/verificationMethod")


def test_a_key_beside_the_url_of_the_victims_decides_nothing() -> None:
    tree = forged().to_dict()
    tree["proof"]["publicKeyMultibase"] = FORGED_KEY
    found = report(Document.of(tree))
    assert not found
    assert found.authentic is not True


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge(SIGNER, METHOD))
