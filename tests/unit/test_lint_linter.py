"""The linter: every check that a verifier makes and that needs no network, all of them at once, each fault once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from badges import AT, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from microcred.document import Document, to_json
from microcred.errors import UsageError
from microcred.lint import Breach, Finding, Linter, Severity, Subject
from ordinary import endorsement
from tokens import badge_token, claims, header, token

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SIGNED = Linter(at=AT, rules={})
DRAFTS = Linter(at=AT, rules={}, unsigned=True)


def codes(content: bytes | dict[str, Any], linter: Linter = DRAFTS) -> list[tuple[str, str | None]]:
    """What is found, each code with its pointer."""
    return [(found.code, found.pointer) for found in findings(content, linter)]


def findings(content: bytes | dict[str, Any], linter: Linter = DRAFTS) -> list[Finding]:
    return linter.check("badge.json", content if isinstance(content, bytes) else to_json(content))


def achievement(**changes: Any) -> dict[str, Any]:
    """A badge whose achievement has other members."""
    subject = unsigned()["credentialSubject"]
    return unsigned(credentialSubject={**subject, "achievement": {**subject["achievement"], **changes}})


def test_a_signed_badge_that_holds_has_no_finding() -> None:
    assert codes(sealed().raw, SIGNED) == []
    assert codes(badge_token().encode(), SIGNED) == []


def test_a_badge_without_a_proof_is_one_finding_unless_drafts_are_allowed() -> None:
    assert codes(unsigned(), SIGNED) == [("proof.missing", "")]
    assert codes(unsigned()) == []


def test_a_changed_badge_is_found_out_by_its_signature() -> None:
    changed = sealed().raw.replace(b'"creditsEarned": 1.5', b'"creditsEarned": 2.5')
    assert codes(changed, SIGNED) == [("proof.signature-invalid", "/proof/proofValue")]


def test_a_draft_with_a_proof_is_held_to_it() -> None:
    changed = sealed().raw.replace(b'"creditsEarned": 1.5', b'"creditsEarned": 2.5')
    assert codes(changed, DRAFTS) == [("proof.signature-invalid", "/proof/proofValue")]


def test_the_key_of_somebody_else_is_found_without_the_network() -> None:
    assert codes(sealed(signer=STRANGER).raw, SIGNED) == [("key.not-the-issuers", "/proof/verificationMethod")]


def test_a_key_that_would_have_to_be_fetched_is_no_finding() -> None:
    badge = unsigned(issuer={"id": "did:web:college.example", "type": ["Profile"]})
    proof = {**sealed().to_dict()["proof"], "verificationMethod": "did:web:college.example#key-1"}
    assert codes({**badge, "proof": proof}, SIGNED) == []


def test_what_a_proof_says_of_itself_is_checked_though_its_key_cannot_be_had() -> None:
    badge = unsigned(issuer={"id": "did:web:college.example", "type": ["Profile"]})
    proof = {**sealed().to_dict()["proof"], "verificationMethod": "did:web:college.example#key-1"}
    late = {**proof, "expires": "2026-02-01T00:00:00Z"}
    assert codes({**badge, "proof": late}, SIGNED) == [("proof.expired", "/proof/expires")]
    other = {**proof, "proofPurpose": "authentication"}
    assert codes({**badge, "proof": other}, SIGNED) == [("proof.wrong-purpose", "/proof/proofPurpose")]


def test_each_proof_is_looked_at() -> None:
    good = sealed().to_dict()["proof"]
    bad = {**good, "proofPurpose": "authentication"}
    found = codes({**unsigned(), "proof": [good, bad, {"type": "DataIntegrityProof"}]}, SIGNED)
    assert [code for code, _ in found] == ["proof.wrong-purpose", "proof.malformed"]


def test_faults_of_several_checks_are_told_at_once() -> None:
    badge = achievement(criteria=None, honours="x")
    badge["validUntil"] = "2026-02-01T00:00:00Z"
    badge["credentialSubject"]["result"][0]["value"] = "Z"
    found = codes(badge)
    assert ("model.wrong-type", "/credentialSubject/achievement/criteria") in found
    assert ("contexts.undefined-term", "/credentialSubject/achievement/honours") in found
    assert ("result.value-not-allowed", "/credentialSubject/result/0/value") in found
    assert ("period.expired", "/validUntil") in found


def test_findings_come_in_the_order_of_the_lines() -> None:
    badge = achievement(criteria=None, honours="x")
    places = [found.position for found in findings({"a": 1, **badge, "z": 1})]
    assert places == sorted(places)
    assert len(places) >= 4


def test_reading_is_by_the_letter() -> None:
    assert codes(unsigned(type="OpenBadgeCredential"))[0][0].startswith("model.")
    assert ("model.cardinality", "/credentialSubject/achievement/tag") in codes(achievement(tag="soil"))


def test_one_place_is_spoken_of_once() -> None:
    badge = unsigned(validUntil="soon")
    assert codes(badge) == [("model.not-a-date-time", "/validUntil")]


def test_a_fault_of_an_endorsement_is_told_once_and_at_its_place_in_the_outer_document() -> None:
    inner = endorsement(1)
    inner.pop("proof")
    inner["validFrom"] = "yesterday"
    badge = achievement(endorsement=[inner])
    badge["@context"].append(EXTENSIONS)
    place = "/credentialSubject/achievement/endorsement/0/validFrom"
    assert [found for found in codes(badge) if found[1] == place] == [("model.not-a-date-time", place)]


def test_an_endorsement_of_something_else_is_found() -> None:
    inner = endorsement(1, target="https://college.example/achievements/water-1")
    inner.pop("proof")
    badge = achievement(endorsement=[inner])
    badge["@context"].append(EXTENSIONS)
    place = "/credentialSubject/achievement/endorsement/0/credentialSubject/id"
    assert ("endorsements.of-another", place) in codes(badge)


def test_an_endorsement_in_a_token_is_looked_into() -> None:
    payload = {
        **claims(jti=None, sub=None, nbf=None, exp=None),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "credentialSubject": {"id": "urn:x:another", "type": ["EndorsementSubject"], "honours": "x"},
    }
    jwt = token(header(), payload)
    badge = achievement(endorsementJwt=[jwt])
    found = [each for each in findings(badge) if each.inner_pointer is not None]
    place = "/credentialSubject/achievement/endorsementJwt/0"
    assert {each.pointer for each in found} == {place}
    assert ("endorsements.of-another", "/credentialSubject/id") in [(each.code, each.inner_pointer) for each in found]
    assert all(each.inner is not None for each in found)


def record(*held: dict[str, Any]) -> dict[str, Any]:
    """A learner record that holds some credentials."""
    return {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES],
        "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a12",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": unsigned()["issuer"],
        "validFrom": "2026-01-15T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": list(held),
        },
    }


def test_the_credentials_of_a_record_are_checked_as_what_they_are() -> None:
    late = unsigned(validUntil="2026-02-01T00:00:00Z")
    place = "/credentialSubject/verifiableCredential/1/validUntil"
    assert codes(record(unsigned(id="urn:uuid:1"), late)) == [("period.expired", place)]


def test_a_credential_of_somebody_else_in_a_record_needs_a_proof_of_its_own() -> None:
    foreign = unsigned(issuer={"id": "did:web:other.example", "type": ["Profile"]})
    found = [each for each in findings(record(unsigned(id="urn:uuid:1"), foreign), SIGNED) if each.pointer]
    assert [(each.code, each.severity) for each in found] == [("proof.covered-by-outer", Severity.WARNING)]


def test_presentations_are_checked_with_what_they_hold() -> None:
    presentation = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": 1,
        "verifiableCredential": [sealed(unsigned(validUntil="2026-02-01T00:00:00Z")).to_dict()],
    }
    found = codes(presentation)
    assert ("period.expired", "/verifiableCredential/0/validUntil") in found
    assert any(pointer == "/holder" for _, pointer in found)


def test_a_status_list_is_a_credential_like_others() -> None:
    listed = {
        "@context": [CREDENTIALS_V2],
        "id": "https://college.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": SIGNER.verification_method.partition("#")[0],
        "validFrom": "2026-01-15T09:00:00Z",
        "credentialSubject": {
            "id": "https://college.example/status/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA",
        },
    }
    assert codes(listed) == []
    assert codes({**listed, "validUntil": "2026-02-01T00:00:00Z"}) == [("period.expired", "/validUntil")]


def test_a_template_of_an_achievement_is_checked_where_drafts_are() -> None:
    template = unsigned()["credentialSubject"]["achievement"]
    assert codes(template) == []
    assert codes({**template, "criteria": None, "honours": 1}) == [
        ("model.wrong-type", "/criteria"),
        ("contexts.undefined-term", "/honours"),
    ]
    assert codes(template, SIGNED) == [("document.not-a-credential", "")]


def test_a_template_of_a_profile_is_checked_where_drafts_are() -> None:
    assert codes({"id": "did:example:college", "type": ["Profile"], "name": "Riverside College"}) == []
    assert codes({"id": "did:example:college", "type": ["Profile"], "url": "no url"}) == [("model.not-a-uri", "/url")]


def test_a_badge_of_open_badges_2_has_its_own_code() -> None:
    older = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://college.example/assertions/1",
        "badge": "https://college.example/badges/1",
        "recipient": {"type": "email", "identity": "ada@example.edu", "hashed": False},
        "issuedOn": "2020-01-01T00:00:00Z",
    }
    assert codes(older) == [("document.open-badges-2", "")]


def test_json_that_is_no_credential_says_so() -> None:
    assert codes(b'{"name": "package", "version": "1.0.0"}') == [("document.not-a-credential", "")]


def test_an_unknown_context_is_a_warning_that_says_how_to_give_it() -> None:
    badge = unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, "https://college.example/c.json"]}, honours="x")
    [found] = findings(badge)
    assert (found.code, found.pointer, found.severity) == ("contexts.unknown", "/@context/2", Severity.WARNING)
    assert 'contexts = {"https://college.example/c.json" = ' in found.hint


def test_every_unknown_context_is_told_and_not_only_the_first() -> None:
    urls = ["https://college.example/a.json", "https://college.example/b.json"]
    badge = unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, *urls]})
    assert [pointer for _, pointer in codes(badge)] == ["/@context/2", "/@context/3"]


def test_a_context_that_was_given_is_used() -> None:
    url, context = "https://college.example/c.json", b'{"@context": {"honours": "https://college.example/#honours"}}'
    badge = unsigned(**{"@context": [CREDENTIALS_V2, OPEN_BADGES, url]}, honours="x")
    assert codes(badge, Linter(at=AT, rules={}, unsigned=True, contexts={url: context})) == []


def test_a_schema_that_nobody_here_can_read_is_a_warning_and_one_that_would_be_fetched_is_nothing() -> None:
    named = {"id": "https://college.example/schema.json", "type": "JsonSchema"}
    assert codes(unsigned(credentialSchema=[named])) == []
    foreign = unsigned(credentialSchema=[{**named, "type": "XmlSchema"}])
    [found] = [each for each in findings(foreign) if each.code == "schema.not-assessed"]
    assert (found.pointer, found.severity) == ("/credentialSchema", Severity.WARNING)


def test_an_unknown_suite_is_a_warning() -> None:
    proof = {**sealed().to_dict()["proof"], "cryptosuite": "bbs-2023"}
    [found] = findings({**unsigned(), "proof": proof}, SIGNED)
    assert (found.code, found.severity) == ("proof.unsupported-suite", Severity.WARNING)


def test_a_word_that_only_a_token_covers_is_a_warning() -> None:
    [found] = findings(token(header(), {**claims(), "honours": "x"}).encode(), SIGNED)
    assert (found.code, found.severity) == ("contexts.undefined-term", Severity.WARNING)


def test_the_end_of_a_token_and_of_the_badge_in_it_are_one_finding() -> None:
    late = claims(validUntil="2026-02-01T00:00:00Z", exp=1769904000)
    assert codes(token(header(), late).encode(), SIGNED) == [("period.expired", "/validUntil")]
    only_token = claims(validUntil=None, exp=1769904000)
    assert codes(token(header(), only_token).encode(), SIGNED) == [("proof.expired", "/exp")]


def test_findings_say_what_was_found_and_what_was_wanted() -> None:
    [found] = findings(unsigned(validUntil="soon"))
    assert (found.found, found.wanted) == ('"soon"', "a date and time with a zone")
    assert found.section
    assert found.to_dict()["line"] == found.position.line


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ({}, ["contexts.undefined-term", "model.not-a-date-time"]),
        ({"select": ["model"]}, ["model.not-a-date-time"]),
        ({"select": ["contexts.undefined-term"]}, ["contexts.undefined-term"]),
        ({"ignore": ["contexts"]}, ["model.not-a-date-time"]),
        ({"ignore": ["contexts", "model.not-a-date-time"]}, []),
        ({"select": ["model", "contexts"], "ignore": ["model"]}, ["contexts.undefined-term"]),
        ({"select": ["model.not-a-date-time"], "ignore": ["model"]}, ["model.not-a-date-time"]),
        ({"select": ["model"], "ignore": ["model"]}, []),
    ],
)
def test_the_more_exact_word_decides_what_is_reported(settings: dict[str, Any], left: list[str]) -> None:
    linter = Linter(at=AT, rules={}, unsigned=True, **settings)
    assert sorted(code for code, _ in codes(unsigned(validUntil="soon", honours="x"), linter)) == left


def test_what_cannot_be_read_is_told_whatever_was_selected() -> None:
    assert codes(b"{", Linter(at=AT, select=["dates"])) == [("document.not-json", None)]
    assert codes(b"{}", Linter(at=AT, select=["model"])) == [("document.not-a-credential", "")]
    assert codes(b"{", Linter(at=AT, ignore=["document"])) == []


@pytest.mark.parametrize("code", ["model", "model.not-a-date-time"])
def test_a_severity_can_be_changed_for_a_code_and_a_family(code: str) -> None:
    [found] = findings(unsigned(validUntil="soon"), Linter(at=AT, rules={}, unsigned=True, severity={code: "note"}))
    assert found.severity is Severity.NOTE


@pytest.mark.parametrize(
    ("settings", "code", "hint"),
    [
        ({"select": ["modle"]}, "usage.unknown-code", "did you mean model"),
        ({"ignore": ["model.mising"]}, "usage.unknown-code", "did you mean model.missing"),
        ({"severity": {"daets": "note"}}, "usage.unknown-code", "did you mean dates"),
        ({"severity": {"model": "info"}}, "usage.bad-severity", ""),
        ({"compat": ["nobody"]}, "usage.unknown-verifier", ""),
        ({"at": datetime(2026, 6, 1)}, "usage.naive-datetime", ""),
    ],
)
def test_a_linter_is_not_made_of_what_there_is_not(settings: dict[str, Any], code: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        Linter(**settings)
    assert refused.value.code == code
    assert hint in (refused.value.hint or "")


def test_a_rule_of_ones_own_sees_the_document_and_what_was_reported() -> None:
    seen: list[Subject] = []

    def shouting(subject: Subject) -> Iterator[Breach]:
        seen.append(subject)
        yield Breach("/name", "found a name in capitals", wanted="a quiet one")

    [own] = findings(unsigned(name="SOIL"), Linter(at=AT, unsigned=True, rules={"dates.activity-reversed": shouting}))
    assert (own.found, own.wanted) == ('"SOIL"', "a quiet one")
    assert seen[0].at == AT


def test_the_moment_to_judge_by_is_said() -> None:
    assert codes(unsigned(), Linter(at=datetime(2040, 1, 1, tzinfo=UTC), rules={}, unsigned=True)) == [
        ("period.expired", "/validUntil")
    ]


def test_a_finding_is_known_again_when_lines_have_moved() -> None:
    badge = unsigned(validUntil="soon")
    [one] = findings(badge)
    [other] = findings(b"\n\n" + Document.of(badge).raw)
    [changed] = findings(unsigned(validUntil="later"))
    assert one.position != other.position
    assert one.fingerprint == other.fingerprint != changed.fingerprint


def test_a_misspelled_member_is_told_with_the_word_that_was_meant() -> None:
    found = Linter(unsigned=True, at=AT, select=["contexts"]).check("x", to_json(unsigned(nmae="Soil Sampling")))
    assert [(each.code, each.pointer, each.hint) for each in found] == [
        ("contexts.undefined-term", "/nmae", "define it in a context, or leave it out")
    ]
    found = Linter(unsigned=True, at=AT, select=["contexts"]).check("x", to_json(unsigned(validUntill="2029")))
    assert [each.hint for each in found] == ["did you mean validUntil?"]


@pytest.mark.parametrize("name", ["achievement.json", "credential.json", "profile.json"])
def test_a_draft_leaves_to_its_issuer_what_is_filled_in(name: str) -> None:
    content = (Path(__file__).parents[2] / "examples" / name).read_bytes()
    found = Linter(unsigned=True, at=AT).check(name, content)
    assert [each.code for each in found if each.severity is not Severity.NOTE] == []


def test_what_is_signed_names_its_issuer() -> None:
    content = (Path(__file__).parents[2] / "examples" / "credential.json").read_bytes()
    found = Linter(at=AT).check("credential.json", content)
    assert {"proof.missing", "model.missing"} <= {each.code for each in found}
