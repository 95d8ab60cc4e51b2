"""A signature of another length.

Attack: The forger writes a genuine signature with zeros in front of its numbers, with a byte behind it, or cut off:
another text for the same signature, which whoever knows seals by their text does not know.

Naively: A verifier halves the signature and reads two numbers, however long they are, and cuts off what is too much.

Here: A signature has just as many bytes as its algorithm says (RFC 7518, 3.4; ECDSA Cryptosuites 1.0, 3.2.6; EdDSA
Cryptosuites 1.0, 3.2.6): ``proof.value-malformed`` in a proof, ``proof.signature-invalid`` in a token.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from badges import AT, CANONICALIZER, unsigned
from microcred.document import Document
from microcred.keys import EcdsaSigner, PublishedKey, controller_document
from microcred.multibase import decode_base58btc, encode_base58btc, encode_base64url
from microcred.proofs import add_proof
from naive import octets
from naive_curves import naive_ecdsa_holds
from published_keys import ISSUER
from tokens import claims, header, token
from victim import assert_refused, badge, report
from world import World

METHOD = f"{ISSUER}#p256"
P256 = EcdsaSigner("P-256", 5, verification_method=METHOD)
CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "zeros in front": lambda signature: b"\0" + signature[:32] + b"\0" + signature[32:],
    "a byte more": lambda signature: signature + b"\0",
    "a byte less": lambda signature: signature[:-1],
    "nothing": lambda signature: b"",
    "twice": lambda signature: signature * 2,
    "as of P-384": lambda signature: bytes(16) + signature[:32] + bytes(16) + signature[32:],
}


def house() -> World:
    world = World()
    world.serve(ISSUER, controller_document(ISSUER, [PublishedKey(P256.public_key, "p256")]))
    return world


def naive_verify(text: str) -> bool:
    begin, _, signature = text.rpartition(".")
    jwk = P256.public_key.to_jwk()
    point = int.from_bytes(octets(jwk["x"])), int.from_bytes(octets(jwk["y"]))
    return naive_ecdsa_holds(point, octets(signature), begin.encode())


def rewritten(change: Callable[[bytes], bytes]) -> str:
    own = claims(iss=ISSUER, issuer={"id": ISSUER, "type": ["Profile"]})
    begin, _, signature = token(header(alg="ES256", kid=METHOD), own, P256).rpartition(".")
    return f"{begin}.{encode_base64url(change(octets(signature)))}"


@pytest.mark.parametrize("change", ["zeros in front", "as of P-384"])
def test_a_naive_verifier_reads_the_same_numbers_in_another_text(change: str) -> None:
    assert naive_verify(rewritten(CHANGES[change]))


@pytest.mark.parametrize("change", CHANGES)
def test_a_token_has_one_signature(change: str) -> None:
    found = report(rewritten(CHANGES[change]).encode(), house())
    assert_refused(found, "proof", "proof.signature-invalid")
    assert report(rewritten(bytes).encode(), house())


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-rdfc-2022"])
def test_a_proof_has_one_signature(change: str, suite: str) -> None:
    sealed = badge()
    world = None
    if suite.startswith("ecdsa"):
        bare = Document.of(unsigned(issuer={"id": ISSUER, "type": ["Profile"]}))
        sealed, world = add_proof(bare, P256, created=AT, suite_name=suite, canonicalizer=CANONICALIZER), house()
    assert report(sealed, world)
    tree = sealed.to_dict()
    signature = decode_base58btc(tree["proof"]["proofValue"], max_length=200)
    tree["proof"]["proofValue"] = encode_base58btc(CHANGES[change](signature))
    found = report(json.dumps(tree).encode(), world)
    assert_refused(found, "proof", "proof.value-malformed", "/proof/proofValue")
