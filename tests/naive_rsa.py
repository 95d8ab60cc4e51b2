"""RSA as a textbook has it: a number raised to an exponent, and compared with what has to come out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from naive import octets, token_of

SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def padded(signing_input: bytes, size: int = 256) -> bytes:
    """The block of ``size`` bytes that RS256 raises to the private exponent (RFC 8017, 9.2)."""
    info = SHA256_INFO + hashlib.sha256(signing_input).digest()
    return b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info


def opened(signature: bytes, jwk: Mapping[str, str]) -> bytes:
    """What a signature comes to under a public key."""
    modulus = octets(jwk["n"])
    number = pow(int.from_bytes(signature), int.from_bytes(octets(jwk["e"])), int.from_bytes(modulus))
    return number.to_bytes(len(modulus))


def naive_rs256_holds(text: str, jwk: Mapping[str, str]) -> bool:
    """The equation of RS256, whatever the key is."""
    read = token_of(text)
    found = opened(read.signature, jwk)
    return found == padded(read.signing_input, len(found))
