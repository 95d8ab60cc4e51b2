"""Is this really a key: lengths, points on their curve, and points that nobody may sign with.

Libraries differ in which malformed Ed25519 keys they accept. Under a key of small order one signature fits many
messages, and a key with two encodings has two names; so both are refused here, whatever OpenSSL would do.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from microcred.errors import IssuerKeyError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

__all__ = [
    "INVALID_VERIFICATION_METHOD",
    "KeyType",
    "check_soundness",
    "ec_point",
    "ec_public_key",
    "invalid_key",
    "is_on_a_curve",
    "rsa_der",
    "rsa_public_key",
]

KeyType: TypeAlias = Literal["Ed25519", "X25519", "P-256", "P-384", "P-521", "secp256k1", "RSA"]

#: The problem type of every key that is not one (Controlled Identifiers 1.0, 3.3 and 3.5).
INVALID_VERIFICATION_METHOD: Final = "https://w3id.org/security#INVALID_VERIFICATION_METHOD"

#: The bytes that a key of each type has in its Multikey form; RSA has no fixed size.
SIZES: Final = MappingProxyType(
    {"Ed25519": 32, "X25519": 32, "P-256": 33, "P-384": 49, "P-521": 67, "secp256k1": 33},
)

_MIN_RSA_BITS: Final = 2048
_MAX_RSA_BITS: Final = 8192
_MAX_RSA_DER: Final = _MAX_RSA_BITS // 8 + 32

# RFC 8032, 5.1: the field, the curve's constant, and the y of the eight points whose order divides 8.
_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_Y_OF_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER_Y: Final = frozenset({0, 1, _P - 1, _Y_OF_ORDER_8, _P - _Y_OF_ORDER_8})


def invalid_key(code: str, message: str, *, hint: str | None = None) -> IssuerKeyError:
    """The error for key material that is not a sound public key."""
    return IssuerKeyError(code, message, hint=hint, problem=INVALID_VERIFICATION_METHOD)


def check_soundness(key_type: KeyType, raw: bytes) -> None:
    """Check that ``raw`` is a key of ``key_type``: its exact length, and a point that may be used.

    Raises :class:`~microcred.errors.IssuerKeyError`, and :class:`~microcred.errors.UsageError` for an unknown type
    (The did:key Method, 3.1.2, steps 3 and 4; FIPS 186-5, 7.8).
    """
    if key_type not in get_args(KeyType):
        raise UsageError("key.unknown-type", f"there is no key type {key_type!a:.40}")
    size = SIZES.get(key_type)
    if size is not None and len(raw) != size:
        raise invalid_key("key.wrong-length", f"a key of type {key_type} has {len(raw)} bytes, wanted {size}")
    match key_type:
        case "Ed25519":
            _check_ed25519(raw)
        case "RSA":
            _check_rsa(raw)
        case "P-256" | "P-384" | "P-521" | "secp256k1":
            ec_public_key(key_type, raw)
        case "X25519":
            pass  # RFC 7748, 5: every 32 bytes are accepted as a public key.


# A pure function of 32 bytes that costs a modular exponentiation: an issuer's key is met once per badge.
@lru_cache(maxsize=1024)
def _check_ed25519(raw: bytes) -> None:
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= _P:
        raise invalid_key(
            "key.not-canonical", "the Ed25519 key is not in canonical form: its y is not below 2^255 - 19"
        )
    if y in _SMALL_ORDER_Y:
        raise invalid_key(
            "key.small-order",
            "the Ed25519 key is a point of small order, under which a signature fits more than one message",
        )
    # RFC 8032, 5.1.3: x^2 = (y^2 - 1) / (d y^2 + 1). The quotient is a square exactly when the product is (Euler).
    if pow((y * y - 1) * (_D * y * y + 1), (_P - 1) // 2, _P) != 1:
        raise invalid_key("key.not-a-point", "the 32 bytes are not a point of the Ed25519 curve")


def is_on_a_curve(key_type: KeyType) -> bool:
    """Whether a key of this type is a compressed point of a Weierstrass curve (SEC 1, 2.3.3)."""
    return key_type in {"P-256", "P-384", "P-521", "secp256k1"}


def ec_public_key(key_type: KeyType, raw: bytes) -> ec.EllipticCurvePublicKey:
    """The point of a compressed encoding; raises :class:`~microcred.errors.IssuerKeyError` if it is not one."""
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_curve(key_type), raw)
    except ValueError:
        raise invalid_key(
            "key.not-a-point", f"the {len(raw)} bytes are not a compressed point of the curve {key_type}"
        ) from None


def ec_point(key_type: KeyType, x: int, y: int) -> bytes:
    """The compressed encoding of a point given by its coordinates: below the field's prime, and on the curve."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    given = ec.EllipticCurvePublicNumbers(x, y, _curve(key_type))
    try:
        point = given.public_key()
        # SP 800-56A, 5.6.2.3.3, step 2: what OpenSSL reduces would be a second spelling of the same key.
        if point.public_numbers() != given:
            raise ValueError("beyond the field")
    except ValueError:
        raise invalid_key("key.not-a-point", f"x and y are not a point of the curve {key_type}") from None
    return point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


def rsa_public_key(raw: bytes) -> rsa.RSAPublicKey:
    """The key of a DER RSAPublicKey (RFC 8017, A.1.1); raises :class:`~microcred.errors.IssuerKeyError`."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    if len(raw) > _MAX_RSA_DER:
        raise invalid_key("key.wrong-length", f"an RSA key has {len(raw)} bytes, wanted at most {_MAX_RSA_DER}")
    try:
        key = serialization.load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm):
        raise invalid_key("key.not-rsa", f"the {len(raw)} bytes are not a DER RSAPublicKey") from None
    # The loader also reads SubjectPublicKeyInfo; writing the key again shows whether these bytes are the one form.
    if not isinstance(key, rsa.RSAPublicKey) or rsa_der(key) != raw:
        raise invalid_key("key.not-rsa", f"the {len(raw)} bytes are not a DER RSAPublicKey")
    return key


def rsa_der(key: rsa.RSAPublicKey) -> bytes:
    """The DER RSAPublicKey of a key (RFC 8017, A.1.1)."""
    from cryptography.hazmat.primitives import serialization

    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)


def _check_rsa(raw: bytes) -> None:
    bits = rsa_public_key(raw).key_size
    if not _MIN_RSA_BITS <= bits <= _MAX_RSA_BITS:
        raise invalid_key(
            "key.wrong-length", f"the RSA modulus has {bits} bits, wanted {_MIN_RSA_BITS} to {_MAX_RSA_BITS}"
        )


def _curve(key_type: KeyType) -> ec.EllipticCurve:
    from cryptography.hazmat.primitives.asymmetric import ec

    curves: dict[str, type[ec.EllipticCurve]] = {
        "P-256": ec.SECP256R1,
        "P-384": ec.SECP384R1,
        "P-521": ec.SECP521R1,
        "secp256k1": ec.SECP256K1,
    }
    return curves[key_type]()
