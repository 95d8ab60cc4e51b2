"""Endorsements: others who speak up for a credential, its achievement, or the profiles in it (Open Badges 3.0, 9.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from microcred.document import Document
from microcred.errors import Rejected, Undetermined, UnsupportedError
from microcred.positions import child_pointer, placed
from microcred.verification.report import Check, Report, Verdict

if TYPE_CHECKING:
    from microcred.verification.inquiry import Inquiry
    from microcred.verification.nested import Verification

__all__ = ["endorsements_of"]

_MAX_ENDORSEMENTS: Final = 50
_ENDORSEMENTS: Final = ("endorsement", "endorsementJwt")
# Credentials in their own right, with endorsements of their own, and what speaks of nobody.
_PARTS: Final = (dict, list)
_NOT_ENTERED: Final = frozenset({*_ENDORSEMENTS, "verifiableCredential", "proof", "@context"})


def endorsements_of(
    document: Document, inquiry: Inquiry, verification: Callable[..., Verification]
) -> tuple[tuple[Report, ...], Check]:
    """Verify every endorsement of a credential, its achievement and its profiles, each bound to what carries it.

    An endorsement that does not hold is reported and does not decide about the credential (Open Badges 3.0, 9.1, step
    6, leaves it open).
    """
    tree = document.tree
    found = list(_each_once(_attached(tree, ""))) if document.may_have(*_ENDORSEMENTS) else []
    if not found:
        return (), Check.not_applicable("endorsements", "the credential carries no endorsements")
    if len(found) > _MAX_ENDORSEMENTS:
        raise UnsupportedError(
            "endorsements.too-many",
            f"the credential carries {len(found)} endorsements, at most {_MAX_ENDORSEMENTS} are verified",
        )
    from microcred.verification.nested import Outer, source_of

    issuer = tree.get("issuer")
    signer = str(issuer.get("id") if isinstance(issuer, dict) else issuer)
    reports = []
    for pointer, target, element in found:
        run = verification(inquiry.advisory(), outer=Outer("the credential", signer, endorsed=target))
        reports.append(replace(run.run(source_of(element)), source=pointer))
    return tuple(reports), _summary(reports)


def _each_once(attached: Iterator[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """The endorsements, without a token that its carrier has already: a set is signed to hold it, not how often."""
    seen = set()
    for place, carrier, element in attached:
        if isinstance(element, str):
            if (carrier, element) in seen:
                continue
            seen.add((carrier, element))
        yield place, carrier, element


def _attached(value: Any, pointer: str) -> Iterator[tuple[str, str, Any]]:
    """Each endorsement: its place, the id of what carries it, and the endorsement itself."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            if isinstance(element, _PARTS):
                yield from _attached(element, f"{pointer}/{index}")
        return
    for name, member in value.items():
        if name in _ENDORSEMENTS:
            carrier = str(value.get("id"))
            yield from ((at, carrier, element) for at, element in placed(member, child_pointer(pointer, name)))
        elif isinstance(member, _PARTS) and name not in _NOT_ENTERED:
            yield from _attached(member, child_pointer(pointer, name))


def _summary(reports: list[Report]) -> Check:
    from microcred.verification.nested import fault_of, issuer_of

    for verdict, error in ((Verdict.REJECTED, Rejected), (Verdict.UNDETERMINED, Undetermined)):
        faults = [fault_of(f"endorsements.{verdict}", report) for report in reports if report.verdict is verdict]
        if faults:
            return Check.of_error("endorsements", error.of(faults))
    by = ", ".join(dict.fromkeys(issuer_of(report) for report in reports))
    return Check.passed("endorsements", f"{len(reports)} endorsement{'s' * (len(reports) > 1)} by {by:.300}")
