"""Private keys in PEM, of whichever type that can sign."""

from __future__ import annotations

from typing import TypeAlias

from microcred.errors import UsageError
from microcred.keys.ecdsa_signer import EcdsaSigner
from microcred.keys.rsa_signer import RsaSigner
from microcred.keys.signer import Ed25519Signer, checked_password, private_key_of_pem

__all__ = ["LocalSigner", "signer_from_pem"]

#: The signers that keep their private key in this process.
LocalSigner: TypeAlias = Ed25519Signer | EcdsaSigner | RsaSigner


def signer_from_pem(data: bytes, password: bytes | str | None = None) -> LocalSigner:
    """The signer for a PKCS #8 private key in PEM, encrypted or not, whichever of the known types it has.

    Raises :class:`~microcred.errors.UsageError` as the ``from_pem`` of each of them.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    try:
        key = private_key_of_pem(data, checked_password(password))
    except UsageError as error:
        if error.code != "key.unusable-private-key":
            raise
        raise UsageError(error.code, error.message, hint="wanted PKCS #8 PEM, as microcred keygen writes it") from None
    match key:
        case ec.EllipticCurvePrivateKey():
            return EcdsaSigner.from_pem(data, password)
        case rsa.RSAPrivateKey():
            return RsaSigner.from_pem(data, password)
        case _:
            return Ed25519Signer.from_pem(data, password)
