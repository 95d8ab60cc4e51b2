"""python with_pyld.py badge.json contexts.json: exit with 0 where the proof holds."""

import json
import sys
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def of_base58(text, size):
    number = 0
    for digit in text[1:]:
        number = number * 58 + DIGITS.index(digit)
    return number.to_bytes(size, "big")


badge, contexts = (json.loads(Path(path).read_bytes()) for path in sys.argv[1:])
proof = badge.pop("proof")
signature = of_base58(proof.pop("proofValue"), 64)
proof["@context"] = badge["@context"]
options = {
    "algorithm": "URDNA2015",
    "format": "application/n-quads",
    "documentLoader": lambda url, _: {"contextUrl": None, "documentUrl": url, "document": contexts[url]},
}
signed = b"".join(sha256(jsonld.normalize(tree, options).encode()).digest() for tree in (proof, badge))
key = of_base58(badge["issuer"]["id"].removeprefix("did:key:"), 34)[2:]
Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
