"""What the walk looks words up in: for each active context the terms, types and words that documents have used in it.

Everything here is worked out when a document first needs it, and is shared by all documents after it. Only what a
context defines is kept, so that no document can fill the tables with words of its own; and where documents use more
contexts in more ways than any honest set of them does, all tables are forgotten and begun again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias, cast

from microcred.canonical.active_context import ABSENT, ActiveContext, HandOver, TermDefinition
from microcred.canonical.literals import IRI, LANGUAGE, RDF, literal_text
from microcred.canonical.spellings import CORE, Spellings
from microcred.contexts import Contexts, ContextVersion
from microcred.document import child_pointer
from microcred.errors import UnsupportedError

__all__ = [
    "ENTRY",
    "FOREIGN",
    "JSON",
    "NO_PHRASES",
    "PASSED_OVER",
    "REFERENCE",
    "TEXT",
    "VARIED",
    "WORD",
    "Budget",
    "Selection",
    "Tables",
    "Term",
    "Typing",
    "Vocabulary",
]

Selection: TypeAlias = Mapping[str, ContextVersion]
"""The version of each context that a document is read with, by its URL."""

# How a string is read as the value of a term: TEXT and REFERENCE as it stands, WORD as a term, JSON as a literal, and
# FOREIGN not here. VARIED are terms that say more than what their values are, KEYWORD members that make no statement.
TEXT: Final = 0
REFERENCE: Final = 1
WORD: Final = 2
VARIED: Final = 3
KEYWORD: Final = 4
JSON: Final = 5
FOREIGN: Final = 6

_TYPE: Final = f" <{RDF}type> "
_KEYED: Final = frozenset({"@index", "@id", "@type"})
_MAX_TYPINGS: Final = 256
_MAX_TYPES: Final = 16
_MAX_SHAPES: Final = 128
_MAX_MEMBERS: Final = 32
_MAX_INLINE: Final = 20_000
# How many active contexts are kept for one selection of versions; a wallet's worth of badges needs a few dozen.
_MAX_CONTEXTS: Final = 256
# What one document may ask to be worked out anew, some hundred microseconds each.
_MAX_DERIVATIONS: Final = 2_000
_MAX_NESTING: Final = 8
# How most ids begin: they are absolute, and no context gives them another meaning.
_SCHEMES: Final = ("https://", "did:", "urn:uuid:", "http://", "mailto:", "urn:")


class Term:
    """One term in one active context: how its values are read, and where they lead.

    ``predicate`` is ``" <iri> "``. ``kind`` says what a string is; ``suffix`` follows it where it is a literal.
    ``nodes``, once they are known, are the tables for objects of more than one member: see :meth:`below`.
    """

    __slots__ = (
        "datatype",
        "definition",
        "graphed",
        "iri",
        "key",
        "keyed",
        "kind",
        "languages",
        "nodes",
        "ordered",
        "predicate",
        "respelled",
        "scalars",
        "suffix",
        "token",
    )

    def __init__(self, key: str, iri: str, definition: TermDefinition | None, scalars: Tables) -> None:
        self.key = key
        self.iri = iri
        self.definition = definition
        self.scalars = scalars
        self.token = child_pointer("", key)
        self.predicate = f" <{iri}> "
        containers = definition.containers if definition is not None else ()
        self.ordered = "@list" in containers
        self.graphed = "@graph" in containers
        self.languages = "@language" in containers
        self.keyed = sorted(containers) if not _KEYED.isdisjoint(containers) else None
        self.respelled = False
        self.datatype: str | None = None
        self.suffix = ""
        self.kind = self._kind_of_strings()
        self.nodes: Tables | None = None

    def _kind_of_strings(self) -> int:
        definition, inner = self.definition, self.scalars.context
        coercion = definition.coercion if definition is not None else None
        own = inner.definitions.get(self.key)
        if definition is not None and own is not definition and (own is None or not own.agrees_with(definition)):
            # Its own context gives the term another meaning, or none: which one counts depends on the value.
            return FOREIGN
        if (self.graphed or self.ordered) and coercion == "@json":
            raise HandOver("a JSON literal is a list or a graph")
        match coercion:
            case "@id":
                return FOREIGN if self.graphed else REFERENCE
            case "@vocab":
                return FOREIGN if self.graphed else WORD
            case "@json":
                return JSON
            case None | "@none":
                self.suffix = self._tag(own, inner)
            case datatype:
                self.datatype = datatype
                self.suffix = _suffix(datatype=datatype)
        return FOREIGN if self.graphed else TEXT

    def _tag(self, own: TermDefinition | None, inner: ActiveContext) -> str:
        """The language and direction of its strings: its own, or those of the context (5.3.2, step 5)."""
        language, direction = inner.language, None
        if own is not None and own.language is not ABSENT:
            language = own.language
        if own is not None and own.direction is not ABSENT:
            direction = own.direction
        return _suffix(language=language, direction=direction)

    @property
    def entry(self) -> ENTRY:
        """What the walk needs for most values, at hand: see :data:`ENTRY`."""
        reverse = self.definition is not None and self.definition.reverse
        if (
            self.kind > WORD
            or self.ordered
            or self.graphed
            or self.languages
            or self.keyed
            or self.respelled
            or reverse
        ):
            return VARIED, "", "", self
        marks = ('"', f'"{self.suffix}') if self.kind == TEXT else ("<", ">")
        return self.kind, f"{self.predicate}{marks[0]}", marks[1], self

    def below(self, budget: Budget, element: Mapping[str, Any]) -> Tables:
        """The tables for an object that is its value (5.1.2, steps 7 and 8).

        A type-scoped context ends above the object, unless that is bare: no more than a reference, or a value. So all
        objects of more than one member are read with the same tables, but where a value may have another name.
        """
        outer = self.scalars
        before = outer.context.previous
        if before is not None:
            if self._is_bare(element):
                return self._inner(outer, budget)
            outer = outer.vocabulary.tables(before)
        found = self._inner(outer, budget)
        if not self.scalars.values:
            self.nodes = found
        return found

    def _is_bare(self, element: Mapping[str, Any]) -> bool:
        if "@value" in element:
            return len(element) <= 2
        if not self.scalars.values.isdisjoint(element):
            raise HandOver("a value object under another name")
        return len(element) == 1 and "id" in element

    def _inner(self, outer: Tables, budget: Budget) -> Tables:
        own = self.scalars.context.definitions.get(self.key)
        return outer if own is None or own.scope is ABSENT else outer.scoped_by(own, budget)


ENTRY: TypeAlias = tuple[int, str, str, Term]
"""How a member is read: its kind, what stands in its statements before and after a string, and its term."""

PASSED_OVER: Final[ENTRY] = (KEYWORD, "", "", cast(Term, None))
"""A member that makes no statement of its own: nobody asks for its term."""


class Budget:
    """What one document may still ask to be worked out."""

    __slots__ = ("left",)

    def __init__(self, left: int = _MAX_DERIVATIONS) -> None:
        self.left = left

    def spend(self) -> None:
        """Take one; raises :class:`~microcred.errors.UnsupportedError` where none is left."""
        self.left -= 1
        if self.left < 0:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the document combines types and contexts in more than {_MAX_DERIVATIONS} ways",
            )


Typing: TypeAlias = "tuple[Tables, tuple[str, ...]]"
"""What the types of a node come to: the tables for its members, and what they say of it."""

NO_PHRASES: Final[tuple[str, ...]] = ()


class Tables:
    """The look-up tables of one active context. What is in them never changes; what is missing is added when asked."""

    __slots__ = (
        "_derived",
        "context",
        "names_id",
        "names_type",
        "prefixes",
        "schemes",
        "shapes",
        "terms",
        "typings",
        "values",
        "vocabulary",
        "words",
    )

    def __init__(self, vocabulary: Vocabulary, context: ActiveContext) -> None:
        self.vocabulary = vocabulary
        self.context = context
        known = context.definitions
        self.names_id = "id" in known and known["id"].iri == "@id"
        self.names_type = "type" in known and known["type"].iri == "@type"
        self.values = frozenset([term for term, definition in known.items() if definition.iri == "@value"])
        self.prefixes = frozenset(term for term, definition in known.items() if definition.prefix)
        self.schemes = tuple(scheme for scheme in _SCHEMES if scheme.partition(":")[0] not in self.prefixes)
        self.terms: dict[str, ENTRY] = {"@context": PASSED_OVER}
        if self.names_id:
            self.terms["id"] = PASSED_OVER
        if self.names_type:
            self.terms["type"] = PASSED_OVER
        self.typings: dict[str | tuple[str, ...], Typing] = {}
        self.shapes: dict[tuple[str, ...], tuple[ENTRY, ...]] = {}
        self.words: dict[str, str] = {}
        self._derived: dict[object, Tables] = {}

    def term(self, key: str, iri: str, budget: Budget) -> Term:
        """The term with this name and IRI, compiled."""
        definition = self.context.definitions.get(key)
        scalars = self
        if definition is not None and definition.scope is not ABSENT:
            scalars = self.scoped_by(definition, budget)
        term = Term(key, iri, definition, scalars)
        if term.kind == REFERENCE and scalars.prefixes != self.prefixes:
            # An id that is one outside may be a compact IRI under the term's own context.
            term.kind = FOREIGN
        term.respelled = not self.vocabulary.is_member(iri, key, definition)
        if definition is not None:
            self.terms[key] = term.entry
        return term

    def derived(self, key: object, derive: Callable[[], ActiveContext], budget: Budget) -> Tables:
        """What follows from this context, worked out once for each key."""
        found = self._derived.get(key)
        if found is None:
            budget.spend()
            found = self._derived[key] = self.vocabulary.tables(derive())
        return found

    def scoped_by(self, definition: TermDefinition, budget: Budget) -> Tables:
        """Under the context that a term brings for what is below it (4.1.2 with override protected)."""
        return self.derived(
            definition,
            lambda: self.vocabulary.extended(self.context, definition.scope, definition.origin, override=True),
            budget,
        )

    def typed_by(self, definitions: tuple[TermDefinition, ...], budget: Budget) -> Tables:
        """Under the contexts that the types of a node bring, in the order of their names (5.1.2, step 11)."""
        found = self
        for definition in definitions:
            found = found.derived((definition, "type"), lambda: self._typed(found, definition), budget)  # noqa: B023
        return found

    def _typed(self, tables: Tables, definition: TermDefinition) -> ActiveContext:
        before = tables.context
        after = self.vocabulary.extended(before, definition.scope, definition.origin)
        if after is before:
            after = before.copy()
        if after.previous is None:
            after.previous = before
        return after

    def within(self, local: Any, budget: Budget) -> Tables:
        """Under the contexts that an object of the document names, in their order."""
        if isinstance(local, dict) and "@context" in local:
            raise HandOver("the context of an object is a whole context document")
        names = local if isinstance(local, list) else [local]
        try:
            found = self._derived.get(key := tuple(names))
        except TypeError:
            # A text that looks like a context is no context, so the two are kept apart.
            key = tuple([name if isinstance(name, str) else (_written(name),) for name in names])
            found = self._derived.get(key)
        if found is None:
            found = self.derived(key, lambda: self.vocabulary.extended(self.context, local, ""), budget)
        return found

    def keep_typing(self, types: str | tuple[str, ...], typing: Typing) -> None:
        """Remember what these types come to, if there is room."""
        if len(self.typings) < _MAX_TYPINGS and (isinstance(types, str) or len(types) <= _MAX_TYPES):
            self.typings[types] = typing

    def keep_shape(self, names: tuple[str, ...], shape: tuple[ENTRY, ...]) -> None:
        """Remember how objects with these members are read, if all are the context's own and there is room."""
        if len(self.shapes) < _MAX_SHAPES and len(names) <= _MAX_MEMBERS and self.terms.keys() >= set(names):
            self.shapes[names] = shape


class Vocabulary:
    """The tables for one selection of context versions; ``spellings`` gives the words of the standards when asked."""

    def __init__(
        self, contexts: Contexts, versions: Mapping[str, ContextVersion], spellings: Callable[[], Spellings]
    ) -> None:
        self.contexts = contexts
        self.versions = dict(versions)
        self.spellings = spellings
        self._documents: dict[str, tuple[tuple[Any, str], ...]] = {}
        self._made: dict[ActiveContext, Tables] = {}
        self._root = Tables(self, ActiveContext())

    @property
    def root(self) -> Tables:
        """Where every document begins: no context at all."""
        if len(self._made) > _MAX_CONTEXTS:
            self._made, self._root = {}, Tables(self, ActiveContext())
        return self._root

    def tables(self, context: ActiveContext) -> Tables:
        """The tables of an active context."""
        found = self._made.get(context)
        if found is None:
            found = self._made[context] = Tables(self, context)
        return found

    def extended(
        self, context: ActiveContext, local: Any, origin: str, *, override: bool = False, nesting: int = 0
    ) -> ActiveContext:
        """The active context after a local one, which stands in the context ``origin`` (4.1.2).

        The contexts within it are looked at as well, for one that is wrong makes the whole wrong (4.2.2, step 21);
        those of the standards are known to be right.
        """
        if nesting > _MAX_NESTING:
            raise HandOver("contexts are nested too deeply, or in themselves")
        for entry, where in self._entries(local, origin, nesting):
            context = context.extended(entry, where, override=override)
            if where not in CORE and isinstance(entry, dict):
                for definition in entry.values():
                    if isinstance(definition, dict) and "@context" in definition:
                        self.extended(context, definition["@context"], where, override=True, nesting=nesting + 1)
        return context

    def _entries(self, local: Any, origin: str, nesting: int = 0) -> Iterator[tuple[Any, str]]:
        """Local contexts one by one, each URL replaced by what stands there (4.1.2, step 5.2)."""
        for entry in local if isinstance(local, list) else [local]:
            if isinstance(entry, str):
                yield from self._document(entry, nesting)
            elif isinstance(entry, list):
                raise HandOver("an array in an array of contexts")
            else:
                yield (entry["@context"] if isinstance(entry, dict) and "@context" in entry else entry), origin

    def _document(self, url: str, nesting: int) -> tuple[tuple[Any, str], ...]:
        if url not in self._documents:
            version = self.versions.get(url) or next(iter(self.contexts.versions(url)), None)
            if version is None or nesting > _MAX_NESTING:
                raise HandOver(f"the context {url[:200]} is not known, or names itself")
            entries = tuple(self._entries(version.load().get("@context"), url, nesting + 1))
            if not entries:
                raise HandOver(f"the context {url[:200]} is an empty array")
            self._documents[url] = entries
        return self._documents[url]

    def is_member(self, iri: str, key: str, definition: TermDefinition | None) -> bool:
        """Whether the standards give this IRI no other name as a member; their own in lower case need no look."""
        if definition is not None and definition.origin in CORE and key[:1].islower():
            return True
        members = self.spellings().members
        return iri not in members or key in members[iri]

    def is_word(self, iri: str, text: str, definition: TermDefinition | None) -> bool:
        """Whether the standards give this IRI no other name as a value; most of their own words need no look."""
        if definition is not None and definition.origin in CORE and (text[:1].isupper() or _is_property(iri)):
            return True
        words = self.spellings().words
        return iri not in words or text in words[iri]


def _is_property(iri: str) -> bool:
    """Whether an IRI of the standards is written as a property; as a class it may have a term of that name as well."""
    return iri.rpartition("#")[2][:1].islower()


def _suffix(datatype: str | None = None, language: str | None = None, direction: str | None = None) -> str:
    """What follows the quotes of a literal."""
    if language is not None and not LANGUAGE.fullmatch(language):
        raise HandOver("a language of a context is no language tag")
    if direction is not None:
        # The i18n-datatype form of base directions (8.2.2, step 13).
        datatype, language = f"https://www.w3.org/ns/i18n#{language or ''}_{direction}", None
    if datatype is not None and not IRI.fullmatch(datatype):
        raise HandOver("a datatype is no IRI")
    return literal_text("", datatype, language)[2:]


def _written(context: Any) -> str:
    """A context inside a document, by which what it comes to is remembered."""
    text = json.dumps(context)
    if len(text) > _MAX_INLINE:
        raise HandOver("a context inside the document is very long")
    return text
