"""1EdTechRevocationList: the issuer's own, unsigned list of revoked credential ids, behind HTTPS (VCRL 1.0)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from microcred.document import JsonObject
from microcred.verification.equality import compared_id
from microcred.verification.status.entry import StatusAnswer, StatusQuestion
from microcred.verification.status.lists import unusable_list

__all__ = ["RevocationList"]


@dataclass(frozen=True, slots=True)
class RevocationList:
    """The checker of ``1EdTechRevocationList``."""

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        """Whether the id of the credential stands in the list, and is not marked ``"revoked": false`` there."""
        url = question.text("id")
        fetched, document = question.list_document(url, accept="application/json")
        tree = document.tree
        _check_issuer(question, tree, url)
        if question.credential_id is None:
            raise question.malformed("is about the id of the credential, which has none", "id")
        entries = _entries(tree, url)
        wanted = compared_id(question.credential_id)
        listed = [entry for entry in entries if compared_id(entry.get("id")) == wanted]
        revoked = [entry for entry in listed if entry.get("revoked") is not False]
        reason = revoked[0].get("revocationReason") if revoked else None
        details = {"sha256": fetched.sha256, "length": len(entries)}
        details |= {"age": fetched.age} if fetched.age is not None else {}
        message = reason[:200] if isinstance(reason, str) else None
        return StatusAnswer("revocation", len(revoked[:1]), url, message, details=details)


def _check_issuer(question: StatusQuestion, tree: JsonObject, url: str) -> None:
    issuer = tree.get("issuer", question.issuer)
    if (issuer.get("id") if isinstance(issuer, dict) else issuer) != question.issuer:
        raise unusable_list(
            url, f"is of the issuer {tree['issuer']!r:.200}, the credential is of {question.issuer!r:.200}"
        )


def _entries(tree: JsonObject, url: str) -> list[dict[str, Any]]:
    # Both spellings are in use: validators read the singular, some issuers publish the plural.
    lists = [tree[name] for name in ("revokedCredential", "revokedCredentials") if name in tree]
    found = [entry for listed in lists if isinstance(listed, list) for entry in listed]
    if not lists or not all(isinstance(listed, list) for listed in lists):
        raise unusable_list(url, "has no array revokedCredential")
    if not all(isinstance(entry, dict) for entry in found):
        raise unusable_list(url, "has entries in revokedCredential that are no objects")
    return found
