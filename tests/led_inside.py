"""A verifier that is led towards an inner network, with every name that is looked up leading there as well."""

from __future__ import annotations

import json
import re
from typing import Any

from badges import AT
from microcred.verification.fetch import HttpsFetcher
from microcred.verification.intake import Source
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_fetchers import naive_get

__all__ = ["AIMS", "guarded", "naive_look_at_everything", "report_on"]

#: Ways inside that a verifier meets at every place of a credential; ``{port}`` is that of the listener.
AIMS = (
    "https://127.0.0.1:{port}/x",
    "http://127.0.0.1:{port}/x",
    "https://[::1]:{port}/x",
    "https://127.1:{port}/x",
    "https://2130706433:{port}/x",
    "https://localhost:{port}/x",
    "https://inside.example:{port}/x",
)


def guarded() -> HttpsFetcher:
    """The web as a verifier sees it, in which every name leads to this machine."""
    return HttpsFetcher(resolver=lambda host, port: ["127.0.0.1", "::1"])


def report_on(source: Source) -> Report:
    """What a verifier finds out, that also asks for a newer version."""
    return Verifier(trust=AnyIssuer(), fetcher=guarded(), clock=lambda: AT).verify(source, refresh=True)


def naive_look_at_everything(credential: Any) -> None:
    """Fetch whatever has the look of a URL, to see what the badge is about."""
    for url in re.findall(r'https?://[^"\s]+', json.dumps(credential)):
        naive_get(url)
