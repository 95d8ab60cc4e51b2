"""Fetches over the loopback interface, for what leaves the machine with them."""

from __future__ import annotations

from loopback import Loopback
from microcred.verification.fetch import Fetched, FetchSession, HttpsFetcher

__all__ = ["fetch"]


def fetch(server: Loopback, path: str = "/") -> Fetched:
    """Ask a server of this machine for a path, as one verification does."""
    session = FetchSession(HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True))
    return session.get(f"http://127.0.0.1:{server.port}{path}", accept="application/json")
