"""The edges of the rules: what is beside a fault, and is none."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from badges import AT
from microcred.document import Document
from microcred.lint import RULES, Linter, Subject

LINTER = Linter(unsigned=True, at=AT)


def good(**changes: Any) -> dict[str, Any]:
    """The good base document with some of its members changed; a path is written with ``__`` between its steps."""
    tree = Document.parse(files("microcred.lint.samples").joinpath("credential.json").read_bytes()).to_dict()
    for path, value in changes.items():
        holder: Any = tree
        *way, last = path.split("__")
        for step in way:
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
        if value is None:
            holder.pop(last)
        else:
            holder[last] = value
    return tree


def told(tree: dict[str, Any]) -> dict[str, str]:
    """What the rules say: each code with the last place that it was said of."""
    subject = Subject(Document.of(tree), AT)
    return {code: breach.pointer for code, rule in RULES.items() for breach in rule(subject)}


def named(name: Any) -> dict[str, Any]:
    return good(evidence__0__name=name)


def recognised_by(**members: Any) -> dict[str, Any]:
    identity = {"type": "IdentityObject", "hashed": False, "identityHash": "x", "identityType": "userName", **members}
    return good(credentialSubject__identifier=[identity])


# --- texts


@pytest.mark.parametrize(
    "name",
    [
        "“CAFÉ”, “PÅ”, „EBENE Ä“ und «ÎLE D’YEÜ»",
        "O lugar “AMANHÔ, à volta de vinte…",
        "„Weiterbildung für Ämter“ – 20°C ±2",
        "“É” é um verbo",
        "Größe Ø 20 mm × 30 mm",
        "Ελληνικά και Русский и 日本語",
        "Ünïcödé",
    ],
)
def test_letters_with_accents_are_not_taken_for_a_double_encoding(name: str) -> None:
    assert told(named(name)) == {}


@pytest.mark.parametrize(
    "name", ["Café", "Österreich", "ÜBUNG", "BÜRO", "Zażółć gęślą jaźń", "it’s", "SAFe®", "20 °C", "Łódź 👍", "naïve"]
)
def test_what_was_encoded_twice_is_told_with_what_it_was(name: str) -> None:
    twice = "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in name.encode()
    )
    (breach,) = RULES["text.double-encoded"](Subject(Document.of(named(twice)), AT))
    assert breach.wanted == f'"{name}"'


@pytest.mark.parametrize(
    "name",
    [
        "a < b > c, <https://college.example/> and if x<y",
        "Research & Development; AT&T",
        "Costs $20 {for two} 100 %",
        r"C:\new\users and \nabla",
        "Todo el mundo. TODO EL MUNDO",
        "None",
        "a👨‍👩‍👧b",
        "می‌خواهم",
        "\u2067שלום\u2069 world",
        "ไทย\u200bภาษา",
        "IT-специалист 2С, Δt, μm",
    ],
)
def test_texts_of_the_real_world_pass(name: str) -> None:
    assert told(named(name)) == {}


def test_a_narrative_may_end_its_last_line() -> None:
    assert told(good(evidence__0__narrative="Ten samples.\n\n- one\n- two\n")) == {}


def test_a_text_with_a_language_is_a_text() -> None:
    tree = named({"@value": "CafÃ©", "@language": "fr"})
    assert told(tree)["text.double-encoded"] == "/evidence/0/name/@value"


def test_what_a_context_defines_is_no_text() -> None:
    tree = good()
    tree["@context"].append({"name": " CafÃ© {{x}} ", "@vocab": "http://localhost/"})
    assert told(tree) == {}


# --- persons


@pytest.mark.parametrize(
    "path", ["issuer__email", "credentialSubject__achievement__creator", "credentialSubject__achievement__description"]
)
def test_the_address_of_an_organisation_may_be_known(path: str) -> None:
    value: Any = "Write to badges@college.example or +47 21 00 00 00 about this."
    if path.endswith("creator"):
        value = {"id": "did:example:c", "type": ["Profile"], "email": value, "phone": "+47 21 00 00 00"}
    assert told(good(**{path: value})) == {}


def test_the_number_of_a_company_is_no_national_number_of_a_learner() -> None:
    entry = {"type": "IdentifierEntry", "identifier": "987654321", "identifierType": "nationalIdentityNumber"}
    assert told(good(issuer__otherIdentifier=[entry])) == {}


def test_an_endorsement_speaks_of_no_learner() -> None:
    tree = good(credentialSubject={"id": "did:example:x", "type": ["EndorsementSubject"]})
    tree["credentialSubject"]["endorsementComment"] = "Ask a@college.example"
    assert "privacy.e-mail-in-text" not in told(tree)


@pytest.mark.parametrize(
    "address",
    [
        "https://social.example/@kim",
        "https://packages.example/soil@1.2.3",
        "mailto:badges@college.example",
        "https://college.example/?code=SOIL-2026&page=12345678",
        "https://college.example/berg/12",
    ],
)
def test_addresses_that_give_nobody_away_pass(address: str) -> None:
    tree = good(issuer__url=address)
    tree["credentialSubject"] |= {"type": ["AchievementSubject", "Profile"], "name": "Kim Berg"}
    assert told(tree) == {}


def test_numbers_that_are_no_telephone_numbers_pass() -> None:
    assert (
        told(good(credentialSubject__narrative="Sum 12+345, 2026-01-15, ISBN 978-3-16-148410-0, +5 °C to +20 °C")) == {}
    )


# --- identifiers


def test_an_identifier_in_clear_needs_no_salt() -> None:
    assert told(recognised_by()) == {}


@pytest.mark.parametrize("salt", ["0" * 40, "abcabcabcabcabcabc", "Kosher"])
def test_a_salt_is_random(salt: str) -> None:
    digest = "sha256$" + "0" * 64
    tree = recognised_by(hashed=True, identityHash=digest, salt=salt)
    assert list(told(tree)) == ["identity.weak-salt"]


def test_an_empty_salt_is_none() -> None:
    tree = recognised_by(hashed=True, identityHash="sha256$" + "0" * 64, salt="")
    assert list(told(tree)) == ["identity.no-salt"]


# --- dates


def test_a_membership_may_go_on_after_the_award() -> None:
    assert told(good(credentialSubject__activityEndDate="2027-01-12T09:00:00Z")) == {}


def test_an_older_award_may_be_issued_today() -> None:
    dates = {"awardedDate": "1985-06-30T12:00:00Z", "credentialSubject__activityStartDate": "1981-09-01T12:00:00Z"}
    assert told(good(**dates, credentialSubject__activityEndDate="1985-06-30T12:00:00Z")) == {}


def test_the_end_of_version_1_counts_as_an_end() -> None:
    tree = good(validUntil=None, expirationDate="2029-01-15T09:00:00Z")
    assert "status.forever" not in told(tree)
    assert "dates.endless" in told(good(validUntil=None, expirationDate="2999-01-15T09:00:00Z"))


# --- results


@pytest.mark.parametrize("value", ["60", "60.0", "100", "+75"])
def test_a_result_may_just_do(value: str) -> None:
    assert told(good(credentialSubject__result__0__value=value)) == {}


@pytest.mark.parametrize(("value", "enough"), [("D", False), ("C", True), ("A", True), ("Z", True)])
def test_grades_are_compared_by_their_place_in_the_list(value: str, enough: bool) -> None:
    assert ("result.below-required" not in told(good(credentialSubject__result__1__value=value))) is enough


def test_levels_may_share_their_points() -> None:
    path = "credentialSubject__achievement__resultDescription__2__rubricCriterionLevel__1__points"
    assert told(good(**{path: "1"})) == {}


def test_a_result_of_another_achievement_is_not_compared() -> None:
    tree = good(credentialSubject__result__0__value="1", credentialSubject__result__0__resultDescription="urn:uuid:x")
    assert "result.below-required" not in told(tree)


# --- pictures and addresses


@pytest.mark.parametrize(
    "image",
    [
        "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
        "data:image/svg+xml;charset=utf-8;base64,PD94bWwgdmVyc2lvbj0iMS4wIj8+PHN2Zy8+",
        "DATA:IMAGE/PNG;BASE64,iVBORw0KGgo=",
        "https://college.example/a.png",
    ],
)
def test_pictures_in_all_forms_pass(image: str) -> None:
    assert told(good(credentialSubject__achievement__image__id=image)) == {}


@pytest.mark.parametrize(
    "address",
    [
        *("http://localhost:8000/x", "https://10.1.2.3/", "https://[::1]/x", "https://badges.local/"),
        *("file:///tmp/x.pdf", "https://intranet/x", "did:web:localhost%3A8443"),
    ],
)
def test_an_address_of_one_network_is_told(address: str) -> None:
    assert told(good(evidence__0__id=address))["interop.unreachable-address"] == "/evidence/0/id"


@pytest.mark.parametrize("address", ["did:web:college.example", "urn:isbn:9783161484100", "https://bücher.example/"])
def test_an_address_that_may_be_public_passes(address: str) -> None:
    assert "interop.unreachable-address" not in told(good(evidence__0__id=address))


def test_the_identifiers_of_frameworks_may_be_plain_http() -> None:
    path = "credentialSubject__achievement__alignment__0__targetUrl"
    assert told(good(**{path: "http://data.europa.eu/esco/skill/0005c151-5b5a-4a66-8aac-60e734beb1ab"})) == {}


@pytest.mark.parametrize("index", ["0", "94567"])
def test_a_status_index_in_a_string_passes(index: str) -> None:
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": index}
    entry["statusListCredential"] = "https://status.college.example/1"
    assert told(good(credentialStatus=entry)) == {}


# --- quality


def test_criteria_in_few_characters_may_say_much() -> None:
    path = "credentialSubject__achievement__criteria__narrative"
    assert told(good(**{path: "十個の土壌試料を採取し記録する。"})) == {}


def test_criteria_at_an_address_may_be_short_here() -> None:
    criteria = {"id": "https://college.example/soil-2", "narrative": "See the page."}
    assert told(good(credentialSubject__achievement__criteria=criteria)) == {}


def test_only_a_micro_credential_is_asked_for_its_workload_and_country() -> None:
    tree = good(credentialSubject__achievement__achievementType="Course", issuer__address=None)
    del tree["credentialSubject"]["achievement"]["creditsAvailable"]
    assert told(tree) == {}


def test_an_achievement_that_is_only_named_is_not_judged() -> None:
    tree = good(credentialSubject__achievement={"id": "https://college.example/a", "type": ["Achievement"]})
    tree["credentialSubject"]["result"] = []
    assert told(tree) == {}


# --- credentials within


def test_what_is_nested_is_told_once_and_at_its_place() -> None:
    inner = good(evidence__0__name="CafÃ©", id="https://college.example/badges/2")
    tree = good(endorsement=[inner])
    found = [each for each in LINTER.check("a.json", bytes(Document.of(tree))) if each.code == "text.double-encoded"]
    assert [each.pointer for each in found] == ["/endorsement/0/evidence/0/name"]


def test_a_document_that_is_no_badge_is_not_asked_for_what_badges_have() -> None:
    tree = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:x",
        "credentialSubject": {"id": "did:example:y"},
    }
    assert told(tree) == {}
