"""Presentations that answer another challenge, or hold something that does not count."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from microcred.present import Holder
from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import LEARNER, did_of, signer_of
from microcred.testing.workbench import CREDENTIALS, REMOVED, Edits, Recipe, Workbench

__all__ = ["CASES", "presented"]

_CHALLENGE: Final = "6b0d0c7e-challenge"
_DOMAIN: Final = "https://employer.example"


def presented(bench: Workbench, badge: BadgeCase | None = None, **case: Any) -> BadgeCase:
    """The badge as its learner shows it to an employer."""
    badge = badge or bench.signed()
    holder = Holder(signer_of(LEARNER), canonicalizer=bench.canonicalizer, clock=lambda: bench.moment(-0.01))
    shown = holder.present(badge.document, challenge=_CHALLENGE, domain=_DOMAIN)
    asked = {"challenge": _CHALLENGE, "domain": _DOMAIN, **case}
    return replace(badge, content=shown.raw, **asked)


def _token(bench: Workbench, header: Edits | None = None, **members: Any) -> BadgeCase:
    payload = {"@context": [CREDENTIALS], "type": ["VerifiablePresentation"], **members}
    head = {"/typ": "vp+jwt", **(header or {})}
    return bench.token(head, payload=payload, signer=signer_of(LEARNER), challenge=_CHALLENGE)


def _nobodys(bench: Workbench) -> BadgeCase:
    """A presentation as a JWT that does not say who made it."""
    return _token(bench, {"/kid": REMOVED})


def _related_twice(bench: Workbench) -> BadgeCase:
    """A presentation as a JWT, in which what is said twice is signed all the same."""
    resource = {"id": "https://college.example/a", "digestSRI": "sha384-" + "A" * 64}
    return _token(bench, holder=did_of(LEARNER), relatedResource=[resource, resource])


CASES: Final = MappingProxyType[str, Recipe](
    {
        "credentials.rejected": lambda bench: presented(bench, bench.altered({"/name": "Another name"})),
        "proof.no-holder": _nobodys,
        "resource.duplicate-id": _related_twice,
        "proof.wrong-challenge": lambda bench: presented(bench, challenge="another-challenge"),
        "proof.wrong-domain": lambda bench: presented(bench, domain="https://shop.example"),
    }
)
