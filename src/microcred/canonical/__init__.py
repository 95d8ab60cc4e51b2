"""What exactly is signed: JSON-LD → RDF dataset → RDFC-1.0 bytes, and JCS. Pure and bounded: no network, no clock."""

from __future__ import annotations

from itertools import islice
from typing import Final

from microcred.canonical.expansion import Expander, Selection, named_contexts
from microcred.canonical.jcs import canonicalize_json
from microcred.canonical.nodes import divided_nodes
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.canonical.statements import statements
from microcred.contexts import BUNDLED, Contexts
from microcred.document import JsonObject
from microcred.errors import ContextError

_MAX_FAULTS: Final = 100

__all__ = ["Canonicalizer", "Selection", "canonicalize_json", "named_contexts"]


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
        """The canonical N-Quads of ``tree`` in UTF-8.

        ``versions`` selects the bytes of each context URL, ``algorithm`` (``sha256`` or ``sha384``) tells blank nodes
        apart, ``at`` is the JSON Pointer of ``tree`` in the document that errors speak of. Raises
        :class:`~microcred.errors.ContextError` where the JSON says more than its statements, and
        :class:`~microcred.errors.UnsupportedError` where the work would not be bounded.
        """
        if divided := list(islice(divided_nodes(tree), _MAX_FAULTS)):
            raise ContextError.of(divided)
        expanded = self._expander.expand(tree, versions, at=at)
        return canonicalize_dataset(statements(expanded), algorithm=algorithm).text.encode()
