"""A page that sends the reader on without a redirect.

Attack: instead of a redirect, which is checked, the host answers with the header ``Refresh``, with HTML that says the
same, with ``Link``, ``Content-Location`` or ``Location`` beside a status that is none of a redirect, or with two
locations at once.

Naively: a client that imitates a browser goes there, by a way that nobody thought to check.

Here: none of them is a redirect (RFC 9110, 15.4): the answer is taken as what it is, and nobody is asked a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from loopback import response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import FetchSession
from redirecting import URL, Web, asking, code_of

INSIDE = "https://127.0.0.1/"
HTML = f'<html><head><meta http-equiv="refresh" content="0; url={INSIDE}"></head></html>'.encode()
ANSWERS = {
    "Refresh": response(b"{}", refresh=f"0; url={INSIDE}"),
    "meta": response(HTML, content_type="text/html"),
    "Link": response(b"{}", link=f'<{INSIDE}>; rel="canonical"'),
    "Content-Location": response(b"{}", content_location=INSIDE),
    "200": response(b"{}", location=INSIDE),
    "201": response(b"{}", status="201 Created", location=INSIDE),
}


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with asking(monkeypatch) as running:
        yield running


def naive_get(port: int) -> bytes:
    """Fetch as a browser shows it: after whatever the page says about where it really is."""
    path = "/"
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        said = (answer.headers["refresh"] or "") + body.decode()
        if (found := re.search(r"0; url=http://127\.0\.0\.1:([0-9]+)(/[a-z]*)", said)) is None:
            return body
        port, path = int(found[1]), found[2]


@pytest.mark.parametrize("where", ["header", "page"])
def test_a_naive_client_follows_a_page_inside(where: str) -> None:
    with serving(response(b"secret")) as inside:
        aim = f"0; url=http://127.0.0.1:{inside.port}/"
        answer = response(refresh=aim) if where == "header" else response(f'<meta content="{aim}">'.encode())
        with serving(answer) as host:
            assert naive_get(host.port) == b"secret"


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_only_looks_like_a_redirect_leads_nowhere(kind: str, web: Web) -> None:
    web.server.plays(ANSWERS[kind])
    fetched = FetchSession(web.fetcher).get(URL, accept="application/json")
    assert fetched.url == URL
    assert web.server.connections == 1


@pytest.mark.parametrize("status", ["300 Multiple Choices", "304 Not Modified", "305 Use Proxy", "306 Switch Proxy"])
def test_other_statuses_of_the_third_hundred_are_answers(status: str, web: Web) -> None:
    web.server.plays(response(status=status, location=INSIDE))
    assert code_of(FetchSession(web.fetcher)) == "fetch.http-status"
    assert web.server.connections == 1


def test_two_locations_are_none(web: Web) -> None:
    twice = b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    web.server.plays(twice)
    with pytest.raises(FetchError) as refused:
        FetchSession(web.fetcher).get(URL, accept="application/json")
    assert refused.value.code == "fetch.http-status"
    assert web.server.connections == 1
