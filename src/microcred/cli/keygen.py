"""``microcred keygen``: a private key that is its owner's alone, and what has to be published for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from microcred.cli.files import make_folder, read_input, write_output, write_private
from microcred.cli.identifiers import did_option, identifier_of, method_of
from microcred.cli.parameters import FILE, FOLDER, password_of, password_option
from microcred.cli.terminal import plain, say, tell
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.keys import PublicKey

__all__ = ["command"]

_MAX_DOCUMENT: Final = 1_000_000


@click.command("keygen")
@click.option("-o", "--out", type=FILE, metavar="KEY", required=True, help="Where to put the private key (PEM).")
@click.option(
    "--type",
    "key_type",
    type=click.Choice(["ed25519", "p256", "p384"]),
    default="ed25519",
    help="The kind of key.  [default: ed25519]",
)
@did_option("What the issuer is called.  [default: key]")
@click.option(
    "--publish", "folder", type=FOLDER, metavar="DIR", help="Where to put the document to publish.  [default: .]"
)
@click.option("--force", is_flag=True, help="Overwrite a key that is there: what it signed can never be renewed.")
@password_option
def command(
    out: str, key_type: str, did: str | None, folder: str | None, force: bool, password_env: str | None
) -> None:
    """Make a key to sign with.

    The private key is written as PKCS#8 PEM that only its owner can read. Its public names go to stdout as JSON.

    With --did web:HOST or https://ISSUER also the document is written in which the issuer publishes the key. One that
    is there already keeps its keys, and gets the new one added: so keys are rotated.

    \b
    Example:  microcred keygen -o issuer.pem
              microcred keygen -o issuer.pem --did web:example.edu --publish public/
    """  # noqa: D301
    from microcred.document import to_json
    from microcred.keys import EcdsaSigner, Ed25519Signer

    password = password_of(password_env)
    signer: Ed25519Signer | EcdsaSigner
    match key_type:
        case "p256":
            signer = EcdsaSigner.generate("P-256")
        case "p384":
            signer = EcdsaSigner.generate("P-384")
        case _:
            signer = Ed25519Signer.generate()
    identifier = identifier_of(did or "key", signer.public_key)
    document = None
    if identifier.startswith("did:key:"):
        if folder is not None:
            raise UsageError("usage.contradiction", "a did:key has nothing to publish, so --publish makes no sense")
    else:
        place = Path(folder or ".") / ("did.json" if identifier.startswith("did:") else "controller.json")
        document = _document(place, identifier, signer.public_key)
        make_folder(place.parent)
    write_private(out, signer.to_pem(password), force=force)
    say(f"wrote {plain(out)}: whoever has this file can issue in your name, and nobody can restore it")
    if document is not None:
        _publish(place, identifier, document)
    names = {
        "id": identifier,
        "verificationMethod": method_of(identifier, signer.public_key),
        "publicKeyMultibase": signer.public_key.to_multikey(),
    }
    tell(to_json(names).decode())


def _document(place: Path, identifier: str, key: PublicKey) -> dict[str, Any]:
    """The controller document with the new key, and with all that stands in the one that is there."""
    from microcred.document import Document
    from microcred.keys import controller_document

    fresh = controller_document(identifier, [key])
    if not place.exists():
        return fresh
    try:
        present = Document.parse(read_input(str(place), max_bytes=_MAX_DOCUMENT)).to_dict()
    except MicrocredError as error:
        raise _other_document(place, error.message) from error
    if present.get("id") != identifier:
        raise _other_document(place, f"its id is {present.get('id')!r:.200}, wanted {identifier!r}")
    for member in ("verificationMethod", "assertionMethod"):
        entries = present.setdefault(member, [])
        if not isinstance(entries, list):
            raise _other_document(place, f"its {member} is no array")
        entries.extend(fresh[member])
    return present


def _publish(place: Path, identifier: str, document: dict[str, Any]) -> None:
    from microcred.document import to_json
    from microcred.verification.controller_documents import did_web_url

    write_output(str(place), to_json(document) + b"\n")
    url = did_web_url(identifier) if identifier.startswith("did:") else identifier
    say(f"wrote {plain(str(place))}: publish it at {url}, and keep the keys in it for as long as badges refer to them")


def _other_document(place: Path, why: str) -> UsageError:
    return UsageError(
        "usage.other-document",
        f"{str(place)!r} is there already, and the key cannot be added to it: {why}",
        hint="choose another folder with --publish; a published key that disappears makes its badges unverifiable",
    )
