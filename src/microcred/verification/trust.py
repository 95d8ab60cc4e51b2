"""Whom a verifier trusts to issue: said aloud, by whoever accepts a badge.

A signature shows that an issuer sealed a credential. Whether that issuer should be believed is another question, and
Open Badges 3.0 leaves it to the verifier. A policy answers it from the claimed issuer id alone, before anything is
fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from microcred.document import Document
from microcred.errors import DocumentError, Rejected, UsageError
from microcred.verification.report import Check

__all__ = ["AllOf", "AnyIssuer", "AnyOf", "Recognition", "TrustPolicy", "TrustedIssuers", "check_trust"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who vouches for an issuer, and under which name they know it (not the name that it claims for itself)."""

    by: str
    name: str | None = None


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


@dataclass(frozen=True, init=False)
class TrustedIssuers:
    """A list of issuers, by their exact ids (DID or URL)."""

    issuers: Mapping[str, str | None]
    source: str

    def __init__(
        self, *issuers: str, names: Mapping[str, str | None] | None = None, source: str = "the list of trusted issuers"
    ) -> None:
        """List ids, or map ids to the names that the list knows them by; ``source`` says whose list it is."""
        known = {**dict.fromkeys(issuers), **(names or {})}
        if not known or not all(isinstance(issuer, str) and ":" in issuer for issuer in known):
            raise UsageError(
                "usage.empty-trust-list",
                "a list of trusted issuers needs at least one id, each a DID or a URL",
                hint="say AnyIssuer() if nobody has to vouch for the issuer",
            )
        object.__setattr__(self, "issuers", MappingProxyType(known))
        object.__setattr__(self, "source", source)

    def __reduce__(self) -> tuple[object, ...]:
        return _trusted, (dict(self.issuers), self.source)

    @classmethod
    def from_file(cls, path: str | Path) -> TrustedIssuers:
        """Read a list from a file.

        Either text with one id on each line (``#`` begins a comment, a name may follow the id), or a JSON object that
        maps ids to names. Raises :class:`~microcred.errors.UsageError` for a file that is neither.
        """
        path = Path(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError("usage.unreadable-file", f"cannot read the trust list {path}: {error}") from error
        names = _from_json(text, path) if text.lstrip().startswith("{") else _from_lines(text)
        return cls(names=names, source=path.name)

    def recognise(self, issuer_id: str) -> Recognition | None:
        """The list vouches for the ids that stand in it."""
        if issuer_id not in self.issuers:
            return None
        return Recognition(self.source, self.issuers[issuer_id])


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
    raise Rejected(
        "trust.not-recognised",
        f"nobody whom this verifier trusts vouches for {issuer}",
        pointer=pointer,
        hint="add the issuer to the trusted ones, if you know it",
    )


def _trusted(names: Mapping[str, str | None], source: str) -> TrustedIssuers:
    return TrustedIssuers(names=names, source=source)


def _from_json(text: str, path: Path) -> dict[str, str | None]:
    try:
        tree = Document.parse(text).tree
    except DocumentError as error:
        raise UsageError("usage.unreadable-file", f"the trust list {path} is not JSON: {error.message}") from error
    if not all(isinstance(name, str | None) for name in tree.values()):
        raise UsageError("usage.unreadable-file", f"the trust list {path} has to map issuer ids to names")
    return dict(tree)


def _from_lines(text: str) -> dict[str, str | None]:
    entries = (
        line.partition(" #")[0].split(maxsplit=1) for line in text.splitlines() if not line.lstrip().startswith("#")
    )
    return {entry[0]: entry[1].strip() if len(entry) > 1 else None for entry in entries if entry}


@dataclass(frozen=True, slots=True, init=False)
class AnyOf:
    """Recognised by at least one of several policies; the first one that vouches is named."""

    policies: tuple[TrustPolicy, ...]

    def __init__(self, *policies: TrustPolicy) -> None:
        object.__setattr__(self, "policies", _some(policies))

    def recognise(self, issuer_id: str) -> Recognition | None:
        """The first recognition, in the order of the policies."""
        found = (policy.recognise(issuer_id) for policy in self.policies)
        return next((recognition for recognition in found if recognition is not None), None)


@dataclass(frozen=True, slots=True, init=False)
class AllOf:
    """Recognised by every one of several policies."""

    policies: tuple[TrustPolicy, ...]

    def __init__(self, *policies: TrustPolicy) -> None:
        object.__setattr__(self, "policies", _some(policies))

    def recognise(self, issuer_id: str) -> Recognition | None:
        """All recognitions in one, or ``None`` if any is missing."""
        found = [policy.recognise(issuer_id) for policy in self.policies]
        known = [recognition for recognition in found if recognition is not None]
        if len(known) < len(found):
            return None
        name = next((recognition.name for recognition in known if recognition.name), None)
        return Recognition(" and ".join(recognition.by for recognition in known), name)


def _some(policies: tuple[TrustPolicy, ...]) -> tuple[TrustPolicy, ...]:
    if not policies:
        raise UsageError("usage.empty-trust-list", "a policy over no policies decides nothing: name at least one")
    return policies
