"""The words of the pages: every language has all of them, and the visitor's own is found."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from string import Formatter

import pytest

from badges import sealed
from microcred.server.page import catalogue, judgement
from microcred.server.page.catalogue import LANGUAGES, Catalogue, negotiated
from microcred.verification.report import CHECKS, Outcome
from pages import Page, full_badge, hand_in
from servers import Client, serving

PAGE = Path(catalogue.__file__).parent
ENGLISH = Catalogue.of("en")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("page"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_same_keys_with_the_same_places(language: str) -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    texts = Catalogue.of(language).texts
    assert list(texts) == list(ENGLISH.texts)
    different = {key for key, text in texts.items() if places(text) != places(ENGLISH(key))}
    assert different <= {"date.format-first"}
    assert {key for key, text in texts.items() if not text} == {key for key, text in ENGLISH.texts.items() if not text}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_catalogue_is_translated(language: str) -> None:
    same = {key for key, text in Catalogue.of(language).texts.items() if text == ENGLISH(key) and len(text) > 12}
    assert same == set()


def test_every_verdict_reason_and_check_has_its_words() -> None:
    keys = set(ENGLISH.texts)
    for headline in {*judgement._FLAWS.values(), "valid", "valid-unvouched", "limited", "limited-unproven"}:
        assert {f"verdict.{headline}.title", f"verdict.{headline}.text"} <= keys
    for reason in judgement._LIMITS.values():
        assert {f"reason.{reason}", f"reason-text.{reason}"} <= keys
    for check in (*CHECKS, "credentials"):
        assert {f"check.{check}.{word}" for word in ("name", "passed", "failed", "undetermined")} <= keys
    assert {f"outcome.{outcome.replace('_', '-')}" for outcome in Outcome} <= keys


def test_every_key_is_used() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PAGE.rglob("*") if path.suffix in (".html", ".py"))
    # Keys that are put together out of parts are covered by the test above.
    put_together = ("verdict.", "reason", "answer.", "check.", "outcome.", "identity.", "problem.", "badge.issuer-")
    unused = [k for k in ENGLISH.texts if not k.startswith(put_together) and not re.search(rf"[\"']{k}[\"']", sources)]
    assert unused == ["language", "dir"] or unused == []


@pytest.mark.parametrize(
    ("chosen", "accept", "language"),
    [
        (None, None, "en"),
        (None, "", "en"),
        (None, "de-CH,de;q=0.9,en;q=0.8", "de"),
        (None, "pt,fr;q=0.5,es;q=0.7", "es"),
        (None, "fr;q=0,en;q=0.1", "en"),
        (None, "FR-be", "fr"),
        (None, "nl,*;q=0.5", "en"),
        (None, "de;q=x,es;q=0.1", "es"),
        ("fr", "de", "fr"),
        ("xx", "de", "de"),
        ("../en", "de", "de"),
        (None, ",;,=;q=," * 5000, "en"),
    ],
)
def test_the_language_is_the_one_that_was_chosen_or_the_one_that_the_browser_asks_for(
    chosen: str | None, accept: str | None, language: str
) -> None:
    assert negotiated(chosen, accept) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_in_which_language_it_is(client: Client, language: str) -> None:
    for page in (
        Page(client.get(f"/?lang={language}").text),
        Page(client.get("/", headers={"accept-language": language}).text),
        hand_in(client, bytes(sealed(full_badge())), lang=language),
    ):
        assert page.tags[0] == ("html", {"lang": language, "dir": "ltr"})
        assert page.all("a", **{"aria-current": "true"})[0]["lang"] == language


def test_what_is_not_said_in_the_language_of_the_page_is_marked(client: Client) -> None:
    page = hand_in(client, bytes(sealed()), lang="fr")
    assert {found["lang"] for found in page.all("ul", **{"class": "findings"})} == {"en"}


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "March 1, 2026", "December 31, 2026"),
        ("de", "1. März 2026", "31. Dezember 2026"),
        ("fr", "1er mars 2026", "31 décembre 2026"),
        ("es", "1 de marzo de 2026", "31 de diciembre de 2026"),
    ],
)
def test_days_are_written_as_people_write_them(language: str, first: str, last: str) -> None:
    text = Catalogue.of(language)
    assert text.date(datetime(2026, 3, 1, tzinfo=UTC)) == first
    assert text.date(datetime(2027, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))) == last


def test_several_reasons_are_one_phrase() -> None:
    assert ENGLISH.reasons(("revoked", "expired")) == "revoked by its issuer and expired"
