"""What a credential tells about its learner to everybody who ever sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_MAX_SEARCHED: Final = 100_000
_MAX_NAMES: Final = 5
_E_MAIL: Final = re.compile(r"(?<=[A-Za-z0-9._+-])(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])")
_PHONE: Final = re.compile(r"(?<![\w+])\+[1-9](?:[ ()/.-]{0,2}[0-9]){7,14}(?![0-9])")
_IN_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:(?://[^/?#]{0,300})?(.*)", re.DOTALL)
_WITH_PASSWORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^/?#@]{0,200}:[^/?#@]{1,200}@")
_SECRET: Final = re.compile(
    r"[?&#](access_token|api_?key|auth_?token|id_token|jwt|pass|password|passwd|pwd|secret|session_?id|token)=[^&#]{8}",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]{3,40}")
# Articles 9 and 10 GDPR, and what else no credential of an achievement has a need for.
_NOBODYS_BUSINESS: Final = frozenset(
    (
        *("bloodType", "citizenship", "disability", "ethnicity", "gender", "health", "maritalStatus", "nationality"),
        *("passportNumber", "placeOfBirth", "birthPlace", "race", "religion", "sex", "socialSecurityNumber", "ssn"),
        *("taxId", "taxID"),
    )
)


def _date_of_birth(subject: Subject) -> Iterator[Breach]:
    for part in subject.named("dateOfBirth", "birthDate"):
        if isinstance(part.value, str):
            message = "found a date of birth, which opens accounts and never changes; wanted none in a credential"
            yield Breach(part.pointer, message)


def _e_mail(subject: Subject) -> Iterator[Breach]:
    for part in subject.about_the_learner:
        if part.name in ("email", "identityHash") and isinstance(part.value, str) and _has_e_mail(part.value):
            message = "found the e-mail address of the learner in clear; wanted a DID, or a salted hash of it"
            yield Breach(part.pointer, message, wanted="sha256$ and the digest of address and salt")


def _e_mail_in_text(subject: Subject) -> Iterator[Breach]:
    for part in _texts(subject):
        if _has_e_mail(part.value):
            message = f"found an e-mail address in the {part.name}, for everybody to read; wanted none"
            yield Breach(part.pointer, message)


def _phone(subject: Subject) -> Iterator[Breach]:
    for part in subject.about_the_learner:
        if part.name in ("phone", "telephone", "mobile") and isinstance(part.value, str):
            yield Breach(part.pointer, "found the telephone number of the learner in clear; wanted none")
    for part in _texts(subject):
        if "+" in part.value and _PHONE.search(part.value[:_MAX_SEARCHED]):
            yield Breach(part.pointer, f"found a telephone number in the {part.name}, for everybody to read")


def _postal_address(subject: Subject) -> Iterator[Breach]:
    for part in subject.about_the_learner:
        if part.name in ("streetAddress", "postOfficeBoxNumber") and isinstance(part.value, str):
            yield Breach(part.pointer, "found the postal address of the learner; wanted none in a credential")


def _national_number(subject: Subject) -> Iterator[Breach]:
    for part in subject.about_the_learner:
        if part.name in ("identityType", "identifierType") and part.value == "nationalIdentityNumber":
            message = "found a national identity number, whose few possible values are guessed even from a salted hash"
            yield Breach(part.pointer, message, wanted="a DID, or an identifier that the issuer made up")


def _nobodys_business(subject: Subject) -> Iterator[Breach]:
    for part in subject.about_the_learner:
        if part.name in _NOBODYS_BUSINESS and isinstance(part.value, (str, bool, dict)):
            message = f"found {described(part.name)}, which says nothing of the achievement and follows the learner"
            yield Breach(part.pointer, message)


def _data_in_address(subject: Subject) -> Iterator[Breach]:
    for part in subject.links:
        found = None if part.value[:7].lower() == "mailto:" else _IN_ADDRESS.match(part.value[:_MAX_SEARCHED])
        if found is not None and _has_e_mail(found[1]):
            message = "found an e-mail address in an address, which ends up in logs and histories; wanted none"
            yield Breach(part.pointer, message, wanted="an address of random characters")


def _name_in_address(subject: Subject) -> Iterator[Breach]:
    names = [words for words in map(_words, _names(subject)) if len(words) > 1]
    for part in subject.links if names else ():
        address = part.value[:_MAX_SEARCHED].casefold()
        if any(all(word in address for word in words) for words in names):
            message = "found the name of the learner in an address, which ends up in logs and histories; wanted none"
            yield Breach(part.pointer, message, wanted="an address of random characters")


def _secret_in_address(subject: Subject) -> Iterator[Breach]:
    for part in subject.links:
        address = part.value[:_MAX_SEARCHED]
        if _WITH_PASSWORD.match(address):
            yield Breach(part.pointer, "found a user and password in an address, for everybody to use; wanted neither")
        elif ("?" in address or "#" in address) and (found := _SECRET.search(address)) is not None:
            message = f"found what looks like a secret in an address, {described(found[1])}; wanted an address without"
            yield Breach(part.pointer, message)


def _texts(subject: Subject) -> Iterator[Part]:
    readable = {part.pointer for part in subject.texts}
    for part in subject.about_the_learner:
        if part.pointer in readable and isinstance(part.value, str):
            yield part


def _has_e_mail(text: str) -> bool:
    text = text[:_MAX_SEARCHED]
    return ("@" in text or "%40" in text) and _E_MAIL.search(text) is not None


def _names(subject: Subject) -> Iterator[str]:
    """The names of the learner that the credential gives in clear; the first few."""
    found = 0
    for part in subject.about_the_learner:
        text = None
        if part.has("identityType") and part.text("identityType") == "name" and part.value.get("hashed") is False:
            text = part.text("identityHash")
        elif "AchievementSubject" in part.types():
            text = part.text("name") or " ".join(filter(None, (part.text("givenName"), part.text("familyName"))))
        if text and found < _MAX_NAMES:
            found += 1
            yield text


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name[:200].casefold()))


RULES: Final[Rules] = MappingProxyType(
    {
        "privacy.data-in-address": _data_in_address,
        "privacy.date-of-birth": _date_of_birth,
        "privacy.e-mail": _e_mail,
        "privacy.e-mail-in-text": _e_mail_in_text,
        "privacy.name-in-address": _name_in_address,
        "privacy.national-number": _national_number,
        "privacy.nobodys-business": _nobodys_business,
        "privacy.phone": _phone,
        "privacy.postal-address": _postal_address,
        "privacy.secret-in-address": _secret_in_address,
    }
)
