"""A request that sends the server to its neighbours.

Attack: every place of a request from which the server fetches names something in its own network: issuer, status list,
schema and their like of a credential that is verified, a DID to resolve, the address that a visitor types in.

Naively: the URL of a visitor's form is fetched, and its content or its error is shown; the server has become a way
inside.

Here: what stands below the server's own address is at hand, and that opens no other door: everything else goes through
the fetcher that refuses what is inside (``fetch.forbidden-address`` and its like), and the answer says no more than
that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from microcred.verification.fetch import HttpsFetcher
from naive_fetchers import InnerNetwork, listening, naive_get
from servers import PUBLIC_URL, Client, serving

AIMS = (
    "https://127.0.0.1:{port}/x",
    "http://127.0.0.1:{port}/x",
    "https://localhost:{port}/x",
    "https://[::1]:{port}/x",
    "https://127.1:{port}/x",
    "https://0x7f000001:{port}/x",
    "https://inside.example:{port}/x",
)
OTHERS = {
    "https://127.0.0.1/list": "fetch.forbidden-address",
    "https://localhost:8443/list": "fetch.forbidden-address",
    "http://169.254.169.254/latest/meta-data/": "fetch.forbidden-scheme",
    "https://[::1]/list": "fetch.forbidden-address",
    f"{PUBLIC_URL}@127.0.0.1/status-lists/a": "fetch.bad-url",
}


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    fetcher = HttpsFetcher(resolver=lambda host, port: ["127.0.0.1"])
    folder: Path = tmp_path_factory.mktemp("neighbours")
    return serving(folder, {"college": {"development-key": "Ed25519", "store": False}}, fetcher=fetcher)


def naive_check(form: dict[str, str]) -> str:
    """What a page says of the address that a visitor typed into its form."""
    return f"<p>{naive_get(form['text'])!r}</p>"


def test_a_naive_page_fetches_what_a_visitor_types(inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    inside.stands_in(monkeypatch)
    for aim in AIMS[:-1]:
        naive_check({"text": aim.format(port=inside.port)})
        assert inside.knocks() == 1


@pytest.mark.parametrize("aim", AIMS)
def test_the_page_does_not_fetch_from_inside(client: Client, inside: InnerNetwork, aim: str) -> None:
    response = client.ask("POST", "/", data={"text": aim.format(port=inside.port)}, files={"badge": b""})
    assert response.status_code == 200
    assert 'class="verdict unknown"' in response.text
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_a_did_or_url_is_not_resolved_inside(client: Client, inside: InnerNetwork, aim: str) -> None:
    url = aim.format(port=inside.port)
    did = f"did:web:{url.split('/')[2].replace(':', '%3A')}"
    for identifier in (url, did, f"{did}#key"):
        assert client.get(f"/1.0/identifiers/{identifier.replace('%', '%25')}").status_code in (400, 404)
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_a_credential_is_not_verified_over_the_inner_network(client: Client, inside: InnerNetwork, aim: str) -> None:
    url = aim.format(port=inside.port)
    credential = client.issue("college")
    for issuer in (url, f"did:web:{url.split('/')[2].replace(':', '%3A')}"):
        proof = {**credential["proof"], "verificationMethod": f"{issuer}#key"}
        assert not client.verify({**credential, "issuer": issuer, "proof": proof}).json()["verified"]
    for member in ("credentialStatus", "credentialSchema", "relatedResource", "refreshService", "termsOfUse"):
        aimed = client.credential("college", **{member: {"id": url, "type": "x"}, "@context": [url]})
        assert not client.verify({**aimed, "proof": credential["proof"]}).json()["verified"]
    assert inside.knocks() == 0


@pytest.mark.parametrize(("url", "code"), OTHERS.items())
def test_a_credential_that_sends_the_server_into_its_own_network(
    client: Client, inside: InnerNetwork, url: str, code: str
) -> None:
    """What stands below the server's own address is at hand, and that opens no other door."""
    entry = {
        "id": f"{url}#1",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": url,
    }
    result = client.verify(client.issue("college", credentialStatus=entry)).json()
    assert result["verdict"] != "accepted"
    (problem,) = result["problemDetails"]
    assert problem["code"] == code
    assert inside.knocks() == 0


def test_what_this_server_publishes_is_at_hand(tmp_path: Path) -> None:
    client = serving(tmp_path, fetcher=HttpsFetcher(resolver=lambda host, port: ["127.0.0.1"]))
    assert client.verify(client.issue("college")).json()["verified"]
