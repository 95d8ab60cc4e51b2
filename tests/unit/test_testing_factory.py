"""Badges for other people's tests: each is what it says, and needs nothing but itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from microcred import Document, Verdict, verify
from microcred.codes import codes
from microcred.errors import UsageError
from microcred.lint.linter import Linter
from microcred.testing import BadgeCase, BadgeFactory, PublishedWeb
from microcred.testing.cases.elsewhere import reason_for_none
from microcred.testing.factory import Form
from microcred.testing.workbench import REMOVED, edited
from microcred.verification.fetch import Replay

BADGES = BadgeFactory()
KINDS = (
    "valid",
    "expired",
    "not_yet_valid",
    "revoked",
    "suspended",
    "with_status",
    "wrong_issuer",
    "untrusted",
    "for_another_person",
    "undetermined",
)


def said(case: BadgeCase) -> tuple[Verdict, frozenset[str]]:
    report = case.verify()
    return report.verdict, case.codes(report)


@pytest.mark.parametrize("code", BADGES.codes)
def test_a_badge_for_a_code_shows_that_code_and_no_other(code: str) -> None:
    case = BADGES.for_code(code)
    assert case.code == code
    assert case.codes(case.verify()) == {code}


def test_every_code_has_a_badge_or_a_reason_why_there_is_none() -> None:
    assert set(BADGES.codes) <= set(codes())
    assert [code for code in codes() if (code in BADGES.codes) == (reason_for_none(code) is not None)] == []


def test_a_code_that_no_badge_shows_is_refused_with_the_reason() -> None:
    with pytest.raises(UsageError, match="a wrong call, which says nothing about any badge") as caught:
        BADGES.for_code("usage.file-exists")
    assert caught.value.code == "usage.no-such-badge"


def test_a_code_that_does_not_exist_is_refused_with_its_neighbours() -> None:
    with pytest.raises(UsageError) as caught:
        BADGES.for_code("proof.signature-invald")
    assert caught.value.hint == "did you mean proof.signature-invalid?"


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_in_every_form_and_says_the_same(kind: str, form: Form) -> None:
    case: BadgeCase = getattr(BADGES, kind)(form=form)
    verdict, found = said(case)
    assert found == (set() if case.code is None else {case.code})
    assert verdict == {"undetermined": "undetermined", "valid": "accepted", "with_status": "accepted"}.get(
        kind, "rejected"
    )


@pytest.mark.parametrize("form", get_args(Form))
def test_a_badge_can_be_changed_at_any_place_after_it_was_signed(form: Form) -> None:
    place = "/credentialSubject/achievement/name"
    case = BADGES.tampered(place, "Another name", form=form)
    assert said(case) == (Verdict.REJECTED, {"proof.signature-invalid"})
    assert case.document.at(place) == "Another name"


def test_a_badge_cannot_be_changed_where_it_has_nothing() -> None:
    with pytest.raises(UsageError, match="has nothing at"):
        BADGES.tampered("/nowhere")


def test_a_badge_can_be_changed_before_it_is_signed() -> None:
    case = BADGES.valid({"/credentialSubject/achievement/name": "Bread baking", "/validUntil": REMOVED})
    assert said(case) == (Verdict.ACCEPTED, set())
    assert "validUntil" not in case.document.tree


@pytest.mark.parametrize("form", get_args(Form))
def test_a_linter_has_nothing_to_say_of_a_good_badge(form: Form) -> None:
    assert Linter(at=BADGES.at).check("badge", BADGES.valid(form=form).content) == []


def test_a_badge_without_a_proof_is_unsigned() -> None:
    assert said(BADGES.unsigned()) == (Verdict.REJECTED, {"proof.missing"})


def test_a_holder_can_present_the_badge() -> None:
    assert said(BADGES.presentation()) == (Verdict.ACCEPTED, set())


def test_the_bytes_are_the_same_every_time() -> None:
    assert [BadgeFactory().for_code(code).content for code in BADGES.codes] == [
        BADGES.for_code(code).content for code in BADGES.codes
    ]


def test_dates_lie_around_the_moment_that_the_factory_was_made_for() -> None:
    at = datetime(2031, 7, 4, 8, 30, tzinfo=UTC)
    badges = BadgeFactory(at)
    assert [case.verify().verdict for case in (badges.valid(), badges.expired())] == ["accepted", "rejected"]
    assert badges.valid().document.tree["validFrom"] == "2031-06-04T08:30:00Z"
    assert badges.valid().at == at


def test_a_badge_of_today_is_accepted_by_code_that_reads_the_clock() -> None:
    case = BadgeFactory.of_today().revoked()
    report = verify(case.content, trust=case.trust, fetcher=case.fetcher)
    assert report["status"].code == "status.revoked"


def test_a_factory_is_not_made_for_a_moment_without_a_time_zone() -> None:
    with pytest.raises(UsageError, match="has no time zone"):
        BadgeFactory(datetime(2026, 6, 1))


def test_the_issuer_is_whom_the_cases_trust() -> None:
    case = BADGES.valid()
    assert case.document.tree["issuer"]["id"] == BADGES.issuer
    assert case.trust.recognise(BADGES.issuer) is not None


def test_what_is_published_can_be_served_by_other_means() -> None:
    web = BADGES.revoked().fetcher
    assert isinstance(web, PublishedWeb)
    (url,) = web
    pages: dict[str, Any] = {url: web.body(url)}
    again = BADGES.revoked()
    report = verify(again.content, trust=again.trust, fetcher=Replay(pages), at=again.at)
    assert report["status"].code == "status.revoked"


def test_a_case_can_be_read_as_bytes_text_and_document() -> None:
    case = BADGES.valid()
    assert bytes(case) == case.content == case.text.encode() == case.document.raw


def test_the_document_of_a_picture_or_token_is_the_one_inside() -> None:
    assert BADGES.valid(form="png").document == BADGES.valid(form="svg").document == BADGES.valid().document
    assert BADGES.valid(form="jwt").document.tree["id"] == BADGES.valid().document.tree["id"]


def test_edits_set_append_and_remove() -> None:
    tree = {"a": [1, 2], "b": {"c": "x"}}
    assert edited(tree, {"/a/-": 3, "/a/0": REMOVED, "/b/c": "y", "/d": None}) == {
        "a": [2, 3],
        "b": {"c": "y"},
        "d": None,
    }
    assert tree == {"a": [1, 2], "b": {"c": "x"}}


def test_no_badge_opens_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    for code in BADGES.codes:
        if code.startswith(("fetch.", "status.", "key.", "hosted.")):
            BADGES.for_code(code).verify()


def test_a_document_is_what_the_library_gives() -> None:
    assert isinstance(BADGES.valid().document, Document)
