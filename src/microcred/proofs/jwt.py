"""Credentials and presentations that a JSON Web Token secures from outside (Open Badges 3.0, 8.2; VC-JOSE-COSE 1.0, 3).

In version 2.0 of the data model the payload *is* the document, with a few claims beside its members. In version 1.1 the
document is the claim ``vc`` or ``vp``, and claims may speak for members that it leaves out (Verifiable Credentials Data
Model 1.1, 6.3.1). What the claims say about the document has to be what the document says itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

from microcred.document import Document, JsonObject, to_json
from microcred.errors import Fault, ProofError, UnsupportedError, UsageError
from microcred.instants import format_instant, parse_instant
from microcred.keys import Signer
from microcred.positions import listed
from microcred.proofs.jws import CompactJws, read_jws, sign_jws

__all__ = ["JwtStyle", "SecuredJwt", "check_claims", "check_token_period", "read_jwt", "seal_jwt"]

Kind: TypeAlias = Literal["credential", "presentation"]
JwtStyle: TypeAlias = Literal["open-badges", "vc-jose-cose"]

_CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
_CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
_VERIFICATION: Final = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"

#: RFC 7519, 4.1, RFC 7800 and OpenID Connect: claims about the token, which are no members of the document.
_CLAIMS: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "nonce", "cnf"})
#: Claims about the time for which the document is valid, and its members in either version of the data model.
_DATES: Final = (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate")))
#: What makes a payload a document: beside a claim "vc" it would leave open which of the two was meant.
_OF_A_DOCUMENT: Final = (
    *("@context", "type", "credentialSubject", "verifiableCredential", "issuer", "holder"),
    *("credentialStatus", "validUntil", "expirationDate"),
)

# VC-JOSE-COSE 1.0, 3.1 and 6.1, its drafts, and RFC 7519, 5.1; compared without case and without "application/".
_TYPES: Final[dict[str, Kind | None]] = {
    "jwt": None,
    "vc+jwt": "credential",
    "vc+ld+jwt": "credential",
    "vc+ld+json+jwt": "credential",
    "vc-ld+jwt": "credential",
    "vp+jwt": "presentation",
    "vp+ld+jwt": "presentation",
    "vp+ld+json+jwt": "presentation",
    "vp-ld+jwt": "presentation",
}
_CONTENT_TYPES: Final[dict[str, Kind | None]] = {
    "json": None,
    "ld+json": None,
    "vc": "credential",
    "vc+json": "credential",
    "vc+ld+json": "credential",
    "credential+ld+json": "credential",
    "vp": "presentation",
    "vp+json": "presentation",
    "vp+ld+json": "presentation",
}
_MAX_SECONDS: Final = 253_402_300_799  # The end of the year 9999.


@dataclass(frozen=True, slots=True)
class SecuredJwt:
    """A token that secures a document; nothing in it is believed before its signature is checked.

    ``claims`` is the payload as it stands, byte for byte. ``document`` is the credential or presentation in it, without
    the claims of the token; in version 1.1 of the data model completed by what only the claims say.
    """

    jws: CompactJws
    claims: Document
    document: Document
    kind: Kind
    data_model: Literal["1.1", "2.0"]

    @property
    def controller(self) -> str | None:
        """Whose key has to have signed: the issuer's or holder's id, or ``iss`` where the document names nobody."""
        named = _id_of(self.document.tree.get("issuer" if self.kind == "credential" else "holder"))
        claimed = self.claims.tree.get("iss")
        return named if named is not None else claimed if isinstance(claimed, str) else None

    @property
    def issued_at(self) -> datetime | None:
        """When the token says that it was made (``iat``): the word of whoever holds the key."""
        claimed = self.claims.tree.get("iat")
        return _moment(claimed) or _instant(claimed)

    @property
    def not_before(self) -> datetime | None:
        """The moment before which the token does not count (``nbf``)."""
        return _moment(self.claims.tree.get("nbf"))

    @property
    def expires(self) -> datetime | None:
        """The moment from which the token does not count any more (``exp``)."""
        return _moment(self.claims.tree.get("exp"))


def read_jwt(text: str | bytes, *, drafts: bool = False) -> SecuredJwt:
    """Read a token and the document in it; believe nothing yet (Open Badges 3.0, 8.2.6; RFC 7519, 7.2).

    ``drafts`` reads the claims ``vc`` and ``vp`` also around a document of data model 2.0, as drafts of VC-JOSE-COSE
    had it, if the header does not declare the media type of the standard itself.
    Raises :class:`~microcred.errors.ProofError` for a token that is malformed, is of a foreign media type, or leaves
    open which document is meant, :class:`~microcred.errors.DocumentError` for a payload that is not one JSON object,
    and :class:`~microcred.errors.UnsupportedError` for SD-JWT and COSE.
    """
    jws = read_jws(text)
    declared = _declared_kind(jws.header)
    claims = Document.parse(jws.payload)
    wrapped = [name for name in ("vc", "vp") if name in claims.tree]
    drafts = drafts and declared is None
    document = _unwrapped(claims, wrapped, drafts) if wrapped else _unwrapped_payload(claims)
    kind = _kind(document.tree, wrapped)
    if declared not in (None, kind):
        raise _wrong_type(f"the header declares a {declared}, and the payload is a {kind}")
    is_first = wrapped and _first_context(document.tree) == _CREDENTIALS_V1
    return SecuredJwt(jws, claims, document, kind, "1.1" if is_first else "2.0")


def check_claims(jwt: SecuredJwt) -> None:
    """Check that the claims say of the document what it says of itself (Open Badges 3.0, 8.2.6.1; VC-JOSE-COSE, 3.1.3).

    A claim that is left out contradicts nothing. Moments are compared by whole seconds, because a NumericDate mostly
    has no fraction. Raises :class:`~microcred.errors.ProofError` with a fault for each claim that is malformed or says
    something else; pointers lead into the payload.
    """
    faults = [*_malformed_claims(jwt.claims.tree), *_contradictions(jwt)]
    if faults:
        raise ProofError.of(faults)


def check_token_period(jwt: SecuredJwt, at: datetime, skew: timedelta = timedelta(0)) -> None:
    """Check that ``at`` lies between ``nbf`` and ``exp``, which a document need not repeat (RFC 7519, 4.1.4 and 4.1.5).

    ``skew`` forgives a clock that runs behind; it never prolongs a token. Raises
    :class:`~microcred.errors.ProofError`.
    """
    if jwt.not_before is not None and jwt.not_before - at > skew:
        raise ProofError("proof.not-yet-valid", f"the token counts from {jwt.not_before.isoformat()}", pointer="/nbf")
    if jwt.expires is not None and at >= jwt.expires:
        raise ProofError("proof.expired", f"the token expired at {jwt.expires.isoformat()}", pointer="/exp")


def seal_jwt(
    document: Document,
    signer: Signer,
    *,
    style: JwtStyle = "open-badges",
    claims: Mapping[str, Any] | None = None,
    embed_key: bool = False,
) -> str:
    """Secure a credential or presentation as a compact JWS (Open Badges 3.0, 8.2.5; VC-JOSE-COSE 1.0, 3.1).

    In the style of Open Badges the payload has ``iss``, ``jti``, ``nbf``, and where there is something to say ``sub``
    and ``exp`` behind the members of the document, and the header ``"typ": "JWT"``; in that of VC-JOSE-COSE the payload
    is the document alone, and the header names its media types. ``claims`` are written besides, such as ``aud`` and
    ``nonce`` of a presentation. The header names the key by ``kid``, the signer's verification method; ``embed_key``
    adds the public key itself. Raises :class:`~microcred.errors.UsageError` for a document that has members by the
    names of claims, and :class:`~microcred.errors.ProofError` for claims that contradict it.
    """
    tree = document.tree
    taken = sorted({*_CLAIMS, "vc", "vp"}.intersection(tree))
    if taken:
        raise UsageError(
            "usage.claims-in-document",
            f"the document has the member {taken[0]!r}, which is a claim of the token",
            pointer=f"/{taken[0]}",
        )
    kind, wrapped = _kind(tree, []), _first_context(tree) == _CREDENTIALS_V1
    name = "vc" if kind == "credential" else "vp"
    header: dict[str, Any] = {"kid": signer.verification_method}
    header |= {"typ": "JWT"} if style == "open-badges" else {"typ": f"{name}+jwt", "cty": name}
    if embed_key:
        header["jwk"] = signer.public_key.to_jwk()
    members = {name: tree} if wrapped else tree
    payload = {**members, **(_claims_of(tree) if style == "open-badges" else {}), **(claims or {})}
    token = sign_jws(to_json(payload, indent=None), signer, header=header)
    check_claims(read_jwt(token))
    return token


def _declared_kind(header: JsonObject) -> Kind | None:
    """What ``typ`` and ``cty`` say about the payload (RFC 8725, 3.11): nothing, or the kind of document that it is."""
    kinds: set[Kind] = set()
    for name, known in (("typ", _TYPES), ("cty", _CONTENT_TYPES)):
        if name not in header:
            continue
        value = header[name]
        media_type = value.lower().removeprefix("application/") if isinstance(value, str) else ""
        if media_type.endswith("sd-jwt") or media_type.endswith("+cose"):
            code = "proof.unsupported-sd-jwt" if media_type.endswith("sd-jwt") else "proof.unsupported-cose"
            raise UnsupportedError(code, f"the header has {name} {value!a:.60}, which is not verified here")
        if media_type not in known:
            raise _wrong_type(f"the header has {name} {value!a:.60}, which is not that of a credential or presentation")
        kind = known[media_type]
        if kind is not None:
            kinds.add(kind)
    if len(kinds) > 1:
        raise _wrong_type(f"the header has typ {header['typ']!a:.60} and cty {header['cty']!a:.60}, which contradict")
    return kinds.pop() if kinds else None


def _kind(tree: JsonObject, wrapped: list[str]) -> Kind:
    kind: Kind = "presentation" if "VerifiablePresentation" in listed(tree.get("type")) else "credential"
    if wrapped and kind != {"vc": "credential", "vp": "presentation"}[wrapped[0]]:
        raise _ambiguous(f"the claim {wrapped[0]!r} holds a {kind}", f"/{wrapped[0]}")
    return kind


def _unwrapped_payload(claims: Document) -> Document:
    members = {name: value for name, value in claims.tree.items() if name not in _CLAIMS}
    return Document.of(members) if len(members) < len(claims.tree) else claims


def _unwrapped(claims: Document, wrapped: list[str], drafts: bool) -> Document:
    """The document in the claim ``vc`` or ``vp``, which only version 1.1 of the data model knows, and ``drafts``."""
    name, pointer = wrapped[0], f"/{wrapped[0]}"
    others = [other for other in (*wrapped[1:], *_OF_A_DOCUMENT) if other in claims.tree]
    if others:
        raise _ambiguous(f"the payload has the claim {name!r}, and beside it {others[0]!r}", f"/{others[0]}")
    tree = claims.tree[name]
    if not isinstance(tree, JsonObject):
        raise _ambiguous(f"the claim {name!r} is {tree!a:.60}, wanted a JSON object", pointer)
    if drafts and _first_context(tree) == _CREDENTIALS_V2:
        return Document.of(tree)
    if _first_context(tree) != _CREDENTIALS_V1:
        raise _ambiguous(
            f"the claim {name!r} holds a document whose first context is not {_CREDENTIALS_V1}",
            pointer,
            hint="in version 2.0 of the data model the payload itself is the document",
        )
    return Document.of(_completed(tree, claims.tree, "issuer" if name == "vc" else "holder"))


def _first_context(tree: JsonObject) -> Any:
    contexts = tree.get("@context")
    return contexts[0] if isinstance(contexts, list) and contexts else contexts


def _completed(tree: JsonObject, claims: JsonObject, party: str) -> dict[str, Any]:
    """Verifiable Credentials Data Model 1.1, 6.3.1, "JWT Decoding": claims speak for members that are left out."""
    completed = dict(tree)
    dates = (("nbf", "issuanceDate"), ("exp", "expirationDate")) if party == "issuer" else ()
    for claim, member in (("iss", party), ("jti", "id")):
        if isinstance(claims.get(claim), str):
            completed.setdefault(member, claims[claim])
    for claim, member in dates:
        moment = _moment(claims.get(claim))
        if moment is not None:
            completed.setdefault(member, format_instant(moment))
    subject = completed.get("credentialSubject")
    if isinstance(subject, dict) and "id" not in subject and isinstance(claims.get("sub"), str):
        completed["credentialSubject"] = {"id": claims["sub"], **subject}
    return completed


def _malformed_claims(claims: JsonObject) -> Iterator[Fault]:
    for name in ("iss", "sub", "jti"):
        if name in claims and not isinstance(claims[name], str):
            yield _fault(name, "proof.malformed-claim", f"is {claims[name]!a:.60}, wanted a text")
    for name in ("nbf", "exp", "iat"):
        # Published tokens have a text as "iat", which nothing follows from; the other two bound the validity.
        if name in claims and not (_moment(claims[name]) or (name == "iat" and _instant(claims[name]))):
            yield _fault(name, "proof.malformed-claim", f"is {claims[name]!a:.60}, wanted a number of seconds")


def _contradictions(jwt: SecuredJwt) -> Iterator[Fault]:
    tree, claims = jwt.document.tree, jwt.claims.tree
    party = "issuer" if jwt.kind == "credential" else "holder"
    texts = [("iss", party, _id_of(tree.get(party))), ("jti", "id", tree.get("id"))]
    if jwt.kind == "credential":
        texts.append(("sub", "credentialSubject/id", _subject_id(tree)))
        for claim, names in _DATES:
            yield from _other_moment(claims, claim, tree, names)
    for claim, member, said in texts:
        claimed = claims.get(claim)
        # A token may have an id of its own where the document has none; who speaks, and of whom, is in the document.
        if isinstance(claimed, str) and claimed != said and not (said is None and claim != "sub"):
            yield _fault(
                claim,
                "proof.claim-mismatch",
                f"is {claimed!a:.200}, and {member} of the document is {said!a:.200}",
                claimed=claimed,
                document=said,
            )


def _other_moment(claims: JsonObject, claim: str, tree: JsonObject, names: tuple[str, ...]) -> Iterator[Fault]:
    claimed = _moment(claims.get(claim))
    for name in names:
        said = _instant(tree.get(name))
        if claimed is not None and said is not None and abs(claimed - said) >= timedelta(seconds=1):
            yield _fault(
                claim,
                "proof.claim-mismatch",
                f"is {claims[claim]} ({claimed.isoformat()}), and {name} of the document is {tree[name]}",
                claimed=claimed.isoformat(),
                document=tree[name],
            )


def _claims_of(tree: JsonObject) -> dict[str, Any]:
    """The claims that Open Badges 3.0, 8.2.4.1 asks for, as far as the document has something to say."""
    party = _id_of(tree.get("issuer", tree.get("holder")))
    claims: dict[str, Any] = {"iss": party, "jti": tree.get("id"), "sub": _subject_id(tree)}
    for claim, names in _DATES:
        moments = [_instant(tree[name]) for name in names if name in tree]
        # A date that cannot be read is for the model to refuse, and no claim stands for it.
        if moments and moments[0] is not None:
            claims[claim] = int(moments[0].timestamp() // 1)
    return {name: value for name, value in claims.items() if value is not None}


def _id_of(party: Any) -> str | None:
    found = party.get("id") if isinstance(party, dict) else party
    return found if isinstance(found, str) else None


def _subject_id(tree: JsonObject) -> str | None:
    subjects = listed(tree.get("credentialSubject"))
    return _id_of(subjects[0]) if len(subjects) == 1 and isinstance(subjects[0], dict) else None


def _moment(value: Any) -> datetime | None:
    """The moment of a NumericDate (RFC 7519, 2): seconds since 1970, perhaps with a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_MAX_SECONDS <= value <= _MAX_SECONDS:
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value)
    except OverflowError:
        return None


def _instant(value: Any) -> datetime | None:
    return parse_instant(value, zone_required=False) if isinstance(value, str) else None


def _fault(claim: str, code: str, what: str, **evidence: Any) -> Fault:
    return Fault(code, f"the claim {claim} {what}", f"/{claim}", problem=_VERIFICATION, evidence=evidence)


def _wrong_type(message: str) -> ProofError:
    return ProofError("proof.wrong-media-type", message, problem=_VERIFICATION)


def _ambiguous(message: str, pointer: str, *, hint: str | None = None) -> ProofError:
    return ProofError("proof.ambiguous-payload", message, pointer=pointer, hint=hint, problem=_VERIFICATION)
