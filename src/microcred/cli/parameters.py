"""What the options of the commands may say, and the options that several commands share."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypeVar

import click

from microcred.errors import UsageError
from microcred.instants import parse_instant

__all__ = [
    "BADGE",
    "FILE",
    "FOLDER",
    "key_option",
    "last_moment",
    "moment",
    "moment_or_now",
    "password_of",
    "password_option",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FILE: Final = click.Path(dir_okay=True, allow_dash=True)
FOLDER: Final = click.Path(file_okay=False)
BADGE: Final = click.Path(allow_dash=True)  # a path, a URL or "-": paths are what a shell can complete


def moment(text: str) -> datetime:
    """An instant: RFC 3339 with its zone, or a day, which is the beginning of it in UTC."""
    return _moment(text, time())


def moment_or_now(text: str) -> datetime:
    """The same, or the word ``now`` for the second in which the command runs."""
    return datetime.now(UTC).replace(microsecond=0) if text == "now" else _moment(text, time(), also=" or now")


def last_moment(text: str) -> datetime:
    """An instant, or a day, which is the last second of it in UTC."""
    return _moment(text, time(23, 59, 59))


def _moment(text: str, of_day: time, *, also: str = "") -> datetime:
    instant = parse_instant(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        with contextlib.suppress(ValueError):
            instant = datetime.combine(date.fromisoformat(text), of_day, UTC)
    if instant is None:
        # click names the option.
        raise click.BadParameter(f"{text[:80]!r} is no moment, wanted 2026-01-31 or 2026-01-31T09:30:00Z{also}")
    return instant


def key_option(command: _Command) -> _Command:
    """``--key``: the private key to sign with."""
    return click.option(
        "--key", "key_file", type=FILE, metavar="KEY", required=True, help="The private key, as keygen makes it (PEM)."
    )(command)


def password_option(command: _Command) -> _Command:
    """``--password-env``: where the password of the key is; a password itself never stands on a command line."""
    return click.option("--password-env", metavar="VAR", help="The environment variable with the password of the key.")(
        command
    )


def password_of(variable: str | None) -> str | None:
    """The password in an environment variable, or ``None`` where no variable was named."""
    if variable is None:
        return None
    password = os.environ.get(variable, "")
    if not password:
        raise UsageError(
            "usage.no-password",
            f"the environment variable {variable!r} holds no password",
            hint="set it for this command alone, from a password manager or with read -s",
        )
    return password
