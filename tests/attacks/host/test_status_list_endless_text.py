"""A status list whose text is as long as the host likes.

Attack: the encodedList is megabytes of base64, which takes memory three times over: as text, as bytes and as bits.

Naively: the text is decoded as a whole before anybody asks how long it is.

Here: an answer ends at 2 MB, and a text of more than eight million characters is refused before it is decoded:
`fetch.too-large` and `status.list-unusable`; the status is undetermined.
"""

from __future__ import annotations

import base64

import pytest

from hosted_lists import judged, unknown
from microcred.verification.fetch import FetchLimits
from microcred.verification.status import bitstring_status_list
from status_lists import LIST, encoded, status_list
from world import World


def naive_decoded(encoded_list: str) -> bytes:
    """The bytes of the list, however many there are."""
    return base64.urlsafe_b64decode(encoded_list[1:] + "===")


def test_a_naive_reader_decodes_all_of_it() -> None:
    assert len(naive_decoded("u" + "A" * 4_000_000)) == 3_000_000


def test_a_long_text_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    good = encoded()
    assert judged(page=status_list({"encodedList": good})).verdict == "accepted"
    monkeypatch.setattr(bitstring_status_list, "_MAX_ENCODED", len(good) - 2)
    found = judged(page=status_list({"encodedList": good}))
    assert unknown(found) == "status.list-unusable"
    assert "characters" in found["status"].message


def test_an_answer_without_an_end_is_cut_off() -> None:
    web = World({LIST: b'{"credentialSubject": {"encodedList": "u' + b"A" * FetchLimits().response_bytes})
    assert unknown(judged(web=web)) == "fetch.too-large"
