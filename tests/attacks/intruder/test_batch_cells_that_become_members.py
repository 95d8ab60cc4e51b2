"""A cell in a table that becomes more than text.

Attack: somebody fills in a form with quotation marks and braces, so that their badge gets another issuer, or with the
placeholder of another column.

Naively: the template is text, and the cells are put into it before it is read as JSON.

Here: the template is read first, and a cell is put into a text of it once, as text: it cannot end that text, and what
looks like a placeholder in it is none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from batch_runs import badges, issue, issuing_folder
from cli_runs import ISSUER, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return issuing_folder(tmp_path, monkeypatch)


def naive_filled(template: str, row: dict[str, str]) -> Any:
    """The template with the cells of a row in it."""
    for column, cell in row.items():
        template = template.replace("{{" + column + "}}", cell)
    return json.loads(template)


def test_a_naive_template_lets_a_cell_name_the_issuer() -> None:
    row = {"name": '", "issuer": "did:example:evil", "x": "'}
    assert naive_filled('{"issuer": "did:example:college", "name": "{{name}}"}', row)["issuer"] == "did:example:evil"


def test_a_cell_never_becomes_anything_but_text(folder: Path) -> None:
    hostile = '"}, ""issuer"": {""id"": ""did:example:evil""}, {{email}} {{"'
    write(folder / "roster.csv", f"email,name,grade,credits\nmira@example.org,{hostile},A,3\n".encode())
    [badge] = badges(issue("roster.csv", "--template", "template.json", "--to", "email"))
    assert badge["issuer"] == {"id": ISSUER, "type": ["Profile"]}
    assert badge["name"] == '}, "issuer": {"id": "did:example:evil"}, {{email}} {{ bakes bread'


def test_an_ordinary_cell_is_filled_in(folder: Path) -> None:
    write(folder / "roster.csv", b"email,name,grade,credits\nmira@example.org,Mira,A,3\n")
    [badge] = badges(issue("roster.csv", "--template", "template.json", "--to", "email"))
    assert badge["name"] == "Mira bakes bread"
