"""A link to the server that leads somewhere else.

Attack: a link that begins with the address of a trusted server, and ends at the attacker's: by a parameter such as
``next``, by two slashes at the beginning of the path, or by a slash at its end together with another ``Host``.

Naively: a path that is spelled a little wrong is answered with a redirect to the right one, which names the host by
which the request came; or a parameter says where to go on.

Here: nothing redirects. What is not at an address is 404, and ``Location`` stands only where something was made, with
the server's own address.
"""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from servers import PUBLIC_URL, Client, Clock, serving
from strangers import issuance

EVIL = "evil.example"
PATHS = [
    "/issuers/",
    "/credentials/verify/",
    "/health/",
    f"//{EVIL}/issuers/",
    f"//{EVIL}",
    f"/\\{EVIL}",
    f"/%2F%2F{EVIL}/",
    f"/%5C{EVIL}/",
    f"/?next=https://{EVIL}/",
    f"/?lang=//{EVIL}",
    f"/issuers?redirect_uri=https://{EVIL}/",
    f"/badges//{EVIL}/",
    f"/page//{EVIL}",
    f"/.{EVIL}",
    f"/@{EVIL}/",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("redirects"))


def naive_app() -> FastAPI:
    """A framework as it comes, which helps with slashes."""
    app = FastAPI()
    app.add_api_route("/issuers", lambda: [])
    return app


def test_a_naive_router_sends_to_whatever_host_it_was_asked_by() -> None:
    answer = Client(naive_app(), Clock()).get("/issuers/", headers={"host": EVIL})
    assert (answer.status_code, answer.headers["location"]) == (307, f"https://{EVIL}/issuers")


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_redirects(client: Client, path: str, method: str) -> None:
    for headers in ({"host": EVIL}, {"x-forwarded-host": EVIL}, {}):
        response = client.ask(method, f"{PUBLIC_URL}{path}", headers=headers)
        assert not 300 <= response.status_code < 400
        assert "location" not in response.headers
        assert "refresh" not in response.headers


def test_a_page_leads_nowhere_but_to_itself(client: Client) -> None:
    for path in (f"/?next=https://{EVIL}/", f"/?lang=//{EVIL}"):
        assert EVIL not in client.get(path, headers={"host": EVIL}).text


def test_what_was_made_is_at_the_servers_own_address(client: Client) -> None:
    path, body = issuance(client)
    response = client.ask("POST", path, json=body, headers={"host": EVIL})
    assert response.headers["location"].startswith(f"{PUBLIC_URL}/credentials/")
