"""What is written into a status list is what the checker reads out of it, whatever the sizes and lengths."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from badges import AT
from microcred.document import Document
from microcred.status_list import MIN_LENGTH, ListTerms
from microcred.status_list.bitstring import encoded_list
from microcred.verification.status import BitstringStatusList, StatusQuestion
from status_lists import ISSUER, LIST, bits_of
from world import World

SIZES = st.integers(1, 8)


def looked_up(members: dict[str, Any], encoded: str) -> int:
    subject = {"type": "BitstringStatusList", "statusPurpose": members["statusPurpose"], "encodedList": encoded}
    page = {"type": ["VerifiableCredential", "BitstringStatusListCredential"], "credentialSubject": subject}
    world = World({LIST: json.dumps(page).encode()})
    question = StatusQuestion(members, "", None, ISSUER, world.session(), lambda raw, _: Document.parse(raw), AT)
    answer = BitstringStatusList(min_entries=MIN_LENGTH).look_up(question)
    assert answer.message == (None if members.get("statusMessage") is None else f"value {answer.value}")
    return answer.value


@st.composite
def lists(draw: st.DrawFn) -> tuple[ListTerms, dict[int, int]]:
    size = draw(SIZES)
    length = MIN_LENGTH + draw(st.integers(0, 70))
    messages = tuple(f"value {value}" for value in range(1 << size)) if size > 1 or draw(st.booleans()) else ()
    terms = ListTerms(url=LIST, issuer=ISSUER, purpose="message", size=size, length=length, messages=messages)
    indexes = st.integers(0, length - 1) | st.integers(0, 40) | st.integers(length - 40, length - 1)
    return terms, draw(st.dictionaries(indexes, st.integers(0, (1 << size) - 1), min_size=1, max_size=12))


@settings(max_examples=60, deadline=None)
@given(lists())
def test_every_value_comes_back_and_its_neighbours_are_zero(given_list: tuple[ListTerms, dict[int, int]]) -> None:
    terms, values = given_list
    encoded = encoded_list(values.items(), length=terms.length, size=terms.size)
    for index, value in values.items():
        assert looked_up(terms.entry(index), encoded) == value
        for neighbour in {index - 1, index + 1} - set(values):
            if 0 <= neighbour < terms.length:
                assert looked_up(terms.entry(neighbour), encoded) == 0


@settings(max_examples=60, deadline=None)
@given(lists())
def test_a_list_has_no_more_bits_than_its_values(given_list: tuple[ListTerms, dict[int, int]]) -> None:
    terms, values = given_list
    bits = bits_of(encoded_list(values.items(), length=terms.length, size=terms.size))
    assert len(bits) == (terms.length * terms.size + 7) // 8
    assert int.from_bytes(bits).bit_count() == sum(value.bit_count() for value in values.values())


@settings(max_examples=30, deadline=None)
@given(lists(), st.randoms())
def test_the_order_of_changes_does_not_show(given_list: tuple[ListTerms, dict[int, int]], chance: Any) -> None:
    terms, values = given_list
    shuffled = list(values.items())
    chance.shuffle(shuffled)
    ours, others = (encoded_list(items, length=terms.length, size=terms.size) for items in (values.items(), shuffled))
    assert ours == others
