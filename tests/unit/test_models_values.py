"""The primitive and derived types of the standard, each as it is read in a member that has it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from microcred.document import JsonReal
from microcred.errors import ModelError
from microcred.models import (
    Achievement,
    AchievementSubject,
    Address,
    DataIntegrityProof,
    DateTimeZ,
    GeoCoordinates,
    IdentityObject,
    LanguageString,
    LanguageValue,
    Model,
    Profile,
    Related,
)

ACHIEVEMENT: Mapping[str, Any] = {
    "id": "urn:x:1",
    "type": ["Achievement"],
    "name": "n",
    "description": "d",
    "criteria": {"narrative": "c"},
}
SUBJECT: Mapping[str, Any] = {"id": "urn:x:2", "type": ["AchievementSubject"], "achievement": ACHIEVEMENT}
PROFILE: Mapping[str, Any] = {"id": "urn:x:3", "type": ["Profile"]}


def fault(model: type[Model], tree: Mapping[str, Any], **members: Any) -> tuple[str, str | None]:
    """The only fault of ``tree`` with ``members``."""
    with pytest.raises(ModelError) as caught:
        model.read({**tree, **members})
    (found,) = caught.value.faults
    return found.code, found.pointer


# What a URI is


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.edu/a?b=c#d",
        "HTTP://EXAMPLE.EDU",
        "did:key:z6Mk",
        "urn:uuid:5b1b9e4a-6f1c-4a57-9c5f-0d3f3c1a7a11",
        "data:image/png;base64,iVBORw0KGgo=",
        "mailto:ada@example.edu",
        "https://example.edu/école/名前",
    ],
)
def test_an_absolute_uri_or_iri_is_read(uri: str) -> None:
    assert Profile.read({**PROFILE, "id": uri}).id == uri


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example",
        "/issuers/1",
        "#key",
        "https ://not-a-url",
        "https:",
        ":x",
        "1a:b",
        "urn:a b",
        "urn:a\n",
        "urn:<x>",
    ],
)
def test_anything_else_is_no_uri(text: str) -> None:
    assert fault(Profile, PROFILE, id=text) == ("model.not-a-uri", "/id")


# What a date with time and zone is


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-31T09:30:00Z",
        "2025-01-31T09:30:00+00:00",
        "2025-01-31T09:30:00.000Z",
        "2025-01-31T10:30:00.123456789+01:00",
        "2025-01-31T09:30:00-00:00",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
    ],
)
def test_a_date_time_with_a_zone_keeps_its_spelling(text: str) -> None:
    proof = DataIntegrityProof.read({"type": "X", "created": text})
    assert isinstance(proof.created, DateTimeZ)
    assert proof.created.text == str(proof.created) == text
    assert proof.to_dict()["created"] == text
    assert proof.created.utcoffset() is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2025-01-31 09:30:00Z",
        "2025-01-31t09:30:00z",
        "2025-02-30T09:30:00Z",
        "2025-01-31T25:00:00Z",
        "2025-01-31T09:30:60Z",
        "2025-01-31T09:30Z",
        "20250131T093000Z",
        "2025-01-31T09:30:00+1",
        "2025-01-31T09:30:00+15:00",
        "2025-W05-5T09:30:00Z",
        "Fri, 31 Jan 2025 09:30:00 +0000",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        "٢٠٢٥-01-31T09:30:00Z",
        "2025-01-31T09:30:00Z\n",
    ],
)
def test_anything_else_is_no_date_time(text: str) -> None:
    assert fault(DataIntegrityProof, {"type": "X"}, created=text) == ("model.not-a-date-time", "/created")


def test_the_same_instant_is_equal_in_every_spelling() -> None:
    here, there = DateTimeZ.parse("2025-01-31T09:30:00Z"), DateTimeZ.parse("2025-01-31T10:30:00.0+01:00")
    assert here == there == datetime(2025, 1, 31, 9, 30, tzinfo=UTC)
    assert hash(here) == hash(there)


def test_an_instant_can_be_computed_with_copied_and_pickled() -> None:
    instant = DateTimeZ.parse("2025-01-31T09:30:00.50+00:00")
    assert (instant + timedelta(days=1)).isoformat() == "2025-02-01T09:30:00.500000+00:00"
    assert str(instant + timedelta(days=1)) == "2025-02-01T09:30:00.500000+00:00"
    assert copy.deepcopy(instant).text == pickle.loads(pickle.dumps(instant)).text == instant.text


def test_an_offset_with_seconds_is_written_in_utc() -> None:
    amsterdam = timezone(timedelta(minutes=19, seconds=32))
    assert DateTimeZ.of(datetime(1930, 1, 1, tzinfo=amsterdam)).text == "1929-12-31T23:40:28Z"


# What other dates are


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-01-31T09:30:00", datetime(2025, 1, 31, 9, 30, tzinfo=UTC)),
        ("2025-01-31", datetime(2025, 1, 31, tzinfo=UTC)),
        ("2025-01-31T09:30:00+01:00", datetime(2025, 1, 31, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_dates_of_an_activity_are_read_without_a_zone_as_utc(text: str, instant: datetime) -> None:
    subject = AchievementSubject.read({**SUBJECT, "activityStartDate": text})
    assert subject.activity_start_date == instant
    assert subject.to_dict()["activityStartDate"] == text


def test_the_dates_of_an_activity_are_written_with_a_zone() -> None:
    for date_only in ("2025-01-31T09:30:00", "2025-01-31"):
        with pytest.raises(ModelError, match="wanted a date and time with a zone"):
            AchievementSubject.read({**SUBJECT, "activityEndDate": date_only}, strict=True)


def test_a_date_is_a_day() -> None:
    profile = Profile.read({**PROFILE, "dateOfBirth": "1815-12-10"})
    assert profile.date_of_birth == date(1815, 12, 10)
    assert profile == Profile(id="urn:x:3", date_of_birth=date(1815, 12, 10))
    assert profile.to_dict()["dateOfBirth"] == "1815-12-10"


@pytest.mark.parametrize("text", ["1815-13-10", "10.12.1815", "1815-12-10T00:00:00Z", "18151210", ""])
def test_anything_else_is_no_date(text: str) -> None:
    assert fault(Profile, PROFILE, dateOfBirth=text) == ("model.not-a-date-time", "/dateOfBirth")


# What codes of languages and countries are


@pytest.mark.parametrize("code", ["en", "pt-BR", "zh-Hant-TW", "es-419", "gsw"])
def test_a_language_code_is_read(code: str) -> None:
    assert Achievement.read({**ACHIEVEMENT, "inLanguage": code}).in_language == code


@pytest.mark.parametrize("code", ["EN", "english", "en_US", "en-us", "", "en-US-x"])
def test_anything_else_is_no_language_code(code: str) -> None:
    related = {"id": "urn:x:1", "type": ["Related"]}
    assert fault(Achievement, ACHIEVEMENT, inLanguage=code) == ("model.wrong-form", "/inLanguage")
    assert fault(Related, related, inLanguage=code) == ("model.wrong-form", "/inLanguage")


def test_a_country_code_has_two_capital_letters() -> None:
    address = {"type": ["Address"]}
    assert Address.read({**address, "addressCountryCode": "NL"}).address_country_code == "NL"
    for code in ("nl", "NLD", "", "N1"):
        assert fault(Address, address, addressCountryCode=code) == ("model.wrong-form", "/addressCountryCode")


# What a compact JWS is


@pytest.mark.parametrize("token", ["aGVh.cGF5.c2ln", "a..b", "-_.-_.-_"])
def test_a_compact_jws_has_three_parts(token: str) -> None:
    assert Profile.read({**PROFILE, "endorsementJwt": [token]}).endorsement_jwt == (token,)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c.d", ".b.c", "a.b.", "a.b=.c", "a b.c.d", "a.b.c\n"])
def test_anything_else_is_no_compact_jws(token: str) -> None:
    assert fault(Profile, PROFILE, endorsementJwt=["a.b.c", token]) == ("model.wrong-form", "/endorsementJwt/1")


# What an identity hash is

HASH = "b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
IDENTITY: Mapping[str, Any] = {
    "type": "IdentityObject",
    "hashed": True,
    "identityType": "emailAddress",
    "salt": "Kosher",
}


@pytest.mark.parametrize("text", [f"sha256${HASH}", f"sha256${HASH.upper()}", f"md5${HASH[:32]}"])
def test_an_identity_hash_names_its_algorithm(text: str) -> None:
    assert IdentityObject.read({**IDENTITY, "identityHash": text}, strict=True).identity_hash == text


@pytest.mark.parametrize(
    "text", ["a@example.com", f"sha512${HASH}", f"sha256${HASH[:32]}", f"SHA256${HASH}", "sha256$"]
)
def test_an_unknown_identity_hash_is_read_and_noted(text: str) -> None:
    tree = {**IDENTITY, "identityHash": text}
    assert IdentityObject.read(tree).identity_hash == text
    with pytest.raises(ModelError) as caught:
        IdentityObject.read(tree, strict=True)
    assert (caught.value.code, caught.value.pointer) == ("model.wrong-form", "/identityHash")


def test_what_is_not_hashed_may_be_anything() -> None:
    tree = {**IDENTITY, "hashed": False, "identityHash": "a@example.com"}
    assert IdentityObject.read(tree, strict=True).identity_hash == "a@example.com"


# What numbers and booleans are


def test_numbers_stay_as_they_are() -> None:
    tree = {"type": "GeoCoordinates", "latitude": JsonReal("52.370"), "longitude": 5}
    place = GeoCoordinates.read(tree)
    assert type(place.longitude) is int
    assert '"latitude":52.370,"longitude":5' in place.to_json(indent=None)


def test_numbers_beyond_a_double_stay_as_they_are() -> None:
    assert AchievementSubject.read({**SUBJECT, "creditsEarned": 2**70}).credits_earned == 2**70


@pytest.mark.parametrize("value", ["true", 1, 0, None, "yes"])
def test_a_boolean_is_true_or_false(value: Any) -> None:
    tree = {**IDENTITY, "identityHash": f"sha256${HASH}"}
    assert fault(IdentityObject, tree, hashed=value) == ("model.wrong-type", "/hashed")


def test_a_quoted_number_is_told_to_lose_its_quotes() -> None:
    with pytest.raises(ModelError) as caught:
        AchievementSubject.read({**SUBJECT, "creditsEarned": "3"})
    assert caught.value.message == 'found "3", wanted a number'
    assert caught.value.hint == "write it without quotes"


# What a text with a language is


def test_a_text_may_carry_its_language() -> None:
    name = {"@value": "تشبيك", "@language": "ar", "@direction": "rtl"}
    read = Achievement.read({**ACHIEVEMENT, "name": name})
    assert read.name == "تشبيك"
    assert isinstance(read.name, LanguageString)
    assert read.name.values == (LanguageValue("تشبيك", "ar", "rtl"),)
    assert read.to_dict()["name"] == name
    assert pickle.loads(pickle.dumps(read)).to_dict() == read.to_dict()


def test_a_text_may_come_in_several_languages() -> None:
    names = [{"@value": "Knitting", "@language": "en"}, {"@value": "Tricot", "@language": "fr"}, {"@value": "-"}]
    read = Profile.read({**PROFILE, "name": names})
    assert read.name == "Knitting"
    assert isinstance(read.name, LanguageString)
    assert [value.language for value in read.name.values] == ["en", "fr", None]
    assert read.to_dict()["name"] == names


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ({"en": "Knitting"}, "model.wrong-type", "/name"),
        ({"@value": "a", "url": "b"}, "model.wrong-type", "/name"),
        ({"@value": 3}, "model.wrong-type", "/name"),
        ({}, "model.wrong-type", "/name"),
        ([], "model.wrong-type", "/name"),
        (["Knitting"], "model.wrong-type", "/name/0"),
        ({"@value": "a", "@language": "not a tag"}, "model.wrong-form", "/name/@language"),
        ({"@value": "a", "@language": 1}, "model.wrong-form", "/name/@language"),
        ([{"@value": "a"}, {"@value": "b", "@direction": "up"}], "model.wrong-form", "/name/1/@direction"),
        ({"@value": "a", "@direction": {}}, "model.wrong-form", "/name/@direction"),
    ],
)
def test_anything_else_is_no_text_with_a_language(value: Any, code: str, pointer: str) -> None:
    assert fault(Profile, PROFILE, name=value) == (code, pointer)


def test_other_texts_carry_no_language() -> None:
    assert fault(AchievementSubject, SUBJECT, role={"@value": "a"}) == ("model.wrong-type", "/role")
