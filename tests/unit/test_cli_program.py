"""The program as a whole: its commands, its exit codes, and what it says when something goes wrong."""

from __future__ import annotations

import errno
import os
import re
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from cli_runs import NOW, badge, run, run_process, runner, start, write
from microcred import __version__
from microcred.cli.endings import ExitCode, worst
from microcred.cli.program import COMMANDS, program

HEAVY = ("cryptography", "pydantic", "pyld", "httpx", "referencing", "requests")


def test_help_lists_every_command_in_its_order() -> None:
    found = run("--help")
    listed = re.findall(r"^  ([a-z]+)  ", found.out.split("Commands:")[1], re.MULTILINE)
    assert (found.code, listed, found.err) == (0, list(COMMANDS), "")


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("verify", "-h"), ("issue", "-h")])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\n"
        "from microcred.cli import main\n"
        f"sys.argv = ['microcred', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    process = start(sys.executable, "-c", code)
    _, err = process.communicate()
    assert (process.returncode, err.strip()) == (0, b"[]")


def test_help_imports_no_command() -> None:
    code = (
        "import sys\nfrom microcred.cli import main\nsys.argv = ['microcred', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {list(COMMANDS)!r} if f'microcred.cli.{{name}}' in sys.modules], file=sys.stderr)\n"
    )
    _, err = start(sys.executable, "-c", code).communicate()
    assert err.strip() == b"[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    found = run(name, "--help")
    assert found.code == 0
    assert f"Example:  microcred {name}" in found.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    command: click.Command = import_module(f"microcred.cli.{name}").command
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert command.name == name
    assert [option.name for option in options if not option.help] == []


def test_the_version_is_printed() -> None:
    assert run("--version").out == f"microcred {__version__}\n"


def test_the_program_alone_prints_its_help_to_stderr_and_is_wrong_usage() -> None:
    found = run()
    assert (found.code, found.out) == (2, "")
    assert "Usage: microcred" in found.err


def test_a_mistyped_command_is_answered_with_the_nearest_one() -> None:
    found = run("verfy")
    assert found.code == 2
    assert found.err == (
        "error[usage.unknown-command]: there is no command 'verfy'\n\nhint: did you mean microcred verify?\n"
    )


def test_a_mistyped_option_is_answered_with_the_nearest_one() -> None:
    found = run("verify", "badge.json", "--recipien")
    assert found.code == 2
    assert found.err == (
        "error[usage.command-line]: there is no option --recipien\n\nhint: did you mean --recipient?\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("keygen",), "-o / --out is missing"),
        (("verify",), "BADGE... is missing"),
        (("verify", "x", "--at", "soon"), "--at: 'soon' is no moment, wanted 2026-01-31 or 2026-01-31T09:30:00Z"),
        (("issue", "x", "--key", "y", "--valid-for", "2Y"), "--valid-for: '2Y' is no duration, wanted P2Y, P18M, "),
        (("verify", "x", "--format", "xml"), "--format: 'xml' is not one of 'text', 'json'"),
    ],
)
def test_wrong_usage_is_one_line_and_a_hint(arguments: tuple[str, ...], message: str) -> None:
    found = run(*arguments)
    first, blank, hint = found.err.splitlines()
    assert (found.code, found.out, blank) == (2, "", "")
    assert first.startswith(f"error[usage.command-line]: {message}")
    assert hint == f"hint: microcred {arguments[0]} -h shows how it is used"


def test_the_worst_result_is_the_exit_code() -> None:
    accepted, rejected, usage, undetermined = ExitCode
    assert worst([]) is accepted
    assert worst([accepted, undetermined]) is undetermined
    assert worst([undetermined, rejected, accepted]) is rejected
    assert worst([rejected, usage, undetermined]) is usage


def test_a_defect_is_no_traceback_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("\x1b[2Jthe inside")

    monkeypatch.setattr("microcred.codes.explain", broken)
    result = runner().invoke(program, ["rule", "x"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("error: microcred failed inside: RuntimeError: \\u001b[2Jthe inside\n")


def test_a_developer_can_ask_for_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr("microcred.codes.explain", broken)
    result = runner().invoke(program, ["rule", "x"], env={"MICROCRED_TRACEBACK": "1"})
    assert isinstance(result.exception, RuntimeError)


def test_an_interrupt_ends_with_the_code_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("microcred.codes.explain", interrupted)
    found = run("rule", "x")
    assert (found.code, found.out) == (130, "")
    assert found.err.strip() == "interrupted"


def test_an_output_that_is_full_is_said_and_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("microcred.cli.rule.tell", full)
    monkeypatch.setattr("microcred.codes.codes", lambda: {})
    found = run("rule")
    assert found.code == 2
    assert found.err == f"error[usage.unwritable-output]: the output cannot be written: {os.strerror(errno.ENOSPC)}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device /dev/full is not on this system")
@pytest.mark.parametrize("arguments", [("--help",), ("verify", "{badge}", "--offline", "--at", NOW)])
def test_a_full_disk_gives_no_traceback(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    place = write(tmp_path / "badge.json", badge())
    with Path("/dev/full").open("wb") as full:
        process = run_process(*(argument.format(badge=place) for argument in arguments), stdout=full)
        _, err = process.communicate()
    assert process.returncode == 2
    assert err.startswith(b"error[usage.unwritable-output]: the output cannot be written: ")
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name != "posix", reason="pipes that close are signalled in another way here")
@pytest.mark.parametrize("arguments", [("--help",), ("verify", "{badge}", "--offline", "--at", NOW)])
def test_a_reader_that_goes_away_ends_the_program_quietly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    place = write(tmp_path / "badge.json", badge())
    reading, writing = os.pipe()
    os.close(reading)
    process = run_process(*(argument.format(badge=place) for argument in arguments), stdout=writing)
    os.close(writing)
    _, err = process.communicate()
    assert (process.returncode, err) == (141, b"")


@pytest.mark.skipif(os.name != "posix", reason="pipes that close are signalled in another way here")
def test_a_reader_of_stderr_that_goes_away_ends_the_program_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = run_process("nonsense", stderr=writing)
    os.close(writing)
    out, _ = process.communicate()
    assert (process.returncode, out) == (141, b"")


def test_a_module_run_is_the_same_program(tmp_path: Path) -> None:
    process = run_process("verify", tmp_path / "nothing.json")
    out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"error[usage.unreadable-file]: cannot read ")
