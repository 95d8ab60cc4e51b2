"""Badges of which there may be a newer version, and why the one in hand is judged instead."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.published_web import Page
from microcred.testing.workbench import Recipe, Workbench
from microcred.verification.fetch import Fetched

__all__ = ["CASES"]

_URL: Final = "https://college.example/refresh/1"


def _served(bench: Workbench, published: Page | None, kind: str = "1EdTechCredentialRefresh", **case: Any) -> BadgeCase:
    """A badge with a refresh service, and what that gives."""
    pages = {} if published is None else {_URL: published}
    return bench.signed({"/refreshService": {"id": _URL, "type": kind}, **_terms(kind)}, pages=pages, **case)


def _terms(kind: str) -> dict[str, Any]:
    known = kind == "1EdTechCredentialRefresh"
    context = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json" if known else {kind: "urn:x:refresh"}
    return {"/@context/-": context}


CASES: Final = MappingProxyType[str, Recipe](
    {
        "refresh.not-asked-for": lambda bench: _served(bench, None),
        "refresh.not-for-the-past": lambda bench: _served(
            bench, None, refresh=True, at=bench.moment(-20), now=bench.moment(0)
        ),
        "refresh.not-had": lambda bench: _served(bench, Fetched(_URL, 503, None, b""), refresh=True),
        "refresh.not-usable": lambda bench: _served(
            bench, bench.signed({"/id": "urn:uuid:of-somebody-else"}).content, refresh=True
        ),
        "refresh.unsupported-type": lambda bench: _served(bench, None, "ManualRefresh"),
    }
)
