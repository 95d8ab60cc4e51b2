"""Policies that are lists: of issuers, and of registries that somebody else keeps."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from microcred.errors import FetchError, UsageError
from microcred.verification.trust.policy import at_least_one
from microcred.verification.trust.recognition import Recognition
from microcred.verification.trust.registries import MAX_LIST_BYTES, read_issuers, read_registries

if TYPE_CHECKING:
    from microcred.verification.fetch import Fetcher, FetchLimits, FetchSession

__all__ = ["TrustedIssuers", "TrustedRegistries"]

_MAX_COMPARED: Final = 2_000


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
        wrong = [issuer for issuer in known if not isinstance(issuer, str) or ":" not in issuer]
        if not known or wrong:
            found = f"has {wrong[0]!r:.60}" if wrong else "has no id"
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
        at_least_one(self.registries)

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
    from microcred.verification.fetch import FetchLimits, FetchSession, HttpsFetcher

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


def _looks_alike(listed: str, issuer_id: str) -> bool:
    return len(listed) == len(issuer_id) and all(
        ours == theirs or not theirs.isascii() for ours, theirs in zip(listed, issuer_id, strict=True)
    )


def _folded(issuer_id: str) -> str:
    """What is left of an id without what is easily overlooked: case, escapes, invisible characters, a last slash."""
    text = unicodedata.normalize("NFKC", unquote(issuer_id[:_MAX_COMPARED])).casefold()
    return "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Zs")).rstrip("/#")
