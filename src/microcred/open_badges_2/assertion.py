"""Who earned what, and where to verify it: Assertion and the classes in it (Open Badges 2.0, Assertion)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from microcred.open_badges_2.badge_class import BadgeClass
from microcred.open_badges_2.members import Members, read_document
from microcred.open_badges_2.profile import Image
from microcred.open_badges_2.recognition import Version
from microcred.open_badges_2.verification_object import VerificationObject

__all__ = ["Assertion", "Evidence", "IdentityObject", "VerificationObject"]


@dataclass(frozen=True, slots=True)
class IdentityObject:
    """The recipient: ``identity`` in clear, or hashed together with ``salt`` as ``sha256$…`` or ``md5$…``."""

    type: str
    identity: str
    hashed: bool
    salt: str | None = None

    @classmethod
    def of(cls, members: Members) -> IdentityObject:
        """Read one that is written out."""
        kinds = members.texts("type")
        kind = next((name for name in kinds if name != "IdentityObject"), "")
        if not kind:
            members.fault("model.missing", "the recipient has no type such as email, which is required", "type")
        return cls(kind, members.text("identity"), members.flag("hashed"), members.maybe_text("salt"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that the badge was earned: a page, a text, or both."""

    id: str | None = None
    narrative: str | None = None
    name: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None

    @classmethod
    def of(cls, members: Members) -> Evidence:
        """Read one that is written out."""
        texts = (members.maybe_text(name) for name in ("narrative", "name", "description", "genre", "audience"))
        return cls(members.maybe_uri("id"), *texts)


@dataclass(frozen=True, slots=True)
class Assertion:
    """One badge of one recipient. ``badge`` is the URL of its class, or the class where it is written out.

    ``id`` is where a hosted assertion is to be found; version 1.0 says that in ``verify`` alone, beside a ``uid``.
    """

    id: str | None
    recipient: IdentityObject
    badge: str | BadgeClass
    verification: VerificationObject
    issued_on: datetime
    expires: datetime | None = None
    image: Image | None = None
    evidence: tuple[Evidence, ...] = ()
    narrative: str | None = None
    revoked: bool = False
    revocation_reason: str | None = None
    uid: str | None = None
    language: str | None = None

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> Assertion:
        """Read a document; raises :class:`~microcred.errors.ModelError` with all its faults."""
        return read_document(tree, cls.of, version)

    @classmethod
    def of(cls, members: Members) -> Assertion:
        """Read one that is written out."""
        members.class_of("Assertion")
        verification = VerificationObject.required(members)
        recipient = members.inner("recipient")
        if recipient is None and not members.has("recipient"):
            members.fault("model.missing", "the object has no recipient, which is required", "recipient")
        return cls(
            id=_identifier(members, verification),
            recipient=IdentityObject("", "", False) if recipient is None else IdentityObject.of(recipient),
            badge=members.linked("badge", BadgeClass.of),
            verification=verification,
            issued_on=members.instant("issuedOn"),
            expires=members.maybe_instant("expires"),
            image=Image.maybe(members),
            evidence=members.each("evidence", Evidence.of, Evidence),
            narrative=members.maybe_text("narrative"),
            revoked=members.has("revoked") and members.flag("revoked"),
            revocation_reason=members.maybe_text("revocationReason"),
            uid=members.maybe_text("uid"),
            language=members.language(),
        )


def _identifier(members: Members, verification: VerificationObject) -> str | None:
    """The id; a hosted assertion of version 1.0 is known by the URL at which ``verify`` says that it is."""
    if members.version != "1.0" or members.has("id"):
        return members.uri("id")
    if verification.kind == "hosted" and verification.url is None:
        members.fault("model.missing", "the object has neither id nor verify.url", "verify")
    return verification.url if verification.kind == "hosted" else None
