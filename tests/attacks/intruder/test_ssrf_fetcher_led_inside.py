"""A fetcher of one's own that follows redirects into the inner network.

Attack: an application brings its own fetcher, which hands the URL to a library that follows redirects, and the
attacker's host redirects it to the metadata of the cloud.

Naively: what the fetcher brings is taken, wherever it comes from, and stands in a report for the attacker to read.

Here: the base class of all fetchers holds the URL at the end to the same rules as the one at the beginning; an answer
from inside is ``fetch.forbidden-address``, and its content goes nowhere.
"""

from __future__ import annotations

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import Fetched, Fetcher, Request

SECRET = b'{"AccessKeyId": "secret"}'
ASKED = Request("https://issuer.example/", "application/json", 1000, 5.0, 3)


class NaiveFetcher:
    """Follows wherever it is led, and brings what it finds."""

    def __init__(self, final_url: str) -> None:
        self.final_url = final_url

    def fetch(self, request: Request) -> Fetched:
        return Fetched(self.final_url, 200, None, SECRET)


class Careless(Fetcher):
    """The same under our roof."""

    def __init__(self, final_url: str) -> None:
        self.naive = NaiveFetcher(final_url)

    def _fetch(self, request: Request) -> Fetched:
        return self.naive.fetch(request)


def test_a_naive_fetcher_brings_what_is_inside() -> None:
    assert NaiveFetcher("https://169.254.169.254/latest/meta-data/").fetch(ASKED).body == SECRET


@pytest.mark.parametrize(
    ("final", "code"),
    [
        ("https://169.254.169.254/latest/meta-data/", "fetch.forbidden-address"),
        ("https://localhost/", "fetch.forbidden-address"),
        ("http://issuer.example/", "fetch.forbidden-scheme"),
        ("file:///etc/passwd", "fetch.forbidden-scheme"),
        ("https://issuer.example:22/", "fetch.forbidden-port"),
    ],
)
def test_a_fetcher_that_was_led_inside_cannot_hide_it(final: str, code: str) -> None:
    with pytest.raises(FetchError) as refused:
        Careless(final).fetch(ASKED)
    assert refused.value.code == code
    assert "secret" not in repr((str(refused.value), dict(refused.value.evidence)))


def test_a_fetcher_that_was_led_to_another_public_place_brings_it() -> None:
    assert Careless("https://www.issuer.example/").fetch(ASKED).body == SECRET
