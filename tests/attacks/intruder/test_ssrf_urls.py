"""A credential full of URLs that point into the verifier's own network.

Attack: each place of a credential from which something is fetched names the verifier's own machine or network, in one
of 559 ways: decimal, octal, hexadecimal and short addresses, IPv6 in all its clothes, names of clusters and clouds,
user information, backslashes, blanks and controls, digits of other scripts, other schemes and ports.

Naively: the URL is handed to a library for HTTP, perhaps after a look for "localhost" or "127.0.0.1" in it. The library
reads what it is given as kindly as it can, connects, and the verifier has become a door into its own network.

Here: a URL is read by one parser that repairs nothing, and that wants https, a DNS name of the public internet, and a
port of the web (Data Integrity 1.0, 5.15 asks for such protection). The refusal is ``fetch.bad-url``,
``fetch.forbidden-scheme``, ``fetch.forbidden-address`` or ``fetch.forbidden-port``; no name is looked up, and nothing
is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import FetchLimits, FetchSession, HttpsFetcher
from naive_fetchers import InnerNetwork, listening, naive_filtered_get, naive_get, naive_open, naive_repairing_get
from ssrf_addresses import URLS, Aim

#: Of the 559, how many at the least a careless way to fetch leads inside.
REACHED = {naive_get: 200, naive_open: 200, naive_repairing_get: 280, naive_filtered_get: 160}


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def test_the_list_of_attacks_is_long() -> None:
    assert len({aim.text for aim in URLS}) == len(URLS) == 559
    assert f"{len(URLS)} ways" in str(__doc__)


@pytest.mark.parametrize("get", REACHED)
def test_a_naive_verifier_goes_where_it_is_sent(
    get: Callable[[str], bytes | None], inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.stands_in(monkeypatch)
    reached = []
    for aim in URLS:
        get(aim.at(inside.port))
        if inside.knocks():
            reached.append(aim.text)
    assert len(reached) >= REACHED[get]


def test_a_naive_verifier_reads_files_as_well() -> None:
    assert naive_open(f"file://{__file__}")
    assert naive_open("data:application/json,%7B%7D") == b"{}"


@pytest.mark.parametrize("aim", URLS, ids=[ascii(aim.text) for aim in URLS])
def test_a_url_into_the_inner_network_causes_no_packet(
    aim: Aim, inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.stands_in(monkeypatch)
    resolved: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        resolved.append(host)
        return ["127.0.0.1"]

    session = FetchSession(HttpsFetcher(resolver=resolve))
    with pytest.raises(FetchError) as refused:
        session.get(aim.at(inside.port), accept="application/json")
    assert refused.value.code == aim.code
    assert str(refused.value).isascii()
    assert str(refused.value).isprintable()
    assert resolved == []
    assert inside.knocks() == 0


@pytest.mark.parametrize("port", ["", ":{port}", ":8443"])
def test_a_public_name_with_a_loopback_address_causes_no_connection(port: str, inside: InnerNetwork) -> None:
    session = FetchSession(HttpsFetcher(resolver=lambda host, port: ["127.0.0.1"]))
    with pytest.raises(FetchError) as refused:
        session.get(f"https://issuer.example{port.format(port=inside.port)}/", accept="application/json")
    assert refused.value.code == "fetch.forbidden-address"
    assert inside.knocks() == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_the_listener_hears_whoever_is_allowed_inside(host: str, inside: InnerNetwork) -> None:
    if host == "[::1]" and len(inside.listeners) == 1:
        pytest.skip("this machine has no ::1")
    fetcher = HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True)
    with pytest.raises(FetchError, match="was not answered completely"):
        FetchSession(fetcher, FetchLimits(seconds=0.1)).get(f"http://{host}:{inside.port}/", accept="*/*")
    assert inside.knocks() == 1
