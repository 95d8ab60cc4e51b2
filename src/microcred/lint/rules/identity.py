"""How the earner is named: identifiers, in clear or hashed so that only those who know one recognise it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_SHORTEST_SALT: Final = 16
_SALT: Final = f"{_SHORTEST_SALT} random characters or more"
_HASH: Final = re.compile(r"(?:md5|sha-?1|sha-?256|sha-?512)\$[0-9A-Fa-f]{1,128}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")
_E_MAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
_OF_THINGS: Final = frozenset(
    ("isbn", "issn", "ltiContextId", "ltiDeploymentId", "ltiPlatformId", "ltiToolId", "productId")
)


def _md5(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=True):
        if (identity.text("identityHash") or "").startswith("md5$"):
            message = "found an md5 hash, which is quickly guessed and can be forged; wanted sha256"
            yield Breach(identity.below("identityHash"), message, wanted="sha256$ and 64 hexadecimal digits")


def _no_salt(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=True):
        if identity.value.get("salt") in (None, "") and identity.has("identityHash"):
            message = "the identifier is hashed without salt, so whoever has a list of addresses finds out whose it is"
            yield Breach(identity.below("identityHash"), message, wanted=f"a salt of {_SALT}")


def _weak_salt(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=True):
        salt = identity.text("salt")
        if salt and (len(salt) < _SHORTEST_SALT or len(set(salt)) < _SHORTEST_SALT // 3):
            message = f"found the salt {described(salt)}, which can be guessed; wanted {_SALT}"
            yield Breach(identity.below("salt"), message, wanted=_SALT)


def _same_salt(subject: Subject) -> Iterator[Breach]:
    first: dict[str, str] = {}
    for identity in _identities(subject, hashed=True):
        salt = identity.text("salt")
        if salt and first.setdefault(salt, identity.pointer) != identity.pointer:
            message = f"found the salt of {first[salt]:.80}, so both are guessed at once; wanted another"
            yield Breach(identity.below("salt"), message, wanted="a salt of its own")


def _salt_without_hash(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=False):
        if identity.has("salt"):
            message = "found a salt beside an identifier in clear; wanted a hash, or no salt"
            yield Breach(identity.below("salt"), message, on="name")


def _looks_hashed(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=False):
        if _HASH.fullmatch(identity.text("identityHash") or ""):
            message = "found what looks like a hash, and hashed is false, so nobody will ever match it"
            yield Breach(identity.below("identityHash"), message, wanted="hashed true, or the identifier in clear")


def _not_an_address(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=False):
        text = identity.text("identityHash")
        if identity.text("identityType") != "emailAddress" or text is None or _HASH.fullmatch(text):
            continue
        if not _E_MAIL.fullmatch(text.strip()):
            message = f"found {described(text)} of the type emailAddress; wanted an e-mail address"
            yield Breach(identity.below("identityHash"), message, wanted="an e-mail address, or another identityType")


def _not_a_person(subject: Subject) -> Iterator[Breach]:
    for identity in subject.objects("IdentityObject"):
        if identity.text("identityType") in _OF_THINGS:
            message = f"found {described(identity.text('identityType'))}, which names a thing; wanted that of a person"
            yield Breach(identity.below("identityType"), message)


def _white_space(subject: Subject) -> Iterator[Breach]:
    for identity in _identities(subject, hashed=False):
        text = identity.text("identityHash") or ""
        if text != text.strip():
            message = f"found {described(text)}, which no comparison matches for its white space; wanted none around it"
            yield Breach(identity.below("identityHash"), message, wanted=described(text.strip()))


def _address_as_id(subject: Subject) -> Iterator[Breach]:
    for part in subject.named("id"):
        if isinstance(part.value, str) and part.value[:7].lower() == "mailto:":
            message = "found an e-mail address as id, which everybody reads and nobody can prove; wanted a DID"
            yield Breach(part.pointer, message, wanted="a DID, or an identifier that is hashed")


def _identities(subject: Subject, *, hashed: bool) -> Iterator[Part]:
    for identity in subject.objects("IdentityObject"):
        if identity.value.get("hashed") is hashed:
            yield identity


RULES: Final[Rules] = MappingProxyType(
    {
        "identity.address-as-id": _address_as_id,
        "identity.looks-hashed": _looks_hashed,
        "identity.md5": _md5,
        "identity.no-salt": _no_salt,
        "identity.not-a-person": _not_a_person,
        "identity.not-an-address": _not_an_address,
        "identity.salt-without-hash": _salt_without_hash,
        "identity.same-salt": _same_salt,
        "identity.weak-salt": _weak_salt,
        "identity.white-space": _white_space,
    }
)
