"""The parts of a careless verifier of ecdsa-sd-2023: signatures are really checked, and each file leaves a rule out."""

from __future__ import annotations

import hashlib
from typing import Any

from badges import CANONICALIZER
from disclosure import ISSUER
from microcred.canonical import nquads
from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import decode_multibase, encode_base64url
from microcred.proofs import SecuredDocument
from microcred.proofs.cbor import decode_cbor


class NaiveDisclosure:
    """A derived badge taken apart: its statements under the labels of the proof, and what signs them."""

    def __init__(self, tree: dict[str, Any]) -> None:
        secured = SecuredDocument(Document.of(tree), CANONICALIZER)
        data = decode_multibase(tree["proof"]["proofValue"], max_length=10**6)
        self.base_signature, self.key, self.signatures, labels, self.indexes = decode_cbor(data[3:])
        reading = next(secured.readings())
        nodes = {node: labels.get(int(name[4:]), b"") for node, name in reading.dataset.labels.items()}
        names = {node: f"u{encode_base64url(label)}" for node, label in nodes.items()}
        self.lines = sorted(set(nquads(reading.dataset.statements, names)))
        self.options = secured.canonical_options(secured.proof(), reading.versions)

    @property
    def chosen(self) -> list[str]:
        """The statements that each have a signature of their own."""
        return [line for index, line in enumerate(self.lines) if index not in self.indexes]

    def base_holds(self) -> bool:
        """Whether the issuer signed the mandatory statements, the options, and the key of the others."""
        mandatory = "".join(self.lines[index] for index in self.indexes)
        parts = (hashlib.sha256(self.options), hashlib.sha256(mandatory.encode()))
        signed = parts[0].digest() + self.key + parts[1].digest()
        return ISSUER.public_key.verify(self.base_signature, signed)

    def signs(self, signature: bytes, line: str) -> bool:
        """Whether the key that comes along in the proof signed a statement."""
        return _public(self.key).verify(signature, line.encode())

    def chosen_hold(self) -> bool:
        """Whether each signature signs the statement that stands in its place."""
        return all(self.signs(signature, line) for signature, line in zip(self.signatures, self.chosen, strict=False))


def _public(multikey: bytes) -> PublicKey:
    from microcred.multibase import encode_base58btc

    return PublicKey.from_multikey(encode_base58btc(multikey))
