"""An inner network to reach, and careless ways to fetch what a stranger names.

Nothing here asks a name server, and no packet leaves the machine: names and addresses inside lead to a real listener on
the loopback interface, and everything else to nobody.
"""

from __future__ import annotations

import re
import socket
import ssl
import unicodedata
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx
import pytest

__all__ = ["InnerNetwork", "listening", "naive_filtered_get", "naive_get", "naive_open", "naive_repairing_get"]

#: What names of the inner network end with; a hosts file or the resolver of a company answers for them.
_INSIDE = ("localhost", "localdomain", "local", "internal", "lan", "home.arpa")


@dataclass
class InnerNetwork:
    """What listens on 127.0.0.1, and on ::1 where the machine has it, and can be asked how often anybody knocked."""

    listeners: list[socket.socket]

    @property
    def port(self) -> int:
        return int(self.listeners[0].getsockname()[1])

    def knocks(self) -> int:
        """How many connections came since it was asked last."""
        # A connection over loopback waits here as soon as connect() returns: there is nothing to wait for.
        count = 0
        for listener in self.listeners:
            with suppress(BlockingIOError):
                while True:
                    listener.accept()[0].close()
                    count += 1
        return count

    def stands_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let every connection that would go inside end here, whatever it is to; all others find nobody."""
        connect = socket.create_connection

        def diverted(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
            if _is_inside(address[0]):
                connect(("127.0.0.1", self.port), 2).close()
            raise ConnectionRefusedError(f"nobody is at {address}")

        monkeypatch.setattr(socket, "create_connection", diverted)


@contextmanager
def listening() -> Iterator[InnerNetwork]:
    """Listen for the time of a test, at both addresses on one port."""
    listeners = [socket.create_server(("127.0.0.1", 0))]
    with suppress(OSError):
        listeners.append(socket.create_server(("::1", listeners[0].getsockname()[1]), family=socket.AF_INET6))
    for each in listeners:
        each.setblocking(False)
    try:
        yield InnerNetwork(listeners)
    finally:
        for each in listeners:
            each.close()


def _is_inside(host: str) -> bool:
    try:
        # What the C library takes for an address, such as 127.1; a name is not looked up.
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        name = host.lower().rstrip(".")
        return bool(name) and ("." not in name or name.endswith(tuple(f".{each}" for each in _INSIDE)))
    return not ip_address(str(found[0][4][0]).partition("%")[0]).is_global


def naive_get(url: str) -> bytes | None:
    """Fetch with a library for HTTP as it comes, follow redirects, and look at nothing."""
    try:
        return _CLIENT.get(url).content
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None


def naive_open(url: str) -> bytes | None:
    """Fetch with the standard library, which opens files and FTP as well."""
    try:
        with _OPENER.open(url, timeout=2) as answer:
            return bytes(answer.read())
    except (OSError, ValueError, HTTPException):
        return None


def naive_repairing_get(url: str, get: Callable[[str], bytes | None] = naive_get) -> bytes | None:
    """Be kind to a URL, as the address bar of a browser is, and fetch what was probably meant."""
    text = re.sub(r"[\t\r\n]", "", url.strip("".join(map(chr, range(0x21))) + "\ufeff\xa0")).replace("\\", "/")
    text = re.sub(r"^(https?):/*", r"\1://", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    host = re.sub("[\u3002\uff0e\uff61]", ".", unquote(parts.netloc.rpartition("@")[2]))
    host = "".join(each for each in host if unicodedata.category(each) not in ("Cf", "Cc"))
    digits = "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in host)
    return get(urlunsplit((parts.scheme, digits, parts.path, parts.query, "")))


def naive_filtered_get(url: str) -> bytes | None:
    """Refuse what has the look of an inner address, and fetch all else."""
    if re.search(r"//(localhost|127\.0\.0\.1|0\.0\.0\.0|10\.|192\.168\.|169\.254\.|\[::1\])", url):
        return None
    return naive_get(url)


_OPENER = urllib.request.build_opener(
    urllib.request.ProxyHandler({}),
    urllib.request.HTTPSHandler(context=ssl._create_unverified_context()),  # noqa: S323
)
_CLIENT = httpx.Client(verify=False, trust_env=False, follow_redirects=True, timeout=2)  # noqa: S501 - careless
