"""The header of a token that says where its key is.

Attack: a token whose ``kid``, ``jku``, ``x5u`` or ``iss`` is a URL inside.

Naively: the header of a token is read before anything of it can be believed, and its ``jku`` or ``kid`` is fetched to
find out if it can be (RFC 7515, 4.1.2 and 10.10).

Here: ``jku`` and ``x5u`` are never followed; a ``kid`` counts only below the issuer, ``key.not-the-issuers``, and then
goes through the one door to the network: ``fetch.forbidden-address``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from badges import unsigned
from led_inside import AIMS, report_on
from microcred.verification.report import Verdict
from naive_fetchers import InnerNetwork, listening, naive_get
from tokens import badge_token, claims, header, token


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def naive_key_of(text: str) -> bytes | None:
    """Fetch the key of a token from where its header says that it is."""
    said = json.loads(base64.urlsafe_b64decode(text.partition(".")[0] + "=="))
    return naive_get(said.get("jku") or said.get("x5u") or said["kid"].partition("#")[0])


@pytest.mark.parametrize("name", ["jku", "x5u", "kid"])
def test_a_naive_reader_of_tokens_goes_where_the_header_says(
    name: str, inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.stands_in(monkeypatch)
    naive_key_of(token(header(**{name: AIMS[0].format(port=inside.port)}), claims()))
    assert inside.knocks() == 1


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_a_place_in_the_header_is_not_asked(name: str, aim: str, inside: InnerNetwork) -> None:
    url = aim.format(port=inside.port)
    for kid in (None, header()["kid"]):
        report = report_on(token(header(kid=kid, **{name: url}), claims()))
        assert report.network == ()
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_a_kid_that_is_not_the_issuers_is_not_asked(aim: str, inside: InnerNetwork) -> None:
    report = report_on(token(header(kid=f"{aim.format(port=inside.port)}#key"), claims()))
    assert (report.verdict, report["issuer_key"].code) == (Verdict.REJECTED, "key.not-the-issuers")
    assert report.network == ()
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS)
def test_an_issuer_inside_is_not_asked_for_its_key(aim: str, inside: InnerNetwork) -> None:
    url = aim.format(port=inside.port)
    given = claims(iss=url, issuer={**unsigned()["issuer"], "id": url})
    report = report_on(token(header(kid=f"{url}#key"), given))
    assert report.verdict is Verdict.UNDETERMINED
    assert report["issuer_key"].code in ("fetch.forbidden-address", "key.insecure-url")
    assert inside.knocks() == 0


def test_an_honest_token_is_accepted_without_a_request() -> None:
    report = report_on(badge_token())
    assert (report.verdict, report.network) == (Verdict.ACCEPTED, ())
