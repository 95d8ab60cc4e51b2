from __future__ import annotations

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch.addresses import MAX_URL, check_url, forbidden


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://issuer.example/keys", "https://issuer.example/keys"),
        ("HTTPS://Issuer.EXAMPLE/Keys", "https://issuer.example/Keys"),
        ("https://issuer.example", "https://issuer.example/"),
        ("https://issuer.example?list=1", "https://issuer.example/?list=1"),
        ("https://issuer.example:443/keys", "https://issuer.example/keys"),
        ("https://issuer.example:8443/keys", "https://issuer.example:8443/keys"),
        ("https://issuer.example/keys#key-1", "https://issuer.example/keys"),
        ("https://issuer.example#@127.0.0.1:80/?x", "https://issuer.example/"),
        ("https://issuer.example/a%20b?x=%7B#y", "https://issuer.example/a%20b?x=%7B"),
        ("https://xn--universit-i1a.example/", "https://xn--universit-i1a.example/"),
        ("https://1.issuer.example/", "https://1.issuer.example/"),
        ("https://issuer.example/@teacher:1", "https://issuer.example/@teacher:1"),
    ],
)
def test_a_public_https_url_is_put_into_its_one_spelling(written: str, read: str) -> None:
    assert check_url(written).url == read


def test_the_spelling_of_a_checked_url_stays_as_it_is() -> None:
    url = check_url("HTTPS://Issuer.example:0443/a?b#c").url
    assert check_url(url).url == url


def test_an_ipv6_host_stands_in_brackets_in_the_host_header() -> None:
    place = check_url("http://[::1]:8080/", unguarded=True)
    assert (place.host, place.authority, place.url) == ("::1", "[::1]:8080", "http://[::1]:8080/")


@pytest.mark.parametrize(
    "url",
    ["http://localhost/", "http://127.0.0.1:22/", "https://printer/", "http://[::1]/", "http://nas.local:6000/"],
)
def test_unguarded_private_hosts_plain_http_and_all_ports_may_be_asked_for(url: str) -> None:
    assert check_url(url, unguarded=True).url == url


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://a:b@localhost/", "http://local host/", "http://[fe80::1%25eth0]/", "http://[zz]/"],
)
def test_unguarded_a_url_must_still_be_well_formed_http(url: str) -> None:
    with pytest.raises(FetchError):
        check_url(url, unguarded=True)


def test_a_url_may_be_as_long_as_http_asks_and_not_longer() -> None:
    url = "https://issuer.example/".ljust(MAX_URL, "a")
    assert check_url(url).url == url
    with pytest.raises(FetchError, match="has 8001 characters; at most 8000 were wanted") as refused:
        check_url(url + "a")
    assert refused.value.code == "fetch.bad-url"


def test_a_refusal_names_the_url_what_was_found_and_what_was_wanted() -> None:
    with pytest.raises(FetchError) as refused:
        check_url("gopher://issuer.example/")
    assert str(refused.value) == "'gopher://issuer.example/' has the scheme 'gopher'; https was wanted"


def test_user_information_is_refused_by_name() -> None:
    with pytest.raises(FetchError, match="has user information before the host"):
        check_url("https://issuer.example@evil.example/")


def test_a_refusal_shows_control_characters_escaped_on_one_line() -> None:
    with pytest.raises(FetchError) as refused:
        check_url("https://issuer.example/\r\n\x1b[2J\u202e")
    assert str(refused.value).isprintable()
    assert str(refused.value).isascii()


def test_a_refusal_does_not_repeat_an_endless_url() -> None:
    with pytest.raises(FetchError) as refused:
        check_url("https://issuer.example/" + " " * 1_000_000)
    assert len(str(refused.value)) < 500
    assert len(refused.value.evidence["url"]) < 3_000


@pytest.mark.parametrize("port", [22, 25, 80, 1023, 2049, 6000, 6667, 10080])
def test_a_port_of_another_protocol_is_refused(port: int) -> None:
    with pytest.raises(FetchError) as refused:
        check_url(f"https://issuer.example:{port}/")
    assert refused.value.code == "fetch.forbidden-port"


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_a_number_that_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(FetchError) as refused:
        check_url(f"https://issuer.example:{port}/")
    assert refused.value.code == "fetch.bad-url"


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.215.14", "223.255.255.254", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"],
)
def test_public_unicast_addresses_may_be_visited(address: str) -> None:
    assert forbidden(address) is None


def test_a_nat64_address_is_judged_by_the_address_inside() -> None:
    assert forbidden("64:ff9b::93.184.215.14") is None
    assert forbidden("64:ff9b::10.0.0.1") == "private (RFC 1918)"


@pytest.mark.parametrize(
    ("inside", "next_door"),
    [
        ("9.255.255.255", "10.0.0.0"),
        ("11.0.0.0", "10.255.255.255"),
        ("100.63.255.255", "100.64.0.0"),
        ("100.128.0.0", "100.127.255.255"),
        ("172.15.255.255", "172.16.0.0"),
        ("172.32.0.0", "172.31.255.255"),
        ("168.63.129.15", "168.63.129.16"),
        ("223.255.255.255", "224.0.0.0"),
        ("2001:200::", "2001:1ff:ffff::"),
        ("2000::", "1fff:ffff::"),
        ("2003::", "2002:ffff::"),
    ],
)
def test_the_borders_of_the_special_ranges_are_exact(inside: str, next_door: str) -> None:
    assert forbidden(inside) is None
    assert forbidden(next_door) is not None


def test_the_reason_does_not_give_the_address_away() -> None:
    assert "10.1.2.3" not in (forbidden("10.1.2.3") or "")
