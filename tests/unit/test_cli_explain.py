"""``microcred explain``: the values of a badge's signatures, and the first difference to another one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from badges import CANONICALIZER, sealed, unsigned
from cli_runs import badge, run, write
from microcred.document import Document
from microcred.keys import PublicKey
from tokens import badge_token, claims, header, part


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "badge.json", badge())


def changed(folder: Path, **members: Any) -> Path:
    return write(folder / "changed.json", {**sealed().to_dict(), **members})


def test_a_badge_that_holds_ends_with_0(good: Path) -> None:
    found = run("explain", good, "--offline")
    assert found.code == 0
    assert "✔ HOLDS  /proof: eddsa-rdfc-2022" in found.out
    assert "/credentialSubject/achievement/tag/1" in found.out
    assert "nothing was fetched" in found.out


def test_a_badge_that_does_not_hold_ends_with_1_and_says_under_what_it_would(tmp_path: Path) -> None:
    found = run("explain", changed(tmp_path, validFrom="2026-01-15T09:00:00+00:00"), "--offline")
    assert found.code == 1
    assert "[proof.signature-invalid]" in found.out
    assert "dates with Z instead of +00:00  [signature.respelled]" in found.out


def test_a_key_that_cannot_be_had_ends_with_3(tmp_path: Path) -> None:
    proof = {**sealed().to_dict()["proof"], "verificationMethod": "https://college.example/issuer#key"}
    place = write(tmp_path / "badge.json", {**unsigned(issuer="https://college.example/issuer"), "proof": proof})
    found = run("explain", place, "--offline")
    assert found.code == 3
    assert "[fetch.offline]" in found.out


def test_what_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    assert run("explain", tmp_path / "missing.json").code == 2


def test_a_badge_without_a_proof_ends_with_1(tmp_path: Path) -> None:
    found = run("explain", write(tmp_path / "draft.json", unsigned()), "--offline")
    assert found.code == 1
    assert "error[proof.missing]" in found.err


def test_json_holds_every_value(good: Path) -> None:
    found = run("explain", good, "--offline", "--format", "json").json()
    (proof,) = found["proofs"]
    assert (found["source"], found["outcome"]) == (str(good), "holds")
    assert proof["document"]["canonical"] == CANONICALIZER.canonicalize(Document.of(unsigned()).tree).decode()
    assert proof["signed"] == proof["proofOptions"]["digest"] + proof["document"]["digest"]
    assert proof["document"]["statements"][0].keys() == {"pointer", "statement"}


def test_the_values_are_written_to_files_that_other_tools_can_compare(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "values"
    found = run("explain", good, "--offline", "--output-dir", folder)
    assert "wrote 9 files" in found.err
    form = (folder / "proof-0-document.nq").read_bytes()
    assert form == CANONICALIZER.canonicalize(Document.of(unsigned()).tree)
    assert (folder / "proof-0-document.sha256").read_bytes() == hashlib.sha256(form).digest()
    options = hashlib.sha256((folder / "proof-0-options.nq").read_bytes()).digest()
    signed = (folder / "proof-0-signed.bin").read_bytes()
    assert signed == options + hashlib.sha256(form).digest()
    key = PublicKey.from_jwk(json.loads((folder / "proof-0-key.json").read_bytes()))
    assert key.verify((folder / "proof-0-signature.bin").read_bytes(), signed)
    places = (folder / "proof-0-document-places.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.partition("\t")[2] for line in places] == form.decode().splitlines()


def test_a_token_is_explained(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.jwt", badge_token().encode())
    found = run("explain", place, "--offline", "--output-dir", tmp_path / "values")
    assert found.code == 0
    assert "JSON Web Token, EdDSA" in found.out
    assert (tmp_path / "values" / "token-signed.bin").read_text() == badge_token().rpartition(".")[0]


def test_the_first_difference_to_another_badge_is_named(good: Path, tmp_path: Path) -> None:
    found = run("explain", good, "--against", changed(tmp_path, name="Soil  Sampling, Level 2"), "--offline")
    assert found.code == 1
    assert "SOMETHING ELSE IS SIGNED" in found.out
    assert "/name  the texts differ in white space alone" in found.out


def test_the_same_badge_ends_with_0_and_names_what_does_not_count(good: Path, tmp_path: Path) -> None:
    other = sealed().to_dict()
    other["credentialSubject"]["achievement"]["tag"].reverse()
    found = run("explain", good, "--against", write(tmp_path / "other.json", other), "--offline")
    assert found.code == 0
    assert "THE SAME IS SIGNED" in found.out
    assert "nothing that is signed changes by it" in found.out
    assert "/credentialSubject/achievement/tag  the same values stand in another order" in found.out


def test_statements_of_another_tool_are_compared(good: Path, tmp_path: Path) -> None:
    form = CANONICALIZER.canonicalize(Document.of(unsigned(name="Another")).tree)
    found = run("explain", good, "--against", write(tmp_path / "other.nq", form), "--format", "json")
    first = found.json()["first"]
    assert found.code == 1
    assert (first["kind"], first["here"]["pointer"]) == ("value-changed", "/name")
    assert form.splitlines()[first["there"]["line"] - 1].decode() == first["there"]["statement"]


def test_two_tokens_are_compared_by_what_they_sign(tmp_path: Path) -> None:
    text = badge_token()
    other = f"{part(header())}.{part(claims(name='Another'))}.{text.rpartition('.')[2]}"
    found = run(
        "explain",
        write(tmp_path / "a.jwt", text.encode()),
        "--against",
        write(tmp_path / "b.jwt", other.encode()),
        "--format",
        "json",
    )
    assert found.code == 1
    assert (found.json()["basis"], found.json()["first"]["here"]["pointer"]) == ("bytes", "/name")


def test_the_same_json_in_other_bytes_is_another_token(tmp_path: Path) -> None:
    text = badge_token()
    head, body, signature = text.split(".")
    payload = json.loads(json.dumps(claims()))
    spaced = f"{head}.{part(json.dumps(payload, indent=1))}.{signature}"
    plain = f"{head}.{part(json.dumps(payload))}.{signature}"
    places = [write(tmp_path / name, token.encode()) for name, token in (("a.jwt", plain), ("b.jwt", spaced))]
    found = run("explain", places[0], "--against", places[1])
    assert found.code == 1
    assert "the same JSON is written in other bytes, and a token signs the bytes" in found.out
    assert body


def test_what_cannot_be_found_out_ends_with_3(tmp_path: Path) -> None:
    here, there = ({**unsigned(), "@context": ["https://unknown.example/"], "name": name} for name in "AB")
    found = run("explain", write(tmp_path / "a.json", here), "--against", write(tmp_path / "b.json", there))
    assert found.code == 3
    assert "UNDETERMINED" in found.out
    assert "/name" in found.out


def test_a_file_that_is_neither_badge_nor_statements_ends_with_2(good: Path, tmp_path: Path) -> None:
    found = run("explain", good, "--against", write(tmp_path / "other.nq", b"<urn:a> <urn:b>\n"))
    assert found.code == 2
    assert "error[usage.not-n-quads]" in found.err


def test_stdin_is_read_once(good: Path) -> None:
    assert run("explain", "-", "--offline", stdin=good.read_bytes()).code == 0
    assert run("explain", "-", "--against", "-").code == 2


def test_files_are_written_for_one_badge_alone(good: Path, tmp_path: Path) -> None:
    found = run("explain", good, "--against", good, "--output-dir", tmp_path / "values")
    assert found.code == 2
    assert not (tmp_path / "values").exists()


def test_text_of_a_stranger_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b[2J\u202eevil"
    place = changed(tmp_path, name=hostile, **{hostile: 1})
    for arguments in (("explain", place), ("explain", place, "--against", write(tmp_path / "other.json", badge()))):
        for form in ("text", "json"):
            found = run(*arguments, "--offline", "--format", form)
            assert "\x1b" not in found.out
            assert "\u202e" not in found.out
