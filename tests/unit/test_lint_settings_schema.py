"""The schema of the configuration says what the configuration reads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from microcred.errors import UsageError
from microcred.lint.configuration import _KEYS, _PER_PATH_KEYS, read_settings
from microcred.lint.settings_schema import settings_schema

SCHEMA = settings_schema()


def agreed(text: str, folder: Path) -> bool:
    """Whether schema and reading accept a configuration; they have to agree."""
    file = folder / ".microcred.toml"
    file.write_text(text, encoding="utf-8")
    valid = Draft202012Validator(SCHEMA).is_valid(tomllib.loads(text))
    try:
        read_settings(file)
    except UsageError:
        assert not valid
        return False
    assert valid
    return True


def test_the_schema_is_one_and_has_every_setting() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    each: dict[str, Any] = SCHEMA["properties"]["per-path"]["items"]["properties"]
    assert set(SCHEMA["properties"]) == set(_KEYS)
    assert set(each) == set(_PER_PATH_KEYS)
    assert all(rule["description"] for rule in (*SCHEMA["properties"].values(), *each.values()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        'select = ["model", "proof.missing"]',
        'ignore = ["dates"]\nunsigned = true\nfail-on = "error"\nexclude = ["old/"]\nbaseline = "known.json"',
        '[severity]\n"model.missing" = "note"',
        '[[per-path]]\npath = "templates/**"\nunsigned = true\nignore = ["model.missing"]',
    ],
)
def test_what_is_read_is_valid(text: str, tmp_path: Path) -> None:
    assert agreed(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        'selct = ["model"]',
        'select = "model"',
        'ignore = ["modle"]',
        'unsigned = "yes"',
        'fail-on = "never"',
        '[severity]\n"model.missing" = "fatal"',
        '[severity]\nmodle = "note"',
        "[[per-path]]\nunsigned = true",
        '[[per-path]]\npath = "a"\nbaseline = "known.json"',
        'contexts = ["https://college.example/context"]',
    ],
)
def test_what_is_refused_is_not_valid(text: str, tmp_path: Path) -> None:
    assert not agreed(text, tmp_path)
