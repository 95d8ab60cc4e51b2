"""The public names, exactly: adding or losing one is a decision."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import microcred

ROOMS = sorted(found.name for found in pkgutil.walk_packages(microcred.__path__, "microcred."))


def test_the_public_names_are_these() -> None:
    assert sorted(microcred.__all__) == [
        "Achievement",
        "AnyIssuer",
        "Document",
        "Ed25519Signer",
        "Issuer",
        "MicrocredError",
        "OpenBadgeCredential",
        "Profile",
        "Report",
        "TrustedIssuers",
        "Verdict",
        "Verifier",
        "__version__",
        "bake",
        "unbake",
        "verify",
    ]


@pytest.mark.parametrize("name", microcred.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(microcred, name)
    assert name in dir(microcred)
    assert name == "__version__" or found.__doc__


def test_no_room_hides_behind_a_public_name() -> None:
    for room in ROOMS:
        importlib.import_module(room)
    for name in microcred.__all__:
        assert type(getattr(microcred, name)).__name__ != "module", name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = microcred.nothing


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_hides_what_a_room_exports_under_its_name(room: str) -> None:
    for inner in ROOMS:
        importlib.import_module(inner)
    module = importlib.import_module(room)
    assert [name for name in getattr(module, "__all__", ()) if inspect.ismodule(getattr(module, name))] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_exports_only_what_it_has(room: str) -> None:
    module = importlib.import_module(room)
    for name in getattr(module, "__all__", ()):
        assert hasattr(module, name), f"{room}.{name}"
