"""``microcred demo``: the whole way of a badge, and what it leaves behind."""

from __future__ import annotations

import os
import shlex
import stat
import sys
from pathlib import Path

import pytest

from cli_runs import Run, run, run_process, start, write
from microcred.cli.sample import RECIPIENT
from microcred.document import Document
from microcred.models import deviations

FILES = ("badge.json", "badge.png", "issuer.pem")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "first badge"


@pytest.fixture(scope="module")
def demo(folder: Path) -> Run:
    return run("demo", folder)


def test_the_demo_ends_with_an_accepted_badge(demo: Run, folder: Path) -> None:
    assert demo.code == 0
    assert demo.out.startswith(f"✔ ACCEPTED  {folder}/badge.png: genuine and current, and about whom you expect\n")


@pytest.mark.usefixtures("demo")
def test_it_leaves_a_key_a_badge_and_a_picture(folder: Path) -> None:
    assert sorted(place.name for place in folder.iterdir()) == sorted(FILES)
    if os.name == "posix":
        assert stat.S_IMODE((folder / "issuer.pem").stat().st_mode) == 0o600


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["badge.json", "badge.png"])
def test_what_it_leaves_is_verified_offline(folder: Path, name: str) -> None:
    found = run("verify", folder / name, "--offline", "--recipient", RECIPIENT, "--format", "json")
    assert (found.code, found.json()["network"]) == (0, [])


@pytest.mark.usefixtures("demo")
def test_its_badge_is_what_the_standard_wants_to_the_letter(folder: Path) -> None:
    assert deviations(Document.parse((folder / "badge.json").read_bytes()).tree) == ()


@pytest.mark.usefixtures("demo")
def test_one_changed_character_is_rejected(folder: Path) -> None:
    changed = (folder / "badge.json").read_bytes().replace(b'"87"', b'"97"')
    found = run("verify", "-", "--offline", stdin=changed)
    assert (found.code, "it was changed after it was signed" in found.out) == (1, True)


@pytest.mark.usefixtures("demo")
def test_its_badge_does_not_show_the_address_of_the_recipient(folder: Path) -> None:
    assert RECIPIENT.encode() not in (folder / "badge.json").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="the commands are for a POSIX shell")
def test_every_command_that_it_proposes_does_what_it_says(demo: Run) -> None:
    proposed = [line.strip() for line in demo.err.split("Try next\n")[1].splitlines()]
    codes = []
    for line in proposed:
        process = start("/bin/sh", "-c", line.replace("microcred ", f"{shlex.quote(sys.executable)} -m microcred "))
        process.communicate()
        codes.append(process.returncode)
    assert codes == [0, 0, 1, 1]


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.png", b"precious")
    found = run("demo", tmp_path)
    assert (found.code, found.out, list(tmp_path.iterdir())) == (2, "", [place])
    assert found.err.startswith(f"error[usage.file-exists]: '{place}' is already there\n")
    assert run("demo", tmp_path, "--force").code == 0
    assert place.read_bytes() != b"precious"


def test_the_folder_is_here_if_nobody_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("demo").code == 0
    assert sorted(place.name for place in tmp_path.iterdir()) == sorted(FILES)


def test_nothing_is_looked_up_or_connected_to(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom microcred.cli import main\nasked = []\n"
        "network = ('socket.connect', 'socket.getaddrinfo', 'socket.gethostbyname', 'socket.sendto')\n"
        "sys.addaudithook(lambda event, _: asked.append(event) if event in network else None)\n"
        f"sys.argv = ['microcred', 'demo', {str(tmp_path)!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end.code, asked, file=sys.stderr)\n"
    )
    _, err = start(sys.executable, "-c", code).communicate()
    assert err.splitlines()[-1] == b"0 []"


def test_it_runs_as_a_user_runs_it(tmp_path: Path) -> None:
    process = run_process("demo", cwd=tmp_path)
    out, err = process.communicate()
    assert process.returncode == 0
    assert out.startswith("✔ ACCEPTED  badge.png".encode())
    assert err.startswith(b"1. a key to sign with: issuer.pem\n")
