"""Badges that are genuine and say something that does not fit together: it is noted, and refuses nothing."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.cases.nested import record_with_association
from microcred.testing.parties import COLLEGE, did_of
from microcred.testing.workbench import Recipe, Workbench

__all__ = ["CASES"]

_ACHIEVEMENT: Final = "/credentialSubject/achievement"
_DESCRIPTION: Final = f"{_ACHIEVEMENT}/resultDescription/0"
_RESULT: Final = "/credentialSubject/result/0"
_NOWHERE: Final = "urn:uuid:11111111-1111-4111-8111-111111111111"


def _image(bench: Workbench, address: str) -> BadgeCase:
    return bench.signed({f"{_ACHIEVEMENT}/image": {"id": address, "type": "Image"}})


def _of_percent(bench: Workbench, **members: Any) -> BadgeCase:
    """A result of a description in per cent, with these members."""
    description = bench.tree()["credentialSubject"]["achievement"]["resultDescription"][0]
    scale = {**description, "resultType": "Percent", "valueMin": "0", "valueMax": "100"}
    del scale["allowedValue"]
    result = {"type": ["Result"], "resultDescription": scale["id"], **members}
    return bench.signed({_DESCRIPTION: scale, _RESULT: result})


def _status_missing(bench: Workbench) -> BadgeCase:
    description = bench.tree()["credentialSubject"]["achievement"]["resultDescription"][0]
    outcome = {**description, "resultType": "Status"}
    del outcome["allowedValue"]
    return bench.signed({_DESCRIPTION: outcome, _RESULT: {"type": ["Result"], "resultDescription": outcome["id"]}})


def _shared_id(bench: Workbench) -> BadgeCase:
    achievement = bench.tree()["credentialSubject"]["achievement"]
    return bench.signed({"/evidence": [{"id": achievement["id"], "type": ["Evidence"]}]})


CASES: Final = MappingProxyType[str, Recipe](
    {
        "content.id-of-issuer": lambda bench: bench.signed({"/id": did_of(COLLEGE), "/issuer": did_of(COLLEGE)}),
        "content.image-address": lambda bench: _image(bench, "http://college.example/badge.png"),
        "content.image-type": lambda bench: _image(bench, "data:image/webp;base64,UklGRg=="),
        "content.shared-id": _shared_id,
        "content.unknown-achievement": record_with_association,
        "result.status-missing": _status_missing,
        "result.status-unexpected": lambda bench: _of_percent(bench, value="80", status="Completed"),
        "result.unknown-description": lambda bench: bench.signed({f"{_RESULT}/resultDescription": _NOWHERE}),
        "result.unknown-level": lambda bench: bench.signed({f"{_RESULT}/achievedLevel": _NOWHERE}),
        "result.value-not-allowed": lambda bench: bench.signed({f"{_RESULT}/value": "A+"}),
        "result.value-out-of-range": lambda bench: _of_percent(bench, value="104"),
    }
)
