"""``microcred demo``: the whole way of a badge, from a key to a verdict, in one folder and without a network."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from microcred.cli.endings import ExitCode
from microcred.cli.files import make_folder, write_output, write_private
from microcred.cli.parameters import FOLDER
from microcred.cli.terminal import plain, say, styled, tell
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.verification.report import Report

__all__ = ["command"]

_FILES: Final = ("issuer.pem", "badge.json", "badge.png")


@click.command("demo")
@click.argument("folder", metavar="[DIR]", type=FOLDER, default=".")
@click.option("--force", is_flag=True, help="Overwrite what an earlier demo left in DIR.")
def command(folder: str, force: bool) -> int:
    """Make, bake and verify a first badge, and see how it is done.

    Puts issuer.pem, badge.json and badge.png into DIR (by default the current folder), and needs no network.

    \b
    Example:  microcred demo first-badge
    """  # noqa: D301
    from microcred.artwork import badge_png
    from microcred.baking import bake
    from microcred.cli.report_text import report_text
    from microcred.cli.sample import RECIPIENT, sample_credential, sample_issuer
    from microcred.issue import Issuer
    from microcred.keys import Ed25519Signer, did_key

    key_file, json_file, picture_file = _places(Path(folder), force=force)

    signer = Ed25519Signer.generate()
    issuer_id = did_key(signer.public_key)
    write_private(str(key_file), signer.to_pem(), force=force)
    _step(1, "a key to sign with", key_file, f"it is its own issuer, {issuer_id}")

    profile = sample_issuer(issuer_id)
    credential = Issuer(profile, signer).issue(sample_credential(profile))
    write_output(str(json_file), credential.raw + b"\n")
    name = credential.tree["name"]
    _step(2, "a signed credential", json_file, f"{name}, for {RECIPIENT}, whose address is hidden behind a salted hash")

    picture = badge_png(name, profile.name or "")
    write_output(str(picture_file), bake(picture, credential))
    _step(3, "the same in a picture", picture_file, "a PNG that any viewer shows, with the credential baked into it")

    report = _verified(picture_file, issuer_id, RECIPIENT)
    _step(4, "the verification", picture_file, "offline, trusting this one issuer, expecting this recipient")
    say()
    tell(report_text(report))
    say(f"\n{_next(Path(folder), issuer_id, RECIPIENT)}")
    return ExitCode.of_verdict(report.verdict)


def _places(folder: Path, *, force: bool) -> list[Path]:
    places = [folder / name for name in _FILES]
    for place in places:
        if place.exists() and not force:
            raise UsageError(
                "usage.file-exists",
                f"{str(place)!r} is already there",
                hint="name an empty folder, as in microcred demo first-badge, or say --force",
            )
    make_folder(folder)
    return places


def _verified(picture: Path, issuer_id: str, recipient: str) -> Report:
    from microcred.verification.fetch import Offline
    from microcred.verification.trust import TrustedIssuers
    from microcred.verification.verifier import Verifier

    trust = TrustedIssuers(issuer_id, source="this demo")
    return Verifier(trust=trust, fetcher=Offline()).verify(picture, recipient=recipient)


def _step(number: int, what: str, place: Path, words: str) -> None:
    say(f"{styled(f'{number}. {what}', bold=True)}: {plain(str(place))}\n   {words}")


def _next(folder: Path, issuer_id: str, recipient: str) -> str:
    picture, text = (shlex.quote(str(folder / name)) for name in ("badge.png", "badge.json"))
    return "\n".join(
        (
            styled("Try next", bold=True),
            f"  microcred show {picture}",
            f"  microcred verify {picture} --offline --trust {issuer_id} --recipient {recipient}",
            f"  microcred verify {picture} --offline --at 2040-01-01          # genuine, but expired",
            f"""  sed 's/"87"/"97"/' {text} | microcred verify - --offline      # one character changed: rejected""",
        )
    )
