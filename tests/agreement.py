"""What different ways to read a document come to, in a form in which they can be compared.

The oracles are PyLD's expansion watched by safe mode (the statements, or the faults), and PyLD alone (the canonical
bytes). Neither shares code with the compiled walk.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Any, Final

from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdProcessor

from generated_documents import Generated
from microcred.canonical import Fragment
from microcred.canonical.dataset import Statement
from microcred.canonical.expansion import Expander, Selection
from microcred.canonical.literals import double_text
from microcred.canonical.statements import statements
from microcred.contexts import Contexts, candidates
from microcred.document import Document, JsonObject, JsonReal, to_json
from microcred.errors import MicrocredError

_MAX_CACHED: Final = 300
_MAX_SELECTIONS: Final = 64
# PyLD writes these control characters as they are, and RDFC-1.0 (section 5) as escapes.
_UNESCAPED: Final = re.compile(r'"(?:[^\\]|\\[tnr"\\])*\\[bfu]')
_SPACED_IRI: Final = re.compile(r"<[^>]*\s")
_DOUBLE: Final = re.compile(r'"(?P<text>.*)"\^\^<http://www\.w3\.org/2001/XMLSchema#double>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: statements, or faults by code and place, in the order in which they are reported."""

    statements: frozenset[Statement] | None = None
    faults: tuple[tuple[str, str | None], ...] = ()

    @property
    def summary(self) -> str:
        """The same in a few words, equal where the outcomes are: a digest of the statements, or the faults."""
        if self.statements is None:
            return "refused " + json.dumps(self.faults)
        return "accepted " + sha256(repr(sorted(self.statements)).encode()).hexdigest()

    def agrees_with(self, other: Outcome) -> bool:
        """Whether both have the same statements, or are refused with the same code first."""
        if self.statements is not None or other.statements is not None:
            return self.statements == other.statements
        return self.faults[0][0] == other.faults[0][0]


def outcome(make: Callable[[], Iterable[Statement]]) -> Outcome:
    """What ``make`` gives or raises; only errors of microcred are an outcome."""
    try:
        return Outcome(frozenset(make()))
    except MicrocredError as error:
        return Outcome(faults=tuple((fault.code, fault.pointer) for fault in error.faults))


def named(value: Any) -> Iterator[str]:
    """The URLs of all contexts in a document, whatever else is wrong with them."""
    if isinstance(value, list):
        for element in value:
            yield from named(element)
    elif isinstance(value, dict):
        for key, member in value.items():
            if key == "@context":
                yield from (url for url in (member if isinstance(member, list) else [member]) if isinstance(url, str))
            yield from named(member)


@dataclass(frozen=True, slots=True)
class Case:
    """A document as the gate reads it, with one selection of versions of its contexts."""

    tree: JsonObject
    versions: Selection
    text: bytes

    @classmethod
    def of(cls, made: Generated) -> Case:
        document = Document.parse(made.text)
        selections = list(candidates(made.contexts, named(document.tree)))
        return cls(document.tree, selections[made.choice % len(selections)], made.text)


class _ActiveContext(dict[str, Any]):
    def __delitem__(self, entry: str) -> None:
        self.pop(entry, None)


class _Whole(JsonLdProcessor):  # type: ignore[misc]  # PyLD has no type hints
    """PyLD, but for what it forgets of a context where another one follows (JSON-LD 1.1 API, 4.1.2, step 1).

    That is the default base direction, and, where an empty array follows, the version that it goes by: below it PyLD
    refuses JSON literals, and takes arrays in them for what they are not. And it stops where a context takes back a
    vocabulary, language or direction that is not there.
    """

    def _clone_active_context(self, active_ctx: dict[str, Any]) -> dict[str, Any]:
        whole = {name: entry for name, entry in active_ctx.items() if name not in ("_uuid", "inverse")}
        return _ActiveContext({**whole, "mappings": dict(active_ctx["mappings"])})


class Reference:
    """The two oracles, over the same contexts."""

    def __init__(self, contexts: Contexts) -> None:
        self.contexts = contexts
        self._expander = Expander(contexts)
        self._resolved: OrderedDict[tuple[str, ...], dict[str, Any]] = OrderedDict()

    def statements(self, tree: JsonObject | Fragment, versions: Selection, *, at: str = "") -> Outcome:
        """What PyLD's expansion, watched, and our conversion to RDF make of a document."""
        part = tree if isinstance(tree, Fragment) else Fragment(tree)
        return outcome(lambda: statements(self._expander.expand(part.tree, versions, at=at, moved=part.moved)))

    def canonical(self, case: Case) -> str:
        """The canonical N-Quads that PyLD alone gives; raises its own errors."""
        load = partial(_loaded, self.contexts, case.versions)
        options = {
            "rdfDirection": "i18n-datatype",
            "processingMode": "json-ld-1.1",
            "base": None,
            "documentLoader": load,
            "contextResolver": ContextResolver(self._cache(case.versions), load),
        }
        dataset = _Whole().to_rdf(json.loads(case.text), options)
        # PyLD keeps one statement twice where two JSON values make it, and would count it twice in its hashes.
        once = {
            name: list({json.dumps(triple): triple for triple in graph}.values()) for name, graph in dataset.items()
        }
        text: str = URDNA2015().main(once, {"format": "application/n-quads"})
        return text

    def _cache(self, versions: Selection) -> dict[str, Any]:
        key = tuple(sorted(version.sha256 for version in versions.values()))
        cache = self._resolved.setdefault(key, {})
        self._resolved.move_to_end(key)
        if len(cache) > _MAX_CACHED:
            cache.clear()
        if len(self._resolved) > _MAX_SELECTIONS:
            self._resolved.popitem(last=False)
        return cache


def is_written_alike(found: Iterable[Statement]) -> bool:
    """Whether PyLD writes these statements as RDFC-1.0 does.

    It does not where a text holds control characters, which it leaves unescaped, or is said to be a double, which it
    takes for a number (JSON-LD 1.1 API, 8.2.2 leaves text alone). And it leaves out an IRI that holds what another
    script calls a space, which RFC 3987 allows (2.2, ucschar).
    """
    return not any(
        _UNESCAPED.match(object_)
        or _is_text_of_a_double(object_)
        or _SPACED_IRI.match(subject)
        or _SPACED_IRI.match(object_)
        for subject, _, object_, _ in found
    )


def _is_text_of_a_double(term: str) -> bool:
    found = _DOUBLE.fullmatch(term)
    try:
        return bool(found) and double_text(float(found["text"])) != found["text"]
    except ValueError:
        return False


def _loaded(contexts: Contexts, versions: Selection, url: str, _options: object = None) -> dict[str, Any]:
    version = versions.get(url) or next(iter(contexts.versions(url)), None)
    if version is None:
        raise LookupError(url)
    return {"contextUrl": None, "documentUrl": url, "document": version.load(), "tag": "static"}


def shrunk(made: Generated, differs: Callable[[Generated], bool]) -> Generated:
    """A smaller document of which ``differs`` is still true, by leaving out and unwrapping whatever can be."""
    smaller = True
    while smaller:
        smaller = False
        for tree in _smaller(json.loads(made.text, parse_float=JsonReal)):
            candidate = replace(made, text=to_json(tree, indent=None))
            if isinstance(tree, dict) and len(candidate.text) < len(made.text) and differs(candidate):
                made, smaller = candidate, True
                break
    return made


def _smaller(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for key, member in value.items():
                rest = {name: other for name, other in value.items() if name != key}
                yield rest
                yield from ({**value, key: less} for less in _smaller(member))
        case list():
            for index, element in enumerate(value):
                yield value[:index] + value[index + 1 :]
                yield from ([*value[:index], less, *value[index + 1 :]] for less in _smaller(element))
            if len(value) == 1:
                yield value[0]
        case str() if len(value) > 1 and "://" not in value:
            yield value[: len(value) // 2]
            yield value[1:]
