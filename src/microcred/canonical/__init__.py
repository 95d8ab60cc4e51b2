"""What exactly is signed: JSON-LD → RDF dataset → RDFC-1.0 bytes, and JCS. Pure and bounded: no network, no clock."""

from __future__ import annotations

import threading
from collections import OrderedDict
from itertools import islice
from typing import Final

from microcred.canonical.active_context import HandOver
from microcred.canonical.dataset import Dataset, Statement
from microcred.canonical.expansion import Expander, Selection, named_contexts, too_much
from microcred.canonical.jcs import canonicalize_json
from microcred.canonical.nodes import divided_nodes
from microcred.canonical.rdfc10 import CanonicalDataset, canonicalize_dataset, nquads
from microcred.canonical.selection import Fragment, all_but, select
from microcred.canonical.statements import statements
from microcred.canonical.tables import Vocabulary
from microcred.canonical.walk import Walk
from microcred.contexts import BUNDLED, Contexts
from microcred.document import JsonObject
from microcred.errors import ContextError

_MAX_FAULTS: Final = 100
_MAX_SELECTIONS: Final = 16

__all__ = [
    "CanonicalDataset",
    "Canonicalizer",
    "Fragment",
    "Selection",
    "Statement",
    "all_but",
    "canonicalize_json",
    "named_contexts",
    "nquads",
    "select",
]


class Canonicalizer:
    """Turns a JSON-LD document into the canonical bytes that RDF-based suites hash (Data Integrity 1.0, 4; RDFC-1.0).

    ``contexts`` are the contexts that documents may name. A canonicalizer is immutable to its users, thread-safe and
    picklable; what it has compiled of contexts is bounded and belongs to it alone.
    """

    def __init__(self, contexts: Contexts = BUNDLED) -> None:
        self.contexts = contexts
        self._expander = Expander(contexts)
        self._vocabularies: OrderedDict[tuple[tuple[str, str], ...], Vocabulary] = OrderedDict()
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Canonicalizer], tuple[Contexts]]:
        return Canonicalizer, (self.contexts,)

    def named_contexts(self, tree: JsonObject) -> tuple[str, ...]:
        """The URLs of the contexts that a document names, in document order; see :func:`named_contexts`."""
        return named_contexts(tree, reserved=lambda: self._expander.spellings.reserved)

    def canonicalize(self, tree: JsonObject, versions: Selection, *, algorithm: str = "sha256", at: str = "") -> bytes:
        """The canonical N-Quads of ``tree`` in UTF-8; see :meth:`dataset`."""
        return self.dataset(tree, versions, algorithm=algorithm, at=at).text.encode()

    def dataset(
        self, tree: JsonObject | Fragment, versions: Selection, *, algorithm: str = "sha256", at: str = ""
    ) -> CanonicalDataset:
        """The statements of ``tree``, with the canonical labels of their blank nodes.

        ``versions`` selects the bytes of each context URL, ``algorithm`` (``sha256`` or ``sha384``) tells blank nodes
        apart, ``at`` is the JSON Pointer of ``tree`` in the document that errors speak of. Raises
        :class:`~microcred.errors.ContextError` where the JSON says more than its statements, and
        :class:`~microcred.errors.UnsupportedError` where the work would not be bounded.
        """
        fragment = tree if isinstance(tree, Fragment) else Fragment(tree)
        walk = Walk(self._vocabulary(versions), fragment.moved)
        try:
            dataset = self._read(walk, fragment, versions, at)
        except ContextError:
            _check_divided(fragment.tree)
            raise
        if walk.repeats:
            _check_divided(fragment.tree)
        return canonicalize_dataset(dataset, algorithm=algorithm)

    def statements(self, tree: JsonObject | Fragment, versions: Selection, *, at: str = "") -> list[Statement]:
        """The statements of ``tree`` as they are; a fragment calls blank nodes as the document it was taken from does.

        Unlike :meth:`dataset` it does not look for ids that are described twice.
        """
        fragment = tree if isinstance(tree, Fragment) else Fragment(tree)
        return list(self._read(Walk(self._vocabulary(versions), fragment.moved), fragment, versions, at))

    def _read(self, walk: Walk, fragment: Fragment, versions: Selection, at: str) -> Dataset:
        try:
            return walk.read(fragment.tree, at)
        except HandOver:
            walk.repeats = True
            expansion = self._expander.expand(fragment.tree, versions, at=at, moved=fragment.moved)
            return Dataset.of(statements(expansion))
        except RecursionError:
            raise too_much("is nested too deeply", at) from None

    def _vocabulary(self, versions: Selection) -> Vocabulary:
        key = tuple(sorted((url, version.sha256) for url, version in versions.items()))
        with self._lock:
            vocabulary = self._vocabularies.pop(key, None)
            if vocabulary is None:
                vocabulary = Vocabulary(self.contexts, versions, lambda: self._expander.spellings)
            self._vocabularies[key] = vocabulary
            if len(self._vocabularies) > _MAX_SELECTIONS:
                self._vocabularies.popitem(last=False)
        return vocabulary


def _check_divided(tree: JsonObject) -> None:
    if divided := list(islice(divided_nodes(tree), _MAX_FAULTS)):
        raise ContextError.of(divided)
