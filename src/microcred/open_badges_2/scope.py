"""Which hosted assertions an issuer answers for (Open Badges 2.0, "Verification of hosted badges").

A hosted badge is genuine because its issuer's own web site says so. Which part of the web that is, the issuer says in
its profile; without a word from it, it is the host of the profile itself. URLs are compared as hosts and paths, never
as bare text: ``https://a.example`` is a prefix of ``https://a.example.evil.example``.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from microcred.open_badges_2.verification_object import VerificationObject

__all__ = ["answers_for", "authority"]

_URL: Final = re.compile(r"(https?)://([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)
_DEFAULT_PORTS: Final = {"https": "443", "http": "80"}


def authority(url: str) -> str | None:
    """Host and port of a web URL in their one spelling, without the usual port; ``None`` for any other text."""
    parts = _URL.fullmatch(url)
    if parts is None:
        return None
    scheme, host, port = parts[1].lower(), parts[2].lower(), parts[3]
    return host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"


def answers_for(issuer_id: str, scope: VerificationObject | None, url: str) -> bool:
    """Whether an issuer answers for what is hosted at ``url``.

    ``scope`` is the ``verification`` of its profile. ``allowedOrigins`` are hosts, ``startsWith`` are URLs that the
    assertion's has to begin with; where both are there, both have to hold.
    """
    place = authority(url)
    if place is None or _climbs(url):
        return False
    origins, prefixes = (scope.allowed_origins, scope.starts_with) if scope is not None else ((), ())
    if not origins and not prefixes:
        return place == authority(issuer_id)
    allowed = not origins or any(place == _origin(entry) for entry in origins)
    return allowed and (not prefixes or any(_begins_with(url, prefix) for prefix in prefixes))


def _origin(entry: str) -> str | None:
    """An allowed origin is a host; some write it as a URL."""
    return authority(entry) or authority(f"https://{entry}")


def _begins_with(url: str, prefix: str) -> bool:
    whole, start = _URL.fullmatch(url), _URL.fullmatch(prefix)
    if whole is None or start is None or authority(url) != authority(prefix):
        return False
    return whole[1].lower() == start[1].lower() and whole[4].startswith(start[4])


def _climbs(url: str) -> bool:
    """Whether a path leads upwards, so that a server may find something else there than its beginning says."""
    parts = _URL.fullmatch(url)
    path = re.split(r"[?#]", parts[4], maxsplit=1)[0] if parts else ""
    return any(segment in (".", "..") for segment in re.split(r"[/\\]", unquote(unquote(path))))
