"""A number with more digits than anybody signed.

Attack: A double has some sixteen digits. The editor writes 1.5 as 1.4999999999999999999999, or the largest whole number
of credits that is exact, 9007199254740992, as one that is a little more: the double, and so the statement and the
canonical JSON, are the same.

Naively: the signature holds over the double. Who reads the same JSON with decimals, as ledgers and databases do, and
rounds down to whole credits or compares with a limit, comes to something else.

Here: a number has to be the one that its statement says, digit for digit, with whatever reader (RFC 7493, 2.2); else it
is refused (`contexts.number-not-exact`). Other spellings of the same number, 15e-1 or 1.50, are the same number, and so
is what a writer of doubles makes of it: 0.1 to seventeen digits is 0.10000000000000001.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from badges import CANONICALIZER, SIGNER, unsigned
from doctored import AT, accepted, badge, refusal
from microcred.document import Document
from microcred.errors import ContextError
from microcred.proofs import add_proof
from naive_data_integrity import naive_verify

PLACE = "/credentialSubject/creditsEarned"


def signed(earned: float, suite: str) -> str:
    tree = unsigned()
    tree["credentialSubject"]["creditsEarned"] = earned
    return str(add_proof(Document.of(tree), SIGNER, created=AT, suite_name=suite, canonicalizer=CANONICALIZER))


def rewritten(earned: float, written: str, suite: str = "eddsa-rdfc-2022") -> str:
    before = f'"creditsEarned": {earned}'
    text = json.dumps(json.loads(signed(earned, suite)))
    assert before in text
    return text.replace(before, f'"creditsEarned": {written}')


def naive_credits(text: str) -> Any:
    """The credits of a badge whose signature holds, as somebody reads them who keeps all digits."""
    naive_verify(text)
    return json.loads(text, parse_float=Decimal)["credentialSubject"]["creditsEarned"]


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_naive_reader_of_decimals_sees_less_than_was_signed(suite: str) -> None:
    assert round(naive_credits(rewritten(1.5, "1.4999999999999999999999", suite))) == 1
    assert round(naive_credits(rewritten(1.5, "1.5", suite))) == 2


@pytest.mark.parametrize(
    ("earned", "written"),
    [
        (1.5, "1.4999999999999999999999"),
        (1.5, "1.5000000000000001"),
        (2, "1.99999999999999999999"),
        (2, "2.00000000000000000001"),
        (2, "1999999999999999999999e-21"),
        (0.1, "0.1000000000000000055511151231257827"),
        (2**53, "9007199254740992.5"),
        (2**53, "9.007199254740993e15"),
    ],
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_digits_that_nobody_signed_are_refused(earned: float, written: str, suite: str) -> None:
    text = rewritten(earned, written, suite)
    assert naive_verify(text)
    assert refusal(text) == ("contexts", "contexts.number-not-exact", PLACE)


def test_a_whole_number_that_no_double_is_has_the_canonical_json_of_its_neighbour_and_is_refused() -> None:
    text = rewritten(2**53, "9007199254740993", "eddsa-jcs-2022")
    assert naive_credits(text) == 9007199254740993
    assert refusal(text) == ("contexts", "contexts.number-not-exact", PLACE)


@pytest.mark.parametrize(
    ("earned", "written"),
    [
        (1.5, "1.50"),
        (1.5, "15e-1"),
        (1.5, "0.15E+1"),
        (2, "2.0"),
        (2, "2.000000000000000000000"),
        (0, "0e5"),
        (0.1, "0.10000000000000001"),
    ],
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_the_same_number_in_another_spelling_is_the_same_number(earned: float, written: str, suite: str) -> None:
    assert accepted(rewritten(earned, written, suite))


def test_a_number_within_a_json_literal_keeps_all_its_digits() -> None:
    data = {"data": {"@id": "https://college.example/terms#data", "@type": "@json"}}
    own = {"@context": [*unsigned()["@context"], data]}
    assert accepted(badge(data={"n": [1.5, 2**53]}, **own))
    with pytest.raises(ContextError) as caught:
        badge(data={"n": [2**53 + 1]}, **own)
    assert (caught.value.code, caught.value.pointer) == ("contexts.number-not-exact", "/data/n/0")
