"""What a resource must hash to: ``digestSRI`` and ``digestMultibase`` (Verifiable Credentials Data Model 2.0, 5.3).

``digestSRI`` is written as in Subresource Integrity: of several hashes, those of the strongest algorithm count, and one
of them has to fit. ``digestMultibase`` is a multihash; a bare SHA-256, which some issuers write there, is read as well.
Like every codec here, these raise :class:`ValueError`: only the caller knows what the text is part of.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from microcred.multibase import decode_multibase

__all__ = ["Digest", "declared_digests", "fits"]

_MAX_LENGTH: Final = 1_000
_SIZES: Final[Mapping[str, int]] = MappingProxyType({"sha256": 32, "sha384": 48, "sha512": 64})
_SRI: Final = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?", re.ASCII)
# Controlled Identifiers 1.0, 2.5, and the registry of multihash: code, algorithm, size.
_MULTIHASHES: Final = MappingProxyType(
    {
        0x12: ("sha256", 32),
        0x13: ("sha512", 64),
        0x14: ("sha3_512", 64),
        0x15: ("sha3_384", 48),
        0x16: ("sha3_256", 32),
        0x20: ("sha384", 48),
    }
)


@dataclass(frozen=True, slots=True)
class Digest:
    """The name of an algorithm, as :mod:`hashlib` spells it, and the value."""

    algorithm: str
    value: bytes

    def is_of(self, content: bytes) -> bool:
        """Whether the content hashes to this."""
        return hmac.compare_digest(hashlib.new(self.algorithm, content).digest(), self.value)

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.value.hex()}"


def declared_digests(members: Mapping[str, Any]) -> Mapping[str, tuple[Digest, ...]]:
    """The digests that an object declares, by the member that does: one of each tuple has to fit.

    Raises :class:`ValueError` for a member that is none of the forms above, naming the member first.
    """
    found = {}
    for name, read in (("digestSRI", _of_sri), ("digestMultibase", _of_multibase)):
        if name in members:
            text = members[name]
            if not isinstance(text, str) or len(text) > _MAX_LENGTH:
                raise ValueError(f"{name} is no text of at most {_MAX_LENGTH} characters")
            try:
                found[name] = read(text)
            except ValueError as error:
                raise ValueError(f"{name} is {text!r:.80}: {error}") from error
    return MappingProxyType(found)


def fits(content: bytes, members: Mapping[str, Any]) -> bool:
    """Whether the content has every digest that an object declares; raises :class:`ValueError` like the above."""
    declared = declared_digests(members).values()
    return all(any(digest.is_of(content) for digest in digests) for digests in declared)


def _of_sri(text: str) -> tuple[Digest, ...]:
    # Subresource Integrity, 3.3.3: what is no hash of a known algorithm is passed over.
    parts = [found for part in text.split() if (found := _SRI.fullmatch(part))]
    digests = [Digest(found[1], _base64(found[2])) for found in parts]
    digests = [digest for digest in digests if len(digest.value) == _SIZES[digest.algorithm]]
    if not digests:
        raise ValueError("it holds no hash such as sha384-… in base64")
    strongest = max(_SIZES[digest.algorithm] for digest in digests)
    return tuple(digest for digest in digests if _SIZES[digest.algorithm] == strongest)


def _base64(text: str) -> bytes:
    text = text.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def _of_multibase(text: str) -> tuple[Digest, ...]:
    data = decode_multibase(text, max_length=_MAX_LENGTH)
    if len(data) == _SIZES["sha256"]:
        return (Digest("sha256", data),)
    algorithm, size = _MULTIHASHES.get(data[0] if data else -1, ("", 0))
    if not algorithm or data[1:2] != bytes([size]) or len(data) != size + 2:
        raise ValueError("it is no multihash of SHA-2 or SHA-3")
    return (Digest(algorithm, data[2:]),)
