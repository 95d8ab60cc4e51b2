"""``microcred unbake``: a credential comes out of a picture."""

from __future__ import annotations

import click

from microcred.cli.files import STREAM, read_input, refuse_same_file, write_output
from microcred.cli.parameters import FILE
from microcred.cli.terminal import plain, say, write_data

__all__ = ["command"]


@click.command("unbake")
@click.argument("image", type=FILE)
@click.option("-o", "--out", type=FILE, metavar="OUT", help="Where to put the credential.  [default: stdout]")
def command(image: str, out: str | None) -> None:
    """Take the credential out of IMAGE, a baked PNG or SVG.

    It comes out byte for byte as it was put in, JSON or a compact JWS. It is not verified: anybody can put any
    credential into any picture.

    \b
    Example:  microcred unbake badge.png -o badge.json
    """  # noqa: D301
    from microcred.baking import MAX_IMAGE_BYTES, unbake
    from microcred.errors import MicrocredError

    refuse_same_file(out, [image])
    try:
        credential = unbake(read_input(image, max_bytes=MAX_IMAGE_BYTES))
    except MicrocredError as error:
        error.add_note(image)
        raise
    if out is None or out == STREAM:
        write_data(credential)
    else:
        write_output(out, credential)
        say(f"wrote {plain(out)}: not verified yet, microcred verify does that")
