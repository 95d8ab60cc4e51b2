"""Several policies in one, and what can be told about any of them."""

from __future__ import annotations

from dataclasses import dataclass

from microcred.verification.trust.issuers import TrustedIssuers, TrustedRegistries
from microcred.verification.trust.policy import TrustPolicy, at_least_one
from microcred.verification.trust.recognition import Recognition

__all__ = ["AllOf", "AnyOf", "similar_id"]


@dataclass(frozen=True, slots=True, init=False)
class AnyOf:
    """Recognised by at least one of several policies; the first one that vouches is named."""

    policies: tuple[TrustPolicy, ...]

    def __init__(self, *policies: TrustPolicy) -> None:
        object.__setattr__(self, "policies", at_least_one(policies))

    def recognise(self, issuer_id: str) -> Recognition | None:
        """The first recognition, in the order of the policies."""
        found = (policy.recognise(issuer_id) for policy in self.policies)
        return next((recognition for recognition in found if recognition is not None), None)


@dataclass(frozen=True, slots=True, init=False)
class AllOf:
    """Recognised by every one of several policies."""

    policies: tuple[TrustPolicy, ...]

    def __init__(self, *policies: TrustPolicy) -> None:
        object.__setattr__(self, "policies", at_least_one(policies))

    def recognise(self, issuer_id: str) -> Recognition | None:
        """All recognitions in one, or ``None`` if any is missing."""
        found = [policy.recognise(issuer_id) for policy in self.policies]
        known = [recognition for recognition in found if recognition is not None]
        if len(known) < len(found):
            return None
        name = next((recognition.name for recognition in known if recognition.name), None)
        return Recognition(" and ".join(recognition.by for recognition in known), name)


def similar_id(policy: TrustPolicy, issuer_id: str) -> str | None:
    """An id in a policy that looks like one that is not in it; ``None`` also for a policy that keeps no list."""
    match policy:
        case TrustedIssuers():
            return policy.similar(issuer_id)
        case AnyOf(policies=inner) | AllOf(policies=inner) | TrustedRegistries(registries=inner):
            return next((found for each in inner if (found := similar_id(each, issuer_id)) is not None), None)
    return None
