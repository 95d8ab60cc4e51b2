"""What the verifier's machine knows must not leave it with a request, nor steer where the request goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from loopback import Loopback, response, serving
from microcred.verification.fetch import Fetched, FetchSession, HttpsFetcher


def fetch(server: Loopback, path: str = "/") -> Fetched:
    session = FetchSession(HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True))
    return session.get(f"http://127.0.0.1:{server.port}{path}", accept="application/json")


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_proxy_in_the_environment_is_not_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(response(b"from the proxy")) as proxy, serving(response(b"{}")) as server:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert fetch(server).body == b"{}"
        assert proxy.connections == 0


def test_credentials_of_the_user_are_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(response(b"{}")) as server:
        fetch(server)
    assert b"authorization" not in server.heads[0].lower()


def test_a_cookie_does_not_come_back_with_a_redirect_or_a_later_request() -> None:
    with serving(response(status="302 Found", location="/next", set_cookie="id=1; Path=/")) as server:
        server.plays(response(status="302 Found", location="/next", set_cookie="id=1; Path=/"), response(b"{}"))
        fetch(server)
        fetch(server)
    assert len(server.heads) == 3
    assert b"cookie" not in b"".join(server.heads).lower()


def test_an_authentication_challenge_is_not_answered() -> None:
    with serving(response(status="401 Unauthorized", www_authenticate="Negotiate")) as server:
        with pytest.raises(Exception, match="was answered with HTTP status 401"):
            fetch(server)
        assert server.connections == 1


def test_where_a_redirect_came_from_is_not_told() -> None:
    with serving(response(b"{}")) as server:
        server.plays(response(status="302 Found", location="/next"), response(b"{}"))
        fetch(server, "/secret-path")
    assert b"referer" not in server.heads[1].lower()
    assert b"secret-path" not in server.heads[1]


def test_an_alternative_service_is_not_remembered() -> None:
    with serving(response(b"{}")) as other, serving(response(b"{}", alt_svc=f'h2="127.0.0.1:{other.port}"')) as server:
        fetch(server)
        fetch(server)
        assert other.connections == 0
        assert server.connections == 2
