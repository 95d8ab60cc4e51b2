"""A 2.0 badge whose address is in the verifier's own network.

Attack: The intruder hands in a picture in which nothing stands but an address, or a badge that names its class by one:
that of a service inside the verifier's network.

Naively: A verifier fetches what a picture points at, to see what it is, and tells what it found.

Here: Addresses that are not public are not visited, by name or by number, at the first step or behind a redirect:
``fetch.forbidden-address`` and its like.
"""

from __future__ import annotations

from hosted_badges import TRUSTED
from microcred.verification.open_badges_2 import HostedUrl
from naive import document_at
from open_badges_2 import (
    ASSERTION,
    assertion,
    verified,
    web,
)
from world import World


class NaiveWorld(World):
    """A fetcher that asks whomever it is sent to."""

    @property
    def unguarded(self) -> bool:
        return True


def test_a_naive_fetcher_reads_what_a_service_inside_says() -> None:
    inside = NaiveWorld()
    inside.serve("http://169.254.169.254/latest/meta-data", {"secret": "hunter2"})
    assert document_at("http://169.254.169.254/latest/meta-data", inside) == {"secret": "hunter2"}


def test_a_public_address_is_visited() -> None:
    assert verified(HostedUrl(ASSERTION), web(), trust=TRUSTED)


def test_a_private_address_in_a_picture_is_not_visited() -> None:
    world = web()
    for url in ("https://127.0.0.1/a", "https://localhost/a", "http://college.example/a", "https://10.0.0.1:8443/"):
        report = verified(HostedUrl(url), world)
        assert report.verdict == "undetermined"
        assert str(report["document"].code).startswith("fetch.forbidden")
    forged = assertion(badge="https://169.254.169.254/latest/meta-data")
    assert verified(forged, world)["trust"].code == "fetch.forbidden-address"
    assert world.visits == []
