"""``microcred batch issue``: a table and a template, or lines, become signed badges, each of them once."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from batch_runs import FROM, TABLE, accepted, badges, issue, issuing_folder, template
from cli_runs import ISSUER, achievement, run, run_process, write
from microcred import AnyIssuer, Document, verify
from microcred.keys import RsaSigner
from microcred.status_list import StatusList
from microcred.verification.fetch import Offline


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return issuing_folder(tmp_path, monkeypatch)


# --- what comes out


def test_an_achievement_is_awarded_to_everybody_in_the_table(folder: Path) -> None:
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email", "--hash-recipient", *FROM)
    assert found.code == 0
    mira, tom = badges(found)
    assert accepted(mira, "mira@example.org")
    assert accepted(tom, "tom@example.org")
    assert "mira" not in json.dumps(mira)
    assert mira["id"] != tom["id"]
    assert mira["credentialSubject"]["achievement"]["id"] == tom["credentialSubject"]["achievement"]["id"]
    assert mira["validFrom"] == "2026-01-31T00:00:00Z"
    assert mira["issuer"]["id"] == ISSUER
    assert "2 rows: 2 issued" in found.err


def test_an_achievement_without_an_id_gets_one_for_all(folder: Path) -> None:
    write(folder / "achievement.json", {name: value for name, value in achievement().items() if name != "id"})
    mira, tom = badges(issue("roster.csv", "--template", "achievement.json", "--to", "email"))
    assert mira["credentialSubject"]["achievement"]["id"] == tom["credentialSubject"]["achievement"]["id"]


def test_a_credential_is_filled_in_for_each_row(folder: Path) -> None:
    found = issue("roster.csv", "--template", "template.json", "--to", "email", "-o", "badges.jsonl")
    assert found.code == 0
    mira, tom = badges(folder / "badges.jsonl")
    assert (mira["name"], tom["name"]) == ("Mira Okafor bakes bread", "Tom Lindqvist bakes bread")
    assert (mira["credentialSubject"]["creditsEarned"], tom["credentialSubject"]["creditsEarned"]) == (3, 1.5)
    assert b'"creditsEarned":1.5,' in (folder / "badges.jsonl").read_bytes().replace(b": ", b":")
    assert mira["credentialSubject"]["result"] == [{"type": ["Result"], "value": "A"}]
    assert tom["credentialSubject"]["result"] == [{"type": ["Result"]}]
    assert accepted(mira, "mira@example.org")


def test_lines_are_signed_as_they_are_and_get_an_id(folder: Path) -> None:
    lines = [json.dumps(unsigned(id=name)) for name in ("urn:example:1", None)]
    write(folder / "unsigned.jsonl", "\n".join(lines).encode())
    first, second = badges(issue("unsigned.jsonl"))
    assert first["id"] == "urn:example:1"
    assert second["id"].startswith("urn:uuid:")
    assert {name: first[name] for name in first if name != "proof"} == unsigned(id="urn:example:1")


def test_an_rsa_key_makes_tokens(folder: Path) -> None:
    write(folder / "issuer.pem", RsaSigner.generate(2048).to_pem())
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email")
    assert found.code == 0
    for token in found.out.splitlines():
        assert verify(token, trust=AnyIssuer(), fetcher=Offline()).verdict == "accepted"


def test_two_processes_issue_the_same_rows_in_the_same_order(folder: Path) -> None:
    rows = "".join(f"n{number}@example.org,{number}\n" for number in range(70))
    write(folder / "roster.csv", f"email,name\n{rows}".encode())
    found = run(
        "batch", "issue", "roster.csv", "--template", "achievement.json", "--to", "email", "--key", "issuer.pem",
        "--jobs", "2", "-o", "badges.jsonl",
    )  # fmt: skip
    assert found.code == 0
    whom = [badge["credentialSubject"]["identifier"]["identityHash"] for badge in badges(folder / "badges.jsonl")]
    assert whom == [f"n{number}@example.org" for number in range(70)]


# --- what goes wrong


def test_a_row_that_cannot_be_issued_does_not_stop_the_others(folder: Path) -> None:
    rows = [
        "email,name,grade,credits",
        "mira@example.org,Mira,A,3",
        "not an address,Nobody,A,3",
        "tom@example.org,,A,3",
        "yuki@example.org,Yuki,A,three",
        "too,few",
        "",
        "zoe@example.org,Zoë,B,2",
    ]
    write(folder / "roster.csv", "\r\n".join(rows).encode())
    found = issue("roster.csv", "--template", "template.json", "--to", "email", "-o", "badges.jsonl")
    assert found.code == 2
    assert [badge["name"] for badge in badges(folder / "badges.jsonl")] == ["Mira bakes bread", "Zoë bakes bread"]
    rows_of = badges(folder / "badges.jsonl.rows")
    assert [row["source"] for row in rows_of] == [f"roster.csv:{number}" for number in (2, 3, 4, 5, 6, 8)]
    assert [row.get("error", {}).get("code") for row in rows_of] == [
        None,
        "usage.bad-recipient",
        "batch.bad-cell",
        "batch.bad-cell",
        "batch.bad-row",
        None,
    ]
    assert rows_of[2]["error"]["pointer"] == "/name"
    assert "[batch.bad-cell]: roster.csv:4: /name: " in found.err
    assert "6 rows: 2 issued, 4 not" in found.err


def test_a_bad_credential_is_rejected_and_not_issued(folder: Path) -> None:
    lines = [unsigned(id="urn:example:1"), unsigned(id="urn:example:2", issuer="did:example:another"), {"a": 1}]
    lines += [unsigned(id="urn:example:3", credentialSubject={"type": ["AchievementSubject"]}), unsigned(proof={})]
    content = "\n".join(map(json.dumps, lines)) + '\n{"a":\n' + json.dumps(unsigned(id="urn:example:1"))
    write(folder / "unsigned.jsonl", content.encode())
    found = issue("unsigned.jsonl", "-o", "badges.jsonl")
    codes = [row["error"]["code"] for row in badges(folder / "badges.jsonl.rows")[1:]]
    assert codes[:2] == ["usage.another-issuer", "usage.not-issuable"]
    assert codes[3:] == ["usage.already-signed", "document.not-json", "batch.same-id"]
    assert len(badges(folder / "badges.jsonl")) == 1
    assert found.code == 2


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"", "batch.bad-header"),
        (b"\n\n", "batch.bad-header"),
        (b"email,email\n", "batch.bad-header"),
        (b"email,\n", "batch.bad-header"),
        (b'"email\n', "batch.bad-header"),
        (b"email\xff\n", "batch.bad-header"),
        (b"email" * 1_000_000, "batch.bad-header"),
        (b"e," * 2_000 + b"\n", "batch.bad-header"),
        (b"mail\na@b\n", "batch.no-such-column"),
        (None, "usage.unreadable-input"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_table_that_cannot_be_used_is_refused_before_anything_is_signed(
    folder: Path, table: bytes | None, code: str
) -> None:
    (folder / "roster.csv").unlink()
    if table is not None:
        write(folder / "roster.csv", table)
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email")
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err


def test_a_row_in_another_encoding_is_refused_alone(folder: Path) -> None:
    write(folder / "roster.csv", "email,name\na@b.org,Zoë\nc@d.org,Tom\n".encode("latin-1"))
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email")
    assert (found.code, len(badges(found))) == (2, 1)
    assert "[batch.bad-row]" in found.err


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_tables_of_other_countries_are_read(folder: Path, delimiter: str) -> None:
    write(folder / "roster.csv", f"\ufeffemail{delimiter}name\nmira@example.org{delimiter}Mira\n".encode())
    assert len(badges(issue("roster.csv", "--template", "achievement.json", "--to", "email"))) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": "{{nam"}, "/name"),
        ({"description": "{{name}} of {{ {"}, "/description"),
        ({"name": "for {{name?}}"}, "/name"),
        ({"name": "{{credits:number}} credits"}, "/name"),
        ({"name": "{{credits:date}}"}, "/name"),
        ({"{{name}}": "x"}, ""),
        ({"id": "urn:example:one-for-all"}, "/id"),
    ],
)
def test_a_template_that_no_row_can_fill_is_refused(folder: Path, change: dict[str, Any], pointer: str) -> None:
    write(folder / "template.json", {**template(), **change})
    found = issue("roster.csv", "--template", "template.json")
    assert (found.code, found.out) == (2, "")
    assert "[batch.bad-template]: template.json: " + (f"{pointer}: " if pointer else "") in found.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("roster.csv",), "usage.missing-option"),
        (("roster.csv", "--template", "achievement.json", "--hash-recipient"), "usage.missing-option"),
        (("unsigned.jsonl", "--template", "achievement.json"), "usage.contradiction"),
        (("unsigned.jsonl", "--to", "email"), "usage.contradiction"),
        (("roster.csv", "--template", "achievement.json", "--resume"), "usage.contradiction"),
        (("roster.csv", "--template", "achievement.json", "-o", "roster.csv"), "usage.output-is-input"),
        (("roster.csv", "--template", "template.json", "-o", "no/such/badges.jsonl"), "usage.unwritable-output"),
    ],
)
def test_wrong_usage_is_told(folder: Path, arguments: tuple[str, ...], code: str) -> None:
    write(folder / "unsigned.jsonl", json.dumps(unsigned()).encode())
    found = issue(*arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err


# --- revocable, and resumed


def list_for(folder: Path) -> StatusList:
    done = run("status", "new", "status.json", "--url", "https://mill.example.org/status/1", "--key", "issuer.pem")
    assert done.code == 0
    return StatusList.open(folder / "status.json")


ROSTER = ("roster.csv", "--template", "achievement.json", "--to", "email", "--status", "status.json")


def indexes(found: Path) -> list[str]:
    return [badge["credentialStatus"]["statusListIndex"] for badge in badges(found)]


def test_each_badge_has_an_entry_of_its_own(folder: Path) -> None:
    kept = list_for(folder)
    assert issue(*ROSTER, "-o", "badges.jsonl").code == 0
    found = badges(folder / "badges.jsonl")
    assert [str(kept.status(badge["id"]).index) for badge in found] == indexes(folder / "badges.jsonl")
    assert kept.counts().allocated == len(set(indexes(folder / "badges.jsonl"))) == 2
    assert all(accepted(badge) for badge in found)


@pytest.mark.parametrize("lost", ["rows", "a half of a badge", "the last badge is there, and its row is not"])
def test_a_run_goes_on_and_gives_nobody_a_second_entry(folder: Path, lost: str) -> None:
    kept = list_for(folder)
    out, rows = folder / "badges.jsonl", folder / "badges.jsonl.rows"
    issue(*ROSTER, "-o", "badges.jsonl")
    first, second = badges(out)
    match lost:
        case "rows":
            rows.write_bytes(b"")
        case "a half of a badge":
            rows.write_bytes(rows.read_bytes().splitlines(keepends=True)[0])
            out.write_bytes(out.read_bytes()[:-500])
        case _:
            rows.write_bytes(rows.read_bytes()[:-10])
    before = indexes(out) if lost != "a half of a badge" else [first["credentialStatus"]["statusListIndex"]]
    found = issue(*ROSTER, "-o", "badges.jsonl", "--resume")
    assert found.code == 0
    assert "2 rows: 2 issued" in found.err
    assert [badge["id"] for badge in badges(out)] == [first["id"], second["id"]]
    assert indexes(out)[: len(before)] == before
    assert indexes(out)[1] == second["credentialStatus"]["statusListIndex"]
    assert kept.counts().allocated == 2
    assert len(badges(rows)) == 2


def test_a_run_does_not_go_on_with_another_table(folder: Path) -> None:
    options = ("roster.csv", "--template", "achievement.json", "--to", "email", "-o", "badges.jsonl", "--resume")
    assert issue(*options).code == 0
    write(folder / "roster.csv", TABLE.encode() + b"eve@example.org,Eve,A,1\n")
    found = issue(*options)
    assert found.code == 2
    assert "[batch.another-run]" in found.err


def test_what_was_cut_off_cannot_be_gone_on_with(folder: Path) -> None:
    options = ("roster.csv", "--template", "achievement.json", "--to", "email", "-o", "badges.jsonl", "--resume")
    assert issue(*options).code == 0
    (folder / "badges.jsonl").write_bytes(b"")
    found = issue(*options)
    assert (found.code, (folder / "badges.jsonl").read_bytes()) == (2, b"")
    assert "[batch.damaged-record]" in found.err


def test_a_full_list_leaves_those_without_an_entry_unsigned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = list_for(folder)
    kept.allocate_all([None] * (kept.terms.length - 1)) if kept.terms.length < 2_000 else None
    monkeypatch.setattr(StatusList, "allocate_all", full)
    monkeypatch.setattr(StatusList, "allocate", full)
    found = issue(*ROSTER)
    assert (found.code, found.out) == (2, "")
    assert "[status.list-full]" in found.err


def full(*_: object) -> Any:
    from microcred.errors import UsageError

    raise UsageError("status.list-full", "all entries are given out")


@pytest.mark.parametrize("place", ["badges.jsonl", "badges/"])
def test_a_run_that_is_killed_and_resumed_issues_each_badge_once(folder: Path, place: str) -> None:
    kept = list_for(folder)
    total = 400
    rows = "".join(f"n{number}@example.org,{number}\n" for number in range(total))
    write(folder / "roster.csv", f"email,name\n{rows}".encode())
    arguments = ("batch", "issue", *ROSTER, "-o", place, "--key", "issuer.pem", "--jobs", "2", "--resume")
    record = folder / f"{place.rstrip('/')}.rows"
    process = run_process(*arguments, cwd=folder)
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    while process.poll() is None and (not record.exists() or record.read_bytes().count(b"\n") < 40):
        threading.Event().wait(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    watchdog.cancel()
    assert 40 <= record.read_bytes().count(b"\n") < total
    assert run(*arguments).code == 0
    if place.endswith("/"):
        found = [Document.parse(path.read_bytes()).tree for path in sorted((folder / place).iterdir())]
    else:
        found = badges(folder / place)
    assert [one["credentialSubject"]["identifier"]["identityHash"] for one in found] == [
        f"n{number}@example.org" for number in range(total)
    ]
    assert len({one["credentialStatus"]["statusListIndex"] for one in found}) == kept.counts().allocated == total
    assert [row["id"] for row in badges(record)] == [one["id"] for one in found]


def test_a_file_that_no_run_has_written_is_left_alone(folder: Path) -> None:
    write(folder / "badges.jsonl", b"mine\n")
    options = ("roster.csv", "--template", "achievement.json", "--to", "email", "-o", "badges.jsonl")
    for more in ((), ("--resume",)):
        found = issue(*options, *more)
        assert (found.code, (folder / "badges.jsonl").read_bytes()) == (2, b"mine\n")
        assert "[batch.there-already]" in found.err


def test_a_call_that_was_wrong_leaves_nothing_to_go_on_with(folder: Path) -> None:
    options = ("roster.csv", "--template", "achievement.json", "-o", "badges.jsonl")
    assert issue(*options, "--to", "mail").code == 2
    assert issue(*options, "--to", "email").code == 0
    assert "[batch.there-already]" in issue(*options, "--to", "email").err
