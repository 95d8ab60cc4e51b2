"""The DID method ``key``: an identifier that is a public key, and the document that follows from it.

Nothing is fetched and nothing can be changed later: such a DID cannot be rotated or revoked, so it says *who holds this
key*, never *which organisation* (The did:key Method v0.7).
"""

from __future__ import annotations

import re
from typing import Any, Final

from microcred.errors import IssuerKeyError, UnsupportedError
from microcred.keys.public_key import PublicKey

__all__ = ["SIGNING_RELATIONSHIPS", "did_key", "did_key_document", "public_key_of_did_key"]

_DID_KEY: Final = re.compile(r"did:key:(?:(?P<version>[^:]*):)?(?P<multikey>z[^:]*)")
_CONTEXT: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
SIGNING_RELATIONSHIPS: Final = (
    "authentication",
    "assertionMethod",
    "capabilityInvocation",
    "capabilityDelegation",
)


def did_key(public_key: PublicKey) -> str:
    """The did:key of a public key, such as ``did:key:z6Mk…``."""
    return f"did:key:{public_key.to_multikey()}"


def public_key_of_did_key(did: str) -> PublicKey:
    """The key that a did:key is; ``did:key:z…`` and ``did:key:1:z…`` are the same version of the method.

    Raises :class:`~microcred.errors.IssuerKeyError` for a malformed DID or an unsound key, and
    :class:`~microcred.errors.UnsupportedError` for another version or an unknown key type.
    """
    return PublicKey.from_multikey(_multikey_of(did))


def _multikey_of(did: str) -> str:
    """The Multikey in a did:key, which has one spelling only: whoever reads it as a key has it checked."""
    parts = _DID_KEY.fullmatch(did)
    if parts is None:
        raise _invalid(did, "wanted did:key: and a Multikey, which begins with z")
    version = parts["version"]
    if version is not None and not re.fullmatch(r"[1-9][0-9]{0,8}", version):
        raise _invalid(did, "its version is not a positive integer")
    if version not in (None, "1"):
        raise UnsupportedError(
            "key.unsupported-did-method", f"version {version} of the did:key method is not known here"
        )
    return parts["multikey"]


def did_key_document(did: str) -> dict[str, Any]:
    """The controller document of a did:key: one Multikey, named by the DID and, after ``#``, the key itself.

    A key for signatures stands under all four relationships that use them; an X25519 key only under ``keyAgreement``.
    Raises what :func:`public_key_of_did_key` raises.
    """
    key, multikey = public_key_of_did_key(did), _multikey_of(did)
    method = f"{did}#{multikey}"
    relationships = ("keyAgreement",) if key.type == "X25519" else SIGNING_RELATIONSHIPS
    return {
        "@context": list(_CONTEXT),
        "id": did,
        "verificationMethod": [
            {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": multikey},
        ],
        **{relationship: [method] for relationship in relationships},
    }


def _invalid(did: str, wanted: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.invalid-did",
        f"{did!a:.120} is not a did:key: {wanted}",
        problem="https://w3id.org/security#INVALID_VERIFICATION_METHOD_URL",
    )
