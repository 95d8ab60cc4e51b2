"""Thirty ways in which two badges that were meant to be the same are not, each with its place on both sides."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from badges import unsigned
from microcred.explanation import Effect, Kind

DIRECTION = {"@value": "Soil", "@language": "en", "@direction": "ltr"}
OTHER_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


class Case(NamedTuple):
    """What is done to the badge here, and to that there, and where the difference is."""

    name: str
    here: Callable[[dict[str, Any]], None]
    there: Callable[[dict[str, Any]], None]
    kind: Kind
    pointer: str | None
    other: str | None
    effect: Effect = Effect.CHANGES


def nothing(badge: dict[str, Any]) -> None:
    """Leave it as it is."""


def put(pointer: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Set what stands at a JSON Pointer; an index behind the last element adds one."""

    def change(badge: dict[str, Any]) -> None:
        holder, token = _holder(badge, pointer)
        if isinstance(holder, list) and int(token) == len(holder):
            holder.append(copy.deepcopy(value))
        else:
            holder[int(token) if isinstance(holder, list) else token] = copy.deepcopy(value)

    return change


def out(pointer: str) -> Callable[[dict[str, Any]], None]:
    """Take out what stands at a JSON Pointer."""

    def change(badge: dict[str, Any]) -> None:
        holder, token = _holder(badge, pointer)
        del holder[int(token) if isinstance(holder, list) else token]

    return change


def _holder(badge: dict[str, Any], pointer: str) -> tuple[Any, str]:
    *path, token = pointer.split("/")[1:]
    holder: Any = badge
    for step in path:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    return holder, token


def pair(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both badges of a case, unsigned."""
    here, there = unsigned(), unsigned()
    case.here(here)
    case.there(there)
    return here, there


_ACHIEVEMENT = "/credentialSubject/achievement"
_DESCRIPTION = f"{_ACHIEVEMENT}/description"
_LIST = f"{_ACHIEVEMENT}/resultDescription/0/allowedValue"
_ENDORSEMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a77",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": "did:example:endorser",
    "validFrom": "2026-01-15T09:00:00Z",
    "name": "Endorsement",
    "credentialSubject": {"id": "did:example:learner", "type": ["EndorsementSubject"], "endorsementComment": "Good."},
}

CASES = (
    Case("a member removed", nothing, out("/validUntil"), Kind.MEMBER_REMOVED, "/validUntil", None),
    Case(
        "a member added", nothing, put("/awardedDate", "2026-01-15T09:00:00Z"), Kind.MEMBER_ADDED, None, "/awardedDate"
    ),
    Case(
        "a member renamed",
        put(f"{_ACHIEVEMENT}/fieldOfStudy", "Soil"),
        put(f"{_ACHIEVEMENT}/specialization", "Soil"),
        Kind.MEMBER_RENAMED,
        f"{_ACHIEVEMENT}/fieldOfStudy",
        f"{_ACHIEVEMENT}/specialization",
    ),
    Case("a value changed", nothing, put("/name", "Soil Sampling, Level 3"), Kind.VALUE_CHANGED, "/name", "/name"),
    Case(
        "a number with a fraction of nothing",
        put("/credentialSubject/creditsEarned", 3),
        put("/credentialSubject/creditsEarned", 3.0),
        Kind.NUMBER_FORM,
        "/credentialSubject/creditsEarned",
        "/credentialSubject/creditsEarned",
        Effect.NONE,
    ),
    Case(
        "a number as a text",
        put("/credentialSubject/creditsEarned", 1.5),
        put("/credentialSubject/creditsEarned", "1.5"),
        Kind.NUMBER_OR_TEXT,
        "/credentialSubject/creditsEarned",
        "/credentialSubject/creditsEarned",
    ),
    Case(
        "a truth value as a text",
        nothing,
        put("/credentialSubject/identifier/0/hashed", "True"),
        Kind.NUMBER_OR_TEXT,
        "/credentialSubject/identifier/0/hashed",
        "/credentialSubject/identifier/0/hashed",
    ),
    Case(
        "a zone as an offset",
        nothing,
        put("/validFrom", "2026-01-15T09:00:00+00:00"),
        Kind.DATE_FORM,
        "/validFrom",
        "/validFrom",
    ),
    Case(
        "a fraction of a second",
        nothing,
        put("/validFrom", "2026-01-15T09:00:00.000Z"),
        Kind.DATE_FORM,
        "/validFrom",
        "/validFrom",
    ),
    Case("the order of a list", nothing, put(_LIST, ["A", "B", "C"]), Kind.ORDER, _LIST, _LIST),
    Case(
        "the order of a set",
        nothing,
        put(f"{_ACHIEVEMENT}/tag", ["field work", "soil"]),
        Kind.ORDER,
        f"{_ACHIEVEMENT}/tag",
        f"{_ACHIEVEMENT}/tag",
        Effect.NONE,
    ),
    Case(
        "the order of types",
        nothing,
        put("/type", ["OpenBadgeCredential", "VerifiableCredential"]),
        Kind.ORDER,
        "/type",
        "/type",
        Effect.NONE,
    ),
    Case(
        "another context",
        nothing,
        put("/@context/1", "https://purl.imsglobal.org/spec/ob/v3p0/context.json"),
        Kind.CONTEXT_CHANGED,
        "/@context/1",
        "/@context/1",
        Effect.REFUSED,
    ),
    Case(
        "another version of a context",
        nothing,
        put("/@context/1", OTHER_OB),
        Kind.CONTEXT_VERSION,
        "/@context/1",
        "/@context/1",
    ),
    Case("a context missing", nothing, out("/@context/1"), Kind.CONTEXT_MISSING, "/@context/1", None, Effect.REFUSED),
    Case(
        "a context added", nothing, put("/@context/2", EXTENSIONS), Kind.CONTEXT_ADDED, None, "/@context/2", Effect.NONE
    ),
    Case(
        "a language",
        put("/name", {"@value": "Soil", "@language": "en"}),
        put("/name", {"@value": "Soil", "@language": "de"}),
        Kind.LANGUAGE,
        "/name/@language",
        "/name/@language",
    ),
    Case(
        "a language that is not said",
        put("/name", {"@value": "Soil", "@language": "en"}),
        put("/name", "Soil"),
        Kind.LANGUAGE,
        "/name",
        "/name",
    ),
    Case(
        "a direction of a text",
        put("/name", DIRECTION),
        put("/name", {**DIRECTION, "@direction": "rtl"}),
        Kind.DIRECTION,
        "/name/@direction",
        "/name/@direction",
    ),
    Case(
        "a datatype",
        put("/name", {"@value": "2026", "@type": "http://www.w3.org/2001/XMLSchema#gYear"}),
        put("/name", "2026"),
        Kind.DATATYPE,
        "/name",
        "/name",
    ),
    Case("a type removed", put("/issuer/type/1", "Achievement"), nothing, Kind.TYPE_REMOVED, "/issuer/type/1", None),
    Case("a type added", nothing, put("/issuer/type/1", "Achievement"), Kind.TYPE_ADDED, None, "/issuer/type/1"),
    Case("a type changed", nothing, put("/type/1", "EndorsementCredential"), Kind.TYPE_CHANGED, "/type/1", "/type/1"),
    Case(
        "an id changed",
        nothing,
        put(f"{_ACHIEVEMENT}/id", "urn:other"),
        Kind.ID_CHANGED,
        f"{_ACHIEVEMENT}/id",
        f"{_ACHIEVEMENT}/id",
    ),
    Case(
        "an id instead of a blank node",
        nothing,
        put(f"{_ACHIEVEMENT}/criteria/id", "urn:criteria"),
        Kind.ID_ADDED,
        None,
        f"{_ACHIEVEMENT}/criteria/id",
    ),
    Case(
        "a blank node instead of an id",
        nothing,
        out("/credentialSubject/id"),
        Kind.ID_REMOVED,
        "/credentialSubject/id",
        None,
    ),
    Case(
        "white space in a text",
        nothing,
        put(_DESCRIPTION, "Takes representative soil samples  and documents them. "),
        Kind.WHITE_SPACE,
        _DESCRIPTION,
        _DESCRIPTION,
    ),
    Case(
        "a Unicode form",
        put("/name", "Bodenkunde für Geübte"),
        put("/name", unicodedata.normalize("NFD", "Bodenkunde für Geübte")),
        Kind.UNICODE_FORM,
        "/name",
        "/name",
    ),
    Case(
        "line endings",
        put(_DESCRIPTION, "Takes samples.\nDocuments them."),
        put(_DESCRIPTION, "Takes samples.\r\nDocuments them."),
        Kind.LINE_ENDINGS,
        _DESCRIPTION,
        _DESCRIPTION,
    ),
    Case("an encoding", put("/name", "Böden"), put("/name", "BÃ¶den"), Kind.TEXT_ENCODING, "/name", "/name"),
    Case(
        "the case of an IRI",
        nothing,
        put("/issuer/url", "https://College.example/"),
        Kind.IRI_CASE,
        "/issuer/url",
        "/issuer/url",
    ),
    Case("null instead of nothing", put("/image", None), nothing, Kind.NULL_OR_ABSENT, "/image", None, Effect.REFUSED),
    Case(
        "a value twice in an array",
        nothing,
        put(f"{_ACHIEVEMENT}/tag/2", "soil"),
        Kind.DUPLICATE_VALUE,
        None,
        f"{_ACHIEVEMENT}/tag/2",
        Effect.NONE,
    ),
    Case(
        "an array of one",
        nothing,
        put("/credentialSubject/identifier", unsigned()["credentialSubject"]["identifier"][0]),
        Kind.ONE_OR_ARRAY,
        "/credentialSubject/identifier",
        "/credentialSubject/identifier",
        Effect.NONE,
    ),
    Case(
        "a value in a nested credential",
        put("/endorsement", [_ENDORSEMENT]),
        put("/endorsement", [{**_ENDORSEMENT, "name": "Praise"}]),
        Kind.VALUE_CHANGED,
        "/endorsement/0/name",
        "/endorsement/0/name",
    ),
    Case(
        "a word that no context knows",
        nothing,
        put("/colour", "blue"),
        Kind.MEMBER_ADDED,
        None,
        "/colour",
        Effect.REFUSED,
    ),
    Case(
        "an element of an array removed",
        nothing,
        out(f"{_ACHIEVEMENT}/tag/0"),
        Kind.VALUE_REMOVED,
        f"{_ACHIEVEMENT}/tag/0",
        None,
    ),
    Case(
        "a reference as an object",
        put("/issuer", "did:example:i"),
        put("/issuer", {"id": "did:example:i"}),
        Kind.REFERENCE_FORM,
        "/issuer",
        "/issuer",
        Effect.NONE,
    ),
)
