"""How a run ends: its exit code, and what a person reads when something went wrong.

A message is one line without a full stop, then a blank line and ``hint: …`` where there is one. No traceback reaches a
user; for somebody who works on microcred itself, ``MICROCRED_TRACEBACK=1`` shows it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import click

from microcred.cli.terminal import plain, say, styled
from microcred.errors import Fault, MicrocredError, Undetermined, UsageError

if TYPE_CHECKING:
    from microcred.verification.report import Verdict

__all__ = ["ExitCode", "closed_pipe_ends_quietly", "ending_of", "explain_error", "worst"]

_SHOWN_FAULTS: Final = 20
# What a shell reports for a process that was ended by SIGINT or SIGPIPE: neither says anything about a badge.
_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141


class ExitCode(IntEnum):
    """The exit codes that scripts rely on."""

    ACCEPTED = 0
    REJECTED = 1
    USAGE = 2
    UNDETERMINED = 3

    @classmethod
    def of_verdict(cls, verdict: Verdict) -> ExitCode:
        """The exit code of one verdict."""
        return cls[verdict.name]

    @classmethod
    def of_error(cls, error: MicrocredError) -> ExitCode:
        """The branch of the error decides, as it decides a verdict."""
        match error:
            case UsageError():
                return cls.USAGE
            case Undetermined():
                return cls.UNDETERMINED
        return cls.REJECTED


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The code of several results: an input that was not read, over rejected, over undetermined, over accepted."""
    severity = (ExitCode.ACCEPTED, ExitCode.UNDETERMINED, ExitCode.REJECTED, ExitCode.USAGE)
    return max(codes, key=severity.index, default=ExitCode.ACCEPTED)


def ending_of(error: BaseException) -> int:
    """Say what went wrong, and give the exit code for it."""
    if os.environ.get("MICROCRED_TRACEBACK"):
        raise error
    match error:
        case MicrocredError():
            explain_error(error)
            return ExitCode.of_error(error)
        case click.UsageError():
            message, hint = _of_wrong_usage(error)
            _explain(Fault("usage.command-line", message, hint=hint))
            return ExitCode.USAGE
        case click.Abort() | KeyboardInterrupt():
            say("interrupted")
            return _INTERRUPTED
        case OSError(filename=None):  # a stream: whoever opens a file says more about it
            reason = error.strerror or str(error) or type(error).__name__
            _explain(Fault("usage.unwritable-output", f"the output cannot be written: {reason}"))
            return ExitCode.USAGE
    say(f"{_error()}: microcred failed inside: {plain(f'{type(error).__name__}: {error}')}")
    say("\nhint: this is a defect of microcred, and says nothing about the badge; MICROCRED_TRACEBACK=1 shows where")
    return ExitCode.UNDETERMINED


def explain_error(error: MicrocredError) -> None:
    """Print every fault of an error to stderr, with the name of the input it was found in where that is known."""
    notes = (note for note in getattr(error, "__notes__", ()) if repr(note) not in error.message)
    where = "".join(f"{plain(note)}: " for note in notes)
    for fault in error.faults[:_SHOWN_FAULTS]:
        _explain(fault, where)
    if len(error.faults) > _SHOWN_FAULTS:
        say(f"and {len(error.faults) - _SHOWN_FAULTS} more of the kind")


def _explain(fault: Fault, where: str = "") -> None:
    place = f"{plain(fault.pointer)}: " if fault.pointer else ""
    say(f"{_error()}[{fault.code}]: {where}{place}{plain(fault.message)}")
    if fault.hint:
        say(f"\nhint: {plain(fault.hint)}")


def _error() -> str:
    return styled("error", "red", bold=True)


def _of_wrong_usage(error: click.UsageError) -> tuple[str, str]:
    """What click found wrong, in the form of our own messages."""
    hint = f"{error.ctx.command_path if error.ctx else 'microcred'} -h shows how it is used"
    match error:
        case click.NoSuchOption():
            near = " or ".join(error.possibilities or ())
            return f"there is no option {error.option_name}", f"did you mean {near}?" if near else hint
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"{parameter.get_error_hint(error.ctx)} is missing".replace("'", ""), hint
        case click.BadParameter(param=click.Parameter() as parameter):
            name = parameter.get_error_hint(error.ctx).replace("'", "")
            return f"{name}: {_clause(error.message)}", hint
    return _clause(error.format_message()), hint


def _clause(text: str) -> str:
    text = text.rstrip(". ")
    return text if text.startswith("'") else f"{text[:1].lower()}{text[1:]}"


@contextlib.contextmanager
def closed_pipe_ends_quietly() -> Iterator[None]:
    """Turn the end of whoever reads our output, as in ``| head``, into an end of our own without further words."""
    try:
        yield
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        # What is still buffered would fail once more when the interpreter shuts down.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                os.dup2(nowhere, stream.fileno())
        raise click.exceptions.Exit(_PIPE_CLOSED) from None
