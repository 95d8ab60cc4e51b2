"""What a credential says, drawn as text: tolerant of every shape, since to show is not to judge."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from microcred.cli.terminal import paragraphs, plain, styled

__all__ = ["portrait"]

_MOST: Final = 50
_LABEL: Final = 12
#: Identifier types of Open Badges 3.0 in plain words; others are shown as they are written.
_IDENTITIES: Final = {
    "emailAddress": "e-mail address",
    "name": "name",
    "systemId": "id in a system",
    "sourcedId": "sourced id",
    "userName": "user name",
    "nationalIdentityNumber": "national identity number",
    "isbn": "ISBN",
}


def portrait(tree: Mapping[str, Any], baked_into: str | None = None) -> str:
    """The members that a person looks for, each with its label; what is not there is left out.

    ``baked_into`` is the kind of picture that carries the credential, ``png`` or ``svg``.
    """
    subject = _one(tree.get("credentialSubject"))
    achievement = _one(subject.get("achievement"))
    name = _text(tree.get("name")) or _text(achievement.get("name")) or "a credential without a name"
    rows = (
        ("achievement", _other_name(achievement, name)),
        ("kind", _kind(tree, achievement)),
        ("issued by", _party(tree.get("issuer"))),
        ("awarded to", _recipient(subject)),
        ("valid", _validity(tree)),
        ("awarded on", _words(tree.get("awardedDate"))),
        ("about", _longer(achievement.get("description") or tree.get("description"))),
        ("criteria", _criteria(_one(achievement.get("criteria")))),
        ("results", _results(subject, achievement)),
        ("skills", _alignments(achievement)),
        ("tags", _words(", ".join(filter(None, map(_text, _many(achievement.get("tag"))))))),
        ("said", _longer(subject.get("narrative") or subject.get("endorsementComment"))),
        ("evidence", _evidence(tree)),
        ("picture", _pictures(baked_into, achievement.get("image"), subject.get("image"), tree.get("image"))),
        ("sealed", _seals(tree)),
    )
    return "\n".join((styled(plain(name, limit=300), bold=True), "", *_table(rows)))


def _table(rows: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for label, lines in rows:
        for number, line in enumerate(islice(lines, _MOST + 1)):
            yield f"  {label if number == 0 else '':<{_LABEL}} {line if number < _MOST else '…'}".rstrip()


def _other_name(achievement: Mapping[str, Any], shown: str) -> Iterator[str]:
    own = _text(achievement.get("name"))
    if own and own != shown:
        yield plain(own)


def _kind(tree: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[str]:
    kinds = [_text(kind) for kind in _many(tree.get("type")) if kind != "VerifiableCredential"]
    kind = ", ".join(filter(None, (_text(achievement.get("achievementType")), *kinds)))
    yield plain(kind or "VerifiableCredential")


def _party(party: Any) -> Iterator[str]:
    if isinstance(party, str):
        yield plain(party)
    members = _one(party)
    for name in ("name", "id", "url", "email"):
        yield from _words(members.get(name))


def _recipient(subject: Mapping[str, Any]) -> Iterator[str]:
    yield from _words(subject.get("id"))
    for identity in map(_one, _many(subject.get("identifier"))):
        kind = _text(identity.get("identityType"))
        value = _text(identity.get("identityHash"))
        known = _IDENTITIES.get(kind, kind) or "an identifier"
        if identity.get("hashed") is True:
            salted = "salted " if identity.get("salt") else ""
            yield f"{plain(known)}, as {salted}hash {plain(value, limit=90)}"
        else:
            yield f"{plain(known)} {plain(value, limit=200)}"


def _validity(tree: Mapping[str, Any]) -> Iterator[str]:
    start = _text(tree.get("validFrom", tree.get("issuanceDate")))
    end = _text(tree.get("validUntil", tree.get("expirationDate")))
    if start or end:
        yield f"{f'from {plain(start)} ' if start else ''}{f'until {plain(end)}' if end else 'without an end'}"


def _criteria(criteria: Mapping[str, Any]) -> Iterator[str]:
    yield from _longer(criteria.get("narrative"))
    yield from _words(criteria.get("id"))


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[str]:
    described = {_text(entry.get("id")): entry for entry in map(_one, _many(achievement.get("resultDescription")))}
    for result in map(_one, _many(subject.get("result"))):
        description = described.get(_text(result.get("resultDescription")), {})
        levels = {_text(level.get("id")): level for level in map(_one, _many(description.get("rubricCriterionLevel")))}
        level = _text(result.get("achievedLevel"))
        said = [
            _text(result.get("value")),
            _text(levels.get(level, {}).get("name")) or level,
            _text(result.get("status")),
        ]
        name = _text(description.get("name")) or "result"
        top = _text(description.get("valueMax"))
        yield plain(f"{name}: {', '.join(filter(None, said)) or 'not said'}{f' (of {top})' if top else ''}")
    yield from _words(f"{subject['creditsEarned']} credits" if "creditsEarned" in subject else None)


def _alignments(achievement: Mapping[str, Any]) -> Iterator[str]:
    for alignment in map(_one, _many(achievement.get("alignment"))):
        parts = (_text(alignment.get(name)) for name in ("targetName", "targetCode", "targetFramework", "targetUrl"))
        yield plain(" · ".join(filter(None, parts)) or "not said")


def _evidence(tree: Mapping[str, Any]) -> Iterator[str]:
    for evidence in map(_one, _many(tree.get("evidence"))):
        parts = (_text(evidence.get(name)) for name in ("name", "description", "narrative", "id"))
        yield plain(" · ".join(filter(None, parts)) or "not said")


def _pictures(baked_into: str | None, *images: Any) -> Iterator[str]:
    if baked_into is not None:
        yield f"this file, a {baked_into.upper()}"
    addresses = [image if isinstance(image, str) else _text(_one(image).get("id")) for image in images]
    for address in dict.fromkeys(filter(None, addresses)):
        if address.startswith("data:"):
            head, _, data = address.partition(",")
            size = len(base64.b64decode(data)) if _is_base64(head, data) else len(data)
            yield plain(f"inside of the credential: {head[5:65] or 'text/plain'}, {size} bytes")
        else:
            yield plain(address)
    if baked_into is None and not any(addresses):
        yield "none"


def _is_base64(head: str, data: str) -> bool:
    return head.endswith(";base64") and len(data) % 4 == 0 and re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", data) is not None


def _seals(tree: Mapping[str, Any]) -> Iterator[str]:
    for proof in map(_one, _many(tree.get("proof"))):
        suite = _text(proof.get("cryptosuite")) or _text(proof.get("type")) or "in some way"
        created = _text(proof.get("created"))
        yield plain(f"{suite}{f', {created}' if created else ''}")
    if not tree.get("proof"):
        yield "no"


def _words(value: Any) -> Iterator[str]:
    text = _text(value)
    if text:
        yield plain(text)


def _longer(value: Any) -> Iterator[str]:
    text = _text(value)
    return iter(paragraphs(text) if text else ())


def _text(value: Any) -> str:
    """A string as it is; of a text with its language (VCDM 2.0, 11.1) the first one."""
    match value:
        case str():
            return value
        case {"@value": str(text)}:
            return text
        case [first, *_]:
            return _text(first)
    return ""


def _one(value: Any) -> Mapping[str, Any]:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, dict) else {}


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
