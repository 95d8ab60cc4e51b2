"""A proxy in the environment of the verifier.

Attack: whoever can set a variable of the verifier's environment (a build, a container, a CGI that turns the header
``Proxy`` into ``HTTP_PROXY``) names a proxy of their own, through which every look-up goes, or one inside that reaches
what the verifier may not.

Naively: the library reads ``HTTP_PROXY``, ``ALL_PROXY`` and their like, as most do unless they are told otherwise. The
checked address is then never connected to: the proxy looks the name up again, and decides where to go.

Here: no setting of the environment is read. The connection goes to the address that was checked, and to nobody else.
"""

from __future__ import annotations

import httpx
import pytest

from errands import fetch
from loopback import Loopback, response, serving

PROXIES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]


def naive_get(server: Loopback) -> bytes:
    """Fetch with a library that makes itself at home in the environment."""
    return httpx.get(f"http://127.0.0.1:{server.port}/").content


def with_proxy(monkeypatch: pytest.MonkeyPatch, name: str, proxy: Loopback) -> None:
    for each in (*PROXIES, "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")


@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_a_naive_client_asks_the_proxy_of_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(response(b"from the proxy")) as proxy, serving(response(b"{}")) as server:
        with_proxy(monkeypatch, name, proxy)
        assert naive_get(server) == b"from the proxy"
        assert server.connections == 0


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_in_the_environment_is_not_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(response(b"from the proxy")) as proxy, serving(response(b"{}")) as server:
        with_proxy(monkeypatch, name, proxy)
        assert fetch(server).body == b"{}"
        assert proxy.connections == 0
