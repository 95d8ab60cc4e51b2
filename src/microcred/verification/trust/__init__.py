"""Whom a verifier trusts to issue: said aloud, by whoever accepts a badge.

A signature shows that an issuer sealed a credential. Whether that issuer should be believed is another question, and
Open Badges 3.0 leaves it to the verifier. A policy answers it from the claimed issuer id alone, before anything is
fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.verification.trust.combinations import AllOf, AnyOf, similar_id
    from microcred.verification.trust.issuers import TrustedIssuers, TrustedRegistries
    from microcred.verification.trust.policy import AnyIssuer, TrustPolicy, check_trust
    from microcred.verification.trust.recognition import Recognition

__all__ = [
    "AllOf",
    "AnyIssuer",
    "AnyOf",
    "Recognition",
    "TrustPolicy",
    "TrustedIssuers",
    "TrustedRegistries",
    "check_trust",
    "similar_id",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "combinations": ("AllOf", "AnyOf", "similar_id"),
            "issuers": ("TrustedIssuers", "TrustedRegistries"),
            "policy": ("AnyIssuer", "TrustPolicy", "check_trust"),
            "recognition": ("Recognition",),
        },
    )
