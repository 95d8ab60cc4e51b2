"""``microcred resolve``: the document in which an issuer publishes its keys, and what each key is good for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from microcred.cli.badges import fetcher_for
from microcred.cli.endings import ExitCode
from microcred.cli.terminal import plain, plain_json, say, styled, tell
from microcred.errors import IssuerKeyError, MicrocredError, Rejected, UsageError

if TYPE_CHECKING:
    from microcred.verification.controller_documents import ControllerDocument
    from microcred.verification.fetch import FetchSession
    from microcred.verification.issuer_keys import VerificationMethod

__all__ = ["command"]

_RELATIONSHIPS: Final = (
    "verificationMethod",
    "assertionMethod",
    "authentication",
    "keyAgreement",
    "capabilityInvocation",
    "capabilityDelegation",
)


@click.command("resolve")
@click.argument("identifier", metavar="DID_OR_URL")
@click.option("--jwks", is_flag=True, help="Show the JWK Set of an https issuer's host, too, whose keys sign JWTs.")
@click.option("--offline", is_flag=True, help="Fetch nothing; only a did:key or did:jwk can then be resolved.")
def command(identifier: str, jwks: bool, offline: bool) -> int:
    """Show the document in which an issuer publishes its keys, and which of them can sign credentials.

    The document goes to stdout as JSON, the words about its keys to stderr. A fragment names one key of it.

    The exit code is 0 if a key can sign credentials, 1 if none can, 3 if the document could not be had.

    \b
    Example:  microcred resolve did:web:example.edu
    """  # noqa: D301
    from microcred.document import to_json
    from microcred.verification.controller_documents import RESOLVERS, dereference
    from microcred.verification.fetch import FetchSession

    session = FetchSession(fetcher_for(offline=offline))
    document_url, _, fragment = identifier.partition("#")
    document = dereference(_checked(document_url), session, RESOLVERS, allow_http=False)
    tell(plain_json(to_json(document.members).decode()))
    methods = list(_set_methods(document_url, session)) if jwks else []
    for visit in session.log:
        say(f"fetched {plain(visit.url)}: {visit.bytes} bytes, sha256 {visit.sha256}")
    wanted = [f"{document_url}#{fragment}"] if fragment else list(_method_urls(document.members, document_url))
    if not wanted:
        say("it lists no keys")
    usable = [_report(url, document, document_url, session) for url in wanted]
    usable += [_show(url, method, "signs credentials as JWTs") for url, method in methods]
    return ExitCode.ACCEPTED if any(usable) else ExitCode.REJECTED


def _checked(document_url: str) -> str:
    """The identifier, if it is a DID or URL at all; the rule is that of a verification method without its fragment."""
    from microcred.verification.controller_documents import split_method_url

    try:
        split_method_url(f"{document_url}#key")
    except IssuerKeyError as error:
        raise UsageError(
            "usage.not-an-identifier",
            f"{document_url[:200]!r} is neither a DID nor a URL",
            hint="for example did:web:example.edu or https://example.edu/issuer",
        ) from error
    return document_url


def _method_urls(members: Mapping[str, Any], document_url: str) -> Iterator[str]:
    """Every key that stands in the document, wherever it stands in it, by its absolute URL."""
    seen = set()
    for relationship in _RELATIONSHIPS:
        entries = members.get(relationship)
        for entry in entries if isinstance(entries, list) else ():
            name = entry.get("id") if isinstance(entry, dict) else entry
            url = f"{document_url}{name}" if isinstance(name, str) and name.startswith("#") else name
            if isinstance(url, str) and url not in seen:
                seen.add(url)
                yield url


def _report(url: str, document: ControllerDocument, document_url: str, session: FetchSession) -> bool:
    from microcred.proofs.jws import JWS_ALGORITHMS
    from microcred.verification.controller_documents import RESOLVERS
    from microcred.verification.issuer_keys import resolve_verification_method

    resolvers = dict.fromkeys(RESOLVERS, _Found(document))
    try:
        method = resolve_verification_method(
            url, controller=document_url, purpose="assertionMethod", session=session, resolvers=resolvers
        )
    except MicrocredError as error:
        return _show(url, error, "")
    if method.public_key.type not in JWS_ALGORITHMS.values():
        say(f"{styled('?', 'yellow')} {plain(url)}\n    signs nothing that is verified here, {method.public_key.type}")
        return False
    return _show(url, method, "signs credentials" + (" as JWTs" if method.public_key.type == "RSA" else ""))


def _set_methods(document_url: str, session: FetchSession) -> Iterator[tuple[str, VerificationMethod | MicrocredError]]:
    from microcred.verification.jwt_keys import jwk_set_methods, jwk_set_url

    if jwk_set_url(document_url) is None:
        raise UsageError("usage.contradiction", "--jwks is for an issuer with an https URL, and this one has none")
    return jwk_set_methods(document_url, session)


def _show(url: str, found: VerificationMethod | MicrocredError, what: str) -> bool:
    if isinstance(found, MicrocredError):
        mark, colour = ("✘", "red") if isinstance(found, Rejected) else ("?", "yellow")
        say(f"{styled(mark, colour)} {plain(url)}\n    {plain(found.message)}  [{found.code}]")
        if found.hint:
            say(f"    hint: {plain(found.hint)}")
        return False
    say(f"{styled('✔', 'green')} {plain(url)}\n    {what}, {found.public_key.type}")
    for word, moment in (("expires", found.expires), ("revoked", found.revoked)):
        if moment is not None:
            say(f"    {word} {moment.isoformat()}")
    return True


@dataclass(frozen=True, slots=True)
class _Found:
    """A resolver that has its document already, so that each key is looked up without another request."""

    document: ControllerDocument

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:  # noqa: ARG002 - the protocol's
        """The document."""
        return self.document
