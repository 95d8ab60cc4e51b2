"""The yardstick: one Ed25519 signature over 64 bytes, made or verified by OpenSSL, and nothing else."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

import cryptography
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.backends.openssl.backend import backend
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from benchmarks.peers.worker import Contender, Record, serve


class RawEd25519(Contender):
    """No JSON, no DID, no hash: the keys are objects already."""

    versions: ClassVar = {
        "cryptography": cryptography.__version__,
        "OpenSSL": backend.openssl_version_text().split()[1],
    }

    def sealed(self, record: Record) -> tuple[Ed25519PublicKey, bytes, bytes]:
        key, message = self.unsealed(record)
        return key.public_key(), key.sign(message), message

    def tampered(self, sealed: tuple[Ed25519PublicKey, bytes, bytes]) -> tuple[Ed25519PublicKey, bytes, bytes]:
        key, signature, message = sealed
        return key, signature, message[::-1]

    def verify(self, sealed: tuple[Ed25519PublicKey, bytes, bytes]) -> bool:
        key, signature, message = sealed
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def unsealed(self, record: Record) -> tuple[Ed25519PrivateKey, bytes]:
        message = hashlib.sha512(record["sealed"].encode()).digest()
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(record["seed"])), message

    def sign(self, unsealed: tuple[Ed25519PrivateKey, bytes]) -> tuple[Ed25519PublicKey, bytes, bytes]:
        key, message = unsealed
        return key.public_key(), key.sign(message), message

    def text(self, signed: Any) -> Any:
        return signed


if __name__ == "__main__":
    serve(RawEd25519())
