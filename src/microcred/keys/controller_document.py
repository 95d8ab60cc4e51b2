"""The documents in which an issuer publishes its public keys, so that others can check its seals.

Serve the controller document at the issuer's own URL, or, for a did:web, as that DID's ``did.json``; its members may
also be merged into the issuer's Profile (Controlled Identifiers 1.0, 2; Open Badges 3.0, 8.3). A JWK Set is what those
look for who check JSON Web Tokens alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from microcred.errors import UsageError
from microcred.instants import format_instant
from microcred.keys.public_key import PublicKey

__all__ = ["KeyForm", "PublishedKey", "controller_document", "jwk_set"]

KeyForm: TypeAlias = Literal["Multikey", "JsonWebKey"]

_DID_CONTEXT: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
_CID_CONTEXT: Final = ("https://www.w3.org/ns/cid/v1",)
_JWK_CONTEXT: Final = "https://w3id.org/security/jwk/v1"
#: The algorithm that a key is published for, where nothing else is said (RFC 8725, 3.1: one key, one algorithm).
_ALGORITHMS: Final = MappingProxyType({"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "Ed25519": "EdDSA"})
# Printable ASCII without "#"; and for a fragment RFC 3986, 3.5, without percent-encoding, so that it has one spelling.
_IDENTIFIER: Final = r"(?:https://|did:[a-z0-9]+:)[!\"$-~]+"
_FRAGMENT: Final = r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]+"


class PublishedKey(NamedTuple):
    """A key with what is said about it: its ``fragment``, and until when it serves.

    As a ``Multikey`` a key is called by its Multikey text, as a ``JsonWebKey`` by its thumbprint, if no ``fragment``
    says otherwise. JSON Web Keys are for those who check JSON Web Tokens; ``algorithm`` is the one that the key signs
    with. Keep an old key published with ``expires`` or ``revoked`` (aware datetimes): taking it away makes every badge
    that it sealed unverifiable.
    """

    key: PublicKey
    fragment: str | None = None
    expires: datetime | None = None
    revoked: datetime | None = None
    form: KeyForm = "Multikey"
    algorithm: str | None = None

    @property
    def name(self) -> str:
        """The fragment that names the key; raises :class:`~microcred.errors.UsageError` if it cannot be published."""
        usual = self.key.to_multikey() if self.form == "Multikey" else self.key.thumbprint()
        fragment = usual if self.fragment is None else self.fragment
        if not re.fullmatch(_FRAGMENT, fragment):
            raise UsageError(
                "key.unpublishable", f"the fragment is {fragment!a:.80}, wanted letters, digits and URL punctuation"
            )
        return fragment

    def to_jwk(self) -> dict[str, str]:
        """The key as a JWK that says its name and its algorithm (Controlled Identifiers 1.0, 2.2.3)."""
        algorithm = self.algorithm or _ALGORITHMS.get(self.key.type)
        kid = self.fragment or self.key.thumbprint()
        return {**self.key.to_jwk(), "kid": kid, **({"alg": algorithm} if algorithm else {})}


def controller_document(
    identifier: str,
    public_keys: Sequence[PublicKey | PublishedKey],
    *,
    relationships: Sequence[str] = ("assertionMethod",),
) -> dict[str, Any]:
    """The controller document of ``identifier``, an https URL or a DID, in which each key is a Multikey or JsonWebKey.

    Every key is listed under each of ``relationships``. Only public keys can get in, so no secret can. Raises
    :class:`~microcred.errors.UsageError` for an identifier, fragment or date that cannot be published.
    """
    if not re.fullmatch(_IDENTIFIER, identifier):
        raise UsageError(
            "key.unpublishable",
            f"the identifier is {identifier!a:.200}, wanted an https URL or a DID without fragment",
        )
    if not public_keys:
        raise UsageError("key.unpublishable", "a controller document without a key was asked for")
    published = [key if isinstance(key, PublishedKey) else PublishedKey(key) for key in public_keys]
    methods = [_method(identifier, entry) for entry in published]
    names = [f"{identifier}#{entry.name}" for entry in published]
    if len(set(names)) != len(names):
        raise UsageError("key.unpublishable", "two of the keys have the same fragment")
    is_did = identifier.startswith("did:")
    with_jwk = is_did and any(entry.form == "JsonWebKey" for entry in published)
    return {
        "@context": [*(_DID_CONTEXT if is_did else _CID_CONTEXT), *([_JWK_CONTEXT] if with_jwk else [])],
        "id": identifier,
        # Some verifiers look for the controller at the top of a document that is served over https.
        **({} if is_did else {"controller": identifier}),
        "verificationMethod": methods,
        **{relationship: list(names) for relationship in relationships},
    }


def jwk_set(public_keys: Sequence[PublicKey | PublishedKey], *, issuer: str | None = None) -> dict[str, Any]:
    """The JWK Set of an https issuer, to be served at ``/.well-known/jwks.json`` of its host (RFC 7517, 5).

    ``issuer`` is written into each key, so that issuers who share a host cannot be mistaken for each other. The end of
    a key is written as ``exp`` and ``revoked`` (OpenID Federation 1.0, 8.7.2). Raises
    :class:`~microcred.errors.UsageError` for names and dates that cannot be published.
    """
    published = [key if isinstance(key, PublishedKey) else PublishedKey(key) for key in public_keys]
    names = [entry.to_jwk()["kid"] for entry in published]
    if len(set(names)) != len(names):
        raise UsageError("key.unpublishable", "two of the keys have the same name")
    return {"keys": [_set_entry(entry, issuer) for entry in published]}


def _set_entry(published: PublishedKey, issuer: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {**published.to_jwk(), "use": "sig"}
    if issuer is not None:
        entry["iss"] = issuer
    if published.expires is not None:
        entry["exp"] = int(_in_utc("expires", published.expires).timestamp())
    if published.revoked is not None:
        entry["revoked"] = {"revoked_at": int(_in_utc("revoked", published.revoked).timestamp())}
    return entry


def _method(identifier: str, published: PublishedKey) -> dict[str, Any]:
    as_multikey = published.form == "Multikey"
    method: dict[str, Any] = {
        "id": f"{identifier}#{published.name}",
        "type": published.form,
        "controller": identifier,
        **(
            {"publicKeyMultibase": published.key.to_multikey()} if as_multikey else {"publicKeyJwk": published.to_jwk()}
        ),
    }
    for name, instant in (("expires", published.expires), ("revoked", published.revoked)):
        if instant is not None:
            method[name] = format_instant(_in_utc(name, instant))
    return method


def _in_utc(name: str, instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise UsageError("key.unpublishable", f"{name} has no time zone, so it is no instant")
    return instant.astimezone(UTC)
