"""An old copy of a badge that was revoked since.

Attack: The issuer of a hosted badge took it back: its address answers 410, Gone. The former holder shows the file that
they kept, with class and profile written out in it.

Naively: A verifier that cannot fetch a document falls back on the copy in the badge, so that a host that is down does
no harm.

Here: 410 is the issuer's word that the badge is revoked (Open Badges 2.0, Hosted Verification): the check ``status``
fails with ``status.revoked``, whatever the copy says. A host that is down leaves it *undetermined*.
"""

from __future__ import annotations

from typing import Any

from hosted_badges import TRUSTED, refused
from microcred.errors import FetchError
from naive import document_at
from open_badges_2 import (
    ASSERTION,
    ISSUER,
    verified,
    web,
    written_out,
)
from world import World


def naive_verify(given: dict[str, Any], world: World) -> bool:
    try:
        return document_at(given["id"], world) == given
    except FetchError:
        return given["badge"]["issuer"]["id"] == ISSUER


def test_a_naive_verifier_falls_back_on_the_copy() -> None:
    world = web()
    world.answer(ASSERTION, (410, {}, b""))
    assert naive_verify(written_out(), world)


def test_a_host_that_is_down_decides_nothing() -> None:
    world = web(written_out())
    world.down(ASSERTION)
    assert verified(written_out(), world, trust=TRUSTED).verdict == "undetermined"


def test_a_revoked_badge_is_not_saved_by_an_old_copy() -> None:
    world = web()
    world.answer(ASSERTION, (410, {}, b""))
    report = verified(written_out(), web(written_out()), trust=TRUSTED)
    assert report
    report = verified(written_out(), world, trust=TRUSTED)
    assert (report.verdict, report["status"].code) == ("rejected", "status.revoked")
    assert refused(report, "status", "status.revoked")
