"""The contexts that a document names or brings along (JSON-LD 1.1, 3.1), before anything is read with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Any, Final, TypeAlias, TypeGuard

from microcred.canonical.active_context import is_reserved
from microcred.document import JsonObject, child_pointer
from microcred.errors import ContextError
from microcred.positions import placed

__all__ = ["MAX_CONTEXTS", "check_inline", "named_contexts"]

MAX_CONTEXTS: Final = 400
_MAX_INLINE_TERMS: Final = 500
# A word of a few letters that stands for a long IRI makes a small document a large one.
_MAX_INLINE_IRI: Final = 2_000
_INLINE_KEYWORDS: Final = frozenset({"@version", "@protected", "@vocab", "@language", "@direction"})
_DEFINITION_KEYWORDS: Final = frozenset(
    {"@id", "@type", "@container", "@language", "@direction", "@protected", "@prefix"}
)

_Reserved: TypeAlias = Mapping[str, Mapping[str, Set[str]]]


def named_contexts(tree: JsonObject, *, at: str = "", reserved: Callable[[], _Reserved] = dict) -> tuple[str, ...]:
    """The URLs of all contexts that a document names, its embedded credentials included, in document order.

    ``reserved`` gives the words of the standards' contexts, by URL. Where a document names such a context, a context of
    its own may not define its words: neither with another meaning, nor with theirs in places where they do not belong.
    A word that only another edition of the context has may be defined as what it is there, one of the IRIs given.
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
    reserved: Callable[[], _Reserved],
) -> None:
    """Refuse contexts inside a document that are more than terms of its own; each comes with its pointer.

    ``urls`` are those that the document names as well, whose words are ``reserved``; see :func:`named_contexts`.
    """
    known = reserved()
    words: dict[str, Set[str]] = {}
    for url in urls:
        for word, meanings in known.get(url, {}).items():
            words[word] = words.get(word, meanings) & meanings
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


def _check_inline(context: Mapping[str, Any], place: str, reserved: Mapping[str, Set[str]]) -> None:
    """A context inside the document may define terms of its own; it may not steer the processing of others."""
    if len(context) == 1 and isinstance(context.get("@context"), dict):
        # The form of a context file: processors unwrap it, and published credentials use it.
        context, place = context["@context"], child_pointer(place, "@context")
    if len(context) > _MAX_INLINE_TERMS:
        raise ContextError(
            "contexts.too-many", f"the context defines more than {_MAX_INLINE_TERMS} terms", pointer=place
        )
    for term, definition in context.items():
        meaning = definition.get("@id") if isinstance(definition, dict) else definition
        if term in reserved and not (isinstance(meaning, str) and meaning in reserved[term]):
            raise ContextError(
                "contexts.reserved-word",
                f"the context in the document defines {term!r}, which is a word of the standard",
                pointer=child_pointer(place, term),
                hint="choose another word",
            )
        if not _is_plain(term, definition):
            raise ContextError(
                "contexts.inline-not-plain",
                f"found more than a plain definition of {term[:80]!r}, wanted an IRI, or an object of @id, @type and "
                "@container",
                pointer=child_pointer(place, term),
                hint="publish the context at a URL, and give it to the verifier with Contexts.with_context",
            )


def _is_plain(term: str, definition: Any) -> bool:
    if term in ("@version", "@protected"):
        return True
    if term.startswith("@"):
        return term in _INLINE_KEYWORDS and _is_short(definition) and not definition.startswith("@")
    meaning = definition.get("@id") if isinstance(definition, dict) else definition
    if isinstance(meaning, str) and is_reserved(meaning):
        return False
    if not isinstance(definition, dict):
        return _is_short(definition)
    return _DEFINITION_KEYWORDS.issuperset(definition) and all(
        _is_short(definition.get(name, "")) for name in ("@id", "@type", "@language", "@direction")
    )


def _is_short(text: Any) -> TypeGuard[str]:
    return isinstance(text, str) and len(text) <= _MAX_INLINE_IRI
