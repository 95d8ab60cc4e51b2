"""The question that a policy answers, and the check that asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from microcred.errors import Rejected, UsageError
from microcred.verification.report import Check

if TYPE_CHECKING:
    from microcred.verification.trust.recognition import Recognition

__all__ = ["AnyIssuer", "TrustPolicy", "at_least_one", "check_trust"]


class TrustPolicy(Protocol):
    """An extension point with one method: does somebody vouch for this issuer?"""

    def recognise(self, issuer_id: str) -> Recognition | None:
        """Who vouches for the issuer with this id; ``None`` if nobody does. Compares ids exactly."""


@dataclass(frozen=True, slots=True)
class AnyIssuer:
    """No policy: every issuer is let through, and the report shows that nobody vouched for it."""

    def recognise(self, issuer_id: str) -> Recognition | None:  # noqa: ARG002 - it does not look
        """Nobody."""
        return None


def check_trust(policy: TrustPolicy, issuer: str, *, pointer: str = "/issuer", decides: bool = True) -> Check:
    """Whether ``policy`` vouches for an issuer; raises :class:`~microcred.errors.Rejected` if it does not.

    ``pointer`` is where the credential names the issuer. Unless it ``decides``, nobody has to vouch, and the check only
    says who does.
    """
    recognition = policy.recognise(issuer)
    if recognition is not None:
        known = f" as {recognition.name!r}" if recognition.name else ""
        return Check.passed(
            "trust", f"{recognition.by} vouches for {issuer}{known}", by=recognition.by, name=recognition.name
        )
    if isinstance(policy, AnyIssuer) or not decides:
        asked = "was asked to vouch" if isinstance(policy, AnyIssuer) else "whom this verifier trusts vouches"
        return Check.not_applicable(
            "trust",
            f"nobody {asked} for {issuer}: its name and description are its own words",
            "trust.not-vouched-for",
            "say whom you trust: TrustedIssuers(…), or --trust on the command line",
        )
    from microcred.verification.trust.combinations import similar_id

    similar = similar_id(policy, issuer)
    raise Rejected(
        "trust.not-recognised",
        f"nobody whom this verifier trusts vouches for {issuer}",
        pointer=pointer,
        hint=f"{similar} is trusted, which is another id, however much it looks like this one"
        if similar
        else "add the issuer to the trusted ones, if you know it",
    )


def at_least_one(policies: tuple[TrustPolicy, ...]) -> tuple[TrustPolicy, ...]:
    """The policies, of which there has to be one; raises :class:`~microcred.errors.UsageError`."""
    if not policies:
        raise UsageError("usage.empty-trust-list", "a policy over no policies decides nothing: name at least one")
    return policies
