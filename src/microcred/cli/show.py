"""``microcred show``: what a badge says, for a person to read."""

from __future__ import annotations

import click

from microcred.cli.badges import read_badge
from microcred.cli.parameters import BADGE
from microcred.cli.terminal import say, tell

__all__ = ["command"]


@click.command("show")
@click.argument("badge", type=BADGE)
@click.option("--offline", is_flag=True, help="Fetch nothing, not even a BADGE that is a URL.")
def command(badge: str, offline: bool) -> None:
    """Show what BADGE says: its name, who says it, about whom, for what, with which results.

    Nothing of it is verified: these are the words of whoever made the file.

    \b
    Example:  microcred show badge.png
    """  # noqa: D301
    from microcred.cli.portrait import portrait

    document, picture = read_badge(badge, offline=offline)
    tell(portrait(document.tree, picture))
    say("\nnot verified: these are the words of whoever made the file; microcred verify checks them")
