"""Whatever stands in an Open Badges 2.0 badge, and in what it refers to, the answer is a report or an error of ours."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.models import read_credential
from microcred.open_badges_2 import convert
from microcred.open_badges_2.scope import answers_for, authority
from microcred.verification.open_badges_2 import recognise
from microcred.verification.report import Verdict
from open_badges_2 import ASSERTION, BADGE, ISSUER, assertion, badge_class, profile, verified, web, written_out

TEXTS = st.sampled_from(
    [
        "",
        "_:b0",
        "https://evil.example/1",
        ASSERTION,
        BADGE,
        ISSUER,
        "urn:uuid:1",
        "hosted",
        "SignedBadge",
        "2020-01-01",
    ]
) | st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def changed(base: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A document in which some members are something else, or have left."""
    names = [*base, "verify", "expires", "evidence", "revoked", "image", "endorsement", "publicKey", "startsWith"]
    return st.dictionaries(st.sampled_from(names), VALUES, max_size=3).map(lambda changes: {**base, **changes})


DOCUMENTS = st.sampled_from(["assertion", "badge_class", "profile"])


@given(changed(assertion()), changed(badge_class()), changed(profile()))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_badge_of_any_shape_gives_a_report(
    assertion_: dict[str, Any], class_: dict[str, Any], issuer: dict[str, Any]
) -> None:
    world = web(assertion_, class_=class_, issuer=issuer)
    report = verified(assertion_, world, recipient="ana@example.org")
    assert len(report.checks) == 12
    json.loads(report.to_json())


@given(changed(assertion()))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_held_out_is_accepted_only_if_it_is_what_was_published(held_out: dict[str, Any]) -> None:
    report = verified(held_out, web())
    same = Document.of(held_out).tree == Document.of(assertion()).tree
    assert (report.verdict is Verdict.ACCEPTED) <= same


@given(changed(written_out()), changed(badge_class()), changed(profile()))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_draft_conforms_or_there_is_none(
    assertion_: dict[str, Any], class_: dict[str, Any], issuer: dict[str, Any]
) -> None:
    try:
        draft = convert(assertion_, class_, issuer)
    except MicrocredError:
        return
    read_credential(draft.credential.tree, strict=True)


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode) | VALUES.map(lambda v: json.dumps(v).encode()))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_recognition_never_fails(content: bytes) -> None:
    recognise(content)


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_answers_for_what_is_no_address_of_the_web(start: str, url: str) -> None:
    assert authority(url) is None or url.lower().startswith("http")
    assert not answers_for(ISSUER, None, f"https://college.example{start}/") or start[:1] in ("", "/", "?", "#", ":")
