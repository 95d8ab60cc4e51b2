"""``microcred validate``: what a linter is to programs, for files that hold credentials; no network, ever."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from microcred.cli.endings import ExitCode
from microcred.cli.inputs import STREAM, read_input
from microcred.cli.parameters import BADGE, FILE, moment
from microcred.cli.terminal import plain_json, say, tell
from microcred.document import MAX_BYTES
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.lint.baseline import Baseline
    from microcred.lint.files import Candidate, Checked
    from microcred.lint.output.run import Run
    from microcred.lint.settings import Settings

__all__ = ["command"]

FORMATS: Final = ("text", "json", "sarif", "junit", "github")
# A process takes as long to start as many files take to check.
_WORTH_PROCESSES: Final = 400
_WORTH_A_BAR: Final = 50
_CHUNK: Final = 16


@click.command("validate")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=BADGE)
@click.option(
    "--unsigned/--signed",
    default=None,
    help="Let drafts pass, and check templates too; or want a proof.  [default: --signed]",
)
@click.option("--select", metavar="CODE,…", multiple=True, help="Report these codes or families of codes alone.")
@click.option("--ignore", metavar="CODE,…", multiple=True, help="Do not report these codes or families of codes.")
@click.option("--compat", metavar="NAME,…", multiple=True, help="Also tell what these verifiers refuse or ignore.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    help="From which severity on the run fails.  [default: warning]",
)
@click.option("--baseline", type=FILE, metavar="FILE", help="Do not report what is in FILE already.")
@click.option("--update-baseline", is_flag=True, help="Write what is found now into the baseline.")
@click.option("--config", type=FILE, metavar="FILE", help="The configuration.  [default: the nearest one]")
@click.option("--at", type=moment, metavar="TIME", help="The moment to judge by.  [default: now]")
@click.option(
    "--jobs", type=click.IntRange(1, 512), metavar="N", help="How many processes.  [default: by the number of files]"
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="What to print.  [default: text]")
def command(
    paths: tuple[str, ...],
    unsigned: bool | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    compat: tuple[str, ...],
    fail_on: str | None,
    baseline: str | None,
    update_baseline: bool,
    config: str | None,
    at: datetime | None,
    jobs: int | None,
    form: str,
) -> int:
    """Check files that hold credentials, before somebody else does.

    Nothing is fetched. A PATH is a file, a folder, in which every .json, .jsonld, .jwt, .png and .svg file is looked
    at, or - for stdin. A credential is JSON, a JWT, or either of them baked into a picture, signed or not.

    What a repository wants checked stands in [tool.microcred] of its pyproject.toml, or in .microcred.toml.

    The exit code is 0 where nothing is wrong, 1 for findings, 2 for what cannot be read.

    \b
    Example:  microcred validate badges/ --unsigned
              microcred validate badges/ --ignore quality --format github
              microcred rule model.missing
    """  # noqa: D301
    from microcred.lint.finding import Severity
    from microcred.lint.settings import Settings

    if paths.count(STREAM) > 1:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    said = Settings(
        select=_codes(select, "--select") or None,
        ignore=_codes(ignore, "--ignore"),
        unsigned=unsigned,
        compat=_words(compat) or None,
        fail_on=None if fail_on is None else Severity(fail_on),
        baseline=baseline,
    )
    configured = _configured(paths, config)
    candidates = list(_candidates(paths, configured, said))
    run = _run(candidates, said.over(configured), at or datetime.now(UTC), jobs, update=update_baseline)
    _print(run, form)
    if run.unreadable:
        return ExitCode.USAGE
    return ExitCode.REJECTED if run.fails else ExitCode.ACCEPTED


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip())


def _codes(given: Iterable[str], option: str) -> tuple[str, ...]:
    from microcred.lint.selection import check_codes

    words = _words(given)
    check_codes(words, option)
    return words


def _configured(paths: tuple[str, ...], config: str | None) -> Settings:
    from microcred.lint.settings import Settings

    first = next((path for path in paths if path != STREAM), ".")
    if config is None and not _may_be_configured(first):
        return Settings()
    from pathlib import Path

    from microcred.lint.configuration import find_settings, read_settings

    if config is not None:
        return read_settings(Path(config))
    return find_settings(Path(first) if Path(first).is_dir() else Path(first).parent)


def _may_be_configured(path: str) -> bool:
    """Whether there is any configuration around a path; to read one takes libraries that are loaded for it alone."""
    around = os.path.abspath(path)  # noqa: PTH100 - pathlib takes longer to load than a file to check
    while True:
        if any(os.path.exists(f"{around}/{name}") for name in (".microcred.toml", "pyproject.toml")):  # noqa: PTH110
            return True
        around, below = os.path.dirname(around), around  # noqa: PTH120
        if around == below:
            return False


def _candidates(paths: tuple[str, ...], configured: Settings, said: Settings) -> Iterator[Candidate]:
    """Every file to check, each once, with the settings that count for it: what was said counts most."""
    from microcred.lint.files import Candidate, files_below
    from microcred.lint.output.run import STDIN

    seen = set[str]()
    alike: dict[Settings, Settings] = {}
    for path in paths:
        is_folder = path != STREAM and os.path.isdir(path)  # noqa: PTH112
        if path != STREAM and not is_folder and not os.path.exists(path):  # noqa: PTH110
            raise UsageError("usage.unreadable-input", f"cannot read {path!r:.200}: there is nothing of this name")
        for file in files_below(path, configured.excludes) if is_folder else (path,):
            if file not in seen:
                seen.add(file)
                # A file name need not be text; what is none in it is written as \\xff.
                name = STDIN if file == STREAM else os.fsencode(file).decode("utf-8", "backslashreplace")
                settings = said.over(configured.of_path(file))
                yield Candidate(name, file, alike.setdefault(settings, settings), is_folder)


def _run(candidates: list[Candidate], settings: Settings, at: datetime, jobs: int | None, *, update: bool) -> Run:
    from microcred.lint.finding import Severity
    from microcred.lint.output.run import Run

    if update and settings.baseline is None:
        raise UsageError("usage.missing-option", "--update-baseline needs --baseline, or the setting baseline")
    known = None if settings.baseline is None or update else _baseline(settings.baseline)
    files = tuple(_with_progress(_checked(candidates, at, jobs), len(candidates)))
    if not any(file.skipped is False for file in files):
        say("note: no file was checked, as nothing here holds a credential")
    found = [finding for file in files for finding in file.findings]
    if update and settings.baseline is not None:
        from microcred.cli.files import write_output
        from microcred.lint.baseline import Baseline

        known = Baseline.of(found, settings.baseline)
        write_output(settings.baseline, known.to_json())
    return Run(files, () if known is None else known.known(found), settings.fail_on or Severity.WARNING)


def _baseline(path: str) -> Baseline:
    from pathlib import Path

    from microcred.lint.baseline import Baseline

    return Baseline.read(Path(path))


def _with_progress(files: Iterator[Checked], total: int) -> Iterator[Checked]:
    """The same files, and for whoever looks at a terminal a bar."""
    if total < _WORTH_A_BAR:
        yield from files
        return
    from microcred.cli.progress import shown_progress

    with shown_progress(lambda: total, "checked") as show:
        for number, file in enumerate(files, 1):
            yield file
            show(number)


def _checked(candidates: list[Candidate], at: datetime, jobs: int | None) -> Iterator[Checked]:
    """What becomes of each file, in their order, by one process or by several."""
    check = partial(_check, at=at)
    if jobs is None and len(candidates) >= _WORTH_PROCESSES:
        from microcred.cli.progress import processors

        jobs = processors()
    if jobs in (None, 1) or len(candidates) == 1:
        yield from map(check, candidates)
        return
    from microcred.batch import processes

    read = [candidate for candidate in candidates if candidate.path == STREAM]
    with processes(min(jobs or 1, len(candidates)))() as executor:
        others = executor.map(check, (each for each in candidates if each.path != STREAM), chunksize=_CHUNK)
        for candidate in candidates:
            yield check(candidate) if candidate in read else next(others)


def _check(candidate: Candidate, at: datetime) -> Checked:
    from microcred.lint.files import check_content, check_file

    if candidate.path != STREAM:
        return check_file(candidate, at)
    return check_content(candidate, read_input(STREAM, max_bytes=MAX_BYTES), at)


def _print(run: Run, form: str) -> None:
    text = _text(run, form)
    # Whatever the form, no character of a file acts on a terminal; each form has said its own escapes by now.
    tell(text if form == "text" else plain_json(text))


def _text(run: Run, form: str) -> str:
    match form:
        case "json":
            from microcred.lint.output.json_object import json_report

            return json_report(run)
        case "sarif":
            from microcred.lint.output.sarif import sarif_log

            return sarif_log(run)
        case "junit":
            from microcred.lint.output.junit import junit_report

            return junit_report(run)
        case "github":
            from microcred.lint.output.github import github_commands

            return github_commands(run)
    from microcred.cli.findings_text import findings_text

    return findings_text(run)
