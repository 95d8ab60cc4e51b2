"""What was earned: BadgeClass, and the small classes around it (Open Badges 2.0, BadgeClass)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microcred.open_badges_2.members import Members, read_document
from microcred.open_badges_2.profile import Image, Profile
from microcred.open_badges_2.recognition import Version

__all__ = ["AlignmentObject", "BadgeClass", "Criteria", "Image"]


@dataclass(frozen=True, slots=True)
class Criteria:
    """How the badge is earned: the address of a page, a text, or both."""

    id: str | None = None
    narrative: str | None = None

    @classmethod
    def of(cls, members: Members) -> Criteria:
        """Read one that is written out."""
        found = cls(members.maybe_uri("id"), members.maybe_text("narrative"))
        if found == cls():
            members.fault("model.missing", "the criteria have neither id nor narrative")
        return found


@dataclass(frozen=True, slots=True)
class AlignmentObject:
    """A skill or standard that the badge stands for, in a framework of somebody's."""

    target_name: str
    target_url: str
    target_description: str | None = None
    target_framework: str | None = None
    target_code: str | None = None

    @classmethod
    def of(cls, members: Members) -> AlignmentObject:
        """Read one that is written out; version 1.x called the members ``name``, ``url`` and ``description``."""
        members.class_of("AlignmentObject", optional=True)
        old = members.version != "2.0" and not members.has("targetName")
        name, url, description = ("name", "url", "description") if old else _TARGET
        return cls(
            members.text(name),
            members.uri(url),
            members.maybe_text(description),
            members.maybe_text("targetFramework"),
            members.maybe_text("targetCode"),
        )

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> AlignmentObject:
        """Read a document that is one."""
        return read_document(tree, cls.of, version)


_TARGET = ("targetName", "targetUrl", "targetDescription")


@dataclass(frozen=True, slots=True)
class BadgeClass:
    """What a badge is given for. ``issuer`` is the URL of a profile, or the profile where it is written out."""

    id: str | None
    name: str
    description: str
    criteria: Criteria
    issuer: str | Profile
    image: Image | None = None
    alignment: tuple[AlignmentObject, ...] = ()
    tags: tuple[str, ...] = ()
    version: str | None = None
    language: str | None = None

    @classmethod
    def read(cls, tree: Mapping[str, Any], *, version: Version | None = None) -> BadgeClass:
        """Read a document; raises :class:`~microcred.errors.ModelError` with all its faults."""
        return read_document(tree, cls.of, version)

    @classmethod
    def of(cls, members: Members) -> BadgeClass:
        """Read one that is written out. The standard wants an image; its own validator does not."""
        members.class_of("BadgeClass")
        criteria = members.linked("criteria", Criteria.of)
        return cls(
            id=members.identifier(),
            name=members.text("name"),
            description=members.text("description"),
            criteria=Criteria(criteria) if isinstance(criteria, str) else criteria,
            issuer=members.linked("issuer", Profile.of),
            image=Image.maybe(members),
            alignment=members.each("alignment", AlignmentObject.of),
            tags=members.texts("tags"),
            version=members.maybe_text("version"),
            language=members.language(),
        )

    @property
    def issuer_id(self) -> str | None:
        """The URL that names the issuer."""
        return self.issuer if isinstance(self.issuer, str) else self.issuer.id
