"""An answer for one that a cache gives to another.

Attack: ask for a public address with an odd ``Host``, ``X-Forwarded-Host``, ``Accept`` or ``Accept-Language``, so that
the answer has the attacker's name in it, or another form, and a cache in front hands it to everybody.

Naively: the addresses in a page are made of the ``Host`` header, and a cache is not told what the answer depends on.

Here: every absolute address is made of ``public-url`` of the settings; what depends on a header says so in ``Vary``,
and what is about a person is kept in no cache.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest

from pages import full_badge
from servers import PUBLIC_URL, Client, serving

EVIL = "evil.example"
HEADERS = [
    {"host": EVIL},
    {"x-forwarded-host": EVIL},
    {"x-host": EVIL},
    {"forwarded": f"host={EVIL}"},
    {"x-forwarded-proto": "javascript", "x-forwarded-prefix": f"//{EVIL}"},
    {"x-original-url": f"//{EVIL}/"},
    {"origin": f"https://{EVIL}"},
    {"referer": f"https://{EVIL}/"},
    {"accept-language": f"<{EVIL}>"},
    {"user-agent": EVIL},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("caches"))


@pytest.fixture(scope="module")
def paths(client: Client) -> list[str]:
    name = "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a55"
    tree = full_badge(id=name)
    tree["issuer"]["id"] = client.issuer_id("college")
    issued = client.issue("college", **tree)
    listed = issued["credentialStatus"]["statusListCredential"].removeprefix(PUBLIC_URL)
    return ["/", "/issuers", "/issuers/college", listed, f"/badges/{quote(name, safe='')}", "/openapi.json"]


def naive_page(host: str, path: str) -> str:
    """A page that says where it is, with the name by which it was asked for."""
    return f'<link rel="canonical" href="https://{host}{path}">'


def test_a_naive_page_has_the_attackers_name_in_it() -> None:
    cache = {"/badges/1": naive_page(EVIL, "/badges/1")}
    assert EVIL in cache["/badges/1"]


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_no_header_of_a_request_stands_in_a_public_answer(
    client: Client, paths: list[str], headers: dict[str, str]
) -> None:
    for path in paths:
        for accept in ("*/*", "text/html", "application/json"):
            response = client.get(path, headers={"accept": accept, **headers})
            assert EVIL not in response.text + str(response.headers), (path, accept)


def test_what_depends_on_a_header_says_so(client: Client, paths: list[str]) -> None:
    assert {"accept", "accept-language"} <= set(client.get("/").headers["vary"].split(", "))
    for path in paths[3:5]:
        for accept in ("application/vc", "*/*"):
            assert "accept" in client.get(path, headers={"accept": accept}).headers["vary"]


def test_what_is_about_a_person_is_kept_in_no_cache(client: Client) -> None:
    issued = client.issue("college", id="urn:example:cached")
    assert client.get(f"/credentials/{issued['id']}").headers["cache-control"] == "no-store"
    assert (
        client.get("/badges/urn:example:cached", headers={"accept": "text/html"}).headers["cache-control"] == "no-store"
    )
