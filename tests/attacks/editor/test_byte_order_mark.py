"""A byte order mark before the document, or another encoding.

Attack: The editor saves the signed badge with a byte order mark, or as UTF-16, or with a byte in it that is no UTF-8.

Naively: one reader refuses the badge, another guesses the encoding or skips what it cannot read, and the signature
holds over what is left: two systems come to two verdicts, and what was skipped is on record as part of a genuine badge.

Here: JSON between systems is UTF-8 without a mark (RFC 8259, 8.1): `document.byte-order-mark`, `document.not-utf-8`, in
octets as in text. A file is never half read.
"""

from __future__ import annotations

import json

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def naive_decode(data: bytes) -> str:
    """Text out of octets, come what may."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, "ignore")
    return data.decode("utf-8", "ignore")


def text() -> str:
    return json.dumps(badge())


MARKED = [text().encode("utf-8-sig"), text().encode("utf-16")]
NOT_UTF_8 = {
    "a byte": b"\xff",
    "an overlong zero": b"\xc0\x80",
    "half a surrogate pair": b"\xed\xa0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "a cut sequence": b"\xe2\x82",
}


@pytest.mark.parametrize("data", MARKED, ids=["UTF-8", "UTF-16"])
def test_a_naive_reader_guesses_the_encoding_and_here_the_mark_is_refused(data: bytes) -> None:
    assert naive_verify(naive_decode(data))
    assert refusal(data) == ("document", "document.byte-order-mark", None)
    assert accepted(text().encode())


@pytest.mark.parametrize("junk", NOT_UTF_8.values(), ids=NOT_UTF_8)
def test_a_naive_reader_skips_what_is_no_text_and_here_it_is_refused(junk: bytes) -> None:
    data = text().encode().replace(b"Riverside", b"River" + junk + b"side")
    assert naive_verify(naive_decode(data))
    assert refusal(data) == ("document", "document.not-utf-8", None)


def test_a_text_with_a_mark_is_a_bad_badge_and_no_path() -> None:
    assert refusal("\ufeff" + text()) == ("document", "document.byte-order-mark", None)
    assert accepted(text())


def test_utf_16_without_a_mark_is_no_json() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert refusal(text().encode(encoding))[:2] in {
            ("document", "document.not-json"),
            ("document", "document.byte-order-mark"),
        }
