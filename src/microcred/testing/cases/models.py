"""Documents that are not what the standard says; whoever wrote them signed them all the same."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.cases.nested import record_with_association
from microcred.testing.workbench import CREDENTIALS, OPEN_BADGES, REMOVED, Recipe, Workbench

__all__ = ["CASES"]

_SUBJECT: Final = "/credentialSubject"
_ACHIEVEMENT: Final = "/credentialSubject/achievement"
_PICTURE: Final = {"id": "https://college.example/badge.png", "type": "Image"}


def _two_subjects(bench: Workbench) -> BadgeCase:
    subject = bench.tree()["credentialSubject"]
    return bench.altered({_SUBJECT: [subject, subject]})


def _presentation(bench: Workbench) -> BadgeCase:
    credential = bench.signed().document.to_dict()
    return bench.case(
        {"@context": [CREDENTIALS], "type": ["VerifiablePresentation"], "verifiableCredential": [credential]}
    )


def _related(bench: Workbench, *ids: str) -> BadgeCase:
    digest = "sha384-" + "A" * 64
    return bench.altered({"/relatedResource": [{"id": id_, "digestSRI": digest} for id_ in ids]})


CASES: Final = MappingProxyType[str, Recipe](
    {
        "model.cardinality": _two_subjects,
        "model.duplicate-id": lambda bench: _related(bench, *["https://college.example/a"] * 2),
        "model.missing": lambda bench: bench.altered({f"{_ACHIEVEMENT}/criteria": REMOVED}),
        "model.not-a-date-time": lambda bench: bench.altered({"/validFrom": "1 June 2026"}),
        "model.not-a-uri": lambda bench: bench.altered({"/id": "badge-17"}),
        "model.not-in-enumeration": lambda bench: record_with_association(bench, associationType="isMarkedBy"),
        "model.old-context": lambda bench: bench.signed(
            {
                "/@context/1": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
                f"{_ACHIEVEMENT}/inLanguage": REMOVED,
            }
        ),
        "model.period-reversed": lambda bench: bench.altered({"/validUntil": bench.day(-60)}),
        "model.presentation": _presentation,
        "model.too-many": lambda bench: bench.altered({f"{_ACHIEVEMENT}/tag": ["soil"] * 100_000}),
        "model.type-missing": lambda bench: bench.altered({"/type": ["VerifiableCredential"]}),
        "model.unknown-member": lambda bench: bench.altered({f"{_ACHIEVEMENT}/image": {**_PICTURE, "width": 100}}),
        "model.wrong-context": lambda bench: bench.altered({"/@context": [OPEN_BADGES, CREDENTIALS]}),
        "model.wrong-form": lambda bench: bench.altered({f"{_ACHIEVEMENT}/inLanguage": "english"}),
        "model.wrong-type": lambda bench: bench.altered({f"{_ACHIEVEMENT}/image": _PICTURE["id"]}),
    }
)
