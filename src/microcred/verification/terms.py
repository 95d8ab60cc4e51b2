"""Whether the words of a document mean what they seem to: pinned contexts define each (Data Integrity 1.0, 2.4).

A proof over statements covers only what the contexts make of the JSON, so a word that they drop is a word that nobody
signed. A token signs the JSON itself: what its contexts drop is signed all the same, and is only noted (D-4).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from microcred.document import JsonObject
from microcred.errors import ContextError
from microcred.positions import placed
from microcred.proofs import SecuredDocument
from microcred.verification.report import Check

__all__ = ["check_contexts"]

_DATA_LOSS: Final = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"
_MAX_NOTED: Final = 20


def check_contexts(secured: SecuredDocument, *, token: bool) -> Check:
    """The check ``contexts`` of a document that proofs inside it secure, or a ``token`` around it.

    A proof bears out which version of a context was meant; without one it is the newest. Raises
    :class:`~microcred.errors.ContextError` and :class:`~microcred.errors.UnsupportedError`.
    """
    tree = secured.document.tree
    lost = None
    if token or "proof" not in tree:
        lost = _lost(secured)
        if lost is not None and not token:
            raise lost
    if lost is not None:
        used = {url: version.upstream_sha256 for url, version in secured.selections[0].items()}
        message = f"{len(lost.faults)} of its words are defined by no context; the token covers them nevertheless"
        noted = [
            {"code": f.code, "pointer": f.pointer, "message": f.message, "hint": f.hint}
            for f in lost.faults[:_MAX_NOTED]
        ]
        evidence: dict[str, Any] = {"undefined": noted}
    else:
        reading = next(secured.readings())
        used = {url: version.upstream_sha256 for url, version in reading.versions.items()}
        message, evidence = f"all terms are defined by {len(used)} pinned contexts", {}
    if own := _own_words(tree):
        # A proof over statements covers their IRIs, and not what the document calls them.
        message += f"; what {len(own)} of them {'is' if len(own) == 1 else 'are'} called is the document's own word"
        evidence["ownWords"] = dict(islice(own.items(), _MAX_NOTED))
    related = _related(secured, tree, used)
    if related:
        message += f"; of {len(related)} related resources {sum(related.values())} have the digest that is on record"
        evidence["relatedResources"] = related
    return Check.passed("contexts", message, contexts=used, **evidence)


def _lost(secured: SecuredDocument) -> ContextError | None:
    """What the newest contexts drop of the document; raises where they cannot be processed at all."""
    try:
        secured.require_newest()
    except ContextError as error:
        if all(fault.problem == _DATA_LOSS for fault in error.faults):
            return error
        raise
    return None


def _own_words(tree: JsonObject) -> dict[str, str]:
    """The words that contexts in the document itself define, each with what stands for its IRI."""
    found = {}
    for _, entry in placed(tree.get("@context"), ""):
        if isinstance(entry, dict):
            terms = entry["@context"] if len(entry) == 1 and isinstance(entry.get("@context"), dict) else entry
            for term, definition in terms.items():
                if not term.startswith("@"):
                    found[term] = str(definition.get("@id", term) if isinstance(definition, dict) else definition)
    return found


def _related(secured: SecuredDocument, tree: JsonObject, used: Mapping[str, str]) -> dict[str, bool]:
    if "relatedResource" not in tree:
        return {}
    from microcred.verification.related_resource import check_related_resources

    on_record = secured.canonicalizer.contexts
    found = check_related_resources(tree, {url: on_record.versions(url) for url in used})
    return {resource.url: resource.compared for resource in found}
