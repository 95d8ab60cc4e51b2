"""The answer of a policy."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Recognition"]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who vouches for an issuer, and under which name they know it (not the name that it claims for itself)."""

    by: str
    name: str | None = None
