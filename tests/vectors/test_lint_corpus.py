"""The linter on credentials that other people's software issued: it says something of each, and never nothing much."""

from __future__ import annotations

from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from corpus_findings import findings, linter, table, written
from microcred.codes import codes

pytestmark = needs_corpus


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample["file"])
def test_every_finding_says_something(sample: dict[str, Any]) -> None:
    for found in findings(sample["file"]):
        entry = codes()[found.code]
        assert len(found.message) >= 12
        assert found.message not in (entry.title, entry.meaning)
        assert "\n" not in found.message
        assert not found.message.endswith(".")
        assert found.hint
        assert found.section
        assert found.position >= (1, 1)


def test_the_table_of_the_reference_is_of_these_findings() -> None:
    assert written() == table(), "python tests/corpus_findings.py writes it anew"


def test_the_same_is_found_twice() -> None:
    for sample in samples()[:40]:
        file = sample["file"]
        assert tuple(linter().check(file, corpus_path(file).read_bytes())) == findings(file)
