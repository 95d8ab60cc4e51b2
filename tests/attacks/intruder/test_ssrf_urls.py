"""A credential full of URLs that point into the verifier's own network: none of them may cause a single packet."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import FetchLimits, FetchSession, HttpsFetcher

# {port} is the port on which something really listens, on the loopback interface.
LOOPBACK_LITERALS = """
https://127.0.0.1:{port}/
https://127.0.0.1/
https://127.1:{port}/
https://127.0.1:{port}/
https://127.1.1.1:{port}/
https://127.255.255.254:{port}/
https://2130706433:{port}/
https://2130706433/
https://017700000001:{port}/
https://0177.0.0.1:{port}/
https://0177.0.0.01:{port}/
https://00000177.0.0.1:{port}/
https://0x7f000001:{port}/
https://0X7F000001:{port}/
https://0x7f.0x0.0x0.0x1:{port}/
https://0x7f.1:{port}/
https://0x7f.0.1:{port}/
https://0x00000000007f.0.0.1:{port}/
https://127.0x1:{port}/
https://0177.1:{port}/
https://127.0.0.0x1:{port}/
https://127.0.0.1.:{port}/
https://2130706433.:{port}/
https://127.0.0.1..:{port}/
https://127.000.000.001:{port}/
https://4294967295/
https://4425065729:{port}/
https://0/
https://0:{port}/
https://00.0.0.0:{port}/
https://0.0.0.0:{port}/
https://0x0:{port}/
https://1.1.1.1/
https://93.184.215.14/
https://256.256.256.256/
https://1.2.3.4.5/
https://name.127/
https://name.0x7f/
"""

IPV6_LITERALS = """
https://[::1]:{port}/
https://[::1]/
https://[0:0:0:0:0:0:0:1]:{port}/
https://[0000:0000:0000:0000:0000:0000:0000:0001]:{port}/
https://[::]:{port}/
https://[::ffff:127.0.0.1]:{port}/
https://[::ffff:7f00:1]:{port}/
https://[0:0:0:0:0:ffff:127.0.0.1]:{port}/
https://[::127.0.0.1]:{port}/
https://[::ffff:0:127.0.0.1]:{port}/
https://[64:ff9b::127.0.0.1]:{port}/
https://[64:ff9b::7f00:1]:{port}/
https://[64:ff9b:1::7f00:1]:{port}/
https://[2002:7f00:1::]:{port}/
https://[2001:0:7f00:1::]:{port}/
https://[fe80::1]/
https://[fe80::1%25lo]:{port}/
https://[fe80::1%lo]:{port}/
https://[::1%25lo]:{port}/
https://[::1%251]:{port}/
https://[fc00::1]/
https://[fd00:ec2::254]/latest/meta-data/
https://[fec0::1]/
https://[ff02::1]/
https://[2606:4700:4700::1111]/
https://[v1.fe80::a+en1]/
https://[localhost]:{port}/
https://[127.0.0.1]:{port}/
https://[]:{port}/
https://[::1:{port}/
https://::1]:{port}/
https://::1:{port}/
https://[::1].issuer.example:{port}/
https://[::1]issuer.example/
"""

PRIVATE_LITERALS = """
https://10.0.0.1/
https://10.1/
https://0x0a000001/
https://172.16.0.1/
https://192.168.0.1/
https://192.168.257/
https://3232235521/
https://169.254.169.254/latest/meta-data/
https://169.254.169.254.:443/
https://0xa9fea9fe/
https://0xA9.0xFE.0xA9.0xFE/
https://2852039166/
https://0251.0376.0251.0376/
https://169.254.43518/
https://169.16689662/
https://100.100.100.200/latest/meta-data/
https://168.63.129.16/
https://192.0.0.192/
https://255.255.255.255/
https://224.0.0.1/
"""

NAMES = """
https://localhost:{port}/
https://localhost/
https://LOCALHOST:{port}/
https://LocalHost:{port}/
https://localhost.:{port}/
https://a.localhost:{port}/
https://localhost.localdomain:{port}/
https://localhost6.localdomain6.local:{port}/
https://ip6-localhost:{port}/
https://printer.local/
https://metadata.google.internal/computeMetadata/v1/
https://metadata/
https://intranet/
https://router.lan/
https://nas.home.arpa/
https://service.onion/
https://kubernetes.default.svc.cluster.local/
https://internal/
https://redis:6379/
https://-issuer.example/
https://issuer-.example/
https://issuer..example/
https://.issuer.example/
https://issuer.example./
https://issuer_name.example/
https://*.example/
https://issuer.example%00.localhost/
https://a.b.c.d.{long}.example/
"""

USER_INFORMATION = """
https://issuer.example@127.0.0.1:{port}/
https://issuer.example:443@127.0.0.1:{port}/
https://issuer.example%40127.0.0.1:{port}/
https://user:password@issuer.example/
https://user@issuer.example/
https://@issuer.example/
https://:@issuer.example/
https://127.0.0.1:{port}@issuer.example/
https://a@b@127.0.0.1:{port}/
https://issuer.example&@127.0.0.1:{port}/
https://user%3Apassword%40127.0.0.1:{port}/
"""

SPELLING = r"""
https:\\127.0.0.1:{port}\
https:/\127.0.0.1:{port}/
https://issuer.example\@127.0.0.1:{port}/
https://127.0.0.1:{port}\@issuer.example/
https://issuer.example\.127.0.0.1/
https:/127.0.0.1:{port}/
https:127.0.0.1:{port}/
https:///127.0.0.1:{port}/
https:////127.0.0.1:{port}/
https://
https:///
https://:{port}/
https://?@127.0.0.1:{port}/
https://issuer.example:{port}:{port}/
https://issuer.example:/
https://issuer.example:+443/
https://issuer.example:-1/
https://issuer.example: 443/
https://issuer.example:443a/
https://issuer.example:0x1bb/
https://issuer.example:0/
https://issuer.example:65979/
https://issuer.example:000000443/
https://%6c%6f%63%61%6c%68%6f%73%74:{port}/
https://%31%32%37.0.0.1:{port}/
https://127%2e0%2e0%2e1:{port}/
https://issuer.example%2f@127.0.0.1/
https://issuer.example%09/
https://issuer.example/%
https://issuer.example/%zz
https://issuer.example/{{a}}
https://issuer.example/<a>
https://issuer.example/"a"
https://issuer.example/a|b
https://issuer.example/a^b
https://issuer.example/`a`
//127.0.0.1:{port}/
/etc/passwd
127.0.0.1:{port}
issuer.example

?
#
://127.0.0.1:{port}/
"""

SCHEMES = """
http://127.0.0.1:{port}/
http://issuer.example/
http://issuer.example:443/
HTTP://127.0.0.1:{port}/
file:///etc/passwd
file://127.0.0.1/etc/passwd
FILE:///etc/passwd
ftp://127.0.0.1:{port}/
ftps://127.0.0.1:{port}/
gopher://127.0.0.1:{port}/_SLAVEOF%20NO%20ONE
dict://127.0.0.1:{port}/stat
ldap://127.0.0.1:{port}/
ldaps://127.0.0.1:{port}/
tftp://127.0.0.1:{port}/
sftp://127.0.0.1:{port}/
ssh://127.0.0.1:{port}/
ws://127.0.0.1:{port}/
wss://127.0.0.1:{port}/
jar:https://127.0.0.1:{port}/!/
data:application/json,%7B%7D
javascript:fetch('https://127.0.0.1:{port}/')
unix:///var/run/docker.sock
https+unix://127.0.0.1:{port}/
view-source:https://127.0.0.1:{port}/
urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5
did:web:127.0.0.1%3A{port}
mailto:root@localhost
netdoc:///etc/passwd
blob:https://127.0.0.1:{port}/
about:blank
"""

PORTS = """
https://issuer.example:1/
https://issuer.example:21/
https://issuer.example:22/
https://issuer.example:25/
https://issuer.example:80/
https://issuer.example:110/
https://issuer.example:389/
https://issuer.example:445/
https://issuer.example:636/
https://issuer.example:993/
https://issuer.example:2049/
https://issuer.example:5060/
https://issuer.example:6000/
https://issuer.example:6667/
https://issuer.example:10080/
"""

# What cannot be written as a line of text: blanks, controls, and letters that some software reads as others.
ODD_CHARACTERS = (
    " https://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/ ",
    "\thttps://127.0.0.1:{port}/",
    "\nhttps://127.0.0.1:{port}/",
    "\x00https://127.0.0.1:{port}/",
    "\ufeffhttps://127.0.0.1:{port}/",
    "https\t://127.0.0.1:{port}/",
    "ht\ntps://127.0.0.1:{port}/",
    "https://127.0.0.1\t:{port}/",
    "https://127.0\n.0.1:{port}/",
    "https://127.0.0.1\r\n:{port}/",
    "https://127.0.0.1:{port}\x00.issuer.example/",
    "https://issuer.example\x00@127.0.0.1:{port}/",
    "https://issuer.example/\r\nHost: 127.0.0.1:{port}\r\n\r\n",
    "https://issuer.example/ HTTP/1.1\r\nX: y",
    "https://issuer.example/\x7f",
    "https://issuer.example/\x1b[31m",
    "https://issuer.example\u2028/",
    "https://issuer.example\u3000/",
    "https://issuer\u00ad.example/",
    "https://issuer\u200b.example/",
    "https://loc\u200dalhost:{port}/",
    "https://\u202e1.0.0.721:{port}/",
    "https://\uff11\uff12\uff17.0.0.1:{port}/",
    "https://\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11:{port}/",
    "https://127\u30020\u30020\u30021:{port}/",
    "https://127\uff610\uff610\uff611:{port}/",
    "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:{port}/",
    "https://\u0661\u0662\u0667.\u0660.\u0660.\u0661:{port}/",
    "https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/",
    "https://\U0001d543\U0001d560\U0001d554\U0001d552\U0001d55d\U0001d559\U0001d560\U0001d564\U0001d565:{port}/",
    "https://loca\u2113host:{port}/",
    "https://localho\ufb06:{port}/",
    "https://localho\u017ft:{port}/",
    "https://issuer.example\uff03@127.0.0.1:{port}/",
    "https://issuer.example\uff0f@127.0.0.1:{port}/",
    "https://issuer.example\u2100.127.0.0.1/",
    "https://issuer.example\u2024127.0.0.1/",
    "https://\u0456ssuer.example/",
    "https://issuer.example:\uff14\uff14\uff13/",
    "https://issuer.example/caf\u00e9",
    "https://issuer.example/\ud800",
    "\uff48ttps://127.0.0.1:{port}/",
)

LISTS = (LOOPBACK_LITERALS, IPV6_LITERALS, PRIVATE_LITERALS, NAMES, USER_INFORMATION, SPELLING, SCHEMES, PORTS)
URLS = tuple(dict.fromkeys([url for urls in LISTS for url in urls[1:-1].split("\n")] + list(ODD_CHARACTERS)))

REFUSALS = {"fetch.bad-url", "fetch.forbidden-scheme", "fetch.forbidden-address", "fetch.forbidden-port"}


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """Something that listens on the loopback interface, and can be asked whether anybody knocked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def written(url: str, listener: socket.socket) -> str:
    return url.format(port=listener.getsockname()[1], long="x" * 64)


def knocked(listener: socket.socket) -> bool:
    # A connection over loopback waits here as soon as connect() returns: there is nothing to wait for.
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_the_list_of_attacks_is_long() -> None:
    assert len(URLS) >= 230


@pytest.mark.parametrize("url", URLS, ids=ascii)
def test_a_url_into_the_inner_network_causes_no_packet(url: str, listener: socket.socket) -> None:
    resolved: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        resolved.append(host)
        return ["127.0.0.1"]

    session = FetchSession(HttpsFetcher(resolver=resolve))
    with pytest.raises(FetchError) as refused:
        session.get(written(url, listener), accept="application/json")
    assert refused.value.code in REFUSALS
    assert str(refused.value).isascii()
    assert str(refused.value).isprintable()
    assert resolved == []
    assert not knocked(listener)


@pytest.mark.parametrize("port", ["", ":{port}", ":8443"])
def test_a_public_name_with_a_loopback_address_causes_no_connection(port: str, listener: socket.socket) -> None:
    session = FetchSession(HttpsFetcher(resolver=lambda host, port: ["127.0.0.1"]))
    with pytest.raises(FetchError) as refused:
        session.get(written(f"https://issuer.example{port}/", listener), accept="application/json")
    assert refused.value.code == "fetch.forbidden-address"
    assert not knocked(listener)


def test_the_listener_would_have_heard_a_connection(listener: socket.socket) -> None:
    fetcher = HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True)
    with pytest.raises(FetchError, match="was not answered completely"):
        FetchSession(fetcher, FetchLimits(seconds=0.1)).get(written("http://127.0.0.1:{port}/", listener), accept="*/*")
    assert knocked(listener)
