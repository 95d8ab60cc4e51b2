"""Whether a credential, and a proof, count at the moment to judge by. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from microcred.document import JsonObject
from microcred.errors import Rejected
from microcred.instants import format_instant, parse_instant
from microcred.proofs import Proof
from microcred.verification.report import Check

__all__ = ["check_period", "check_proof_period"]

_RANGE: Final = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"


def check_period(tree: JsonObject, at: datetime, skew: timedelta) -> Check:
    """Whether ``at`` lies between validFrom and validUntil, both included (Open Badges 3.0, 9.1, step 4).

    ``skew`` forgives a clock that runs behind the issuer's; it never prolongs a credential. The members of version 1.1
    of the data model, issuanceDate and expirationDate, mean the same; where both are there, both have to hold.
    """
    starts = [(name, _instant(tree, name)) for name in ("validFrom", "issuanceDate") if name in tree]
    ends = [(name, _instant(tree, name)) for name in ("validUntil", "expirationDate") if name in tree]
    for name, start in starts:
        # A difference can always be had: the first moment of the calendar has none before it.
        if start - at > skew:
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
    if proof.created is not None and proof.created - at > skew:
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
