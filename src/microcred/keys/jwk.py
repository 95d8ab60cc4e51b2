"""JSON Web Keys: the public half only (RFC 7517; RFC 7518, 6; RFC 8037; Controlled Identifiers 1.0, 2.2.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from microcred.errors import UnsupportedError
from microcred.keys.soundness import (
    KeyType,
    ec_point,
    ec_public_key,
    invalid_key,
    is_on_a_curve,
    rsa_der,
    rsa_public_key,
)
from microcred.multibase import decode_base64url, encode_base64url

__all__ = ["check_signing_use", "decode_jwk", "encode_jwk", "private_members", "thumbprint"]

_CURVES: Final = MappingProxyType[tuple[str, str], KeyType](
    {
        ("OKP", "Ed25519"): "Ed25519",
        ("OKP", "X25519"): "X25519",
        ("EC", "P-256"): "P-256",
        ("EC", "P-384"): "P-384",
        ("EC", "P-521"): "P-521",
        ("EC", "secp256k1"): "secp256k1",
    }
)
_COORDINATE_SIZES: Final = MappingProxyType({"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32})
_SIGNATURE_ALGORITHMS: Final = MappingProxyType[KeyType, frozenset[str]](
    {
        "Ed25519": frozenset({"EdDSA", "Ed25519"}),
        "X25519": frozenset(),
        "P-256": frozenset({"ES256", "ESP256"}),
        "P-384": frozenset({"ES384", "ESP384"}),
        "P-521": frozenset({"ES512", "ESP512"}),
        "secp256k1": frozenset({"ES256K"}),
        "RSA": frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}),
    }
)

#: RFC 7518, 6.2.2, 6.3.2 and 6.4; RFC 8037, 2; and "priv", which keys of kty AKP have.
_PRIVATE_JWK_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
_PRIVATE_PREFIXES: Final = ("secretKey", "privateKey")
_MAX_ENCODED: Final = 1_400  # The modulus of an RSA key of 8192 bits has 1366 characters.
_MAX_EXPONENT_BITS: Final = 33


def decode_jwk(jwk: Mapping[str, Any]) -> tuple[KeyType, bytes]:
    """Read the type and the bytes of a public key, in the form that Multikey gives them.

    Raises :class:`~microcred.errors.IssuerKeyError` for a JWK that is malformed or carries a private or symmetric key,
    and :class:`~microcred.errors.UnsupportedError` for a key type or curve that is not known here.
    """
    if not isinstance(jwk, Mapping):
        raise invalid_key("key.invalid-jwk", f"a JWK is a JSON object, not {jwk!a:.40}")
    published = sorted(_PRIVATE_JWK_MEMBERS.intersection(jwk))
    if published:
        raise invalid_key(
            "key.private-key-published",
            f"the JWK carries the private member {published[0]!a}",
            hint="the key is no secret any more: revoke it, and publish the public half of a new one",
        )
    kty, crv = _text(jwk, "kty"), jwk.get("crv")
    if kty == "RSA":
        return "RSA", _decode_rsa(jwk)
    key_type = _CURVES.get((kty, crv)) if isinstance(crv, str) else None
    if key_type is None:
        raise UnsupportedError(
            "key.unsupported-type",
            f"the JWK has kty {kty!a:.40} and crv {crv!a:.40}, which is not a key type known here",
        )
    if is_on_a_curve(key_type):
        size = _COORDINATE_SIZES[key_type]
        x, y = _octets(jwk, "x", size), _octets(jwk, "y", size)
        return key_type, ec_point(key_type, int.from_bytes(x), int.from_bytes(y))
    return key_type, _octets(jwk, "x", 32)


def encode_jwk(key_type: KeyType, raw: bytes) -> dict[str, str]:
    """Write a public key as a JWK with the members that its thumbprint needs, and no other."""
    if key_type == "RSA":
        rsa = rsa_public_key(raw).public_numbers()
        return {"kty": "RSA", "n": _unsigned(rsa.n), "e": _unsigned(rsa.e)}
    if is_on_a_curve(key_type):
        point, size = ec_public_key(key_type, raw).public_numbers(), _COORDINATE_SIZES[key_type]
        x, y = (encode_base64url(coordinate.to_bytes(size)) for coordinate in (point.x, point.y))
        return {"kty": "EC", "crv": key_type, "x": x, "y": y}
    return {"kty": "OKP", "crv": key_type, "x": encode_base64url(raw)}


def thumbprint(jwk: Mapping[str, str]) -> str:
    """The SHA-256 thumbprint, in base64url, of a JWK that :func:`encode_jwk` wrote (RFC 7638, 3)."""
    canonical = json.dumps(dict(jwk), sort_keys=True, separators=(",", ":"))
    return encode_base64url(hashlib.sha256(canonical.encode("ascii")).digest())


def check_signing_use(jwk: Mapping[str, Any], key_type: KeyType) -> None:
    """Check that a JWK does not itself say that it is for something other than signatures.

    ``use``, ``key_ops`` and ``alg`` are optional; one that is there must allow verification with a key of this type
    (RFC 7517, 4.2 to 4.4; RFC 8725, 3.1). Raises :class:`~microcred.errors.IssuerKeyError`.
    """
    use, operations, algorithm = jwk.get("use", "sig"), jwk.get("key_ops", ["verify"]), jwk.get("alg")
    if use != "sig":
        raise invalid_key("key.not-for-signatures", f"the JWK is for use {use!a:.40}, wanted 'sig'")
    if not isinstance(operations, Sequence) or isinstance(operations, str) or "verify" not in operations:
        raise invalid_key("key.not-for-signatures", f"the JWK has key_ops {operations!a:.60}, wanted 'verify' in it")
    if algorithm is not None and algorithm not in sorted(_SIGNATURE_ALGORITHMS[key_type]):
        raise invalid_key(
            "key.algorithm-mismatch",
            f"the JWK has alg {algorithm!a:.40}, which is no signature algorithm of a key of type {key_type}",
        )


def private_members(tree: Any, pointer: str = "") -> Iterator[str]:
    """The JSON Pointers of all private key material in a JSON value: look here before publishing it.

    Found are the private members of JWKs, and every member whose name begins ``secretKey`` or ``privateKey``
    (Open Badges 3.0, 8.2.3; Controlled Identifiers 1.0, 2.2.2 and 2.2.3).
    """
    match tree:
        case Mapping():
            for name, member in tree.items():
                place = f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"
                if str(name).startswith(_PRIVATE_PREFIXES) or ("kty" in tree and name in _PRIVATE_JWK_MEMBERS):
                    yield place
                else:
                    yield from private_members(member, place)
        case list() | tuple():
            for index, element in enumerate(tree):
                yield from private_members(element, f"{pointer}/{index}")


def _decode_rsa(jwk: Mapping[str, Any]) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import rsa

    modulus, exponent = int.from_bytes(_octets(jwk, "n")), int.from_bytes(_octets(jwk, "e"))
    if exponent.bit_length() > _MAX_EXPONENT_BITS:
        raise invalid_key("key.invalid-jwk", f"the RSA exponent has more than {_MAX_EXPONENT_BITS} bits")
    try:
        return rsa_der(rsa.RSAPublicNumbers(exponent, modulus).public_key())
    except ValueError:
        raise invalid_key("key.not-rsa", "n and e are not an RSA public key") from None


def _text(jwk: Mapping[str, Any], name: str) -> str:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise invalid_key("key.invalid-jwk", f"the JWK has {name} {value!a:.40}, wanted a string")
    return value


def _octets(jwk: Mapping[str, Any], name: str, size: int | None = None) -> bytes:
    """A base64url member: of exactly ``size`` bytes, or a number in its shortest form (RFC 7518, 2)."""
    try:
        octets = decode_base64url(_text(jwk, name), max_length=_MAX_ENCODED)
    except ValueError as error:
        raise invalid_key("key.invalid-jwk", f"the member {name} of the JWK is malformed: {error}") from None
    if size is not None and len(octets) != size:
        raise invalid_key("key.wrong-length", f"the member {name} of the JWK has {len(octets)} bytes, wanted {size}")
    if size is None and octets[:1] in (b"", b"\0"):
        raise invalid_key("key.invalid-jwk", f"the member {name} of the JWK is not a number in its shortest form")
    return octets


def _unsigned(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8))
