"""The checks that need nothing but the credential and what the verifier asks: dates and recipient. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from microcred.document import JsonObject, child_pointer
from microcred.errors import Rejected, UsageError
from microcred.instants import format_instant, parse_instant
from microcred.positions import listed
from microcred.proofs import Proof
from microcred.verification.report import Check

__all__ = ["Recipient", "check_period", "check_proof_period", "check_recipient"]

_RANGE: Final = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person that a credential should be about: a plain identifier, and its type where it is known.

    ``identity_type`` is one of the standard's identifier types (``emailAddress``, ``name``, …); left out, an e-mail
    address is taken as ``emailAddress`` and anything else matches the subject's ``id`` or an identifier of any type.
    """

    identifier: str
    identity_type: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.identifier, str) or not self.identifier:
            raise UsageError("usage.no-recipient", f"the expected recipient is {self.identifier!r:.60}, wanted a text")


def check_period(tree: JsonObject, at: datetime, skew: timedelta) -> Check:
    """Whether ``at`` lies between validFrom and validUntil, both included (Open Badges 3.0, 9.1, step 4).

    ``skew`` forgives a clock that runs behind the issuer's; it never prolongs a credential. The members of version 1.1
    of the data model, issuanceDate and expirationDate, mean the same; where both are there, both have to hold.
    """
    starts = [(name, _instant(tree, name)) for name in ("validFrom", "issuanceDate") if name in tree]
    ends = [(name, _instant(tree, name)) for name in ("validUntil", "expirationDate") if name in tree]
    for name, start in starts:
        if at < start - skew:
            raise Rejected(
                "period.not-yet-valid",
                f"valid from {tree[name]}, and it is {format_instant(at)}",
                pointer=f"/{name}",
                problem=_RANGE,
            )
    for name, end in ends:
        if at > end:
            raise Rejected(
                "period.expired",
                f"expired on {tree[name]}, and it is {format_instant(at)}",
                pointer=f"/{name}",
                hint="ask the issuer for a renewed credential; it was genuine until then if the other checks passed",
                problem=_RANGE,
            )
    until = " and ".join(f"until {tree[name]}" for name, _ in ends) or "without an end"
    return Check.passed("period", f"valid {until}", **{name: tree[name] for name, _ in (*starts, *ends)})


def check_proof_period(proof: Proof, at: datetime, skew: timedelta) -> None:
    """A proof counts from ``created`` to ``expires`` (Data Integrity 1.0, 2.1); raises Rejected outside of it."""
    if proof.created is not None and at < proof.created - skew:
        raise Rejected(
            "proof.not-yet-valid",
            f"the proof was created at {proof.members['created']}, and it is {format_instant(at)}",
            pointer=f"{proof.pointer}/created",
        )
    if proof.expires is not None and at > proof.expires:
        raise Rejected(
            "proof.expired",
            f"the proof expired at {proof.members['expires']}, and it is {format_instant(at)}",
            pointer=f"{proof.pointer}/expires",
        )


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
    identity_type = expected.identity_type or ("emailAddress" if _is_email(wanted) else None)
    for index, identity in enumerate(identifiers):
        if isinstance(identity, dict) and identity_type in (None, identity.get("identityType")):
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


def _instant(tree: JsonObject, name: str) -> datetime:
    value = tree[name]
    instant = parse_instant(value, zone_required=False) if isinstance(value, str) else None
    if instant is None:
        # A date that cannot be read is never taken for no date at all.
        raise Rejected(
            "period.unreadable",
            f"{name} is {value!r:.60}, wanted a date and time such as 2026-01-31T12:00:00Z",
            pointer=f"/{name}",
            problem=_RANGE,
        )
    return instant


def _encoded(text: str) -> bytes:
    # What an application passes on from a form may hold half a surrogate pair, which then matches nobody.
    return text.encode("utf-8", "surrogatepass")


def _is_email(text: str) -> bool:
    return "@" in text and ":" not in text and "/" not in text
