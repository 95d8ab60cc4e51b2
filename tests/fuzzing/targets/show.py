"""What a document says, shown before anybody has verified it, as text and as a page; read as the class it claims."""

from __future__ import annotations

from functools import cache

from fuzzing.json_mutations import mutator
from fuzzing.oracle import Broken, answer, check_faults, check_page, check_printable, within_bounds
from fuzzing.scene import drafts
from fuzzing.target import Target
from microcred.cli.portrait import portrait
from microcred.document import Document, to_json
from microcred.errors import MicrocredError, ModelError
from microcred.models import read_credential
from microcred.models.conformance import Conformity, conformity, plainly_conforms
from microcred.models.reading import deviations
from microcred.server.page import BadgeView, self_contained

LANGUAGES = ("en", "de", "fr", "es")


def run(data: bytes) -> None:
    document = answer(lambda: Document.parse(data))
    if isinstance(document, MicrocredError):
        return
    with within_bounds():
        check_printable(portrait(document.tree))
    for language in LANGUAGES:
        with within_bounds():
            check_page(self_contained(BadgeView.unverified(document.tree, language=language), language))
    _check_read(document)


def _check_read(document: Document) -> None:
    """The quick way and the thorough way to hold a document against its class agree."""
    strictly = answer(lambda: read_credential(document.tree, strict=True))
    read = answer(lambda: read_credential(document.tree))
    for found in (strictly, read):
        if isinstance(found, MicrocredError) and not isinstance(found, ModelError):
            raise Broken(f"a document is refused as {found.code} where it is held against its class")
    if isinstance(read, MicrocredError) and not isinstance(strictly, MicrocredError):
        raise Broken("what conforms strictly does not conform otherwise")
    if plainly_conforms(document.tree) is not None and isinstance(strictly, MicrocredError):
        raise Broken("what conforms at a glance does not conform when it is read")
    found = answer(lambda: conformity(document.tree))
    if isinstance(found, MicrocredError) != isinstance(read, MicrocredError):
        raise Broken("a document is held against its class in two ways, of which one refuses it")
    if isinstance(found, Conformity):
        check_faults(found.deviations)
        if found != (type(read).__name__, deviations(document.tree)):
            raise Broken("a document is held against its class in two ways, which find other deviations")


@cache
def seeds() -> tuple[bytes, ...]:
    return tuple(to_json(tree, indent=None) for tree in drafts())


TARGET = Target("show", run, seeds, mutator(seeds), corpus=("samples/**/*.json",))
