"""``microcred issue``: what is signed, by whom, for how long, and what is refused."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from badges import SIGNER, unsigned
from cli_runs import ISSUER, Run, achievement, key_file, run, write
from microcred.artwork import badge_png
from microcred.baking import unbake
from microcred.document import Document
from microcred.keys import PublishedKey, controller_document
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from world import World

DID_WEB = "did:web:mill.example.org"
MULTIKEY = SIGNER.public_key.to_multikey()
DRAFT = unsigned()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return key_file(tmp_path)


def issue(folder: Path, content: Any, *arguments: str | Path, **options: Any) -> Run:
    place = write(folder / "input.json", content)
    return run("issue", place, "--key", folder / "issuer.pem", *arguments, **options)


def award(folder: Path, *arguments: str | Path, **members: Any) -> Run:
    return issue(folder, achievement(**members), "--issuer-name", "Mill School", *arguments)


def is_genuine(credential: bytes, controller: Mapping[str, Any] | None = None) -> bool:
    world = World()
    if controller is not None:
        world.serve_did_web(controller["id"], controller)
    return Verifier(trust=AnyIssuer(), fetcher=world).verify(credential).authentic is True


# --- an unsigned credential
@pytest.mark.usefixtures("key")
def test_a_credential_is_signed_as_it_is(tmp_path: Path) -> None:
    found = issue(tmp_path, DRAFT)
    signed = Document.parse(found.raw)
    assert found.code == 0
    assert {name: value for name, value in signed.to_dict().items() if name != "proof"} == DRAFT
    assert is_genuine(found.raw)


@pytest.mark.usefixtures("key")
def test_numbers_and_dates_keep_their_spelling(tmp_path: Path) -> None:
    text = json.dumps({**DRAFT, "validFrom": "2026-01-01T01:00:00.50+01:00"}).replace("1.5", "1.50")
    found = issue(tmp_path, text.encode())
    assert '"creditsEarned": 1.50,' in found.out
    assert "2026-01-01T01:00:00.50+01:00" in found.out


@pytest.mark.usefixtures("key")
def test_a_missing_issuer_is_filled_in(tmp_path: Path) -> None:
    found = issue(tmp_path, unsigned(issuer=None), "--issuer-name", "Mill School")
    assert found.json()["issuer"] == {"id": ISSUER, "type": ["Profile"], "name": "Mill School"}
    assert is_genuine(found.raw)


@pytest.mark.usefixtures("key")
def test_the_credential_is_read_from_stdin(tmp_path: Path) -> None:
    found = run("issue", "-", "--key", tmp_path / "issuer.pem", stdin=json.dumps(DRAFT).encode())
    assert (found.code, is_genuine(found.raw)) == (0, True)


@pytest.mark.usefixtures("key")
def test_words_for_people_go_to_stderr_alone(tmp_path: Path) -> None:
    found = issue(tmp_path, DRAFT, "-o", tmp_path / "out.json")
    assert found.out == ""
    assert found.err == f"wrote {tmp_path}/out.json\nsigned by {ISSUER} with the key {SIGNER.verification_method}\n"


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("content", "arguments", "code", "exit_code"),
    [
        ({**DRAFT, "proof": {}}, (), "usage.already-signed", 2),
        ({"name": "x"}, (), "usage.not-issuable", 2),
        (b"{", (), "document.not-json", 1),
        (DRAFT, ("--to", "ana@example.org"), "usage.contradiction", 2),
        (DRAFT, ("--hash-recipient",), "usage.contradiction", 2),
        (DRAFT, ("--issuer-name", "Mill School"), "usage.contradiction", 2),
        (DRAFT, ("--did", "web:other.example"), "usage.contradiction", 2),
        (DRAFT, ("--valid-from", "2026-01-01"), "usage.contradiction", 2),
        (DRAFT, ("--valid-for", "P1Y"), "usage.contradiction", 2),
        (unsigned(validFrom=None), (), "model.missing", 1),
        (unsigned(validUntil=None, validFrom=None), ("--valid-for", "P1Y"), "usage.missing-option", 2),
        (unsigned(validUntil=None), ("--valid-for", "P9000Y"), "usage.bad-period", 2),
        (DRAFT, ("--valid-for", "P1Y", "--valid-until", "2029-01-01"), "usage.contradiction", 2),
        (unsigned(honours="summa"), (), "contexts.undefined-term", 1),
        ({**DRAFT, "@context": [*DRAFT["@context"], "https://example.org/own"]}, (), "contexts.unknown", 3),
        (achievement(), (), "usage.missing-option", 2),
        (achievement(), ("--to", "Ana"), "usage.bad-recipient", 2),
        (achievement(), ("--to", "did:example:ana", "--hash-recipient"), "usage.contradiction", 2),
        (achievement(criteria=None), ("--to", "did:example:ana"), "model.missing", 1),
        (achievement(descripton="x"), ("--to", "did:example:ana"), "model.unknown-member", 1),
    ],
)
def test_what_cannot_be_issued_leaves_no_output(
    tmp_path: Path, content: Any, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    found = issue(tmp_path, content, *arguments, "-o", tmp_path / "out.json")
    assert (found.code, found.out) == (exit_code, "")
    assert found.err.startswith(f"error[{code}]: ")
    assert not (tmp_path / "out.json").exists()


@pytest.mark.usefixtures("key")
def test_a_fault_is_told_with_the_file_it_is_in(tmp_path: Path) -> None:
    assert f"error[document.not-json]: {tmp_path}/input.json: not JSON at line 1" in issue(tmp_path, b"{").err


# --- an achievement for somebody
@pytest.mark.usefixtures("key")
def test_an_achievement_is_awarded_to_a_did(tmp_path: Path) -> None:
    found = award(tmp_path, "--to", "did:example:ana")
    tree = found.json()
    assert tree["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert tree["issuer"] == {"id": ISSUER, "type": ["Profile"], "name": "Mill School"}
    assert tree["credentialSubject"] == {
        "id": "did:example:ana",
        "type": ["AchievementSubject"],
        "achievement": achievement(),
    }
    assert tree["id"].startswith("urn:uuid:")
    assert is_genuine(found.raw)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("address", ["ana@example.org", "mailto:ana@example.org"])
def test_an_email_address_becomes_an_identifier(tmp_path: Path, address: str) -> None:
    found = award(tmp_path, "--to", address)
    (identity,) = found.json()["credentialSubject"]["identifier"]
    assert identity == {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "ana@example.org",
        "identityType": "emailAddress",
    }
    assert "id" not in found.json()["credentialSubject"]
    assert "--hash-recipient hides it" in found.err


@pytest.mark.usefixtures("key")
def test_a_hashed_address_is_salted_anew_each_time(tmp_path: Path) -> None:
    found = [award(tmp_path, "--to", "ana@example.org", "--hash-recipient") for _ in range(2)]
    identities = [run.json()["credentialSubject"]["identifier"][0] for run in found]
    for identity in identities:
        digest = hashlib.sha256(f"ana@example.org{identity['salt']}".encode()).hexdigest()
        assert (identity["hashed"], identity["identityHash"]) == (True, f"sha256${digest}")
        assert len(bytes.fromhex(identity["salt"])) >= 16
    assert identities[0]["salt"] != identities[1]["salt"]
    assert "ana@example.org" not in "".join(run.out + run.err for run in found)


@pytest.mark.usefixtures("key")
def test_the_dates_of_the_options_are_those_of_the_badge(tmp_path: Path) -> None:
    found = award(tmp_path, "--to", "did:example:ana", "--valid-from", "2028-02-29", "--valid-for", "P1Y")
    assert (found.json()["validFrom"], found.json()["validUntil"]) == ("2028-02-29T00:00:00Z", "2029-02-28T00:00:00Z")


@pytest.mark.usefixtures("key")
def test_a_last_day_lasts_to_its_end(tmp_path: Path) -> None:
    found = award(tmp_path, "--to", "did:example:ana", "--valid-from", "2026-01-01", "--valid-until", "2027-12-31")
    assert found.json()["validUntil"] == "2027-12-31T23:59:59Z"


@pytest.mark.usefixtures("key")
def test_a_duration_counts_from_the_date_of_the_credential(tmp_path: Path) -> None:
    found = issue(tmp_path, unsigned(validFrom="2026-03-31T12:00:00+02:00", validUntil=None), "--valid-for", "P6M")
    assert found.json()["validUntil"] == "2026-09-30T12:00:00+02:00"


@pytest.mark.usefixtures("key")
def test_now_is_a_moment_to_begin(tmp_path: Path) -> None:
    found = issue(tmp_path, unsigned(validFrom=None, validUntil=None), "--valid-from", "now")
    assert "2026-01-01T00:00:00Z" < found.json()["validFrom"] <= found.json()["proof"]["created"]
    assert is_genuine(found.raw)


@pytest.mark.usefixtures("key")
def test_an_achievement_without_an_id_is_pointed_out(tmp_path: Path) -> None:
    content = {name: value for name, value in achievement().items() if name != "id"}
    found = issue(tmp_path, content, "--to", "did:example:ana")
    assert (found.code, "the achievement has no id" in found.err) == (0, True)


# --- the issuer and the name of its key
@pytest.mark.usefixtures("key")
def test_an_issuer_on_the_web_signs_by_the_name_that_keygen_publishes(tmp_path: Path) -> None:
    found = award(tmp_path, "--to", "did:example:ana", "--did", "web:mill.example.org")
    assert found.json()["issuer"]["id"] == DID_WEB
    assert found.json()["proof"]["verificationMethod"] == f"{DID_WEB}#{MULTIKEY}"
    assert is_genuine(found.raw, controller_document(DID_WEB, [SIGNER.public_key]))


@pytest.mark.usefixtures("key")
def test_the_id_of_the_profile_is_the_issuer(tmp_path: Path) -> None:
    profile = write(tmp_path / "profile.json", {"id": DID_WEB, "type": "Profile", "name": "Mill School"})
    found = issue(tmp_path, achievement(), "--to", "did:example:ana", "--issuer", profile)
    assert found.json()["issuer"] == {"id": DID_WEB, "type": ["Profile"], "name": "Mill School"}
    assert found.json()["proof"]["verificationMethod"] == f"{DID_WEB}#{MULTIKEY}"


@pytest.mark.usefixtures("key")
def test_the_issuer_of_the_credential_is_the_issuer(tmp_path: Path) -> None:
    found = issue(tmp_path, unsigned(issuer={"id": DID_WEB, "type": ["Profile"]}))
    assert found.json()["proof"]["verificationMethod"] == f"{DID_WEB}#{MULTIKEY}"


@pytest.mark.usefixtures("key")
def test_a_profile_that_lists_its_keys_says_how_the_key_is_called(tmp_path: Path) -> None:
    document = controller_document(DID_WEB, [PublishedKey(SIGNER.public_key, "key-1")])
    profile = write(tmp_path / "profile.json", {**document, "type": ["Profile"], "name": "Mill School"})
    found = issue(tmp_path, achievement(), "--to", "did:example:ana", "--issuer", profile)
    assert found.json()["proof"]["verificationMethod"] == f"{DID_WEB}#key-1"
    assert found.json()["issuer"] == {"id": DID_WEB, "type": ["Profile"], "name": "Mill School"}
    assert is_genuine(found.raw, document)


@pytest.mark.usefixtures("key")
def test_a_verification_method_names_key_and_issuer(tmp_path: Path) -> None:
    found = award(tmp_path, "--to", "did:example:ana", "--verification-method", f"{DID_WEB}#key-7")
    assert found.json()["issuer"]["id"] == DID_WEB
    assert found.json()["proof"]["verificationMethod"] == f"{DID_WEB}#key-7"


@pytest.mark.usefixtures("key")
def test_names_of_different_issuers_contradict(tmp_path: Path) -> None:
    profile = write(tmp_path / "profile.json", {"id": DID_WEB, "name": "Mill School"})
    found = issue(tmp_path, achievement(), "--to", "did:example:ana", "--issuer", profile, "--did", "web:other.example")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(
        f"error[usage.contradiction]: --did names the issuer 'did:web:other.example', {profile} names '{DID_WEB}'"
    )


@pytest.mark.usefixtures("key")
def test_a_did_key_of_another_key_cannot_be_the_issuer(tmp_path: Path) -> None:
    other = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    found = issue(tmp_path, unsigned(issuer={"id": other, "type": ["Profile"]}))
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[key.unusable-verification-method]: ")


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("profile", "code", "exit_code"),
    [
        (b"[", "document.not-json", 1),
        ({"id": 7}, "model.", 1),
        ({"id": DID_WEB, "descripton": "x"}, "model.unknown-member", 1),
    ],
)
def test_a_profile_that_is_none_is_told_with_its_file(tmp_path: Path, profile: Any, code: str, exit_code: int) -> None:
    place = write(tmp_path / "profile.json", profile)
    found = issue(tmp_path, achievement(), "--to", "did:example:ana", "--issuer", place)
    assert (found.code, found.out) == (exit_code, "")
    assert found.err.startswith(f"error[{code}")
    assert f"]: {place}: " in found.err


@pytest.mark.usefixtures("key")
def test_a_profile_and_a_name_are_one_too_many(tmp_path: Path) -> None:
    found = award(tmp_path, "--to", "did:example:ana", "--issuer", "profile.json")
    assert found.err.startswith("error[usage.contradiction]: --issuer and --issuer-name ")


# --- the key
@pytest.mark.parametrize(
    ("variable", "password", "code"),
    [("KEY_PASSWORD", "right", None), ("KEY_PASSWORD", "wrong", "key.wrong-password"), (None, "", "usage.no-password")],
)
def test_an_encrypted_key_needs_its_password(
    tmp_path: Path, variable: str | None, password: str, code: str | None
) -> None:
    write(tmp_path / "issuer.pem", SIGNER.to_pem("right"))
    arguments = ("--password-env", variable) if variable else ()
    found = issue(tmp_path, DRAFT, *arguments, env={"KEY_PASSWORD": password})
    assert found.code == (2 if code else 0)
    assert found.err.startswith(f"error[{code}]: " if code else "signed by ")


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_wrong_usage(tmp_path: Path, pem: bytes) -> None:
    write(tmp_path / "issuer.pem", pem)
    found = issue(tmp_path, DRAFT)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[key.unusable-private-key]: ")


def test_a_key_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert issue(tmp_path, DRAFT).err.startswith("error[usage.unreadable-input]: cannot read ")


# --- where it goes
@pytest.mark.usefixtures("key")
def test_the_badge_is_baked_into_a_picture(tmp_path: Path) -> None:
    picture = write(tmp_path / "picture.png", badge_png("Bread"))
    found = issue(tmp_path, DRAFT, "--bake", picture, "-o", tmp_path / "badge.png")
    assert (found.code, is_genuine(unbake((tmp_path / "badge.png").read_bytes()))) == (0, True)
    assert picture.read_bytes() == badge_png("Bread")


@pytest.mark.usefixtures("key")
def test_a_picture_goes_to_stdout_byte_for_byte(tmp_path: Path) -> None:
    picture = write(tmp_path / "picture.png", badge_png("Bread"))
    found = issue(tmp_path, DRAFT, "--bake", picture)
    assert is_genuine(unbake(found.raw))


@pytest.mark.usefixtures("key")
def test_a_picture_that_is_none_leaves_no_output(tmp_path: Path) -> None:
    picture = write(tmp_path / "picture.jpg", b"\xff\xd8\xff")
    found = issue(tmp_path, DRAFT, "--bake", picture, "-o", tmp_path / "badge.png")
    assert (found.code, (tmp_path / "badge.png").exists()) == (1, False)
    assert found.err.startswith(f"error[image.unknown-format]: {picture}: ")


@pytest.mark.parametrize("name", ["issuer.pem", "input.json"])
def test_an_input_is_never_replaced_by_the_output(tmp_path: Path, key: Path, name: str) -> None:
    found = issue(tmp_path, DRAFT, "-o", tmp_path / name)
    assert found.err.startswith("error[usage.output-is-input]: ")
    assert key.read_bytes() == SIGNER.to_pem()
    assert json.loads((tmp_path / "input.json").read_bytes()) == DRAFT


@pytest.mark.usefixtures("key")
def test_an_output_that_is_there_is_replaced(tmp_path: Path) -> None:
    place = write(tmp_path / "out.json", b"old")
    assert issue(tmp_path, DRAFT, "-o", place).code == 0
    assert is_genuine(place.read_bytes())


@pytest.mark.usefixtures("key")
def test_stdin_is_read_for_one_input_only(tmp_path: Path) -> None:
    found = run("issue", "-", "--key", "-", stdin=b"")
    assert found.err.startswith("error[usage.stdin-twice]: ")


@pytest.mark.usefixtures("key")
@pytest.mark.skipif(os.name != "posix", reason="this system has no such device")
def test_an_output_may_be_a_device(tmp_path: Path) -> None:
    assert issue(tmp_path, DRAFT, "-o", os.devnull).code == 0


@pytest.mark.parametrize(
    ("kind", "suite"),
    [
        ("ed25519", "eddsa-rdfc-2022"),
        ("ed25519", "eddsa-jcs-2022"),
        ("p256", "ecdsa-rdfc-2019"),
        ("p384", "ecdsa-jcs-2019"),
    ],
)
def test_every_kind_of_key_signs_with_its_suites(tmp_path: Path, kind: str, suite: str) -> None:
    made = run("keygen", "-o", tmp_path / "issuer.pem", "--type", kind)
    found = award(tmp_path, "--to", "did:example:ada", "--proof", suite)
    assert found.code == 0
    proof = found.json()["proof"]
    assert (proof["cryptosuite"], proof["verificationMethod"]) == (suite, made.json()["verificationMethod"])
    assert is_genuine(found.raw)


def test_a_key_without_a_suite_named_signs_with_its_usual_one(tmp_path: Path) -> None:
    run("keygen", "-o", tmp_path / "issuer.pem", "--type", "p256")
    assert award(tmp_path, "--to", "did:example:ada").json()["proof"]["cryptosuite"] == "ecdsa-rdfc-2019"
