"""The links of a badge of Open Badges 2.0.

Attack: a badge of the older standard is a chain of links, assertion, class, issuer, key and revocation list, and each
of them points inside.

Naively: the older standard wants every link to be followed (Open Badges 2.0, Verification), so they are, from wherever
they come.

Here: the links go through the same door as everything else, with ``fetch.forbidden-address`` or
``fetch.forbidden-scheme`` in the log of the report, and no connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from led_inside import AIMS, naive_look_at_everything, report_on
from microcred.document import to_json
from microcred.verification.report import Verdict
from naive_fetchers import InnerNetwork, listening
from open_badges_2 import assertion, profile, verified, web, written_out


def aimed(url: str) -> dict[str, dict[str, Any]]:
    """Badges of which each points to a URL from another place."""
    return {
        "badge": assertion(badge=url),
        "id": written_out(id=url),
        "verification.url": written_out(verification={"type": "hosted", "url": url}),
        "verification.creator": assertion(badge=url, verification={"type": "SignedBadge", "creator": url}),
        "issuer.id": {**written_out(), "badge": {**written_out()["badge"], "issuer": profile(id=url)}},
        "issuer.revocationList": {
            **written_out(),
            "badge": {**written_out()["badge"], "issuer": profile(revocationList=url)},
        },
        "image": assertion(image=url, badge=url),
        "@context": assertion(**{"@context": url}),
    }


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def test_a_naive_reader_follows_every_link(inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    inside.stands_in(monkeypatch)
    for badge in aimed(AIMS[0].format(port=inside.port)).values():
        naive_look_at_everything(badge)
        assert inside.knocks() >= 1


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("place", aimed(""))
def test_no_link_leads_inside(place: str, aim: str, inside: InnerNetwork) -> None:
    report = report_on(to_json(aimed(aim.format(port=inside.port))[place]))
    assert report.verdict is not Verdict.ACCEPTED
    assert {visit.error for visit in report.network} <= {"fetch.forbidden-address", "fetch.forbidden-scheme"}
    assert inside.knocks() == 0


def test_an_honest_badge_is_verified_over_its_links() -> None:
    assert verified(assertion(), web()).verdict is Verdict.ACCEPTED
