"""The program ``microcred``: the table of its commands, none of which is imported before it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, NoReturn

import click

from microcred._version import __version__
from microcred.cli.endings import ExitCode, closed_pipe_ends_quietly, ending_of
from microcred.errors import UsageError

__all__ = ["COMMANDS", "program"]

#: Each command, and its one line in ``microcred --help``; its module has the same name, and holds it as ``command``.
COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "demo": "Make, bake and verify a first badge, and see how it is done",
        "keygen": "Make a key to sign with",
        "issue": "Sign a credential, or award an achievement to somebody",
        "verify": "Verify badges: genuine, current, from whom, about whom",
        "validate": "Check files that hold credentials, before somebody else does: no network, ever",
        "explain": "Show why a signature holds or not, and where two badges differ",
        "show": "Show what a badge says, without verifying it",
        "bake": "Put a signed credential into a PNG or SVG",
        "unbake": "Take the credential out of a PNG or SVG",
        "present": "Show badges of yours to a verifier who asked with a challenge",
        "disclose": "Show a part of a badge, and nothing of the rest",
        "batch": "Verify or issue thousands at once",
        "status": "Take badges back: keep a list that says which are revoked or suspended",
        "serve": "Issue and verify over HTTP",
        "convert": "Make an Open Badges 3.0 draft of an Open Badges 2.0 badge",
        "resolve": "Show the keys that an issuer publishes",
        "rule": "Explain a code from a report or an error",
    }
)


class _Program(click.Group):
    """A group that knows its commands by name, and ends the process with an exit code of the contract."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"microcred.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            raise UsageError(
                "usage.unknown-command",
                f"there is no command {args[0]!r}",
                hint=f"did you mean microcred {near[0]}?" if near else "microcred -h lists the commands",
            )
        return super().resolve_command(ctx, args)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with closed_pipe_ends_quietly():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with closed_pipe_ends_quietly():
            return super().invoke(ctx)

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        kwargs["standalone_mode"] = False
        try:
            code = self._code_of(*args, **kwargs)
        except click.exceptions.Exit as end:
            code = end.exit_code
        sys.exit(int(code or ExitCode.ACCEPTED))

    def _code_of(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except (Exception, KeyboardInterrupt) as error:
            with closed_pipe_ends_quietly():
                return ending_of(error)


@click.command(
    "microcred",
    cls=_Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="microcred", message="%(prog)s %(version)s", help="Show the version.")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Issue and verify micro-credentials as Open Badges 3.0.

    A BADGE is a file, an https:// URL, or - for stdin: JSON, a baked PNG or a baked SVG, told apart by content.

    \b
    Try it:  microcred demo
             microcred verify badge.png
             microcred COMMAND -h

    Exit codes: 0 accepted or clean, 1 rejected or findings, 2 wrong usage or unreadable input, 3 undetermined.
    """  # noqa: D301 - click's mark for a paragraph that keeps its lines
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(ExitCode.USAGE)
