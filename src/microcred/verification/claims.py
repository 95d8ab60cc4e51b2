"""Whom a credential is about, and whether that is who was expected (Open Badges 3.0, 9.3). Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from microcred.document import JsonObject, child_pointer
from microcred.errors import Rejected, UsageError
from microcred.positions import listed
from microcred.verification.report import Check

__all__ = ["Recipient", "check_recipient"]

# What people call themselves: whoever wants to lend a badge to a DID could have chosen it for a name.
_CHOSEN: Final = ("name", "userName")


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person that a credential should be about: a plain identifier, and its type where it is known.

    ``identity_type`` is one of the standard's identifier types (``emailAddress``, ``name``, …); left out, an e-mail
    address is taken as ``emailAddress`` and anything else matches the subject's ``id`` or an identifier of any type. A
    DID or URL is nobody's ``name``, which people choose for themselves.
    """

    identifier: str
    identity_type: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.identifier, str) or not self.identifier:
            raise UsageError("usage.no-recipient", f"the expected recipient is {self.identifier!r:.60}, wanted a text")


def check_recipient(tree: JsonObject, expected: Recipient) -> Check:
    """Whether the subject is the expected recipient (Open Badges 3.0, 9.3): by id, plain or hashed identifier.

    Identifiers are compared exactly, hashes in constant time. The check says which one matched.
    """
    subject = tree.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
    subject = subject if isinstance(subject, dict) else {}
    wanted = expected.identifier
    expected_bytes = _encoded(wanted)
    if isinstance(subject.get("id"), str) and hmac.compare_digest(_encoded(subject["id"]), expected_bytes):
        return Check.passed("recipient", f"the subject's id is {wanted}", matched="/credentialSubject/id")
    identifiers = listed(subject.get("identifier", []))
    for index, identity in enumerate(identifiers):
        if isinstance(identity, dict) and _is_of_the_type(identity.get("identityType"), expected):
            form = _matching_form(identity, wanted)
            if form is not None:
                place = child_pointer("/credentialSubject/identifier", index)
                return Check.passed("recipient", f"a {form} of the subject matches", matched=place, form=form)
    other = f", nor is any of its {len(identifiers)} identifiers" if identifiers else ""
    raise Rejected(
        "recipient.no-match",
        f"the subject's id is not {wanted}{other}",
        pointer="/credentialSubject",
        hint="identifiers are compared exactly, capital letters included",
    )


def _is_of_the_type(found: Any, expected: Recipient) -> bool:
    if expected.identity_type is not None:
        return bool(found == expected.identity_type)
    if _is_email(expected.identifier):
        return bool(found == "emailAddress")
    return ":" not in expected.identifier or found not in _CHOSEN


def _matching_form(identity: Mapping[str, Any], wanted: str) -> str | None:
    written, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(written, str) or not isinstance(salt, str):
        return None
    if identity.get("hashed") is False:
        return "plain identifier" if hmac.compare_digest(_encoded(written), _encoded(wanted)) else None
    algorithm, _, digest = written.partition("$")
    if identity.get("hashed") is not True or algorithm not in ("sha256", "md5"):
        return None
    # M-8: the hexadecimal digest of identifier and salt, in either case. MD5 is read, never written.
    computed = hashlib.new(algorithm, _encoded(wanted + salt), usedforsecurity=False).hexdigest()
    return f"{algorithm} identifier" if hmac.compare_digest(_encoded(digest.lower()), computed.encode()) else None


def _encoded(text: str) -> bytes:
    # What an application passes on from a form may hold half a surrogate pair, which then matches nobody.
    return text.encode("utf-8", "surrogatepass")


def _is_email(text: str) -> bool:
    return "@" in text and ":" not in text and "/" not in text
