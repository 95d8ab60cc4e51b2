"""``microcred validate``: files and folders are checked, and the exit code says what came of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from cli_runs import NOW, Run, badge, run, run_on_terminal
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import to_json
from tokens import badge_token

#: A draft in which nothing is wrong that a check or a rule could find.
GOOD = (Path(__file__).parents[2] / "src/microcred/lint/samples/credential.json").read_bytes()


def draft(**changes: Any) -> bytes:
    """The good draft with some members set."""
    return to_json({**json.loads(GOOD), **changes})


def validate(*arguments: str | Path, stdin: bytes = b"") -> Run:
    return run("validate", "--at", NOW, *arguments, stdin=stdin)


def write(place: Path, content: bytes) -> None:
    """Write a file, and make its folder."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_clean_file_is_told_in_one_line(folder: Path) -> None:
    write(folder / "badge.json", GOOD)
    found = validate("badge.json", "--unsigned")
    assert (found.code, found.out, found.err) == (0, "1 file: no findings\n", "")


def test_a_finding_says_where_and_what_and_shows_the_line(folder: Path) -> None:
    text = GOOD.decode().replace('"name": "Riverside College"', '"nmae": "Riverside College"')
    write(folder / "badge.json", text.encode())
    found = validate("badge.json", "--unsigned", "--select", "contexts")
    assert found.code == 1
    assert found.out == (
        "badge.json:12:5: error[contexts.undefined-term]: no context of the document defines the term 'nmae', so it "
        "would be left out of what is signed\n"
        '  12 |     "nmae": "Riverside College",\n'
        "     |     ^\n"
        "  at   /issuer/nmae\n"
        "  fix  define it in a context, or leave it out\n"
        "  see  Data Integrity 1.0, 2.4 and 2.6; Open Badges 3.0, C.1\n"
        "\n"
        "1 file: 1 error\n"
    )


def test_the_caret_stands_under_the_place_whatever_is_before_it(folder: Path) -> None:
    write(folder / "badge.json", '{"名前": "\u202e", "a":\t,}'.encode())
    lines = validate("badge.json").out.split("\n")
    assert lines[1] == '  1 | {"名前": "\\u202e", "a": ,}'
    # The two characters of the name are two columns wide each.
    assert lines[2].index("^") == lines[1].index(",}") + 2


def test_a_line_in_a_token_is_shown_as_one_of_the_token(folder: Path) -> None:
    write(folder / "badge.jwt", badge_token().encode())
    found = run("validate", "badge.jwt", "--at", "2040-01-01T00:00:00Z", "--select", "period")
    assert "^ in the token\n" in found.out


def test_folders_are_searched_and_other_files_are_counted(folder: Path) -> None:
    write(folder / "b/badge.json", badge())
    write(folder / "b/token.jwt", badge_token().encode())
    write(folder / "b/badge.png", bake(badge_png("Soil"), badge()))
    write(folder / "b/badge.svg", bake(badge_svg("Soil"), badge()))
    write(folder / "b/logo.png", badge_png("Soil"))
    write(folder / "package.json", b'{"name": "x"}')
    write(folder / "tsconfig.json", b'{\n  // comment\n  "a": 1\n}')
    write(folder / "notes.txt", b"no badge")
    for hidden in (".git/badge.json", "node_modules/x/badge.json"):
        write(folder / hidden, b"{")
    found = validate(".", "--ignore", "identity", "--format", "json")
    assert found.code == 0, found.out
    assert found.json()["summary"] | {"notes": 0} == {
        **{"files": 4, "skipped": 3, "errors": 0, "warnings": 0, "notes": 0, "known": 0, "fails": False},
    }


def test_broken_files_that_speak_of_credentials_are_not_passed_over(folder: Path) -> None:
    write(folder / "badge.json", b'{"type": ["VerifiableCredential",]}')
    write(folder / "badge.png", bake(badge_png("Soil"), badge())[:-30])
    assert "2 errors" in validate(".").out


def test_a_file_that_was_named_is_always_checked(folder: Path) -> None:
    write(folder / "package.json", b'{"name": "x"}')
    found = validate("package.json")
    assert found.code == 1
    assert "error[document.not-a-credential]" in found.out


def test_a_folder_without_credentials_says_so(folder: Path) -> None:
    found = validate(".")
    assert (found.code, found.out) == (0, "0 files: no findings\n")
    assert found.err == "note: no file was checked, as nothing here holds a credential\n"


def test_a_file_is_checked_once_however_often_it_is_named(folder: Path) -> None:
    write(folder / "b/badge.json", GOOD)
    assert validate("b", "b", "b/badge.json", "--unsigned").out == "1 file: no findings\n"


def test_stdin_is_a_file_like_others(folder: Path) -> None:
    assert validate("-", "--unsigned", stdin=GOOD).code == 0
    found = validate("-", stdin=b"{")
    assert found.code == 1
    assert found.out.startswith("(stdin):1:2: error[document.not-json]")
    assert validate("-", "-").code == 2


def test_what_cannot_be_read_is_exit_code_2_and_the_others_are_told(folder: Path) -> None:
    assert validate("none.json").code == 2
    write(folder / "b/a.json", b"{")
    write(folder / "b/badge.json", draft(name=5))
    (folder / "b/a.json").unlink()
    os.symlink("nowhere", folder / "b/a.json")  # noqa: PTH211
    found = validate("b", "--unsigned")
    assert found.code == 2
    assert "b/a.json: cannot be read: No such file or directory" in found.out
    assert "error[model.wrong-type]" in found.out
    assert found.out.endswith("1 file: 1 error (1 not readable)\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--unsigned"], 1),
        (["--unsigned", "--fail-on", "error"], 0),
        (["--unsigned", "--ignore", "dates.activity-reversed"], 0),
        (["--unsigned", "--ignore", "model,dates"], 0),
        (["--unsigned", "--select", "dates"], 1),
        (["--unsigned", "--select", "model,contexts"], 0),
        ([], 1),
        (["--ignore", "dates", "--ignore", "proof"], 0),
    ],
)
def test_what_is_chosen_decides_the_exit_code(folder: Path, arguments: list[str], code: int) -> None:
    text = GOOD.decode().replace("2026-01-12T09", "2026-01-02T09")
    write(folder / "badge.json", text.encode())
    assert validate("badge.json", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "modle"], "error[usage.unknown-code]: --select names 'modle'"),
        (["--ignore", "x.y"], "error[usage.unknown-code]: --ignore names 'x.y'"),
        (["--compat", "nobody"], "error[usage.unknown-verifier]"),
        (["--update-baseline"], "error[usage.missing-option]"),
        (["--config", "none.toml"], "error[usage.bad-configuration]"),
        (["--baseline", "badge.json"], "error[usage.bad-baseline]"),
        (["--format", "xml"], "error[usage.command-line]"),
    ],
)
def test_wrong_usage_is_exit_code_2(folder: Path, arguments: list[str], message: str) -> None:
    write(folder / "badge.json", GOOD)
    found = validate("badge.json", *arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(message)


def test_the_configuration_is_that_of_the_first_path_and_what_is_said_counts_more(folder: Path) -> None:
    write(folder / "badges/badge.json", draft(validUntil="2026-02-01T00:00:00Z"))
    write(folder / "badges/drafts/x.json", b'{"type": ["VerifiableCredential"]')
    write(folder / "badges/.microcred.toml", b'unsigned = true\nexclude = ["drafts"]\nignore = ["period"]\n')
    assert validate("badges").out == "1 file: no findings\n"
    write(folder / "badges/.microcred.toml", b'unsigned = true\nexclude = ["drafts"]\nfail-on = "error"\n')
    assert validate("badges").code == 1
    write(folder / "badges/.microcred.toml", b'unsigned = true\nexclude = ["drafts"]\nseverity = {period = "note"}\n')
    assert validate("badges").code == 0
    assert validate("badges", "--fail-on", "note").code == 1
    write(folder / "other.toml", b'unsigned = false\nexclude = ["drafts"]\n')
    assert "error[proof.missing]" in validate("badges", "--config", "other.toml").out


def test_a_proof_can_be_wanted_where_the_configuration_lets_drafts_pass(folder: Path) -> None:
    write(folder / "badge.json", GOOD)
    write(folder / ".microcred.toml", b"unsigned = true\n")
    assert validate("badge.json").code == 0
    assert "error[proof.missing]" in validate("badge.json", "--signed").out


def test_one_path_has_settings_of_its_own(folder: Path) -> None:
    write(folder / "signed/badge.json", badge())
    write(folder / "drafts/badge.json", GOOD)
    write(
        folder / "pyproject.toml",
        b'[tool.microcred]\nignore = ["identity", "quality"]\n'
        b'[[tool.microcred.per-path]]\npath = "drafts/"\nunsigned = true\n',
    )
    assert validate(".").out == "2 files: no findings\n"


def test_a_mistake_in_the_configuration_is_told(folder: Path) -> None:
    write(folder / "badge.json", GOOD)
    write(folder / ".microcred.toml", b"unsined = true\n")
    found = validate("badge.json")
    assert found.code == 2
    assert found.err.endswith("hint: did you mean unsigned?\n")


def test_a_baseline_hides_what_is_known_and_nothing_else(folder: Path) -> None:
    bad = draft(validUntil="soon", honours="x")
    write(folder / "b/badge.json", bad)
    arguments = ("b", "--unsigned", "--select", "model,contexts", "--baseline", "known.json")
    made = validate(*arguments, "--update-baseline")
    assert (made.code, made.out) == (0, "1 file: no findings (2 findings of the baseline)\n")
    write(folder / "b/badge.json", b"\n\n" + bad)
    assert validate(*arguments).out == made.out
    write(folder / "b/badge.json", draft(validUntil="later", honours="x"))
    found = validate(*arguments)
    assert found.code == 1
    assert found.out.endswith("1 file: 1 error (1 finding of the baseline)\n")
    assert [each["pointer"] for each in json.loads((folder / "known.json").read_bytes())["findings"]] == [
        "/honours",
        "/validUntil",
    ]


def test_a_baseline_does_not_depend_on_where_it_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "b/badge.json", draft(validUntil="soon"))
    validate("b", "--unsigned", "--baseline", "known.json", "--update-baseline")
    monkeypatch.chdir(folder / "b")
    assert validate("badge.json", "--unsigned", "--baseline", "../known.json").code == 0


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"baseline": 2, "findings": []}', b'{"baseline": 1}', b'{"baseline": 1, "findings": [1]}']
)
def test_what_is_no_baseline_is_refused(folder: Path, content: bytes) -> None:
    write(folder / "badge.json", GOOD)
    write(folder / "known.json", content)
    found = validate("badge.json", "--baseline", "known.json")
    assert found.code == 2
    assert found.err.startswith("error[usage.bad-baseline]")


def test_machines_get_the_formats_that_they_read(folder: Path) -> None:
    write(folder / "badge.json", draft(validUntil="soon"))
    sarif = validate("badge.json", "--unsigned", "--format", "sarif")
    assert sarif.json()["version"] == "2.1.0"
    assert validate("badge.json", "--unsigned", "--format", "junit").out.startswith("<?xml ")
    github = validate("badge.json", "--unsigned", "--format", "github")
    assert github.out.startswith("::error file=badge.json,line=")
    assert {sarif.code, github.code} == {1}


def test_templates_are_checked_like_drafts(folder: Path) -> None:
    template = json.loads(GOOD)["credentialSubject"]["achievement"]
    write(folder / "soil.json", to_json({**template, "criteria": None}))
    assert "error[model.wrong-type]" in validate("soil.json", "--unsigned", "--select", "model").out


def test_several_processes_find_the_same(folder: Path) -> None:
    for number in range(12):
        write(folder / f"b/{number:02}.json", draft(validUntil="soon") if number % 3 else GOOD)
    arguments = ("b", "--unsigned", "--format", "json", "-")
    one = validate(*arguments, "--jobs", "1", stdin=b"{")
    two = validate(*arguments, "--jobs", "2", stdin=b"{")
    assert one.code == two.code == 1
    assert one.out == two.out


def test_on_a_terminal_there_is_colour_and_a_bar(folder: Path) -> None:
    for number in range(60):
        write(folder / f"b/{number}.json", GOOD)
    code, shown = run_on_terminal("validate", "b", "--unsigned", "--at", NOW)
    assert code == 0
    assert b"checked" in shown
    assert b"60 files: no findings" in shown


def test_names_and_values_do_not_act_on_a_terminal(folder: Path) -> None:
    write(folder / "\x1b[2J.json", to_json(unsigned(validUntil="\x1b[31msoon\u202e")))
    for form in ("text", "json", "sarif", "junit", "github"):
        out = validate(".", "--unsigned", "--format", form).out
        assert "\x1b" not in out
        assert "\u202e" not in out
