"""From the URL of a verification method to a key: is it *this issuer's* key, and for *this purpose*?

Whoever wrote the credential chose that URL. A key is taken only from the document of the issuer itself, which must list
it by name under the relationship in question: never from the URL's fragment, which anybody can write
(Controlled Identifiers 1.0, 3.3 "Retrieve Verification Method"; Data Integrity 1.0, 5.9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from microcred.errors import IssuerKeyError, UnsupportedError, UsageError
from microcred.instants import parse_instant
from microcred.keys import INVALID_VERIFICATION_METHOD, PublicKey, private_members, public_key_of_did_key
from microcred.keys.did_key import SIGNING_RELATIONSHIPS
from microcred.keys.jwk import check_signing_use
from microcred.verification.controller_documents import (
    INVALID_DOCUMENT,
    RESOLVERS,
    ControllerDocument,
    KeyResolver,
    dereference,
    split_method_url,
)

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession

__all__ = [
    "RESOLVERS",
    "ControllerDocument",
    "KeyResolver",
    "PublishedMethods",
    "VerificationMethod",
    "check_binding",
    "check_key_validity",
    "resolve_verification_method",
]

_INVALID_DOCUMENT_ID: Final = "https://w3id.org/security#INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"
_INVALID_RELATIONSHIP: Final = "https://w3id.org/security#INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD"

#: Controlled Identifiers 1.0, 2.3: what a key may be for.
_RELATIONSHIPS: Final = (
    "assertionMethod",
    "authentication",
    "keyAgreement",
    "capabilityInvocation",
    "capabilityDelegation",
)
_MAX_METHODS: Final = 256

#: Which member holds the key, by the type of the verification method.
_KEY_MEMBERS: Final = MappingProxyType(
    {
        "Multikey": "publicKeyMultibase",
        "Ed25519VerificationKey2020": "publicKeyMultibase",
        "JsonWebKey": "publicKeyJwk",
        "JsonWebKey2020": "publicKeyJwk",
    }
)
#: Types that Open Badges texts print where they mean Multikey (Open Badges 3.0, B.5.1).
_MISPRINTED_TYPES: Final = frozenset({"MultiKey", "multikey", "DataIntegrityProof"})


class VerificationMethod(NamedTuple):
    """A key that its controller publishes, and where it was found.

    ``id`` is absolute. ``document_url`` is the DID or URL of the controller document, and ``document_sha256`` the
    digest of the bytes fetched: None for a did:key, whose document is derived. ``expires`` and ``revoked`` are for
    :func:`check_key_validity`. ``algorithm`` is the ``alg`` of a JSON Web Key, where it names one.
    """

    id: str
    type: str
    controller: str
    public_key: PublicKey
    document_url: str
    document_sha256: str | None = None
    expires: datetime | None = None
    revoked: datetime | None = None
    algorithm: str | None = None


def resolve_verification_method(
    method_url: str,
    *,
    controller: str,
    purpose: str,
    session: FetchSession,
    resolvers: Mapping[str, KeyResolver] = RESOLVERS,
    allow_http: bool = False,
) -> VerificationMethod:
    """Get the key of a proof, if it is a key of ``controller`` (the issuer's or holder's id) for ``purpose``.

    ``purpose`` is the one that the caller expects: ``assertionMethod`` for credentials, ``authentication`` for
    presentations. Raises :class:`~microcred.errors.IssuerKeyError` when it is not such a key,
    :class:`~microcred.errors.FetchError` when its document cannot be had, and
    :class:`~microcred.errors.UnsupportedError` for a DID method, method type or key type that is not known here.
    """
    # The algorithm of Controlled Identifiers 1.0, 3.3. Steps 1 to 3: a valid URL, and its two parts.
    document_url, fragment = split_method_url(method_url)
    # The binding of key and issuer is left to applications (Data Integrity 1.0, 4.4). It is checked first: the id of
    # the document must equal its URL (step 6), so another URL can never lead to a key of this controller, and whoever
    # wrote the credential does not get to choose where a packet goes.
    check_binding(document_url, controller)
    if resolvers is RESOLVERS and document_url == f"did:key:{fragment}" and purpose in SIGNING_RELATIONSHIPS:
        # What the document of a did:key says is known without writing it down first.
        key = public_key_of_did_key(document_url)
        if key.type != "X25519":
            return VerificationMethod(f"{document_url}#{fragment}", "Multikey", document_url, key, document_url)
    # Steps 4 to 6: dereference the document, which is a conforming controller document, and the one of this URL.
    published = PublishedMethods.of(document_url, session, resolvers, allow_http=allow_http)
    # Steps 7 to 12.
    return published.get(f"{document_url}#{fragment}", purpose)


class PublishedMethods(NamedTuple):
    """The controller document of one identifier, and the verification methods in it."""

    document: ControllerDocument
    document_url: str

    @classmethod
    def of(
        cls, document_url: str, session: FetchSession, resolvers: Mapping[str, KeyResolver], *, allow_http: bool
    ) -> PublishedMethods:
        """Get the document of a DID or URL, and check that it is one, and the one of this identifier.

        Raises what :func:`resolve_verification_method` raises.
        """
        document = dereference(document_url, session, resolvers, allow_http=allow_http)
        _Retrieval(document, document_url, document_url).check_document()
        return cls(document, document_url)

    def entries(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every method that is written out in the document, under its absolute URL; nothing in it is checked."""
        retrieval = _Retrieval(self.document, self.document_url, self.document_url)
        for _, entry in retrieval.entries():
            if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
                yield retrieval.absolute(entry["id"]), entry

    def get(self, method_id: str, purpose: str) -> VerificationMethod:
        """The method by this absolute URL, if it stands for ``purpose``; raises as the whole retrieval does."""
        retrieval = _Retrieval(self.document, self.document_url, method_id)
        # Steps 7 to 10: it holds the method by this name, which conforms and has this controller.
        method = retrieval.find_method()
        # Step 11: it lists the method under the relationship that the purpose asks for.
        retrieval.check_relationship(purpose)
        return method


def check_key_validity(method: VerificationMethod, at: datetime, created: datetime | None = None) -> None:
    """Refuse a key that had ended: ``created`` is when the proof says that it was made, ``at`` when it is judged.

    A key that has expired still stands behind what it sealed before: that is how keys are rotated. One that was revoked
    stands behind nothing any more, for ``created`` is the word of whoever holds the key, and a thief dates it back; who
    knows by other means that the proof is older judges it ``at`` that time (docs/decisions/0015). A proof without
    ``created`` is judged by ``at`` alone. Both are aware datetimes. Raises
    :class:`~microcred.errors.IssuerKeyError` (Controlled Identifiers 1.0, 2.2 and 6).
    """
    if at.utcoffset() is None or (created is not None and created.utcoffset() is None):
        raise UsageError("key.naive-datetime", "the instant to check a key at has no time zone")
    # A proof from the future is refused elsewhere; it does not prolong a key here either.
    sealed = at if created is None else min(created, at)
    if method.revoked is not None and sealed >= method.revoked:
        raise _ended(method, "key.revoked", f"was revoked at {method.revoked.isoformat()}, not after", sealed)
    if method.revoked is not None and at >= method.revoked:
        hint = "if you know by other means that it was made before, verify it as of that time"
        what = f"has been revoked since, at {method.revoked.isoformat()}, and only the proof itself says that it is of"
        raise _ended(method, "key.revoked-since", what, sealed, hint=hint)
    if method.expires is not None and sealed >= method.expires:
        raise _ended(method, "key.expired", f"expired at {method.expires.isoformat()}, not after", sealed)


def _ended(
    method: VerificationMethod, code: str, what: str, moment: datetime, *, hint: str | None = None
) -> IssuerKeyError:
    return IssuerKeyError(
        code,
        f"the verification method {method.id!a:.400} {what} {moment.isoformat()}",
        hint=hint,
        problem=INVALID_VERIFICATION_METHOD,
        evidence={"controllerDocument": method.document_url, "sha256": method.document_sha256},
    )


def check_binding(document_url: str, controller: str) -> None:
    """Refuse a key of another document than the controller's own, before anything is fetched."""
    if document_url != controller:
        raise IssuerKeyError(
            "key.not-the-issuers",
            f"the key belongs to {document_url!a:.600}, the issuer is {controller!a:.600}",
            hint="both must be the same text, character by character: a key vouches only for who publishes it",
            problem=INVALID_VERIFICATION_METHOD,
            evidence={"keyController": document_url, "issuer": controller},
        )


class _Retrieval(NamedTuple):
    """One controller document, and the verification method that is looked for in it."""

    document: ControllerDocument
    document_url: str
    method_id: str

    def check_document(self) -> None:
        members = self.document.members
        if not isinstance(members, Mapping) or not isinstance(members.get("id"), str):
            raise self._bad_document("it has no id that is a string")
        for name in ("verificationMethod", *_RELATIONSHIPS):
            self._check_entries(name, members.get(name, []))
        if members["id"] != self.document_url:
            raise self._error(
                "key.wrong-document-id",
                f"the document of {self.document_url!a:.400} says that its id is {members['id']!a:.400}",
                hint="the id must be the URL or DID under which the document is found",
                problem=_INVALID_DOCUMENT_ID,
            )

    def find_method(self) -> VerificationMethod:
        candidates = [entry for _, entry in self.entries() if isinstance(entry, Mapping) and self._is_meant(entry)]
        if not candidates:
            raise self._error(
                "key.not-in-document",
                f"the document of {self.document_url!a:.400} lists no verification method {self.method_id!a:.600}",
                hint=self._hint_at_short_ids()
                or "the document must list it by this very id; a key in the fragment of a URL proves nothing",
            )
        if len(candidates) == 1:
            return self._parse(candidates[0])
        # An embedded copy beside the original is common; two that differ leave open which key is meant.
        found = {self._parse(entry) for entry in candidates}
        if len(found) > 1:
            raise self._bad_method(
                "key.ambiguous", f"stands {len(candidates)} times in the document, not always the same"
            )
        return found.pop()

    def check_relationship(self, purpose: str) -> None:
        if purpose in _RELATIONSHIPS and any(map(self._is_meant, self.document.members.get(purpose, []))):
            return
        listed = sorted({name for name, entry in self.entries() if name in _RELATIONSHIPS and self._is_meant(entry)})
        raise self._bad_method(
            "key.not-for-this-purpose",
            f"is listed under {', '.join(listed) or 'no relationship'}, wanted {purpose!a:.60}",
            hint=self._hint_at_short_ids()
            or f"its controller must list its id under {purpose!a:.60}, if that is what it is for",
            problem=_INVALID_RELATIONSHIP,
        )

    def _check_entries(self, name: str, entries: object) -> None:
        if not isinstance(entries, list):
            raise self._bad_document(f"its {name} is {entries!a:.60}, wanted an array")
        if len(entries) > _MAX_METHODS:
            raise self._bad_document(f"its {name} has {len(entries)} entries, at most {_MAX_METHODS} are read")
        for index, entry in enumerate(entries):
            # A URL may stand for a method in a relationship, but not among the methods themselves.
            if not isinstance(entry, Mapping) and (name == "verificationMethod" or not isinstance(entry, str)):
                raise self._bad_document(f"its {name} has {entry!a:.60} at {index}, which is not a verification method")

    def entries(self) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
        members = self.document.members
        return ((name, entry) for name in ("verificationMethod", *_RELATIONSHIPS) for entry in members.get(name, []))

    def absolute(self, reference: str) -> str:
        # A did:web document must write its references in full (did:web Method Specification, "Key Material and Document
        # Handling"). Elsewhere the fragment alone is the one short form (Controlled Identifiers 1.0, 3.4).
        is_relative = reference.startswith("#") and not self.document_url.startswith("did:web:")
        return self.document_url + reference if is_relative else reference

    def _hint_at_short_ids(self) -> str | None:
        """What to tell whose did:web document has the short form of the id that is looked for."""
        short = self.method_id.removeprefix(self.document_url)
        named = (entry.get("id") if isinstance(entry, Mapping) else entry for _, entry in self.entries())
        if not self.document_url.startswith("did:web:") or short not in named:
            return None
        return f"a did:web document must write its ids in full: {self.method_id!a:.400} instead of {short!a:.200}"

    def _is_meant(self, entry: Mapping[str, Any] | str) -> bool:
        reference = entry.get("id") if isinstance(entry, Mapping) else entry
        return isinstance(reference, str) and self.absolute(reference) == self.method_id

    def _parse(self, entry: Mapping[str, Any]) -> VerificationMethod:
        method_type, controller = entry.get("type"), entry.get("controller")
        if not isinstance(method_type, str):
            raise self._bad_method("key.invalid-method", f"has type {method_type!a:.60}, wanted a string")
        if controller != self.document_url:
            raise self._bad_method(
                "key.wrong-controller",
                f"has controller {controller!a:.400}, wanted {self.document_url!a:.400}, in whose document it is",
            )
        return VerificationMethod(
            id=self.method_id,
            type=method_type,
            controller=self.document_url,
            public_key=self._key(entry, method_type),
            document_url=self.document_url,
            document_sha256=self.document.sha256,
            expires=self._instant(entry, "expires"),
            revoked=self._instant(entry, "revoked"),
            algorithm=entry["publicKeyJwk"].get("alg") if "publicKeyJwk" in entry else None,
        )

    def _key(self, entry: Mapping[str, Any], method_type: str) -> PublicKey:
        secret = next(private_members(entry), None)
        if secret is not None:
            raise self._bad_method(
                "key.private-key-published",
                f"is published with its private key ({secret!a:.60}), so anybody can sign with it",
                hint="revoke the key, and publish the public half of a new one",
            )
        if method_type in _MISPRINTED_TYPES:
            raise self._bad_method(
                "key.wrong-method-type",
                f"has type {method_type!a}, wanted 'Multikey'",
                hint="texts on Open Badges print other names in places; the type of such a key is Multikey",
            )
        wanted = _KEY_MEMBERS.get(method_type)
        if wanted is None:
            raise UnsupportedError(
                "key.unsupported-method-type",
                f"the verification method {self.method_id!a:.400} has type {method_type!a:.60}, not known here",
                hint=f"known are {', '.join(_KEY_MEMBERS)}",
                evidence=self._evidence,
            )
        encodings = sorted(name for name in entry if name.startswith("publicKey"))
        if encodings != [wanted]:
            raise self._bad_method(
                "key.not-one-encoding",
                f"of type {method_type} holds its key in {encodings!a:.80}, wanted {wanted} alone",
            )
        try:
            return _read_key(entry[wanted], method_type)
        except (IssuerKeyError, UnsupportedError) as error:
            message = f"the verification method {self.method_id!a:.400}: {error.message}"
            raise type(error)(
                error.code, message, hint=error.hint, problem=error.problem, evidence=self._evidence
            ) from error

    def _instant(self, entry: Mapping[str, Any], name: str) -> datetime | None:
        if name not in entry:
            return None
        text = entry[name]
        instant = parse_instant(text) if isinstance(text, str) else None
        if instant is None:
            raise self._bad_method(
                "key.invalid-method", f"has {name} {text!a:.60}, wanted a date and time with a time zone"
            )
        return instant

    def _bad_document(self, why: str) -> IssuerKeyError:
        message = f"what stands for {self.document_url!a:.400} is not a controller document: {why}"
        return self._error("key.invalid-controller-document", message, problem=INVALID_DOCUMENT)

    def _bad_method(
        self, code: str, what: str, *, hint: str | None = None, problem: str = INVALID_VERIFICATION_METHOD
    ) -> IssuerKeyError:
        message = f"the verification method {self.method_id!a:.400} {what}"
        return self._error(code, message, hint=hint, problem=problem)

    def _error(
        self, code: str, message: str, *, hint: str | None = None, problem: str = INVALID_VERIFICATION_METHOD
    ) -> IssuerKeyError:
        return IssuerKeyError(code, message, hint=hint, problem=problem, evidence=self._evidence)

    @property
    def _evidence(self) -> Mapping[str, Any]:
        return {"controllerDocument": self.document_url, "sha256": self.document.sha256}


def _read_key(material: Any, method_type: str) -> PublicKey:
    if _KEY_MEMBERS[method_type] == "publicKeyJwk":
        key = PublicKey.from_jwk(material)
        check_signing_use(material, key.type)
        return key
    key = PublicKey.from_multikey(material)
    if method_type == "Ed25519VerificationKey2020" and key.type != "Ed25519":
        raise IssuerKeyError(
            "key.wrong-method-type",
            f"its type is {method_type}, and it holds a key of type {key.type}",
            problem=INVALID_VERIFICATION_METHOD,
        )
    return key
