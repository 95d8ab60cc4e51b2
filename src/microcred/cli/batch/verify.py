"""``microcred batch verify``: one report for each credential, on one line each, in the order of the inputs."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from microcred.cli.batch.inputs import Inputs, digest_of, require_parquet
from microcred.cli.batch.record import Record
from microcred.cli.endings import ExitCode, explain_error, worst
from microcred.cli.files import STREAM, refuse_same_file
from microcred.cli.parameters import BADGE, FILE, moment
from microcred.cli.progress import processors, shown_progress
from microcred.cli.terminal import plain_json, say, tell
from microcred.errors import MicrocredError, Undetermined, UsageError

if TYPE_CHECKING:
    from microcred.batch import Candidate, Verified
    from microcred.verification.report import Report

__all__ = ["report_line", "verify"]

_EXPLAINED: Final = 20


@click.command("verify")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=BADGE)
@click.option(
    "--trust",
    "trusted",
    metavar="ID|FILE|any",
    multiple=True,
    help="Whom you trust to issue: a DID or URL, a file with a list or a registry, or any. May be repeated.",
)
@click.option(
    "--registry",
    "registries",
    metavar="URL|FILE",
    multiple=True,
    help="A registry of issuers whom you trust, or a list of registries, which are fetched. May be repeated.",
)
@click.option("--at", type=moment, metavar="TIME", help="The moment to judge by.  [default: now]")
@click.option("--offline", is_flag=True, help="Fetch nothing; what would be needed leaves its check undetermined.")
@click.option(
    "--column", metavar="NAME", default="credential", help="The column of Parquet files.  [default: credential]"
)
@click.option(
    "--jobs", type=click.IntRange(1, 512), metavar="N", help="How many processes.  [default: one per processor]"
)
@click.option("-o", "--out", type=FILE, metavar="OUT", help="Where to put the reports.  [default: stdout]")
@click.option("--resume", is_flag=True, help="Go on with OUT where an earlier run was ended.")
def verify(
    sources: tuple[str, ...],
    trusted: tuple[str, ...],
    registries: tuple[str, ...],
    at: datetime | None,
    offline: bool,
    column: str,
    jobs: int | None,
    out: str | None,
    resume: bool,
) -> int:
    """Verify thousands of badges, and report on each of them on one line of JSON.

    A SOURCE is a file of JSON Lines (.jsonl or .ndjson, or - for stdin) with a credential or JWT on each line, a
    Parquet file, a folder, in which all of these and single badges are looked for, or a single badge.

    The reports are those of microcred verify --format json, in the order of the inputs. What cannot be read at all has
    the verdict null and an error instead. Each issuer and each status list is looked up once.

    The exit code is that of the worst badge: 2 not readable, 1 rejected, 3 undetermined, 0 accepted.

    \b
    Example:  microcred batch verify badges.jsonl -o reports.jsonl
              microcred batch verify badges/ --trust did:web:example.edu --jobs 4 -o reports.jsonl --resume
    """  # noqa: D301
    from microcred.batch import processes, verify_many
    from microcred.cli.badges import fetcher_for
    from microcred.cli.verify import trust_policy
    from microcred.verification.verifier import Verifier

    out = None if out == STREAM else out
    _check(sources, out, resume)
    inputs = Inputs(sources, column, _own(out))
    fetcher = fetcher_for(offline=offline)
    verifier = Verifier(trust=trust_policy(trusted, registries, fetcher), fetcher=fetcher)
    options = {
        "trust": [_said(name) for name in trusted],
        "registry": [_said(name) for name in registries],
        "at": at and at.isoformat(),
        "offline": offline,
        "column": column,
    }
    record = None if out is None else _record(out, inputs, options, resume=resume)
    candidates = inputs.candidates()
    seen: Counter[ExitCode] = Counter()
    with nullcontext() if record is None else closing(record):
        if record is not None:
            _pass_over(candidates, record, seen)
        executor = processes(jobs or processors()) if (jobs or processors()) > 1 else None
        before = seen.total()
        with shown_progress(inputs.count, "verified") as show:
            results = verify_many(
                candidates,
                verifier,
                keep=report_line,
                executor=executor,
                at=at,
                progress=lambda progress: show(before + progress.done),
            )
            with closing(results):
                _write(results, record, seen)
    say(_summary(seen))
    return worst(seen)


def report_line(report: Report) -> str:
    """A report as one line; it is made where the credential was verified, and costs less to send."""
    try:
        # The same values as those of Report.to_json, in a tenth of its time.
        text = json.dumps(report.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError):
        text = report.to_json(indent=None)
    # Controls below U+0020 are escaped already.
    return text if text.isascii() and "\x7f" not in text else plain_json(text)


def _check(sources: tuple[str, ...], out: str | None, resume: bool) -> None:
    if sources.count(STREAM) > 1:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    if resume and (out is None or STREAM in sources):
        raise UsageError(
            "usage.contradiction",
            "--resume goes on with a file that -o names, from inputs that can be read again, which stdin cannot",
        )
    for source in sources:
        if source != STREAM and not Path(source).exists():
            raise UsageError("usage.unreadable-input", f"cannot read {source!r:.200}: there is nothing of this name")
        if source.lower().endswith(".parquet"):
            require_parquet()
    refuse_same_file(out, sources)


def _own(out: str | None) -> frozenset[Path]:
    return frozenset() if out is None else frozenset(Path(os.path.realpath(name)) for name in (out, f"{out}.run"))


def _record(out: str, inputs: Inputs, options: dict[str, Any], *, resume: bool) -> Record:
    digests = None if STREAM in inputs.sources else inputs.digests()
    run = {"microcred": "batch verify", "format": 1, "inputs": digests, "options": options}
    return Record.open(Path(out), run, resume=resume)


def _said(name: str) -> str:
    """A name as it was said; of a file, what is in it counts."""
    return f"{name} {digest_of(name)}" if Path(name).is_file() else name


def _pass_over(candidates: Iterator[Candidate], record: Record, seen: Counter[ExitCode]) -> None:
    """What earlier runs have done is counted, and not done again."""
    for number, line in enumerate(record.lines(), 1):
        candidate = next(candidates, None)
        if candidate is None or not isinstance(line, dict) or line.get("source") != candidate.name:
            raise UsageError(
                "batch.damaged-record",
                f"line {number} of {str(record.place)!r:.200} is not about what the inputs have there",
                hint="begin anew, with another name for -o",
            )
        verdict = line.get("verdict")
        seen[ExitCode.USAGE if verdict is None else ExitCode[str(verdict).upper()]] += 1


def _write(results: Iterator[Verified[str]], record: Record | None, seen: Counter[ExitCode]) -> None:
    explained = 0
    for one in results:
        if one.error is None:
            line = one.report or ""
            seen[ExitCode[str(one.verdict).upper()]] += 1
        else:
            line = _error_line(one.name or "", one.error)
            seen[ExitCode.of_error(one.error)] += 1
            explained += 1
            if explained <= _EXPLAINED:
                explain_error(one.error)
        if record is None:
            tell(line)
        else:
            record.append(line.encode())
    if explained > _EXPLAINED:
        say(f"and {explained - _EXPLAINED} more that could not be verified")


def _error_line(name: str, error: MicrocredError) -> str:
    from microcred.document import to_json

    verdict = "undetermined" if isinstance(error, Undetermined) else None
    members = {"source": name, "verdict": verdict, "error": error.faults[0].to_dict()}
    return plain_json(to_json(members, indent=None).decode())


def _summary(seen: Counter[ExitCode]) -> str:
    words = {
        ExitCode.ACCEPTED: "accepted",
        ExitCode.REJECTED: "rejected",
        ExitCode.UNDETERMINED: "undetermined",
        ExitCode.USAGE: "not readable",
    }
    counts = [f"{seen[code]} {word}" for code, word in words.items() if seen[code]]
    return f"{seen.total()} badges{': ' if counts else ''}{', '.join(counts)}"
