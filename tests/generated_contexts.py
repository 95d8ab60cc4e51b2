"""Contexts to write documents with: what the bundled ones define, and new ones, legal and illegal, out of chance.

A :class:`Vocabulary` reads the JSON of contexts just well enough to write with their terms. It decides nothing about
what a document means, so that it can be wrong without harm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, Final

from microcred.contexts import BUNDLED, Contexts

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context"
OB_3_0_3: Final = f"{OB}-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context"
INTEGRITY: Final = "https://w3id.org/security/data-integrity"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
STATUS_LIST_2021: Final = "https://w3id.org/vc/status-list/2021/v1"

FAMILIES: Final[tuple[tuple[str, ...], ...]] = (
    (V2, OB_3_0_3),
    (V2, OB_3_0_3),
    (V2, OB_3_0_3, EXTENSIONS),
    (V2, OB_3_0_3, "https://www.w3.org/ns/credentials/status/v1"),
    (V2, f"{CLR}-2.0.1.json", OB_3_0_3),
    (V2, f"{CLR}-2.0.1.json"),
    (V2, f"{INTEGRITY}/v2"),
    (V2, "https://w3id.org/security/multikey/v1"),
    (V2, "https://www.w3.org/ns/credentials/examples/v2"),
    (V2, OB_3_0_3, "https://w3id.org/vc/render-method/v2rc2"),
    (V2, "https://www.w3.org/ns/credentials/undefined-terms/v2"),
    (V2,),
    (V1, f"{OB}-3.0.2.json"),
    (V1, f"{OB}-3.0.1.json", ED25519_2020),
    (V1, f"{OB}.json", f"{INTEGRITY}/v1"),
    (V1, f"{CLR}.json", f"{OB}-3.0.1.json"),
    (V1, f"{OB}-3.0.1.json", "https://w3id.org/dcc/v1"),
    (V1, STATUS_LIST_2021),
    (V1, "https://w3id.org/security/suites/jws-2020/v1"),
    (V1, "https://www.w3.org/2018/credentials/examples/v1"),
    (V1, "https://w3id.org/security/bbs/v1"),
    (V1,),
    ("https://w3id.org/security/v2",),
    ("https://w3id.org/security/v1",),
    ("https://www.w3.org/ns/did/v1", ED25519_2020),
    ("https://www.w3.org/ns/odrl.jsonld",),
)
URLS: Final = tuple(sorted(BUNDLED.urls()))
SUPPLIED: Final = tuple(f"https://contexts.example/{number}" for number in range(60))

_IRIS: Final = (
    *("https://terms.example/plot", "https://terms.example/vocab#depth", "urn:x:level", "did:example:terms#a"),
    *("https://terms.example/", "https://terms.example/vocab#", "https://terms.example/vocab", "urn:x:", "urn:x"),
)
_WORDS: Final = ("plot", "depth", "Soil", "Level", "Plot", "note", "x", "süd", "a b", "t", "ex", "Ex")
_BAD_IRIS: Final = (
    *("plot", "terms/plot", "#plot", "", "plot:depth", "x:", "_:b0", "@foo", "@foobar2", "@", "http://", "a b:c"),
    *("@id", "@type", "@json", "@nest", "@graph", "@value", "@none", "@context", "@index", "@reverse", "@included"),
    *("https://www.w3.org/2018/credentials#validUntil", "https://schema.org/name", "https://terms.example/a b"),
    *("cred:validUntil", "https://www.w3.org/2018/credentials#", "sec:proof", "HTTPS://TERMS.EXAMPLE/"),
    *("ex:süd", "plot:"),
)
_BAD_WORDS: Final = (
    *("id", "type", "@id", "@type", "@foo", "@context", "@vocab", "", ":", "a:", ":a", "http://terms.example/x"),
    *("https://schema.org/name", "urn:x:y", "_:b0", "./a", "a/b", "name", "issuer", "proof", "credentialSubject"),
    *("plot:x", "x:y:z", "VerifiableCredential", "Achievement", "description", "validUntil", "@graph", "toString"),
    *("__class__", "%"),
)
_COERCIONS: Final = (
    *("@id", "@vocab", "@json", "@none", "http://www.w3.org/2001/XMLSchema#date", "urn:x:type", "xsd:string"),
    *("http://www.w3.org/2001/XMLSchema#double", "http://www.w3.org/2001/XMLSchema#string", "plot", "@foo", "x y"),
    *("_:b0", "", "@set", "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"),
)
_CONTAINERS: Final[tuple[Any, ...]] = (
    *("@set", "@list", "@graph", "@language", "@index", "@id", "@type", ["@set"]),
    *(["@graph", "@set"], ["@graph", "@id"]),
    *(["@language", "@set"], ["@index", "@set"], ["@id", "@set"], ["@type", "@set"], ["@graph", "@index", "@set"]),
)
_BAD_CONTAINERS: Final[tuple[Any, ...]] = ("@foo", None, 7, [], ["@list", "@set"], ["@set", "@type", "@id"], "@value")


class Vocabulary:
    """The terms that may be written at one place; ``scoped`` and ``with_context`` lead to those of other places."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        self.terms = terms
        self.classes = sorted(term for term in terms if term[:1].isupper())
        self.members = sorted(term for term, to in terms.items() if _is_member(term, to))
        self._scoped: dict[int, tuple[Any, Vocabulary]] = {}

    def with_context(self, context: Any, contexts: Contexts = BUNDLED) -> Vocabulary:
        """These terms and those of a context: its URL, its object, or several."""
        return Vocabulary(_extended(self.terms, context, contexts))

    def scoped(self, definition: Any) -> Vocabulary:
        """These terms and those of the context that a term's definition brings, if it does (JSON-LD 1.1, 4.1.8)."""
        if not isinstance(definition, dict) or "@context" not in definition:
            return self
        if id(definition) not in self._scoped:
            # Kept with the definition, so that no other one is given its identity.
            self._scoped[id(definition)] = (definition, self.with_context(definition["@context"]))
        return self._scoped[id(definition)][1]


@lru_cache(maxsize=512)
def vocabulary(urls: tuple[str, ...]) -> Vocabulary:
    """What the contexts at some URLs define, one after the other."""
    return Vocabulary({}).with_context(list(urls), contexts())


@lru_cache(maxsize=1)
def contexts() -> Contexts:
    """The bundled contexts, and some that nobody in his senses would publish, under :data:`SUPPLIED`."""
    found = BUNDLED
    for number, url in enumerate(SUPPLIED):
        rnd = Random(f"context {number}")
        found = found.with_context(url, {"@context": published(rnd, vocabulary_of_nothing(), depth=2)})
    return found


def vocabulary_of_nothing() -> Vocabulary:
    """No terms at all."""
    return Vocabulary({})


def inline(rnd: Random, known: Vocabulary, oddness: float) -> dict[str, Any]:
    """A context as the root of a document may hold it: plain definitions, all but a share ``oddness`` of them legal."""
    entries: dict[str, Any] = {}
    for _ in range(rnd.choice((1, 1, 1, 2, 3))):
        if rnd.random() < 0.2:
            keyword = rnd.choice(("@vocab", "@language", "@direction", "@protected", "@version"))
            entries[keyword] = _setting(rnd, keyword, oddness)
        else:
            entries[_word(rnd, known, oddness)] = _definition(rnd, oddness)
    return entries


def published(rnd: Random, known: Vocabulary, depth: int) -> Any:
    """A context as it may stand at a URL: with scopes, maps, reverse properties, settings, and errors."""
    if rnd.random() < 0.1:
        return [published(rnd, known, 0) for _ in range(rnd.randint(0, 3))]
    oddness = rnd.choice((0, 0, 0, 0, 0, 0.1))
    entries: dict[str, Any] = {"@version": 1.1} if rnd.random() < 0.5 else {}
    for keyword in ("@vocab", "@language", "@direction", "@protected", "@propagate", "@base"):
        if rnd.random() < (0.02 if keyword == "@propagate" and depth == 2 else 0.12):
            entries[keyword] = _setting(rnd, keyword, oddness)
    if rnd.random() < 0.8:
        entries |= {"id": "@id", "type": "@type"}
    if rnd.random() < 0.1:
        entries |= {"nest": "@nest"}
    for _ in range(rnd.randint(2, 8)):
        entries[_word(rnd, known, oddness)] = definition = _definition(rnd, oddness)
        if isinstance(definition, dict):
            _enrich(rnd, definition, known, depth, oddness, nested="nest" in entries)
    return entries


def _enrich(
    rnd: Random, definition: dict[str, Any], known: Vocabulary, depth: int, oddness: float, *, nested: bool
) -> None:
    if depth and rnd.random() < 0.5:
        definition["@context"] = rnd.choice((None, *(published(rnd, known, depth - 1) for _ in range(5))))
    if rnd.random() < 0.25 and definition.get("@type") != "@json":
        definition["@container"] = container = rnd.choice(_BAD_CONTAINERS if rnd.random() < oddness else _CONTAINERS)
        if "@type" in (container if isinstance(container, list) else [container]):
            definition["@type"] = rnd.choice(("@id", "@vocab"))
        if "@index" in (container if isinstance(container, list) else [container]) and rnd.random() < 0.3:
            definition["@index"] = rnd.choice(("https://terms.example/plot", "plot"))
    elif rnd.random() < 0.06 and not definition.get("@container"):
        definition["@reverse"] = definition.pop("@id", "urn:x:of")
    elif nested and rnd.random() < 0.3:
        definition["@nest"] = rnd.choice(("@nest", "nest"))
    if rnd.random() < oddness:
        definition[rnd.choice(("@foo", "@value", "foo", "@import", "@propagate", "@nest", "@index"))] = rnd.choice(
            (True, "x", None, "@id")
        )


def _word(rnd: Random, known: Vocabulary, oddness: float) -> str:
    if rnd.random() < oddness:
        return rnd.choice((*_BAD_WORDS, *known.members, *known.classes))
    return rnd.choice(_WORDS)


def _iri(rnd: Random, oddness: float) -> Any:
    if rnd.random() < oddness:
        return rnd.choice((*_BAD_IRIS, None, 5, True, [], {}))
    return rnd.choice(_IRIS)


def _definition(rnd: Random, oddness: float) -> Any:
    if rnd.random() < 0.4:
        return _iri(rnd, oddness)
    definition: dict[str, Any] = {} if rnd.random() < 0.02 + oddness else {"@id": _iri(rnd, oddness)}
    if rnd.random() < 0.4:
        definition["@type"] = rnd.choice(_COERCIONS if rnd.random() < 0.01 + oddness else _COERCIONS[:6])
    if rnd.random() < 0.3:
        definition["@container"] = rnd.choice(
            (*_CONTAINERS, *_BAD_CONTAINERS) if rnd.random() < oddness else ("@set", "@list", "@graph")
        )
    for keyword, likelihood in {"@language": 0.2, "@direction": 0.1, "@protected": 0.15, "@prefix": 0.1}.items():
        if rnd.random() < likelihood and (keyword != "@language" or "@type" not in definition):
            definition[keyword] = _setting(rnd, keyword, oddness)
    return definition


def _setting(rnd: Random, keyword: str, oddness: float) -> Any:
    odd: Sequence[Any] = ("", "@foo", "_:b", 7, {}, [], True, False, None, "x y", "de", "https://terms.example/ä")
    if rnd.random() < oddness:
        return rnd.choice(odd)
    match keyword:
        case "@vocab":
            return rnd.choice(_IRIS)
        case "@language":
            return rnd.choice(("en", "de-AT", "EN-us"))
        case "@direction":
            return rnd.choice(("ltr", "rtl"))
        case "@version":
            return 1.1
        case "@base":
            return rnd.choice(("https://base.example/a/", None))
        case "@import":
            return rnd.choice((*SUPPLIED[:8], V2))
        case _:
            return rnd.random() < 0.7


def _is_member(term: str, definition: Any) -> bool:
    to = definition.get("@id") if isinstance(definition, dict) else definition
    if not isinstance(definition, dict) and (not isinstance(to, str) or to.endswith(("#", "/", ":", "?"))):
        return False
    return not term.startswith("@") and ":" not in term and not str(to).startswith("@") and not term[:1].isupper()


def _extended(terms: Mapping[str, Any], context: Any, known: Contexts) -> dict[str, Any]:
    match context:
        case None:
            return {}
        case str():
            version = next(iter(known.versions(context)), None)
            return _extended(terms, _loaded(version).get("@context") if version else {}, known)
        case list():
            found = dict(terms)
            for part in context:
                found = _extended(found, part, known)
            return found
        case dict():
            own = {term: to for term, to in context.items() if not term.startswith("@")}
            return {term: to for term, to in {**terms, **own}.items() if to is not None}
        case _:
            return dict(terms)


@lru_cache(maxsize=512)
def _loaded(version: Any) -> dict[str, Any]:
    document: dict[str, Any] = version.load()
    return document
