"""Outputs are written whole or not at all, and private ones are private from the start."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cli_runs import write
from microcred.cli import files
from microcred.cli.files import read_input, refuse_same_file, write_output, write_private
from microcred.errors import UsageError

posix = pytest.mark.skipif(os.name != "posix", reason="file modes and links are different on this system")


def code_of(call: object, *arguments: object, **options: object) -> str:
    with pytest.raises(UsageError) as refused:
        call(*arguments, **options)  # type: ignore[operator]
    return refused.value.code


def test_an_output_is_written(tmp_path: Path) -> None:
    write_output(str(tmp_path / "out"), b"new")
    assert (tmp_path / "out").read_bytes() == b"new"


def test_an_output_replaces_what_was_there_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    place = write(tmp_path / "out", b"old")
    write_output(str(place), b"new")
    assert place.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [place]


@posix
def test_a_new_output_has_the_mode_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_output(str(tmp_path / "out"), b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


@posix
def test_a_replaced_output_keeps_its_mode(tmp_path: Path) -> None:
    place = write(tmp_path / "out", b"old")
    place.chmod(0o604)
    write_output(str(place), b"new")
    assert stat.S_IMODE(place.stat().st_mode) == 0o604


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    place = write(tmp_path / "out", b"old")
    (tmp_path / "link").symlink_to(place)
    write_output(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert place.read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write(tmp_path / "out", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    assert code_of(write_output, str(place), b"new") == "usage.unwritable-output"
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


@posix
def test_a_device_is_written_to_directly() -> None:
    write_output(os.devnull, b"new")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "missing/out", "."])
def test_a_place_that_cannot_be_written_is_wrong_usage(tmp_path: Path, name: str) -> None:
    assert code_of(write_output, f"{tmp_path}/{name}", b"new") == "usage.unwritable-output"


@posix
def test_a_private_file_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(str(tmp_path / "key"), b"secret", force=False)
        write_private(str(tmp_path / "key"), b"another", force=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@posix
def test_a_private_file_is_never_readable_by_others_even_for_an_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def look(descriptor: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))

    monkeypatch.setattr(files.os, "fsync", look)
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o644)
    write_private(str(tmp_path / "new"), b"secret", force=False)
    write_private(str(tmp_path / "old"), b"secret", force=True)
    assert seen == [0o600, 0o600]
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o600


def test_a_private_file_is_not_overwritten(tmp_path: Path) -> None:
    place = write(tmp_path / "key", b"old")
    assert code_of(write_private, str(place), b"new", force=False) == "usage.file-exists"
    assert place.read_bytes() == b"old"


@posix
def test_a_private_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "key").symlink_to(tmp_path / "elsewhere")
    assert code_of(write_private, str(tmp_path / "key"), b"new", force=False) == "usage.file-exists"
    assert not (tmp_path / "elsewhere").exists()


def test_a_private_file_that_could_not_be_finished_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    assert code_of(write_private, str(tmp_path / "key"), b"new", force=False) == "usage.unwritable-output"
    assert list(tmp_path.iterdir()) == []


def test_an_input_larger_than_it_may_be_is_not_read_on(tmp_path: Path) -> None:
    place = write(tmp_path / "in", b"12345")
    assert read_input(str(place), max_bytes=5) == b"12345"
    assert code_of(read_input, str(place), max_bytes=4) == "usage.unreadable-input"


@pytest.mark.parametrize("name", ["absent", "."])
def test_an_input_that_cannot_be_read_is_wrong_usage(tmp_path: Path, name: str) -> None:
    assert code_of(read_input, str(tmp_path / name), max_bytes=5) == "usage.unreadable-input"


def test_an_output_that_is_an_input_is_refused_however_it_is_spelled(tmp_path: Path) -> None:
    place = write(tmp_path / "in", b"x")
    other = f"{tmp_path}/../{tmp_path.name}/in"
    assert code_of(refuse_same_file, other, [None, "-", str(place)]) == "usage.output-is-input"
    refuse_same_file(None, [str(place)])
    refuse_same_file(str(tmp_path / "out"), [str(place)])
