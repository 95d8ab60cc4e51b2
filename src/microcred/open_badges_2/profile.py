"""Who issues, with which keys, and what was taken back (Open Badges 2.0: Profile, CryptographicKey, RevocationList)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from microcred.open_badges_2.members import Members, read_document
from microcred.open_badges_2.recognition import Version
from microcred.open_badges_2.verification_object import VerificationObject

__all__ = ["CryptographicKey", "Endorsement", "Image", "Profile", "RevocationList", "RevokedAssertion"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its address or a data URI, and what it shows."""

    id: str
    caption: str | None = None
    author: str | None = None

    @classmethod
    def of(cls, members: Members) -> Image:
        """Read one that is written out."""
        return cls(members.uri("id"), members.maybe_text("caption"), members.maybe_text("author"))

    @classmethod
    def maybe(cls, members: Members) -> Image | None:
        """The ``image`` of an object."""
        if not members.has("image"):
            return None
        found = members.linked("image", cls.of)
        return cls(found) if isinstance(found, str) else found


@dataclass(frozen=True, slots=True)
class CryptographicKey:
    """A public key: ``owner`` is the id of the profile that it belongs to."""

    id: str
    owner: str
    public_key_pem: str

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> CryptographicKey:
        """Read a document; raises :class:`~microcred.errors.ModelError` with all its faults."""
        return read_document(tree, cls.of, version)

    @classmethod
    def of(cls, members: Members) -> CryptographicKey:
        """Read one that is written out."""
        members.class_of("CryptographicKey")
        return cls(members.uri("id"), members.uri("owner"), members.text("publicKeyPem"))


@dataclass(frozen=True, slots=True)
class Profile:
    """A person or organisation, for the most part an issuer.

    ``public_key`` and ``revocation_list`` are URLs or what is written out in their place; ``verification`` says for
    which URLs of hosted badges the issuer answers.
    """

    id: str | None
    name: str
    url: str
    email: str | None = None
    telephone: str | None = None
    description: str | None = None
    image: Image | None = None
    public_key: tuple[str | CryptographicKey, ...] = ()
    revocation_list: str | None = None
    verification: VerificationObject | None = None
    language: str | None = None

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> Profile:
        """Read a document; raises :class:`~microcred.errors.ModelError` with all its faults."""
        return read_document(tree, cls.of, version)

    @classmethod
    def of(cls, members: Members) -> Profile:
        """Read one that is written out."""
        members.class_of("Profile", "Issuer", "IssuerOrg")
        scope = members.inner("verification")
        return cls(
            id=members.identifier(),
            name=members.text("name"),
            url=members.uri("url"),
            email=members.text("email") if members.version == "2.0" else members.maybe_text("email"),
            telephone=members.maybe_text("telephone"),
            description=members.maybe_text("description"),
            image=Image.maybe(members),
            public_key=members.each("publicKey", CryptographicKey.of, str),
            revocation_list=members.maybe_uri("revocationList"),
            verification=None if scope is None else VerificationObject.of(scope),
            language=members.language(),
        )

    def lists_key(self, key_id: str) -> bool:
        """Whether a key of this id is one that the profile names as its own."""
        return any(key_id == (key if isinstance(key, str) else key.id) for key in self.public_key)


@dataclass(frozen=True, slots=True)
class RevokedAssertion:
    """One entry of a revocation list: the assertion's ``id``, or the ``uid`` of a 1.x badge."""

    id: str | None
    uid: str | None = None
    reason: str | None = None

    @classmethod
    def of(cls, members: Members) -> RevokedAssertion:
        """Read one that is written out."""
        found = cls(members.maybe_uri("id"), members.maybe_text("uid"), members.maybe_text("revocationReason"))
        if found.id is None and found.uid is None:
            members.fault("model.missing", "the entry has neither id nor uid, so nobody can tell what is revoked")
        return found


@dataclass(frozen=True, slots=True)
class RevocationList:
    """The signed assertions that an issuer has taken back."""

    id: str | None
    issuer: str | None
    revoked: tuple[RevokedAssertion, ...]

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> RevocationList:
        """Read a document; raises :class:`~microcred.errors.ModelError` with all its faults."""
        return read_document(tree, cls.of, version)

    @classmethod
    def of(cls, members: Members) -> RevocationList:
        """Read one that is written out."""
        members.class_of("RevocationList")
        if not members.has("revokedAssertions"):
            members.fault(
                "model.missing", "the object has no revokedAssertions, which is required", "revokedAssertions"
            )
        entries = members.each("revokedAssertions", RevokedAssertion.of, RevokedAssertion)
        return cls(members.identifier(), members.maybe_uri("issuer"), entries)

    def entry_for(self, assertion_id: str | None, uid: str | None) -> RevokedAssertion | None:
        """The entry that takes an assertion back, if there is one."""
        for entry in self.revoked:
            if (entry.id is not None and entry.id == assertion_id) or (entry.uid is not None and entry.uid == uid):
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Endorsement:
    """What somebody says about somebody else's profile, badge class or assertion: ``claim_id`` names which one."""

    id: str
    claim_id: str
    issuer: str | Profile
    issued_on: datetime
    verification: VerificationObject
    comment: str | None = None

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> Endorsement:
        """Read a document; raises :class:`~microcred.errors.ModelError` with all its faults."""
        return read_document(tree, cls.of, version)

    @classmethod
    def of(cls, members: Members) -> Endorsement:
        """Read one that is written out."""
        members.class_of("Endorsement")
        claim = members.inner("claim")
        if claim is None and not members.has("claim"):
            members.fault("model.missing", "the object has no claim, which is required", "claim")
        return cls(
            id=members.uri("id"),
            claim_id=claim.uri("id") if claim is not None else "",
            issuer=members.linked("issuer", Profile.of),
            issued_on=members.instant("issuedOn"),
            verification=VerificationObject.required(members),
            comment=claim.maybe_text("endorsementComment") if claim is not None else None,
        )
