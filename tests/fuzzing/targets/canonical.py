"""JSON-LD in any form: its canonical statements, which are their own, whatever the order of the members."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from badges import CANONICALIZER
from fuzzing.json_mutations import mutator
from fuzzing.oracle import Broken, answer
from fuzzing.scene import drafts
from fuzzing.target import Target
from microcred.canonical import canonicalize_json
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.document import Document, to_json
from microcred.errors import MicrocredError, UnsupportedError
from nquads import parse_nquads


def run(data: bytes) -> None:
    document = answer(lambda: Document.parse(data))
    if isinstance(document, MicrocredError):
        return
    found = answer(lambda: CANONICALIZER.dataset(document.tree))
    plain = answer(lambda: canonicalize_json(document.tree))
    if isinstance(plain, bytes) and canonicalize_json(Document.parse(plain).tree) != plain:
        raise Broken("the JCS text of a JCS text is another one")
    turned = answer(lambda: CANONICALIZER.dataset(Document.of(_turned(document.to_dict())).tree))
    if isinstance(found, MicrocredError):
        if not isinstance(turned, MicrocredError):
            raise Broken(f"the order of the members decides whether {found.code} is found")
        return
    if isinstance(turned, MicrocredError):
        raise Broken(f"the order of the members decides whether {turned.code} is found")
    statements = parse_nquads(found.text)
    # In several graphs the algorithm of the standard does not always keep these promises.
    if len({graph for *_, graph in statements}) > 1:
        return
    if turned.canonical != found.canonical:
        raise Broken("the order of the members changes what is signed")
    again = answer(lambda: canonicalize_dataset(statements))
    if isinstance(again, UnsupportedError):
        return
    if isinstance(again, MicrocredError) or again.text != found.text:
        raise Broken("the canonical text of a canonical text is another one")


def _turned(value: Any) -> Any:
    """The same value with the members of each object in the opposite order."""
    match value:
        case dict():
            return {name: _turned(value[name]) for name in reversed(value)}
        case list():
            return [_turned(element) for element in value]
        case _:
            return value


@cache
def seeds() -> tuple[bytes, ...]:
    inline = {"@context": {"@vocab": "urn:v:", "a": {"@id": "urn:a", "@type": "@id"}}, "a": "urn:x", "b": [{"c": 1}, 2]}
    return (*(to_json(tree, indent=None) for tree in drafts()), json.dumps(inline).encode())


TARGET = Target("canonical", run, seeds, mutator(seeds), max_length=8_000, corpus=("samples/**/*.json",))
