"""Keys: public ones out of documents, private ones for signing, and how either is written down.

A :class:`PublicKey` comes from Multikey, JWK or PEM text and is checked when it is made, so that holding one means that
it is a sound key. A :class:`Signer` is all that issuing asks for; :class:`Ed25519Signer` keeps the private key in this
process, and anything with the same three members (a security module, a cloud service) does as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# These three modules have the name of what is in them, which would hide it from whoever asks for it later.
from microcred.keys.controller_document import KeyForm, PublishedKey, controller_document, jwk_set
from microcred.keys.did_jwk import did_jwk, did_jwk_document, public_key_of_did_jwk
from microcred.keys.did_key import did_key, did_key_document, public_key_of_did_key
from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.keys.ecdsa_signer import EcdsaSigner
    from microcred.keys.jwk import private_members
    from microcred.keys.private_key import LocalSigner, signer_from_pem
    from microcred.keys.public_key import PublicKey
    from microcred.keys.rsa_signer import RsaSigner
    from microcred.keys.signer import Ed25519Signer, Signer
    from microcred.keys.soundness import INVALID_VERIFICATION_METHOD, KeyType

__all__ = [
    "INVALID_VERIFICATION_METHOD",
    "EcdsaSigner",
    "Ed25519Signer",
    "KeyForm",
    "KeyType",
    "LocalSigner",
    "PublicKey",
    "PublishedKey",
    "RsaSigner",
    "Signer",
    "controller_document",
    "did_jwk",
    "did_jwk_document",
    "did_key",
    "did_key_document",
    "jwk_set",
    "private_members",
    "public_key_of_did_jwk",
    "public_key_of_did_key",
    "signer_from_pem",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "ecdsa_signer": ("EcdsaSigner",),
            "jwk": ("private_members",),
            "private_key": ("LocalSigner", "signer_from_pem"),
            "public_key": ("PublicKey",),
            "rsa_signer": ("RsaSigner",),
            "signer": ("Ed25519Signer", "Signer"),
            "soundness": ("INVALID_VERIFICATION_METHOD", "KeyType"),
        },
    )
