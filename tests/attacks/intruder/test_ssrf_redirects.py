"""A public host that sends the verifier on, to where it could not be sent directly.

Attack: the URL in the badge is public and keeps all rules, and its host answers with a redirect: to loopback in any
spelling, to another scheme, to a name that leads inside, with a host and no scheme, or with user information.

Naively: the first URL is checked with care, and redirects are left to the library, which follows them anywhere.

Here: no redirect is followed by a library. Each hop is read, checked and resolved as if it stood in the badge, and
https never leads to http; the code of the refusal is that of the place, and says that it came by a redirect.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from loopback import response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import FetchSession
from microcred.verification.fetch.addresses import check_url
from redirecting import URL, Web, asking, code_of, sent_to

LOCATIONS = {
    "http://issuer.example/": "fetch.forbidden-scheme",
    "http://127.0.0.1/": "fetch.forbidden-scheme",
    "file:///etc/passwd": "fetch.forbidden-scheme",
    "gopher://127.0.0.1:6379/_FLUSHALL": "fetch.forbidden-scheme",
    "data:application/json,{}": "fetch.bad-url",
    "data:application/json,%7B%7D": "fetch.forbidden-scheme",
    "https://127.0.0.1/": "fetch.forbidden-address",
    "https://2130706433/": "fetch.forbidden-address",
    "https://[::1]/": "fetch.forbidden-address",
    "https://[::1": "fetch.bad-url",
    "https://localhost/": "fetch.forbidden-address",
    "//localhost/": "fetch.forbidden-address",
    "//169.254.169.254/latest/meta-data/": "fetch.forbidden-address",
    "https://issuer.example:22/": "fetch.forbidden-port",
    "https://user:password@issuer.example/": "fetch.bad-url",
    "\\\\127.0.0.1\\": "fetch.bad-url",
    "https://issuer.example\\@127.0.0.1/": "fetch.bad-url",
    "/a b": "fetch.bad-url",
    "/caf\xe9": "fetch.bad-url",
    "https://inside.example/": "fetch.forbidden-address",
    "https://127.1/": "fetch.forbidden-address",
    "https://0x7f000001/": "fetch.forbidden-address",
    "https://[::ffff:127.0.0.1]/": "fetch.forbidden-address",
    "https://metadata.google.internal/": "fetch.forbidden-address",
    "https://good@127.0.0.1/": "fetch.bad-url",
    "//good@127.0.0.1/": "fetch.bad-url",
    "///127.0.0.1/": "fetch.bad-url",
    "https:127.0.0.1": "fetch.bad-url",
    "https:/127.0.0.1/": "fetch.bad-url",
    "HTTPS://LOCALHOST/": "fetch.forbidden-address",
    "HTTP://127.0.0.1/": "fetch.forbidden-scheme",
    "ftp://127.0.0.1/": "fetch.forbidden-scheme",
    "jar:https://127.0.0.1/!/": "fetch.forbidden-scheme",
    "dict://127.0.0.1:11211/stats": "fetch.forbidden-scheme",
    "https://issuer.example:6667/": "fetch.forbidden-port",
    "https://issuer.example:0/": "fetch.bad-url",
    "https://issuer.example:65536/": "fetch.bad-url",
    "//inside.example/": "fetch.forbidden-address",
}


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with asking(monkeypatch) as running:
        yield running


def naive_get(url: str) -> bytes:
    """Check a URL, and leave the rest to a library; plain http stands in for https."""
    check_url(url, unguarded=True)
    return httpx.get(url, follow_redirects=True, trust_env=False).content


def test_a_naive_check_of_the_first_url_is_led_inside() -> None:
    with serving(response(b"secret")) as inside, serving(sent_to(f"http://0x7f.1:{inside.port}/")) as host:
        assert naive_get(f"http://127.0.0.1:{host.port}/") == b"secret"
        assert inside.connections == 1


@pytest.mark.parametrize("location", LOCATIONS, ids=ascii)
def test_a_redirect_into_the_inner_network_ends_there(location: str, web: Web) -> None:
    web.server.plays(sent_to(location))
    with pytest.raises(FetchError) as refused:
        FetchSession(web.fetcher).get(URL, accept="application/json")
    assert refused.value.code == LOCATIONS[location]
    assert web.server.connections == 1


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_every_kind_of_redirect_is_checked(status: str, web: Web) -> None:
    web.server.plays(response(status=status, location="https://127.0.0.1/"))
    assert code_of(FetchSession(web.fetcher)) == "fetch.forbidden-address"


def test_what_comes_after_many_public_hops_is_checked_like_the_first(web: Web) -> None:
    web.server.plays(sent_to("/2"), sent_to("/3"), sent_to("/4"), sent_to("https://inside.example/"))
    assert code_of(FetchSession(web.fetcher)) == "fetch.forbidden-address"
    assert web.server.connections == 4


@pytest.mark.parametrize("location", ["/next", "next", "?q", "//issuer.example/next", "https://issuer.example/next#x"])
def test_a_redirect_to_a_public_place_is_followed(location: str, web: Web) -> None:
    web.server.plays(sent_to(location), response(b"{}"))
    assert FetchSession(web.fetcher).get(URL, accept="application/json").body == b"{}"
