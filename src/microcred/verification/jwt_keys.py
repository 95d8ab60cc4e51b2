"""From the header of a token to a key: is it *this issuer's* key?

``kid`` and ``jwk`` were chosen by whoever made the token. They say which key is meant, and never whose it is: a key is
taken only from where its issuer publishes keys. That is the issuer's controller document, and for an https issuer also
the JWK Set of its host (Open Badges 3.0, 8.2.6 and its Implementation Guide; VC-JOSE-COSE 1.0, 4; docs/decisions/0014).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from microcred.errors import FetchError, IssuerKeyError, MicrocredError, UnsupportedError
from microcred.keys import INVALID_VERIFICATION_METHOD, PublicKey, private_members
from microcred.keys.jwk import check_signing_use
from microcred.proofs.jws import CompactJws
from microcred.verification.controller_documents import (
    INVALID_DOCUMENT,
    RESOLVERS,
    ControllerDocument,
    KeyResolver,
    split_method_url,
    split_url,
    web_origin,
)
from microcred.verification.issuer_keys import PublishedMethods, VerificationMethod, check_binding
from microcred.verification.published_documents import fetch_document

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession

__all__ = ["jwk_set_methods", "jwk_set_url", "resolve_jwt_key"]

_JWK_SET_ACCEPT: Final = "application/jwk-set+json, application/jwk+json, application/json;q=0.9"
_MAX_SET: Final = 256
_MAX_SECONDS: Final = 253_402_300_799  # The end of the year 9999.

_LOCATED: Final = re.compile(r"(?:did|https?):", re.IGNORECASE)
_THUMBPRINT_URI: Final = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"  # RFC 9278
# What may follow the URL of an issuer for a place that is its own: plain segments, and no step upwards among them.
_BENEATH: Final = re.compile(r"(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._~-]+)+/?")
#: Refusals after which another place of the issuer's may still know the key; any other one is the issuer's last word.
_LOOK_ELSEWHERE: Final = frozenset({"key.not-in-document", "key.invalid-controller-document", "key.wrong-document-id"})
#: Answers of a host that has no time (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4), and may well have a document.
_NOT_NOW: Final = frozenset({408, 425, 429})
#: What says that a host has no JWK Set, but perhaps a page for everything that it does not have.
_NO_SET: Final = frozenset({"key.invalid-controller-document", "key.invalid-jwk-set"})
#: A set does not say what its keys are for; that of an issuer is for what issuers do.
_PURPOSE_OF_SETS: Final = "assertionMethod"
#: RFC 9864, 2.2: two names of one algorithm.
_SAME_ALGORITHM: Final = frozenset({"EdDSA", "Ed25519"})


def resolve_jwt_key(
    jws: CompactJws,
    *,
    controller: str,
    purpose: str,
    session: FetchSession,
    resolvers: Mapping[str, KeyResolver] = RESOLVERS,
    allow_http: bool = False,
) -> VerificationMethod:
    """Get the key of a token, if ``controller`` (the issuer's or holder's id) publishes it for ``purpose``.

    ``kid`` may be the URL of a verification method, of a JWK or of a JWK Set, or a name of the key in one of the
    issuer's documents: its fragment, its ``kid`` or its thumbprint. A ``jwk`` has to be published by the issuer; beside
    a ``kid`` it has to be the same key. Nothing is fetched from any other host than the issuer's. Raises
    :class:`~microcred.errors.IssuerKeyError` when it is not such a key,
    :class:`~microcred.errors.FetchError` when the issuer's documents cannot be had, and
    :class:`~microcred.errors.UnsupportedError` for a DID method, method type or key type that is not known here.
    """
    embedded = None if jws.jwk is None else _embedded_key(jws.jwk, jws.algorithm)
    places = _Places(controller, purpose, session, resolvers, allow_http)
    if jws.key_id is not None:
        method = places.by_key_id(jws.key_id)
    elif embedded is not None:
        method = places.find(_Wanted("the key in the header of the token", key=embedded))
    else:
        raise IssuerKeyError(
            "key.not-named",
            "the header of the token has neither kid nor jwk, so it does not say which key is meant",
            hint="the issuer writes kid, the URL of the key in its own document",
            problem=INVALID_VERIFICATION_METHOD,
        )
    if embedded is not None and method.public_key != embedded:
        raise IssuerKeyError(
            "key.two-keys",
            f"the header of the token carries another key than the one that its kid {jws.key_id!a:.200} names",
            problem=INVALID_VERIFICATION_METHOD,
            evidence={"kid": method.public_key.to_multikey(), "jwk": embedded.to_multikey()},
        )
    _check_algorithm(method.algorithm, jws.algorithm)
    return method


def jwk_set_url(issuer: str) -> str | None:
    """Where the host of an https issuer publishes its JWK Set; None for an issuer that is no URL of the web."""
    origin = web_origin(issuer)
    return None if origin is None else f"{origin}/.well-known/jwks.json"


def jwk_set_methods(
    issuer: str, session: FetchSession, *, allow_http: bool = False
) -> Iterator[tuple[str, VerificationMethod | MicrocredError]]:
    """Every key of the JWK Set of an issuer's host by its name, or why it is none of the issuer's.

    Raises :class:`~microcred.errors.IssuerKeyError` for an issuer that has no host, or a host that has no set, and
    :class:`~microcred.errors.FetchError` for one that cannot be had.
    """
    url = jwk_set_url(issuer)
    if url is None:
        raise IssuerKeyError("key.invalid-url", f"{issuer!a:.300} is no URL of the web, so it has no JWK Set")
    places = _Places(issuer, _PURPOSE_OF_SETS, session, RESOLVERS, allow_http)
    document = places.fetch(url)
    for index, jwk in enumerate(_jwks(document, url)):
        name = jwk.get("kid")
        try:
            method = places.method(jwk, document, url)
        except MicrocredError as error:
            yield f"{url}#{name if isinstance(name, str) else index}", error
        else:
            yield method.id, method


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which of the issuer's keys is meant: by any of some names, or by the key itself."""

    described: str
    names: frozenset[str] = frozenset()
    key: PublicKey | None = None

    def is_called(self, jwk: Mapping[str, Any], key: PublicKey | None) -> bool:
        if self.key is not None:
            return key == self.key
        thumbprint = None if key is None else key.thumbprint()
        return not self.names.isdisjoint({name for name in (jwk.get("kid"), thumbprint) if isinstance(name, str)})


@dataclass(frozen=True, slots=True)
class _Places:
    """The places where one issuer publishes its keys."""

    controller: str
    purpose: str
    session: FetchSession
    resolvers: Mapping[str, KeyResolver]
    allow_http: bool

    def by_key_id(self, key_id: str) -> VerificationMethod:
        described = f"the key {key_id!a:.300}"
        if not _LOCATED.match(key_id):
            names = {key_id, key_id.removeprefix("#"), key_id.removeprefix(_THUMBPRINT_URI)}
            return self.find(_Wanted(described, frozenset(names)))
        url, fragment = split_url(key_id)
        if url.startswith("did:"):
            url, fragment = split_method_url(key_id)
        if url == self.controller:
            names = {key_id, *([f"{url}#{fragment}", fragment] if fragment else [])}
            return self.find(_Wanted(described, frozenset(names)))
        if not self._is_of_the_same_host(url):
            check_binding(url, self.controller)
        return self._by_url(url, _Wanted(described, frozenset({key_id, fragment} if fragment else {key_id})))

    def find(self, wanted: _Wanted) -> VerificationMethod:
        """Look into the controller document, and for an https issuer into the JWK Set of its host."""
        published = self._published()
        failures: list[MicrocredError] = []
        if isinstance(published, PublishedMethods):
            try:
                return self._in_document(published, wanted)
            except IssuerKeyError as error:
                if error.code != "key.not-in-document":
                    raise
                failures.append(error)
        else:
            failures.append(published)
        url = jwk_set_url(self.controller)
        found = None
        if url is not None and self.purpose == _PURPOSE_OF_SETS:
            try:
                found = self._in_set(self.fetch(url), url, wanted)
            except FetchError as error:
                failures.append(error)
            except IssuerKeyError as error:
                if error.code not in _NO_SET:
                    raise
        if found is None:
            raise _unpublished(wanted, self.controller, failures)
        return self._as_documented(found, published)

    def _by_url(self, url: str, wanted: _Wanted) -> VerificationMethod:
        """A JWK or JWK Set at a URL of the issuer's host."""
        document = self.fetch(url)
        found = self._in_set(document, url, wanted) if self.purpose == _PURPOSE_OF_SETS else None
        if found is None:
            raise _unpublished(wanted, self.controller, [])
        # Many may be able to put a file on a host; what lies beneath the issuer's URL, or where the host keeps its
        # keys, is the issuer's, if that is where it was found. Any other place only says which key to look for.
        if self._is_own(url) and document.found_at is not None and self._is_own(document.found_at):
            return self._as_documented(found, self._published())
        return self.find(_Wanted(wanted.described, key=found.public_key))

    def _published(self) -> PublishedMethods | MicrocredError:
        """The controller document, which may say that a key was revoked; or what says that the issuer has none."""
        try:
            return PublishedMethods.of(self.controller, self.session, self.resolvers, allow_http=self.allow_http)
        except FetchError as error:
            # A host that failed, or was not asked for lack of budget, may have one.
            if not _says_that_there_is_none(error):
                raise
            return error
        except IssuerKeyError as error:
            if error.code not in _LOOK_ELSEWHERE:
                raise
            return error

    def _is_of_the_same_host(self, url: str) -> bool:
        origin = web_origin(self.controller)
        return origin is not None and web_origin(url) == origin

    def _is_own(self, url: str) -> bool:
        if url == jwk_set_url(self.controller):
            return True
        own = self.controller.removesuffix("/")
        # An issuer that is a whole host has no place that is beneath it alone, nor has one with a query.
        alone = own != web_origin(self.controller) and "?" not in own
        return alone and url.startswith(own) and _BENEATH.fullmatch(url[len(own) :]) is not None

    def fetch(self, url: str) -> ControllerDocument:
        """A JWK or JWK Set, over https unless plain http is allowed."""
        if url.startswith("http:") and not self.allow_http:
            raise FetchError("key.insecure-url", f"{url!a:.300} is not fetched over http, where it can be replaced")
        return fetch_document(url, url, self.session, _JWK_SET_ACCEPT)

    def _in_document(self, published: PublishedMethods, wanted: _Wanted) -> VerificationMethod:
        entries = list(published.entries())
        own = {f"{self.controller}#{name}" for name in wanted.names} | wanted.names
        named = [method_id for method_id, _ in entries if method_id in own]
        named = named or [method_id for method_id, entry in entries if wanted.is_called(*_material(entry))]
        methods = [published.get(method_id, self.purpose) for method_id in dict.fromkeys(named)]
        if not methods:
            raise IssuerKeyError(
                "key.not-in-document",
                f"the document of {self.controller!a:.400} does not list {wanted.described}",
                hint="a key in a token proves nothing by itself: its issuer has to publish it",
                problem=INVALID_VERIFICATION_METHOD,
                evidence={"controllerDocument": self.controller, "sha256": published.document.sha256},
            )
        if len({method.public_key for method in methods}) > 1:
            raise _ambiguous(wanted, self.controller)
        return methods[0]

    def _in_set(self, document: ControllerDocument, url: str, wanted: _Wanted) -> VerificationMethod | None:
        alone, entries = "kty" in document.members, list(_jwks(document, url))
        found = []
        for jwk in entries:
            key = _readable(jwk)
            # A JWK that has a URL to itself is named by it; in a set a key goes by its name.
            if alone or wanted.is_called(jwk, key):
                found.append(self.method(jwk, document, url))
        if len({method.public_key for method in found}) > 1:
            raise _ambiguous(wanted, url)
        return found[0] if found else None

    def method(self, jwk: Mapping[str, Any], document: ControllerDocument, url: str) -> VerificationMethod:
        """A key of the issuer's, if the JWK is sound, is for signatures, and does not belong to somebody else."""
        key = _checked_key(jwk)
        if jwk.get("iss", self.controller) != self.controller:
            raise IssuerKeyError(
                "key.not-the-issuers",
                f"the JWK at {url!a:.300} says that it belongs to {jwk['iss']!a:.300}, not {self.controller!a:.300}",
                problem=INVALID_VERIFICATION_METHOD,
                evidence={"keyController": str(jwk["iss"])[:600], "issuer": self.controller},
            )
        name = jwk.get("kid")
        revocation = jwk.get("revoked")
        return VerificationMethod(
            id=f"{url}#{name if isinstance(name, str) else key.thumbprint()}",
            type="JsonWebKey",
            controller=self.controller,
            public_key=key,
            document_url=url,
            document_sha256=document.sha256,
            expires=_moment(jwk, "exp"),
            revoked=_moment(revocation, "revoked_at") if isinstance(revocation, Mapping) else None,
            algorithm=jwk.get("alg"),
        )

    def _as_documented(
        self, found: VerificationMethod, published: PublishedMethods | MicrocredError
    ) -> VerificationMethod:
        """What the issuer's own document says of the same key, such as that it was revoked, goes before the set."""
        if not isinstance(published, PublishedMethods):
            return found
        try:
            return self._in_document(published, _Wanted("the key", key=found.public_key))
        except IssuerKeyError as error:
            if error.code != "key.not-in-document":
                raise
            return found


def _embedded_key(jwk: Mapping[str, Any], algorithm: str) -> PublicKey:
    key = _checked_key(jwk)
    _check_algorithm(jwk.get("alg"), algorithm)
    return key


def _checked_key(jwk: Mapping[str, Any]) -> PublicKey:
    secret = next(private_members(jwk), None)
    if secret is not None:
        raise IssuerKeyError(
            "key.private-key-published",
            f"the JWK carries private key material at {secret!a:.60}, so anybody can sign with it",
            hint="revoke the key, and publish the public half of a new one",
            problem=INVALID_VERIFICATION_METHOD,
        )
    key = PublicKey.from_jwk(jwk)
    check_signing_use(jwk, key.type)
    return key


def _check_algorithm(published: Any, used: str) -> None:
    """RFC 8725, 3.1: a key that is published for one algorithm is used with no other."""
    if published is None or published == used or {published, used} <= _SAME_ALGORITHM:
        return
    raise IssuerKeyError(
        "key.algorithm-mismatch",
        f"the key is published for {published!a:.40}, and the token is signed with {used!a:.40}",
        problem=INVALID_VERIFICATION_METHOD,
    )


def _jwks(document: ControllerDocument, url: str) -> Iterator[Mapping[str, Any]]:
    members = document.members
    entries = [members] if "kty" in members else members.get("keys")
    if not isinstance(entries, list) or len(entries) > _MAX_SET:
        raise IssuerKeyError(
            "key.invalid-jwk-set",
            f"what {url!a:.300} gives is neither a JWK nor a set of at most {_MAX_SET} of them",
            hint="wanted an object with a member kty, or one with an array keys",
            problem=INVALID_DOCUMENT,
            evidence={"url": url, "sha256": document.sha256},
        )
    return (entry for entry in entries if isinstance(entry, Mapping))


def _material(entry: Mapping[str, Any]) -> tuple[Mapping[str, Any], PublicKey | None]:
    """The JWK of a verification method, where it has one, and its key, where that can be read."""
    jwk = entry.get("publicKeyJwk")
    if isinstance(jwk, Mapping):
        return jwk, _readable(jwk)
    try:
        return {}, PublicKey.from_multikey(entry.get("publicKeyMultibase", ""))
    except (IssuerKeyError, UnsupportedError):
        return {}, None


def _readable(jwk: Mapping[str, Any]) -> PublicKey | None:
    try:
        return PublicKey.from_jwk(jwk)
    except (IssuerKeyError, UnsupportedError):
        return None


def _moment(members: Mapping[str, Any], name: str) -> datetime | None:
    """When a key ends (OpenID Federation 1.0, 8.7.2); what cannot be read is no reason to trust the key longer."""
    if name not in members:
        return None
    seconds = members[name]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= _MAX_SECONDS:
        raise IssuerKeyError(
            "key.invalid-jwk",
            f"the JWK has {name} {seconds!a:.40}, wanted a number of seconds since 1970",
            problem=INVALID_VERIFICATION_METHOD,
        )
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _says_that_there_is_none(error: FetchError) -> bool:
    status = error.evidence.get("status")
    return error.code == "fetch.http-status" and status in range(400, 500) and status not in _NOT_NOW


def _unpublished(wanted: _Wanted, controller: str, failures: list[MicrocredError]) -> MicrocredError:
    """The likeliest reason: a place that could not be asked might have known the key; else the issuer has said no."""
    for failure in failures:
        if isinstance(failure, FetchError) and failure.evidence.get("status") not in (404, 410):
            return failure
    if failures and not (isinstance(failures[0], IssuerKeyError) and failures[0].code == "key.not-in-document"):
        return failures[0]
    return IssuerKeyError(
        "key.not-published",
        f"{controller!a:.400} does not publish {wanted.described}",
        hint="a key in a token proves nothing by itself: its issuer has to publish it",
        problem=INVALID_VERIFICATION_METHOD,
        evidence={"issuer": controller},
    )


def _ambiguous(wanted: _Wanted, place: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.ambiguous",
        f"{place!a:.400} lists more than one key that is {wanted.described}",
        problem=INVALID_VERIFICATION_METHOD,
    )
