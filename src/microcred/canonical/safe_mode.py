"""PyLD's expansion, watched: each object is looked at under the very context that PyLD reads it with.

The only module that knows PyLD. It overrides some of PyLD's inner steps, which is why the minor version of PyLD is held
in ``pyproject.toml``; the tests of safe mode fail loudly if a version stops calling them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from microcred.canonical.faults import (
    DATA_LOSS,
    blank_node_id,
    dropped,
    invalid_language,
    language_map_faults,
    number_faults,
    number_faults_within,
    relative_iri,
    respelled,
    smuggled,
    undefined,
    unsupported,
)
from microcred.canonical.literals import IRI, LANGUAGE, PROPERTY_IRI
from microcred.canonical.spellings import Spellings
from microcred.contexts import Contexts, ContextVersion
from microcred.document import child_pointer
from microcred.errors import ContextError, Fault
from microcred.positions import placed

__all__ = ["Resolver", "SafeProcessor"]

_MAX_FAULTS: Final = 100
_MAX_CACHED_CONTEXTS: Final = 256
_VALUE_KEYWORDS: Final = frozenset({"@value", "@type", "@language", "@direction"})
_KEYED_CONTAINERS: Final = frozenset({"@index", "@id", "@type"})
# What PyLD raises where the JSON is not of the types that it takes for granted.
_TAKEN_FOR_GRANTED: Final = (AttributeError, LookupError, TypeError, ValueError)
_LOST: Final = ("@direction", "processingMode")
_PYLD_CODES: Final = {
    "protected term redefinition": "contexts.protected-term",
    "invalid context nullification": "contexts.protected-term",
    "loading remote context failed": "contexts.unknown",
}
# What would be good in place of what stops the processing, by the error codes of JSON-LD 1.1 API, 9.6.
_WANTED: Final = {
    "colliding keywords": "wanted each of id and type once",
    "cyclic IRI mapping": "wanted terms that do not stand for each other in a circle",
    "invalid container mapping": "wanted @set, @list or @language as its @container, or none",
    "invalid @id value": "wanted a string as id",
    "invalid default language": "wanted a language tag as @language",
    "invalid IRI mapping": "wanted an absolute IRI for each term",
    "invalid language map value": "wanted a string for each language",
    "invalid language mapping": "wanted a language tag as @language of a term",
    "invalid local context": "wanted the URL of a context, or an object of terms",
    "invalid scoped context": "wanted contexts within a term that are good by themselves",
    "invalid term definition": "wanted an IRI, or an object of @id, @type and @container",
    "invalid type mapping": "wanted @id, @vocab, @json or an absolute IRI as @type of a term",
    "invalid type value": "wanted a string or an array of strings as type",
    "invalid typed value": "wanted an absolute IRI as @type of a @value",
    "invalid value object": "wanted @value with @type, or with @language and @direction",
    "invalid value object value": "wanted a string, number or boolean as @value",
    "invalid vocab mapping": "wanted an absolute IRI as @vocab",
    "keyword redefinition": "wanted terms that are no keywords of JSON-LD",
    "protected term redefinition": "wanted other words, or the contexts in another order",
}


class _Cache(OrderedDict[str, Any]):
    """What PyLD makes of contexts, the oldest forgotten first."""

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        if len(self) > _MAX_CACHED_CONTEXTS:
            self.popitem(last=False)


class _ActiveContext(dict[str, Any]):
    """An active context, from which a context may take what was never there (JSON-LD 1.1 API, 4.1.2, 5.8 to 5.10)."""

    def __delitem__(self, entry: str) -> None:
        self.pop(entry, None)


class Resolver:
    """Gives PyLD the context bytes of one selection of versions, and keeps what it makes of them to itself."""

    def __init__(self, contexts: Contexts, versions: Mapping[str, ContextVersion]) -> None:
        self.contexts = contexts
        self.versions = dict(versions)
        self.cache = _Cache()

    def options(self) -> dict[str, Any]:
        """The options of one expansion. A base of ``None``, and nothing else, is no base (Data Integrity 1.0, 2.6)."""
        return {
            "base": None,
            "contextResolver": ContextResolver(self.cache, self._load),
            "documentLoader": self._load,
            "processingMode": "json-ld-1.1",
        }

    def _load(self, url: str, _options: object) -> dict[str, Any]:
        version = self.versions.get(url) or next(iter(self.contexts.versions(url)), None)
        if version is None:
            raise LookupError(url)
        return {"contextUrl": None, "documentUrl": url, "document": version.load(), "tag": "static"}


class SafeProcessor(JsonLdProcessor):  # type: ignore[misc]  # PyLD has no type hints
    """One expansion in safe mode; ``faults`` holds what it found, each at its JSON Pointer.

    ``origins`` tells of each expanded object which JSON object it was made of: the expanded object, and the pointer.
    """

    def __init__(self, pointers: Mapping[int, str], spellings: Spellings, contexts: Contexts, at: str) -> None:
        super().__init__()
        self.pointers = pointers
        self.spellings = spellings
        self.contexts = contexts
        self.at = at
        self.faults: list[Fault] = []
        # The expanded objects are kept with their pointers, so that no other object is given their identity.
        self.origins: dict[int, tuple[object, str]] = {}
        self.options: dict[str, Any] = {}
        self._looking_at = at

    def expand_safely(self, tree: dict[str, Any], resolver: Resolver) -> list[dict[str, Any]]:
        """The expanded form of ``tree``; raises ContextError with every fault that was found."""
        self.options = resolver.options()
        try:
            expanded: list[dict[str, Any]] = self.expand(tree, self.options)
        except JsonLdError as error:
            raise ContextError.of([*self.faults, self._fault_of(error, tree)]) from None
        except _TAKEN_FOR_GRANTED as error:
            # PyLD takes the types of what it reads for granted.
            reason = (
                "JSON-LD cannot read this object: a member of it, or a context, is of a JSON type that it must not be"
            )
            raise ContextError.of([*self.faults, Fault("contexts.invalid", reason, self._looking_at)]) from error
        if self.faults:
            raise ContextError.of(self.faults)
        return expanded

    def _expand_object(
        self, active_ctx: Any, active_property: Any, expanded_property: Any, element: Any, *rest: Any, **named: Any
    ) -> None:
        type_scoped_ctx = named.get("type_scoped_ctx", rest[4] if len(rest) > 4 else None) or active_ctx
        if (place := self.pointers.get(id(element))) is not None:
            self.origins.setdefault(id(rest[0]), (rest[0], place))
        self._look_at(element, active_ctx, type_scoped_ctx)
        super()._expand_object(active_ctx, active_property, expanded_property, element, *rest, **named)

    def _clone_active_context(self, active_ctx: Any) -> _ActiveContext:
        """A copy that has all of the active context (JSON-LD 1.1 API, 4.1.2, step 1), which PyLD's has not.

        Where an array of contexts is empty, PyLD loses the processing mode, and with it JSON literals; the default base
        direction it loses in every further context.
        """
        kept = {name: active_ctx[name] for name in _LOST if name in active_ctx}
        return _ActiveContext(**super()._clone_active_context(active_ctx), **kept)

    def _look_at(self, element: Mapping[str, Any], active_ctx: Any, type_scoped_ctx: Any) -> None:
        pointer = self._looking_at = self.pointers.get(id(element), self.at)
        is_value = "@value" in element
        for key, value in element.items():
            if key == "@context" or len(self.faults) >= _MAX_FAULTS:
                continue
            place = child_pointer(pointer, key)
            iri = self._expand_iri(active_ctx, key, vocab=True)
            if is_value and key in _VALUE_KEYWORDS:
                self.faults.extend(self._value_faults(key, value, place, active_ctx))
            elif iri is None or not (iri.startswith("@") or PROPERTY_IRI.fullmatch(iri)):
                self.faults.append(undefined(self.contexts, key, place, "term"))
            elif iri == "@type" and key == "type":
                self.faults.extend(self._type_faults(value, place, type_scoped_ctx))
            elif iri == "@id" and key == "id":
                self.faults.extend(self._id_faults(value, place, active_ctx))
            elif iri.startswith("@"):
                self.faults.append(smuggled(key, iri, place))
            else:
                self.faults.extend(self._member_faults(key, iri, value, place, active_ctx))

    def _member_faults(self, key: str, iri: str, value: Any, place: str, active_ctx: Any) -> Iterator[Fault]:
        mapping = active_ctx["mappings"].get(key)
        if mapping is None and ":" in key:
            yield respelled(key, self.spellings.members.get(iri, ()), place)
            return
        if iri in self.spellings.members and key not in self.spellings.members[iri]:
            yield respelled(key, self.spellings.members[iri], place)
        containers = _listed((mapping or {}).get("@container"))
        coercion = (mapping or {}).get("@type")
        if (mapping or {}).get("reverse"):
            yield unsupported(place, f"the term {key!r} is defined as a reverse property")
        elif isinstance(value, dict) and not _KEYED_CONTAINERS.isdisjoint(containers):
            yield unsupported(place, f"the members of {key!r} are keyed by {' and '.join(sorted(containers))}")
        elif isinstance(value, dict) and "@language" in containers:
            yield from language_map_faults(value, place)
        elif coercion == "@json":
            yield from number_faults_within(value, place)
        else:
            context = self._value_context(key, active_ctx) if coercion == "@vocab" else active_ctx
            yield from self._content_faults(value, place, coercion, "@list" in containers, context)

    def _value_context(self, key: str, active_ctx: Any) -> Any:
        """The context that the words of a member are read with, where its term brings one (JSON-LD 1.1 API, 5.1.2)."""
        scoped = self.get_context_value(active_ctx, key, "@context")
        if scoped is None:
            return active_ctx
        return self._process_context(active_ctx, scoped, self.options, propagate=True, override_protected=True)

    def _content_faults(
        self, value: Any, place: str, coercion: str | None, ordered: bool, active_ctx: Any
    ) -> Iterator[Fault]:
        match value:
            case None:
                yield dropped("null", place)
            case [] if not ordered:
                yield dropped("an empty array", place)
            case list():
                for index, element in enumerate(value):
                    inner = child_pointer(place, index)
                    if isinstance(element, list) and not ordered:
                        yield dropped("the nesting of an array within an array", inner)
                    yield from self._content_faults(element, inner, coercion, ordered, active_ctx)
            case bool():
                pass
            case int() | float():
                yield from number_faults(value, place)
            case str() if coercion in ("@id", "@vocab"):
                yield from self._reference_faults(value, place, active_ctx, vocab=coercion == "@vocab")

    def _value_faults(self, key: str, value: Any, place: str, active_ctx: Any) -> Iterator[Fault]:
        match key, value:
            case "@type", str() if value != "@json":
                yield from self._reference_faults(value, place, active_ctx, vocab=True)
            case "@value", None:
                yield dropped("null", place)
            case "@value", _ if not isinstance(value, bool):
                yield from number_faults_within(value, place)
            case (("@language" | "@direction"), None):
                yield dropped("null", place)
            case "@language", str() if not LANGUAGE.fullmatch(value):
                yield invalid_language(value, place)

    def _type_faults(self, value: Any, place: str, context: Any) -> Iterator[Fault]:
        if value == []:
            yield dropped("an empty array", place)
        for inner, name in placed(value, place):
            if isinstance(name, str):
                yield from self._reference_faults(name, inner, context, vocab=True)
            else:
                yield Fault("contexts.invalid", "a type has to be a string", inner, problem=DATA_LOSS)

    def _id_faults(self, value: Any, place: str, context: Any) -> Iterator[Fault]:
        if isinstance(value, str):
            yield from self._reference_faults(value, place, context, vocab=False)
        else:
            yield Fault("contexts.invalid", "an id has to be a string", place, problem=DATA_LOSS)

    def _reference_faults(self, text: str, place: str, context: Any, *, vocab: bool) -> Iterator[Fault]:
        iri = self._expand_iri(context, text, vocab=vocab)
        if iri is None or not IRI.fullmatch(iri):
            if text.startswith("_:"):
                yield blank_node_id(text, place)
            elif vocab and ":" not in text:
                kind = "type" if place.rpartition("/type")[1] else "term"
                yield undefined(self.contexts, text, place, kind)
            else:
                yield relative_iri(text, place)
        elif iri != text and not vocab:
            yield respelled(text, [iri], place)
        elif vocab and iri in self.spellings.words and text not in self.spellings.words[iri]:
            yield respelled(text, self.spellings.words[iri], place)

    def _fault_of(self, error: JsonLdError, tree: Mapping[str, Any]) -> Fault:
        causes: list[Any] = [error]
        while isinstance(causes[-1].__cause__, Exception):
            causes.append(causes[-1].__cause__)
        reasons = [cause.code for cause in causes if getattr(cause, "code", None)]
        reason = reasons[-1] if reasons else "syntax error"
        named = next((d.get("term") or d.get("url") for c in causes if (d := getattr(c, "details", None))), None)
        return Fault(
            _PYLD_CODES.get(reason, "contexts.invalid"),
            f"found {reason}"
            + (f" ({named[:80]})" if isinstance(named, str) else "")
            + f", {_WANTED.get(reason, 'wanted what JSON-LD 1.1 allows')}",
            self._bad_context(tree) or self._looking_at,
        )

    def _bad_context(self, tree: Mapping[str, Any]) -> str | None:
        """Which of the contexts at the root cannot be read after those before it, or which term of it by itself."""
        active = self._get_initial_context(self.options)
        for place, context in placed(tree.get("@context"), child_pointer(self.at, "@context")):
            try:
                active = self._process_context(active, context, self.options)
            except JsonLdError:
                terms = context.items() if isinstance(context, Mapping) else ()
                return next((child_pointer(place, term[0]) for term in terms if not self._stands(active, *term)), place)
            except _TAKEN_FOR_GRANTED:
                return None  # it cannot be told by itself, and the error itself is reported without it
        return None

    def _stands(self, active: Any, term: str, definition: Any) -> bool:
        try:
            self._process_context(active, {term: definition}, self.options)
        except (JsonLdError, *_TAKEN_FOR_GRANTED):
            return False
        return True


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []
