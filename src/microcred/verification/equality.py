"""When two ids are of one credential (Open Badges 3.0, 10)."""

from __future__ import annotations

__all__ = ["compared_id"]


def compared_id(value: object) -> str | None:
    """The form in which the ids of credentials are compared; None for what is no id."""
    from urllib.parse import unquote

    return unquote(value).strip() if isinstance(value, str) else None
