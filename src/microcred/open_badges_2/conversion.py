"""An Open Badges 2.0 badge as an unsigned Open Badges 3.0 credential (Implementation Guide, "Migrating").

What a hosted badge says is on its issuer's web site, what a 3.0 badge says is under a signature: nothing converted is
genuine until somebody signs it, best its issuer. So the outcome is a draft. It points back to where it comes from, and
what has no place in it is listed, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from microcred.document import Document, child_pointer
from microcred.errors import Fault, ModelError, Rejected
from microcred.open_badges_2.assertion import Assertion, Evidence, IdentityObject
from microcred.open_badges_2.badge_class import AlignmentObject, BadgeClass
from microcred.open_badges_2.profile import Image, Profile
from microcred.open_badges_2.recognition import Version, version_of

__all__ = ["Conversion", "convert", "identity_object"]

_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_VOCABULARY: Final = "https://w3id.org/openbadges#"
_VERSIONS: Final[Mapping[str, str]] = {"1.0": "Open Badges v1p0", "1.1": "Open Badges v1p1", "2.0": "Open Badges v2p0"}
#: The kinds of recipient that 3.0 has a term for; any other becomes a term of its own.
_IDENTITY_TYPES: Final[Mapping[str, str]] = {"email": "emailAddress", "url": "identifier", "id": "identifier"}
_LANGUAGE: Final = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")

_CARRIED: Final[Mapping[str, frozenset[str]]] = {
    "assertion": frozenset(
        [
            "@context",
            "id",
            "type",
            "uid",
            "recipient",
            "badge",
            "issuedOn",
            "expires",
            "image",
            "evidence",
            "narrative",
            "revoked",
            "@language",
        ]
    ),
    "badge class": frozenset(
        [
            "@context",
            "id",
            "type",
            "name",
            "description",
            "image",
            "criteria",
            "issuer",
            "alignment",
            "tags",
            "version",
            "@language",
        ]
    ),
    "issuer": frozenset(["@context", "id", "type", "name", "url", "email", "telephone", "description", "image"]),
}
_REASONS: Final[Mapping[str, str]] = {
    "verification": "how a badge is verified is another matter in 3.0, so the draft has to be signed anew",
    "verify": "how a badge is verified is another matter in 3.0, so the draft has to be signed anew",
    "publicKey": "keys are published in a controller document in 3.0",
    "revocationList": "3.0 has a credentialStatus instead: give the draft one, so that it can be revoked",
    "endorsement": "an endorsement is a credential of its own in 3.0, which its endorser has to issue anew",
    "@language": "3.0 has no language for this part",
    "related": "what it is related to are documents of Open Badges 2.0",
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """The draft, and ``notes`` on what could not be carried over, each with its place in the document it stood in."""

    credential: Document
    notes: tuple[Fault, ...]


def convert(assertion: Mapping[str, Any], badge_class: Mapping[str, Any], issuer: Mapping[str, Any]) -> Conversion:
    """Make an Open Badges 3.0 draft of an assertion, its badge class and the profile of its issuer.

    The same assertion always gives the same draft: its id is the UUID (version 5, of URLs) of the assertion's id, and
    that of the achievement the one of the class's id. Raises :class:`~microcred.errors.ModelError` for documents that
    are none of Open Badges 2.0, and :class:`~microcred.errors.Rejected` for an assertion that says it is revoked.
    """
    version = version_of(assertion)
    return _Draft(
        Assertion.read(assertion),
        BadgeClass.read(badge_class, version=version),
        Profile.read(issuer, version=version),
        {"assertion": assertion, "badge class": badge_class, "issuer": issuer},
    ).conversion()


def identity_object(recipient: IdentityObject) -> dict[str, Any]:
    """A recipient as 3.0 writes it: a hash stays the same hash."""
    kind = _IDENTITY_TYPES.get(recipient.type) or f"ext:{re.sub('[^A-Za-z0-9._-]', '-', recipient.type)[:60]}"
    salt = {} if recipient.salt is None else {"salt": recipient.salt}
    return {
        "type": "IdentityObject",
        "hashed": recipient.hashed,
        "identityHash": recipient.identity,
        "identityType": kind,
        **salt,
    }


@dataclass(frozen=True, slots=True)
class _Draft:
    """The three documents, and what 3.0 makes of them (M-142 to M-160 of the guide's tables)."""

    assertion: Assertion
    badge_class: BadgeClass
    issuer: Profile
    trees: Mapping[str, Mapping[str, Any]]

    @property
    def version(self) -> Version:
        """The version of the badge class: its own, or that of the assertion in which it is written out."""
        own = self.trees["badge class"]
        return version_of(own if "@context" in own else self.trees["assertion"]) or "2.0"

    def conversion(self) -> Conversion:
        if self.assertion.revoked:
            raise Rejected(
                "conversion.revoked",
                "the assertion says that it was revoked, so nothing is made of it",
                pointer="/revoked",
                hint="ask the issuer for a new badge",
            )
        credential = Document.of(self.credential())
        _check_strictly(credential)
        return Conversion(credential, tuple(self.notes()))

    def credential(self) -> dict[str, Any]:
        assertion = self.assertion
        return _given(
            {
                "@context": list(_CONTEXTS),
                "id": _uuid_of(assertion.id, "/id"),
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "name": self.badge_class.name,
                "issuer": self.profile(),
                "validFrom": _written(assertion.issued_on),
                "awardedDate": _written(assertion.issued_on),
                "validUntil": None if assertion.expires is None else _written(assertion.expires),
                "evidence": [*self.evidence(), {"id": assertion.id, "type": ["Evidence", f"{_VOCABULARY}Assertion"]}],
                "credentialSubject": self.subject(),
            }
        )

    def profile(self) -> dict[str, Any]:
        issuer = self.issuer
        if issuer.id is None:
            raise _without_id("the issuer", "/badge/issuer/id")
        return _given(
            {
                "id": issuer.id,
                "type": ["Profile"],
                "name": issuer.name,
                "url": issuer.url,
                "email": issuer.email,
                "phone": issuer.telephone,
                "description": issuer.description,
                "image": _image(issuer.image),
                "otherIdentifier": [
                    {"type": "IdentifierEntry", "identifier": issuer.id, "identifierType": "identifier"}
                ],
            }
        )

    def subject(self) -> dict[str, Any]:
        recipient = self.assertion.recipient
        is_id = recipient.type in ("id", "url") and not recipient.hashed and _is_name(recipient.identity)
        return _given(
            {
                "type": ["AchievementSubject"],
                "id": recipient.identity if is_id else None,
                "identifier": None if is_id else [identity_object(recipient)],
                "image": _image(self.assertion.image),
                "narrative": self.assertion.narrative,
                "achievement": self.achievement(),
            }
        )

    def achievement(self) -> dict[str, Any]:
        badge = self.badge_class
        creator = badge.issuer_id if badge.issuer_id != self.issuer.id else None
        return _given(
            {
                "id": _uuid_of(badge.id, "/badge/id"),
                "type": ["Achievement"],
                "name": badge.name,
                "description": badge.description,
                "criteria": _given({"id": _absolute(badge.criteria.id), "narrative": badge.criteria.narrative}),
                "image": _image(badge.image),
                "tag": list(dict.fromkeys(badge.tags)),
                "alignment": [_alignment(entry) for entry in badge.alignment],
                "creator": {"id": creator, "type": ["Profile"]} if creator else None,
                "version": badge.version,
                "inLanguage": badge.language if _LANGUAGE.fullmatch(badge.language or "") else None,
                "related": [
                    {
                        "id": badge.id,
                        "type": ["Related", f"{_VOCABULARY}BadgeClass"],
                        "version": _VERSIONS[self.version],
                    }
                ],
            }
        )

    def evidence(self) -> Iterator[dict[str, Any]]:
        seen = {self.assertion.id}
        for entry in self.assertion.evidence:
            place = _absolute(entry.id)
            if place is None or place not in seen:
                seen.add(place)
                yield _evidence(entry)

    def notes(self) -> Iterator[Fault]:
        for whose, tree in self.trees.items():
            yield from _left_out(tree, whose)
        if self.assertion.language is not None:
            yield _note("/@language", "the assertion", "@language")
        if self.badge_class.language is not None and not _LANGUAGE.fullmatch(self.badge_class.language):
            yield _note("/@language", "the badge class", "@language")
        for whose, image in (("assertion", self.assertion.image), ("badge class", self.badge_class.image)):
            if image is not None and image.author is not None:
                yield _note("/image/author", f"the {whose}", "author")
        identified = [place for entry in self.assertion.evidence if (place := _absolute(entry.id)) is not None]
        if len({*identified, self.assertion.id}) < len(identified) + 1:
            message = "evidence with an id that stands there twice is carried over once"
            yield Fault("conversion.not-carried", message, "/evidence")


def _left_out(tree: Mapping[str, Any], whose: str) -> Iterator[Fault]:
    for name in tree:
        if name not in _CARRIED[whose]:
            yield _note(child_pointer("", name), f"the {whose}", name)


def _note(pointer: str, whose: str, name: str) -> Fault:
    why = _REASONS.get(name, "3.0 has no such member" if ":" not in name else "3.0 has extensions of its own")
    return Fault("conversion.not-carried", f"{name!a:.80} of {whose} is not carried over: {why}", pointer)


def _alignment(entry: AlignmentObject) -> dict[str, Any]:
    return _given(
        {
            "type": ["Alignment"],
            "targetName": entry.target_name,
            "targetUrl": entry.target_url,
            "targetDescription": entry.target_description,
            "targetFramework": entry.target_framework,
            "targetCode": entry.target_code,
        }
    )


def _evidence(entry: Evidence) -> dict[str, Any]:
    texts = {name: getattr(entry, name) for name in ("narrative", "name", "description", "genre", "audience")}
    return _given({"id": _absolute(entry.id), "type": ["Evidence"], **texts})


def _image(image: Image | None) -> dict[str, Any] | None:
    if image is None or _absolute(image.id) is None:
        return None
    return _given({"id": image.id, "type": "Image", "caption": image.caption})


def _given(members: Mapping[str, Any]) -> dict[str, Any]:
    """Without the members that say nothing."""
    return {name: value for name, value in members.items() if value is not None and value != []}


def _absolute(identifier: str | None) -> str | None:
    """A name that means the same everywhere, which the label of a blank node does not."""
    return None if identifier is None or identifier.startswith("_:") else identifier


def _is_name(text: str) -> bool:
    return text.lower().startswith(("did:", "https://", "http://"))


def _uuid_of(identifier: str | None, pointer: str) -> str:
    if _absolute(identifier) is None:
        raise _without_id("the badge", pointer)
    return uuid5(NAMESPACE_URL, str(identifier)).urn


def _without_id(what: str, pointer: str) -> ModelError:
    return ModelError(
        "model.missing", f"{what} has no id of its own, by which the draft could point back to it", pointer=pointer
    )


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _check_strictly(credential: Document) -> None:
    """What is made here has to conform to the letter; where the source does not allow it, these faults say why."""
    from microcred.models import read_credential

    read_credential(credential.tree, strict=True)
