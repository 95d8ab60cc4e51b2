"""From JSON to statements in one walk (JSON-LD 1.1 API, 5.1 and 8.1), in safe mode throughout.

Each member is looked up in the tables of the context that is in force where it stands, and written down as a statement
at once: there is no expanded form in between. Whatever would be lost on the way, or say something else than a reader of
the JSON sees, is a fault at its place. What the walk does not read it hands over, always the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from microcred.canonical.active_context import ABSENT, HandOver, TermDefinition
from microcred.canonical.dataset import Dataset, Graph
from microcred.canonical.faults import (
    blank_node_id,
    dropped,
    number_faults,
    number_faults_within,
    relative_iri,
    respelled,
    smuggled,
    undefined,
    unsupported,
)
from microcred.canonical.literals import (
    IRI,
    NOT_IN_IRIS,
    PROPERTY_IRI,
    RDF,
    escaped,
    literal_term,
    literal_text,
)
from microcred.canonical.local_contexts import MAX_CONTEXTS
from microcred.canonical.rdfc10 import MAX_CHARACTERS
from microcred.canonical.tables import (
    ENTRY,
    FOREIGN,
    JSON,
    NO_PHRASES,
    PASSED_OVER,
    REFERENCE,
    TEXT,
    VARIED,
    WORD,
    Budget,
    Tables,
    Term,
    Typing,
    Vocabulary,
)
from microcred.canonical.texts import language_map, tagged
from microcred.document import JsonArray, JsonObject, child_pointer
from microcred.errors import ContextError, Fault, UnsupportedError

__all__ = ["Walk"]

_FIRST, _REST, _NIL = f" <{RDF}first> ", f" <{RDF}rest> ", f"<{RDF}nil>"
_TYPE: Final = f" <{RDF}type> "
_VALUE_KEYWORDS: Final = frozenset({"@value", "@type", "@language", "@direction"})
_NOT_IN_ASCII_IRIS: Final = bytes(code for code in range(128) if NOT_IN_IRIS.match(chr(code)))
_MAX_FAULTS: Final = 100
_MAX_GATHERED: Final = 10_000


class Walk:
    """One walk over one document; ``dataset`` has its statements, once :meth:`read` has returned.

    A blank node is labelled by where in the JSON it stands, so that a part of a document has the labels of the whole.
    ``named`` are the URLs of the contexts that were met, in their order, ``inline`` the contexts in the document itself
    with their pointers, and ``places`` the objects that have an id; ``repeats`` tells whether some have the same one.
    ``plain`` says that no string needs an escape. ``opaque`` tells whether there are objects that were not looked at,
    because they are values as a whole.
    """

    def __init__(self, vocabulary: Vocabulary, moved: Mapping[int, str], *, plain: bool = False) -> None:
        self.vocabulary = vocabulary
        self.moved = moved
        self.plain = plain
        self._begin()

    def _begin(self) -> None:
        self.dataset = Dataset()
        self.named: dict[str, None] = {}
        self.inline: list[tuple[Mapping[str, Any], str]] = []
        self.places: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        self.repeats = False
        self.opaque = False
        self._at = ""
        self._iris: list[str] | None = []
        self._faults: list[tuple[str, Fault]] = []
        self._unplaced: dict[str, int] = {}
        self._budget = Budget()
        self._contexts_left = MAX_CONTEXTS
        self._characters_left = MAX_CHARACTERS

    def read(self, tree: JsonObject, at: str) -> Dataset:
        """The statements of a document that stands at ``at``.

        Raises :class:`~microcred.errors.ContextError` with the faults that were found, and :class:`HandOver`.
        """
        if "@value" in tree:
            raise HandOver("the document is a value object")
        self._at = at
        self._node(tree, self.vocabulary.root, self.dataset.graph(""), at)
        if self._iris and not _may_be_iris("".join(self._iris)):
            # A character that no IRI has stands in one of them: this time they are looked at one by one.
            self._begin()
            self._at, self._iris = at, None
            self._node(tree, self.vocabulary.root, self.dataset.graph(""), at)
        if self._faults:
            self._faults.sort(key=lambda found: _reading_order(found[0]))
            raise ContextError.of([fault for _, fault in self._faults[:_MAX_FAULTS]])
        return self.dataset

    def _node(self, element: Mapping[str, Any], tables: Tables, graph: Graph, place: str) -> str:
        """A node object (5.1.2, steps 9 to 14): its subject, after all that it says has been written down."""
        # A member is asked for with get throughout: of a subclass of dict that is the quickest way.
        local = element.get("@context", ABSENT)
        if local is not ABSENT:
            tables = self._within(local, tables, place)
        faults = len(self._faults)
        inner, phrases = tables, NO_PHRASES
        types = element.get("type", ABSENT)
        if types is not ABSENT:
            try:
                inner, phrases = tables.typings[tuple(types) if types.__class__ is JsonArray else types]
            except (KeyError, TypeError):
                inner, phrases = self._typing(types, tables, place)
        identifier = element.get("id", ABSENT)
        subject = f"_:{place}" if identifier is ABSENT else self._identified(identifier, element, inner, place)
        said = graph.described.setdefault(subject, [])
        said += phrases
        plain, iris, schemes = self.plain, self._iris, inner.schemes
        shape = inner.shapes.get(tuple(element)) or self._shape(element, inner, place)
        for (kind, before, after, term), value in zip(shape, element.values()):  # noqa: B905 - as long, by its name
            if value.__class__ is str:
                if not kind:  # quicker than to ask whether it is TEXT
                    said.append(f"{before}{value if plain else escaped(value)}{after}")
                    continue
                if kind == REFERENCE and iris is not None and value.startswith(schemes):
                    iris.append(value)
                    said.append(f"{before}{value}{after}")
                    continue
            if kind <= VARIED:
                self._member(value, kind, term, graph, subject, said, place)
        if len(self._faults) > faults:
            self._arrange(faults, element, place)
        return subject

    def _arrange(self, start: int, element: Mapping[str, Any], place: str) -> None:
        """Bring the faults of an object into the order of its members: its type and id were looked at first."""
        order = {child_pointer(place, key): index for index, key in enumerate(element)}
        steps = place.count("/") + 2
        own = [found for found in self._faults[start:] if found[0] == place]
        own.sort(key=lambda found: order.get("/".join(str(found[1].pointer).split("/")[:steps]), -1))
        self._faults[start:] = [*own, *(found for found in self._faults[start:] if found[0] != place)]

    def _within(self, local: Any, tables: Tables, place: str) -> Tables:
        """Under the contexts that an object names; only the document as a whole brings terms of its own."""
        entries = local if isinstance(local, list) else [local]
        for index, entry in enumerate(entries):
            if entry.__class__ is str:
                self.named[entry] = None
            elif isinstance(entry, dict) and place == self._at:
                self.inline.append((entry, f"{place}/@context/{index}" if entries is local else f"{place}/@context"))
            else:
                raise HandOver("a context is no URL, or brings terms in the middle of a document")
        self._contexts_left -= len(entries)
        if self._contexts_left < 0:
            raise HandOver("more contexts than are read")
        return tables.within(local, self._budget)

    def _shape(self, element: Mapping[str, Any], tables: Tables, place: str) -> tuple[ENTRY, ...]:
        """How the members of an object are read, which is the same for all with these members in this order."""
        names = tuple(element)
        shape = tuple([tables.terms.get(name) or self._entry(name, tables, place) for name in names])
        tables.keep_shape(names, shape)
        return shape

    def _entry(self, key: str, tables: Tables, place: str) -> ENTRY:
        """A member that no document had before; one that makes no statement is passed over, which is a fault."""
        at = child_pointer(place, key)
        iri = tables.context.expand(key, vocab=True)
        if iri is None or not (iri[0:1] == "@" or PROPERTY_IRI.fullmatch(iri)):
            self._fault(place, undefined(self.vocabulary.contexts, key, at, "term"))
            return PASSED_OVER
        if iri == "@type":
            raise HandOver("a type under another name")
        if iri[0] == "@":
            self._fault(place, smuggled(key, iri, at))
            return PASSED_OVER
        term = tables.term(key, iri, self._budget)
        if key not in tables.context.definitions and ":" in key:
            term.respelled = True
        return term.entry

    def _typing(self, types: Any, tables: Tables, place: str) -> Typing:
        """What the types of a node come to (5.1.2, step 11)."""
        if not isinstance(types, str | list):
            raise HandOver("a type is neither a string nor an array")
        if not tables.names_type:
            return tables, NO_PHRASES
        at = f"{place}/type"
        names = (types,) if isinstance(types, str) else tuple(types)
        if not names:
            self._fault(place, dropped("an empty array", at))
        scopes: dict[str, TermDefinition] = {}
        phrases, known = [], bool(names)
        for index, name in enumerate(names):
            if not isinstance(name, str):
                raise HandOver("a type is no string")
            definition = tables.context.definitions.get(name)
            iri = self._word(name, tables, place, at if isinstance(types, str) else f"{at}/{index}", "type")
            if iri is None or definition is None:
                known = False
            if iri is not None:
                phrases.append(f"{_TYPE}<{iri}>")
            if definition is not None and isinstance(definition.scope, dict | list | str):
                scopes[name] = definition
        inner = tables.typed_by(tuple(scopes[name] for name in sorted(scopes)), self._budget)
        if not inner.names_type:
            raise HandOver("under the context of a type, its member means something else")
        typing = inner, tuple(phrases)
        if known:
            tables.keep_typing(types if isinstance(types, str) else names, typing)
        return typing

    def _identified(self, identifier: Any, element: Mapping[str, Any], tables: Tables, place: str) -> str:
        """The subject of a node with an id, which it is found by later."""
        if not tables.names_id:
            # It is no id, but a reader of the JSON takes it for one.
            self.opaque = True
            return f"_:{place}"
        if identifier.__class__ is not str:
            raise HandOver("an id is no string")
        if identifier in self.places:
            self.repeats = True
            self.places[identifier].append((place, element))
        else:
            self.places[identifier] = [(place, element)]
        if not self._is_iri(identifier, tables):
            self._fault_of_id(identifier, tables, place, f"{place}/id")
        return f"<{identifier}>"

    def _is_iri(self, text: str, tables: Tables) -> bool:
        """Whether a string is an absolute IRI that stands for itself alone; its characters may be looked at later."""
        if self._iris is not None and text.startswith(tables.schemes):
            self._iris.append(text)
            return True
        return IRI.fullmatch(text) is not None and text[: text.index(":")] not in tables.prefixes

    def _fault_of_id(self, text: str, tables: Tables, holder: str, at: str) -> None:
        iri = tables.context.expand(text, vocab=False)
        if iri is None or not IRI.fullmatch(iri):
            self._fault(holder, blank_node_id(text, at) if text.startswith("_:") else relative_iri(text, at))
        elif iri != text:
            self._fault(holder, respelled(text, [iri], at))

    def _word(self, text: str, tables: Tables, holder: str, at: str, kind: str) -> str | None:
        """The IRI of a type, or of a value that is a word (5.2 with vocab); ``None`` where that is a fault."""
        definition = tables.context.definitions.get(text)
        iri = tables.context.expand(text, vocab=True)
        if iri is None or not IRI.fullmatch(iri):
            if text.startswith("_:"):
                self._fault(holder, blank_node_id(text, at))
            elif ":" not in text:
                self._fault(holder, undefined(self.vocabulary.contexts, text, at, kind))
            else:
                self._fault(holder, relative_iri(text, at))
            return None
        if not self.vocabulary.is_word(iri, text, definition):
            self._fault(holder, respelled(text, self.vocabulary.spellings().words[iri], at))
            return None
        return iri

    def _member(
        self, value: Any, kind: int, term: Term, graph: Graph, subject: str, said: list[str], holder: str
    ) -> None:
        """A member whose value is more than a string that can be written down as it is."""
        at = f"{holder}{term.token}"
        if kind == VARIED:
            self._varied(value, term, graph, subject, said, holder, at)
            return
        single = value.__class__ is not JsonArray
        if not (single or value):
            self._fault(holder, dropped("an empty array", at))
        for index, item in enumerate((value,) if single else value):
            place = at if single else self._place(item, at, index) if self.moved else f"{at}/{index}"
            if item.__class__ is JsonObject and item.get("@value", ABSENT) is ABSENT:
                known = term.nodes
                tables = known if known is not None and len(item) > 1 else term.below(self._budget, item)
                node = self._node(item, tables, graph, place)
                if node[0] == "_":
                    graph.links.append((subject, term.predicate, node))
                else:
                    said.append(f"{term.predicate}{node}")
            elif kind == TEXT and item.__class__ is str:
                said.append(f'{term.predicate}"{item if self.plain else escaped(item)}"{term.suffix}')
            elif item.__class__ is JsonArray:
                self._fault(holder, dropped("the nesting of an array within an array", place))
                self._elements(item, term, graph, subject, said, holder, place)
            else:
                object_ = self._object(item, term, graph, f"<{term.iri}>{subject}", holder, place)
                self._say(object_, term, graph, subject, said)

    def _varied(
        self, value: Any, term: Term, graph: Graph, subject: str, said: list[str], holder: str, at: str
    ) -> None:
        """A member whose term says more than what its values are."""
        if term.respelled:
            self._fault(holder, respelled(term.key, self.vocabulary.spellings().members.get(term.iri, ()), at))
        if term.definition is not None and term.definition.reverse:
            self._fault(holder, unsupported(at, f"the term {term.key!r} is defined as a reverse property"))
            return
        if isinstance(value, dict):
            if term.keyed is not None:
                keys = " and ".join(term.keyed)
                self._fault(holder, unsupported(at, f"the members of {term.key!r} are keyed by {keys}"))
                return
            if term.languages and term.kind != JSON:
                said.extend(f"{term.predicate}{text}" for text in language_map(value, term))
                return
        around = f"<{term.iri}>{subject}"
        if term.ordered:
            values = value if isinstance(value, list) else None
            self._say(self._list(value, values, term, graph, around, holder, at), term, graph, subject, said)
        elif isinstance(value, list) and term.kind != JSON:
            self._elements(value, term, graph, subject, said, holder, at)
        else:
            self._say(self._object(value, term, graph, around, holder, at), term, graph, subject, said)

    def _elements(
        self, values: list[Any], term: Term, graph: Graph, subject: str, said: list[str], holder: str, at: str
    ) -> None:
        if not values:
            self._fault(holder, dropped("an empty array", at))
        for index, value in enumerate(values):
            inner = self._place(value, at, index)
            if isinstance(value, list):
                self._fault(holder, dropped("the nesting of an array within an array", inner))
                self._elements(value, term, graph, subject, said, holder, inner)
            else:
                object_ = self._object(value, term, graph, f"<{term.iri}>{subject}", holder, inner)
                self._say(object_, term, graph, subject, said)

    def _place(self, value: Any, at: str, index: int) -> str:
        return self.moved.get(id(value), f"{at}/{index}") if self.moved else f"{at}/{index}"

    def _say(self, object_: str, term: Term, graph: Graph, subject: str, said: list[str]) -> None:
        if object_.startswith("_:"):
            graph.links.append((subject, term.predicate, object_))
        elif object_:
            said.append(f"{term.predicate}{object_}")

    def _object(self, value: Any, term: Term, graph: Graph, around: str, holder: str, at: str) -> str:
        """One value as the object of a statement (5.3.2, 8.2.2); empty where it makes none, which is a fault."""
        if term.kind == JSON:
            return self._json(value, holder, at)
        if isinstance(value, str):
            return self._string(value, term, holder, at)
        if isinstance(value, dict):
            return self._below(value, term, graph, around, at)
        if value is None:
            self._fault(holder, dropped("null", at))
            return ""
        if term.kind == FOREIGN:
            raise HandOver(f"a value of {term.key[:80]!r} means what its own context says")
        if not isinstance(value, bool) and self._any(holder, number_faults(value, at)):
            return ""
        return literal_term({"@value": value, "@type": term.datatype} if term.datatype else {"@value": value})

    def _string(self, text: str, term: Term, holder: str, at: str) -> str:
        if term.kind == TEXT:
            return f"{literal_text(text)}{term.suffix}"
        if term.kind == REFERENCE:
            if not self._is_iri(text, term.scalars):
                self._fault_of_id(text, term.scalars, holder, at)
            return f"<{text}>"
        if term.kind != WORD:
            raise HandOver(f"a value of {term.key[:80]!r} means what its own context says")
        words = term.scalars.words
        word = words.get(text)
        if word is None:
            kind = "type" if at.rpartition("/type")[1] else "term"
            iri = self._word(text, term.scalars, holder, at, kind)
            word = "" if iri is None else f"<{iri}>"
            if word and text in term.scalars.context.definitions:
                words[text] = word
        return word

    def _below(self, element: Mapping[str, Any], term: Term, graph: Graph, around: str, at: str) -> str:
        """An object that is the value of a member: a node, or a value with its language or datatype."""
        if "@value" in element:
            if term.graphed:
                raise HandOver("a value stands for a graph")
            return self._value_object(element, term, at)
        tables = term.below(self._budget, element)
        if not term.graphed:
            return self._node(element, tables, graph, at)
        # 5.1.2, step 13.12: the object is a graph of its own, which has no name.
        name = self._label(around)
        self._node(element, tables, self.dataset.graph(name), at)
        return name

    def _value_object(self, element: Mapping[str, Any], term: Term, at: str) -> str:
        """A value object in plain form (JSON-LD 1.1, 9.5)."""
        if not _VALUE_KEYWORDS.issuperset(element) or any(member is None for member in element.values()):
            raise HandOver("a value object in a form that is not plain")
        tables = term.below(self._budget, element)
        content, datatype = element["@value"], element.get("@type")
        if not isinstance(content, bool) and self._any(at, number_faults_within(content, f"{at}/@value")):
            return ""
        if datatype == "@json" and len(element) == 2:
            self.opaque = self.opaque or isinstance(content, dict | list)
            return literal_term(element)
        if isinstance(content, dict | list):
            raise HandOver("a value object holds no scalar")
        if "@type" in element:
            if len(element) > 2 or not isinstance(datatype, str):
                raise HandOver("a value object in a form that is not plain")
            iri = self._word(datatype, tables, at, f"{at}/@type", "term")
            return "" if iri is None else literal_term({"@value": content, "@type": iri})
        return tagged(element)

    def _json(self, value: Any, holder: str, at: str) -> str:
        # Objects within it may have ids, and contexts, that only look like those of the document.
        self.opaque = self.opaque or isinstance(value, dict | list)
        if self._any(holder, number_faults_within(value, at)):
            return ""
        return literal_term({"@value": value, "@type": "@json"})

    def _list(
        self, value: Any, values: list[Any] | None, term: Term, graph: Graph, around: str, holder: str, at: str
    ) -> str:
        """List to RDF conversion (8.3); ``values`` is the array, or ``None`` where one value stands for it."""
        single = values is None
        values = [value] if values is None else values
        if any(isinstance(value, list) for value in values):
            raise HandOver("a list of lists")
        cells = [self._label(around) for _ in values]
        for index, (cell, value) in enumerate(zip(cells, values, strict=True)):
            place = at if single else self._place(value, at, index)
            object_ = self._object(value, term, graph, f"{_FIRST[1:-1]}{cell}", holder, place)
            rest = cells[index + 1] if index + 1 < len(cells) else _NIL
            for predicate, what in ((_FIRST, object_), (_REST, rest)):
                if what.startswith("_:"):
                    graph.links.append((cell, predicate, what))
                else:
                    graph.described.setdefault(cell, []).append(f"{predicate}{what}")
        return cells[0] if cells else _NIL

    def _label(self, around: str) -> str:
        """A label for what is no object of the JSON: the cell of a list, the name of a graph.

        Pointers begin with a slash or are empty, so the number in front keeps it apart from the label of a place.
        """
        self._unplaced[around] = number = self._unplaced.get(around, 0) + 1
        self._characters_left -= len(around)
        if self._characters_left < 0:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the statements of the document have more than {MAX_CHARACTERS} characters in all",
                hint="shorten the IRIs that stand in many statements",
            )
        return f"_:{number}{around}"

    def _fault(self, holder: str, fault: Fault) -> None:
        if len(self._faults) < _MAX_GATHERED:
            self._faults.append((holder, fault))

    def _any(self, holder: str, faults: Iterator[Fault]) -> bool:
        """Whether there are faults, which are gathered."""
        found = False
        for fault in faults:
            self._fault(holder, fault)
            found = True
        return found


def _may_be_iris(text: str) -> bool:
    """Whether a text has only characters that IRIs have; most are in ASCII, of which Python takes some out at once."""
    if not text.isascii():
        return NOT_IN_IRIS.search(text) is None
    data = text.encode()
    return len(data.translate(None, _NOT_IN_ASCII_IRIS)) == len(data)


def _reading_order(pointer: str) -> list[tuple[int, int, str]]:
    """Objects before what is in them, members in the order of their names, elements as they stand."""
    return [(0, int(step), "") if step.isdecimal() and len(step) < 9 else (1, 0, step) for step in pointer.split("/")]
