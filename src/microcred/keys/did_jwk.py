"""The DID method ``jwk``: an identifier that is a JSON Web Key, and the document that follows from it.

Like a did:key it can be neither changed nor revoked. The same key can be written as JSON in many ways, and each of them
is another DID (did:jwk Method Specification).
"""

from __future__ import annotations

from typing import Any, Final

from microcred.document import Document, to_json
from microcred.errors import DocumentError, IssuerKeyError
from microcred.keys.public_key import PublicKey
from microcred.multibase import decode_base64url, encode_base64url

__all__ = ["did_jwk", "did_jwk_document", "public_key_of_did_jwk"]

_PREFIX: Final = "did:jwk:"
_CONTEXT: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1")
_SIGNING_RELATIONSHIPS: Final = (
    "assertionMethod",
    "authentication",
    "capabilityInvocation",
    "capabilityDelegation",
)
_MAX_ENCODED: Final = 4_000
_MAX_DEPTH: Final = 4


def did_jwk(public_key: PublicKey) -> str:
    """The did:jwk of a public key, written with the members of its thumbprint in their order (RFC 7638, 3)."""
    jwk = dict(sorted(public_key.to_jwk().items()))
    return _PREFIX + encode_base64url(to_json(jwk, indent=None))


def public_key_of_did_jwk(did: str) -> PublicKey:
    """The key that a did:jwk is; raises what :func:`did_jwk_document` raises."""
    return PublicKey.from_jwk(_jwk(did))


def did_jwk_document(did: str) -> dict[str, Any]:
    """The controller document of a did:jwk: one JsonWebKey, which is called ``#0``.

    It stands under the relationships that its own ``use`` allows: without one under all, ``sig`` leaves out
    ``keyAgreement``, and ``enc`` leaves nothing but it. Raises :class:`~microcred.errors.IssuerKeyError` for a
    malformed DID or key, also one with private members, and :class:`~microcred.errors.UnsupportedError` for a key type
    that is not known here.
    """
    jwk = _jwk(did)
    PublicKey.from_jwk(jwk)
    method = f"{did}#0"
    signing = () if jwk.get("use") == "enc" else _SIGNING_RELATIONSHIPS
    agreement = () if jwk.get("use") == "sig" else ("keyAgreement",)
    return {
        "@context": list(_CONTEXT),
        "id": did,
        "verificationMethod": [{"id": method, "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": jwk}],
        **{relationship: [method] for relationship in (*signing, *agreement)},
    }


def _jwk(did: str) -> dict[str, Any]:
    if not did.startswith(_PREFIX):
        raise _invalid(did, f"wanted {_PREFIX} and a JSON Web Key in base64url")
    try:
        raw = decode_base64url(did.removeprefix(_PREFIX), max_length=_MAX_ENCODED)
        return Document.parse(raw, max_depth=_MAX_DEPTH).to_dict()
    except (ValueError, DocumentError) as error:
        raise _invalid(did, f"what follows is not one JSON object in base64url: {error}") from None


def _invalid(did: str, why: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.invalid-did",
        f"{did!a:.120} is not a did:jwk: {why}",
        problem="https://w3id.org/security#INVALID_VERIFICATION_METHOD_URL",
    )
