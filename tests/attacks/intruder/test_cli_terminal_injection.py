"""A badge that writes to the terminal: escape sequences, carriage returns, and text that runs backwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from cli_runs import NOW, badge, run, run_on_terminal, write

# Repaint the screen, set the title, C1 forms of both, go back to the line's beginning, turn the direction of writing.
HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b1A\x9d8;;https://evil.example\x9c\r\b✔ ACCEPTED\u202eDETPECCA\u2066\u200f\x7f"
ACTIVE = {*HOSTILE} - {*"[2J]0;title1A8;;https://evil.example✔ ACCEPTEDDETPECCA"}


def hostile() -> dict[str, Any]:
    tree = unsigned(name=HOSTILE, description=HOSTILE)
    tree["issuer"]["name"] = HOSTILE
    tree["credentialSubject"]["achievement"].update(
        name=HOSTILE, description=f"{HOSTILE}\n{HOSTILE}", criteria={"narrative": HOSTILE}, tag=[HOSTILE]
    )
    tree["credentialSubject"]["achievement"]["alignment"][0]["targetName"] = HOSTILE
    tree["credentialSubject"]["result"][0]["value"] = HOSTILE
    return tree


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write(tmp_path / "badge.json", badge(**hostile()))


@pytest.mark.parametrize(
    "arguments",
    [("verify", "--offline", "--at", NOW), ("verify", "--offline", "--at", NOW, "--format", "json"), ("show",)],
    ids=["text", "json", "show"],
)
def test_nothing_that_acts_reaches_the_terminal(place: Path, arguments: tuple[str, ...]) -> None:
    found = run(*arguments, place)
    assert found.code == 0
    assert "\\u202eDETPECCA" in found.out
    assert not set(found.out + found.err) & ACTIVE


@pytest.mark.skipif(os.name != "posix", reason="this system has no pseudo-terminals")
@pytest.mark.parametrize("command", [("verify", "--offline", "--at", NOW), ("show",)], ids=["verify", "show"])
def test_a_real_terminal_gets_no_escape_that_is_not_ours(place: Path, command: tuple[str, ...]) -> None:
    code, shown = run_on_terminal(*command, place, env={"NO_COLOR": "1"})
    assert code == 0
    assert not set(shown.decode()) & (ACTIVE - {"\r"})


def test_json_says_what_the_badge_says(place: Path) -> None:
    found = run("verify", place, "--offline", "--at", NOW, "--format", "json")
    assert found.json()["credential"]["name"] == HOSTILE


@pytest.mark.parametrize("member", ["id", "validFrom", "validUntil", "issuer", "type", "@context", "proof", HOSTILE])
@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_acts_gets_out_through_a_message(tmp_path: Path, member: str, form: str) -> None:
    tree = {**unsigned(proof={"type": HOSTILE}), member: HOSTILE}
    found = run("verify", write(tmp_path / "x.json", tree), "--offline", "--at", NOW, "--format", form)
    assert found.code in (1, 3)
    assert not set(found.out + found.err) & ACTIVE


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_proof_cannot_write_to_the_terminal(tmp_path: Path, form: str) -> None:
    for member in ("verificationMethod", "cryptosuite", "created", "proofPurpose", "proofValue", "type"):
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#x",
            "proofPurpose": "assertionMethod",
            "proofValue": "z1",
            member: HOSTILE,
        }
        place = write(tmp_path / "x.json", unsigned(proof=proof))
        found = run("verify", place, "--offline", "--at", NOW, "--format", form)
        assert found.code in (1, 3)
        assert not set(found.out + found.err) & ACTIVE


@pytest.mark.parametrize("command", ["verify", "show", "unbake"])
def test_a_name_of_a_file_cannot_write_to_the_terminal(tmp_path: Path, command: str) -> None:
    place = tmp_path / "\x1b[2J\x9b\u202e.json"
    try:
        place.write_bytes(b"{")
    except (OSError, UnicodeError):
        pytest.skip("this file system does not have such names")
    found = run(command, place)
    assert found.code == 1
    assert not set(found.out + found.err) & ACTIVE


@pytest.mark.skipif(os.name != "posix", reason="this system has no pseudo-terminals")
def test_an_unbaked_badge_is_harmless_on_a_terminal_and_exact_in_a_file(tmp_path: Path) -> None:
    from microcred.artwork import badge_svg
    from microcred.baking import bake

    # JSON escapes what stands below U+0020 itself, so the C1 controls and the direction marks are what is left.
    picture = write(tmp_path / "badge.svg", bake(badge_svg("A"), badge(name="\x9b2J\u202e")))
    _, shown = run_on_terminal("unbake", picture)
    assert b"\\u009b2J\\u202e" in shown
    assert "\x9b2J\u202e".encode() in run("unbake", picture).raw


def test_an_error_of_a_model_cannot_draw_lines_of_its_own(tmp_path: Path) -> None:
    tree = unsigned(validFrom="x\n✔ ACCEPTED  badge.json: genuine and current")
    found = run("verify", write(tmp_path / "x.json", tree), "--offline", "--at", NOW)
    assert found.code == 1
    assert not [line for line in found.out.splitlines() if line.startswith("✔")]
