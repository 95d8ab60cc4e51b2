"""What ``format`` asserts, offline and in time that grows with the text alone (JSON Schema Validation, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from types import MappingProxyType
from typing import Final

__all__ = ["FORMATS"]

_TIME: Final = re.compile(
    r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):([0-5]\d))", re.A | re.I
)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.A)
_DURATION: Final = re.compile(
    r"P(?:\d+W|(?=.)(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?"
    r"(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)",
    re.A,
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.A | re.I)
_LABEL: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)", re.A)
_IDN_LABEL: Final = re.compile(r"(?!-)[\w·-]{1,63}(?<!-)")
# The characters of RFC 3986, in which a per cent sign begins an escape; RFC 3987 adds everything beyond ASCII.
_URI_CHARACTERS: Final = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+", re.A)
_IRI_CHARACTERS: Final = re.compile(
    r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2}|[^\x00-\xa0\ud800-\udfff\ufff0-\uffff]++)*+"
)
_PARTS: Final = re.compile(r"(?:([^:/?#]*+):)?(?://([^/?#]*+))?([^?#]*+)(?:\?([^#]*+))?(?:#(.*+))?", re.S)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+", re.A)
_AUTHORITY: Final = re.compile(
    r"(?:[^@\[\]]*@)?(\[[0-9A-Fa-f:.]+\]|\[[vV][0-9A-Fa-f]+\.[^\[\]]+\]|[^@:\[\]]*)(?::\d*)?"
)
_NAME: Final = r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*+(?:\*|:[1-9][0-9]{0,3})?"
_TEMPLATE: Final = re.compile(
    rf"(?:[^\x00-\x20\"<>\\^`{{|}}%\x7f]++|%[0-9A-Fa-f]{{2}}|\{{[+#./;?&=,!@|]?{_NAME}(?:,{_NAME})*+\}})*+"
)
_POINTER: Final = re.compile(r"(?:/(?:[^/~]++|~[01])*+)*+")
_RELATIVE: Final = re.compile(r"(?:0|[1-9]\d*)(#|(?:/(?:[^/~]++|~[01])*+)*+)", re.A)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if found is None or int(found[3]) < 60:
        return found is not None
    # RFC 3339, 5.7: a leap second is the last one of a day in UTC.
    minutes = int(found[1]) * 60 + int(found[2])
    offset = int(found[6] or 0) * 60 + int(found[7] or 0)
    return (minutes - (-offset if found[5][0] == "-" else offset)) % 1440 == 1439


def _is_date_time(text: str) -> bool:
    return text[10:11] in ("T", "t") and _is_date(text[:10]) and _is_time(text[11:])


def _is_email(text: str) -> bool:
    # RFC 5321 allows nearly anything before the last @ in quotes; a mistyped address lacks a part, or has a space.
    local, at, domain = text.rpartition("@")
    quoted = len(local) > 2 and local[0] == local[-1] == '"'
    dotted = local.startswith(".") or local.endswith(".") or ".." in local or re.search(r"[\s@]", local) is not None
    literal = domain.startswith("[") and domain.endswith("]")
    named = all(_IDN_LABEL.fullmatch(label) for label in domain.split("."))
    return bool(at and local) and (quoted or not dotted) and (literal or named)


def _is_hostname(text: str) -> bool:
    return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.split("."))


def _is_idn_hostname(text: str) -> bool:
    return len(text) <= 253 and all(_IDN_LABEL.fullmatch(label) for label in re.split("[.。．｡]", text))


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return text.isascii()


def _is_ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return text.isascii() and "%" not in text


def _is_reference(text: str, characters: re.Pattern[str]) -> bool:
    # RFC 3986, appendix B; the pattern fits every text.
    found = _PARTS.fullmatch(text)
    if found is None or not characters.fullmatch(text):
        return False
    scheme, authority, *rest = found.groups()
    host = _AUTHORITY.fullmatch(authority or "")
    if host is None or any(part and not {"[", "]", "#"}.isdisjoint(part) for part in rest):
        return False
    literal = host[1].startswith("[") and host[1][1:2] not in "vV"
    return (scheme is None or _SCHEME.fullmatch(scheme) is not None) and (not literal or _is_ipv6(host[1][1:-1]))


def _is_uri(text: str) -> bool:
    return _has_scheme(text) and _is_reference(text, _URI_CHARACTERS)


def _is_iri(text: str) -> bool:
    return _has_scheme(text) and _is_reference(text, _IRI_CHARACTERS)


def _has_scheme(text: str) -> bool:
    found = _PARTS.match(text)
    return found is not None and found[1] is not None


FORMATS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "date": _is_date,
        "date-time": _is_date_time,
        "duration": lambda text: _DURATION.fullmatch(text) is not None,
        "email": _is_email,
        "hostname": _is_hostname,
        "idn-email": _is_email,
        "idn-hostname": _is_idn_hostname,
        "ipv4": _is_ipv4,
        "ipv6": _is_ipv6,
        "iri": _is_iri,
        "iri-reference": lambda text: _is_reference(text, _IRI_CHARACTERS),
        "json-pointer": lambda text: _POINTER.fullmatch(text) is not None,
        "relative-json-pointer": lambda text: _RELATIVE.fullmatch(text) is not None,
        "time": _is_time,
        "uri": _is_uri,
        "uri-reference": lambda text: _is_reference(text, _URI_CHARACTERS),
        "uri-template": lambda text: _TEMPLATE.fullmatch(text) is not None,
        "uuid": lambda text: _UUID.fullmatch(text) is not None,
    }
)
"""The formats that are asserted, by name; a format that is not among them asserts nothing, as the standard has it."""
