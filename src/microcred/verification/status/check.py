"""The check of the report: every entry is looked up, and the worst answer counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from microcred.document import Document, JsonObject
from microcred.errors import Undetermined
from microcred.positions import placed
from microcred.verification.report import Check
from microcred.verification.status.lists import AskedLists

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession
    from microcred.verification.status.entry import StatusChecker

__all__ = ["check_status"]

_MAX_ENTRIES: Final = 16


def check_status(
    tree: JsonObject,
    checkers: Mapping[str, StatusChecker],
    *,
    session: FetchSession,
    verify_list: Callable[[bytes, str], Document],
    at: datetime,
    is_past: bool = False,
    lists: AskedLists | None = None,
) -> Check:
    """Look up every entry of ``credentialStatus``.

    Revoked and suspended raise :class:`~microcred.errors.Rejected`; an entry that cannot be looked up raises
    :class:`~microcred.errors.Undetermined`, unless another one says *revoked*. What each entry said is in the evidence,
    as ``entries``. A list tells what is so now: where ``at`` ``is_past``, ``asOf`` says what that tells about then.
    ``lists`` are those that were asked for other credentials of the same verification.
    """
    entries = placed(tree.get("credentialStatus", []), "/credentialStatus")
    if not entries:
        return Check.not_applicable("status", "the credential has no status to look up")
    if len(entries) > _MAX_ENTRIES:
        raise Undetermined(
            "status.malformed",
            f"the credential has {len(entries)} status entries, at most {_MAX_ENTRIES} are looked up",
            pointer="/credentialStatus",
        )
    # What can ask is loaded for those credentials alone that have a status.
    from microcred.verification.status.entry import StatusQuestion
    from microcred.verification.status.findings import finding, worst

    issuer = tree.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
    lists = AskedLists() if lists is None else lists
    first = StatusQuestion(
        {}, "/credentialStatus", tree.get("id"), str(issuer_id), session, verify_list, at, is_past, lists
    )
    return worst(
        finding(replace(first, entry=entry if isinstance(entry, dict) else {}, pointer=pointer), checkers)
        for pointer, entry in entries
    )
