"""Multikey: a multicodec number, the key's bytes, all in base58-btc (Controlled Identifiers 1.0, 2.2.2)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from microcred.errors import UnsupportedError
from microcred.keys.soundness import KeyType, invalid_key
from microcred.multibase import decode_base58btc, encode_base58btc

__all__ = ["decode_multikey", "decode_secret_multikey", "encode_multikey"]

_CODECS: Final = MappingProxyType[int, KeyType](
    {
        0xE7: "secp256k1",
        0xEC: "X25519",
        0xED: "Ed25519",
        0x1200: "P-256",
        0x1201: "P-384",
        0x1202: "P-521",
        0x1205: "RSA",
    }
)
_CODES: Final = MappingProxyType({key_type: code for code, key_type in _CODECS.items()})

_ED25519_SECRET: Final = 0x1300
#: The codecs of private keys in the multicodec table, so that a published one is called by its name.
_SECRET_CODECS: Final = frozenset({*range(0x1300, 0x130C), 0x130E, 0x130F, 0x1310})

_MAX_LENGTH: Final = 1_500  # An RSA key of 8192 bits has about 1425 characters.
_MAX_SECRET_LENGTH: Final = 120  # A seed and a public key have 91.


def encode_multikey(key_type: KeyType, raw: bytes) -> str:
    """Write a public key as Multikey text, such as ``z6Mk…``."""
    return encode_base58btc(_varint(_CODES[key_type]) + raw)


def decode_multikey(text: str) -> tuple[KeyType, bytes]:
    """Read the type and the bytes of a public key; whether they are a sound key is for the caller to check.

    Raises :class:`~microcred.errors.IssuerKeyError` for text that is not Multikey or holds a private key, and
    :class:`~microcred.errors.UnsupportedError` for a codec that is not known here.
    """
    if not isinstance(text, str):
        raise invalid_key("key.not-multikey", f"a Multikey is a string, not {text!a:.40}")
    try:
        code, raw = _split_varint(decode_base58btc(text, max_length=_MAX_LENGTH))
    except ValueError as error:
        raise invalid_key("key.not-multikey", f"not a Multikey: {error}") from None
    if code in _SECRET_CODECS:
        raise invalid_key(
            "key.private-key-published",
            f"a private key (multicodec {code:#x}) stands where a public key belongs",
            hint="the key is no secret any more: revoke it, and publish the public half of a new one",
        )
    if code not in _CODECS:
        raise UnsupportedError(
            "key.unsupported-type",
            f"the Multikey has multicodec {code:#x}, which is not a key type known here",
            hint=f"known are {', '.join(_CODECS.values())}",
        )
    return _CODECS[code], raw


def decode_secret_multikey(text: str) -> bytes:
    """Read the bytes of an Ed25519 ``secretKeyMultibase``; raises :class:`ValueError`, never showing the text."""
    if len(text) > _MAX_SECRET_LENGTH or not text.startswith("z"):
        raise ValueError(f"it does not begin with 'z', or has more than {_MAX_SECRET_LENGTH} characters")
    try:
        code, raw = _split_varint(decode_base58btc(text, max_length=_MAX_SECRET_LENGTH))
    except ValueError:
        raise ValueError("it is not base58-btc with a multicodec number in front") from None
    if code != _ED25519_SECRET:
        raise ValueError(f"its multicodec is {code:#x}, wanted {_ED25519_SECRET:#x} for an Ed25519 secret key")
    return raw


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _split_varint(data: bytes) -> tuple[int, bytes]:
    """Split off a leading unsigned varint, which must be in its shortest form (unsigned-varint, multiformats)."""
    number = 0
    for index, byte in enumerate(data[:4]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            if byte == 0 and index:
                raise ValueError("its multicodec number is not in the shortest form")
            return number, data[index + 1 :]
    raise ValueError("it has no multicodec number in its first four bytes")
