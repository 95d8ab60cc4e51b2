"""Public keys, whatever they were written as: plain values that compare, hash, pickle, and check signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from microcred.errors import UnsupportedError
from microcred.keys.jwk import decode_jwk, encode_jwk, thumbprint
from microcred.keys.multikey import decode_multikey, encode_multikey
from microcred.keys.soundness import KeyType, check_soundness, ec_public_key, invalid_key, rsa_der

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["PublicKey"]

_MAX_PEM: Final = 16_384
# A Multikey of a P-521 key has some hundred characters; one of an RSA key is not worth its room.
_MAX_REMEMBERED: Final = 120


@dataclass(frozen=True, slots=True, repr=False)
class PublicKey:
    """A public key that is sound: of its type's length, on its curve, and not of small order.

    ``raw`` holds the bytes of the Multikey form without the codec: 32 bytes for Ed25519 and X25519, a compressed point
    for the curves P-256, P-384, P-521 and secp256k1, and a DER RSAPublicKey for RSA. Making one of unsound bytes raises
    :class:`~microcred.errors.IssuerKeyError`.
    """

    type: KeyType
    raw: bytes
    _multikey: str = field(default="", init=False, compare=False)

    def __post_init__(self) -> None:
        check_soundness(self.type, self.raw)

    def __repr__(self) -> str:
        return f"PublicKey.from_multikey({self.to_multikey()!r})"

    @classmethod
    def from_multikey(cls, text: str) -> PublicKey:
        """Read a ``publicKeyMultibase``, such as ``z6Mk…`` (Controlled Identifiers 1.0, 2.2.2).

        Raises :class:`~microcred.errors.IssuerKeyError` for text that is not a public key in base58-btc, and
        :class:`~microcred.errors.UnsupportedError` for a key type that is not known here.
        """
        return (
            _of_multikey(text)
            if isinstance(text, str) and len(text) <= _MAX_REMEMBERED
            else cls(*decode_multikey(text))
        )

    def to_multikey(self) -> str:
        """The key as ``publicKeyMultibase``."""
        return self._multikey or encode_multikey(self.type, self.raw)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PublicKey:
        """Read a public JWK (RFC 7517); members that say nothing about the key itself are passed over.

        Raises :class:`~microcred.errors.IssuerKeyError` for a malformed JWK and for one with private members, and
        :class:`~microcred.errors.UnsupportedError` for a key type that is not known here.
        """
        return cls(*decode_jwk(jwk))

    def to_jwk(self) -> dict[str, str]:
        """The key as a JWK with its required members only."""
        return encode_jwk(self.type, self.raw)

    def thumbprint(self) -> str:
        """The SHA-256 JWK thumbprint in base64url, which also serves as ``kid`` (RFC 7638)."""
        return thumbprint(self.to_jwk())

    @classmethod
    def from_pem(cls, pem: bytes) -> PublicKey:
        """Read a PEM SubjectPublicKeyInfo, which begins ``-----BEGIN PUBLIC KEY-----`` (RFC 7468, 13).

        Raises :class:`~microcred.errors.IssuerKeyError` for anything that is not a public key in PEM, and
        :class:`~microcred.errors.UnsupportedError` for a key type that is not known here.
        """
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        if b"PRIVATE KEY-----" in pem[:_MAX_PEM]:
            raise invalid_key("key.private-key-published", "the PEM holds a private key, wanted a public one")
        try:
            if len(pem) > _MAX_PEM:
                raise ValueError("too long")
            return cls(*_type_and_bytes(load_pem_public_key(pem)))
        except ValueError:
            raise invalid_key(
                "key.invalid-pem", "the bytes are not one public key in PEM", hint="it begins with BEGIN PUBLIC KEY"
            ) from None
        except UnsupportedAlgorithm:
            raise _unsupported("the PEM holds a key of a type or curve that is not known here") from None

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Whether ``signature`` is this key's signature over ``data``.

        Ed25519 is the pure form of RFC 8032 without cofactor, and refuses an S that is not below the group's order.
        P-256 is ECDSA with SHA-256, P-384 with SHA-384, both with ``r`` and ``s`` side by side in fixed width
        (IEEE P1363). Raises :class:`~microcred.errors.UnsupportedError` for any other type.
        """
        match self.type:
            case "Ed25519":
                return _verify_ed25519(self.raw, signature, data)
            case "P-256" | "P-384":
                return _verify_ecdsa(self.type, self.raw, signature, data)
        raise _unsupported(f"signatures of a key of type {self.type} are not checked here")


# One verification meets the same key in several places, and a platform the same keys all day.
@lru_cache(maxsize=1_024)
def _of_multikey(text: str) -> PublicKey:
    key = PublicKey(*decode_multikey(text))
    # There is no other way to write it, so it need not be written again.
    object.__setattr__(key, "_multikey", text)
    return key


@cache
def _ed25519() -> tuple[type[Ed25519PublicKey], type[Exception]]:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey, InvalidSignature


def _verify_ed25519(raw: bytes, signature: bytes, data: bytes) -> bool:
    key_class, invalid = _ed25519()
    try:
        key_class.from_public_bytes(raw).verify(signature, data)
    except invalid:
        return False
    return True


def _verify_ecdsa(key_type: KeyType, raw: bytes, signature: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    width, digest = (32, hashes.SHA256()) if key_type == "P-256" else (48, hashes.SHA384())
    if len(signature) != 2 * width:
        return False
    r, s = int.from_bytes(signature[:width]), int.from_bytes(signature[width:])
    try:
        ec_public_key(key_type, raw).verify(encode_dss_signature(r, s), data, ec.ECDSA(digest))
    except InvalidSignature:
        return False
    return True


def _type_and_bytes(key: object) -> tuple[KeyType, bytes]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x25519

    curves: dict[str, KeyType] = {
        "secp256r1": "P-256",
        "secp384r1": "P-384",
        "secp521r1": "P-521",
        "secp256k1": "secp256k1",
    }
    match key:
        case ed25519.Ed25519PublicKey():
            return "Ed25519", key.public_bytes_raw()
        case x25519.X25519PublicKey():
            return "X25519", key.public_bytes_raw()
        case rsa.RSAPublicKey():
            return "RSA", rsa_der(key)
        case ec.EllipticCurvePublicKey() if key.curve.name in curves:
            compressed = serialization.PublicFormat.CompressedPoint
            return curves[key.curve.name], key.public_bytes(serialization.Encoding.X962, compressed)
        case _:
            raise _unsupported(f"the PEM holds a key of a type that is not known here ({type(key).__name__})")


def _unsupported(message: str) -> UnsupportedError:
    return UnsupportedError("key.unsupported-type", message)
