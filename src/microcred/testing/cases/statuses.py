"""Badges whose status says that they count no more, or does not say it; and resources and issuers that do not fit."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import did_of, signer_of
from microcred.testing.workbench import STATUS_LIST, Recipe, Workbench, edited
from microcred.verification.trust import AnyIssuer, TrustedIssuers

__all__ = ["CASES", "revoked", "suspended"]

_SUSPENSION: Final = {"/statusPurpose": "suspension"}


def revoked(bench: Workbench, **case: Any) -> BadgeCase:
    """A badge that its issuer has revoked."""
    return bench.with_status(bench.status_list(is_set=True), **case)


def suspended(bench: Workbench, **case: Any) -> BadgeCase:
    """A badge that its issuer has suspended."""
    return bench.with_status(bench.status_list("suspension", is_set=True), entry=_SUSPENSION, **case)


def _by_another(bench: Workbench) -> BadgeCase:
    signer = signer_of("stranger")
    return bench.with_status(bench.status_list(edits={"/issuer": did_of("stranger")}, signer=signer))


def _changed_list(bench: Workbench) -> BadgeCase:
    from microcred.document import Document, to_json

    tree = Document.parse(bench.status_list()).tree
    return bench.with_status(to_json(edited(tree, {"/validFrom": bench.day(-31)})))


def _revoked_since(bench: Workbench) -> BadgeCase:
    """Verified as of a day before the list was made that says so."""
    newer = bench.status_list(is_set=True, created=bench.moment(-10))
    return bench.with_status(newer, at=bench.moment(-20), now=bench.moment(0))


def _related(bench: Workbench, *entries: dict[str, Any]) -> BadgeCase:
    return bench.signed({"/relatedResource": list(entries)})


def _resource(url: str, digest: str = "sha384-" + "A" * 64) -> dict[str, Any]:
    return {"id": url, "digestSRI": digest}


CASES: Final = MappingProxyType[str, Recipe](
    {
        "resource.malformed": lambda bench: _related(bench, _resource("https://college.example/a", "sha384-abc")),
        "resource.too-many": lambda bench: _related(
            bench, *(_resource(f"https://college.example/{number}") for number in range(101))
        ),
        "resource.wrong-digest": lambda bench: _related(bench, _resource(bench.tree()["@context"][0])),
        "status.index-out-of-range": lambda bench: bench.with_status(entry={"/statusListIndex": "999999999"}),
        "status.list-not-verified": _changed_list,
        "status.list-of-another": _by_another,
        "status.list-unusable": lambda bench: bench.with_status(
            bench.status_list(edits={"/credentialSubject/encodedList": "u!"})
        ),
        "status.malformed": lambda bench: bench.with_status(entry={"/statusListIndex": "first"}),
        "status.revoked": revoked,
        "status.suspended": suspended,
        "status.unknown-at-that-time": _revoked_since,
        "status.unsupported-type": lambda bench: bench.signed(
            {
                "/@context/-": {"CollegeStatus": "https://college.example/terms#Status"},
                "/credentialStatus": {"id": STATUS_LIST, "type": "CollegeStatus"},
            }
        ),
        "trust.not-recognised": lambda bench: bench.signed(trust=TrustedIssuers(did_of("famous university"))),
        "trust.not-vouched-for": lambda bench: bench.signed(trust=AnyIssuer()),
    }
)
