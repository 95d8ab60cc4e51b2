"""A web in memory: what the issuers of the badges publish, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any, TypeAlias

from microcred.document import to_json
from microcred.errors import FetchError
from microcred.verification.fetch import Fetched, Fetcher, Request

__all__ = ["Page", "PublishedWeb"]

Page: TypeAlias = "Mapping[str, Any] | bytes | Fetched | FetchError"
"""What stands at a URL: JSON, octets, a whole answer, or the reason why there is none."""


class PublishedWeb(Fetcher):
    """URL → what is found there; any other URL is answered with 404. It opens no socket.

    A fetcher like any other: URLs are held to the same rules as on the real web, and to the same limits.
    """

    __slots__ = ("_pages",)

    def __init__(self, pages: Mapping[str, Page] | None = None) -> None:
        self._pages: dict[str, Page] = dict(pages or {})

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __getitem__(self, url: str) -> Page:
        return self._pages[url]

    def body(self, url: str) -> bytes:
        """The octets at a URL, for a server of your own; raises :class:`KeyError` where there are none."""
        return self._answer(url).body

    def _fetch(self, request: Request) -> Fetched:
        if request.url not in self._pages:
            return Fetched(request.url, 404, None, b"")
        return self._answer(request.url)

    def _answer(self, url: str) -> Fetched:
        match self._pages[url]:
            case Fetched() as answer:
                return answer
            case FetchError() as error:
                raise copy(error)
            case bytes() as body:
                return Fetched(url, 200, "application/json", body)
            case tree:
                return Fetched(url, 200, "application/json", to_json(tree))
