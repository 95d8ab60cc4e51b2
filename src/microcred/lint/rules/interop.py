"""What is legal, and what readers of other makes stumble over all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.addresses import host_of, is_unreachable
from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_MAX_SEARCHED: Final = 10_000
_BADGES: Final = ("OpenBadgeCredential", "AchievementCredential")
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?:[?#].{0,200})?")
_NOBODYS_UUID: Final = re.compile(r"0[0-]{35}|f[f-]{35}|12345678-1234-.{23}", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,40}(?=:)")
# The parameters with which object stores sign an address for a few hours or days.
_EXPIRING: Final = re.compile(
    r"[?&](X-Amz-(?:Signature|Expires|Credential)|X-Goog-(?:Signature|Expires)|AWSAccessKeyId|GoogleAccessId|sig|"
    r"Key-Pair-Id)=[^&#]",
    re.IGNORECASE,
)
_FETCHED: Final = (
    ("Profile", "url"),
    ("1EdTechCredentialRefresh", "id"),
    ("1EdTechJsonSchemaValidator2019", "id"),
    ("JsonSchema", "id"),
)


def _credential_unnamed(subject: Subject) -> Iterator[Breach]:
    for credential in _badges(subject):
        if not credential.has("name"):
            message = "the credential has no name, so wallets list it by its id; wanted one"
            yield Breach(credential.pointer, message, wanted="a name")


def _issuer_as_text(subject: Subject) -> Iterator[Breach]:
    for credential in _badges(subject):
        issuer = credential.value.get("issuer")
        if isinstance(issuer, str):
            message = f"found {described(issuer)}, which says who signs and not what they are called; wanted a Profile"
            yield Breach(credential.below("issuer"), message, wanted="a Profile with id, type and name")


def _issuer_unnamed(subject: Subject) -> Iterator[Breach]:
    for credential in _badges(subject):
        for issuer in credential.members("issuer"):
            if isinstance(issuer.value, dict) and not issuer.has("name"):
                message = "the issuer has no name, so readers show its id; wanted one"
                yield Breach(issuer.pointer, message, wanted="a name")


def _issuer_id(subject: Subject) -> Iterator[Breach]:
    for credential in _badges(subject):
        for issuer in credential.members("issuer"):
            text = issuer.text("id") if isinstance(issuer.value, dict) else issuer.value
            pointer = issuer.below("id") if isinstance(issuer.value, dict) else issuer.pointer
            if isinstance(text, str) and (scheme := _scheme(text)) not in (None, "did", "https"):
                message = f"the issuer is named by {scheme}, under which nobody finds a key; wanted a DID or https"
                yield Breach(pointer, message, wanted="an id that begins with did: or https:")


def _subject_without_id(subject: Subject) -> Iterator[Breach]:
    for about in subject.objects("AchievementSubject"):
        if not about.has("id") and about.has("identifier"):
            message = "the earner has identifiers and no id, so no wallet can prove that the credential is its own"
            yield Breach(about.pointer, message, wanted="the DID of the earner, where there is one")


def _id_scheme(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        text = credential.text("id")
        if text is not None and (scheme := _scheme(text)) not in (None, "https", "http", "urn", "did"):
            message = f"the credential is named by {scheme}, which few readers know; wanted https or urn:uuid"
            yield Breach(credential.below("id"), message, wanted="an https address or a urn:uuid:")


def _malformed_uuid(subject: Subject) -> Iterator[Breach]:
    for part in _uuids(subject):
        if not _UUID.fullmatch(part.value[9:]):
            yield Breach(part.pointer, f"found {described(part.value)}, which is no UUID; wanted 32 hexadecimal digits")


def _nobodys_uuid(subject: Subject) -> Iterator[Breach]:
    for part in _uuids(subject):
        if _UUID.fullmatch(part.value[9:]) and _NOBODYS_UUID.match(part.value[9:45]):
            message = f"found {described(part.value)}, which many have; wanted a random UUID"
            yield Breach(part.pointer, message, wanted="a random UUID")


def _plain_http(subject: Subject) -> Iterator[Breach]:
    links = [(part, name) for kind, name in _FETCHED for part in subject.objects(kind)]
    links += [(part, "id") for part in subject.named("criteria")]
    for part, name in links:
        text = part.text(name)
        if text is not None and text[:5].lower() == "http:":
            message = f"found {described(text)}, which anybody on the way can change; wanted https"
            yield Breach(part.below(name), message, wanted="an address that begins with https://")


def _unreachable_address(subject: Subject) -> Iterator[Breach]:
    known: dict[str, bool] = {}
    for part in subject.links:
        host = host_of(part.value[:_MAX_SEARCHED])
        if part.value[:5].lower() == "file:":
            yield Breach(part.pointer, f"found {described(part.value)}, a file of one machine; wanted an https address")
        elif host is not None:
            if host not in known:
                known[host] = is_unreachable(host)
            if known[host]:
                message = f"found {described(part.value)}, which is no address on the public internet"
                yield Breach(part.pointer, message, wanted="an address that everybody can visit")


def _expiring_address(subject: Subject) -> Iterator[Breach]:
    for part in subject.links:
        found = _EXPIRING.search(part.value[:_MAX_SEARCHED]) if "?" in part.value else None
        if found is not None:
            message = f"found an address that is signed for a while, with {found[1]}; wanted one that stays"
            yield Breach(part.pointer, message, wanted="an address without a signature")


def _badges(subject: Subject) -> Iterator[Part]:
    return (part for part in subject.objects(*_BADGES) if part.has("credentialSubject"))


def _uuids(subject: Subject) -> Iterator[Part]:
    return (part for part in subject.links if part.value[:9].lower() == "urn:uuid:")


def _scheme(text: str) -> str | None:
    found = _SCHEME.match(text)
    return found[0].lower() if found else None


RULES: Final[Rules] = MappingProxyType(
    {
        "interop.credential-unnamed": _credential_unnamed,
        "interop.expiring-address": _expiring_address,
        "interop.id-scheme": _id_scheme,
        "interop.issuer-as-text": _issuer_as_text,
        "interop.issuer-id": _issuer_id,
        "interop.issuer-unnamed": _issuer_unnamed,
        "interop.malformed-uuid": _malformed_uuid,
        "interop.nobodys-uuid": _nobodys_uuid,
        "interop.plain-http": _plain_http,
        "interop.subject-without-id": _subject_without_id,
        "interop.unreachable-address": _unreachable_address,
    }
)
