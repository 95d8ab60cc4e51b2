"""Minus zero.

Attack: The editor writes -0 where the issuer signed 0. JCS has one zero (RFC 8785, 3.2.2.3), and so has the statement.

Naively: the signature holds, and a reader that looks at the sign, or prints it, shows less than nothing.

Here: the two are one number, and the badge says the same with either, so it is accepted; what the report and the model
read compares equal with zero. A number that only rounds to zero is refused (`document.number-out-of-range`).
"""

from __future__ import annotations

import json
import math

import pytest

from badges import CANONICALIZER, SIGNER, unsigned
from doctored import AT, accepted, refusal
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import naive_verify


def with_zero(written: str, suite: str) -> str:
    tree = unsigned()
    tree["credentialSubject"]["creditsEarned"] = 0
    signed = add_proof(Document.of(tree), SIGNER, created=AT, suite_name=suite, canonicalizer=CANONICALIZER)
    text = json.dumps(signed.to_dict())
    assert '"creditsEarned": 0,' in text
    return text.replace('"creditsEarned": 0,', f'"creditsEarned": {written},')


def naive_is_a_debt(text: str) -> bool:
    """Whether the learner owes credits, by the sign."""
    earned = json.loads(text)["credentialSubject"]["creditsEarned"]
    naive_verify(text)
    return math.copysign(1, earned) < 0


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_naive_reader_sees_a_debt_where_there_is_none(suite: str) -> None:
    assert naive_is_a_debt(with_zero("-0.0", suite))
    assert not naive_is_a_debt(with_zero("0", suite))


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("zero", ["0", "-0", "0.0", "-0.0", "0e5", "-0E-3"])
def test_there_is_one_zero(zero: str, suite: str) -> None:
    text = with_zero(zero, suite)
    assert accepted(text)
    assert Document.parse(text).at("/credentialSubject/creditsEarned") == 0


@pytest.mark.parametrize("tiny", ["1e-400", "-1e-400", f"0.{'0' * 400}1"])
def test_what_only_rounds_to_zero_is_refused(tiny: str) -> None:
    assert refusal(with_zero(tiny, "eddsa-rdfc-2022"))[1] == "document.number-out-of-range"
