"""What a badge says, as a person wants to see it: tolerant of every shape, since to show is not to judge.

Whoever wrote the credential may be an attacker. Texts are bounded and hold no active characters, addresses become links
only where they are plain http(s) URLs; what escapes them is the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final, Self
from urllib.parse import urlsplit

from microcred.instants import parse_instant
from microcred.legible import legible

__all__ = ["Address", "Evidence", "Grade", "Identity", "Instant", "Party", "Portrait", "Result", "Skill", "Words"]

_MAX_LINE: Final = 500
_MAX_TEXT: Final = 10_000
_MAX_LINK: Final = 2_000
_MAX_ENTRIES: Final = 50


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and its language (BCP 47) where the credential says it."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A URI as it is written, and where it leads to if it is safe to follow."""

    text: str
    href: str | None = None

    @classmethod
    def of(cls, value: Any) -> Self | None:
        """The address in a member, if there is one."""
        if not isinstance(value, str) or not value.strip():
            return None
        return cls(legible(value, limit=_MAX_LINE), value if _leads_where_it_says(value) else None)


@dataclass(frozen=True, slots=True)
class Instant:
    """A date as it is written, and the moment that it means, if it means one."""

    text: str
    moment: datetime | None

    @classmethod
    def of(cls, value: Any) -> Self | None:
        """The date in a member, if there is one."""
        if not isinstance(value, str) or not value:
            return None
        return cls(legible(value, limit=_MAX_LINE), parse_instant(value, zone_required=False))


@dataclass(frozen=True, slots=True)
class Party:
    """Who issued something, in their own words."""

    name: Words | None
    id: Address | None
    url: Address | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """An identifier of the holder; ``kind`` is a term of Open Badges 3.0, 9.3, and a hash hides who it is."""

    kind: str
    value: str
    hashed: bool


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale, and whether it is the one that was reached."""

    name: Words
    description: Words | None
    reached: bool


@dataclass(frozen=True, slots=True)
class Result:
    """A result: what was looked at, what came out, and the scale on which that stands."""

    name: Words | None
    value: Words | None
    best: Words | None
    needed: Words | None
    status: Words | None
    scale: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Skill:
    """An entry of a framework that the achievement is aligned with."""

    name: Words | None
    code: Words | None
    framework: Words | None
    description: Words | None
    url: Address | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the holder did."""

    name: Words | None
    genre: Words | None
    description: Words | None
    narrative: Words | None
    url: Address | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """The members that a person looks for; what is not there is ``None`` or empty."""

    name: Words | None
    kind: Words | None
    description: Words | None
    issuer: Party | None
    holder_name: Words | None
    holder: Address | None
    identities: tuple[Identity, ...]
    awarded: Instant | None
    valid_from: Instant | None
    valid_until: Instant | None
    criteria: Words | None
    criteria_url: Address | None
    credits: str | None
    narrative: Words | None
    results: tuple[Result, ...]
    skills: tuple[Skill, ...]
    tags: tuple[Words, ...]
    evidence: tuple[Evidence, ...]
    images: tuple[str, ...]

    @classmethod
    def of(cls, tree: Mapping[str, Any], language: str = "en") -> Self:
        """The portrait of a credential, in the given language where it speaks several (VCDM 2.0, 11.1)."""
        return cls(**_Reader(language).members(tree))


class _Reader:
    """Reads members of any shape for a reader of one language."""

    __slots__ = ("_language",)

    def __init__(self, language: str) -> None:
        self._language = language

    def members(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """All members of a portrait."""
        subject = _one(tree.get("credentialSubject"))
        achievement = _one(subject.get("achievement"))
        criteria = _one(achievement.get("criteria"))
        pictures = (achievement.get("image"), subject.get("image"), tree.get("image"))
        return {
            "name": self.line(achievement.get("name")) or self.line(tree.get("name")),
            "kind": self.line(achievement.get("achievementType")),
            "description": self.text(achievement.get("description") or tree.get("description")),
            "issuer": self.party(tree.get("issuer")),
            "holder_name": self.line(subject.get("name")),
            "holder": Address.of(subject.get("id")),
            "identities": tuple(self.identities(subject)),
            "awarded": Instant.of(tree.get("awardedDate")),
            "valid_from": Instant.of(tree.get("validFrom", tree.get("issuanceDate"))),
            "valid_until": Instant.of(tree.get("validUntil", tree.get("expirationDate"))),
            "criteria": self.text(criteria.get("narrative")),
            "criteria_url": Address.of(criteria.get("id")),
            "credits": _number(subject.get("creditsEarned")),
            "narrative": self.text(subject.get("narrative") or subject.get("endorsementComment")),
            "results": tuple(self.results(subject, achievement)),
            "skills": tuple(self.skill(each) for each in _many(achievement.get("alignment"))),
            "tags": tuple(filter(None, map(self.line, _values(achievement.get("tag"))))),
            "evidence": tuple(self.proof(each) for each in _many(tree.get("evidence"))),
            "images": tuple(filter(None, map(_address, pictures))),
        }

    def line(self, value: Any) -> Words | None:
        return self._words(value, _MAX_LINE, lines=False)

    def text(self, value: Any) -> Words | None:
        return self._words(value, _MAX_TEXT, lines=True)

    def _words(self, value: Any, limit: int, *, lines: bool) -> Words | None:
        text, language = self._spoken(value)
        shown = legible(text, limit=limit, lines=lines)
        return Words(shown, language if _is_language(language) else None) if shown else None

    def _spoken(self, value: Any) -> tuple[str, str | None]:
        """A string, or the text of a language object; of several, the one in the language of the reader."""
        match value:
            case str():
                return value, None
            case {"@value": str(text)}:
                language = value.get("@language")
                return text, language if isinstance(language, str) else None
            case [_, *_]:
                spoken = [self._spoken(each) for each in value[:_MAX_ENTRIES] if not isinstance(each, list)]
                wanted = (each for each in spoken if (each[1] or "").lower().partition("-")[0] == self._language)
                return next(wanted, spoken[0] if spoken else ("", None))
        return "", None

    def party(self, value: Any) -> Party | None:
        if isinstance(value, str):
            return Party(None, Address.of(value), None, None)
        members = _one(value)
        if not members:
            return None
        email = self.line(members.get("email"))
        return Party(
            self.line(members.get("name")),
            Address.of(members.get("id")),
            Address.of(members.get("url")),
            email.text if email else None,
        )

    def identities(self, subject: Mapping[str, Any]) -> Iterator[Identity]:
        for each in _many(subject.get("identifier")):
            kind, value = self.line(each.get("identityType")), self.line(each.get("identityHash"))
            if value is not None:
                yield Identity(kind.text if kind else "identifier", value.text, each.get("hashed") is True)

    def results(self, subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[Result]:
        described = {_key(each): each for each in _many(achievement.get("resultDescription"))}
        for each in _many(subject.get("result")):
            about = described.get(str(each.get("resultDescription")), {})
            yield Result(
                self.line(about.get("name")),
                self.line(each.get("value")),
                self.line(about.get("valueMax")),
                self.line(about.get("requiredValue")),
                self.line(each.get("status")),
                tuple(self.scale(each, about)),
            )

    def scale(self, result: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Grade]:
        levels = _many(about.get("rubricCriterionLevel"))
        reached = result.get("achievedLevel")
        for level in levels:
            name = self.line(level.get("name")) or self.line(level.get("level"))
            if name is not None:
                yield Grade(name, self.text(level.get("description")), reached == level.get("id") is not None)
        for value in () if levels else _values(about.get("allowedValue")):
            if (name := self.line(value)) is not None:
                yield Grade(name, None, result.get("value") == value)

    def skill(self, alignment: Mapping[str, Any]) -> Skill:
        names = ("targetName", "targetCode", "targetFramework")
        name, code, framework = (self.line(alignment.get(each)) for each in names)
        description = self.text(alignment.get("targetDescription"))
        return Skill(name, code, framework, description, Address.of(alignment.get("targetUrl")))

    def proof(self, evidence: Mapping[str, Any]) -> Evidence:
        name, genre = self.line(evidence.get("name")), self.line(evidence.get("genre"))
        description, narrative = self.text(evidence.get("description")), self.text(evidence.get("narrative"))
        return Evidence(name, genre, description, narrative, Address.of(evidence.get("id")))


def _leads_where_it_says(url: str) -> bool:
    """Whether a URL is http(s), and its host is the one that a reader takes it for: no user name, no look-alikes."""
    if len(url) > _MAX_LINK or not re.fullmatch(r"https?://[!-~]+", url, re.IGNORECASE):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and "\\" not in url
    except ValueError:
        return False


def _is_language(tag: str | None) -> bool:
    return tag is not None and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}", tag) is not None


def _one(value: Any) -> Mapping[str, Any]:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, dict) else {}


def _values(value: Any) -> list[Any]:
    return list(islice(value, _MAX_ENTRIES)) if isinstance(value, list) else [] if value is None else [value]


def _many(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in _values(value) if isinstance(each, dict)]


def _key(described: Mapping[str, Any]) -> str | None:
    found = described.get("id")
    return found if isinstance(found, str) else None


def _number(value: Any) -> str | None:
    # A number of a credential can have any number of digits, and true is none.
    counts = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e9
    return f"{value:.10g}" if counts else None


def _address(image: Any) -> str | None:
    found = image if isinstance(image, str) else _one(image).get("id")
    return found if isinstance(found, str) else None
