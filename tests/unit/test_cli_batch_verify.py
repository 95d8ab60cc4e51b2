"""``microcred batch verify``: one line for each credential, in order, and a run that can be killed at any moment."""

from __future__ import annotations

import gzip
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from badges import AT
from batch_runs import VERIFY, lines_of, on_one_line, told, verdicts
from batches import EXPIRED, GOOD, NOT_JSON, TAMPERED, listed_badge, web_of
from cli_runs import NOW, run, run_on_terminal, run_process, write
from microcred import AnyIssuer, verify
from microcred.verification.fetch import Offline

# --- what goes in


def test_each_line_gets_the_report_that_verify_makes_of_it(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", lines_of(GOOD, TAMPERED, EXPIRED))
    found = run(*VERIFY, source)
    assert (found.code, verdicts(found)) == (1, ["accepted", "rejected", "rejected"])
    for number, (line, badge) in enumerate(zip(told(found), (GOOD, TAMPERED, EXPIRED), strict=True), 1):
        alone = verify(on_one_line(badge), trust=AnyIssuer(), at=AT, fetcher=Offline()).to_dict()
        assert line == {**alone, "source": f"{source}:{number}"}
    assert found.err.splitlines()[-1] == "3 badges: 1 accepted, 2 rejected"


def test_two_processes_say_the_same_as_one(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", lines_of(*[GOOD, TAMPERED] * 20))
    assert run(*VERIFY[:-1], "2", source).out == run(*VERIFY, source).out


def test_stdin_is_lines_as_well() -> None:
    found = run(*VERIFY, "-", stdin=lines_of(GOOD, TAMPERED))
    assert [line["source"] for line in told(found)] == ["-:1", "-:2"]


def test_blank_lines_and_a_byte_order_mark_are_no_credentials(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", b"\xef\xbb\xbf" + lines_of(GOOD) + b"\r\n  \n" + on_one_line(GOOD))
    found = run(*VERIFY, source)
    assert verdicts(found) == ["accepted"] * 2
    assert [line["source"].rpartition(":")[2] for line in told(found)] == ["1", "4"]


def test_a_folder_is_walked_by_name_and_its_other_files_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "badges"
    (folder / "b").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    write(folder / "c.json", GOOD)
    write(folder / "b" / "z.json", TAMPERED)
    write(folder / "b" / "a.jsonl", lines_of(GOOD, EXPIRED))
    write(folder / "notes.txt", b"none")
    write(folder / ".hidden" / "x.json", GOOD)
    (folder / "round").symlink_to(folder)
    found = run(*VERIFY, folder)
    names = [os.path.relpath(line["source"], folder) for line in told(found)]
    assert names == ["b/a.jsonl:1", "b/a.jsonl:2", "b/z.json", "c.json"]
    assert verdicts(found) == ["accepted", "rejected", "rejected", "accepted"]


def test_the_output_of_a_run_is_no_input_of_it(tmp_path: Path) -> None:
    write(tmp_path / "a.json", GOOD)
    out = tmp_path / "reports.jsonl"
    assert run(*VERIFY, tmp_path, "-o", out).code == 0
    assert len(told(out)) == 1
    assert run(*VERIFY, tmp_path, "-o", out, "--resume").code == 0
    assert len(told(out)) == 1


def test_nothing_to_verify_is_no_failure(tmp_path: Path) -> None:
    found = run(*VERIFY, write(tmp_path / "none.jsonl", b"\n\n"))
    assert (found.code, found.out, found.err) == (0, "", "0 badges\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("missing.jsonl",), "usage.unreadable-input"),
        (("-", "-"), "usage.stdin-twice"),
        (("-", "--resume"), "usage.contradiction"),
        (("badges.jsonl", "--resume"), "usage.contradiction"),
        (("badges.jsonl", "-o", "badges.jsonl"), "usage.output-is-input"),
        (("badges.jsonl", "-o", "no/such/folder/out.jsonl"), "usage.unwritable-output"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Any, code: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "badges.jsonl", lines_of(GOOD))
    found = run(*VERIFY, *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err


def test_a_file_that_cannot_be_read_has_an_error_instead_of_a_verdict(tmp_path: Path) -> None:
    write(tmp_path / "a.json", GOOD)
    (tmp_path / "b.json").symlink_to(tmp_path / "b.json")
    write(tmp_path / "c.json", GOOD)
    found = run(*VERIFY, tmp_path / "a.json", tmp_path, tmp_path / "c.json")
    assert verdicts(found) == ["accepted"] * 4  # the link leads nowhere, so it is no file
    folder = tmp_path / "locked"
    folder.mkdir()
    deep = folder
    for _ in range(65):
        deep = deep / "d"
    deep.mkdir(parents=True)
    found = run(*VERIFY, folder, tmp_path / "c.json")
    assert (found.code, verdicts(found)) == (2, [None, "accepted"])
    assert told(found)[0]["error"]["code"] == "batch.file-breaks-off"
    assert "64 folders" in found.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_has_to_be_looked_up_is_looked_up_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    world = web_of(revoked=7)
    source = write(tmp_path / "badges.jsonl", lines_of(*(listed_badge(number) for number in range(10))))
    with monkeypatch.context() as patch:
        patch.setattr("microcred.cli.badges.fetcher_for", lambda **_: world)
        found = run("batch", "verify", source, "--at", NOW, "--jobs", jobs, "--trust", "did:web:college.example")
    assert verdicts(found) == ["accepted"] * 7 + ["rejected"] + ["accepted"] * 2
    assert len(world.visits) == len(set(world.visits)) == 2
    found = run(*VERIFY[:-1], jobs, source)
    assert (found.code, set(verdicts(found))) == (3, {"undetermined"})


def test_who_reads_no_further_ends_the_run_quietly(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", lines_of(*[GOOD] * 200))
    process = run_process("batch", "verify", source, "--offline", "--at", NOW, "--jobs", "2")
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["verdict"] == "accepted"
    process.stdout.close()
    _, words = process.communicate(timeout=60)
    assert (process.returncode, words) == (141, b"")


def test_who_interrupts_a_run_is_told_so_and_can_go_on(tmp_path: Path) -> None:
    source, out = write(tmp_path / "badges.jsonl", lines_of(*[GOOD] * 100)), tmp_path / "out.jsonl"
    process = run_process("batch", "verify", source, "--offline", "--at", NOW, "--jobs", "2", "-o", out)
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    while process.poll() is None and (not out.exists() or not out.read_bytes()):
        threading.Event().wait(0.002)
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=60)
    watchdog.cancel()
    assert (process.returncode, words.strip()) == (130, b"interrupted")
    assert run("batch", "verify", source, "--offline", "--at", NOW, "-o", out, "--resume").code == 0
    assert verdicts(out) == ["accepted"] * 100


# --- Parquet


def parquet(place: Path, values: list[Any], column: str = "credential") -> Path:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import parquet as files

    files.write_table(pyarrow.table({"number": list(range(len(values))), column: values}), place)
    return place


def test_a_column_of_parquet_is_verified(tmp_path: Path) -> None:
    source = parquet(tmp_path / "badges.parquet", [GOOD.decode(), None, TAMPERED.decode()])
    found = run(*VERIFY, source)
    assert (found.code, verdicts(found)) == (2, ["accepted", None, "rejected"])
    assert [line["source"].rpartition(":")[2] for line in told(found)] == ["1", "2", "3"]
    other = parquet(tmp_path / "other.parquet", [GOOD], "badge")
    assert verdicts(run(*VERIFY, other, "--column", "badge")) == ["accepted"]
    found = run(*VERIFY, other)
    assert told(found)[0]["error"]["code"] == "batch.no-such-column"


@pytest.mark.parametrize(
    "content",
    [b"", b"PAR1", b"PAR1" + bytes(64) + b"PAR1", gzip.compress(b"PAR1", mtime=0)],
    ids=["nothing", "a mark", "two marks", "packed"],
)
def test_what_is_no_parquet_has_an_error(tmp_path: Path, content: bytes) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    good = write(tmp_path / "good.json", GOOD)
    found = run(*VERIFY, write(tmp_path / "broken.parquet", content), good)
    assert (found.code, verdicts(found)) == (2, [None, "accepted"])


def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = run(*VERIFY, write(tmp_path / "badges.parquet", b"PAR1"))
    assert (found.code, found.out) == (2, "")
    assert "pip install 'microcred[parquet]'" in found.err


# --- resume


def test_an_output_that_is_there_is_not_begun_anew(tmp_path: Path) -> None:
    source, out = write(tmp_path / "badges.jsonl", lines_of(GOOD)), write(tmp_path / "out.jsonl", b"mine\n")
    found = run(*VERIFY, source, "-o", out)
    assert (found.code, out.read_bytes()) == (2, b"mine\n")
    assert "[batch.there-already]" in found.err
    found = run(*VERIFY, source, "-o", out, "--resume")
    assert (found.code, out.read_bytes()) == (2, b"mine\n")
    assert "[batch.damaged-record]" in found.err


@pytest.mark.parametrize("kept", ["nothing", "one line", "one line and a torn one", "all but the last newline", "all"])
def test_a_run_goes_on_behind_the_last_whole_line(tmp_path: Path, kept: str) -> None:
    source, out = write(tmp_path / "badges.jsonl", lines_of(GOOD, TAMPERED, NOT_JSON, GOOD)), tmp_path / "out.jsonl"
    whole = run(*VERIFY, source, "-o", out)
    finished = out.read_bytes()
    first = finished.index(b"\n") + 1
    ends = {
        "nothing": 0,
        "one line": first,
        "one line and a torn one": first + 100,
        "all but the last newline": len(finished) - 1,
        "all": len(finished),
    }
    out.write_bytes(finished[: ends[kept]])
    found = run(*VERIFY, source, "-o", out, "--resume")
    assert out.read_bytes() == finished
    assert (found.code, found.err) == (whole.code, whole.err)


def test_resume_may_be_said_from_the_beginning(tmp_path: Path) -> None:
    source, out = write(tmp_path / "badges.jsonl", lines_of(GOOD)), tmp_path / "out.jsonl"
    assert run(*VERIFY, source, "-o", out, "--resume").code == 0
    assert verdicts(out) == ["accepted"]


def test_a_run_does_not_go_on_with_other_inputs_or_options(tmp_path: Path) -> None:
    source, out = write(tmp_path / "badges.jsonl", lines_of(GOOD)), tmp_path / "out.jsonl"
    run(*VERIFY, source, "-o", out)
    finished = out.read_bytes()
    for options in [("--trust", "did:example:a"), ("--column", "badge")]:
        found = run(*VERIFY, source, "-o", out, "--resume", *options)
        assert "[batch.another-run]" in found.err
    source.write_bytes(lines_of(GOOD, GOOD))
    found = run(*VERIFY, source, "-o", out, "--resume")
    assert (found.code, out.read_bytes()) == (2, finished)
    assert "[batch.another-run]" in found.err


def test_a_run_does_not_go_on_with_lines_that_somebody_changed(tmp_path: Path) -> None:
    source, out = write(tmp_path / "badges.jsonl", lines_of(GOOD, GOOD)), tmp_path / "out.jsonl"
    run(*VERIFY, source, "-o", out)
    lines = out.read_bytes().splitlines(keepends=True)
    for damage in [lines[1:], [*lines, lines[0]], [b"{}\n"], [b"}\n"], [b"[]\n"]]:
        out.write_bytes(b"".join(damage))
        found = run(*VERIFY, source, "-o", out, "--resume")
        assert (found.code, out.read_bytes()) == (2, b"".join(damage))
        assert "[batch.damaged-record]" in found.err


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="this system has no such locks")
    source, out = write(tmp_path / "badges.jsonl", lines_of(GOOD)), tmp_path / "out.jsonl"
    run(*VERIFY, source, "-o", out)
    with out.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        found = run(*VERIFY, source, "-o", out, "--resume")
    assert found.code == 2
    assert "[batch.in-use]" in found.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_killed_and_resumed_loses_nothing_and_doubles_nothing(tmp_path: Path, jobs: str) -> None:
    badges = [GOOD, TAMPERED, NOT_JSON] * 60
    source, out = tmp_path / "badges.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines_of(*badges))
    arguments = ("batch", "verify", "--offline", "--at", NOW, "--jobs", jobs, source, "-o", out, "--resume")
    process = run_process(*arguments)
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    while process.poll() is None and (not out.exists() or out.read_bytes().count(b"\n") < 20):
        threading.Event().wait(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)  # its workers have its pipes, so they are gone as well once this returns
    watchdog.cancel()
    assert process.returncode == -signal.SIGKILL
    assert 20 <= out.read_bytes().count(b"\n") < len(badges)
    found = run(*arguments)
    assert found.code == 1
    assert [line["source"] for line in told(out)] == [f"{source}:{number}" for number in range(1, len(badges) + 1)]
    assert verdicts(out) == ["accepted", "rejected", "rejected"] * 60
    assert found.err.splitlines()[-1] == "180 badges: 60 accepted, 120 rejected"


# --- for people


def test_a_terminal_shows_how_far_it_is_and_a_log_does_not(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", lines_of(*[GOOD] * 3))
    code, shown = run_on_terminal(*VERIFY, source, "-o", tmp_path / "out.jsonl")
    assert (code, b"3/3" in shown) == (0, True)
    code, shown = run_on_terminal("batch", "verify", source, parquet(tmp_path / "b.parquet", [GOOD]), "--at", NOW)
    assert (code, b"verified 4" in shown) == (0, True)
    assert "verified" not in run(*VERIFY, source).err


def test_the_group_alone_prints_its_help_and_is_wrong_usage() -> None:
    found = run("batch")
    assert (found.code, found.out) == (2, "")
    assert "batch verify" in found.err
