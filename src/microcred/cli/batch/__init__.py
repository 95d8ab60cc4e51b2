"""``microcred batch``: thousands at once, by all processors, and resumed where a run was killed.

::

    verify · issue    the two commands
    inputs            credentials in JSON Lines, folders, files and Parquet, one after the other
    rows              the rows of a CSV file
    template          a credential with places in it that the rows fill
    record            what a run has done, so that the next one can go on
"""

from __future__ import annotations

import click

from microcred.cli.batch.issue import issue
from microcred.cli.batch.verify import verify
from microcred.cli.endings import ExitCode

__all__ = ["command"]


@click.group("batch", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Verify or issue thousands at once.

    With -o a run can be killed at any moment, and the same command with --resume goes on where it was: nothing is lost,
    and nothing done twice.

    \b
    Example:  microcred batch verify badges.jsonl --trust did:web:example.edu -o reports.jsonl
              microcred batch issue roster.csv --template badge.json --to email --key issuer.pem -o badges.jsonl
    """  # noqa: D301
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(ExitCode.USAGE)


command.add_command(verify)
command.add_command(issue)
