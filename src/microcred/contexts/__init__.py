"""Other people's JSON-LD contexts, kept here as data and never fetched.

A JSON-LD signature covers what the contexts make of the JSON, so whoever serves a context decides what was signed. The
contexts that a credential can name are therefore part of this package, each pinned by its SHA-256 (Verifiable
Credentials Data Model 2.0, 5.3), and a URL that is not known here is simply not known.

Publishers have edited contexts in place, under an unchanged URL. Such a URL has several versions here, newest first,
and :func:`candidates` says in which order to try them. ``index.json`` lists them all; ``NOTICE.md`` tells where they
come from, and under which licences.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from microcred.errors import Undetermined, UsageError
from microcred.rooms import content

__all__ = ["BUNDLED", "ContextVersion", "Contexts", "candidates"]

MAX_CONTEXT_BYTES = 1 << 20
"""The longest context that :meth:`Contexts.with_context` takes, in bytes; the longest one known has 172 000."""

MAX_CANDIDATES = 12
"""How many selections :func:`candidates` yields at most: each one costs its caller a canonicalisation."""

_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f#<>"{}|\\^`]+')


class ContextVersion(NamedTuple):
    """What one context URL has served from one day on.

    ``label`` is the day (``YYYY-MM-DD``) since which a URL with several versions is known to have served this one,
    ``current`` where there is only one, and ``supplied`` for a context that the caller brought. ``upstream_sha256`` and
    ``upstream_sha384`` are the digests of the bytes as published, which a standard or an issuer may name; ``sha256`` is
    that of the bytes here, which hold the same JSON. ``source`` tells where those came from, ``licence`` is an SPDX
    expression, and ``note`` says what sets this version apart.
    """

    url: str
    label: str
    upstream_sha256: str
    sha256: str
    source: str
    licence: str = "NOASSERTION"
    note: str = ""
    file: str = ""
    upstream_sha384: str = ""
    content: bytes | None = None

    def __repr__(self) -> str:
        return f"ContextVersion(url={self.url!r}, label={self.label!r}, sha256={self.sha256!r})"

    def text(self) -> bytes:
        """The document as UTF-8 JSON; raises ``contexts.corrupt`` where a packaged file is not what was recorded."""
        return _packaged(self.file, self.sha256) if self.content is None else self.content

    def load(self) -> dict[str, Any]:
        """The document, parsed anew on every call: whatever a caller does to it, no other caller sees."""
        document: dict[str, Any] = json.loads(self.text())
        return document


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts that may be used: those of this package, and the ``supplied`` ones of the caller.

    Immutable, and cheap to build, compare and pickle: the packaged contexts are read when they are asked for.
    """

    supplied: tuple[ContextVersion, ...] = ()

    def versions(self, url: str) -> tuple[ContextVersion, ...]:
        """All versions of a context, newest first, also under an alias of its URL; empty where it is not known.

        URLs are compared character by character, as JSON-LD does.
        """
        supplied = tuple(version for version in self.supplied if version.url == url)
        index = _index()
        return supplied or index.versions.get(index.aliases.get(url, url), ())

    def with_context(self, url: str, document: bytes | Mapping[str, Any]) -> Contexts:
        """These contexts and one more: ``document`` is the whole JSON document that stands at ``url``.

        A URL that is known already keeps its meaning: the same JSON changes nothing, and other JSON is refused
        (``contexts.pinned``), for it would change what existing signatures are about.
        """
        if not _ABSOLUTE_IRI.fullmatch(url):
            found = f"a context needs an absolute URL without a fragment, not {url[:200]!r}"
            raise UsageError("contexts.bad-url", found)
        content, meaning = _supplied(url, document)
        known = self.versions(url)
        if any(_meaning(version.load()) == meaning for version in known):
            return self
        if known:
            raise UsageError(
                "contexts.pinned",
                f"{url} is pinned to {len(known)} known version(s), and the supplied document is none of them",
                hint="leave it out; a context that its publisher has changed needs a newer microcred",
                evidence={"pinned": [version.upstream_sha256 for version in known]},
            )
        digest, longer = hashlib.sha256(content).hexdigest(), hashlib.sha384(content).hexdigest()
        version = ContextVersion(url, "supplied", digest, digest, "supplied", upstream_sha384=longer, content=content)
        return Contexts((*self.supplied, version))

    def urls(self) -> frozenset[str]:
        """Every URL that :meth:`versions` knows, aliases included."""
        index = _index()
        return frozenset((*index.versions, *index.aliases, *(version.url for version in self.supplied)))

    def defining(self, term: str) -> tuple[str, ...]:
        """The URLs of the contexts that define a term, at their top level or in a scope, the most likely one first.

        Meant for a hint ("add this context"): only the newest version of each URL counts, and an ``@vocab``, which
        makes an IRI of any word, is no definition.
        """
        supplied = tuple(version.url for version in self.supplied if term in _terms(version.load()))
        return supplied + _definitions().get(term, ())

    def resembling(self, term: str) -> str | None:
        """The word of Open Badges 3.0 or of the data model that ``term`` may be misspelled from, if there is one."""
        import difflib  # few words are misspelled

        alike = [word for word in _words() if abs(len(word) - len(term)) <= 2 and word[:1] == term[:1]]
        near = difflib.get_close_matches(term, alike, n=1, cutoff=0.85)
        return near[0] if near else None


BUNDLED = Contexts()
"""The contexts of this package, and no others."""


def candidates(
    contexts: Contexts, urls: Iterable[str], words: Set[str] | None = None
) -> Iterator[Mapping[str, ContextVersion]]:
    """The selections of versions under which a document that names ``urls`` may have been signed, likeliest first.

    First the newest version of all; then back in time, day by day on which one of the URLs was edited, each URL with
    the version that it served on that day; then the newest of all but one older version, for signers that held a stale
    copy of one context. No selection comes twice, and at most :data:`MAX_CANDIDATES` come at all. The keys are the URLs
    as given; an unknown URL has no key, and it is for the document loader to refuse it.

    ``words`` are all member names and strings of the document: with them, a version that defines every one of them just
    as a newer one does is passed over.
    """
    known = {url: versions for url in dict.fromkeys(urls) if (versions := contexts.versions(url))}
    alike = [_alike(versions, words) for versions in known.values()]
    selections = (
        tuple(same[version] for same, version in zip(alike, selection, strict=True))
        for selection in _selections(tuple(known.values()))
    )
    for selection in islice(dict.fromkeys(selections), MAX_CANDIDATES):
        yield MappingProxyType(dict(zip(known, selection, strict=True)))


def _alike(versions: tuple[ContextVersion, ...], words: Set[str] | None) -> dict[ContextVersion, ContextVersion]:
    """For each version, the newest one that reads these words in the same way."""
    newest: dict[ContextVersion, ContextVersion] = {}
    for version in versions:
        same = (kept for kept in newest.values() if words is not None and _reads_alike(version, kept, words))
        newest[version] = next(same, version)
    return newest


def _reads_alike(one: ContextVersion, other: ContextVersion, words: Set[str]) -> bool:
    differing = differing_terms(one, other)
    return not any(term.startswith("@") for term in differing) and differing.isdisjoint(words)


@lru_cache(maxsize=256)
def differing_terms(one: ContextVersion, other: ContextVersion) -> frozenset[str]:
    """The terms, and the keywords, that two versions of a context define differently, in whatever scope."""
    return frozenset(_differing(one.load().get("@context"), other.load().get("@context")))


def _differing(one: Any, other: Any) -> Iterator[str]:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        if one != other:
            yield "@context"
        return
    for term in one.keys() | other.keys():
        here, there = one.get(term), other.get(term)
        if _without_scope(here) != _without_scope(there):
            yield term
            if _is_prefix(here) or _is_prefix(there):
                # Other terms, and values, may be written with it.
                yield "@prefix"
        elif isinstance(here, dict) and isinstance(there, dict) and here != there:
            yield from _differing(here.get("@context"), there.get("@context"))


def _is_prefix(definition: Any) -> bool:
    return isinstance(definition, str) and definition.endswith(tuple(":/?#[]@"))


def _without_scope(definition: Any) -> Any:
    if not isinstance(definition, dict):
        return definition
    return {name: None if name == "@context" else value for name, value in definition.items()}


def _selections(known: tuple[tuple[ContextVersion, ...], ...]) -> Iterator[tuple[ContextVersion, ...]]:
    newest = tuple(versions[0] for versions in known)
    yield newest
    edited = [versions for versions in known if len(versions) > 1]
    for day in sorted({version.label for versions in edited for version in versions}, reverse=True):
        yield tuple(_on(day, versions) for versions in known)
    for age in range(1, max(map(len, known), default=0)):
        for place, versions in enumerate(known):
            if age < len(versions):
                yield (*newest[:place], versions[age], *newest[place + 1 :])


def _on(day: str, versions: tuple[ContextVersion, ...]) -> ContextVersion:
    """The version that was served on a day; the oldest one where the day is before all of them."""
    return next((version for version in versions if version.label <= day), versions[-1])


class _Index(NamedTuple):
    versions: Mapping[str, tuple[ContextVersion, ...]]
    aliases: Mapping[str, str]


@cache
def _index() -> _Index:
    index = json.loads(_read("index.json"))
    versions = {
        url: tuple(ContextVersion(url=url, **entry) for entry in entries) for url, entries in index["versions"].items()
    }
    return _Index(MappingProxyType(versions), MappingProxyType(index["aliases"]))


@lru_cache(maxsize=128)
def _packaged(file: str, sha256: str) -> bytes:
    content = _read(f"data/{file}")
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise _corrupt(file, f"has the SHA-256 {found}, and {sha256} was recorded")
    return content


def _read(path: str) -> bytes:
    try:
        return content(__name__, path)
    except OSError as error:
        raise _corrupt(path, f"cannot be read ({error.strerror})") from error


def _corrupt(file: str, what: str) -> Undetermined:
    # A damaged installation says nothing about the badge, so this is no ContextError, which would reject it.
    return Undetermined("contexts.corrupt", f"the packaged context file {file} {what}", hint="install microcred again")


@cache
def _definitions() -> Mapping[str, tuple[str, ...]]:
    # The index lists the contexts in the order in which they are likely to be wanted.
    found: dict[str, list[str]] = {}
    for url, versions in _index().versions.items():
        for term in _terms(versions[0].load()):
            found.setdefault(term, []).append(url)
    return MappingProxyType({term: tuple(urls) for term, urls in found.items()})


@cache
def _words() -> tuple[str, ...]:
    likely = ("https://purl.imsglobal.org/spec/ob/v3p0/", "https://www.w3.org/ns/credentials/v2")
    return tuple(term for term, urls in _definitions().items() if any(url.startswith(likely) for url in urls))


def _terms(document: Mapping[str, Any]) -> frozenset[str]:
    """The terms that a context defines, also in its type- and property-scoped contexts (JSON-LD 1.1, 4.1.8)."""
    found: set[str] = set()
    pending = [document["@context"]]
    while pending:
        match pending.pop():
            case list() as several:
                pending += several
            case dict() as context:
                defined = {term: to for term, to in context.items() if not term.startswith("@") and to is not None}
                found.update(defined)
                pending += [to["@context"] for to in defined.values() if isinstance(to, dict) and "@context" in to]
    return frozenset(found)


def _supplied(url: str, document: bytes | Mapping[str, Any]) -> tuple[bytes, str]:
    """The bytes of a context that the caller brought, and its :func:`_meaning`."""
    try:
        content = document if isinstance(document, bytes) else _meaning(document).encode()
        if len(content) > MAX_CONTEXT_BYTES:
            raise _no_context(url, f"has {len(content)} bytes, and {MAX_CONTEXT_BYTES} are allowed")
        parsed = json.loads(content.decode(), object_pairs_hook=_unique, parse_constant=_refuse_constant)
        if not isinstance(parsed, dict) or "@context" not in parsed:
            raise _no_context(url, 'is not a JSON object with a member "@context"')
        return content, _meaning(parsed)
    except (ValueError, TypeError, RecursionError) as error:
        raise _no_context(url, f"is not well-formed JSON: {error}") from error


def _no_context(url: str, what: str) -> UsageError:
    return UsageError("contexts.not-a-context", f"the document supplied for {url} {what}")


def _meaning(document: object) -> str:
    """One spelling for all documents that are the same JSON; unlike ``==``, it keeps ``1`` and ``true`` apart."""
    return json.dumps(document, sort_keys=True, allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member name occurs twice in one object")
    return members


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")
