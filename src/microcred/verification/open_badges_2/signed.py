"""Signed badges: the key that the issuer's profile lists, and the list of what the issuer took back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from microcred.errors import IssuerKeyError, Rejected, Undetermined, UnsupportedError
from microcred.keys import KeyType, PublicKey
from microcred.open_badges_2 import Assertion, CryptographicKey, Profile, RevocationList, RevokedAssertion
from microcred.verification.open_badges_2.linked import LinkedDocuments, read_linked

__all__ = ["ALGORITHMS", "IssuerKey", "issuer_key", "revoked_entry"]

#: RS256 is what the standard wants everybody to know; the others are read, too.
ALGORITHMS: Final[Mapping[str, KeyType]] = MappingProxyType({"RS256": "RSA", "ES256": "P-256", "EdDSA": "Ed25519"})


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A key of the issuer's, and its id."""

    id: str
    public_key: PublicKey


def issuer_key(assertion: Assertion, issuer: Profile, issuer_id: str, linked: LinkedDocuments) -> IssuerKey:
    """The key that a signed assertion names, if the issuer's profile lists it and it names the issuer as its owner.

    Both directions count: whoever wrote the assertion chose the key, and whoever published the key chose the owner.
    Raises :class:`~microcred.errors.IssuerKeyError` for a key of somebody else, and what
    :meth:`LinkedDocuments.at` raises.
    """
    key_id = _key_id(assertion, issuer)
    if not issuer.lists_key(key_id):
        raise _not_the_issuers(f"the key {key_id!a:.300} is not one that the profile of {issuer_id!a:.300} lists")
    key = next((key for key in issuer.public_key if isinstance(key, CryptographicKey) and key.id == key_id), None)
    if key is None:
        tree = linked.at(key_id, "the issuer's key").tree
        key = read_linked(CryptographicKey.read, tree, "the issuer's key", key_id)
    if key.owner != issuer_id:
        raise _not_the_issuers(
            f"the key {key_id!a:.300} belongs to {key.owner!a:.300}, the issuer is {issuer_id!a:.300}"
        )
    return IssuerKey(key_id, PublicKey.from_pem(key.public_key_pem.encode()))


def revoked_entry(
    assertion: Assertion, list_url: str, issuer_id: str, linked: LinkedDocuments
) -> RevokedAssertion | None:
    """The entry of the issuer's revocation list that takes an assertion back, if there is one.

    Raises :class:`~microcred.errors.Undetermined` for a list that cannot be had or cannot be used: an unreadable list
    does not say that nothing was revoked.
    """
    try:
        tree = linked.at(list_url, "the revocation list").tree
        revoked = read_linked(RevocationList.read, tree, "the revocation list", list_url)
    except Rejected as error:
        raise Undetermined(
            "status.list-unusable",
            error.message,
            pointer="/badge/issuer/revocationList",
            evidence={"cause": error.code},
        ) from error
    if revoked.issuer not in (None, issuer_id):
        raise Undetermined(
            "status.list-unusable",
            f"the revocation list is of {revoked.issuer!a:.300}, the issuer is {issuer_id!a:.300}",
            pointer="/badge/issuer/revocationList",
        )
    return revoked.entry_for(assertion.id, assertion.uid)


def _key_id(assertion: Assertion, issuer: Profile) -> str:
    if assertion.verification.creator is not None:
        return assertion.verification.creator
    if assertion.verification.url is not None:
        raise UnsupportedError(
            "hosted.unsupported-version",
            "the assertion is signed in the way of Open Badges 1.0, whose keys do not say whose they are",
            pointer="/verify",
            hint="ask the issuer for the badge in a newer version",
        )
    if len(issuer.public_key) != 1:
        raise _not_the_issuers(f"the assertion names no key, and the issuer lists {len(issuer.public_key)}, wanted one")
    key = issuer.public_key[0]
    return key if isinstance(key, str) else key.id


def _not_the_issuers(message: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.not-the-issuers",
        message,
        pointer="/verification/creator",
        hint="the issuer's profile must list the key in publicKey, and the key must name the issuer as its owner",
    )
