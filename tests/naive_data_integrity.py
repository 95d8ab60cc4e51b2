"""A careless verifier of Data Integrity proofs: every signature is really checked, and nothing else is asked.

It reads with the standard library, lets plain JSON-LD processing make statements of the document, and believes the JSON
once the Ed25519 signature over the two hashes holds. Contexts come from the package, so that nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from microcred.contexts import BUNDLED
from microcred.multibase import decode_base58btc


class NaivelyRefused(Exception):
    """The signature does not hold, even for somebody who asks nothing else."""


def naive_verify(source: bytes | str | Mapping[str, Any], web: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON of a credential that its own did:key signed, as it stands; ``web`` has further contexts, by URL."""
    tree: dict[str, Any] = json.loads(source) if isinstance(source, bytes | str) else dict(source)
    proof = tree["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    unsecured = {name: value for name, value in tree.items() if name != "proof"}
    canonicalize = naive_json if proof["cryptosuite"] == "eddsa-jcs-2022" else naive_statements
    if canonicalize is naive_statements:
        options["@context"] = tree["@context"]
    hashed = [hashlib.sha256(canonicalize(part, web).encode()).digest() for part in (options, unsecured)]
    naive_key(proof["verificationMethod"], tree, proof["proofValue"], b"".join(hashed))
    return tree


def naive_key(method: str, tree: Mapping[str, Any], value: str, signed: bytes) -> None:
    """Check the signature with the did:key of the issuer, which a proof has to name."""
    issuer = tree["issuer"] if isinstance(tree["issuer"], str) else tree["issuer"]["id"]
    if method.partition("#")[0] != issuer:
        raise NaivelyRefused("the key is another's")
    key = decode_base58btc(issuer.removeprefix("did:key:"), max_length=64)[2:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(decode_base58btc(value, max_length=128), signed)
    except InvalidSignature:
        raise NaivelyRefused("the signature does not hold") from None


def naive_json(tree: Mapping[str, Any], _web: Mapping[str, Any] | None = None) -> str:
    """One spelling for the same JSON, as far as a reader of doubles can tell (nearly RFC 8785)."""
    whole = json.loads(json.dumps(tree), parse_int=naive_double, parse_float=naive_double)
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def naive_double(text: str) -> float:
    """A number as a double, whole ones without a fraction."""
    number = float(text)
    return int(number) if number.is_integer() else number


def naive_statements(tree: Mapping[str, Any], web: Mapping[str, Any] | None = None) -> str:
    """The canonical N-Quads that plain JSON-LD processing makes of a document."""
    return _statements(json.dumps(tree), json.dumps(web or {}))


@lru_cache(maxsize=64)
def _statements(text: str, web: str) -> str:
    further = json.loads(web)

    def load(url: str, _options: object) -> dict[str, Any]:
        known = further.get(url) or BUNDLED.versions(url)[0].load()
        return {"contextUrl": None, "documentUrl": url, "document": known}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(jsonld.normalize(json.loads(text), options))
