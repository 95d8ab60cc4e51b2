"""In which media type to answer (RFC 9110, 12.5.1), as Open Badges and the data model ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi.responses import Response

from microcred.errors import UsageError

__all__ = ["VC", "VC_JWT", "chosen_media_type", "represented"]

VC: Final = "application/vc"
VC_JWT: Final = "application/vc+jwt"
_OFFERED: Final = {VC: (VC, "application/ld+json", "application/json"), VC_JWT: (VC_JWT, "application/jwt")}
_MAX_RANGES: Final = 50


def chosen_media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """The best of ``offered``, the first where several are as good or nothing is said; None if none is acceptable."""
    if not accept:
        return offered[0]
    qualities = [(_quality(accept, each), -place, each) for place, each in enumerate(offered)]
    best = max(qualities)
    return best[2] if best[0] > 0 else None


def represented(content: bytes, media_type: str, accept: str | None) -> Response:
    """A secured credential in a media type that the client takes; raises UsageError where it takes none."""
    chosen = chosen_media_type(accept, _OFFERED[media_type])
    if chosen is None:
        raise UsageError(
            "server.not-acceptable",
            f"this is {media_type}, the client takes {str(accept)!r:.200}",
            hint=f"ask for {' or '.join(_OFFERED[media_type])}",
        )
    return Response(content, media_type=chosen, headers={"vary": "accept"})


def _quality(accept: str, media_type: str) -> float:
    """The quality of the most specific range that matches."""
    found = (-1, 0.0)
    for entry in accept.split(",")[:_MAX_RANGES]:
        name, *parameters = (part.strip() for part in entry.split(";"))
        rank = _rank(name.lower(), media_type)
        if rank > found[0]:
            found = (rank, _weight(parameters))
    return found[1]


def _rank(name: str, media_type: str) -> int:
    if name == media_type:
        return 2
    if name == f"{media_type.partition('/')[0]}/*":
        return 1
    return 0 if name == "*/*" else -1


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
