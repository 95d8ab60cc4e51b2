"""``microcred disclose``: the holder shows a part of a credential, and nothing of the rest."""

from __future__ import annotations

import click

from microcred.cli.badges import read_badge
from microcred.cli.files import STREAM, refuse_same_file, write_output
from microcred.cli.parameters import FILE
from microcred.cli.terminal import plain, say, write_data
from microcred.errors import MicrocredError

__all__ = ["command"]


@click.command("disclose")
@click.argument("badge", type=FILE)
@click.option(
    "--show",
    "pointers",
    metavar="POINTER",
    multiple=True,
    help="What to show besides the mandatory parts: a JSON Pointer. May be repeated.",
)
@click.option("-o", "--out", type=FILE, metavar="OUT", help="Where to put the result.  [default: stdout]")
def command(badge: str, pointers: tuple[str, ...], out: str | None) -> None:
    """Show a part of BADGE, and nothing of the rest.

    BADGE has a base proof of ecdsa-sd-2023, which its issuer makes for the holder alone. What comes out is a badge with
    the mandatory parts and those that --show names, and with a proof of just these.

    \b
    Example:  microcred disclose badge.json --show /credentialSubject/result/0 -o shown.json
    """  # noqa: D301
    from microcred.proofs import derive_proof

    refuse_same_file(out, [badge])
    document = read_badge(badge, offline=True).document
    try:
        shown = derive_proof(document, selective_pointers=pointers)
    except MicrocredError as error:
        error.add_note(badge)
        raise
    if out is None or out == STREAM:
        write_data(shown.raw + b"\n")
    else:
        write_output(out, shown.raw + b"\n")
        say(f"wrote {plain(out)}")
    if not pointers:
        say("note: this shows the mandatory parts alone; --show /credentialSubject/result/0 adds the first result")
