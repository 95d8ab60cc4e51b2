"""Documents to compare JSON-LD processors with: each made of chance, mostly plausible, some of them hostile.

An :class:`Author` writes with the terms of its contexts as they are meant to be used, nested as deep as their scopes
go; out of mischief, whose measure is drawn for each document, it writes something else instead.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from badges import unsigned
from generated_contexts import FAMILIES, OB_3_0_3, SUPPLIED, URLS, V1, V2, Vocabulary, contexts, inline, vocabulary
from microcred.contexts import BUNDLED, Contexts
from microcred.document import JsonReal, to_json

_MISCHIEF: Final = (0, 0, 0, 0, 0, 0.01, 0.03, 0.1, 0.3)
_MAX_DEPTH: Final = 6
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ODD_LETTERS: Final = (
    *("\x00", "\x01", "\x08", "\t", "\n", "\x0b", "\x0c", "\r", "\x1f", " ", '"', "\\", "\\u0041", "<", ">", "^", "`"),
    *("\x7f", "\x80", "\x85", "\x9f", "\xa0", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "😀", "\U0010ffff"),
    *("é", "e\u0301", "漢", "\u202e", "{", "}", "|", "@", ":", "_:b", "#", "%", "\n.\n", '"@en', "\u00df", "\u0130"),
)
_NUMBERS: Final = (
    *("0", "1", "-1", "42", "2147483648", "9007199254740991", "9007199254740992", "9007199254740993", "1e3"),
    *("-9007199254740993", "100000000000000000000", "1000000000000000000000", "1e21", "1.0e21", "1e20", "123e20"),
    *("1.0", "1.5", "-0", "-0.0", "0.0", "1e2", "1E+2", "1e-2", "0.1", "0.30000000000000004", "3.141592653589793"),
    *("1e-7", "5e-324", "1.7976931348623157e308", "1234567890123456.7", "4.35", "0.000001", "1e22", "2.5E0"),
)
_TAGS: Final = ("en", "de", "pt-BR", "EN", "en-US", "zh-Hant-TW", "x-klingon", "", "en_US", "en us", "123456789", "ä")
_KEYWORDS: Final = (
    *("@id", "@type", "@graph", "@list", "@set", "@reverse", "@included", "@nest", "@index", "@value", "@language"),
    *("@direction", "@base", "@vocab", "@json", "@none", "@foo", "@fooBar2", "@container", "@version", "@protected"),
)
_ODD_NAMES: Final = (
    *("https://schema.org/name", "http://purl.org/dc/terms/title", "urn:x:y", "undefined", "undefinedByAnybody", ""),
    *("cred:validUntil", "sec:proof", "xsd:string", "_:b0", "a:b", ":", "://", "@", "Id", "ID", "TYPE", "id ", "plot"),
    *("https://www.w3.org/2018/credentials#validUntil", "toString", "__proto__", "depth", "a b", "nest", "$", "~1/"),
)


@dataclass(frozen=True, slots=True)
class Generated:
    """A document, with the contexts that it is to be read with, and a number that chooses among their versions."""

    text: bytes
    contexts: Contexts
    choice: int


def generated(rnd: Random) -> Generated:
    """The document that ``rnd`` leads to."""
    supplied = rnd.random() < 0.12
    if rnd.random() < 0.08:
        author = Author(rnd, (V2, OB_3_0_3))
        tree = author.revised(unsigned())
    else:
        author = Author(rnd, _urls(rnd, SUPPLIED if supplied else ()))
        tree = author.document()
    text = to_json(tree, indent=None)
    choice = 0 if rnd.random() < 0.75 else rnd.randrange(12)
    return Generated(text, contexts() if supplied else BUNDLED, choice)


def _urls(rnd: Random, supplied: Sequence[str]) -> tuple[str, ...]:
    urls = list(rnd.choice(FAMILIES))
    turn = rnd.random()
    if supplied:
        urls = [*(urls if turn < 0.4 else ()), *(rnd.choice(supplied) for _ in range(rnd.randint(1, 3)))]
    elif turn < 0.12:
        urls.insert(rnd.randint(0, len(urls)), rnd.choice(URLS))
    elif turn < 0.18:
        rnd.shuffle(urls)
    elif turn < 0.26:
        urls = [rnd.choice(URLS) for _ in range(rnd.randint(1, 3))]
    elif turn < 0.3:
        urls.append(rnd.choice(urls))
    return tuple(urls)


class Author:
    """Writes one document with the contexts at ``urls``, which bounds itself to some dozens of values."""

    def __init__(self, rnd: Random, urls: tuple[str, ...]) -> None:
        self.rnd = rnd
        self.urls = urls
        self.mischief = rnd.choice(_MISCHIEF)
        self.left = rnd.choice((4, 8, 12, 20, 40))
        self.ids: list[str] = []

    def odd(self, times: float = 1) -> bool:
        return self.rnd.random() < self.mischief * times

    def document(self) -> dict[str, Any]:
        known = vocabulary(self.urls)
        context: list[Any] = list(self.urls)
        if self.rnd.random() < 0.3:
            own = inline(self.rnd, known, 0.3 if self.odd(3) else 0)
            context.append({"@context": own} if self.odd() else own)
            known = known.with_context(own)
            if self.odd():
                self.rnd.shuffle(context)
        whole: Any = context[0] if len(context) == 1 and self.rnd.random() < 0.5 else context
        tree: dict[str, Any] = {"@context": self.odd_context(whole) if self.odd(0.5) else whole}
        types = [name for name in ("VerifiableCredential", "VerifiablePresentation") if name in known.terms]
        tree.update(self.node(known, 0, types[:1] if types and self.rnd.random() < 0.9 else []))
        if self.rnd.random() < 0.05:
            # The order of the members is no part of what a document says.
            tree = dict(sorted(tree.items(), key=lambda _: self.rnd.random()))
        return tree

    def revised(self, tree: dict[str, Any]) -> dict[str, Any]:
        """A badge as it ought to be, with a few changes anywhere in it."""
        for _ in range(self.rnd.choice((1, 1, 2, 3))):
            parts = list(_parts(tree))
            part = self.rnd.choice(parts)
            if not part:
                continue
            key = self.rnd.choice(list(part) if isinstance(part, dict) else range(len(part)))
            match self.rnd.choice(["removed", "renamed", "replaced", "repeated", "moved", "wrapped"]):
                case "removed":
                    del part[key]
                case "renamed" if isinstance(part, dict):
                    part[self.rnd.choice((*_KEYWORDS, *_ODD_NAMES, *vocabulary(self.urls).members))] = part.pop(key)
                case "replaced":
                    part[key] = self.anything(vocabulary(self.urls), 3)
                case "repeated":
                    part[key] = [part[key], copy.deepcopy(part[key])]
                case "moved":
                    part[key] = copy.deepcopy(self.rnd.choice(parts))
                case _:
                    part[key] = self.rnd.choice(([part[key]], {"id": part[key]}, {"@value": part[key]}))
        return tree

    def node(self, known: Vocabulary, depth: int, types: Sequence[str] = ()) -> dict[str, Any]:
        rnd = self.rnd
        found: dict[str, Any] = {}
        if depth and rnd.random() < 0.03 + self.mischief / 2:
            found["@context"] = context = self.nested_context()
            known = known.with_context(context)
        if rnd.random() < 0.5:
            found["id"] = self.identifier(known)
        types = [*types, *self.types(known, 0 if types else 0.7)]
        if types:
            found["type"] = types[0] if len(types) == 1 and rnd.random() < 0.4 else types
        scope = known
        for name in sorted(name for name in types if isinstance(name, str)):
            scope = scope.scoped(known.terms.get(name))
        for _ in range(rnd.choice((0, 1, 1, 2, 3, 5) if depth else (1, 2, 3, 4, 6))):
            if self.left > 0 and scope.members:
                name = self.member(scope, known)
                found[name] = self.content(name, scope, known, depth)
        if self.odd(2):
            found[rnd.choice(_KEYWORDS + _ODD_NAMES)] = self.anything(known, depth)
        return found

    def types(self, known: Vocabulary, likelihood: float) -> list[Any]:
        if self.rnd.random() >= max(likelihood, 0.4) or not known.classes:
            return []
        found: list[Any] = [self.rnd.choice(known.classes) for _ in range(self.rnd.choice((1, 1, 1, 2, 2, 3)))]
        if self.odd(2):
            odd = self.anything(known, 4) if self.odd() else self.rnd.choice((self.iri(), *_ODD_NAMES, *_KEYWORDS))
            found.insert(self.rnd.randint(0, len(found)), odd)
        return found

    def member(self, scope: Vocabulary, known: Vocabulary) -> str:
        # What a type brings is what its objects are mostly made of.
        own = [term for term in scope.members if scope.terms[term] is not known.terms.get(term)]
        pool = own if own and self.rnd.random() < 0.7 else scope.members
        return self.rnd.choice([*scope.terms, *scope.classes]) if self.odd() else self.rnd.choice(pool)

    def content(self, name: str, scope: Vocabulary, known: Vocabulary, depth: int) -> Any:
        definition = scope.terms.get(name)
        # What a type brings stays with its objects, what a property brings goes on into its values.
        inner = known.scoped(definition)
        definition = definition if isinstance(definition, dict) else {}
        containers = definition.get("@container")
        containers = containers if isinstance(containers, list) else [containers]
        one = self.writer(definition, inner, depth)
        if self.odd():
            return self.anything(inner, depth)
        if "@graph" in containers:
            return self.some(lambda: self.embedded(inner, depth), 0.3, 1)
        if "@list" in containers:
            return self.some(lambda: self.some(one, 0.03, 0), 0.9, 0)
        if keyed := {"@language", "@index", "@id", "@type"}.intersection(map(str, containers)):
            return self.keyed(min(keyed), one)
        return self.some(one, 0.3, 1)

    def some(self, one: Callable[[], Any], likelihood: float, least: int) -> Any:
        if self.rnd.random() >= likelihood:
            return one()
        if self.rnd.random() < 0.12:
            # Objects that are told apart by nothing but their place.
            return [one()] * self.rnd.choice((2, 2, 3))
        return [one() for _ in range(0 if self.odd() else self.rnd.choice((least, 1, 2, 2, 3)))]

    def keyed(self, keyed: str, one: Callable[[], Any]) -> Any:
        keys = _TAGS if keyed == "@language" else ("a", "@none", "urn:x:key", "Soil", "", "none", "_:key")
        if self.rnd.random() < 0.3:
            return one()
        texts = keyed == "@language" and not self.odd()
        return {self.rnd.choice(keys): self.some(self.text if texts else one, 0.3, 1) for _ in range(2)}

    def writer(self, definition: dict[str, Any], inner: Vocabulary, depth: int) -> Callable[[], Any]:
        """How to write one value of a term, by its coercion."""
        self.left -= 1
        choices: list[tuple[float, Callable[[], Any]]]
        match definition.get("@type"):
            case "@id":
                choices = [
                    (5, lambda: self.identifier(inner)),
                    (5, lambda: self.object(inner, depth)),
                    (0.2, self.text),
                ]
            case "@vocab":
                choices = [(8, lambda: self.word(inner)), (1, self.iri), (1, lambda: self.object(inner, depth))]
            case "@json":
                choices = [(1, lambda: self.json(0))]
            case None | "@none":
                choices = [
                    (5, self.text),
                    (1.5, self.number),
                    (0.5, self.truth),
                    (2, lambda: self.object(inner, depth)),
                ]
                choices.append((1, self.value_object))
            case _:
                choices = [(6, self.text), (2, self.number), (0.5, self.truth), (0.5, self.value_object)]
                choices.append((0.5, lambda: self.object(inner, depth)))
        weights = [weight for weight, _ in choices]
        return lambda: self.rnd.choices(choices, weights)[0][1]()

    def object(self, known: Vocabulary, depth: int) -> Any:
        if depth >= _MAX_DEPTH or self.left <= 0:
            return {"id": self.identifier(known)}
        self.left -= 1
        return self.node(known, depth + 1)

    def embedded(self, known: Vocabulary, depth: int) -> Any:
        if self.rnd.random() < 0.6:
            return self.object(known, depth)
        urls = self.urls if self.rnd.random() < 0.7 else self.rnd.choice(FAMILIES)
        scope = vocabulary(urls)
        types = ["VerifiableCredential"] if "VerifiableCredential" in scope.terms else []
        return {"@context": list(urls), **(self.node(scope, depth + 1, types) if depth < _MAX_DEPTH else {})}

    def nested_context(self) -> Any:
        rnd = self.rnd
        whole = rnd.choice((rnd.choice(self.urls), list(self.urls), [], V2, V1, OB_3_0_3, [V2, OB_3_0_3]))
        return self.odd_context(whole) if self.odd(2) else whole

    def odd_context(self, whole: Any) -> Any:
        rnd = self.rnd
        own = inline(rnd, vocabulary(self.urls), 0.3)
        odd = (None, {}, own, [own], [whole, None], [whole, own], [None, whole], 5, True, "", "relative", [[whole]])
        return rnd.choice(
            (*odd, "https://unknown.example/context", {"@context": own}, rnd.choice(URLS), {"@version": 1})
        )

    def identifier(self, known: Vocabulary) -> Any:
        rnd = self.rnd
        if self.ids and rnd.random() < 0.12:
            return rnd.choice(self.ids)
        if self.odd():
            return rnd.choice((None, 5, True, [], ["urn:x:1"], {}, {"id": "urn:x:1"}, "@foo", "@id", self.text()))
        found = self.iri()
        if self.odd(2):
            found = rnd.choice((*_ODD_NAMES, self.word(known), f"{self.word(known)}:x", "#frag", "a/b", "?q", "//e/x"))
        self.ids.append(found)
        return found

    def iri(self) -> str:
        rnd = self.rnd
        name = "".join(rnd.choices(_LETTERS, k=rnd.choice((1, 3, 8))))
        if self.odd():
            name += self.text()
        forms = (
            "https://college.example/{}",
            "did:example:{}",
            "did:key:z6Mk{}#z6Mk{}",
            "urn:uuid:{}",
            "mailto:{}@x.ex",
        )
        more = ("HTTPS://Example.COM/{}", "data:text/plain,{}", "https://ü.example/{}?q=%20#é", "x:{}", "tag:{},2026:a")
        found = rnd.choice(forms + more if rnd.random() < 0.3 else forms).replace("{}", name)
        return found + "k" * 3_000 if self.odd(0.05) else found

    def word(self, known: Vocabulary) -> Any:
        pool = known.classes + known.members if self.rnd.random() < 0.3 else known.members
        return self.rnd.choice(_ODD_NAMES if self.odd() or not pool else pool)

    def text(self) -> str:
        rnd = self.rnd
        if rnd.random() < 0.12:
            return "".join(rnd.choice(_ODD_LETTERS) for _ in range(rnd.choice((0, 1, 2, 4))))
        if rnd.random() < 0.15:
            return rnd.choice(("2026-01-15T09:00:00Z", "true", "12", "1.5", "1.0E0", "https://x.example/a", "@id"))
        return " ".join(
            "".join(rnd.choices(_LETTERS, k=rnd.choice((1, 4, 7)))) for _ in range(rnd.choice((1, 1, 2, 4)))
        )

    def number(self) -> Any:
        text = self.rnd.choice(_NUMBERS) if self.rnd.random() < 0.5 else str(self.rnd.randint(0, 99))
        return int(text) if text.lstrip("-").isdigit() and text != "-0" else JsonReal(text)

    def truth(self) -> bool:
        return self.rnd.random() < 0.5

    def json(self, depth: int) -> Any:
        rnd = self.rnd
        if depth > 2 or rnd.random() < 0.4:
            return rnd.choice((self.text, self.number, self.truth, lambda: None))()
        if rnd.random() < 0.5:
            return [self.json(depth + 1) for _ in range(rnd.randint(0, 3))]
        names = ("", "a", "b", "@id", "@type", "@context", "@value", "é", "\ue000", "😀", "\u2028", "10", "9", "id")
        return {rnd.choice(names): self.json(depth + 1) for _ in range(rnd.randint(0, 4))}

    def value_object(self) -> Any:
        rnd = self.rnd
        value: Any = rnd.choice((self.text, self.text, self.number, self.truth))()
        found = {"@value": value}
        if isinstance(value, str) and rnd.random() < 0.6:
            tags = _TAGS if self.odd() else _TAGS[:7]
            found |= {"@language": rnd.choice(tags)} if rnd.random() < 0.8 else {}
            found |= {"@direction": rnd.choice(("ltr", "rtl"))} if rnd.random() < 0.3 else {}
        elif rnd.random() < 0.5:
            found["@type"] = rnd.choice(("http://www.w3.org/2001/XMLSchema#date", "urn:x:type", "@json", "xsd:date"))
        if found.get("@type") == "@json":
            found["@value"] = self.json(0)
        if self.odd(3):
            name = rnd.choice(("@type", "@language", "@direction", "@index", "@id", "id", "type", "name", "@context"))
            found[name] = rnd.choice((None, "ltr", "en", "", 5, "x y", [], {}, "urn:x:t", "@json", "@id", V2))
        return found

    def anything(self, known: Vocabulary, depth: int) -> Any:
        """What hardly any member takes."""
        rnd = self.rnd
        self.left -= 1
        simple = (
            None,
            [],
            [[]],
            {},
            [None],
            "",
            [{}],
            {"id": "urn:x:only"},
            {"id": None},
            {"type": []},
            {"@value": None},
        )
        odd: Any = (
            lambda: rnd.choice(simple),
            lambda: {rnd.choice(("@list", "@set", "@graph", "@included", "@id", "@value", "@type")): self.text()},
            lambda: {rnd.choice(("@list", "@set", "@graph")): [self.object(known, depth), self.text(), None]},
            lambda: {
                "@value": rnd.choice(({}, [], [1], {"a": 1}, None, 5)),
                "@type": rnd.choice(("@json", "urn:t", None)),
            },
            lambda: [[self.text()], self.number()],
            lambda: {**self.node(known, 5), "@index": "x"},
            lambda: {"@index": "x", "@value": self.text()},
            lambda: {"@reverse": {self.word(known): self.object(known, depth)}},
            lambda: {self.word(known): self.text() for _ in range(2)},
            *(self.text, self.number, self.truth, self.iri, self.value_object),
            *(lambda: self.json(0), lambda: self.object(known, depth)),
        )
        return rnd.choice(odd)()


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _parts(inner)
