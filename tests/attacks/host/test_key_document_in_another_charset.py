"""A document of keys in another encoding than it says.

Attack: the host serves a document that is JSON in two encodings, and says in its header which one to use: for those who
obey the header another key is in it than for those who do not.

Naively: the bytes are decoded with the charset of the Content-Type header.

Here: JSON is UTF-8 (RFC 8259, 8.1), without a byte order mark, whatever the header says; a media type is not believed
either. Anything else is `key.invalid-controller-document`.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from hosted_keys import BADGE, FORGED, MALLORY, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method

TRUE, FALSE = json.dumps(TRUE_DOCUMENT), json.dumps(document(MALLORY))
# In UTF-7, +ACI- is a quotation mark: what stands between two of them there is one long name in UTF-8.
TWO_FACED = TRUE[:-1] + ', "note": "+ACI-, ' + FALSE[1:-1].replace('"', "+ACI-") + ', +ACI-end+ACI-: +ACI-"}'


def naive_document(body: bytes, media_type: str) -> dict[str, Any]:
    """The document in the charset of the header."""
    charset = re.search(r"charset=([\w-]+)", media_type)
    found: dict[str, Any] = json.loads(body.decode(charset[1] if charset else "utf-8"))
    return found


def test_a_naive_reader_finds_another_key_in_another_charset() -> None:
    body = TWO_FACED.encode()
    assert naive_fits(BADGE, naive_method(naive_document(body, "application/json")))
    assert naive_fits(FORGED, naive_method(naive_document(body, "application/json; charset=utf-7")))


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-7", "application/json", "text/html", "image/png"]
)
def test_a_header_does_not_say_how_json_is_read(media_type: str) -> None:
    assert judged(BADGE, TWO_FACED.encode(), media_type=media_type).verdict == "accepted"
    assert judged(FORGED, TWO_FACED.encode(), media_type=media_type).verdict == "rejected"


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp500"])
def test_another_encoding_is_not_guessed(charset: str) -> None:
    found = judged(BADGE, TRUE.encode(charset), media_type=f"application/json; charset={charset}")
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.invalid-controller-document")
