"""``microcred bake`` and ``microcred unbake``: a badge goes into a picture and comes out again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli_runs import badge, run, run_on_terminal, write
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake, unbake

PICTURES = {"png": badge_png("Soil"), "svg": badge_svg("Soil")}


@pytest.fixture
def credential(tmp_path: Path) -> Path:
    return write(tmp_path / "badge.json", badge())


@pytest.mark.parametrize("kind", PICTURES)
def test_what_is_baked_is_unbaked_byte_for_byte(tmp_path: Path, credential: Path, kind: str) -> None:
    picture = write(tmp_path / "picture", PICTURES[kind])
    baked = run("bake", picture, credential, "-o", tmp_path / "badge")
    assert (baked.code, baked.out) == (0, "")
    assert (tmp_path / "badge").read_bytes() == bake(PICTURES[kind], badge())
    assert run("unbake", tmp_path / "badge").raw == badge()
    assert run("unbake", tmp_path / "badge", "-o", tmp_path / "out.json").out == ""
    assert (tmp_path / "out.json").read_bytes() == badge()


def test_a_picture_may_be_baked_in_its_place(tmp_path: Path, credential: Path) -> None:
    picture = write(tmp_path / "picture.png", PICTURES["png"])
    assert run("bake", picture, credential, "-o", picture).code == 0
    assert unbake(picture.read_bytes()) == badge()


def test_pictures_go_through_pipes(credential: Path) -> None:
    found = run("bake", "-", credential, "-o", "-", stdin=PICTURES["png"])
    assert run("unbake", "-", stdin=found.raw).raw == badge()


@pytest.mark.parametrize(
    ("picture", "content", "code", "exit_code"),
    [
        (b"GIF89a", badge(), "image.unknown-format", 1),
        (PICTURES["png"][:100], badge(), "image.", 1),
        (PICTURES["png"], b'{"name": "unsigned"}', "usage.unsigned-credential", 2),
        (PICTURES["png"], b"{", "document.not-json", 1),
        (PICTURES["png"], PICTURES["png"], "usage.two-pictures", 2),
    ],
)
def test_what_cannot_be_baked_leaves_no_output(
    tmp_path: Path, picture: bytes, content: bytes, code: str, exit_code: int
) -> None:
    arguments = write(tmp_path / "picture", picture), write(tmp_path / "content", content)
    found = run("bake", *arguments, "-o", tmp_path / "out")
    assert (found.code, found.out, (tmp_path / "out").exists()) == (exit_code, "", False)
    assert found.err.startswith(f"error[{code}")


def test_the_badge_is_never_replaced_by_the_picture(tmp_path: Path, credential: Path) -> None:
    picture = write(tmp_path / "picture.png", PICTURES["png"])
    found = run("bake", picture, credential, "-o", credential)
    assert found.err.startswith("error[usage.output-is-input]: ")
    assert credential.read_bytes() == badge()


def test_the_picture_is_never_replaced_by_the_badge(tmp_path: Path) -> None:
    picture = write(tmp_path / "badge.png", bake(PICTURES["png"], badge()))
    assert run("unbake", picture, "-o", picture).err.startswith("error[usage.output-is-input]: ")
    assert unbake(picture.read_bytes()) == badge()


def test_stdin_is_read_for_one_input_only() -> None:
    assert run("bake", "-", "-", "-o", "out").err.startswith("error[usage.stdin-twice]: ")


def test_a_picture_without_a_badge_is_rejected(tmp_path: Path) -> None:
    picture = write(tmp_path / "picture.png", PICTURES["png"])
    found = run("unbake", picture)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(f"error[image.no-credential]: {picture}: ")


@pytest.mark.skipif(os.name != "posix", reason="this system has no pseudo-terminals")
def test_a_picture_does_not_go_to_a_terminal(tmp_path: Path, credential: Path) -> None:
    picture = write(tmp_path / "picture.png", PICTURES["png"])
    code, shown = run_on_terminal("bake", picture, credential, "-o", "-")
    assert code == 2
    assert b"[usage.picture-to-terminal]" in shown
