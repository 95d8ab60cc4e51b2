"""Codes that no report carries, and where they come up instead."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["reason_for_none"]

_AREAS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "batch": "it is about a run over many badges, and comes as an exception or in the record of that run",
        "conversion": "it is about turning an Open Badges 2.0 badge into a draft",
        "server": "it is what a server answers to a request, or raises for its settings",
        "signature": "it is what an explanation finds out about a signature that does not hold",
        "usage": "it is raised for a wrong call, which says nothing about any badge",
    }
)
_HANDED_OVER: Final = "it is raised when a program hands over contexts of its own"
_SIGNING: Final = "it is raised when a private key is read or used, and a verifier has none"
_LINT: Final = "it is a finding of microcred validate, about a file that nobody verifies yet"
_LISTS: Final = "it is raised when a status list is made or changed"
_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contexts.bad-url": _HANDED_OVER,
        "contexts.not-a-context": _HANDED_OVER,
        "contexts.pinned": _HANDED_OVER,
        "contexts.corrupt": "it takes a damaged installation",
        "document.not-a-credential": _LINT,
        "document.too-many-findings": _LINT,
        "fetch.bad-option": "it is raised when an HttpsFetcher is made",
        "fetch.bad-recording": "it is raised when a Replay is made",
        "image.already-baked": "it is raised by baking, where nothing may be replaced",
        "image.open-badges-2": "it is raised by unbaking: a verifier reads such a badge by its own rules",
        "image.unknown-format": "it is raised by unbaking: a verifier takes what is no picture for text",
        "key.foreign": "it takes a Verifier(foreign_keys=True), and those of these badges look at no proof of others",
        "key.mismatched-halves": _SIGNING,
        "key.naive-datetime": "it is raised for a wrong call, which says nothing about any badge",
        "key.password-needed": _SIGNING,
        "key.password-not-needed": _SIGNING,
        "key.unknown-type": "it is raised when a PublicKey is made of a type that does not exist",
        "key.unpublishable": "it is raised when a controller document is made",
        "key.unusable-password": _SIGNING,
        "key.unusable-private-key": _SIGNING,
        "key.unusable-verification-method": _SIGNING,
        "key.wrong-password": _SIGNING,
        "key.wrong-private-key-type": _SIGNING,
        "model.secret-key": "it is raised when a key is read as a model; a verifier says key.private-key-published",
        "model.too-deep": "a verifier reads 64 levels, and no model fails at these",
        "status.bad-terms": _LISTS,
        "status.bad-value": _LISTS,
        "status.irreversible": _LISTS,
        "status.ledger-busy": _LISTS,
        "status.list-exists": _LISTS,
        "status.list-full": _LISTS,
        "status.no-ledger": _LISTS,
        "status.no-such-entry": _LISTS,
        "status.unusable-ledger": _LISTS,
        "trust.redirected": "it is raised when a list of trusted issuers is fetched, before any badge is looked at",
    }
)


def reason_for_none(code: str) -> str | None:
    """Why there is no badge for a code of the catalogue; ``None`` for one that reports can carry."""
    if code in _CODES:
        return _CODES[code]
    return _AREAS.get(code.partition(".")[0]) or _of_lint(code)


def _of_lint(code: str) -> str | None:
    """Rules of the linter are about files that somebody is about to publish, and refuse nothing."""
    from microcred.lint.rules import RULES
    from microcred.lint.rules.compat import COMPAT

    return _LINT if code in RULES or any(code in rules for rules in COMPAT.values()) else None
