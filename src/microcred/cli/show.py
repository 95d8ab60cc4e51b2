"""``microcred show``: what a badge says, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from microcred.cli.badges import read_badge
from microcred.cli.files import STREAM, refuse_same_file, write_output
from microcred.cli.parameters import BADGE, FILE
from microcred.cli.terminal import plain, say, tell, write_data

if TYPE_CHECKING:
    from microcred.cli.badges import Badge

__all__ = ["command"]


@click.command("show")
@click.argument("badge", type=BADGE)
@click.option("--html", "out", type=FILE, metavar="FILE", help="Write it as a page that needs no other file.")
@click.option(
    "--language",
    type=click.Choice(["en", "de", "fr", "es"]),
    default="en",
    show_default=True,
    help="The language of that page.",
)
@click.option("--offline", is_flag=True, help="Fetch nothing, not even a BADGE that is a URL.")
def command(badge: str, out: str | None, language: str, offline: bool) -> None:
    """Show what BADGE says: its name, who says it, about whom, for what, with which results.

    Nothing of it is verified: these are the words of whoever made the file.

    \b
    Example:  microcred show badge.png
              microcred show badge.png --html badge.html
    """  # noqa: D301
    refuse_same_file(out, [badge])
    found = read_badge(badge, offline=offline)
    if out is not None:
        _write(found, out, language)
    else:
        from microcred.cli.portrait import portrait

        tell(portrait(found.document.tree, found.kind))
        say()
    say("not verified: these are the words of whoever made the file; microcred verify checks them")


def _write(badge: Badge, out: str, language: str) -> None:
    from microcred.server.page import BadgeView, self_contained

    view = BadgeView.unverified(badge.document.tree, language=language, file=badge.picture)
    content = self_contained(view, language).encode()
    if out == STREAM:
        write_data(content)
    else:
        write_output(out, content)
        say(f"wrote {plain(out)}")
