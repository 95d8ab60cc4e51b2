"""What exactly is signed: JSON-LD → RDF dataset → RDFC-1.0 bytes, and JCS. Pure and bounded: no network, no clock."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from microcred.canonical.active_context import HandOver
from microcred.canonical.dataset import Dataset, Statement
from microcred.canonical.local_contexts import check_inline, named_contexts
from microcred.canonical.nodes import divided_nodes, divided_places
from microcred.canonical.rdfc10 import CanonicalDataset, canonicalize_dataset, nquads
from microcred.canonical.selection import Fragment, all_but, select
from microcred.canonical.spellings import Spellings, core_spellings
from microcred.canonical.tables import Selection, Vocabulary
from microcred.canonical.walk import Walk
from microcred.contexts import BUNDLED, Contexts
from microcred.document import JsonObject
from microcred.errors import ContextError, UnsupportedError
from microcred.positions import placed
from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.canonical.expansion import Expander
    from microcred.canonical.jcs import canonicalize_json

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

__getattr__, __dir__ = doors(__name__, {"jcs": ("canonicalize_json",)})


class Canonicalizer:
    """Turns a JSON-LD document into the canonical bytes that RDF-based suites hash (Data Integrity 1.0, 4; RDFC-1.0).

    ``contexts`` are the contexts that documents may name. A canonicalizer is immutable to its users, thread-safe and
    picklable; what it has compiled of contexts is bounded and belongs to it alone.
    """

    def __init__(self, contexts: Contexts = BUNDLED) -> None:
        self.contexts = contexts
        self._newest = self._vocabulary_of({})
        self._vocabularies: OrderedDict[tuple[tuple[str, str], ...], Vocabulary] = OrderedDict()
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Canonicalizer], tuple[Contexts]]:
        return Canonicalizer, (self.contexts,)

    def named_contexts(self, tree: JsonObject) -> tuple[str, ...]:
        """The URLs of the contexts that a document names, in document order; see :func:`named_contexts`.

        Raises :class:`~microcred.errors.UnsupportedError` with code ``contexts.unknown`` for one that is not known.
        """
        urls = named_contexts(tree, reserved=self._reserved)
        for url in urls:
            if not self.contexts.versions(url):
                listed_at = (place for place, entry in placed(tree.get("@context"), "/@context") if entry == url)
                raise UnsupportedError(
                    "contexts.unknown",
                    f"the context {url[:200]} is not known here, and contexts are never fetched",
                    pointer=next(listed_at, "/@context"),
                    hint="give its bytes to the verifier: Canonicalizer(BUNDLED.with_context(url, document))",
                    evidence={"url": url},
                )
        return urls

    def canonicalize(
        self, tree: JsonObject, versions: Selection | None = None, *, algorithm: str = "sha256", at: str = ""
    ) -> bytes:
        """The canonical N-Quads of ``tree`` in UTF-8; see :meth:`dataset`."""
        return self.dataset(tree, versions, algorithm=algorithm, at=at).canonical

    def dataset(
        self,
        tree: JsonObject | Fragment,
        versions: Selection | None = None,
        *,
        algorithm: str = "sha256",
        at: str = "",
        plain: bool = False,
        work: Callable[[int], None] | None = None,
    ) -> CanonicalDataset:
        """The statements of ``tree``, with the canonical labels of their blank nodes.

        ``versions`` selects the bytes of each context URL, by default the newest of all. ``algorithm`` (``sha256`` or
        ``sha384``) tells blank nodes apart, ``at`` is the JSON Pointer of ``tree`` in the document that errors speak
        of. ``plain`` says that no string in it needs an escape, which saves looking for what does. ``work`` is told
        how many values will have to be read in the guarded way, which takes some twenty times as long, and may refuse.
        Raises :class:`~microcred.errors.ContextError` where the JSON says more than its
        statements, and :class:`~microcred.errors.UnsupportedError` where a context is not known or the work would not
        be bounded.
        """
        fragment = tree if isinstance(tree, Fragment) else Fragment(tree)
        walk = Walk(self._vocabulary(versions), fragment.moved, plain=plain)
        try:
            dataset = self._read(walk, fragment, versions, at, work)
        except ContextError:
            walk.opaque = True
            self._check(walk, fragment.tree, versions, at)
            raise
        self._check(walk, fragment.tree, versions, at)
        return canonicalize_dataset(dataset, algorithm=algorithm, contexts=tuple(walk.named))

    def _check(self, walk: Walk, tree: JsonObject, versions: Selection | None, at: str) -> None:
        """What does not show in the statements; ``versions`` come from somebody who has looked at the contexts."""
        if versions is None and walk.opaque:
            self.named_contexts(tree)
        elif versions is None and walk.inline:
            check_inline(walk.inline, walk.named, self._reserved)
        # The places of a part begin where it stands, and what is divided is looked for from its own root.
        if walk.opaque or walk.repeats:
            # The places of a part begin where it stands, and what is divided is looked for from its own root.
            faults = divided_nodes(tree) if walk.opaque or at else divided_places(walk.places, tree)
            # Of all that divides one place, the last is said: where else it is described.
            if divided := {fault.pointer: fault for fault in islice(faults, _MAX_FAULTS)}:
                raise ContextError.of(divided.values())

    def statements(
        self,
        tree: JsonObject | Fragment,
        versions: Selection | None = None,
        *,
        at: str = "",
        work: Callable[[int], None] | None = None,
    ) -> list[Statement]:
        """The statements of ``tree`` as they are; a fragment calls blank nodes as the document it was taken from does.

        Unlike :meth:`dataset` it does not look for ids that are described twice; ``work`` is the same.
        """
        fragment = tree if isinstance(tree, Fragment) else Fragment(tree)
        return list(self._read(Walk(self._vocabulary(versions), fragment.moved), fragment, versions, at, work))

    def _read(
        self,
        walk: Walk,
        fragment: Fragment,
        versions: Selection | None,
        at: str,
        work: Callable[[int], None] | None = None,
    ) -> Dataset:
        try:
            return walk.read(fragment.tree, at)
        except HandOver:
            walk.opaque = True
            if versions is None:
                walk.named = dict.fromkeys(self.named_contexts(fragment.tree))
            # The guarded way is for few documents, and its processor takes a tenth of a second to import.
            from microcred.canonical.statements import statements

            expansion = self._expander.expand(fragment.tree, versions or {}, at=at, moved=fragment.moved, work=work)
            return Dataset.of(statements(expansion))
        except RecursionError:
            raise UnsupportedError(
                "canonical.too-much-work", "the document is nested too deeply to be read", pointer=at
            ) from None

    def _vocabulary(self, versions: Selection | None) -> Vocabulary:
        if versions is None:
            return self._newest
        key = tuple(sorted((url, version.sha256) for url, version in versions.items()))
        with self._lock:
            vocabulary = self._vocabularies.pop(key, None) or self._vocabulary_of(versions)
            self._vocabularies[key] = vocabulary
            if len(self._vocabularies) > _MAX_SELECTIONS:
                self._vocabularies.popitem(last=False)
        return vocabulary

    def _vocabulary_of(self, versions: Selection) -> Vocabulary:
        return Vocabulary(self.contexts, versions, lambda: self._spellings)

    def _reserved(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        return self._spellings.reserved

    @cached_property
    def _spellings(self) -> Spellings:
        return core_spellings(self.contexts)

    @cached_property
    def _expander(self) -> Expander:
        from microcred.canonical.expansion import Expander

        return Expander(self.contexts)
