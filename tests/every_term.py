"""Documents with every term of every bundled context: at its top level and in its scopes, in each form that it takes.

Beside the documents of chance, which leave it to luck what they use: here each term that can be written is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from agreement import Case
from generated_contexts import OB_3_0_3, V1, V2, Vocabulary
from generated_documents import Generated
from microcred.canonical import Canonicalizer
from microcred.contexts import BUNDLED, candidates
from microcred.document import to_json
from microcred.errors import MicrocredError

_OWN: Final = {"id": "@id", "type": "@type", "heldHere": "https://terms.example/heldHere"}
_MAX_DEPTH: Final = 4


@dataclass(frozen=True, slots=True)
class Use:
    """One way to use one term: what leads to its scope, and the members of a node there."""

    scope: tuple[str, ...]
    """The terms whose scoped contexts hold there; one that brings its own as a type has a colon in front."""
    term: str
    kind: str
    members: dict[str, Any]

    def node(self) -> dict[str, Any]:
        """A node whose members lead to the use."""
        found = self.members
        for step in reversed(self.scope):
            found = {"type": [step[1:]], **found} if step.startswith(":") else {step: found}
        return found


def combinations(url: str) -> Iterator[tuple[str, ...]]:
    """A context alone, and behind the ones that it is written behind."""
    yield (url,)
    for base in ((V2,), (V1,), (V2, OB_3_0_3)):
        if url not in base:
            yield (*base, url)


def selections(urls: Sequence[str]) -> int:
    """In how many selections of versions the contexts are tried, as :class:`~agreement.Case` counts them."""
    return len(list(candidates(BUNDLED, urls)))


def uses(known: Vocabulary, scope: tuple[str, ...] = ()) -> Iterator[Use]:
    """Every term of a vocabulary in every form, and then those that its scopes add."""
    for term, definition in known.terms.items():
        if _is_of_a_keyword(definition):
            continue
        for kind, value in _values(term, definition):
            yield Use(scope, term, kind, {"type": [value]} if kind == "type" else {term: value})
        if not isinstance(definition, dict) or "@context" not in definition or len(scope) >= _MAX_DEPTH:
            continue
        inner = known.scoped(definition)
        added = {name: to for name, to in inner.terms.items() if known.terms.get(name) is not to}
        for step in (f":{term}", term):
            if step not in scope:
                yield from uses(Vocabulary(added), (*scope, step))


def _values(term: str, definition: Any) -> Iterator[tuple[str, Any]]:
    definition = definition if isinstance(definition, dict) else {"@id": definition}
    coercion, container = definition.get("@type"), definition.get("@container")
    yield "type", term
    match coercion:
        case "@id":
            yield "an IRI", "https://college.example/x"
            yield "an object", {"id": "urn:x:inner"}
        case "@vocab":
            yield "a word", term
            yield "an IRI", "https://college.example/x"
        case "@json":
            yield "JSON", {"a": [1, 1.5, None, True, "é", {"@id": "x", "": []}]}
            yield "JSON text", "plain"
            yield "a JSON array", [[], {}]
        case None:
            yield "a text", "a text"
            yield "a number", 7
            yield "a truth", True
            yield "a fraction", 1.25
            yield "an object", {"id": "urn:x:inner"}
            yield "a text with a language", {"@value": "ein Text", "@language": "de-CH"}
            yield "a text with a direction", {"@value": "text", "@language": "en", "@direction": "rtl"}
            yield "a text with a direction alone", {"@value": "text", "@direction": "ltr"}
            yield "a dated value", {"@value": "2026-01-01", "@type": "http://www.w3.org/2001/XMLSchema#date"}
        case _:
            yield "a typed text", "2026-01-15T09:00:00Z"
            yield "a typed number", 12
    one = {"id": "urn:x:inner"} if coercion in (None, "@id") else "https://college.example/y"
    if coercion != "@json":
        yield f"several, {container}", [one, "https://college.example/z"]
        yield f"none, {container}", []
    if container == "@graph":
        yield "a graph", {"id": "urn:x:graph", "type": "https://terms.example/Type"}


def _is_of_a_keyword(definition: Any) -> bool:
    to = definition.get("@id") if isinstance(definition, dict) else definition
    return isinstance(to, str) and to.startswith("@")


def document(urls: Sequence[str], some: Sequence[Use], choice: int = 0) -> Generated:
    """A document that holds the nodes of some uses, each with an id of its own."""
    held = [{"id": f"urn:x:{number}", **use.node()} for number, use in enumerate(some)]
    tree = {"@context": [_OWN, *urls], "id": "urn:x:whole", "heldHere": held}
    return Generated(to_json(tree, indent=None), BUNDLED, choice)


def is_accepted(urls: Sequence[str], use: Use, ours: Canonicalizer, choice: int = 0) -> bool:
    """Whether a document that holds nothing but this use is read."""
    case = Case.of(document(urls, [use], choice))
    try:
        ours.statements(case.tree, case.versions)
    except MicrocredError:
        return False
    return True


def turns(some: Iterable[Use]) -> Iterator[Use]:
    """One use of each term in each scope, each time the next of its kinds."""
    for number, (_, kinds) in enumerate(groupby(some, key=lambda use: (use.scope, use.term))):
        found = list(kinds)
        # Few terms have lists, and each of them has to come.
        yield next((use for use in found if use.kind == "several, @list"), found[number % len(found)])
