"""``microcred status``: make a status list, say in it what became of a credential, and show what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from microcred.cli.durations import Duration, duration
from microcred.cli.endings import ExitCode
from microcred.cli.identifiers import did_option
from microcred.cli.parameters import key_option, password_option
from microcred.cli.signing import IssuerOptions, list_issuer
from microcred.cli.terminal import plain, plain_json, say, tell
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.status_list import ListedStatus, StatusList

__all__ = ["command"]

_LIST: Final = click.argument("place", metavar="LIST", type=click.Path())
_FORMAT: Final = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the result is told.  [default: text]",
)
_CREDENTIAL: Final = click.option(
    "--credential",
    "credentials",
    metavar="BADGE|ID",
    multiple=True,
    help="Which credential: its file, or its id. May be repeated.",
)
_INDEX: Final = click.option(
    "--index", "indexes", type=click.IntRange(min=0), metavar="N", multiple=True, help="Or its index. May be repeated."
)
_METHOD: Final = click.option(
    "--verification-method",
    metavar="URL",
    help="The name of the key in the issuer's document.  [default: as keygen publishes it]",
)


@click.group("status", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Take badges back: keep a list that says which are revoked or suspended.

    LIST is the signed list that verifiers fetch: publish this file at its URL. Beside it lies LIST.ledger, which is the
    truth about the list: keep it, and do not publish it.

    \b
    Example:  microcred status new status.json --url https://example.edu/status/1 --key issuer.pem
              microcred issue unsigned.json --key issuer.pem --status status.json -o badge.json
              microcred status set status.json revoked --credential badge.json --key issuer.pem
    """  # noqa: D301
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(ExitCode.USAGE)


@command.command("new")
@_LIST
@click.option("--url", metavar="URL", required=True, help="Where the list will be published.")
@key_option
@password_option
@did_option("What the issuer is called.  [default: key]")
@_METHOD
@click.option(
    "--purpose", metavar="WORD", default="revocation", help="revocation (the default), suspension, message, …"
)
@click.option("--size", type=int, metavar="BITS", default=1, help="Bits for each credential.  [default: 1]")
@click.option("--message", "messages", metavar="TEXT", multiple=True, help="What each value means, from 0 on.")
@click.option("--reference", metavar="URL", help="A page about these messages.")
@click.option("--length", type=int, metavar="N", help="For how many credentials.  [default: 131072]")
@click.option("--ttl", type=duration, metavar="PT1H", help="For how long verifiers may use a copy of the list.")
@click.option("--valid-for", type=duration, metavar="P30D", help="When an edition ends: publish another one in time.")
def new(
    place: str,
    url: str,
    key_file: str,
    password_env: str | None,
    did: str | None,
    verification_method: str | None,
    purpose: str,
    size: int,
    messages: tuple[str, ...],
    reference: str | None,
    length: int | None,
    ttl: Duration | None,
    valid_for: Duration | None,
) -> None:
    """Make a list and its ledger, and sign its first edition.

    One list has one purpose: for badges that can be suspended as well as revoked, make two lists.

    \b
    Example:  microcred status new status.json --url https://example.edu/status/1 --key issuer.pem
    """  # noqa: D301
    from microcred.status_list import MIN_LENGTH, StatusList

    options = IssuerOptions(key_file, password_env, did=did, verification_method=verification_method)
    issuer = list_issuer(options.issuer(None, suite=None))
    made = StatusList.create(
        place,
        url=url,
        issuer=issuer,
        purpose=purpose,
        size=size,
        length=MIN_LENGTH if length is None else length,
        messages=messages,
        reference=reference,
        ttl=_time(ttl, "--ttl"),
        valid_for=_time(valid_for, "--valid-for"),
    )
    say(f"wrote {plain(place)}: publish it at {plain(url)}, and again whenever it changes")
    say(f"wrote {plain(made.ledger.place.name)} beside it: keep it, and do not publish it")


@command.command("set")
@_LIST
@click.argument("value", metavar="STATUS")
@_CREDENTIAL
@_INDEX
@key_option
@password_option
@_METHOD
@_FORMAT
def set_(
    place: str,
    value: str,
    credentials: tuple[str, ...],
    indexes: tuple[int, ...],
    key_file: str,
    password_env: str | None,
    verification_method: str | None,
    form: str,
) -> None:
    """Say that a credential is revoked, suspended, or valid, and sign the next edition of the list.

    STATUS is revoked, suspended or valid, as the purpose of the list has it, or a number. A revocation is never taken
    back, a suspension is. Publish LIST afterwards.

    \b
    Example:  microcred status set status.json revoked --credential badge.json --key issuer.pem
    """  # noqa: D301
    from microcred.status_list import StatusList

    found = StatusList.open(place)
    entries = _entries(credentials, indexes)
    if not entries:
        raise UsageError(
            "usage.missing-option",
            "nothing says which credential it is",
            hint="--credential with its file or its id, or --index",
        )
    options = IssuerOptions(key_file, password_env, verification_method=verification_method)
    issuer = list_issuer(options.issuer(found.terms.issuer, suite=None))
    lines = found.set_all(entries, value)
    found.publish(issuer)
    _tell(lines, form)
    say(f"wrote {plain(place)}: publish it at {plain(found.terms.url)}")


@command.command("publish")
@_LIST
@key_option
@password_option
@_METHOD
def publish(place: str, key_file: str, password_env: str | None, verification_method: str | None) -> None:
    """Sign a new edition of the list as it is: before the old one ends, or with another key.

    \b
    Example:  microcred status publish status.json --key issuer.pem
    """  # noqa: D301
    from microcred.status_list import StatusList

    found = StatusList.open(place)
    options = IssuerOptions(key_file, password_env, verification_method=verification_method)
    found.publish(list_issuer(options.issuer(found.terms.issuer, suite=None)))
    say(f"wrote {plain(place)}: publish it at {plain(found.terms.url)}")


@command.command("show")
@_LIST
@_CREDENTIAL
@_INDEX
@_FORMAT
def show(place: str, credentials: tuple[str, ...], indexes: tuple[int, ...], form: str) -> None:
    """Show what the ledger of a list says: how many entries, and what became of single credentials.

    Nothing is verified, and nothing fetched: microcred verify does that, with the list that is published.

    \b
    Example:  microcred status show status.json --credential badge.json
    """  # noqa: D301
    from microcred.status_list import StatusList

    found = StatusList.open(place)
    entries = _entries(credentials, indexes)
    if entries:
        _tell([found.status(entry) for entry in entries], form)
    else:
        _tell_list(found, form)
    if found.is_behind:
        say(f"note: {plain(place)} lacks the latest changes; microcred status publish signs it anew")


def _tell(lines: list[ListedStatus], form: str) -> None:
    for line in lines:
        if form == "json":
            _tell_json(line.to_dict(), one_of_many=len(lines) > 1)
        else:
            since = f" since {line.changed_at}" if line.changed_at else ""
            tell(f"{line.index}  {plain(line.status)}{since}  {plain(line.credential_id or '(no id)')}")


def _tell_list(found: StatusList, form: str) -> None:
    terms, counts = found.terms, found.counts()
    if form == "json":
        values = {str(value): count for value, count in counts.values.items()}
        told = {"allocated": counts.allocated, "free": counts.free, "values": values, "behind": found.is_behind}
        _tell_json({**terms.to_dict(), **told})
        return
    tell(f"a list for {plain(terms.purpose)}, of {plain(terms.issuer)}")
    tell(f"published at {plain(terms.url)}")
    for value, count in counts.values.items():
        tell(f"{count:>8}  {plain(terms.word_for(value))}")
    tell(f"{counts.free:>8}  free")


def _tell_json(members: Mapping[str, Any], *, one_of_many: bool = False) -> None:
    from microcred.document import to_json

    tell(plain_json(to_json(members, indent=None if one_of_many else 2).decode()))


def _entries(credentials: tuple[str, ...], indexes: tuple[int, ...]) -> list[int | str]:
    return [*map(_credential_id, credentials), *indexes]


def _credential_id(named: str) -> str:
    """The id of a credential: of the badge in a file, or what was said, if that is no file."""
    if not Path(named).is_file():
        if ":" not in named:
            raise UsageError("usage.unreadable-input", f"{named[:200]!r} is neither a file nor the id of a credential")
        return named
    from microcred.cli.badges import read_badge

    found = read_badge(named, offline=True).document.tree.get("id")
    if not isinstance(found, str):
        raise UsageError(
            "usage.unreadable-input",
            f"the credential in {named!r:.200} has no id",
            hint="say --index, with the statusListIndex that stands in the credential",
        )
    return found


def _time(length: Duration | None, option: str) -> timedelta | None:
    if length is not None and length.months:
        raise UsageError("usage.bad-period", f"{option} counts in days and less, such as P30D or PT1H")
    return length.time if length else None
