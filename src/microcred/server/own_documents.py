"""What a server publishes itself, for the verifications that it makes: it need not ask itself over the network."""

from __future__ import annotations

from collections.abc import Mapping

from microcred.document import to_json
from microcred.server.instances import IssuerInstance
from microcred.server.issuers import published_document
from microcred.server.status_lists import StatusLists
from microcred.verification.fetch import Fetched, Fetcher, Request

__all__ = ["OwnDocuments"]


class OwnDocuments(Fetcher):
    """The door to the network of a server: what stands below its own address is at hand."""

    __slots__ = ("_beyond", "_instances", "_lists", "_public_url")

    def __init__(
        self, public_url: str, lists: StatusLists, instances: Mapping[str, IssuerInstance], beyond: Fetcher
    ) -> None:
        self._public_url = public_url
        self._lists = lists
        self._instances = instances
        self._beyond = beyond

    @property
    def unguarded(self) -> bool:
        """Its own address may be any; for all others the fetcher behind it decides."""
        return True

    def _fetch(self, request: Request) -> Fetched:
        if not self._is_own(request.url):
            return self._beyond.fetch(request)
        found = self._found(request.url.removeprefix(self._public_url))
        if found is None:
            return Fetched(request.url, 404, None, b"")
        return Fetched(request.url, 200, *found)

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:
        """Tell the fetcher behind it of what that one fetched."""
        if not self._is_own(url):
            self._beyond.limit_reuse(url, accept=accept, seconds=seconds)

    def _is_own(self, url: str) -> bool:
        return url.startswith((f"{self._public_url}/status-lists/", f"{self._public_url}/issuers/"))

    def _found(self, path: str) -> tuple[str, bytes] | None:
        _, kind, name, *rest = path.split("/")
        if kind == "issuers":
            known = name in self._instances and rest in ([], ["did.json"])
            document = published_document(name, self._instances) if known else None
            return None if document is None else ("application/json", to_json(document, indent=None))
        found = None if rest else self._lists.published(name)
        return None if found is None else (found.media_type, found.content)
