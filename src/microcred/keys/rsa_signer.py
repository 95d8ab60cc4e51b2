"""Signing with an RSA private key in this process (RFC 8017, 8; RFC 7518, 3.3 and 3.5): for JSON Web Tokens alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Self, TypeAlias

from microcred.errors import IssuerKeyError, UsageError
from microcred.keys.public_key import PublicKey
from microcred.keys.signer import checked_method, checked_password, private_key_of_pem, private_pem
from microcred.keys.soundness import rsa_der

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

__all__ = ["RsaAlgorithm", "RsaSigner"]

RsaAlgorithm: TypeAlias = Literal["RS256", "PS256"]

_ALGORITHMS: Final = ("RS256", "PS256")
_USUAL_BITS: Final = 3072  # NIST SP 800-57 part 1, table 2: the strength of 128 bits.
_EXPONENT: Final = 65_537


class RsaSigner:
    """An RSA private key of 2048 to 8192 bits; ``algorithm`` is ``RS256`` (PKCS #1 v1.5) or ``PS256`` (PSS).

    No suite of Data Integrity takes such a key: it signs JSON Web Tokens, for which Open Badges wants RS256 from every
    issuer (Open Badges 3.0, 8.2.3). ``private_key`` is one of the cryptography library. A signer can be pickled, so
    that process pools can sign: such a pickle *contains the private key*.
    """

    __slots__ = ("_algorithm", "_private_key", "_public_key", "_verification_method")

    def __init__(
        self,
        private_key: RSAPrivateKey,
        *,
        algorithm: RsaAlgorithm = "RS256",
        verification_method: str | None = None,
    ) -> None:
        if algorithm not in _ALGORITHMS:
            raise _unusable(f"there is no RSA algorithm {algorithm!r:.40} here, only {' and '.join(_ALGORITHMS)}")
        try:
            self._public_key = PublicKey("RSA", rsa_der(private_key.public_key()))
        except IssuerKeyError as error:
            raise _unusable(error.message) from error
        self._private_key = private_key
        self._algorithm: RsaAlgorithm = algorithm
        self._verification_method = checked_method(verification_method, self._public_key)

    def __repr__(self) -> str:
        return f"<RsaSigner {self._algorithm} {self._verification_method[:80]}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.to_pem(), self._algorithm, self._verification_method)

    @classmethod
    def generate(
        cls,
        bits: int = _USUAL_BITS,
        *,
        algorithm: RsaAlgorithm = "RS256",
        verification_method: str | None = None,
    ) -> Self:
        """A new key from the operating system's random numbers; this takes a moment."""
        from cryptography.hazmat.primitives.asymmetric import rsa

        try:
            key = rsa.generate_private_key(_EXPONENT, bits)
        except ValueError:
            raise _unusable(f"there are no RSA keys of {bits} bits") from None
        return cls(key, algorithm=algorithm, verification_method=verification_method)

    @classmethod
    def from_pem(
        cls,
        data: bytes,
        password: bytes | str | None = None,
        *,
        algorithm: RsaAlgorithm = "RS256",
        verification_method: str | None = None,
    ) -> Self:
        """Read a PKCS #8 private key in PEM, encrypted or not (RFC 5958).

        Raises :class:`~microcred.errors.UsageError` when the key is of another type or size, the password is wrong,
        missing or given for a key that needs none, and when the bytes are no private key.
        """
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = private_key_of_pem(data, checked_password(password))
        if not isinstance(key, rsa.RSAPrivateKey):
            raise UsageError(
                "key.wrong-private-key-type", f"the PEM holds a key of another type ({type(key).__name__}), wanted RSA"
            )
        return cls(key, algorithm=algorithm, verification_method=verification_method)

    def to_pem(self, password: bytes | str | None = None) -> bytes:
        """The private key as PKCS #8 in PEM, encrypted when a password is given: keep it secret."""
        return private_pem(self._private_key, password)

    @property
    def algorithm(self) -> RsaAlgorithm:
        """What the header of a token names as ``alg``."""
        return self._algorithm

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
        return type(self)(self._private_key, algorithm=self._algorithm, verification_method=verification_method)

    def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 of ``data``, as long as the modulus."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        digest = hashes.SHA256()
        if self._algorithm == "RS256":
            return self._private_key.sign(data, padding.PKCS1v15(), digest)
        # RFC 7518, 3.5: the mask is made with the same hash, and the salt is as long as its output.
        return self._private_key.sign(data, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)


def _restored(kind: type[RsaSigner], pem: bytes, algorithm: RsaAlgorithm, verification_method: str) -> RsaSigner:
    return kind.from_pem(pem, algorithm=algorithm, verification_method=verification_method)


def _unusable(message: str) -> UsageError:
    return UsageError(
        "key.unusable-private-key", message, hint="wanted an RSA private key of 2048 to 8192 bits: PKCS #8 PEM"
    )
