"""Changes of pictures that leave them pictures: chunks of a PNG with their checksums, tags and sections of an SVG."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from random import Random
from typing import Final

from fuzzing.json_mutations import changed_bytes, mutate_json

__all__ = ["SVG_TOKENS", "mutate_png", "mutate_svg"]

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KINDS: Final = (b"iTXt", b"tEXt", b"zTXt", b"IDAT", b"IEND", b"IHDR", b"PLTE", b"tIME", b"caBX", b"aaaa", b"\0\0\0\0")
_KEYWORDS: Final = (b"openbadgecredential", b"openbadges", b"clrcredential", b"Comment", b"", b"x" * 80, b" openbadges")
_PADDINGS: Final = (10, 1_000_000, 11_000_000)
SVG_TOKENS: Final = (
    *(b"<svg>", b"</svg>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<![CDATA[", b"]]>", b"]]]]><![CDATA[>"),
    *(b"<!--", b"-->", b"<?xml version='1.0' encoding='UTF-16'?>", b"<?x?>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]>"),
    *(b"&a;", b"&#0;", b"&#x41;", b"&amp;", b"&lt;", b"<openbadges:credential verify='", b"</openbadges:credential>"),
    *(b"<openbadges:assertion verify='https://x.example/'/>", b"<clr:credential>", b"<o:credential xmlns:o='"),
    *(b"xmlns:openbadges='https://purl.imsglobal.org/ob/v3p0'", b"xmlns:openbadges='http://openbadges.org'"),
    *(
        b"xmlns=''",
        b"xmlns:openbadges=''",
        b"verify=''",
        b'verify="eyJ9.e30.c2ln"',
        b"<",
        b">",
        b"/>",
        b"='",
        b'"',
        b"\0",
    ),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80", b"<a" * 200, b"<a>" * 200, b"</a>" * 200, b" a='1'" * 100),
)


def mutate_png(data: bytes, rnd: Random, donors: Sequence[bytes] = ()) -> bytes:
    """One or two changes of the chunks of a PNG, whose checksums are mostly made to fit again."""
    if not data.startswith(_SIGNATURE) or rnd.random() < 0.05:
        return rnd.choice(donors) if donors and rnd.random() < 0.5 else changed_bytes(data, rnd)
    chunks = _split(data)
    for _ in range(rnd.choice((1, 1, 2))):
        at = rnd.randrange(len(chunks) + 1)
        match rnd.randrange(8):
            case 0:
                chunks[at : at + 1] = []
            case 1:
                chunks[at:at] = chunks[at : at + 1] * rnd.choice((1, 2, 40))
            case 2:
                rnd.shuffle(chunks)
            case 3:
                chunks.insert(at, (rnd.choice(_KINDS), _text_chunk(rnd, donors)))
            case 4 if donors:
                chunks.insert(at, rnd.choice(_split(rnd.choice(donors)) or [(b"IEND", b"")]))
            case 5 if at < len(chunks):
                chunks[at] = (rnd.choice(_KINDS), chunks[at][1])
            case _:
                texts = [number for number, (kind, _) in enumerate(chunks) if kind in (b"iTXt", b"zTXt", b"tEXt")]
                at = rnd.choice(texts) if texts and rnd.random() < 0.8 else at
                if at < len(chunks):
                    chunks[at] = (chunks[at][0], _changed_chunk(*chunks[at], rnd))
    return _SIGNATURE + b"".join(_chunk(kind, content, rnd) for kind, content in chunks)


def _split(data: bytes) -> list[tuple[bytes, bytes]]:
    chunks, at = [], len(_SIGNATURE)
    while at + 8 <= len(data) and len(chunks) < 1_000:
        length = int.from_bytes(data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return chunks


def _chunk(kind: bytes, content: bytes, rnd: Random) -> bytes:
    length, checksum = len(content), zlib.crc32(kind + content)
    if rnd.random() < 0.01:
        length = rnd.choice((0, length + 1, length - 1 if length else 0, 2**31 - 1, 2**31, 2**32 - 1))
    if rnd.random() < 0.01:
        checksum ^= 1
    return length.to_bytes(4) + kind + content + checksum.to_bytes(4)


def _text_chunk(rnd: Random, donors: Sequence[bytes]) -> bytes:
    """What may stand in a text chunk: any keyword, packed or not, over JSON, a token, or octets."""
    text = rnd.choice((b"{}", b'{"type":"Assertion"}', b"eyJ9.e30.c2ln", b"https://x.example/a", b"", b"\xff" * 9))
    packed = rnd.random() < 0.4
    flags = bytes((packed, 0)) if rnd.random() < 0.9 else bytes((rnd.randrange(4), rnd.randrange(2)))
    marks = rnd.choice((b"\0\0", b"en\0\0", b"en\0k\0", b"\0", b""))
    return rnd.choice(_KEYWORDS) + b"\0" + flags + marks + (zlib.compress(text) if packed else text)


def _changed_chunk(kind: bytes, content: bytes, rnd: Random) -> bytes:
    keyword, separator, rest = content.partition(b"\0")
    if kind != b"iTXt" or not separator or rnd.random() < 0.3:
        return changed_bytes(content, rnd)
    if rnd.random() < 0.1:
        return rnd.choice(_KEYWORDS) + separator + rest
    head, text = rest[:4], rest[4:]
    turn = rnd.random()
    if turn < 0.2:
        return keyword + separator + b"\1" + head[1:] + zlib.compress(text)
    if turn < 0.21:
        return keyword + separator + b"\1" + head[1:] + zlib.compress(text + bytes(rnd.choice(_PADDINGS)))
    if turn < 0.3:
        return keyword + separator + b"\1" + head[1:] + changed_bytes(zlib.compress(text), rnd)
    return keyword + separator + head + mutate_json(text, rnd)


def mutate_svg(data: bytes, rnd: Random, donors: Sequence[bytes] = ()) -> bytes:
    """One to three changes of an SVG: something put in, left out, moved or doubled at the edge of a tag."""
    if not data or (donors and rnd.random() < 0.02):
        return rnd.choice(donors) if donors else b"<svg/>"
    for _ in range(rnd.choice((1, 1, 2, 3))):
        edges = [at for at, octet in enumerate(data) if octet in b"<>\"'= &"] or [0]
        at, to = sorted((rnd.choice(edges), rnd.choice(edges)))
        match rnd.randrange(9):
            case 0 | 1:
                data = data[:at] + rnd.choice(SVG_TOKENS) + data[at:]
            case 2 if to - at < 2_000:
                data = data[:at] + data[to:]
            case 3 if to - at < 2_000:
                data = data[:to] + data[at:to] + data[to:]
            case 4 if to - at < 2_000:
                data = data[:at] + rnd.choice(SVG_TOKENS) + data[to:]
            case 5:
                data = _inside(data, rnd)
            case 6 if donors:
                donor = rnd.choice(donors)
                cut = donor.find(b"<", rnd.randrange(len(donor)))
                data = data[:at] + donor[cut : donor.find(b">", cut) + 1] + data[at:]
            case 7:
                for old, new in rnd.sample(_EXCHANGES, 2):
                    data = data.replace(old, new, rnd.choice((1, -1)))
            case _:
                data = changed_bytes(data, rnd)
    return data


_EXCHANGES: Final = (
    *(
        (b'"', b"'"),
        (b"openbadges:", b"o:"),
        (b"credential", b"assertion"),
        (b"openbadges", b"clr"),
        (b"<svg", b"<s:svg"),
    ),
    *(
        (b"<![CDATA[", b""),
        (b"verify", b"VERIFY"),
        (b"https://purl", b"http://purl"),
        (b"v3p0", b"v2p0"),
        (b"\n", b"\r"),
    ),
)


def _inside(data: bytes, rnd: Random) -> bytes:
    """The JSON in an SVG, changed as JSON."""
    begin, end = data.find(b"{"), data.rfind(b"}") + 1
    if begin < 0 or end <= begin:
        return changed_bytes(data, rnd)
    return data[:begin] + mutate_json(data[begin:end], rnd) + data[end:]
