"""The web, seen by somebody who was sent there by a stranger."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from microcred._version import __version__
from microcred.errors import FetchError, UsageError
from microcred.verification.fetch.addresses import Place, check_reference, check_url, forbidden
from microcred.verification.fetch.fetcher import Fetcher
from microcred.verification.fetch.refusals import refusal, shown
from microcred.verification.fetch.request import Fetched, Request

if TYPE_CHECKING:
    import ssl

    from microcred.verification.fetch.wire import Answer

__all__ = ["Exchange", "HttpsFetcher", "Resolver", "system_resolver"]

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""Host and port in, the addresses as text out; ``OSError`` where there are none."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})  # RFC 9110, 15.4
_MEDIA_TYPE: Final = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+")  # RFC 9110, 8.3.1


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses that the operating system knows for a host, in the order it prefers them."""
    import socket

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, kw_only=True)
class HttpsFetcher(Fetcher):
    """Fetches over https from public hosts, and from nowhere else (Data Integrity 1.0, 5.15).

    A host name is resolved once for each hop, every address that comes out must be public unicast, and the connection
    goes to one of these very addresses, while the certificate must be that of the name: no second look-up, no room for
    DNS rebinding. Redirects are followed here, each hop checked like the first, and never from https to http. The time
    of a request covers resolving, connecting, TLS, headers, body and all its redirects. Nothing is sent but ``Accept``
    and ``User-Agent``: no cookies, no credentials, no proxies or other settings from the environment. Each request has
    a connection of its own, as one verification rarely asks a host twice.

    ``extra_authorities`` are certificates in PEM that are trusted besides those of the system (which OpenSSL finds by
    ``SSL_CERT_FILE``, where that is set) and of certifi.
    ``dangerously_allow_plain_http_and_private_hosts`` is for tests and for trying things out on one's own machine: with
    it, anybody who can have a badge verified can send requests into the verifier's own network.

    Immutable, thread-safe, and picklable if its resolver is. Raises :class:`~microcred.errors.UsageError` for options
    that cannot be.
    """

    user_agent: str = f"microcred/{__version__}"
    resolver: Resolver = system_resolver
    extra_authorities: str | None = None
    dangerously_allow_plain_http_and_private_hosts: bool = False

    def __post_init__(self) -> None:
        if not (self.user_agent.isascii() and self.user_agent.isprintable()):
            raise UsageError("fetch.bad-option", f"the user agent {shown(self.user_agent)} is not printable ASCII")
        if self.extra_authorities is not None:
            _ = self._tls  # a wrong certificate is the caller's mistake, and should not look like a host's

    def __getstate__(self) -> dict[str, Any]:
        return {option.name: getattr(self, option.name) for option in fields(self)}

    @property
    def unguarded(self) -> bool:
        """As the loudly named option says."""
        return self.dangerously_allow_plain_http_and_private_hosts

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        from microcred.verification.fetch.wire import tls_context

        try:
            return tls_context(self.extra_authorities)
        except (OSError, ValueError) as error:
            why = f"the extra authorities are not certificates in PEM: {shown(str(error))}"
            raise UsageError("fetch.bad-option", why) from error

    def _fetch(self, request: Request) -> Fetched:
        from microcred.verification.fetch.wire import get

        place = check_url(request.url, unguarded=self.unguarded)
        exchange = Exchange(request, place)
        while True:
            addresses = self._addresses(exchange)
            tls = self._tls if exchange.place.scheme == "https" else None
            answer = get(exchange, addresses, self.user_agent, tls)
            locations = answer.header("location")
            if answer.status not in _REDIRECTS or len(locations) != 1:
                return _fetched(exchange, answer)
            self._follow(exchange, locations[0])

    def _addresses(self, exchange: Exchange) -> tuple[str, ...]:
        addresses = self._resolve(exchange)
        if not addresses:
            raise exchange.refusal("fetch.unreachable", "has a host name without an address")
        if not self.unguarded:
            for address in addresses:
                if (meaning := forbidden(address)) is not None:
                    why = f"has a host name that leads to an address which is {meaning}; public ones alone were wanted"
                    raise exchange.refusal("fetch.forbidden-address", why)
        return addresses

    def _resolve(self, exchange: Exchange) -> tuple[str, ...]:
        # The system's resolver knows no time limit, and whoever owns the name can make it slow: so it is waited for
        # no longer than the request may take, and finishes on its own.
        host, port = exchange.place.host, exchange.place.port
        answers: SimpleQueue[tuple[str, ...] | Exception] = SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(tuple(self.resolver(host, port)))
            except Exception as error:
                answers.put(error)

        Thread(target=look_up, name="microcred-resolver", daemon=True).start()
        try:
            found = answers.get(timeout=exchange.remaining())
        except Empty:
            raise exchange.too_slow() from None
        if isinstance(found, Exception):
            why = f"has a host name that could not be resolved: {shown(str(found))}"
            raise exchange.refusal("fetch.unreachable", why) from found
        return found

    def _follow(self, exchange: Exchange, location: str) -> None:
        here = exchange.place
        if exchange.redirects >= exchange.request.redirects:
            why = f"is redirected more than {exchange.request.redirects} times"
            raise exchange.refusal("fetch.too-many-redirects", why)
        try:
            there = check_reference(location, here, unguarded=self.unguarded)
        except (FetchError, ValueError) as error:
            code = error.code if isinstance(error, FetchError) else "fetch.bad-url"
            raise exchange.refusal(code, f"is redirected to where nobody may go: {error}") from error
        if here.scheme == "https" and there.scheme != "https":
            why = f"is redirected from https to {there.scheme}; https was wanted"
            raise exchange.refusal("fetch.forbidden-scheme", why)
        exchange.place = there
        exchange.redirects += 1


class Exchange:
    """One request on its way, over all its redirects: where it stands, and what it has spent."""

    __slots__ = ("_deadline", "_octets", "place", "received", "redirects", "request")

    def __init__(self, request: Request, place: Place) -> None:
        self.request = request
        self.place = place
        self.redirects = 0
        self.received = 0
        self._deadline = time.monotonic() + request.seconds
        # Headers, chunk sizes and trailers come on top of the body, and are no reason to read for ever.
        self._octets = 2 * request.max_bytes + 256 * 1024

    def remaining(self) -> float:
        """The seconds that are left; ``fetch.too-slow`` if there are none."""
        if not (seconds := self._deadline - time.monotonic()) > 0:
            raise self.too_slow()
        return seconds

    def receive(self, octets: int) -> None:
        """Count octets of the answers as they come off the connection, whatever they mean."""
        self.received += octets
        if self.received > self._octets:
            raise self.refusal("fetch.too-large", f"is answered with more than {self._octets} octets in all")

    def too_slow(self) -> FetchError:
        """The refusal of an answer that did not come in time."""
        return self.refusal("fetch.too-slow", f"was not answered completely within {self.request.seconds:g} seconds")

    def refusal(self, code: str, why: str, hint: str | None = None, **evidence: Any) -> FetchError:
        """A refusal that tells of the redirects as well."""
        if self.place.url != self.request.url:
            why = f"led to {shown(self.place.url)}, which {why}"
        spent = {"finalUrl": self.place.url, "redirects": self.redirects, "received": self.received}
        return refusal(code, self.request.url, why, hint, **spent, **evidence)


def _fetched(exchange: Exchange, answer: Answer) -> Fetched:
    return Fetched(
        exchange.place.url,
        answer.status,
        _media_type(answer.header("content-type")),
        answer.body,
        max_age=_max_age(answer),
        redirects=exchange.redirects,
    )


def _media_type(values: Sequence[str]) -> str | None:
    media_type = values[0].partition(";")[0].strip().lower() if len(values) == 1 else ""
    return media_type if _MEDIA_TYPE.fullmatch(media_type) else None


def _max_age(answer: Answer) -> float | None:
    """How long the origin lets its answer be used again (RFC 9111, 4.2 and 5.2.2); ``Expires`` is not looked at."""
    directives = _directives(answer.header("cache-control"))
    if not directives.keys().isdisjoint({"no-store", "no-cache"}) or "*" in answer.header("vary"):
        return 0.0
    if "max-age" not in directives:
        return None
    lifetime, age = directives["max-age"], next(iter(answer.header("age")), "0")
    if not (_is_seconds(lifetime) and _is_seconds(age)):
        return 0.0
    return float(max(0, int(lifetime) - int(age)))


def _directives(values: Sequence[str]) -> Mapping[str, str]:
    pairs = (item.strip().lower().partition("=") for item in ",".join(values).split(","))
    # Of a directive that is given twice, the first counts (RFC 9111, 4.2.1).
    found: dict[str, str] = {}
    for name, _, value in pairs:
        found.setdefault(name, value)
    return found


def _is_seconds(text: str) -> bool:
    return len(text) <= 10 and text.isascii() and text.isdigit()
