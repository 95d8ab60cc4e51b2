"""A token in another place than its header.

Attack: the token is sent as a cookie, in the query or in the body, where browsers, logs and other people's pages find
it; or an attacker has it sent from there.

Naively: a token is taken from wherever it stands. With a cookie any page can have its visitor's browser issue; a query
stands in logs and in ``Referer``.

Here: ``Authorization: Bearer`` is the one place (RFC 6750, 2.1), once: 401 for all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

import pytest

from servers import TOKEN, Client, serving
from strangers import issuance, stranger

PLACES: list[tuple[dict[str, str], str]] = [
    ({"cookie": f"authorization=Bearer {TOKEN}"}, ""),
    ({"cookie": f"access_token={TOKEN}"}, ""),
    ({}, f"?access_token={TOKEN}"),
    ({}, f"?authorization=Bearer%20{TOKEN}"),
    ({"x-api-key": TOKEN}, ""),
    ({"proxy-authorization": f"Bearer {TOKEN}"}, ""),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("access"))


def naive_token(headers: Mapping[str, str], query: str) -> str | None:
    """The token of a request, wherever its client put it."""
    said = headers.get("authorization", "").removeprefix("Bearer ")
    cookie = SimpleCookie(headers.get("cookie", "")).get("access_token")
    asked = parse_qs(query.removeprefix("?")).get("access_token", [None])[0]
    return said or (cookie.value if cookie else None) or asked or headers.get("x-api-key")


def test_a_naive_reader_takes_a_token_from_a_cookie_and_a_query() -> None:
    assert [naive_token(*place) == TOKEN for place in PLACES] == [False, True, True, False, True, False]


@pytest.mark.parametrize("place", range(len(PLACES)))
def test_a_token_in_another_place_than_its_header(client: Client, place: int) -> None:
    path, body = issuance(client)
    headers, query = PLACES[place]
    response = stranger(client, **headers).post(path + query, body)
    assert (response.status_code, response.json()["code"]) == (401, "server.no-token")


def test_a_token_in_the_body_is_none_either(client: Client) -> None:
    path, body = issuance(client)
    response = stranger(client).post(path, {**body, "access_token": TOKEN})
    assert response.status_code == 401


def test_a_token_in_its_header_issues(client: Client) -> None:
    assert client.post(*issuance(client)).status_code == 201
