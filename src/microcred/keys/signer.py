"""Signers: who can make a seal. The private key stays behind :meth:`Signer.sign`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, runtime_checkable

from microcred.errors import IssuerKeyError, UnsupportedError, UsageError
from microcred.keys.did_jwk import public_key_of_did_jwk
from microcred.keys.multikey import decode_secret_multikey
from microcred.keys.public_key import PublicKey
from microcred.multibase import decode_base64url

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

__all__ = ["Ed25519Signer", "Signer", "checked_method", "checked_password", "private_key_of_pem", "private_pem"]

_MAX_PEM: Final = 65_536
_SEED_SIZE: Final = 32
_MAX_PASSWORD: Final = 1_023
# Printable ASCII: a scheme, then exactly one "#" with something after it.
_METHOD_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*:[!\"$-~]+#[!\"$-~]+")


@runtime_checkable
class Signer(Protocol):
    """All that issuing asks for: a key in this process, a security module or a cloud service.

    ``verification_method`` is the URL under which the issuer publishes ``public_key``; it goes into every proof.
    """

    @property
    def public_key(self) -> PublicKey:
        """The public half, against which each seal is checked before it is handed out."""

    @property
    def verification_method(self) -> str:
        """The URL of the key in the issuer's controller document, with its fragment."""

    def sign(self, data: bytes) -> bytes:
        """The raw signature over ``data``: 64 bytes for Ed25519, ``r`` and ``s`` in fixed width for ECDSA.

        For RSA as long as the modulus, by RS256; a signer that makes another one names it in a member ``algorithm``.
        """


class Ed25519Signer:
    """An Ed25519 private key in this process (RFC 8032).

    Without a ``verification_method`` it signs as the did:key of its own public key. The representation never shows the
    secret. A signer can be pickled, so that process pools can sign: such a pickle *contains the private key*.
    """

    __slots__ = ("_private_key", "_public_key", "_seed", "_verification_method")

    def __init__(self, seed: bytes, *, verification_method: str | None = None) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not isinstance(seed, bytes) or len(seed) != _SEED_SIZE:
            raise _unusable(f"the seed of an Ed25519 key is not {_SEED_SIZE} bytes")
        self._seed = seed
        self._private_key: Ed25519PrivateKey = Ed25519PrivateKey.from_private_bytes(seed)
        self._public_key = PublicKey("Ed25519", self._private_key.public_key().public_bytes_raw())
        self._verification_method = checked_method(verification_method, self._public_key)

    def __repr__(self) -> str:
        return f"<Ed25519Signer {self._verification_method}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self._seed, self._verification_method)

    @classmethod
    def generate(cls, *, verification_method: str | None = None) -> Self:
        """A new key from the operating system's random numbers."""
        import secrets

        return cls(secrets.token_bytes(_SEED_SIZE), verification_method=verification_method)

    @classmethod
    def from_seed(cls, seed: bytes, *, verification_method: str | None = None) -> Self:
        """The key of a seed of 32 bytes, which RFC 8032 calls the private key."""
        return cls(seed, verification_method=verification_method)

    @classmethod
    def from_multikey(cls, text: str, *, verification_method: str | None = None) -> Self:
        """Read a ``secretKeyMultibase``: the seed, or the seed with its public key, as some libraries write it.

        Raises :class:`~microcred.errors.UsageError` for anything else, and when the two halves do not belong together.
        """
        try:
            raw = decode_secret_multikey(text)
        except ValueError as error:
            raise _unusable(f"the secretKeyMultibase is not an Ed25519 secret key: {error}") from None
        seed, public = raw[:_SEED_SIZE], raw[_SEED_SIZE:]
        signer = cls(seed, verification_method=verification_method)
        if public:
            signer._require_public(public)
        return signer

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any], *, verification_method: str | None = None) -> Self:
        """Read a private JWK of kty OKP and crv Ed25519, whose ``x`` must belong to its ``d`` (RFC 8037, 2).

        Raises :class:`~microcred.errors.UsageError` for anything else.
        """
        if not isinstance(jwk, Mapping) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
            raise UsageError("key.wrong-private-key-type", "the JWK is not of kty OKP and crv Ed25519")
        try:
            seed, public = (decode_base64url(str(jwk.get(name)), max_length=43) for name in ("d", "x"))
        except ValueError:
            raise _unusable("the members d and x of the JWK are not 32 bytes each in base64url") from None
        signer = cls(seed, verification_method=verification_method)
        signer._require_public(public)
        return signer

    @classmethod
    def from_pem(
        cls,
        data: bytes,
        password: bytes | str | None = None,
        *,
        verification_method: str | None = None,
    ) -> Self:
        """Read a PKCS #8 private key in PEM, encrypted or not (RFC 5958, RFC 8410).

        Raises :class:`~microcred.errors.UsageError` when the key is of another type, the password is wrong, missing or
        given for a key that needs none, and when the bytes are no private key.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = private_key_of_pem(data, checked_password(password))
        if not isinstance(key, Ed25519PrivateKey):
            raise UsageError(
                "key.wrong-private-key-type",
                f"the PEM holds a key of another type ({type(key).__name__}), wanted Ed25519",
            )
        return cls(key.private_bytes_raw(), verification_method=verification_method)

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
        return type(self)(self._seed, verification_method=verification_method)

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of the pure Ed25519 signature over ``data`` (RFC 8032, 5.1.6)."""
        return self._private_key.sign(data)

    def _require_public(self, raw: bytes) -> None:
        if raw != self._public_key.raw:
            raise UsageError(
                "key.mismatched-halves",
                "the public half that is stored with the private key is not its own",
                hint="the file is damaged or was put together from two keys: do not sign with it",
            )


def private_pem(
    key: Ed25519PrivateKey | EllipticCurvePrivateKey | RSAPrivateKey, password: bytes | str | None
) -> bytes:
    """A private key as PKCS #8 in PEM, encrypted when a password is given."""
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        KeySerializationEncryption,
        NoEncryption,
        PrivateFormat,
    )

    secret = checked_password(password)
    encryption: KeySerializationEncryption = BestAvailableEncryption(secret) if secret else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def _restored(kind: type[Ed25519Signer], seed: bytes, verification_method: str) -> Ed25519Signer:
    return kind(seed, verification_method=verification_method)


def checked_method(url: str | None, key: PublicKey) -> str:
    """The verification method to sign with: the one given, or the did:key URL of the key itself.

    The name of a key that is its own issuer says which key it is, so it has to be this one.
    """
    multikey = key.to_multikey()
    own = f"did:key:{multikey}#{multikey}"
    if url is None:
        return own
    if not _METHOD_URL.fullmatch(url):
        raise UsageError(
            "key.unusable-verification-method",
            f"the verification method is {url!a:.200}, wanted an absolute URL with a fragment",
            hint="for example https://example.edu/issuer#key-1 or did:web:example.edu#key-1",
        )
    if not _is_of(url, own, key):
        raise UsageError(
            "key.unusable-verification-method",
            f"the verification method is {url!a:.200}, which is another key than this one, {own!a}",
        )
    return url


def _is_of(url: str, own: str, key: PublicKey) -> bool:
    match url.split(":", 2)[:2]:
        case ["did", "key"]:
            return url in (own, own.replace("did:key:", "did:key:1:", 1))
        case ["did", "jwk"]:
            did, _, fragment = url.partition("#")
            try:
                return fragment == "0" and public_key_of_did_jwk(did) == key
            except (IssuerKeyError, UnsupportedError):
                return False
    return True


def checked_password(password: bytes | str | None) -> bytes | None:
    """A password as bytes, if there is one."""
    if password is None:
        return None
    secret = password.encode() if isinstance(password, str) else password
    if not 0 < len(secret) <= _MAX_PASSWORD:
        raise UsageError(
            "key.unusable-password", f"the password has {len(secret)} bytes, wanted 1 to {_MAX_PASSWORD}, or None"
        )
    return secret


def private_key_of_pem(data: bytes, password: bytes | None) -> PrivateKeyTypes:
    """The private key in a PEM, of whatever type; raises UsageError for anything else."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if len(data) > _MAX_PEM:
        raise _unusable(f"the PEM has {len(data)} bytes, at most {_MAX_PEM} are read")
    encrypted = b"BEGIN ENCRYPTED PRIVATE KEY" in data or b"Proc-Type: 4,ENCRYPTED" in data
    if encrypted and password is None:
        raise UsageError("key.password-needed", "the private key is encrypted, and no password was given")
    try:
        return load_pem_private_key(data, password)
    except TypeError:
        raise UsageError(
            "key.password-not-needed",
            "a password was given, and the private key is not encrypted",
            hint="leave the password out, or encrypt the key",
        ) from None
    except ValueError:
        if encrypted:
            raise UsageError(
                "key.wrong-password", "the private key cannot be decrypted: the password is wrong, or the file damaged"
            ) from None
        raise _unusable("the bytes are not a private key in PEM") from None
    except UnsupportedAlgorithm:
        raise UsageError(
            "key.wrong-private-key-type", "the PEM holds a key, or is encrypted in a way, that is not known here"
        ) from None


def _unusable(message: str) -> UsageError:
    return UsageError(
        "key.unusable-private-key",
        message,
        hint="wanted an Ed25519 private key: PKCS #8 PEM, a JWK, a secretKeyMultibase, or a seed of 32 bytes",
    )
