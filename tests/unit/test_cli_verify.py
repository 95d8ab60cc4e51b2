"""``microcred verify``: what scripts rely on, and what people read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from badges import AT, SIGNER, STRANGER, sealed, unsigned
from cli_runs import ISSUER, NOW, Run, badge, run, write
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import Document
from microcred.keys import controller_document
from microcred.proofs import add_proof
from microcred.verification.report import CHECKS
from world import World

JUDGED = ("--offline", "--at", NOW)
DID_WEB = "did:web:issuer.example"


@pytest.fixture
def genuine(tmp_path: Path) -> Path:
    return write(tmp_path / "badge.json", badge())


def verify(*arguments: str | Path, stdin: bytes = b"") -> Run:
    return run("verify", *arguments, *JUDGED, stdin=stdin)


def first_line(found: Run) -> str:
    return found.out.splitlines()[0]


def test_an_accepted_badge_is_exit_code_0_and_says_so_in_a_word(genuine: Path) -> None:
    found = verify(genuine)
    assert (found.code, found.err) == (0, "")
    assert first_line(found) == f"✔ ACCEPTED  {genuine}: genuine and current; nobody vouches for its issuer"


def test_a_changed_badge_is_exit_code_1(genuine: Path) -> None:
    genuine.write_bytes(genuine.read_bytes().replace(b"Level 2", b"Level 3"))
    found = verify(genuine)
    assert found.code == 1
    assert "it was changed after it was signed, or signed with another key" in first_line(found)


def test_a_file_that_is_not_there_is_exit_code_2(tmp_path: Path) -> None:
    found = verify(tmp_path / "none.json")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[usage.unreadable-file]: cannot read ")


def test_a_badge_that_cannot_be_decided_is_exit_code_3(tmp_path: Path) -> None:
    signer = SIGNER.with_verification_method(f"{DID_WEB}#key")
    place = write(tmp_path / "badge.json", sealed(unsigned(issuer={"id": DID_WEB, "type": ["Profile"]}), signer).raw)
    found = verify(place)
    assert found.code == 3
    assert first_line(found) == f"? UNDETERMINED  {place}: the key of its issuer could not be had"
    assert "asked for https://issuer.example/.well-known/did.json: not had [fetch.offline]" in found.out


@pytest.mark.parametrize(
    ("codes", "worst"), [("00", 0), ("03", 3), ("031", 1), ("0312", 2), ("20", 2), ("1", 1)], ids=str
)
def test_the_exit_code_is_that_of_the_worst_badge(tmp_path: Path, codes: str, worst: int) -> None:
    places = {
        "0": write(tmp_path / "accepted.json", badge()),
        "1": write(tmp_path / "rejected.json", badge().replace(b"Level 2", b"Level 3")),
        "2": tmp_path / "absent.json",
        "3": write(tmp_path / "undetermined.json", badge().replace(b"eddsa-rdfc-2022", b"eddsa-rdfc-2099")),
    }
    found = verify(*(places[code] for code in codes))
    assert found.code == worst
    headlines = [line for line in found.out.splitlines() if line and not line.startswith(" ")]
    assert [line[0] for line in headlines] == ["✔✘_?"[int(code)] for code in codes if code != "2"]


def test_several_badges_end_with_their_numbers(genuine: Path) -> None:
    found = verify(genuine, genuine, "absent.json")
    assert found.err.splitlines()[-1] == "3 badges: 2 accepted, 1 not readable"


def test_json_for_one_badge_is_the_object_of_the_contract(genuine: Path) -> None:
    found = verify(genuine, "--format", "json")
    report = found.json()
    assert list(report) == [
        *("source", "verdict", "authentic", "current", "recognised", "recipient"),
        *("credential", "checks", "endorsements", "network", "at", "software"),
    ]
    assert (report["source"], report["verdict"], report["at"]) == (str(genuine), "accepted", "2026-06-01T12:00:00Z")
    assert tuple(check["name"] for check in report["checks"]) == CHECKS
    assert report["credential"]["issuer"] == {"id": ISSUER, "name": "Riverside College"}


def test_json_for_several_badges_is_one_object_on_each_line(genuine: Path, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.json", b"{")
    found = verify(genuine, broken, tmp_path / "absent.json", "--format", "json")
    reports = [json.loads(line) for line in found.out.splitlines()]
    assert [report["verdict"] for report in reports] == ["accepted", "rejected"]
    assert [tuple(check["name"] for check in report["checks"]) for report in reports] == [CHECKS, CHECKS]
    assert (found.code, found.err.count("error[")) == (2, 1)


def test_the_badge_is_read_from_stdin_for_a_hyphen() -> None:
    found = verify("-", "--format", "json", stdin=badge())
    assert (found.code, found.json()["source"]) == (0, "-")


def test_stdin_cannot_be_read_twice() -> None:
    found = verify("-", "-", stdin=badge())
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[usage.stdin-twice]: ")


@pytest.mark.parametrize("picture", [badge_png("A"), badge_svg("A")], ids=["png", "svg"])
def test_a_picture_is_told_by_its_content(tmp_path: Path, picture: bytes) -> None:
    assert verify(write(tmp_path / "badge.json", bake(picture, badge()))).code == 0


@pytest.mark.parametrize("name", ["badge.v1.json", "a.b.c", "{}", "[x]"])
def test_a_path_is_a_path_whatever_it_looks_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(tmp_path / name, badge())
    monkeypatch.chdir(tmp_path)
    assert verify(name).code == 0


def test_a_file_name_that_is_no_text_is_named_all_the_same(tmp_path: Path) -> None:
    place = tmp_path / b"b\xff.json".decode("utf-8", "surrogateescape")
    try:
        place.write_bytes(badge())
    except (OSError, UnicodeError):
        pytest.skip("this file system wants names in UTF-8")
    found = verify(place, "--format", "json")
    assert (found.code, Path(found.json()["source"]).name) == (0, "b\\xff.json")


def test_a_url_is_not_fetched_offline() -> None:
    found = verify("https://issuer.example/badge.json", "--format", "json")
    assert (found.code, found.json()["checks"][0]["code"]) == (3, "fetch.offline")


def test_a_badge_and_the_key_of_its_issuer_are_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    method = f"{DID_WEB}#{SIGNER.public_key.to_multikey()}"
    document = sealed(unsigned(issuer={"id": DID_WEB, "type": ["Profile"]}), SIGNER.with_verification_method(method))
    world = World()
    world.serve("https://issuer.example/badge.json", document.raw)
    world.serve_did_web(DID_WEB, controller_document(DID_WEB, [SIGNER.public_key]))
    monkeypatch.setattr("microcred.cli.verify.fetcher_for", lambda **_: world)
    found = run("verify", "https://issuer.example/badge.json", "--at", NOW, "--trust", DID_WEB)
    assert found.code == 0
    assert first_line(found) == "✔ ACCEPTED  https://issuer.example/badge.json: genuine and current"
    assert "fetched https://issuer.example/.well-known/did.json: " in found.out


def test_an_expired_badge_is_called_genuine(genuine: Path) -> None:
    found = run("verify", genuine, "--offline", "--at", "2031-01-01")
    assert (found.code, first_line(found)) == (1, f"✘ REJECTED  {genuine}: genuine, but expired")
    assert "  authentic   yes " in found.out
    assert "  current     no " in found.out


def test_a_badge_of_tomorrow_is_not_called_expired(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.json", badge(validFrom="2027-01-01T00:00:00Z"))
    assert first_line(verify(place)) == f"✘ REJECTED  {place}: genuine, but not valid yet"


def test_a_changed_badge_is_never_called_genuine(genuine: Path) -> None:
    genuine.write_bytes(genuine.read_bytes().replace(b"Level 2", b"Level 3"))
    found = run("verify", genuine, "--offline", "--at", "2031-01-01")
    assert "genuine" not in found.out
    assert "  authentic   no " in found.out


def test_somebody_elses_badge_is_genuine_but_about_somebody_else(genuine: Path) -> None:
    found = verify(genuine, "--recipient", "eve@example.org")
    assert (found.code, first_line(found)) == (1, f"✘ REJECTED  {genuine}: genuine, but about somebody else")


def test_two_reasons_are_both_given(genuine: Path) -> None:
    found = run("verify", genuine, "--offline", "--at", "2031-01-01", "--recipient", "eve@example.org")
    assert first_line(found).endswith(": genuine, but expired and about somebody else")


def test_the_expected_recipient_is_found_behind_a_hash(genuine: Path) -> None:
    found = verify(genuine, "--recipient", "a@example.com")
    assert (found.code, "  recipient   yes " in found.out) == (0, True)
    assert "and about whom you expect" in first_line(found)


@pytest.mark.parametrize("trust", [(), ("--trust", "any")])
def test_nobody_vouches_for_an_issuer_that_nobody_was_asked_about(genuine: Path, trust: tuple[str, ...]) -> None:
    found = verify(genuine, *trust)
    assert found.code == 0
    assert "  recognised  not asked  nobody vouches for this issuer: its name is its own word" in found.out


def test_a_trusted_issuer_is_recognised(genuine: Path) -> None:
    found = verify(genuine, "--trust", ISSUER)
    assert (found.code, first_line(found)) == (0, f"✔ ACCEPTED  {genuine}: genuine and current")
    assert "  recognised  yes " in found.out


def test_an_issuer_that_is_not_trusted_is_rejected_and_not_called_forged(genuine: Path) -> None:
    found = verify(genuine, "--trust", "did:web:other.example")
    assert (found.code, first_line(found)) == (
        1,
        f"✘ REJECTED  {genuine}: its issuer is not one of those you trust",
    )
    assert "  authentic   unknown " in found.out


def test_trusted_ids_and_files_add_up(genuine: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "trusted.txt", f"# our partners\n{ISSUER} Riverside College\n".encode())
    assert verify(genuine, "--trust", "did:web:other.example", "--trust", str(file)).code == 0
    assert verify(genuine, "--trust", "did:web:other.example", "--trust", ISSUER).code == 0


def test_a_trust_file_that_is_not_there_is_wrong_usage(genuine: Path) -> None:
    found = verify(genuine, "--trust", "nobody.txt")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[usage.unreadable-file]: ")


def test_any_beside_a_name_is_a_contradiction(genuine: Path) -> None:
    found = verify(genuine, "--trust", "any", "--trust", ISSUER)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[usage.contradiction]: --trust any lets every issuer through")


def test_a_check_that_failed_shows_its_code_its_place_and_a_hint(genuine: Path) -> None:
    lines = verify(genuine, "--recipient", "eve@example.org").out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  ✘ recipient     failed "))
    assert lines[at + 1] == "      [recipient.no-match] at /credentialSubject"
    assert lines[at + 2].startswith("      hint: ")


def test_every_fault_of_a_model_is_shown_with_its_place(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.json", badge(validFrom="yesterday", description=7))
    found = verify(place)
    assert found.code == 1
    assert "      /validFrom: " in found.out
    assert "      /description: " in found.out


def test_all_checks_are_shown_in_their_order(genuine: Path) -> None:
    shown = [line.split()[1] for line in verify(genuine).out.splitlines() if line[2:3] in ("✔", "✘", "?", "–")]
    assert tuple(shown) == CHECKS


def test_a_key_of_a_stranger_is_not_shown_to_be_the_issuers(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.json", sealed(unsigned(), STRANGER).raw)
    assert first_line(verify(place)).endswith(": the key is not shown to be its issuer's")
    assert STRANGER.verification_method.partition("#")[0] in verify(place).out


def test_a_day_is_judged_from_its_beginning_in_utc(genuine: Path) -> None:
    found = run("verify", genuine, "--offline", "--at", "2029-01-15", "--format", "json")
    assert (found.code, found.json()["at"]) == (0, "2029-01-15T00:00:00Z")


# --- presentations


def presentation(folder: Path) -> Path:
    holder = SIGNER.verification_method.partition("#")[0]
    own = unsigned(credentialSubject={**unsigned()["credentialSubject"], "id": holder})
    tree = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": [sealed(own).tree],
    }
    options = {"challenge": "3182bdea", "domain": "jobs.example"}
    shown = add_proof(Document.of(tree), SIGNER, created=AT, purpose="authentication", options=options)
    return write(folder / "presentation.json", shown.raw)


def test_a_presentation_is_verified_against_its_challenge(tmp_path: Path) -> None:
    found = verify(presentation(tmp_path), "--challenge", "3182bdea", "--domain", "jobs.example")
    assert found.code == 0
    assert first_line(found).endswith("a presentation of 1 credential; its holder answered")
    assert "✔ Soil Sampling, Level 2, from Riverside College: genuine and current" in found.out


def test_a_presentation_for_somebody_else_is_rejected(tmp_path: Path) -> None:
    found = verify(presentation(tmp_path), "--challenge", "another", "--format", "json")
    assert found.code == 1
    assert found.json()["checks"][4]["code"] == "proof.wrong-challenge"


def test_a_domain_without_a_challenge_decides_nothing(genuine: Path) -> None:
    found = verify(genuine, "--domain", "jobs.example")
    assert (found.code, "error[usage.missing-option]" in found.err) == (2, True)


def test_a_recipient_is_for_badges(genuine: Path) -> None:
    found = verify(genuine, "--challenge", "x", "--recipient", "did:example:learner")
    assert (found.code, "error[usage.contradiction]" in found.err) == (2, True)


# --- registries


def registry(tmp_path: Path, issuer: str) -> Path:
    entry = {"name": "Riverside College (verified)"}
    return write(tmp_path / "registry.json", {"meta": {}, "registry": {issuer: entry}})


@pytest.mark.parametrize("option", ["--trust", "--registry"])
def test_the_name_in_a_registry_stands_beside_the_issuers_own(genuine: Path, tmp_path: Path, option: str) -> None:
    found = verify(genuine, option, str(registry(tmp_path, ISSUER)))
    assert found.code == 0
    lines = found.out.splitlines()
    said = next(number for number, line in enumerate(lines) if line.startswith("  from Riverside College, did:key:"))
    assert lines[said + 1] == "  known as Riverside College (verified) to registry.json"


def test_ids_files_and_registries_add_up(genuine: Path, tmp_path: Path) -> None:
    file = str(registry(tmp_path, ISSUER))
    assert verify(genuine, "--trust", "did:web:other.example", "--registry", file).code == 0
    assert verify(genuine, "--registry", str(registry(tmp_path, "did:web:other.example"))).code == 1
    found = verify(genuine, "--trust", "any", "--registry", file)
    assert (found.code, found.err[: found.err.index(":")]) == (2, "error[usage.contradiction]")


def test_an_https_url_is_an_issuer_after_trust_and_a_list_after_registry(genuine: Path) -> None:
    url = "https://registry.example/registry.json"
    found = verify(genuine, "--trust", url)
    assert (found.code, found.err) == (1, "")
    found = verify(genuine, "--registry", url)
    assert found.code == 3
    assert found.err.startswith("error[fetch.offline]: 'https://registry.example/registry.json' was not fetched")


def test_a_registry_over_the_network_is_read(genuine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.serve("https://registry.example/list.json", [
        {"name": "The consortium", "type": "dcc-legacy", "url": "https://registry.example/registry.json"},
        {"name": "The federation", "type": "oidf"},
    ])  # fmt: skip
    world.serve("https://registry.example/registry.json", {"registry": {ISSUER: {"name": "Riverside"}}})
    monkeypatch.setattr("microcred.cli.verify.fetcher_for", lambda **_: world)
    found = run("verify", genuine, "--at", NOW, "--registry", "https://registry.example/list.json")
    assert found.code == 0
    assert "  known as Riverside to The consortium\n" in found.out
    assert found.err == "not asked, being of a kind that is not read here: The federation\n"
