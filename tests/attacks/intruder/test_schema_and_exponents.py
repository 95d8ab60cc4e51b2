"""An exponent in a schema that makes a giant of a number.

Attack: the schema wants a value to be a multiple of 1e-300: ten characters, and a number with three hundred digits.

Naively: to divide exactly, both numbers are made whole by multiplying them with a power of ten.

Here: numbers are what a double holds, and whether one is a multiple of the other is decided without writing either out.
"""

from __future__ import annotations

from fractions import Fraction

from hostile_schemas import assessed
from microcred.verification.report import Outcome


def naive_quotient(value: str, step: str) -> Fraction:
    """The exact quotient of two numbers."""
    return Fraction(value) / Fraction(step)


def test_a_naive_division_writes_out_every_digit() -> None:
    assert len(str(naive_quotient("1.5", "1e-3000").numerator)) > 3_000


def test_an_exponent_makes_no_giant() -> None:
    check = assessed({"properties": {"credentialSubject": {"properties": {"creditsEarned": {"multipleOf": 1e-300}}}}})
    assert check.outcome is Outcome.PASSED
    check = assessed({"properties": {"credentialSubject": {"properties": {"creditsEarned": {"multipleOf": 0.4}}}}})
    assert (check.outcome, check.code) == (Outcome.FAILED, "schema.not-conforming")
