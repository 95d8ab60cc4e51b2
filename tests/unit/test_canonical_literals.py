"""Values as literals: the number, its datatype and its language (JSON-LD 1.1 API, 8.2.2)."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.canonical.literals import XSD, literal_term

ROWS = "https://college.example/terms#rows"


@pytest.mark.parametrize(
    ("value", "datatype", "literal"),
    [
        (5, None, f'"5"^^<{XSD}integer>'),
        (5.0, None, f'"5"^^<{XSD}integer>'),
        (5, ROWS, f'"5"^^<{ROWS}>'),
        (5, f"{XSD}double", f'"5.0E0"^^<{XSD}double>'),
        (1.5, None, f'"1.5E0"^^<{XSD}double>'),
        (1.5, ROWS, f'"1.5E0"^^<{ROWS}>'),
        (10**21 - 1, None, f'"{10**21 - 1}"^^<{XSD}integer>'),
        (10**21, None, f'"1.0E21"^^<{XSD}double>'),
        (-(10**21), ROWS, f'"-1.0E21"^^<{ROWS}>'),
        (True, None, f'"true"^^<{XSD}boolean>'),
        (False, ROWS, f'"false"^^<{ROWS}>'),
        ("x", f"{XSD}string", '"x"'),
        ("x", ROWS, f'"x"^^<{ROWS}>'),
    ],
)
def test_a_value_is_written_in_the_form_of_its_kind(value: Any, datatype: str | None, literal: str) -> None:
    assert literal_term({"@value": value, "@type": datatype} if datatype else {"@value": value}) == literal
