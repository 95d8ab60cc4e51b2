"""The gate: octets in, a document or an error out; what it reads is what Python reads, and what it writes again."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from badges import sealed, unsigned
from fuzzing.json_mutations import mutator
from fuzzing.oracle import Broken, answer
from fuzzing.target import Target
from microcred.document import Document, to_json
from microcred.errors import DocumentError, MicrocredError
from ordinary import ORDINARY

_MORE: Final = 40


def run(data: bytes) -> None:
    document = answer(lambda: Document.parse(data))
    if isinstance(document, MicrocredError):
        _check_refused(document, data)
        return
    if _plain(json.loads(data)) != _plain(document.tree):
        raise Broken("the gate reads something else than Python's own reader")
    for indent in (None, 2):
        text = to_json(document.tree, indent=indent)
        again = Document.parse(text)
        if _plain(again.tree) != _plain(document.tree) or to_json(again.tree, indent=indent) != text:
            raise Broken("what is written of a document reads differently")
    copied = answer(lambda: Document.of(document.to_dict()))
    if isinstance(copied, MicrocredError) or _plain(copied.tree) != _plain(document.tree):
        raise Broken("a copy of a document is another document")
    for number, name in enumerate(document.tree):
        if number > _MORE:
            break
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        document.position(pointer)
        if document.at(pointer) is not document.tree[name]:
            raise Broken(f"{pointer} leads to another value")
    added = answer(lambda: document.with_member("added by nobody", {"a": [1]}))
    if isinstance(added, Document) and json.loads(added.raw) != {**json.loads(data), "added by nobody": {"a": [1]}}:
        raise Broken("a member that was added changed the others")


def _check_refused(error: MicrocredError, data: bytes) -> None:
    if not isinstance(error, DocumentError):
        raise Broken(f"the gate raises {type(error).__name__}")
    text = data.decode("utf-8", "replace")
    line, column = error.evidence.get("line", 1), error.evidence.get("column", 1)
    if not 1 <= line <= text.count("\n") + text.count("\r") + 1 or not 1 <= column <= len(text) + 1:
        raise Broken(f"the place of the fault is line {line}, column {column}, of a text without such a place")


def _plain(value: Any) -> Any:
    """What tells numbers apart that Python calls equal."""
    match value:
        case dict():
            return {name: _plain(member) for name, member in value.items()}
        case list():
            return [_plain(element) for element in value]
        case bool() | None | str():
            return value
        case _:
            return float(value)


@cache
def seeds() -> tuple[bytes, ...]:
    texts = ('{"a":[1,-0.0,1e3,"\\ud83d\\ude00"]}', '{"a":{"b":{}},"c":null}', '{"a":1,"a":2}', "[]", "", "{", "NaN")
    return (
        *(text.encode() for text in texts),
        to_json(unsigned()),
        sealed().raw,
        *(to_json(tree, indent=None) for tree in ORDINARY.values()),
    )


TARGET = Target("gate", run, seeds, mutator(seeds), corpus=("samples/**/*.json",))
