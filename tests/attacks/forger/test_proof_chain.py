"""A chain of proofs in which a link is missing.

Attack: A second proof says that it was made on top of a first one, of a witness say, by the first one's ``id``. The
forger takes the first one out, puts another by the same id in its place, or lets two proofs build on each other.

Naively: A verifier checks each proof by itself and passes over ``previousProof``: what the second signer saw when they
signed is lost.

Here: A proof that builds on others covers them, and counts only if they are there, once each, and count as well (Data
Integrity 1.0, 2.1.2 and 4.5): ``proof.previous-missing``, ``proof.signature-invalid`` for one that was exchanged, and
``proof.malformed`` for a circle.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from badges import CANONICALIZER
from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc
from microcred.proofs import add_proof
from naive import proofs_of, statements
from published_keys import SIGNER
from victim import assert_refused, badge, report

FIRST, SECOND = "urn:x:first", "urn:x:second"


def chained(**first: Any) -> Document:
    begun = badge(proof={"id": FIRST, **first})
    then = datetime(2026, 2, 1, tzinfo=UTC)
    return add_proof(
        begun, SIGNER, created=then, options={"id": SECOND, "previousProof": FIRST}, canonicalizer=CANONICALIZER
    )


def with_proofs(*proofs: dict[str, Any]) -> Document:
    return Document.of({**chained().to_dict(), "proof": list(proofs)})


ONE, TWO = proofs_of(chained().to_dict())
OTHER = proofs_of(badge(proof={"id": FIRST, "created": datetime(2020, 1, 1, tzinfo=UTC)}).to_dict())[0]


def naive_verify(document: Document, key: PublicKey) -> bool:
    """The proofs that one builds on are taken from where the issuer keeps them, since the signature needs them."""
    tree = document.to_dict()
    proof = next(each for each in proofs_of(tree) if each.get("id") == SECOND)
    whole = {**tree, "proof": [ONE]}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    data = hashlib.sha256(statements({**options, "@context": tree["@context"]})).digest()
    data += hashlib.sha256(statements(whole)).digest()
    return key.verify(decode_base58btc(proof["proofValue"], max_length=100), data)


def test_a_naive_verifier_does_not_miss_the_proof_that_is_built_on() -> None:
    assert naive_verify(chained(), SIGNER.public_key)
    assert naive_verify(with_proofs(TWO), SIGNER.public_key)
    assert naive_verify(with_proofs(OTHER, TWO), SIGNER.public_key)


def test_a_whole_chain_is_accepted_link_by_link() -> None:
    assert report(chained())
    assert report(chained(), all_proofs=True)


def test_a_proof_that_builds_on_one_that_is_missing_does_not_count() -> None:
    assert_refused(report(with_proofs(TWO)), "proof", "proof.previous-missing", "/proof/0/previousProof")


def test_another_proof_in_its_place_does_not_bear_it_out() -> None:
    found = report(with_proofs(OTHER, TWO), all_proofs=True)
    assert_refused(found, "proof", "proof.signature-invalid")


def test_two_proofs_by_one_id_leave_open_which_is_meant() -> None:
    found = report(with_proofs(ONE, OTHER, TWO), all_proofs=True)
    assert_refused(found, "proof", "proof.previous-missing")


def test_a_proof_does_not_build_on_itself_or_in_a_circle() -> None:
    alone = {**ONE, "previousProof": FIRST}
    assert_refused(report(with_proofs(alone)), "proof", "proof.previous-missing", "/proof/0/previousProof")
    circle = [{**ONE, "previousProof": SECOND}, TWO]
    assert_refused(report(with_proofs(*circle)), "proof", "proof.malformed")


def test_what_is_built_on_has_to_hold_itself() -> None:
    """Signed by the issuer over a first proof that never held."""
    tree = badge().to_dict()
    broken = {**tree["proof"], "id": FIRST, "created": "2026-01-14T00:00:00Z"}
    begun = Document.of({**tree, "proof": broken})
    then = datetime(2026, 2, 1, tzinfo=UTC)
    sealed = add_proof(
        begun, SIGNER, created=then, options={"id": SECOND, "previousProof": FIRST}, canonicalizer=CANONICALIZER
    )
    assert_refused(report(sealed), "proof", "proof.signature-invalid")
