"""JSON-LD expansion in safe mode: what would be lost, or read differently, is an error at its place.

The signature of an RDF-based suite covers statements, not JSON. So every way in which the JSON can say something that
the statements do not, or say it under another name, has to be closed before a signature means anything to a reader of
the JSON (Data Integrity 1.0, 2.4). Contexts come from a pinned selection and are never fetched.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeGuard

from microcred.canonical.spellings import Spellings, core_spellings
from microcred.contexts import Contexts, ContextVersion
from microcred.document import JsonArray, JsonObject, child_pointer
from microcred.errors import ContextError, UnsupportedError
from microcred.positions import placed

if TYPE_CHECKING:
    from microcred.canonical.safe_mode import Resolver

__all__ = [
    "MAX_CONTEXTS",
    "MAX_VALUES",
    "Expander",
    "Expansion",
    "Selection",
    "check_inline",
    "named_contexts",
    "too_much",
]

Selection: TypeAlias = Mapping[str, ContextVersion]

# Expansion takes some fifty microseconds for each value, and more as arrays grow: a second or two at this size.
MAX_VALUES: Final = 25_000
MAX_CONTEXTS: Final = 400
_MAX_INLINE_TERMS: Final = 500
# A word of a few letters that stands for a long IRI makes a small document a large one.
_MAX_INLINE_IRI: Final = 2_000
_MAX_SELECTIONS: Final = 16
_INLINE_KEYWORDS: Final = frozenset({"@version", "@protected", "@vocab", "@language", "@direction"})
_DEFINITION_KEYWORDS: Final = frozenset(
    {"@id", "@type", "@container", "@language", "@direction", "@protected", "@prefix"}
)
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

        pointers = dict(self._pointers(tree, at, moved))
        if work is not None:
            work(len(pointers))
        with self._lock:
            processor = SafeProcessor(pointers, self.spellings, self.contexts, at)
            try:
                return Expansion(processor.expand_safely(tree, self._resolver(versions)), processor.origins)
            except RecursionError:
                raise too_much("is nested too deeply", at) from None

    def _pointers(self, tree: JsonObject, at: str, moved: Mapping[int, str]) -> Iterator[tuple[int, str]]:
        pending: list[tuple[Any, str]] = [(tree, at)]
        left = self.max_values
        while pending:
            value, pointer = pending.pop()
            pointer = moved.get(id(value), pointer)
            match value:
                case JsonObject():
                    yield id(value), pointer
                    pending.extend((member, child_pointer(pointer, key)) for key, member in value.items())
                case JsonArray():
                    pending.extend((element, child_pointer(pointer, index)) for index, element in enumerate(value))
            left -= 1
            if left < 0:
                raise too_much(f"has more than {self.max_values} values", at)

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


def named_contexts(
    tree: JsonObject, *, at: str = "", reserved: Callable[[], Mapping[str, Set[str]]] = dict
) -> tuple[str, ...]:
    """The URLs of all contexts that a document names, its embedded credentials included, in document order.

    ``reserved`` gives the words of the standards' contexts, by URL. Where a document names such a context, a context of
    its own may not define its words: neither with another meaning, nor with theirs in places where they do not belong.
    Raises :class:`~microcred.errors.ContextError` for what a context may not be: anything but a URL or an object of
    plain term definitions, an object anywhere but at the root, or more contexts than are worth the time.
    """
    urls: dict[str, None] = {}
    inline: list[tuple[Mapping[str, Any], str]] = []
    uses = 0
    for pointer, context in _contexts(tree, at):
        for place, entry in placed(context, pointer):
            uses += 1
            if isinstance(entry, str):
                urls[entry] = None
            elif isinstance(entry, dict) and pointer == child_pointer(at, "@context"):
                inline.append((entry, place))
            else:
                raise ContextError(
                    "contexts.invalid",
                    "a context has to be a URL, or at the root of the document an object of term definitions",
                    pointer=place,
                )
    if uses > MAX_CONTEXTS:
        raise ContextError("contexts.too-many", f"the document names {uses} contexts, at most {MAX_CONTEXTS} are read")
    if inline:
        check_inline(inline, urls, reserved)
    return tuple(urls)


def check_inline(
    contexts: Iterable[tuple[Mapping[str, Any], str]],
    urls: Iterable[str],
    reserved: Callable[[], Mapping[str, Set[str]]],
) -> None:
    """Refuse contexts inside a document that are more than terms of its own; each comes with its pointer.

    ``urls`` are those that the document names as well, whose words are ``reserved``; see :func:`named_contexts`.
    """
    known = reserved()
    words = frozenset[str]().union(*(known.get(url, frozenset()) for url in urls))
    for entry, place in contexts:
        _check_inline(entry, place, words)


def _contexts(tree: JsonObject, at: str) -> Iterator[tuple[str, Any]]:
    pending: list[tuple[Any, str]] = [(tree, at)]
    while pending:
        value, pointer = pending.pop()
        if isinstance(value, dict):
            if "@context" in value:
                yield child_pointer(pointer, "@context"), value["@context"]
            parts = [(member, child_pointer(pointer, key)) for key, member in value.items() if key != "@context"]
        else:
            parts = [(element, child_pointer(pointer, index)) for index, element in enumerate(value)]
        pending.extend(part for part in reversed(parts) if isinstance(part[0], dict | list))


def _check_inline(context: Mapping[str, Any], place: str, reserved: Set[str]) -> None:
    """A context inside the document may define terms of its own; it may not steer the processing of others."""
    if len(context) == 1 and isinstance(context.get("@context"), dict):
        # The form of a context file: processors unwrap it, and published credentials use it.
        context, place = context["@context"], child_pointer(place, "@context")
    if len(context) > _MAX_INLINE_TERMS:
        raise ContextError(
            "contexts.too-many", f"the context defines more than {_MAX_INLINE_TERMS} terms", pointer=place
        )
    for term, definition in context.items():
        if term in reserved:
            raise ContextError(
                "contexts.reserved-word",
                f"the context in the document defines {term!r}, which is a word of the standard",
                pointer=child_pointer(place, term),
                hint="choose another word",
            )
        if not _is_plain(term, definition):
            raise ContextError(
                "contexts.inline-not-plain",
                f"the definition of {term[:80]!r} is more than a plain term definition",
                pointer=child_pointer(place, term),
                hint="publish the context at a URL, and give it to the verifier with Contexts.with_context",
            )


def _is_plain(term: str, definition: Any) -> bool:
    if term in ("@version", "@protected"):
        return True
    if term.startswith("@"):
        return term in _INLINE_KEYWORDS and _is_short(definition) and not definition.startswith("@")
    if not isinstance(definition, dict):
        return _is_short(definition)
    return _DEFINITION_KEYWORDS.issuperset(definition) and all(
        _is_short(definition.get(name, "")) for name in ("@id", "@type", "@language", "@direction")
    )


def _is_short(text: Any) -> TypeGuard[str]:
    return isinstance(text, str) and len(text) <= _MAX_INLINE_IRI


def too_much(what: str, at: str) -> UnsupportedError:
    """The error for a document that asks for more work than is bounded."""
    return UnsupportedError(
        "canonical.too-much-work", f"the document {what}, so its statements are not worked out", pointer=at
    )
