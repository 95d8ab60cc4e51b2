"""``microcred keygen``: a private key that is its owner's alone, and what has to be published for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from microcred.cli.files import make_folder, read_input, write_output, write_private
from microcred.cli.identifiers import did_option, identifier_of, method_of, published_key
from microcred.cli.parameters import FILE, FOLDER, password_of, password_option
from microcred.cli.terminal import plain, say, tell
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.keys import LocalSigner, PublicKey

__all__ = ["command"]

_MAX_DOCUMENT: Final = 1_000_000


@click.command("keygen")
@click.option("-o", "--out", type=FILE, metavar="KEY", required=True, help="Where to put the private key (PEM).")
@click.option(
    "--type",
    "key_type",
    type=click.Choice(["ed25519", "p256", "p384", "rsa"]),
    default="ed25519",
    help="The kind of key; rsa signs JWTs alone.  [default: ed25519]",
)
@did_option("What the issuer is called.  [default: key]")
@click.option(
    "--publish", "folder", type=FOLDER, metavar="DIR", help="Where to put the document to publish.  [default: .]"
)
@click.option("--jwks", is_flag=True, help="Publish the key as a JWK Set, too, for those who check JWTs alone.")
@click.option("--force", is_flag=True, help="Overwrite a key that is there: what it signed can never be renewed.")
@password_option
def command(
    out: str,
    key_type: str,
    did: str | None,
    folder: str | None,
    jwks: bool,
    force: bool,
    password_env: str | None,
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

    password = password_of(password_env)
    signer = _new_signer(key_type)
    identifier = identifier_of(did or "key", signer.public_key)
    publications = _publications(identifier, signer.public_key, folder, jwks=jwks)
    for publication in publications:
        make_folder(publication.place.parent)
    write_private(out, signer.to_pem(password), force=force)
    say(f"wrote {plain(out)}: whoever has this file can issue in your name, and nobody can restore it")
    for publication in publications:
        publication.write()
    names = {
        "id": identifier,
        "verificationMethod": method_of(identifier, signer.public_key),
        **_material(signer.public_key),
    }
    tell(to_json(names).decode())


def _new_signer(key_type: str) -> LocalSigner:
    from microcred.keys import EcdsaSigner, Ed25519Signer, RsaSigner

    match key_type:
        case "p256":
            return EcdsaSigner.generate("P-256")
        case "p384":
            return EcdsaSigner.generate("P-384")
        case "rsa":
            return RsaSigner.generate()
        case _:
            return Ed25519Signer.generate()


def _material(key: PublicKey) -> dict[str, Any]:
    published = published_key(key)
    if published.form == "JsonWebKey":
        return {"publicKeyJwk": published.to_jwk()}
    return {"publicKeyMultibase": key.to_multikey()}


@dataclass(frozen=True, slots=True)
class _Publication:
    """A document that publishes the key: its file, the URL to serve it at, and all that stands in it."""

    place: Path
    url: str
    document: dict[str, Any]

    def write(self) -> None:
        from microcred.document import to_json

        write_output(str(self.place), to_json(self.document) + b"\n")
        place = plain(str(self.place))
        say(f"wrote {place}: publish it at {self.url}, and keep the keys in it for as long as badges refer to them")


def _publications(identifier: str, key: PublicKey, folder: str | None, *, jwks: bool) -> list[_Publication]:
    from microcred.keys import controller_document, jwk_set
    from microcred.verification.jwt_keys import jwk_set_url
    from microcred.verification.published_documents import did_web_url

    method, set_url = ":".join(identifier.split(":", 2)[:2]), jwk_set_url(identifier)
    if jwks and set_url is None:
        raise UsageError("usage.contradiction", "--jwks is for an issuer with an https URL, wanted --did https://…")
    if method in {"did:key", "did:jwk"}:
        if folder is not None:
            raise UsageError("usage.contradiction", f"a {method} has nothing to publish, so --publish makes no sense")
        return []
    is_did, there = method == "did:web", Path(folder or ".")
    published = published_key(key)
    place = there / ("did.json" if is_did else "controller.json")
    whole = _with_those_present(place, controller_document(identifier, [published]), identifier)
    found = [_Publication(place, did_web_url(identifier) if is_did else identifier, whole)]
    if jwks and set_url is not None:
        place = there / "jwks.json"
        found.append(_Publication(place, set_url, _with_those_present(place, jwk_set([published], issuer=identifier))))
    return found


def _with_those_present(place: Path, fresh: dict[str, Any], identifier: str | None = None) -> dict[str, Any]:
    """A document with the new key, and with all that stands in the one that is there."""
    from microcred.document import Document

    if not place.exists():
        return fresh
    try:
        present = Document.parse(read_input(str(place), max_bytes=_MAX_DOCUMENT)).to_dict()
    except MicrocredError as error:
        raise _other_document(place, error.message) from error
    if identifier is not None and present.get("id") != identifier:
        raise _other_document(place, f"its id is {present.get('id')!r:.200}, wanted {identifier!r}")
    for member in {"verificationMethod", "assertionMethod", "keys"}.intersection(fresh):
        entries = present.setdefault(member, [])
        if not isinstance(entries, list):
            raise _other_document(place, f"its {member} is no array")
        entries.extend(fresh[member])
    contexts = present.get("@context")
    if isinstance(contexts, list):
        contexts.extend(context for context in fresh.get("@context", []) if context not in contexts)
    return present


def _other_document(place: Path, why: str) -> UsageError:
    return UsageError(
        "usage.other-document",
        f"{str(place)!r} is there already, and the key cannot be added to it: {why}",
        hint="choose another folder with --publish; a published key that disappears makes its badges unverifiable",
    )
