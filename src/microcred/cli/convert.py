"""``microcred convert``: an Open Badges 2.0 badge becomes an unsigned Open Badges 3.0 credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from microcred.cli.badges import badge_bytes_or_place, fetcher_for
from microcred.cli.files import STREAM, refuse_same_file, write_output
from microcred.cli.parameters import BADGE, FILE
from microcred.cli.terminal import plain, say, write_data

if TYPE_CHECKING:
    from microcred.open_badges_2 import Conversion

__all__ = ["command"]


@click.command("convert")
@click.argument("badge", metavar="OB2", type=BADGE)
@click.option("-o", "--out", type=FILE, metavar="OUT", help="Where to put the draft.  [default: stdout]")
@click.option("--offline", is_flag=True, help="Fetch nothing: OB2 has to have its badge class and issuer in it.")
def command(badge: str, out: str | None, offline: bool) -> None:
    """Make an Open Badges 3.0 draft of OB2, a badge of Open Badges 2.0 or 1.x.

    OB2 is the JSON of an assertion, a signed one (JWS), a URL, or a PNG or SVG that carries one of these. The badge
    class and the issuer's profile are fetched where the assertion only names them.

    The draft is nobody's word until it is signed, best by the issuer: microcred issue does that. The badge is not
    verified on the way: microcred verify does that. What has no place in the draft is listed.

    \b
    Example:  microcred convert old-badge.png -o draft.json
    """  # noqa: D301
    from microcred.errors import MicrocredError

    refuse_same_file(out, [badge])
    try:
        found = _converted(badge, offline=offline)
    except MicrocredError as error:
        error.add_note(badge)
        raise
    for note in found.notes:
        say(f"note: {plain(note.message)}")
    text = found.credential.raw + b"\n"
    if out is None or out == STREAM:
        write_data(text)
    else:
        write_output(out, text)
        say(f"wrote {plain(out)}")
    say("a draft: not verified, and not signed yet")


def _converted(badge: str, *, offline: bool) -> Conversion:
    from microcred.errors import UsageError
    from microcred.open_badges_2 import convert
    from microcred.verification.fetch import FetchSession
    from microcred.verification.intake import read_source
    from microcred.verification.open_badges_2 import gather, recognise

    session = FetchSession(fetcher_for(offline=offline))
    given = recognise(read_source(badge_bytes_or_place(badge), session).content)
    if given is None:
        raise UsageError(
            "conversion.not-open-badges-2",
            "this is no badge of Open Badges 2.0 or 1.x",
            hint="wanted is an assertion: its JSON, its JWS, its URL, or a picture that carries one of these",
        )
    assertion, badge_class, issuer = gather(given, session)
    return convert(assertion.tree, badge_class, issuer)
