"""Rooms that are opened on demand: names of packages, and entries of tables."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import pytest

import microcred.keys
from microcred.rooms import OnDemand, doors


def number() -> int:
    return 7


def missing() -> int:
    raise AssertionError("nobody asked for it")


TABLE: Mapping[str, int] = OnDemand({"seven": number, "missing": missing})


def test_a_value_is_made_when_it_is_looked_up() -> None:
    assert TABLE["seven"] == 7


def test_the_names_of_a_table_are_known_without_making_a_value() -> None:
    assert list(TABLE) == ["seven", "missing"]
    assert "missing" in TABLE
    assert "eight" not in TABLE
    assert len(TABLE) == 2
    assert repr(TABLE) == "OnDemand('seven', 'missing')"


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        TABLE["eight"]


def test_a_table_does_not_change() -> None:
    table: Any = TABLE
    with pytest.raises(TypeError):
        table["eight"] = number


def test_a_table_does_not_change_with_what_it_was_made_of() -> None:
    makers = {"seven": number}
    table = OnDemand(makers)
    makers["eight"] = number
    assert list(table) == ["seven"]


def test_a_table_is_pickled_without_making_a_value() -> None:
    copied = pickle.loads(pickle.dumps(TABLE))
    assert list(copied) == list(TABLE)
    assert copied["seven"] == 7


def test_a_table_can_be_added_to_by_unpacking_it() -> None:
    assert {**OnDemand({"seven": number}), "eight": 8} == {"seven": 7, "eight": 8}


def test_a_package_finds_its_names_and_lists_them() -> None:
    find, names = doors("microcred.keys", {"public_key": ("PublicKey",)})
    assert find("PublicKey") is microcred.keys.PublicKey
    assert "PublicKey" in names()
    assert names() == sorted(names())


def test_a_name_that_a_package_does_not_have_is_an_attribute_error() -> None:
    find, _ = doors("microcred.keys", {"public_key": ("PublicKey",)})
    with pytest.raises(AttributeError, match=r"module 'microcred\.keys' has no attribute 'Password'"):
        find("Password")
