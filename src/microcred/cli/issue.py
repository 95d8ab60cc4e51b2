"""``microcred issue``: an unsigned credential is signed, or an achievement awarded to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from microcred.cli.drafts import Recipient, Validity, award, is_achievement, with_validity
from microcred.cli.durations import Duration, duration
from microcred.cli.files import STREAM, read_input, refuse_same_file, write_output
from microcred.cli.identifiers import did_option
from microcred.cli.parameters import FILE, key_option, last_moment, moment_or_now, password_option
from microcred.cli.signing import IssuerOptions, issuer_id_of, list_issuer
from microcred.cli.terminal import plain, say, write_data
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.document import Document
    from microcred.issue import Issuer
    from microcred.proofs import Cryptosuite

__all__ = ["command"]


PROOFS: Final = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "jwt")


@click.command("issue")
@click.argument("source", metavar="INPUT", type=FILE)
@key_option
@password_option
@click.option("-o", "--out", type=FILE, metavar="OUT", help="Where to put the result.  [default: stdout]")
@click.option("--to", "recipient", metavar="RECIPIENT", help="Who gets the achievement: an e-mail address, DID or URL.")
@click.option("--hash-recipient", is_flag=True, help="Hide the e-mail address behind a salted hash.")
@click.option("--issuer", "profile", type=FILE, metavar="PROFILE.json", help="The profile of the issuer.")
@click.option("--issuer-name", "name", metavar="NAME", help="The name of the issuer, where there is no profile.")
@did_option("What the issuer is called.  [default: as the profile or the credential says, else key]")
@click.option(
    "--verification-method",
    metavar="URL",
    help="The name of the key in the issuer's document.  [default: as keygen publishes it]",
)
@click.option("--proof", type=click.Choice(PROOFS), help="How it is signed.  [default: as fits the key]")
@click.option(
    "--optional",
    "pointers",
    metavar="POINTER",
    multiple=True,
    help="What its holder may leave out, with --proof ecdsa-sd-2023: a JSON Pointer.  [default: results and evidence]",
)
@click.option("--valid-from", type=moment_or_now, metavar="TIME", help="When it begins: a day, a moment, or now.")
@click.option("--valid-until", type=last_moment, metavar="TIME", help="When it ends: a day, or a moment.")
@click.option("--valid-for", type=duration, metavar="P2Y", help="How long it lasts, by the calendar: P2Y, P18M, P90D.")
@click.option(
    "--status", "lists", type=FILE, metavar="LIST", multiple=True, help="Make it revocable, with an entry in this list."
)
@click.option("--bake", "image", type=FILE, metavar="IMAGE", help="Bake it into this PNG or SVG: OUT is the picture.")
def command(
    source: str,
    key_file: str,
    password_env: str | None,
    out: str | None,
    recipient: str | None,
    hash_recipient: bool,
    profile: str | None,
    name: str | None,
    did: str | None,
    verification_method: str | None,
    proof: str | None,
    pointers: tuple[str, ...],
    valid_from: datetime | None,
    valid_until: datetime | None,
    valid_for: Duration | None,
    lists: tuple[str, ...],
    image: str | None,
) -> None:
    """Sign a credential, or award an achievement to somebody.

    INPUT is an unsigned credential, which is signed as it is (only a missing issuer is filled in, and dates that the
    options say), or an Achievement, which --to awards to somebody. An OUT that is there is replaced.

    --proof names a cryptosuite, whose proof is put into the credential, or jwt: then OUT is a JWT around it, which
    is all that an RSA key can make. A badge with ecdsa-sd-2023 is for its holder alone, who shows parts of it with
    microcred disclose.

    Without --did, --issuer or an issuer in the credential, the key itself is the issuer (did:key). For a did:web or
    https issuer the key has the name that keygen publishes it by; --verification-method says another one.

    \b
    Example:  microcred issue unsigned.json --key issuer.pem -o badge.json
              microcred issue achievement.json --to ana@example.org --hash-recipient \\
                --issuer-name "Example University" --key issuer.pem -o badge.json
    """  # noqa: D301
    from microcred.document import MAX_BYTES, Document

    inputs = (source, key_file, profile)
    if sum(path == STREAM for path in (*inputs, image)) > 1:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    refuse_same_file(out, inputs)
    validity = Validity(valid_from, valid_until, valid_for)
    try:
        given = Document.parse(read_input(source, max_bytes=MAX_BYTES))
        awarding = is_achievement(given)
    except MicrocredError as error:
        error.add_note(source)
        raise
    if pointers and proof != "ecdsa-sd-2023":
        raise UsageError(
            "usage.contradiction",
            "--optional says what a holder may leave out, which only --proof ecdsa-sd-2023 allows",
        )
    _check_companions(given, awarding, recipient, hash_recipient, profile or name)
    options = IssuerOptions(key_file, password_env, profile, name, did, verification_method)
    named = None if awarding else issuer_id_of(given.tree)
    issuer = options.issuer(named, suite=_suite(proof, pointers))
    try:
        draft = (
            _awarded(given, recipient, hash_recipient, issuer, validity) if awarding else with_validity(given, validity)
        )
        as_jwt = proof == "jwt" or (proof is None and issuer.signer.public_key.type == "RSA")
        whole = _revocable(draft, lists, issuer)
        credential = issuer.issue_jwt(whole) if as_jwt else issuer.issue(whole)
        _check_optional(credential, pointers)
    except MicrocredError as error:
        error.add_note(source)
        raise
    _deliver(credential, out, image)
    say(f"signed by {plain(issuer.id)} with the key {plain(issuer.signer.verification_method)}")


def _check_companions(
    given: Document, awarding: bool, recipient: str | None, hashed: bool, description: str | None
) -> None:
    """Options that belong together, or not: nothing that was said on the command line is ignored."""
    if awarding and recipient is None:
        raise UsageError(
            "usage.missing-option",
            "an Achievement is awarded to somebody, and --to is missing",
            hint="--to ana@example.org, --to did:key:… or --to https://example.org/ana",
        )
    if not awarding and (recipient is not None or hashed):
        raise UsageError(
            "usage.contradiction",
            "a credential says itself whom it is about, so --to and --hash-recipient are for achievements",
        )
    if not awarding and description is not None and "issuer" in given.tree:
        raise UsageError(
            "usage.contradiction",
            "the credential names its issuer itself, so --issuer and --issuer-name have no place",
            pointer="/issuer",
            hint="leave out the option, or the issuer of the credential",
        )


def _awarded(
    achievement: Document, recipient: str | None, hashed: bool, issuer: Issuer, validity: Validity
) -> Document:
    whom = Recipient.parse(recipient or "", hashed=hashed)
    if whom.is_email and not hashed:
        say("note: the badge shows the e-mail address to everybody who sees it; --hash-recipient hides it")
    if "id" not in achievement.tree:
        say("note: the achievement has no id, so this badge gets one of its own; give it one to award it again")
    return award(achievement, whom, issuer.id, validity)


def _suite(proof: str | None, pointers: tuple[str, ...]) -> str | Cryptosuite | None:
    if not pointers:
        return None if proof == "jwt" else proof
    from microcred.proofs import EcdsaSd2023

    return EcdsaSd2023(optional_pointers=pointers)


def _check_optional(credential: Document | str, pointers: tuple[str, ...]) -> None:
    """Refuse a pointer to nothing: the issuer would believe that the holder can leave something out."""
    if pointers and not isinstance(credential, str):
        from microcred.canonical import select

        select(credential.tree, pointers)


def _revocable(draft: Document, lists: tuple[str, ...], issuer: Issuer) -> Document | Mapping[str, Any]:
    """The draft with an entry in each of the status lists; as it is, where there is none."""
    from microcred.status_list import StatusList, with_status

    credential: Mapping[str, Any] = draft.tree
    name = credential.get("id")
    for place in lists:
        found = StatusList.open(place)
        entry = found.allocate(name if isinstance(name, str) else None)
        credential = with_status(credential, entry)
        say(f"its status is at the index {entry['statusListIndex']} of {plain(place)}")
        if found.terms.issuer != issuer.id:
            say(f"note: this list is of {plain(found.terms.issuer)}, whom verifiers have to trust as well")
        elif found.is_behind:
            found.publish(list_issuer(issuer))
            say(f"wrote {plain(place)}, which lacked the latest changes: publish it at {plain(found.terms.url)}")
    return credential if lists else draft


def _deliver(credential: Document | str, out: str | None, image: str | None) -> None:
    result = (credential.encode() if isinstance(credential, str) else credential.raw) + b"\n"
    if image is not None:
        from microcred.baking import MAX_IMAGE_BYTES, bake

        picture = read_input(image, max_bytes=MAX_IMAGE_BYTES)
        try:
            result = bake(picture, credential)
        except MicrocredError as error:
            error.add_note(image)
            raise
    if out is None or out == STREAM:
        write_data(result, binary=image is not None)
    else:
        write_output(out, result)
        say(f"wrote {plain(out)}")
