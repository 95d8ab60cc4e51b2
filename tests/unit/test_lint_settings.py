"""What a repository says about how its files are checked, and which word counts where several were said."""

from __future__ import annotations

from pathlib import Path

import pytest

from microcred.errors import UsageError
from microcred.lint import Severity
from microcred.lint.configuration import find_settings, read_settings
from microcred.lint.globs import fits
from microcred.lint.settings import PerPath, Settings


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.json", "a.json"),
        ("*.json", "deep/in/a.json"),
        ("drafts", "drafts/a.json"),
        ("drafts/", "x/drafts/y/a.json"),
        ("/drafts", "drafts/a.json"),
        ("x/*.json", "x/a.json"),
        ("x/**/a.json", "x/a.json"),
        ("x/**/a.json", "x/y/z/a.json"),
        ("x/**", "x/y/a.json"),
        ("**/y", "x/y"),
        ("a?.json", "ab.json"),
        ("[ab].json", "b.json"),
        ("[!ab].json", "c.json"),
        ("[0-9a-f][!x-z].json", "7w.json"),
        ("a[.json", "a[.json"),
        ("./x/a.json", "x/a.json"),
    ],
)
def test_a_pattern_means_a_path(pattern: str, path: str) -> None:
    assert fits(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.json", "a.jsonld"),
        ("/drafts", "x/drafts/a.json"),
        ("x/*.json", "x/y/a.json"),
        ("x/*.json", "z/x/a.json"),
        ("[!ab].json", "a.json"),
        ("[0-9].json", "a.json"),
        ("a.json", "xa.json"),
        ("a.json", "axjson"),
        ("x/**", "x"),
    ],
)
def test_a_pattern_does_not_mean_a_path(pattern: str, path: str) -> None:
    assert not fits(pattern, path)


def test_a_hostile_pattern_takes_no_time() -> None:
    assert not fits("*a" * 400, "a" * 300 + "b")
    assert not fits("**/" * 300 + "x", "/".join("a" * 200))


def write(folder: Path, text: str, name: str = ".microcred.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


EVERYTHING = """
select = ["model", "contexts.unknown"]
ignore = ["dates"]
fail-on = "error"
unsigned = true
exclude = ["drafts"]
baseline = "known.json"

[severity]
"model.missing" = "note"

[contexts]
"https://college.example/c.json" = "c.json"

[[per-path]]
path = "templates/**"
unsigned = false
ignore = ["proof"]
"""


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_bytes(b"{}")
    found = read_settings(write(tmp_path, EVERYTHING))
    assert found == Settings(
        select=("model", "contexts.unknown"),
        ignore=("dates",),
        fail_on=Severity.ERROR,
        unsigned=True,
        exclude=("drafts",),
        baseline=str(tmp_path / "known.json"),
        severity=(("model.missing", "note"),),
        contexts=(("https://college.example/c.json", b"{}"),),
        per_path=(PerPath("templates/**", Settings(unsigned=False, ignore=("proof",), root=str(tmp_path))),),
        root=str(tmp_path),
    )


def test_a_project_has_its_settings_in_a_table_of_its_own(tmp_path: Path) -> None:
    project = write(tmp_path, '[project]\nname = "x"\n[tool.microcred]\nunsigned = true\n', "pyproject.toml")
    assert read_settings(project).unsigned is True


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    write(tmp_path, "unsigned = true")
    write(tmp_path / "a", '[tool.other]\nx = "microcred"\n', "pyproject.toml")
    assert find_settings(tmp_path / "a" / "b").root == str(tmp_path)
    write(tmp_path / "a", '[tool.microcred]\nignore = ["dates"]\n', "pyproject.toml")
    (tmp_path / "a" / "b").mkdir()
    assert find_settings(tmp_path / "a" / "b").ignore == ("dates",)
    write(tmp_path / "a", "", ".microcred.toml")
    assert find_settings(tmp_path / "a").ignore == ()


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("ignor = []", "there is no setting 'ignor'", "did you mean ignore?"),
        ("zzz = 1", "there is no setting 'zzz'", "known are select, ignore"),
        ("ignore = 'dates'", "ignore is 'dates', wanted an array of texts", ""),
        ("select = ['daets']", "names 'daets', which is neither a code nor a family", "did you mean dates"),
        ("unsigned = 1", "unsigned is 1, wanted true or false", ""),
        ("fail-on = 'info'", "fail-on is 'info', wanted error or warning or note", ""),
        ("severity = []", "severity is [], wanted a table", ""),
        ("[severity]\n'model' = 'info'", "severity.model is 'info'", ""),
        ("contexts = 1", "contexts is 1, wanted a table of URLs", ""),
        ("[contexts]\n'https://x.example' = 'none.json'", "cannot read the context 'none.json'", ""),
        ("baseline = 1", "baseline is 1, wanted the path of a file", ""),
        ("per-path = 1", "per-path is 1, wanted tables, each with a path", ""),
        ("[[per-path]]\nignore = []", "wanted tables, each with a path", ""),
        ("[[per-path]]\npath = 'x'\nfail-on = 'error'", "there is no setting per-path.'fail-on'", ""),
        ("[[per-path]]\npath = 'x'\nunsined = true", "per-path.'unsined'", "did you mean unsigned?"),
        ("= 1", "cannot read", ""),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_settings(write(tmp_path, text))
    assert refused.value.code in ("usage.bad-configuration", "usage.unknown-code")
    assert message in refused.value.message
    assert hint in (refused.value.hint or "")


def test_a_table_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="wanted a table"):
        read_settings(write(tmp_path, "[tool]\nmicrocred = 1", "pyproject.toml"))


def test_a_missing_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read_settings(tmp_path / "none.toml")
    assert refused.value.code == "usage.bad-configuration"


def test_what_was_said_last_counts_and_what_is_left_out_adds_up() -> None:
    lower = Settings(select=("model",), ignore=("dates",), unsigned=True, severity=(("model", "note"),))
    upper = Settings(select=("proof",), ignore=("status",), severity=(("model", "error"),))
    found = upper.over(lower)
    assert (found.select, found.ignore, found.unsigned) == (("proof",), ("dates", "status"), True)
    assert dict(found.severity) == {"model": "error"}


def test_later_paths_count_more_and_other_files_are_left_alone(tmp_path: Path) -> None:
    all_of_them = Settings(
        root=str(tmp_path),
        per_path=(
            PerPath("a/**", Settings(unsigned=True, ignore=("dates",))),
            PerPath("a/b/**", Settings(unsigned=False)),
        ),
    )
    assert all_of_them.of_path(str(tmp_path / "a" / "x.json")).unsigned is True
    nested = all_of_them.of_path(str(tmp_path / "a" / "b" / "x.json"))
    assert (nested.unsigned, nested.ignore) == (False, ("dates",))
    assert all_of_them.of_path(str(tmp_path / "x.json")).unsigned is None
    assert all_of_them.of_path(str(tmp_path.parent / "a" / "x.json")).unsigned is None
