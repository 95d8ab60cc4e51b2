"""``microcred bake``: a signed credential goes into a picture."""

from __future__ import annotations

import click

from microcred.cli.files import STREAM, read_input, refuse_same_file, write_output
from microcred.cli.parameters import FILE
from microcred.cli.terminal import plain, say, write_data
from microcred.errors import UsageError

__all__ = ["command"]


@click.command("bake")
@click.argument("image", type=FILE)
@click.argument("badge", type=FILE)
@click.option("-o", "--out", type=FILE, metavar="OUT", required=True, help="Where to put the picture; - for stdout.")
def command(image: str, badge: str, out: str) -> None:
    """Put the signed credential BADGE into IMAGE, a PNG or SVG.

    The picture looks as it did before. A credential that it carries already is replaced. OUT may be IMAGE itself.

    \b
    Example:  microcred bake picture.png badge.json -o badge.png
    """  # noqa: D301
    from microcred.baking import MAX_IMAGE_BYTES, bake, image_kind
    from microcred.document import MAX_BYTES
    from microcred.errors import MicrocredError

    if image == badge == STREAM:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    refuse_same_file(out, [badge])
    picture = read_input(image, max_bytes=MAX_IMAGE_BYTES)
    credential = read_input(badge, max_bytes=MAX_BYTES)
    if image_kind(credential):
        raise UsageError(
            "usage.two-pictures",
            f"{badge!r} is a picture, wanted a signed credential",
            hint="the picture comes first; microcred unbake takes the credential out of a baked one",
        )
    try:
        baked = bake(picture, credential)
    except MicrocredError as error:
        error.add_note(image if error.code.startswith("image.") else badge)
        raise
    if out == STREAM:
        write_data(baked, binary=True)
    else:
        write_output(out, baked)
        say(f"wrote {plain(out)}")
