"""A public name whose DNS answers with addresses of the inner network.

Attack: a name on the public internet, in a URL that keeps all rules, for which the attacker's name server answers with
an address inside: private, link-local, a cloud's metadata, IPv4 in IPv6 clothes, an address that only some resolvers
take for one.

Naively: the host is compared with a list of beginnings such as ``10.`` and ``192.168.``, or nothing is looked at once
the URL itself is fine, and the connection goes wherever the name leads.

Here: each address that comes out of the resolver has to be public unicast (IANA's special-purpose registries, RFC 6890;
NAT64 is judged by the IPv4 address inside, RFC 6052), or there is no connection at all: ``fetch.forbidden-address``.
"""

from __future__ import annotations

import pytest

from resolvers import PUBLIC_V4, PUBLIC_V6, attempt

FORBIDDEN = (
    """
0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.0.1.1 127.255.255.255
168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1
192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.255
:: ::1 ::2 ::7f00:1 ::127.0.0.1 ::93.184.215.14 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:93.184.215.14
::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::100.64.0.1 64:ff9b::0.0.0.0
64:ff9b:1::1 64:ff9b:1::93.184.215.14 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1:: 2001:0:5db8:d70e::1 2001:2::1
2001:10::1 2001:20::1 2001:30::1 2001:db8::1 2002:7f00:1::1 2002:a00:1:: 2002:5db8:d70e:: 3fff::1 3fff:fff::1
4000::1 5f00::1 8000::1 e000::1 fc00::1 fd00::1 fd00:ec2::254 fdff:ffff::1 fe00::1 fe80::1 fe80::1%lo fe80::1%1
2606:4700:4700::1111%eth0 febf::1 fec0::1 feff::1 ff00::1 ff02::1 ff0e::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
127.1 0x7f.0.0.1 0177.0.0.1 2130706433 127.0.0.1:80 [::1] localhost 1.2.3 1.2.3.4/32 1.1.1.1\x00 \uff11.1.1.1 -1
""".encode()
    .decode("unicode_escape")
    .split()
)


def naive_may_connect(address: str) -> bool:
    """Whether an address is none of the usual private ones, as far as its first characters tell."""
    return not address.startswith(("10.", "127.", "192.168.", "172.16.", "169.254.", "::1", "fc", "fd", "fe80"))


def test_a_naive_list_of_beginnings_lets_most_of_them_through() -> None:
    assert naive_may_connect(PUBLIC_V4)
    through = [address for address in FORBIDDEN if naive_may_connect(address)]
    assert len(through) >= 60
    assert {"0.1.2.3", "100.100.100.200", "::ffff:a9fe:a9fe", "64:ff9b::10.0.0.1", "2002:7f00:1::1"} <= set(through)


def test_the_list_of_addresses_is_long() -> None:
    assert len(FORBIDDEN) >= 95


@pytest.mark.parametrize("address", [*FORBIDDEN, ""])
def test_a_name_that_leads_into_the_inner_network_causes_no_connection(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, connected = attempt(monkeypatch, [address])
    assert error.code == "fetch.forbidden-address"
    assert connected == []


def test_public_addresses_are_connected_to_so_that_these_tests_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    error, connected = attempt(monkeypatch, [PUBLIC_V4, PUBLIC_V6])
    assert error.code == "fetch.unreachable"
    assert connected == [(PUBLIC_V4, 443), (PUBLIC_V6, 443)]
