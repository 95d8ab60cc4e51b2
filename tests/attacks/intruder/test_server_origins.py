"""A page of somebody else that reads what its visitor may.

Attack: a page asks the server with its visitor's browser, from an origin that looks like a trusted one, from ``null``,
or with credentials, and wants to read the answer.

Naively: the origin that asks is repeated in ``Access-Control-Allow-Origin``, with credentials allowed, if it begins or
ends like a trusted one.

Here: origins of the settings are compared whole; credentials are never allowed, and there are no cookies. Public
documents are for the pages of all (``*``), everything else for those of nobody.
"""

from __future__ import annotations

import pytest

from servers import Client, serving

TRUSTED = "https://wallet.example"
ORIGINS = [
    "https://attacker.example",
    "https://wallet.example.attacker.example",
    "https://attacker-wallet.example",
    "https://attackerwallet.example",
    "http://wallet.example",
    "https://wallet.example:444",
    "https://WALLET.example.attacker.example",
    "https://wallet.example/",
    "https://wallet.example, https://attacker.example",
    "null",
    "",
    "file://",
    "*",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("origins"), origins=[TRUSTED])


def naive_headers(origin: str) -> dict[str, str]:
    """Allow what looks like one of ours, with everything that its visitor has."""
    if origin.startswith("https://wallet.example") or origin.endswith("wallet.example") or origin == "null":
        return {"access-control-allow-origin": origin, "access-control-allow-credentials": "true"}
    return {}


def test_a_naive_comparison_allows_what_looks_alike() -> None:
    assert sum(bool(naive_headers(origin)) for origin in ORIGINS) >= 6


@pytest.mark.parametrize("origin", ORIGINS)
def test_an_origin_that_looks_like_a_trusted_one_reads_nothing(client: Client, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    answers = [
        client.ask("OPTIONS", "/credentials/verify", headers=asked),
        client.ask("POST", "/challenges", headers={"origin": origin}),
        client.get("/credentials/urn:x", headers={"origin": origin}),
    ]
    for response in answers:
        assert "access-control-allow-origin" not in response.headers
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", [TRUSTED, *ORIGINS[:3]])
def test_no_answer_allows_credentials_or_sets_a_cookie(client: Client, origin: str) -> None:
    for path in ("/", "/issuers", "/status-lists/x", "/1.0/identifiers/did:x:y", "/badges/x"):
        headers = client.get(path, headers={"origin": origin, "cookie": "a=b"}).headers
        assert "access-control-allow-credentials" not in headers
        assert "set-cookie" not in headers


def test_an_origin_of_the_settings_reads_the_answer(client: Client) -> None:
    response = client.ask("POST", "/challenges", headers={"origin": TRUSTED})
    assert response.headers["access-control-allow-origin"] == TRUSTED
