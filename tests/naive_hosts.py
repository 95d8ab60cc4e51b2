"""What careless verifiers do with that which hosts serve; the attacks of hosts share it."""

from __future__ import annotations

import base64
import gzip
import json
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from badges import CANONICALIZER
from microcred.document import Document
from microcred.multibase import decode_base58btc
from status_lists import LIST, entry
from world import World

__all__ = ["naive_bit", "naive_bits", "naive_page", "naive_seal_holds", "naive_subject"]


def naive_seal_holds(page: bytes) -> bool:
    """Whether the signature fits the key that it names itself: good arithmetic, and nothing else."""
    tree = json.loads(page)
    if "proof" not in tree:
        return False
    proof = {"@context": tree["@context"], **tree.pop("proof")}
    signature = decode_base58btc(proof.pop("proofValue"), max_length=200)
    key = decode_base58btc(proof["verificationMethod"].partition("#")[2], max_length=200)
    hashes = [sha256(CANONICALIZER.canonicalize(Document.of(part).tree)).digest() for part in (proof, tree)]
    try:
        Ed25519PublicKey.from_public_bytes(key[2:]).verify(signature, b"".join(hashes))
    except InvalidSignature:
        return False
    return True


def naive_page(web: World, url: str = LIST) -> bytes:
    """Whatever is found at an address."""
    return web.session().get(url, accept="*/*").body


def naive_subject(page: bytes) -> dict[str, Any]:
    """What a status list is about, whoever says so."""
    subject: dict[str, Any] = json.loads(page)["credentialSubject"]
    return subject


def naive_bits(encoded_list: str) -> bytes:
    """A list, unpacked."""
    return gzip.decompress(base64.urlsafe_b64decode(encoded_list[1:] + "==="))


def naive_bit(page: bytes, index: int = int(entry()["statusListIndex"])) -> int:
    """The bit of a credential in a list."""
    bits = naive_bits(naive_subject(page)["encodedList"])
    return bits[index // 8] >> 7 - index % 8 & 1
