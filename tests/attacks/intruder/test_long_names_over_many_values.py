"""Long names over many values.

Attack: a member has a name of two hundred thousand characters, and twenty thousand values below it: each value has a
JSON Pointer, in which the name stands.

Naively: the pointer of each value is written down while the document is read, in case something is to be said of it.

Here: what the pointers would take is reckoned before any is written: `document.too-large`. A large document of ordinary
names is read.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from microcred.document import Document
from microcred.errors import DocumentError


def naive_pointers(value: Any, pointer: str = "") -> list[str]:
    """Where each value stands."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [pointer, *(found for name, each in members for found in naive_pointers(each, f"{pointer}/{name}"))]


def test_a_naive_reader_writes_the_name_for_each_value() -> None:
    text = f'{{"{"k" * 1_000}":[{"0," * 500}0]}}'
    assert sum(map(len, naive_pointers(json.loads(text)))) > 200 * len(text)


@pytest.mark.parametrize(("name", "depth", "values"), [(200_000, 1, 20_000), (2_000, 60, 20_000), (50, 60, 200_000)])
def test_long_names_over_many_values_are_refused_before_each_value_has_its_pointer(
    name: int, depth: int, values: int
) -> None:
    text = f'{{"{"k" * name}":' * depth + f"[{'{},' * values}0]" + "}" * depth
    with pytest.raises(DocumentError) as caught:
        Document.parse(text)
    assert caught.value.code == "document.too-large"


def test_a_large_document_of_ordinary_names_is_read() -> None:
    entry = {"type": ["Alignment"], "targetName": "Sampling", "targetUrl": "https://skills.example/sampling"}
    subject = {"achievement": {"alignment": [entry] * 20_000}}
    assert Document.of({"credentialSubject": subject}).at("/credentialSubject/achievement/alignment/19999") == entry
