"""Whom a verifier trusts to issue: said aloud, by whoever accepts a badge.

A signature shows that an issuer sealed a credential. Whether that issuer should be believed is another question, and
Open Badges 3.0 leaves it to the verifier. A policy answers it from the claimed issuer id alone, before anything is
fetched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from microcred.errors import FetchError, Rejected, UsageError
from microcred.verification.fetch import Fetcher, FetchLimits, FetchSession, HttpsFetcher
from microcred.verification.issuer_registries import MAX_LIST_BYTES, read_issuers, read_registries
from microcred.verification.report import Check

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

_MAX_COMPARED: Final = 2_000


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
    _folded: Mapping[str, str] = field(repr=False, compare=False)

    def __init__(
        self, *issuers: str, names: Mapping[str, str | None] | None = None, source: str = "the list of trusted issuers"
    ) -> None:
        """List ids, or map ids to the names that the list knows them by; ``source`` says whose list it is."""
        known = {**dict.fromkeys(issuers), **(names or {})}
        wrong = next((issuer for issuer in known if not isinstance(issuer, str) or ":" not in issuer), None)
        if not known or wrong is not None:
            found = "has no id" if wrong is None else f"has {wrong!r:.60}"
            raise UsageError(
                "usage.empty-trust-list",
                f"{source[:200]} {found}, wanted at least one id, each a DID or a URL",
                hint="say AnyIssuer(), or --trust any, if nobody has to vouch for the issuer",
            )
        object.__setattr__(self, "issuers", MappingProxyType(known))
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "_folded", MappingProxyType({_folded(issuer): issuer for issuer in known}))

    def __reduce__(self) -> tuple[object, ...]:
        return _trusted, (dict(self.issuers), self.source)

    @classmethod
    def from_file(cls, path: str | Path) -> TrustedIssuers:
        """Read a list from a file.

        Text with one id on each line (``#`` begins a comment, a name may follow the id), a JSON object that maps ids to
        names, or a registry as the Digital Credentials Consortium and LearnCard publish theirs. Raises
        :class:`~microcred.errors.UsageError` for a file that is none of them.
        """
        return cls(names=read_issuers(_content(path), str(path)), source=Path(path).name)

    @classmethod
    def from_url(
        cls, url: str, *, fetcher: Fetcher | None = None, limits: FetchLimits | None = None, source: str | None = None
    ) -> TrustedIssuers:
        """Fetch a list from an https URL, now and once; the forms are those of :meth:`from_file`.

        The policy is a value: to learn what has changed, make it again. ``source`` is the name to report the list by;
        its URL, if left out. Raises :class:`~microcred.errors.FetchError` for a list that cannot be had, also for one
        whose host sends elsewhere, and :class:`~microcred.errors.UsageError` for one that is in none of the forms.
        """
        session = _session(fetcher, limits)
        return cls(names=read_issuers(_fetched(url, session), url), source=source or url)

    def recognise(self, issuer_id: str) -> Recognition | None:
        """The list vouches for the ids that stand in it."""
        if issuer_id not in self.issuers:
            return None
        return Recognition(self.source, self.issuers[issuer_id])

    def similar(self, issuer_id: str) -> str | None:
        """A listed id that looks like one that is not, for a hint: the two are never taken for one another."""
        if (folded := _folded(issuer_id)) in self._folded:
            return self._folded[folded]
        # Letters of other alphabets look like those of ours, so a letter beyond ASCII may stand for any.
        foreign = not issuer_id.isascii() and len(issuer_id) <= _MAX_COMPARED
        return next((listed for listed in self.issuers if foreign and _looks_alike(listed, issuer_id)), None)


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
    similar = similar_id(policy, issuer)
    raise Rejected(
        "trust.not-recognised",
        f"nobody whom this verifier trusts vouches for {issuer}",
        pointer=pointer,
        hint=f"{similar} is trusted, which is another id, however much it looks like this one"
        if similar
        else "add the issuer to the trusted ones, if you know it",
    )


def _trusted(names: Mapping[str, str | None], source: str) -> TrustedIssuers:
    return TrustedIssuers(names=names, source=source)


@dataclass(frozen=True, slots=True)
class TrustedRegistries:
    """Several lists of issuers that somebody else keeps: the first one that has the issuer vouches for it.

    ``left_out`` names the registries that are not asked, because they are of a kind that is not read here.
    """

    registries: tuple[TrustedIssuers, ...]
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _some(self.registries)

    @classmethod
    def from_file(
        cls, path: str | Path, *, fetcher: Fetcher | None = None, limits: FetchLimits | None = None
    ) -> TrustedRegistries:
        """Read a registry, or a list of registries, from a file; those that a list names are fetched as below."""
        session = _session(fetcher, limits)
        return cls._of(_content(path), str(path), Path(path).name, session)

    @classmethod
    def from_url(
        cls, url: str, *, fetcher: Fetcher | None = None, limits: FetchLimits | None = None
    ) -> TrustedRegistries:
        """Fetch a registry, or a list of registries and then each of them, now and once.

        A list is a JSON array of objects with ``name``, ``type`` and ``url``, the most authoritative one first; of the
        types, ``dcc-legacy`` is read. Raises :class:`~microcred.errors.FetchError` if one of them cannot be had, since
        issuers would seem to be unknown who are not, and :class:`~microcred.errors.UsageError`.
        """
        session = _session(fetcher, limits)
        return cls._of(_fetched(url, session), url, url, session)

    @classmethod
    def _of(cls, content: bytes, where: str, source: str, session: FetchSession) -> TrustedRegistries:
        entries = read_registries(content, where)
        if entries is None:
            return cls((TrustedIssuers(names=read_issuers(content, where), source=source),))
        registries, left_out = [], []
        for entry in entries:
            if entry.kind != "dcc-legacy" or entry.url is None:
                left_out.append(entry.name)
                continue
            names = read_issuers(_fetched(entry.url, session), entry.url)
            registries.append(TrustedIssuers(names=names, source=entry.name))
        return cls(tuple(registries), tuple(left_out))

    def recognise(self, issuer_id: str) -> Recognition | None:
        """The first registry that has the issuer, in the order of the list."""
        found = (registry.recognise(issuer_id) for registry in self.registries)
        return next((recognition for recognition in found if recognition is not None), None)


def _session(fetcher: Fetcher | None, limits: FetchLimits | None) -> FetchSession:
    return FetchSession(fetcher or HttpsFetcher(), limits or FetchLimits())


def _content(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_LIST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            "usage.unreadable-file", f"cannot read the trust list {str(path)!r}: {error.strerror or error}"
        ) from error


def _fetched(url: str, session: FetchSession) -> bytes:
    fetched = session.get(url, accept="application/json, text/plain")
    # Whoever answers decides whom to trust, so that is said aloud, and not left to a redirect.
    if urlsplit(fetched.url).netloc != urlsplit(url).netloc:
        raise FetchError(
            "trust.redirected",
            f"the trust list {url[:200]} sends on to {fetched.url[:200]}, which is another host",
            hint="name the other address, if that is whom you trust",
        )
    return fetched.body


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


def similar_id(policy: TrustPolicy, issuer_id: str) -> str | None:
    """An id in a policy that looks like one that is not in it; ``None`` also for a policy that keeps no list."""
    match policy:
        case TrustedIssuers():
            return policy.similar(issuer_id)
        case AnyOf(policies=inner) | AllOf(policies=inner) | TrustedRegistries(registries=inner):
            return next((found for each in inner if (found := similar_id(each, issuer_id)) is not None), None)
    return None


def _looks_alike(listed: str, issuer_id: str) -> bool:
    return len(listed) == len(issuer_id) and all(
        ours == theirs or not theirs.isascii() for ours, theirs in zip(listed, issuer_id, strict=True)
    )


def _folded(issuer_id: str) -> str:
    """What is left of an id without what is easily overlooked: case, escapes, invisible characters, a last slash."""
    text = unicodedata.normalize("NFKC", unquote(issuer_id[:_MAX_COMPARED])).casefold()
    return "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Zs")).rstrip("/#")
