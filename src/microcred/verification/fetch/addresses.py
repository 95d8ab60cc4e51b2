"""Where a verifier may go on the word of a stranger: which URLs, hosts, ports and addresses.

Every URL in a credential was chosen by whoever wrote it, and may point into the verifier's own network (server-side
request forgery). So a URL is read by one strict parser that repairs nothing: what two programs could read in two ways
is refused. Pure: names are resolved elsewhere, and each address that comes out is put to :func:`forbidden`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, NoReturn
from urllib.parse import urljoin

from microcred.verification.fetch.refusals import refusal, shown

__all__ = ["MAX_URL", "Place", "check_reference", "check_url", "forbidden"]

# RFC 9110, 4.1 recommends that at least this many octets be supported; nobody needs more.
MAX_URL: Final = 8_000

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}

# The characters of RFC 3986, 2: all others (blanks, controls, backslash, anything beyond ASCII) are read differently
# by different parsers.
_NOT_OF_A_URL: Final = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_HIERARCHY: Final = re.compile(r"//([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?")  # RFC 3986, appendix B
_HOST_AND_PORT: Final = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?")
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")  # RFC 1123, 2.1

# Names that never mean a host on the public internet: RFC 6761, 6762, 7686, 8375, and ICANN's choice of "internal".
_NOT_PUBLIC_NAMES: Final = re.compile(r"(?:.*\.)?(?:localhost|localdomain|local|internal|lan|onion|home\.arpa)")

# The ports above 1023 that the Fetch Standard (2.9, port blocking) keeps browsers from, as other protocols own them.
_OTHER_PROTOCOLS: Final = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566}
    | {6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)

_GLOBAL_UNICAST: Final = ip_network("2000::/3")  # RFC 4291, 2.4: all that IANA has given out so far
_NAT64: Final = ip_network("64:ff9b::/96")  # RFC 6052, 2.1

# The IANA special-purpose address registries (RFC 6890), without what the two constants above decide.
_SPECIAL: Final = tuple(
    (ip_network(network), meaning)
    for network, meaning in (
        ("0.0.0.0/8", "of this network (RFC 791)"),
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.64.0.0/10", "shared by a carrier's customers (RFC 6598)"),
        ("127.0.0.0/8", "loopback (RFC 1122)"),
        ("168.63.129.16/32", "a cloud platform's own service, though in public space"),
        ("169.254.0.0/16", "link-local (RFC 3927)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "reserved for protocols (RFC 6890)"),
        ("192.0.2.0/24", "for documentation (RFC 5737)"),
        ("192.88.99.0/24", "a retired 6to4 relay (RFC 7526)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("198.18.0.0/15", "for benchmarks (RFC 2544)"),
        ("198.51.100.0/24", "for documentation (RFC 5737)"),
        ("203.0.113.0/24", "for documentation (RFC 5737)"),
        ("224.0.0.0/4", "multicast (RFC 5771)"),
        ("240.0.0.0/4", "reserved (RFC 1112)"),
        ("::/128", "unspecified (RFC 4291)"),
        ("::1/128", "loopback (RFC 4291)"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 clothes (RFC 4291, 2.5.5)"),
        ("::/96", "an IPv4 address in IPv6 clothes (RFC 4291, 2.5.5)"),
        ("2001::/23", "reserved for protocols, Teredo among them (RFC 2928, RFC 4380)"),
        ("2001:db8::/32", "for documentation (RFC 3849)"),
        ("2002::/16", "6to4 (RFC 3056, retired by RFC 7526)"),
        ("3fff::/20", "for documentation (RFC 9637)"),
        ("fc00::/7", "private (RFC 4193)"),
        ("fe80::/10", "link-local (RFC 4291)"),
        ("fec0::/10", "site-local (RFC 3879)"),
        ("ff00::/8", "multicast (RFC 4291)"),
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """A URL that keeps the rules, taken apart (RFC 3986, 3): lower case where case says nothing, no fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the ``Host`` header wants them (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL, in the one spelling that is fetched, cached and reported."""
        return f"{self.scheme}://{self.authority}{self.target}"


def check_url(url: str, *, unguarded: bool = False) -> Place:
    """Take a URL apart if it may be visited: https, a public DNS name, a port of the web, and no user information.

    ``unguarded`` also lets through plain http, IP addresses, private names and all ports; how a URL is spelled is
    checked all the same. Raises :class:`~microcred.errors.FetchError` with code ``fetch.bad-url``,
    ``fetch.forbidden-scheme``, ``fetch.forbidden-address`` or ``fetch.forbidden-port``.
    """
    _check_spelling(url)
    scheme = _SCHEME.match(url)
    if scheme is None:
        _refuse("fetch.bad-url", url, "is not an absolute URL; one that begins with https:// was wanted")
    if (name := scheme[1].lower()) not in (("https", "http") if unguarded else ("https",)):
        _refuse("fetch.forbidden-scheme", url, f"has the scheme {shown(name)}; https was wanted")
    parts = _HIERARCHY.fullmatch(url, scheme.end())
    if parts is None:
        _refuse("fetch.bad-url", url, "has no // after its scheme")
    authority, path, query = parts[1], parts[2] or "/", parts[3] or ""
    if "@" in authority:
        _refuse("fetch.bad-url", url, "has user information before the host; none was wanted")
    pair = _HOST_AND_PORT.fullmatch(authority)
    if pair is None or not pair[1]:
        _refuse("fetch.bad-url", url, "has no host and port that could be read; host or host:port was wanted")
    host = _check_host(pair[1].lower(), url, unguarded)
    port = _check_port(int(pair[2]) if pair[2] else _DEFAULT_PORTS[name], url, unguarded)
    return Place(name, host, port, path + query)


def check_reference(reference: str, base: Place, *, unguarded: bool = False) -> Place:
    """Take apart what a reference means at a place (RFC 3986, 5.2), with the rules and errors of :func:`check_url`.

    The library function joins more than is written: it drops tabs and line breaks, takes ``https:host`` for a path and
    ``///host`` for another. So it gets nothing but paths and queries, once their characters are checked.
    """
    _check_spelling(reference)
    if _SCHEME.match(reference) is not None:
        return check_url(reference, unguarded=unguarded)
    if reference.startswith("//"):
        return check_url(f"{base.scheme}:{reference}", unguarded=unguarded)
    return check_url(urljoin(base.url, reference), unguarded=unguarded)


def forbidden(address: str) -> str | None:
    """Why a resolved address must not be visited, as the end of "its address is …"; None for public unicast.

    An address in the NAT64 prefix is judged by the IPv4 address inside, as networks with IPv6 alone reach the rest of
    the web that way. The reason never repeats the address: reports are read by strangers, and must not become a
    directory of the inner network.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "not an IP address"
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return "of one network interface alone (RFC 4007)"
        if ip in _NAT64:
            return forbidden(str(IPv4Address(int(ip) & 0xFFFF_FFFF)))
    for network, meaning in _SPECIAL:
        if ip in network:
            return meaning
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST:
        return "not global unicast (RFC 4291)"
    return None


def _check_spelling(url: str) -> None:
    if len(url) > MAX_URL:
        _refuse("fetch.bad-url", url, f"has {len(url)} characters; at most {MAX_URL} were wanted")
    if (wrong := _NOT_OF_A_URL.search(url)) is not None:
        found = f"holds {shown(wrong[0])} at character {wrong.start() + 1}, which has no place in a URL"
        _refuse("fetch.bad-url", url, found, "Write it percent-encoded (RFC 3986, 2.1), and a host name in Punycode")


def _check_host(host: str, url: str, unguarded: bool) -> str:
    if host.startswith("["):
        literal = host[1:-1]
        if not unguarded:
            _refuse("fetch.forbidden-address", url, "names an IP address; a public DNS name was wanted")
        if _is_ipv6(literal):
            return literal
        _refuse("fetch.bad-url", url, f"has the host {shown(host)}, which is not an IPv6 address")
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        _refuse("fetch.bad-url", url, f"has the host {shown(host)}, which is not a DNS name (RFC 1123, 2.1)")
    if unguarded:
        return host
    # What ends in a number may be read as an IPv4 address: 127.1, 2130706433, 0x7f.1 (URL Standard, 3.5).
    if labels[-1][0].isdigit():
        _refuse("fetch.forbidden-address", url, "names an IP address; a public DNS name was wanted")
    if len(labels) == 1 or _NOT_PUBLIC_NAMES.fullmatch(host):
        _refuse("fetch.forbidden-address", url, f"names {shown(host)}, which is not a name on the public internet")
    return host


def _check_port(port: int, url: str, unguarded: bool) -> int:
    if not 0 < port < 65_536:
        _refuse("fetch.bad-url", url, f"has the port {port}; 1 to 65535 was wanted")
    if not unguarded and port != 443 and (port < 1024 or port in _OTHER_PROTOCOLS):
        why = f"has the port {port}; 443, or one from 1024 that no other protocol owns, was wanted"
        _refuse("fetch.forbidden-port", url, why)
    return port


def _is_ipv6(text: str) -> bool:
    try:
        return IPv6Address(text).scope_id is None
    except ValueError:
        return False


def _refuse(code: str, url: str, why: str, hint: str | None = None) -> NoReturn:
    raise refusal(code, url, why, hint)
