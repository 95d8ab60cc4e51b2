"""Every sample of the corpus makes the same statements in the compiled walk as in the guarded reader.

Under each selection of context versions that might be tried for it. Samples that name no JSON-LD context, that are no
JSON, or whose contexts may not be what they are, have no statements to compare.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from agreement import Reference, named, outcome
from corpus import corpus_path, needs_corpus, samples
from microcred.baking import unbake
from microcred.canonical import Canonicalizer
from microcred.contexts import BUNDLED, candidates
from microcred.document import Document, JsonObject
from microcred.errors import MicrocredError

pytestmark = [needs_corpus, pytest.mark.filterwarnings("ignore:terms beginning with:SyntaxWarning")]


@cache
def canonicalizer() -> Canonicalizer:
    return Canonicalizer()


@cache
def reference() -> Reference:
    return Reference(BUNDLED)


def documents(sample: dict[str, Any]) -> Iterator[JsonObject]:
    """What a sample holds: its JSON, or the JSON in its picture or token."""
    data = corpus_path(sample["file"]).read_bytes()
    if data.startswith((b"\x89PNG", b"<")):
        try:
            data = unbake(data)
        except MicrocredError:
            return
    text = data.decode(errors="replace").strip().strip('"')
    if text.startswith("eyJ"):
        part = text.split(".")[1]
        text = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
    try:
        yield Document.parse(text).tree
    except MicrocredError:
        return


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample["file"].removeprefix("samples/"))
def test_both_readers_make_the_same_of_it(sample: dict[str, Any]) -> None:
    for tree in documents(sample):
        for versions in candidates(BUNDLED, named(tree)) if "@context" in tree else ():
            seen = outcome(lambda: canonicalizer().statements(tree, versions))  # noqa: B023
            expected = reference().statements(tree, versions)
            if seen.statements is None or expected.statements is None:
                assert seen.agrees_with(expected)
            else:
                assert seen == expected
