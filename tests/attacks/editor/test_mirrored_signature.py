"""The mirror image of a signature.

Attack: For a signature (r, s) of ECDSA, (r, n - s) satisfies the same equation. The editor writes the mirror image into
a badge or a token that was withdrawn by its proof value, or counted by it.

Naively: a list of withdrawn or seen badges is a list of their proof values, or of the hashes of their tokens, and does
not find the mirror image.

Here: both hold, as FIPS 186-5 has it and half of all signers need it: a signature is evidence, and no name. Badges are
withdrawn by their status and told apart by their id, which are signed (`status`). Ed25519 has no mirror image.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from badges import AT, CANONICALIZER, unsigned
from doctored import accepted, refusal
from microcred.document import Document
from microcred.keys import EcdsaSigner
from microcred.multibase import decode_base58btc, decode_base64url, encode_base58btc, encode_base64url
from microcred.proofs import add_proof, seal_jwt

SIGNER = EcdsaSigner("P-256", 7)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def draft() -> Document:
    tree = unsigned()
    tree["issuer"]["id"] = SIGNER.verification_method.partition("#")[0]
    return Document.of(tree)


def mirrored(signature: bytes) -> bytes:
    return signature[:32] + (ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")


def sealed_badge(change: Callable[[bytes], bytes] = bytes) -> dict[str, Any]:
    sealed = add_proof(draft(), SIGNER, created=AT, suite_name="ecdsa-rdfc-2019", canonicalizer=CANONICALIZER)
    tree = sealed.to_dict()
    value = decode_base58btc(tree["proof"]["proofValue"], max_length=128)
    tree["proof"]["proofValue"] = encode_base58btc(change(value))
    return tree


def token(change: Callable[[bytes], bytes] = bytes) -> str:
    signed, _, signature = seal_jwt(draft(), SIGNER).rpartition(".")
    return f"{signed}.{encode_base64url(change(decode_base64url(signature, max_length=86)))}"


class NaiveRegister:
    """The badges that were withdrawn, by the values of their proofs."""

    def __init__(self, *withdrawn: dict[str, Any]) -> None:
        self.values = {tree["proof"]["proofValue"] for tree in withdrawn}

    def naive_is_good(self, tree: dict[str, Any]) -> bool:
        return accepted(tree) and tree["proof"]["proofValue"] not in self.values


def test_a_naive_register_of_proof_values_does_not_find_the_mirror_image() -> None:
    badge = sealed_badge()
    other = {**badge, "proof": {**badge["proof"]}}
    value = decode_base58btc(badge["proof"]["proofValue"], max_length=128)
    other["proof"]["proofValue"] = encode_base58btc(mirrored(value))
    register = NaiveRegister(badge)
    assert not register.naive_is_good(badge)
    assert register.naive_is_good(other)


def test_the_mirror_image_says_no_more_than_the_signature() -> None:
    assert accepted(sealed_badge(mirrored))
    assert accepted(token(mirrored))
    changed = {**sealed_badge(mirrored), "name": "Soil Sampling, Level 9"}
    assert refusal(changed)[1] == "proof.signature-invalid"


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:32] + (ORDER + int.from_bytes(s[32:], "big")).to_bytes(33, "big")[-32:],
        lambda s: s[32:] + s[:32],
        lambda s: s[:32] + bytes(32),
        lambda s: bytes(64),
        lambda s: mirrored(s)[:32] + ORDER.to_bytes(32, "big"),
    ],
)
def test_no_other_number_is_a_signature(change: Callable[[bytes], bytes]) -> None:
    assert refusal(sealed_badge(change))[1] == "proof.signature-invalid"
    assert refusal(token(change))[1] == "proof.signature-invalid"
