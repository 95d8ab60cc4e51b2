"""Where in the JSON a statement comes from: a JSON Pointer for each statement of a document.

The walk from JSON to statements keeps no books, so that verifying costs nothing for what only an explanation wants.
Here the question is put to the same walk again, as often as it takes: a document is cut down to one of its parts, and
what the rest says without that part is taken off what it says with it. What is cut away leaves its ``@context``, ``id``
and ``type`` behind, and what holds others keeps their number, so that every word keeps its meaning and every blank node
its name. A statement comes from the place that is needed, and enough, for it to be made. The search goes down from the
root, and only where there is something to be found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from microcred.canonical import Canonicalizer, Selection, Statement
from microcred.canonical.literals import RDF
from microcred.document import JsonArray, JsonObject, child_pointer
from microcred.errors import ContextError, UnsupportedError
from microcred.proofs import Work

__all__ = ["MAX_READ_AGAIN", "Provenance", "size_of"]

_Path: TypeAlias = tuple[str | int, ...]

# How many JSON values are read again for one document; where that is spent, places are those of larger parts.
MAX_READ_AGAIN: Final = 200_000
# A value that is read in the guarded way takes as long as so many others.
_GUARDED: Final = 20
_IDENTITY: Final = frozenset({"@context", "id", "type"})
_TYPE, _FIRST = f"<{RDF}type>", f"<{RDF}first>"
# What is no object of the JSON, the cell of a list or the name of a graph, is counted by a number in its label.
_COUNTED: Final = re.compile(r"_:(?P<number>[0-9]{1,9})<[^>]*>(?P<around>.*)", re.DOTALL)


class Provenance:
    """The places of the statements of one document, as its canonicalizer reads it under ``versions``.

    Statements are those of :meth:`~microcred.canonical.Canonicalizer.dataset`, with blank nodes called as there before
    they were canonical. ``complete`` is false where the budget of ``work`` was spent before every place was found
    exactly: the places are then those of larger parts.
    """

    def __init__(
        self,
        tree: JsonObject,
        canonicalizer: Canonicalizer,
        versions: Selection | None = None,
        work: Work | None = None,
    ) -> None:
        self.tree = tree
        self.complete = True
        self._canonicalizer = canonicalizer
        self._versions = versions
        self._work = Work(MAX_READ_AGAIN) if work is None else work
        self._found: dict[Statement, str] = {}

    def places(self, wanted: Iterable[Statement]) -> Mapping[Statement, str]:
        """The JSON Pointer of each of these statements; one that the document does not make has the root's."""
        missing = {statement for statement in wanted if statement not in self._found}
        if missing:
            self._search((), self.tree, missing, "")
        return self._found

    def _search(self, path: _Path, value: Any, wanted: set[Statement], pointer: str) -> None:
        """Find out from which part of the value at ``path`` each of these comes; all of them do from within it."""
        match value:
            case JsonObject() if "@value" not in value:
                left = self._in_object(path, value, wanted, pointer)
            case JsonArray():
                left = self._in_array(path, value, wanted, pointer)
            case _:
                left = wanted
        for statement in left:
            self._found.setdefault(statement, pointer)

    def _in_object(self, path: _Path, value: JsonObject, wanted: set[Statement], pointer: str) -> set[Statement]:
        bare = self._said(path, _bare)
        if bare is None:
            return wanted
        for statement in wanted & bare:
            self._found.setdefault(statement, self._of_identity(statement, path, value, pointer))
        left = wanted - bare
        for name, member in value.items():
            if not left or not self.complete:
                break
            if name in _IDENTITY:
                continue
            said = self._said(path, _with_member(name))
            found = left & said - bare if said is not None else set[Statement]()
            if found:
                self._search((*path, name), member, found, child_pointer(pointer, name))
                left -= found
        return left

    def _in_array(self, path: _Path, values: JsonArray, wanted: set[Statement], pointer: str) -> set[Statement]:
        left = self._of_elements(path, values, wanted, pointer)
        bare = self._said(path, _bare) if any(isinstance(value, JsonObject) for value in values) else None
        for index, value in enumerate(values):
            if not left or not self.complete:
                break
            place = child_pointer(pointer, index)
            if not isinstance(value, JsonObject):
                said = self._said(path, _alone(index))
                found = left & said if said is not None else set[Statement]()
            elif bare is None:
                said = self._said(path, _whole_element(index))
                found = left & said if said is not None and len(values) == 1 else set[Statement]()
            else:
                said = self._said(path, _whole_element(index))
                own = {statement for statement in left & bare if _is_about(statement, value, place)}
                found = own | (left & said - bare if said is not None else set[Statement]())
            if found:
                self._search((*path, index), value, found, place)
                left -= found
        return left

    def _of_elements(self, path: _Path, values: JsonArray, wanted: set[Statement], pointer: str) -> set[Statement]:
        """Cells of a list and names of graphs are counted, so their number tells the element."""
        owner = self._owner(path)
        left = set(wanted)
        for statement in wanted:
            subject, predicate, object_, _ = statement
            counted = _COUNTED.fullmatch(subject if predicate == _FIRST else object_)
            if counted is None or counted["around"] not in owner or object_.startswith("_:/"):
                continue
            index = int(counted["number"]) - 1
            is_element = index < len(values) and (predicate == _FIRST or isinstance(values[index], JsonObject))
            # What links to a list is the list as a whole.
            self._found.setdefault(statement, child_pointer(pointer, index) if is_element else pointer)
            left.discard(statement)
        return left

    def _owner(self, path: _Path) -> tuple[str, ...]:
        """What the object is called that has the array at ``path`` as a member."""
        value: Any = self.tree
        pointer = ""
        for token in path[:-1]:
            value, pointer = value[token], child_pointer(pointer, token)
        return _names(value, pointer) if isinstance(value, JsonObject) else ()

    def _of_identity(self, statement: Statement, path: _Path, value: JsonObject, pointer: str) -> str:
        """An object says by itself what it is, and by standing where it stands that something is linked to it."""
        subject, predicate, _, _ = statement
        if predicate != _TYPE or subject not in _names(value, pointer):
            return pointer
        types = value.get("type")
        if not isinstance(types, JsonArray):
            return child_pointer(pointer, "type")
        for index, name in enumerate(types):
            said = self._said(path, _of_type(name))
            if said is not None and statement in said:
                return child_pointer(child_pointer(pointer, "type"), index)
        return child_pointer(pointer, "type")

    def _said(self, path: _Path, cut: Callable[[Any], Any]) -> set[Statement] | None:
        """What the document says when it is cut down to one part; ``None`` where that is no document by itself."""
        if not self.complete:
            return None
        part = _narrowed(self.tree, path, cut)
        try:
            self._work.spend(size_of(part))
            return set(self._canonicalizer.statements(part, self._versions, work=self._spend_guarded))
        except ContextError:
            # Half of a value, such as one language of a text without the others, need not be a value.
            return None
        except UnsupportedError:
            self.complete = False
            return None

    def _spend_guarded(self, values: int) -> None:
        self._work.spend(_GUARDED * values)


def _narrowed(value: Any, path: Sequence[str | int], cut: Callable[[Any], Any]) -> Any:
    """The value with everything bare, but for what leads to the place at ``path``, which is cut by ``cut``."""
    if not path:
        return cut(value)
    token, rest = path[0], path[1:]
    if isinstance(value, JsonArray):
        return JsonArray(
            _narrowed(element, rest, cut) if index == token else _bare(element) for index, element in enumerate(value)
        )
    return JsonObject(
        (name, _narrowed(member, rest, cut) if name == token else member)
        for name, member in value.items()
        if name in _IDENTITY or name == token
    )


def _bare(value: Any) -> Any:
    match value:
        case JsonObject() if "@value" not in value:
            return JsonObject((name, member) for name, member in value.items() if name in _IDENTITY)
        case JsonArray():
            return JsonArray(map(_bare, value))
    return value


def _with_member(name: str) -> Callable[[Any], Any]:
    return lambda value: JsonObject((key, member) for key, member in value.items() if key in _IDENTITY or key == name)


def _whole_element(index: int) -> Callable[[Any], Any]:
    return lambda values: JsonArray(value if at == index else _bare(value) for at, value in enumerate(values))


def _alone(index: int) -> Callable[[Any], Any]:
    return lambda values: JsonArray([values[index]])


def _of_type(name: Any) -> Callable[[Any], Any]:
    return lambda value: JsonObject(
        (key, JsonArray([name]) if key == "type" else member) for key, member in value.items() if key in _IDENTITY
    )


def _names(value: JsonObject, pointer: str) -> tuple[str, ...]:
    """What an object may be called in statements: by its id, or by where it stands."""
    identifier = value.get("id")
    return (f"<{identifier}>", f"_:{pointer}") if isinstance(identifier, str) else (f"_:{pointer}",)


def _is_about(statement: Statement, value: JsonObject, pointer: str) -> bool:
    subject, predicate, object_, _ = statement
    names = _names(value, pointer)
    return object_ in names or (predicate == _TYPE and subject in names)


def size_of(value: Any) -> int:
    """How many values a JSON value is made of, itself included."""
    pending, count = [value], 0
    while pending:
        part = pending.pop()
        count += 1
        if isinstance(part, JsonObject):
            pending.extend(part.values())
        elif isinstance(part, JsonArray):
            pending.extend(part)
    return count
