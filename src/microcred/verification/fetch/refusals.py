"""How a fetch that failed is told: one line that names the URL, what was found and what was wanted."""

from __future__ import annotations

from typing import Any

from microcred.errors import FetchError

__all__ = ["bounded", "refusal", "shown"]


def refusal(code: str, url: str, why: str, hint: str | None = None, **evidence: Any) -> FetchError:
    """The error for a URL that was not fetched: ``why`` is the rest of the sentence that the URL begins.

    The evidence that a session counts and logs: ``finalUrl``, ``status``, ``redirects`` and ``received`` (octets).
    """
    return FetchError(code, f"{shown(url)} {why}", hint=hint, evidence={"url": bounded(url), **evidence})


def shown(text: str) -> str:
    """A stranger's text as a printable, bounded and quoted piece of one line."""
    return ascii(bounded(text, 200))


def bounded(text: str, limit: int = 2_000) -> str:
    """A stranger's text, cut off where it is longer than anybody would read."""
    return text if len(text) <= limit else text[:limit] + "..."
