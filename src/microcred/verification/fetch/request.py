"""The question that is put to a fetcher, the answer, and what the report tells of both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Fetched", "Request", "Visit"]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that is wanted: its URL, the media types for ``Accept``, and the most that it may cost."""

    url: str
    accept: str
    max_bytes: int
    seconds: float
    redirects: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. ``body`` is empty unless ``status`` is 2xx: nothing is read from the page of an error.

    ``url`` is the final one, after ``redirects`` hops; ``media_type`` is in lower case without parameters; ``age`` is
    how many seconds the answer lay in a cache here, None if it is fresh; ``max_age`` is how many seconds its origin
    lets it be used again (RFC 9111, 4.2), None if the origin says nothing, 0 if not at all.
    """

    url: str
    status: int
    media_type: str | None
    body: bytes = field(repr=False)
    age: float | None = None
    max_age: float | None = None
    redirects: int = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def evidence(self) -> dict[str, Any]:
        """What a refusal of this answer tells of it: what it cost, and where it came from."""
        return {
            "finalUrl": self.url,
            "status": self.status,
            "redirects": self.redirects,
            "received": len(self.body),
        }


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt to fetch: what was asked, and what came of it; ``error`` is the code of the refusal."""

    url: str
    final_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    bytes: int = 0
    sha256: str | None = None
    age: float | None = None
    error: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As an entry of ``network`` in the JSON report; every member is always there."""
        return {
            "url": self.url,
            "finalUrl": self.final_url,
            "status": self.status,
            "mediaType": self.media_type,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "age": self.age,
            "error": self.error,
        }
