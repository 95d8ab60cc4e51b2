"""The only door to the network: every octet that a verification fetches comes through here, bounded and logged.

::

    FetchSession          one per verification: what may still be spent, and what was fetched
        └── Fetcher           gives the octets behind a URL; the base owns the rules, implementers write _fetch alone
            ├── HttpsFetcher      the web, with every URL, address and answer treated as hostile
            ├── Caching           another fetcher, asked less often
            ├── Recording         another fetcher, its answers kept
            ├── Replay            answers that were recorded, and nothing else
            └── Offline           nothing at all

Whoever wrote a credential chose the URLs in it (Data Integrity 1.0, 5.15). Which may be visited is decided in
``addresses``, how an answer is read in ``wire``, the one module that knows an HTTP library; it is loaded with the first
request. Whatever goes wrong is a :class:`~microcred.errors.FetchError`, which leaves a check undetermined: never fine,
never forged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.verification.fetch.caching import Caching
    from microcred.verification.fetch.fetcher import Fetcher, Offline
    from microcred.verification.fetch.https import HttpsFetcher, Resolver, system_resolver
    from microcred.verification.fetch.replay import Recording, Replay
    from microcred.verification.fetch.request import Fetched, Request, Visit
    from microcred.verification.fetch.session import FetchLimits, FetchSession

__all__ = [
    "Caching",
    "FetchLimits",
    "FetchSession",
    "Fetched",
    "Fetcher",
    "HttpsFetcher",
    "Offline",
    "Recording",
    "Replay",
    "Request",
    "Resolver",
    "Visit",
    "system_resolver",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "caching": ("Caching",),
            "fetcher": ("Fetcher", "Offline"),
            "https": ("HttpsFetcher", "Resolver", "system_resolver"),
            "replay": ("Recording", "Replay"),
            "request": ("Fetched", "Request", "Visit"),
            "session": ("FetchLimits", "FetchSession"),
        },
    )
