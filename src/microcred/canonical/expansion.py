"""JSON-LD expansion in safe mode: what would be lost, or read differently, is an error at its place.

The signature of an RDF-based suite covers statements, not JSON. So every way in which the JSON can say something that
the statements do not, or say it under another name, has to be closed before a signature means anything to a reader of
the JSON (Data Integrity 1.0, 2.4). Contexts come from a pinned selection and are never fetched.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from microcred.canonical.spellings import Spellings, core_spellings
from microcred.canonical.tables import Selection
from microcred.contexts import Contexts
from microcred.document import JsonArray, JsonObject, child_pointer
from microcred.errors import UnsupportedError

if TYPE_CHECKING:
    from microcred.canonical.safe_mode import Resolver

__all__ = [
    "MAX_VALUES",
    "Expander",
    "Expansion",
    "too_much",
]


# Expansion takes some fifty microseconds for each value, and more as arrays grow: a second or two at this size.
MAX_VALUES: Final = 25_000
_MAX_SELECTIONS: Final = 16
_UNMOVED: Final[Mapping[int, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expansion:
    """An expanded document, which remembers where in the JSON each of its objects stood."""

    nodes: list[dict[str, Any]]
    origins: Mapping[int, tuple[object, str]]

    def place(self, node: Mapping[str, Any]) -> str | None:
        """The JSON Pointer of the object that ``node`` was made of, or ``None`` for one that no object stands for."""
        return self.origins.get(id(node), (None, None))[1]


class Expander:
    """Expands documents under pinned contexts; immutable to its users, thread-safe, and picklable without its caches.

    ``contexts`` says which contexts are known; ``max_values`` bounds the size of a document, counted in JSON values.
    """

    def __init__(self, contexts: Contexts, *, max_values: int = MAX_VALUES) -> None:
        self.contexts = contexts
        self.max_values = max_values
        self._resolvers: OrderedDict[tuple[tuple[str, str], ...], Resolver] = OrderedDict()
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.contexts, self.max_values)

    def expand(
        self,
        tree: JsonObject,
        versions: Selection,
        *,
        at: str = "",
        moved: Mapping[int, str] = _UNMOVED,
        work: Callable[[int], None] | None = None,
    ) -> Expansion:
        """The expanded form of ``tree``, with the context bytes that ``versions`` selects for each URL.

        ``at`` is the JSON Pointer of ``tree`` in the document that errors speak of, ``moved`` those of parts that
        stand elsewhere there, by their identity (see :class:`~microcred.canonical.selection.Fragment`). ``work`` is
        told first how many values there are, and may refuse. Raises
        :class:`~microcred.errors.ContextError` with every fault found (codes ``contexts.…``), and
        :class:`~microcred.errors.UnsupportedError` for a document too large to be looked at.
        """
        # PyLD takes a tenth of a second to import.
        from microcred.canonical.safe_mode import SafeProcessor

        pointers, values = self._pointers(tree, at, moved)
        if work is not None:
            work(values)
        with self._lock:
            processor = SafeProcessor(pointers, self.spellings, self.contexts, at)
            try:
                return Expansion(processor.expand_safely(tree, self._resolver(versions)), processor.origins)
            except RecursionError:
                raise too_much("is nested too deeply", at) from None

    def _pointers(self, tree: JsonObject, at: str, moved: Mapping[int, str]) -> tuple[dict[int, str], int]:
        """Where each object stands, by its identity, and how many values there are of all kinds."""
        found: dict[int, str] = {}
        pending: list[tuple[Any, str]] = [(tree, at)]
        values = 0
        while pending:
            value, pointer = pending.pop()
            pointer = moved.get(id(value), pointer)
            match value:
                case JsonObject():
                    found[id(value)] = pointer
                    pending.extend((member, child_pointer(pointer, key)) for key, member in value.items())
                case JsonArray():
                    pending.extend((element, child_pointer(pointer, index)) for index, element in enumerate(value))
            values += 1
            if values > self.max_values:
                raise too_much(f"has more than {self.max_values} values", at)
        return found, values

    def _resolver(self, versions: Selection) -> Resolver:
        from microcred.canonical.safe_mode import Resolver

        key = tuple(sorted((url, version.sha256) for url, version in versions.items()))
        resolver = self._resolvers.pop(key, None) or Resolver(self.contexts, versions)
        self._resolvers[key] = resolver
        if len(self._resolvers) > _MAX_SELECTIONS:
            self._resolvers.popitem(last=False)
        return resolver

    @cached_property
    def spellings(self) -> Spellings:
        """The words of the standards' own contexts."""
        return core_spellings(self.contexts)


def _rebuilt(contexts: Contexts, max_values: int) -> Expander:
    return Expander(contexts, max_values=max_values)


def too_much(what: str, at: str) -> UnsupportedError:
    """The error for a document that asks for more work than is bounded."""
    return UnsupportedError(
        "canonical.too-much-work", f"the document {what}, so its statements are not worked out", pointer=at
    )
