"""Another spelling of an address that takes a token.

Attack: the address of issuing with a slash more, in capitals, percent-encoded, or behind steps upwards, so that whoever
guards it does not recognise it, and the application behind does.

Naively: a guard in front compares the path with a list of those that take a token, and the router behind it is kinder.

Here: what takes a token is said at the route, and held to where the route runs. Another spelling leads there, or
nowhere: 401, 404 or 405.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

import pytest

from servers import Client, serving
from strangers import issuance, stranger

PATH = "/issuers/college/credentials/issue"
SPELLINGS = [
    "/issuers/college/credentials/issue/",
    "//issuers/college/credentials/issue",
    "/issuers/college/../college/credentials/issue",
    "/issuers/%63ollege/credentials/issue",
    "/issuers/college%2Fcredentials/issue",
    "/ISSUERS/college/credentials/issue",
    "/credentials/verify/../../issuers/college/credentials/issue",
    "/./issuers/college/credentials/issue",
    "/issuers/college/credentials/issue;a=b",
    "/issuers/college/credentials/issue%00",
    "/issuers/college/credentials/issue%20",
    "/issuers/college/credentials//issue",
    "/issuers/college/credentials/issue?a=/health",
    "/health/..%2fissuers/college/credentials/issue",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("access"))


def naive_lets_in(path: str) -> bool:
    """A guard before an application that cleans its paths: True where it issues, and asked for no token."""
    if path == PATH:
        return False
    return posixpath.normpath(unquote(path.partition("?")[0])).replace("//", "/") == PATH


def test_a_naive_guard_does_not_recognise_another_spelling() -> None:
    assert not naive_lets_in(PATH)
    assert sum(map(naive_lets_in, SPELLINGS)) >= 7


@pytest.mark.parametrize("path", SPELLINGS)
def test_another_spelling_of_an_address_that_takes_a_token(client: Client, path: str) -> None:
    response = stranger(client).post(path, issuance(client)[1])
    assert response.status_code in (401, 404, 405)


def test_the_address_itself_issues_for_who_has_a_token(client: Client) -> None:
    assert client.post(*issuance(client)).status_code == 201
