"""``microcred batch issue``: every row or line becomes a signed badge, once."""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import click

from microcred.cli.batch.drafts import Draft, DraftSource
from microcred.cli.batch.inputs import digest_of
from microcred.cli.batch.places import Place, is_folder, place_of
from microcred.cli.batch.record import Record
from microcred.cli.drafts import Validity
from microcred.cli.durations import Duration, duration
from microcred.cli.endings import ExitCode, explain_error, worst
from microcred.cli.files import STREAM, make_folder, refuse_same_file
from microcred.cli.identifiers import did_option
from microcred.cli.issue import PROOFS
from microcred.cli.parameters import FILE, key_option, last_moment, moment, password_option
from microcred.cli.progress import processors, shown_progress
from microcred.cli.signing import IssuerOptions, list_issuer
from microcred.cli.terminal import plain, say
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.batch import Issued
    from microcred.issue import Issuer
    from microcred.status_list import StatusList

__all__ = ["issue"]

_EXPLAINED: Final = 20


@click.command("issue")
@click.argument("source", metavar="INPUT", type=click.Path())
@key_option
@password_option
@click.option(
    "--template",
    type=click.Path(),
    metavar="TEMPLATE",
    help="What the rows of a CSV file fill in: JSON with {{column}} in it.",
)
@click.option(
    "--to",
    "recipient_column",
    metavar="COLUMN",
    help="The column with e-mail addresses, DIDs or URLs of those who get it.",
)
@click.option("--hash-recipient", is_flag=True, help="Hide e-mail addresses behind salted hashes.")
@click.option(
    "-o", "--out", type=FILE, metavar="OUT", help="A file for one badge on each line, or a folder/ for a file each."
)
@click.option("--name", "name_column", metavar="COLUMN", help="The column after which files in the folder are named.")
@click.option("--resume", is_flag=True, help="Go on with OUT where an earlier run was ended.")
@click.option(
    "--jobs", type=click.IntRange(1, 512), metavar="N", help="How many processes.  [default: one per processor]"
)
@click.option("--issuer", "profile", type=FILE, metavar="PROFILE.json", help="The profile of the issuer.")
@click.option("--issuer-name", metavar="NAME", help="The name of the issuer, where there is no profile.")
@did_option("What the issuer is called.  [default: as the profile or the template says, else key]")
@click.option(
    "--verification-method",
    metavar="URL",
    help="The name of the key in the issuer's document.  [default: as keygen publishes it]",
)
@click.option("--proof", type=click.Choice(PROOFS), help="How they are signed.  [default: as fits the key]")
@click.option(
    "--valid-from",
    type=moment,
    metavar="TIME",
    help="When they begin: a day, or a moment.  [default: as the template says, else now]",
)
@click.option("--valid-until", type=last_moment, metavar="TIME", help="When they end: a day, or a moment.")
@click.option("--valid-for", type=duration, metavar="P2Y", help="How long they last, by the calendar: P2Y, P18M, P90D.")
@click.option(
    "--status",
    "lists",
    type=FILE,
    metavar="LIST",
    multiple=True,
    help="Make them revocable, with entries in this list.",
)
def issue(
    source: str,
    key_file: str,
    password_env: str | None,
    template: str | None,
    recipient_column: str | None,
    hash_recipient: bool,
    out: str | None,
    name_column: str | None,
    resume: bool,
    jobs: int | None,
    profile: str | None,
    issuer_name: str | None,
    did: str | None,
    verification_method: str | None,
    proof: str | None,
    valid_from: datetime | None,
    valid_until: datetime | None,
    valid_for: Duration | None,
    lists: tuple[str, ...],
) -> int:
    """Sign thousands of badges.

    INPUT is CSV with a --template, or JSON Lines with an unsigned credential on each line. A template is a credential,
    or an Achievement, in whose texts {{column}} stands for a cell of the row: {{grade?}} may be empty,
    {{credits:number}} is a number. --to names the column of those who get the badges.

    A badge without an id gets one. A row that cannot be issued is told of, and does not stop the others. Beside OUT,
    OUT.rows says what became of each row.

    The exit code is 0 if all were issued, else that of the worst: 2 for a wrong row, 1 for a bad credential.

    \b
    Example:  microcred batch issue roster.csv --template achievement.json --to email --hash-recipient \\
                --issuer profile.json --key issuer.pem -o badges.jsonl
              microcred batch issue unsigned.jsonl --key issuer.pem --status status.json -o badges/ --resume
    """  # noqa: D301
    out = None if out == STREAM else out
    _check(source, template, out, resume=resume, for_rows=(recipient_column, name_column), hashed=hash_recipient)
    drafts = DraftSource(
        source, template, Validity(valid_from, valid_until, valid_for), recipient_column, hash_recipient, name_column
    )
    drafts.check()
    signing = IssuerOptions(key_file, password_env, profile, issuer_name, did, verification_method)
    issuer = signing.issuer(drafts.issuer_id(), suite=None if proof == "jwt" else proof)
    as_jwt = proof == "jwt" or (proof is None and issuer.signer.public_key.type == "RSA")
    said = {
        "template": template and digest_of(template),
        "recipient": [recipient_column, hash_recipient, name_column],
        "issuer": [profile and digest_of(profile), issuer.id, issuer.signer.verification_method, proof],
        "valid": [valid_from and valid_from.isoformat(), valid_until and valid_until.isoformat(), str(valid_for)],
        "status": [os.path.realpath(place) for place in lists],
    }
    with ExitStack() as opened:
        record = None if out is None else opened.enter_context(closing(_record(out, source, said, resume=resume)))
        place = opened.enter_context(closing(place_of(out, "jwt" if as_jwt else "json")))
        course = _Course(drafts.drafts(_new_run() if record is None else record.run["new"]), place, record)
        course.pass_over()
        _sign(course, issuer, lists, as_jwt=as_jwt, jobs=jobs or processors())
    if recipient_column is not None and not hash_recipient:
        say("note: badges show e-mail addresses to everybody who sees them; --hash-recipient hides them")
    counts = f"{course.issued} issued" + (f", {course.codes.total()} not" if course.codes else "")
    say(f"{course.issued + course.codes.total()} rows: {counts}")
    say(f"signed by {plain(issuer.id)} with the key {plain(issuer.signer.verification_method)}")
    return worst(course.codes)


def _sign(course: _Course, issuer: Issuer, lists: tuple[str, ...], *, as_jwt: bool, jobs: int) -> None:
    from microcred.batch import issue_many, processes

    with shown_progress(lambda: None, "issued") as show:
        results = issue_many(
            course.credentials(),
            issuer,
            jwt="open-badges" if as_jwt else None,
            lists=[_opened(found, issuer) for found in lists],
            executor=processes(jobs) if jobs > 1 else None,
            progress=lambda progress: show(course.before + progress.done),
        )
        with closing(results):
            course.deliver(results)


def _new_run() -> dict[str, str]:
    """What is different in each run, and stays the same when it goes on."""
    return {"run": str(uuid4()), "begun": datetime.now(UTC).replace(microsecond=0).isoformat()}


def _record(out: str, source: str, said: dict[str, Any], *, resume: bool) -> Record:
    if is_folder(out):
        make_folder(Path(out))
    rows = Path(f"{out.rstrip('/')}.rows")
    if not rows.exists() and Path(out).is_file() and Path(out).stat().st_size:
        raise UsageError(
            "batch.there-already",
            f"{out!r:.200} is there already, and no run that could go on has written it",
            hint="remove it, or choose another name for -o",
        )
    run = {"microcred": "batch issue", "format": 1, "input": digest_of(source), "options": said, "new": _new_run()}
    return Record.open(rows, run, resume=resume)


@dataclass(slots=True)
class _Course:
    """The drafts on their way: which results belong to which of them, and what became of all so far."""

    drafts: Iterator[Draft]
    place: Place
    record: Record | None
    under_way: deque[Draft] = field(default_factory=deque)
    codes: Counter[ExitCode] = field(default_factory=Counter)
    issued: int = 0
    before: int = 0

    def pass_over(self) -> None:
        """What earlier runs have done is counted, and not done again."""
        last = None
        for line in () if self.record is None else self.record.lines():
            draft, self.before = next(self.drafts, None), self.before + 1
            if draft is None or not isinstance(line, dict) or line.get("source") != draft.place:
                raise UsageError(
                    "batch.damaged-record",
                    f"line {self.before} of the rows is not about what the input has there",
                    hint="begin anew, with another name for -o",
                )
            if "error" in line:
                self.codes[_code_of(line)] += 1
            else:
                self.issued, last = self.issued + 1, line
        self.place.go_on(last)

    def credentials(self) -> Iterator[Mapping[str, Any] | MicrocredError]:
        """What is to be signed, in its order."""
        for draft in self.drafts:
            self.under_way.append(draft)
            yield draft.credential

    def deliver(self, results: Iterator[Issued]) -> None:
        """Put every badge in its place, and only then say in the record that it is there."""
        for one in results:
            draft = self.under_way.popleft()
            if one.content is not None:
                self.issued += 1
                line = {"source": draft.place, "id": draft.id, **self.place.put(draft, one.content)}
            else:
                line = self._refused(draft, one.error)
            if self.record is not None:
                self.record.append(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace"))

    def _refused(self, draft: Draft, error: MicrocredError | None) -> dict[str, Any]:
        assert error is not None  # noqa: S101 - where there are no bytes, there is an error
        code = ExitCode.of_error(error)
        if self.codes.total() < _EXPLAINED:
            error.add_note(draft.place)
            explain_error(error)
        elif self.codes.total() == _EXPLAINED:
            say("more rows cannot be issued" + ("" if self.record is None else f": {self.record.place} has them"))
        self.codes[code] += 1
        fault = error.faults[0]
        found = {"code": fault.code, "pointer": fault.pointer, "message": fault.message, "hint": fault.hint}
        return {"source": draft.place, "error": found, "exit": int(code)}


def _check(
    source: str,
    template: str | None,
    out: str | None,
    *,
    resume: bool,
    for_rows: tuple[str | None, ...],
    hashed: bool,
) -> None:
    """Options that belong together, or not."""
    is_table = Path(source).suffix.lower() in (".csv", ".tsv")
    if is_table and template is None:
        raise UsageError(
            "usage.missing-option",
            "the rows of a CSV file fill in a template, and --template is missing",
            hint="--template achievement.json --to email, or a credential with {{column}} in its texts",
        )
    if not is_table and (template is not None or hashed or any(for_rows)):
        raise UsageError(
            "usage.contradiction",
            "--template, --to, --hash-recipient and --name are for CSV, and INPUT is not named .csv",
        )
    if hashed and for_rows[0] is None:
        raise UsageError("usage.missing-option", "--hash-recipient hides those whom --to names, which is missing")
    if resume and out is None:
        raise UsageError("usage.contradiction", "--resume goes on with what -o names, which is missing")
    refuse_same_file(out, (source, template))


def _opened(place: str, issuer: Issuer) -> StatusList:
    from microcred.status_list import StatusList

    found = StatusList.open(place)
    if found.terms.issuer != issuer.id:
        say(f"note: {plain(place)} is of {plain(found.terms.issuer)}, whom verifiers have to trust as well")
    elif found.is_behind:
        found.publish(list_issuer(issuer))
        say(f"wrote {plain(place)}, which lacked the latest changes: publish it at {plain(found.terms.url)}")
    return found


def _code_of(line: Mapping[str, Any]) -> ExitCode:
    return ExitCode(line["exit"]) if line.get("exit") in list(ExitCode) else ExitCode.USAGE
