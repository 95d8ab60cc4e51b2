"""The key that a proof or token names, wherever it can be had: whose it is, is one question, what it is another.

A verifier takes no key that is not the issuer's. Who wants to know why a signature does not hold has to see the key all
the same, and be told why it does not count. Nothing is fetched for that from anybody but the issuer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from microcred.document import JsonObject
from microcred.errors import IssuerKeyError, MicrocredError, Undetermined
from microcred.explanation.account import KeyFound
from microcred.proofs import CompactJws, Proof
from microcred.verification.controller_documents import KeyResolver, split_method_url
from microcred.verification.fetch import FetchSession
from microcred.verification.issuer_keys import PublishedMethods, VerificationMethod, resolve_verification_method
from microcred.verification.jwt_keys import resolve_jwt_key

__all__ = ["controller_of", "key_of_proof", "key_of_token", "other_keys"]

_SELF_CONTAINED = ("did:key:", "did:jwk:")
_PURPOSES = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")
_MAX_OTHER_KEYS = 16


def controller_of(tree: JsonObject) -> str | None:
    """Who has to have signed: the issuer, or for a presentation the holder."""
    party = tree.get("issuer", tree.get("holder"))
    found = party.get("id") if isinstance(party, JsonObject) else party
    return found if isinstance(found, str) else None


def key_of_proof(
    proof: Proof, controller: str | None, session: FetchSession, resolvers: Mapping[str, KeyResolver]
) -> KeyFound:
    """The key of a proof, with the reason why it does not count where it is not one of ``controller``."""
    method_url = proof.verification_method
    purposes = dict.fromkeys((proof.purpose, *_PURPOSES))
    fault: MicrocredError | None = None
    for owner in _owners(method_url, controller):
        for purpose in purposes:
            try:
                method = resolve_verification_method(
                    method_url, controller=owner, purpose=purpose, session=session, resolvers=resolvers
                )
            except MicrocredError as error:
                fault = fault or error
                if error.code not in ("key.not-for-this-purpose", "key.not-the-issuers"):
                    return _missing(method_url, controller, fault)
                if error.code == "key.not-the-issuers":
                    break
            else:
                return _found(method, controller, session, fault)
    assert fault is not None  # noqa: S101 - one question at least was asked
    return _missing(method_url, controller, fault)


def key_of_token(
    jws: CompactJws, controller: str | None, session: FetchSession, resolvers: Mapping[str, KeyResolver]
) -> KeyFound:
    """The key of a token, with the reason why it does not count; beside a ``kid`` the ``jwk`` of its header."""
    named = str(jws.header.get("kid", "(no kid)"))
    fault: MicrocredError
    try:
        if controller is None:
            raise IssuerKeyError("key.not-named", "neither the document nor the token says who has signed")
        method = resolve_jwt_key(
            jws, controller=controller, purpose="assertionMethod", session=session, resolvers=resolvers
        )
        return _found(method, controller, session, None)
    except MicrocredError as error:
        fault = error
    for owner in _owners(named, None):
        try:
            method = resolve_jwt_key(
                jws, controller=owner, purpose="assertionMethod", session=session, resolvers=resolvers
            )
            return _found(method, controller, session, fault)
        except MicrocredError as error:
            return _missing(named, controller, fault if fault.code == error.code else error)
    return _missing(named, controller, fault)


def other_keys(
    found: KeyFound, session: FetchSession, resolvers: Mapping[str, KeyResolver]
) -> Iterator[VerificationMethod]:
    """The other keys in the document of a key's controller, as many as are worth a try."""
    if found.document_url is None or found.document_url.startswith(_SELF_CONTAINED) or found.fault is not None:
        return
    try:
        published = PublishedMethods.of(found.document_url, session, resolvers, allow_http=False)
        names = [name for name, _ in published.entries() if name != found.verification_method]
    except MicrocredError:
        return  # the document of a JWK Set is no controller document, and has no other methods
    for name in names[:_MAX_OTHER_KEYS]:
        for purpose in _PURPOSES:
            try:
                yield published.get(name, purpose)
                break
            except MicrocredError:
                continue  # a key that is not for this purpose, or that nobody could use


def _owners(method_url: str, controller: str | None) -> Iterator[str]:
    """The controller; and a DID that is a key, which can be looked at without asking anybody."""
    if controller is not None:
        yield controller
    try:
        document = split_method_url(method_url)[0]
    except IssuerKeyError:
        return
    if document != controller and (controller is None or document.startswith(_SELF_CONTAINED)):
        yield document


def _found(
    method: VerificationMethod, controller: str | None, session: FetchSession, fault: MicrocredError | None
) -> KeyFound:
    return KeyFound(
        method.id,
        controller,
        method.public_key,
        _origin(method, session),
        method.document_url,
        method.document_sha256,
        method.type,
        None if method.expires is None else method.expires.isoformat(),
        None if method.revoked is None else method.revoked.isoformat(),
        None if fault is None else fault.faults[0],
        isinstance(fault, Undetermined),
    )


def _origin(method: VerificationMethod, session: FetchSession) -> str:
    if method.document_sha256 is None:
        return f"the key is the identifier {method.document_url} itself, and nothing was fetched"
    visit: Any = next((visit for visit in session.log if visit.sha256 == method.document_sha256), None)
    place = method.document_url if visit is None else visit.final_url or visit.url
    return f"in the document of {method.document_url}, fetched from {place}"


def _missing(method_url: str, controller: str | None, fault: MicrocredError) -> KeyFound:
    return KeyFound(
        method_url,
        controller,
        None,
        "it could not be had",
        fault=fault.faults[0],
        undecided=isinstance(fault, Undetermined),
    )
