"""JSON that begins like a picture, and a picture that begins like JSON.

Attack: the signature of a PNG stands in front of a badge in JSON, or a whole SVG with another badge is a text in it; a
token stands in JSON, or JSON where a token should be.

Naively: each form is tried in turn until one of them works, from the first place where it could begin.

Here: a file is in one form from its first byte to its last, told by how it begins, and what does not fit is refused:
`image.…`, `document.not-json`, `document.byte-order-mark`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import AT, sealed, unsigned
from hostile_pictures import OTHER_ELEMENT, svg
from microcred.document import Document
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from tokens import badge_token

GOOD = sealed().raw
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def naive_opened(content: bytes) -> Any:
    """The JSON in a file, wherever it begins and ends."""
    return json.loads(content[content.index(b"{") : content.rindex(b"}") + 1])


def test_a_naive_reader_finds_the_json_in_anything() -> None:
    for content in (SIGNATURE + GOOD, b"<svg>" + GOOD + b"</svg>", b"a.b.c\n" + GOOD, GOOD + b"\0\0"):
        assert naive_opened(content)["id"] == unsigned()["id"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SIGNATURE + GOOD, "image.png-chunk"),
        (b"\x89PNG" + GOOD, "image.png-signature"),
        (b"<svg>" + GOOD + b"</svg>", "image.not-svg"),
        (svg() + GOOD, "image.svg-malformed"),
        (GOOD + svg(), "document.not-json"),
        (badge_token().encode() + b"\n" + GOOD, "document.not-json"),
        (GOOD + badge_token().encode(), "document.not-json"),
        (b"\xef\xbb\xbf" + SIGNATURE + GOOD, "document.byte-order-mark"),
        (GOOD + b"\0", "document.not-json"),
        (GOOD + GOOD, "document.not-json"),
        (b"%PDF-1.7\n" + GOOD, "document.not-json"),
        (b"PK\x03\x04" + GOOD, "document.not-json"),
    ],
    ids=range(12),
)
def test_a_file_of_two_forms_is_refused(content: bytes, code: str) -> None:
    found = Verifier(trust=AnyIssuer()).verify(content, at=AT)
    assert (found.verdict, found["document"].outcome, found["document"].code) == ("rejected", "failed", code)


@pytest.mark.parametrize(
    "inner", [svg(OTHER_ELEMENT).decode(), badge_token(), GOOD.decode()], ids=["svg", "token", "json"]
)
def test_what_looks_like_a_badge_in_a_text_of_a_badge_is_text(inner: str) -> None:
    document = sealed(unsigned(name=inner))
    found = Verifier(trust=AnyIssuer()).verify(document.raw, at=AT)
    assert found.verdict == "accepted"
    assert found.document == Document.parse(document.raw)


@pytest.mark.parametrize("source", [GOOD, badge_token().encode()], ids=["json", "token"])
def test_a_file_of_one_form_is_read(source: bytes) -> None:
    assert Verifier(trust=AnyIssuer()).verify(source, at=AT).verdict == "accepted"
