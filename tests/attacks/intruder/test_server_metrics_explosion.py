"""A thousand requests, and a thousand counters.

Attack: ask for a thousand paths, with a thousand methods, so that the server keeps a counter for each of them, and
whoever collects them does so, too.

Naively: requests are counted by their path and method.

Here: the labels are the template of the route, one of few methods, and the status; what is not known is ``none`` and
``other``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from servers import Client, serving

PATHS = [f"/credentials/urn:example:{number}" for number in range(15)] + [f"/nothing/{number}" for number in range(15)]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    pytest.importorskip("prometheus_client", reason="the extra metrics is not installed")
    return serving(tmp_path, metrics=True)


def naive_counters(requests: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """How often was what asked for."""
    return Counter(requests)


def lines(client: Client) -> list[str]:
    return [line for line in client.get("/metrics").text.splitlines() if line.startswith("microcred_requests_total{")]


def test_a_naive_counter_grows_with_every_path() -> None:
    assert len(naive_counters([("GET", path) for path in PATHS])) == len(PATHS)


def test_paths_that_nobody_foresaw_are_counted_together(client: Client) -> None:
    for path in PATHS:
        client.get(path)
    assert len(lines(client)) == 2
    assert sum(float(line.rpartition(" ")[2]) for line in lines(client) if "/metrics" not in line) == len(PATHS)


def test_methods_that_nobody_knows_are_counted_together(client: Client) -> None:
    for number in range(15):
        client.ask(f"METHOD{number}", "/issuers")
    (counted,) = [line for line in lines(client) if "/metrics" not in line]
    assert 'method="other"' in counted
    assert counted.endswith(" 15.0")


def test_nobody_without_a_token_reads_them(client: Client) -> None:
    assert Client(client.app, client.clock).get("/metrics").status_code == 401
