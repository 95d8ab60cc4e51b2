"""The proof of another document.

Attack: The forger takes the proof of a genuine badge of the victim's and puts it under a badge of their own making.

Naively: A verifier asks whether there is a proof, whether its key is the victim's, and whether its signature is one of
that key over what the proof says of itself; what the proof is under does not enter.

Here: What is signed is the hash of the proof's options together with the hash of the document (EdDSA Cryptosuites 1.0,
3.2.4; ECDSA 1.0, 3.2.4): ``proof.signature-invalid``.
"""

from __future__ import annotations

import hashlib

from microcred.document import Document
from microcred.multibase import decode_base58btc
from naive import proofs_of, signed_data, statements
from published_keys import SIGNER
from victim import assert_refused, badge, report

GENUINE = badge()
FORGERY = Document.of({**badge(name="Doctor of Everything").to_dict(), "proof": GENUINE.to_dict()["proof"]})


def naive_verify(document: Document, sealed_before: set[bytes]) -> bool:
    """A proof that was found good once is remembered by its options, and not looked into again."""
    tree = document.to_dict()
    proof = proofs_of(tree)[0]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    remembered = hashlib.sha256(statements({**options, "@context": tree["@context"]})).digest()
    signature = decode_base58btc(proof["proofValue"], max_length=100)
    if remembered not in sealed_before and not SIGNER.public_key.verify(signature, signed_data(tree, proof)):
        return False
    sealed_before.add(remembered)
    return True


def test_a_naive_verifier_knows_a_proof_again_under_another_badge() -> None:
    sealed_before: set[bytes] = set()
    assert not naive_verify(FORGERY, sealed_before)
    assert naive_verify(GENUINE, sealed_before)
    assert naive_verify(FORGERY, sealed_before)


def test_a_transplanted_proof_does_not_hold_before_or_after_its_own_badge() -> None:
    for each in (FORGERY, GENUINE, FORGERY):
        if each == GENUINE:
            assert report(each)
        else:
            assert_refused(report(each), "proof", "proof.signature-invalid", "/proof/proofValue")
