"""The catalogue of codes: complete, and nothing in it that nobody raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import microcred
from microcred.codes import Code, codes, explain
from microcred.errors import UsageError

SOURCE = Path(microcred.__file__).parent
MODULES = [path for path in SOURCE.rglob("*.py") if not path.is_relative_to(SOURCE / "testing" / "cases")]
"""All but the badges for other people's tests, which name every code that a report can carry, and raise none."""
FORM = re.compile(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*")
AREAS = {code.area for code in codes().values()}


def literals() -> Iterator[str]:
    """Every string of the source that has the form of a code, with the area of one; docstrings apart."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in prose else None
            if isinstance(text, str) and FORM.fullmatch(text) and text.partition(".")[0] in AREAS:
                yield text


def f_strings() -> Iterator[re.Pattern[str]]:
    """Codes that are put together from parts: the pattern that they all follow."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if re.match(r"[a-z]+\.", start) and start.partition(".")[0] in AREAS:
                    parts = [
                        re.escape(str(v.value)) if isinstance(v, ast.Constant) else "[a-z0-9-]+" for v in node.values
                    ]
                    yield re.compile("".join(parts))


def test_every_code_that_the_source_names_is_in_the_catalogue() -> None:
    assert sorted(set(literals()) - set(codes())) == []


def test_every_code_of_the_catalogue_is_named_by_the_source() -> None:
    named, patterns = set(literals()), list(f_strings())
    unused = [code for code in codes() if code not in named and not any(p.fullmatch(code) for p in patterns)]
    assert unused == []


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.code)
def test_an_entry_says_what_why_and_what_to_do(code: Code) -> None:
    assert FORM.fullmatch(code.code)
    for text in (code.title, code.meaning, code.example, code.fix, code.section):
        assert text.strip() == text != ""
    assert code.meaning.endswith(".")
    assert code.problem is None or code.problem.startswith("https://")


def test_a_code_is_explained() -> None:
    assert explain("proof.signature-invalid").area == "proof"


def test_an_unknown_code_comes_with_its_nearest_neighbours() -> None:
    with pytest.raises(UsageError) as caught:
        explain("proof.signature-invald")
    assert caught.value.hint == "did you mean proof.signature-invalid?"
