"""Rooms that are opened when somebody asks for what is in them, so that nobody waits for what they do not use.

Most of what microcred knows is for badges of another kind than the one in hand: pictures, tokens, status lists,
registries. A package therefore names what its modules hold, and a table what its entries are, without loading any.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from importlib.abc import ResourceLoader

__all__ = ["OnDemand", "content", "doors"]

_Value = TypeVar("_Value")


def doors(package: str, rooms: Mapping[str, tuple[str, ...]]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The ``__getattr__`` and ``__dir__`` of a package (PEP 562) whose modules are loaded with the first use of a name.

    ``rooms`` maps each module, by its name within the package, to the names that the package has from it.
    A type checker must not see the assignment, or it takes every name for one of the package: it reads the imports that
    stand under ``TYPE_CHECKING``.
    """
    places = {name: f"{package}.{room}" for room, names in rooms.items() for name in names}

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(places[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *places})

    return find, names


def content(module: str, name: str) -> bytes:
    """A file that lies beside a module of this package, in whatever the package was installed.

    What importlib.resources would do, without the archives and temporary files that it loads first. Raises
    :class:`OSError`.
    """
    found = sys.modules[module]
    loader = cast("ResourceLoader", found.__spec__.loader if found.__spec__ else None)
    return loader.get_data(os.path.join(os.path.dirname(str(found.__file__)), name))  # noqa: PTH118, PTH120


class OnDemand(Mapping[str, _Value]):
    """A table that cannot be changed, each value of which is made when it is looked up.

    ``makers`` are functions of a module, so that the table can be pickled. Every look-up makes the value anew: values
    are compared, and never told apart by identity.
    """

    __slots__ = ("_makers",)

    def __init__(self, makers: Mapping[str, Callable[[], _Value]]) -> None:
        self._makers = dict(makers)

    def __getitem__(self, name: str) -> _Value:
        return self._makers[name]()

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __repr__(self) -> str:
        return f"OnDemand({', '.join(map(repr, self._makers))})"
