"""Signing with a P-256 or P-384 private key in this process (FIPS 186-5; ECDSA Cryptosuites 1.0, 3)."""

from __future__ import annotations

from typing import Any, Final, Literal, Self, TypeAlias

from microcred.errors import UsageError
from microcred.keys.public_key import PublicKey
from microcred.keys.signer import checked_method, checked_password, private_key_of_pem, private_pem
from microcred.multibase import decode_base58btc

__all__ = ["EcdsaSigner"]

Curve: TypeAlias = Literal["P-256", "P-384"]

_WIDTHS: Final[dict[Curve, int]] = {"P-256": 32, "P-384": 48}
# Multikey headers of private keys (Controlled Identifiers 1.0, 2.2.2; multicodec 0x1306 and 0x1307).
_SECRET_HEADERS: Final[dict[bytes, Curve]] = {b"\x86\x26": "P-256", b"\x87\x26": "P-384"}


class EcdsaSigner:
    """A private key on P-256 or P-384; signs deterministically (RFC 6979), with the hash that fits the curve.

    Without a ``verification_method`` it signs as the did:key of its own public key. The representation never shows the
    secret. A signer can be pickled, so that process pools can sign: such a pickle *contains the private key*.
    """

    __slots__ = ("_curve", "_private_key", "_public_key", "_verification_method")

    def __init__(self, curve: Curve, secret: int, *, verification_method: str | None = None) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        if curve not in _WIDTHS:
            raise _unusable(f"there is no curve {curve!r:.40} here")
        try:
            self._private_key = ec.derive_private_key(secret, ec.SECP256R1() if curve == "P-256" else ec.SECP384R1())
        except ValueError:
            raise _unusable(f"the number is no private key on {curve}") from None
        point = self._private_key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        self._curve: Curve = curve
        self._public_key = PublicKey(curve, point)
        self._verification_method = checked_method(verification_method, self._public_key)

    def __repr__(self) -> str:
        return f"<EcdsaSigner {self._verification_method}>"

    def __reduce__(self) -> tuple[Any, ...]:
        secret = self._private_key.private_numbers().private_value
        return _restored, (type(self), self._curve, secret, self._verification_method)

    @classmethod
    def generate(cls, curve: Curve = "P-256", *, verification_method: str | None = None) -> Self:
        """A new key from the operating system's random numbers."""
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1() if curve == "P-256" else ec.SECP384R1())
        return cls(curve, key.private_numbers().private_value, verification_method=verification_method)

    @classmethod
    def from_multikey(cls, text: str, *, verification_method: str | None = None) -> Self:
        """Read a ``secretKeyMultibase``; raises :class:`~microcred.errors.UsageError` for anything else."""
        try:
            raw = decode_base58btc(text, max_length=128)
        except ValueError:
            raw = b""
        curve = _SECRET_HEADERS.get(raw[:2])
        if curve is None or len(raw) != 2 + _WIDTHS[curve]:
            raise _unusable("the secretKeyMultibase is not a secret key on P-256 or P-384")
        return cls(curve, int.from_bytes(raw[2:]), verification_method=verification_method)

    @classmethod
    def from_pem(
        cls, data: bytes, password: bytes | str | None = None, *, verification_method: str | None = None
    ) -> Self:
        """Read a PKCS #8 private key in PEM, encrypted or not (RFC 5958).

        Raises :class:`~microcred.errors.UsageError` when the key is of another type, the password is wrong, missing or
        given for a key that needs none, and when the bytes are no private key.
        """
        from cryptography.hazmat.primitives.asymmetric import ec

        key = private_key_of_pem(data, checked_password(password))
        curves: dict[str, Curve] = {"secp256r1": "P-256", "secp384r1": "P-384"}
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name not in curves:
            raise UsageError(
                "key.wrong-private-key-type",
                f"the PEM holds a key of another type ({type(key).__name__}), wanted one on P-256 or P-384",
            )
        value = key.private_numbers().private_value
        return cls(curves[key.curve.name], value, verification_method=verification_method)

    def to_pem(self, password: bytes | str | None = None) -> bytes:
        """The private key as PKCS #8 in PEM, encrypted when a password is given: keep it secret."""
        return private_pem(self._private_key, password)

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return self._public_key

    @property
    def verification_method(self) -> str:
        """The URL under which the issuer publishes the public half; by default the did:key URL of this key."""
        return self._verification_method

    def with_verification_method(self, verification_method: str) -> Self:
        """The same key under another URL, such as ``https://example.edu/issuer#key-1``."""
        secret = self._private_key.private_numbers().private_value
        return type(self)(self._curve, secret, verification_method=verification_method)

    def sign(self, data: bytes) -> bytes:
        """``r`` and ``s`` side by side in fixed width: 64 bytes on P-256, 96 on P-384 (IEEE P1363)."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        digest = hashes.SHA256() if self._curve == "P-256" else hashes.SHA384()
        r, s = decode_dss_signature(self._private_key.sign(data, ec.ECDSA(digest, deterministic_signing=True)))
        width = _WIDTHS[self._curve]
        return r.to_bytes(width) + s.to_bytes(width)


def _restored(kind: type[EcdsaSigner], curve: Curve, secret: int, verification_method: str) -> EcdsaSigner:
    return kind(curve, secret, verification_method=verification_method)


def _unusable(message: str) -> UsageError:
    return UsageError(
        "key.unusable-private-key", message, hint="wanted a private key on P-256 or P-384: PKCS #8 PEM or a Multikey"
    )
