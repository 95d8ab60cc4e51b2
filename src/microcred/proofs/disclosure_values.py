"""What stands in the proofValue of ecdsa-sd-2023: the base proof's and the derived proof's.

Both are multibase base64url (``u``), three bytes that say which of the two it is, and an array of five in CBOR (ECDSA
Cryptosuites 1.0, 3.5.2, 3.5.3, 3.5.7 and 3.5.8). Reading is strict and bounded, so that one proof has one text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, TypeGuard

from microcred.errors import IssuerKeyError, ProofError, UsageError
from microcred.keys import PublicKey
from microcred.multibase import decode_multibase, encode_base64url
from microcred.proofs.cbor import decode_cbor, encode_cbor
from microcred.proofs.proof import VERIFICATION_ERROR, Proof

__all__ = [
    "BASE_MARK",
    "BaseProofValue",
    "DerivedProofValue",
    "multikey_bytes",
    "read_proof_value",
    "write_proof_value",
]

_MAX_SIGNATURES: Final = 2_000
_MAX_LABELS: Final = 2_000
_MAX_INDEXES: Final = 10_000
_MAX_POINTERS: Final = 500
_MAX_PROOF_VALUE: Final = 500_000
_BASE: Final = b"\xd9\x5d\x00"
_DERIVED: Final = b"\xd9\x5d\x01"
BASE_MARK: Final = "u2V0A"
"""How the value of every base proof begins: the header d95d00 in multibase."""
# The Multikey header of P-256 (Controlled Identifiers 1.0, 2.2.2).
_P256: Final = b"\x80\x24"
_SIGNATURE: Final = 64
_DIGEST: Final = 32


@dataclass(frozen=True, slots=True)
class BaseProofValue:
    """What the issuer hands to the holder alone: with the HMAC key, whoever has it can disclose anything."""

    base_signature: bytes
    public_key: PublicKey
    hmac_key: bytes = field(repr=False)
    signatures: tuple[bytes, ...]
    mandatory_pointers: tuple[str, ...]

    def __str__(self) -> str:
        return _text(
            _BASE,
            self.base_signature,
            multikey_bytes(self.public_key),
            self.hmac_key,
            self.signatures,
            self.mandatory_pointers,
        )


@dataclass(frozen=True, slots=True)
class DerivedProofValue:
    """What the holder shows: signatures of the disclosed statements, in their order, but of the mandatory ones.

    ``labels`` has for the number of each canonical blank node the HMAC that it was signed under, ``mandatory_indexes``
    tells which statements are the mandatory ones.
    """

    base_signature: bytes
    public_key: PublicKey
    signatures: tuple[bytes, ...]
    labels: Mapping[int, bytes]
    mandatory_indexes: tuple[int, ...]

    def __str__(self) -> str:
        return _text(
            _DERIVED,
            self.base_signature,
            multikey_bytes(self.public_key),
            self.signatures,
            dict(self.labels),
            self.mandatory_indexes,
        )


def multikey_bytes(key: PublicKey) -> bytes:
    """The Multikey of a P-256 key as bytes, as it is signed and written."""
    return _P256 + key.raw


def read_proof_value(proof: Proof) -> BaseProofValue | DerivedProofValue:
    """Read the ``proofValue`` of a proof; raises :class:`~microcred.errors.ProofError` for any other form."""
    try:
        return _parsed(proof.members.get("proofValue"))
    except (ValueError, IssuerKeyError) as error:
        raise ProofError(
            "proof.value-malformed",
            f"proofValue is none of ecdsa-sd-2023: {error!s:.120}",
            pointer=f"{proof.pointer}/proofValue",
            problem=VERIFICATION_ERROR,
        ) from None


def write_proof_value(value: BaseProofValue | DerivedProofValue) -> str:
    """Write a ``proofValue``; raises :class:`~microcred.errors.UsageError` for one that nobody would read again."""
    text = str(value)
    try:
        _parsed(text)
    except ValueError as error:
        raise UsageError(
            "usage.unwritable-proof",
            f"the proof cannot be written: {error!s:.120}",
            hint="of a large credential, make more mandatory, or select less",
        ) from None
    return text


def _parsed(text: object) -> BaseProofValue | DerivedProofValue:
    if not isinstance(text, str) or not text.startswith("u"):
        raise ValueError("it has to be a string in multibase base64url ('u…')")
    data = decode_multibase(text, max_length=_MAX_PROOF_VALUE)
    header, components = data[:3], decode_cbor(data[3:]) if data[:3] in (_BASE, _DERIVED) else None
    if not isinstance(components, list) or len(components) != 5:
        raise ValueError("it has to be a header d95d00 or d95d01 and an array of five")
    return _base(*components) if header == _BASE else _derived(*components)


def _base(signature: Any, public_key: Any, hmac_key: Any, signatures: Any, pointers: Any) -> BaseProofValue:
    if not _is_bytes(hmac_key, _DIGEST):
        raise ValueError(f"the HMAC key has to have {_DIGEST} bytes")
    if not isinstance(pointers, list) or not all(isinstance(pointer, str) for pointer in pointers):
        raise ValueError("the mandatory pointers have to be an array of text")
    if len(pointers) > _MAX_POINTERS:
        raise ValueError(f"it has {len(pointers)} mandatory pointers, at most {_MAX_POINTERS} are read")
    return BaseProofValue(_signature(signature), _key(public_key), hmac_key, _signatures(signatures), tuple(pointers))


def _derived(signature: Any, public_key: Any, signatures: Any, labels: Any, indexes: Any) -> DerivedProofValue:
    if not isinstance(labels, dict) or not all(_is_bytes(label, _DIGEST) for label in labels.values()):
        raise ValueError(f"the label map has to be one of integers to {_DIGEST} bytes")
    if len(labels) > _MAX_LABELS:
        raise ValueError(f"it has {len(labels)} labels, at most {_MAX_LABELS} are read")
    if list(labels) != list(range(len(labels))):
        raise ValueError("the label map does not count through the blank nodes")
    if len(set(labels.values())) != len(labels):
        raise ValueError("two blank nodes have the same label, which would make them one")
    if not isinstance(indexes, list) or not all(isinstance(index, int) for index in indexes):
        raise ValueError("the mandatory indexes have to be an array of integers")
    if len(indexes) > _MAX_INDEXES:
        raise ValueError(f"it has {len(indexes)} mandatory indexes, at most {_MAX_INDEXES} are read")
    if any(index <= before for before, index in pairwise(indexes)):
        raise ValueError("the mandatory indexes do not ascend")
    return DerivedProofValue(_signature(signature), _key(public_key), _signatures(signatures), labels, tuple(indexes))


def _signature(value: Any) -> bytes:
    if not _is_bytes(value, _SIGNATURE):
        raise ValueError(f"a signature has to have {_SIGNATURE} bytes")
    return value


def _signatures(values: Any) -> tuple[bytes, ...]:
    if not isinstance(values, list):
        raise ValueError("the signatures have to be an array")
    if len(values) > _MAX_SIGNATURES:
        raise ValueError(f"it has {len(values)} signatures, at most {_MAX_SIGNATURES} are read")
    return tuple(map(_signature, values))


def _key(value: Any) -> PublicKey:
    if not _is_bytes(value, len(_P256) + 33) or not value.startswith(_P256):
        raise ValueError("the key of the statements has to be a Multikey of P-256")
    return PublicKey("P-256", value[len(_P256) :])


def _is_bytes(value: Any, length: int) -> TypeGuard[bytes]:
    return isinstance(value, bytes) and len(value) == length


def _text(header: bytes, *components: Any) -> str:
    return "u" + encode_base64url(header + encode_cbor(components))
