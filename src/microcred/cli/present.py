"""``microcred present``: the holder shows credentials to one verifier, who asked with a challenge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from microcred.cli.durations import Duration, duration
from microcred.cli.files import STREAM, read_input, refuse_same_file, write_output
from microcred.cli.parameters import FILE, key_option, password_option
from microcred.cli.signing import local_signer
from microcred.cli.terminal import plain, say, write_data
from microcred.document import MAX_BYTES
from microcred.errors import DocumentError, MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.present import Presentable

__all__ = ["command"]


@click.command("present")
@click.argument("badges", metavar="BADGE...", nargs=-1, required=True, type=FILE)
@key_option
@password_option
@click.option("--challenge", metavar="TEXT", required=True, help="What the verifier asks you to sign.")
@click.option("--domain", metavar="NAME", multiple=True, help="Who asks: the verifier's name. May be repeated.")
@click.option("--verification-method", metavar="URL", help="The name of the key.  [default: the key itself, did:key]")
@click.option("--valid-for", type=duration, metavar="PT10M", help="How long the presentation counts: PT10M, PT1H, P1D.")
@click.option("-o", "--out", type=FILE, metavar="OUT", help="Where to put the presentation.  [default: stdout]")
def command(
    badges: tuple[str, ...],
    key_file: str,
    password_env: str | None,
    challenge: str,
    domain: tuple[str, ...],
    verification_method: str | None,
    valid_for: Duration | None,
    out: str | None,
) -> None:
    """Show badges of yours to a verifier: a presentation, signed for this one time.

    BADGE is a signed credential: JSON, a JWT, or either baked into a PNG or SVG. The verifier says what to sign (the
    challenge) and its own name (the domain), so that nobody can show the presentation again as theirs. --key is the key
    of the holder, whom the badges are about.

    \b
    Example:  microcred present badge.json --key holder.pem --challenge 3182bdea --domain jobs.example -o shown.json
    """  # noqa: D301
    from datetime import UTC, datetime

    from microcred.present import Holder

    if [*badges, key_file].count(STREAM) > 1:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    refuse_same_file(out, [*badges, key_file])
    signer = local_signer(key_file, password_env)
    if verification_method is not None:
        signer = signer.with_verification_method(verification_method)
    holder = Holder(signer)
    now = datetime.now(UTC)
    presentation = holder.present(
        [_credential(badge) for badge in badges],
        challenge=challenge,
        domain=domain or None,
        expires=None if valid_for is None else valid_for.after(now),
    )
    if out is None or out == STREAM:
        write_data(presentation.raw + b"\n")
    else:
        write_output(out, presentation.raw + b"\n")
        say(f"wrote {plain(out)}")
    say(f"presented by {plain(holder.id)} with the key {plain(signer.verification_method)}")


def _credential(badge: str) -> Presentable:
    """The credential in a file as it stands: its JSON, or the token that secures it."""
    from microcred.verification.fetch import FetchSession, Offline
    from microcred.verification.intake import OlderBadge, read_source

    try:
        source = read_input(STREAM, max_bytes=MAX_BYTES) if badge == STREAM else Path(badge)
        opened = read_source(source, FetchSession(Offline())).open()
        if isinstance(opened, OlderBadge):
            raise DocumentError("document.open-badges-2", "a badge of Open Badges 2.0 cannot be presented", pointer="")
    except MicrocredError as error:
        error.add_note(badge)
        raise
    return opened.document if opened.jwt is None else opened.jwt.jws.text
