"""``microcred present`` and ``microcred disclose``: what a holder does with a badge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from badges import SIGNER, sealed, unsigned
from cli_runs import Run, key_file, run, write
from microcred.artwork import badge_png
from microcred.baking import bake
from microcred.document import Document
from microcred.keys import EcdsaSigner
from microcred.proofs import seal_jwt
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

HOLDER = SIGNER.verification_method.partition("#")[0]
VERIFIER = Verifier(trust=AnyIssuer(), fetcher=Offline())


def own_badge() -> Document:
    return sealed(unsigned(credentialSubject={**unsigned()["credentialSubject"], "id": HOLDER}))


def present(folder: Path, *badges: str | Path, options: tuple[str, ...] = (), stdin: bytes = b"") -> Run:
    asked = ("--challenge", "3182bdea", "--domain", "jobs.example")
    return run("present", *badges, "--key", key_file(folder), *asked, *options, stdin=stdin)


def is_accepted(shown: Any) -> bool:
    return bool(VERIFIER.verify_presentation(shown, challenge="3182bdea", domain="jobs.example"))


def test_a_badge_is_presented_to_who_asked(tmp_path: Path) -> None:
    found = present(tmp_path, write(tmp_path / "badge.json", own_badge().raw))
    assert found.code == 0
    assert found.json()["holder"] == HOLDER
    assert is_accepted(found.json())
    assert found.err.startswith(f"presented by {HOLDER} with the key ")


def test_badges_are_taken_out_of_pictures_and_tokens_are_put_into_envelopes(tmp_path: Path) -> None:
    picture = write(tmp_path / "badge.png", bake(badge_png("Soil"), own_badge()))
    second = {**unsigned(), "id": "urn:uuid:22222222-2222-4222-8222-222222222222"}
    second["credentialSubject"] = {**second["credentialSubject"], "id": HOLDER}
    token = write(tmp_path / "badge.jwt", seal_jwt(Document.of(second), SIGNER).encode())
    found = present(tmp_path, picture, token)
    assert found.json()["verifiableCredential"][1]["type"] == "EnvelopedVerifiableCredential"
    assert is_accepted(found.json())


def test_a_badge_is_read_from_stdin_and_the_presentation_written_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "shown.json"
    found = present(tmp_path, "-", options=("-o", str(out)), stdin=own_badge().raw)
    assert (found.code, found.out) == (0, "")
    assert is_accepted(out)


def test_a_presentation_can_end_by_itself(tmp_path: Path) -> None:
    found = present(tmp_path, write(tmp_path / "badge.json", own_badge().raw), options=("--valid-for", "PT10M"))
    proof = found.json()["proof"]
    assert proof["created"] < proof["expires"]


def test_what_is_no_badge_is_told_with_its_file(tmp_path: Path) -> None:
    found = present(tmp_path, write(tmp_path / "note.txt", b"hello"))
    assert found.code == 1
    assert "note.txt" in found.err


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.json", own_badge().raw)
    assert present(tmp_path, place, options=("-o", str(place))).code == 2
    assert place.read_bytes() == own_badge().raw


# --- disclose


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A badge with two results, of which its holder may leave out any, as issue makes it."""
    tree = unsigned()
    del tree["issuer"]
    tree["credentialSubject"]["result"] = [
        {"type": ["Result"], "value": "Practice: 93 of 100"},
        {"type": ["Result"], "value": "Theory: 61 of 100"},
    ]
    key = write(tmp_path / "p256.pem", EcdsaSigner.generate("P-256").to_pem())
    draft = write(tmp_path / "draft.json", json.dumps(tree).encode())
    out = tmp_path / "base.json"
    found = run("issue", draft, "--key", key, "--proof", "ecdsa-sd-2023", "-o", out)
    assert found.code == 0, found.err
    return out


def test_one_result_is_shown_without_the_others(base: Path) -> None:
    found = run("disclose", base, "--show", "/credentialSubject/result/0")
    assert found.code == 0
    assert "Practice" in found.out
    assert "Theory" not in found.out
    assert VERIFIER.verify(found.json())["proof"].outcome == "passed"


def test_without_a_choice_the_mandatory_parts_are_shown_and_a_note_says_so(base: Path) -> None:
    found = run("disclose", base)
    assert "result" not in found.json()["credentialSubject"]
    assert found.err.startswith("note: this shows the mandatory parts alone")


def test_a_pointer_to_nothing_is_wrong_usage(base: Path) -> None:
    found = run("disclose", base, "--show", "/credentialSubject/result/7")
    assert (found.code, found.out) == (2, "")


def test_a_badge_of_another_suite_cannot_be_shown_in_part(tmp_path: Path) -> None:
    found = run("disclose", write(tmp_path / "badge.json", sealed().raw))
    assert (found.code, found.out) == (2, "")
    assert "error[usage.no-base-proof]" in found.err
    assert "no proofs of ecdsa-sd-2023" in found.err


def test_a_jwt_cannot_be_shown_in_part(tmp_path: Path) -> None:
    found = run("disclose", write(tmp_path / "badge.jwt", seal_jwt(Document.of(unsigned()), SIGNER).encode()))
    assert (found.code, "error[usage.no-base-proof]" in found.err) == (2, True)


def test_an_issuer_who_mistypes_what_may_be_left_out_learns_of_it(tmp_path: Path, base: Path) -> None:
    options = ("--proof", "ecdsa-sd-2023", "--optional", "/credentialSubject/resutl")
    found = run("issue", tmp_path / "draft.json", "--key", tmp_path / "p256.pem", *options)
    assert (found.code, found.out) == (2, "")
    assert "error[usage.no-such-pointer]" in found.err


def test_a_base_proof_is_presented_to_nobody(tmp_path: Path, base: Path) -> None:
    found = present(tmp_path, base)
    assert (found.code, found.out) == (2, "")
    assert "microcred disclose" in found.err


def test_whoever_verifies_a_base_proof_is_told_what_it_is(base: Path) -> None:
    found = run("verify", base, "--offline")
    assert (found.code, "it is for its holder alone" in found.out) == (1, True)


def test_what_is_taken_for_another_kind_is_called_what_it_is(tmp_path: Path) -> None:
    badge = write(tmp_path / "badge.json", own_badge().raw)
    shown = write(tmp_path / "shown.json", present(tmp_path, badge).out.encode())
    assert "found a presentation" in run("verify", shown, "--offline").out
    assert "it is a credential" in run("verify", badge, "--offline", "--challenge", "3182bdea").out


def test_an_rsa_key_presents_nothing_and_is_told_why(tmp_path: Path) -> None:
    assert run("keygen", "-o", tmp_path / "rsa.pem", "--type", "rsa").code == 0
    badge = write(tmp_path / "badge.json", own_badge().raw)
    found = run("present", badge, "--key", tmp_path / "rsa.pem", "--challenge", "3182bdea")
    assert (found.code, "hint: an RSA key signs JWTs alone" in found.err) == (2, True)


def test_an_issuer_chooses_what_may_be_left_out(tmp_path: Path, base: Path) -> None:
    out = tmp_path / "other.json"
    options = ("--proof", "ecdsa-sd-2023", "--optional", "/name", "-o", out)
    assert run("issue", tmp_path / "draft.json", "--key", tmp_path / "p256.pem", *options).code == 0
    shown = run("disclose", out).json()
    assert "name" not in shown
    assert len(shown["credentialSubject"]["result"]) == 2


def test_other_suites_leave_nothing_out(tmp_path: Path, base: Path) -> None:
    found = run("issue", tmp_path / "draft.json", "--key", tmp_path / "p256.pem", "--optional", "/name")
    assert (found.code, "error[usage.contradiction]" in found.err) == (2, True)
