"""What exactly is signed: JSON-LD → RDF dataset → RDFC-1.0 bytes, and JCS. Pure and bounded: no network, no clock."""

from __future__ import annotations

from itertools import islice
from typing import Final

from microcred.canonical.expansion import Expander, Selection, named_contexts
from microcred.canonical.jcs import canonicalize_json
from microcred.canonical.nodes import divided_nodes
from microcred.canonical.rdfc10 import CanonicalDataset, Statement, canonicalize_dataset, nquads
from microcred.canonical.selection import Fragment, all_but, select
from microcred.canonical.statements import statements
from microcred.contexts import BUNDLED, Contexts
from microcred.document import JsonObject
from microcred.errors import ContextError

_MAX_FAULTS: Final = 100

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
    picklable; what it caches is bounded and belongs to it alone.
    """

    def __init__(self, contexts: Contexts = BUNDLED) -> None:
        self.contexts = contexts
        self._expander = Expander(contexts)

    def __reduce__(self) -> tuple[type[Canonicalizer], tuple[Contexts]]:
        return Canonicalizer, (self.contexts,)

    def named_contexts(self, tree: JsonObject) -> tuple[str, ...]:
        """The URLs of the contexts that a document names, in document order; see :func:`named_contexts`."""
        return named_contexts(tree, reserved=self._expander.reserved)

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
        whole = tree.tree if isinstance(tree, Fragment) else tree
        if divided := list(islice(divided_nodes(whole), _MAX_FAULTS)):
            raise ContextError.of(divided)
        return canonicalize_dataset(self.statements(tree, versions, at=at), algorithm=algorithm)

    def statements(self, tree: JsonObject | Fragment, versions: Selection, *, at: str = "") -> list[Statement]:
        """The statements of ``tree`` as they are; a fragment calls blank nodes as the document it was taken from does.

        Unlike :meth:`dataset` it does not look for ids that are described twice.
        """
        fragment = tree if isinstance(tree, Fragment) else Fragment(tree)
        return statements(self._expander.expand(fragment.tree, versions, at=at, moved=fragment.moved))
