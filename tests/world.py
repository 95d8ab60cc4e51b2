"""A small web in memory, that is a fetcher: tests publish documents in it, and then damage them.

It is reached through :meth:`Fetcher.fetch` like the real one, so that URL rules and limits hold in it too. Nothing in
it needs a socket, a clock or a thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote, urljoin

from microcred.verification.fetch import Fetched, Fetcher, FetchLimits, FetchSession, Request
from microcred.verification.fetch.addresses import check_url

Answer: TypeAlias = "bytes | tuple[int, Mapping[str, str], bytes] | Fetched | Exception | Callable[[Request], Answer]"

_REDIRECTS = (301, 302, 303, 307, 308)


class World(Fetcher):
    """URL → what is found there; a URL that nobody serves is answered with 404.

    ``visits`` lists every URL that was asked for, hop by hop. The header ``max-age`` of an answer, in seconds,
    stands for what its origin says about caches.
    """

    def __init__(self, pages: Mapping[str, Answer] | None = None) -> None:
        self.visits: list[str] = []
        self._pages: dict[str, Answer] = {}
        for url, answer in (pages or {}).items():
            self.answer(url, answer)

    def answer(self, url: str, answer: Answer) -> str:
        """Put any answer at a URL: octets, (status, headers, octets), an exception to be raised, or a function."""
        url = check_url(url, unguarded=self.unguarded).url
        self._pages[url] = answer
        return url

    def serve(self, url: str, content: Any, *, media_type: str = "application/json", status: int = 200) -> str:
        """Publish octets as they are, or anything else as JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.answer(url, (status, {"content-type": media_type}, body))

    def serve_did_web(self, did: str, document: Any) -> str:
        """Publish a DID document where did:web wants it (did:web Method Specification, 2.5.2)."""
        host, *path = did.removeprefix("did:web:").split(":")
        folder = "/".join(path) or ".well-known"
        return self.serve(f"https://{unquote(host)}/{folder}/did.json", document, media_type="application/did+json")

    def redirect(self, url: str, to: str, status: int = 302) -> str:
        """Send whoever asks for one URL to another, which may be relative."""
        return self.answer(url, (status, {"location": to}, b""))

    def down(self, url: str) -> str:
        """Let nobody answer at this URL any more."""
        return self.answer(url, ConnectionRefusedError(111, "Connection refused"))

    def damage(self, url: str, change: Callable[[bytes], bytes]) -> str:
        """Change the body that is served at a URL from now on."""
        url = check_url(url, unguarded=self.unguarded).url
        whole = self._pages[url]

        def damaged(request: Request) -> Answer:
            status, headers, body = _parts(whole, request)
            return status, headers, change(body)

        return self.answer(url, damaged)

    def session(self, limits: FetchLimits | None = None) -> FetchSession:
        """A session of one verification in this world, on a clock that stands still."""
        return FetchSession(self, limits or FetchLimits(), monotonic=lambda: 0.0)

    def _fetch(self, request: Request) -> Fetched:
        url = request.url
        for redirects in range(request.redirects + 1):
            self.visits.append(url)
            answer = self._pages.get(url, (404, {}, b""))
            if isinstance(answer, Fetched):
                return answer
            status, headers, body = _parts(answer, request)
            if status not in _REDIRECTS:
                max_age = float(headers["max-age"]) if "max-age" in headers else None
                body = body if 200 <= status < 300 else b""
                return Fetched(url, status, headers.get("content-type"), body, max_age=max_age, redirects=redirects)
            url = check_url(urljoin(url, headers["location"]), unguarded=self.unguarded).url
        return Fetched(url, status, None, b"", redirects=request.redirects + 1)


def _parts(answer: Answer, request: Request) -> tuple[int, Mapping[str, str], bytes]:
    while callable(answer):
        answer = answer(request)
    match answer:
        case Exception():
            raise answer
        case bytes():
            return 200, {}, answer
        case Fetched(status=status, media_type=media_type, body=body):
            return status, {"content-type": media_type} if media_type else {}, body
        case _:
            return answer
