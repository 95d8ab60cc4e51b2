"""PyLD and cryptography put together: the obvious way to verify ``eddsa-rdfc-2022`` in Python."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

from benchmarks.peers.worker import Contender, Record, serve

_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class ObviousWay(Contender):
    """``contexts`` are the documents of the contexts by their URLs, so that nothing is fetched."""

    versions: ClassVar = {name: version(name) for name in ("PyLD", "cryptography")}

    def __init__(self, contexts: Mapping[str, Any]) -> None:
        def load(url: str, _: object) -> dict[str, Any]:
            return {"contextUrl": None, "documentUrl": url, "document": contexts[url]}

        self._options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}

    def verify(self, sealed: str) -> bool:
        document = json.loads(sealed)
        proof = document.pop("proof")
        signature = _of_base58(proof.pop("proofValue"))
        key = Ed25519PublicKey.from_public_bytes(_of_base58(document["issuer"]["id"].removeprefix("did:key:"))[2:])
        try:
            key.verify(signature, self._signed_data(document, proof))
        except InvalidSignature:
            return False
        return True

    def unsealed(self, record: Record) -> tuple[dict[str, Any], Ed25519PrivateKey]:
        return record["document"], Ed25519PrivateKey.from_private_bytes(bytes.fromhex(record["seed"]))

    def sign(self, unsealed: tuple[dict[str, Any], Ed25519PrivateKey]) -> dict[str, Any]:
        document, key = unsealed
        did = document["issuer"]["id"]
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-06-01T12:00:00Z",
            "verificationMethod": f"{did}#{did.removeprefix('did:key:')}",
            "proofPurpose": "assertionMethod",
        }
        proof["proofValue"] = _to_base58(key.sign(self._signed_data(document, proof)))
        return {**document, "proof": proof}

    def _signed_data(self, document: dict[str, Any], proof: dict[str, Any]) -> bytes:
        """EdDSA Cryptosuites 1.0, 3.2.4: the options first, read in the contexts of the document."""
        options = {**proof, "@context": document["@context"]}
        return b"".join(sha256(jsonld.normalize(tree, self._options).encode()).digest() for tree in (options, document))


def _of_base58(text: str) -> bytes:
    number = 0
    for digit in text[1:]:
        number = number * 58 + _DIGITS.index(digit)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _to_base58(data: bytes) -> str:
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _DIGITS[digit] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


if __name__ == "__main__":
    serve(ObviousWay(json.loads(Path(sys.argv[1]).read_bytes())))
