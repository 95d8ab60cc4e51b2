"""What named verifiers were seen to refuse, to pass over or not to know: for each of them the rules that tell it.

Nobody is right or wrong here: a credential may be good by the standards and still not come through everywhere. Which
product, in which version and when, stands in the catalogue beside each code; see docs/reference/verifiers.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from microcred.codes import codes
from microcred.document import JsonObject
from microcred.lint.rule import Breach, Part, Rule, Rules, Subject
from microcred.models.vocabulary import type_names
from microcred.positions import child_pointer, placed

__all__ = ["COMPAT"]

_Found: TypeAlias = Callable[[Subject], Iterator[tuple[Part, str, str]]]
"""What was found: the value, what it is in words, and what would be good there."""

_HEADER: Final = "the header of a token"
_FIRST_SUITE: Final = "Ed25519Signature2020"
_OLD_STATUS: Final = ("StatusList2021Entry", "1EdTechRevocationList")


def _told(code: str, found: _Found) -> Rule:
    """The rule that tells what was found, and of whom it is known."""

    def rule(subject: Subject) -> Iterator[Breach]:
        for part, what, wanted in found(subject):
            message = f"found {what}, wanted {wanted} for {codes()[code].observed}"
            if part.name == _HEADER:
                yield Breach("", message, wanted=wanted, on="header")
            else:
                yield Breach(part.pointer, message, wanted=wanted)

    return rule


def _header(subject: Subject) -> Iterator[Part]:
    if subject.header is not None:
        yield Part("", _HEADER, subject.header)


def _proofs(subject: Subject) -> list[Part]:
    found = placed(subject.tree.get("proof", []), "/proof")
    return [Part(pointer, "proof", proof) for pointer, proof in found if isinstance(proof, dict)]


def _suite(proof: Mapping[str, Any]) -> str:
    return str(proof.get("cryptosuite", proof.get("type")))


def _algorithms(*known: str) -> _Found:
    """A token that is signed with another algorithm than these."""

    def found(subject: Subject) -> Iterator[tuple[Part, str, str]]:
        for part in _header(subject):
            algorithm = str(part.value.get("alg"))
            if algorithm not in known:
                yield part, f"a token that is signed with {algorithm!a:.40}", " or ".join(known)

    return found


def _without_algorithms(*refused: str) -> _Found:
    """A token that is signed with one of these algorithms."""

    def found(subject: Subject) -> Iterator[tuple[Part, str, str]]:
        for part in _header(subject):
            if part.value.get("alg") in refused:
                yield part, f"a token that is signed with {part.value['alg']}", "another algorithm, such as ES256"

    return found


def _suites(*known: str) -> _Found:
    """No proof that is made with one of these suites."""

    def found(subject: Subject) -> Iterator[tuple[Part, str, str]]:
        proofs = _proofs(subject)
        if proofs and not any(_suite(proof.value) in known for proof in proofs):
            first = proofs[0]
            named = next((name for name in ("cryptosuite", "type") if name in first.value), None)
            part = first if named is None else Part(child_pointer(first.pointer, named), named, None)
            yield part, f"a proof of {_suite(first.value)!a:.60}", f"one of {', '.join(known)}"

    return found


def _later_proofs(*known: str) -> _Found:
    """Proofs behind the first one that is for assertions and of one of these suites."""

    def found(subject: Subject) -> Iterator[tuple[Part, str, str]]:
        fitting = [
            proof
            for proof in _proofs(subject)
            if proof.value.get("proofPurpose") == "assertionMethod" and _suite(proof.value) in known
        ]
        for proof in fitting[1:]:
            yield proof, "a further proof, which is passed over", "the proof that matters as the first one"

    return found


def _tokens(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    for part in _header(subject):
        yield part, "a credential that is a JWT", "an embedded proof"


def _key_of_token(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    for part in _header(subject):
        kid = part.value.get("kid")
        if isinstance(kid, str) and kid.startswith("did:key:"):
            yield part, "a did:key as the kid of a token", "a did:jwk, or an https URL of a JWK,"


def _status_types(*passed_over: str) -> _Found:
    """Status entries of these types."""

    def found(subject: Subject) -> Iterator[tuple[Part, str, str]]:
        for entry in _status(subject):
            for name in filter(passed_over.__contains__, type_names(entry.value)):
                part = Part(child_pointer(entry.pointer, "type"), "type", name)
                yield part, f"a status entry of the type {name}, which is passed over", "BitstringStatusListEntry"

    return found


def _status(subject: Subject) -> list[Part]:
    found = placed(subject.tree.get("credentialStatus", []), "/credentialStatus")
    return [Part(pointer, "credentialStatus", entry) for pointer, entry in found if isinstance(entry, dict)]


def _later_status(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    for entry in _status(subject)[1:]:
        yield entry, "a further status entry, which is passed over", "the entry that matters as the first one"


def _status_purposes(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    for entry in _status(subject):
        purpose = entry.value.get("statusPurpose", "revocation")
        if "BitstringStatusListEntry" in type_names(entry.value) and purpose != "revocation":
            part = Part(child_pointer(entry.pointer, "statusPurpose"), "statusPurpose", purpose)
            yield part, f"an entry for {purpose!a:.40}, which is passed over", "revocation"


def _status_sizes(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    for entry in _status(subject):
        size = entry.value.get("statusSize", 1)
        if size != 1:
            part = Part(child_pointer(entry.pointer, "statusSize"), "statusSize", size)
            yield part, f"a status of {size!r:.20} bits, of which one is read", "a status of one bit"


def _issuer_text(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    issuer = subject.tree.get("issuer")
    if isinstance(issuer, str):
        yield Part("/issuer", "issuer", issuer), "the issuer as a URI", "a Profile object with that id"


def _issuers(*known: str) -> _Found:
    """An issuer whose id begins with none of these, and is a DID or https URL."""

    def found(subject: Subject) -> Iterator[tuple[Part, str, str]]:
        issuer = subject.tree.get("issuer")
        name, pointer = (issuer.get("id"), "/issuer/id") if isinstance(issuer, dict) else (issuer, "/issuer")
        if isinstance(name, str) and name.startswith(("did:", "https:")) and not name.startswith(known):
            scheme = ":".join(name.split(":")[: 2 if name.startswith("did:") else 1])
            yield Part(pointer, "id", name), f"an issuer by {scheme!a:.40}", f"one by {' or '.join(known)}"

    return found


def _unsigned_within(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    if "ClrCredential" not in type_names(subject.tree):
        return
    for holder, claims in placed(subject.tree.get("credentialSubject", []), "/credentialSubject"):
        held = claims.get("verifiableCredential", []) if isinstance(claims, dict) else []
        for pointer, credential in placed(held, child_pointer(holder, "verifiableCredential")):
            if isinstance(credential, JsonObject) and _is_badge(credential) and "proof" not in credential:
                part = Part(pointer, "verifiableCredential", credential)
                yield part, "a badge without a proof in a record", "one with a proof"


def _is_badge(credential: JsonObject) -> bool:
    return not {"AchievementCredential", "OpenBadgeCredential"}.isdisjoint(type_names(credential))


def _identified_otherwise(subject: Subject) -> Iterator[tuple[Part, str, str]]:
    for pointer, claims in placed(subject.tree.get("credentialSubject", []), "/credentialSubject"):
        if isinstance(claims, dict) and "identifier" in claims and "id" not in claims:
            part = Part(pointer, "credentialSubject", claims)
            yield part, "a recipient by identifier alone, which is not matched", "a recipient by id"


def _rules(**found: _Found) -> Rules:
    return MappingProxyType({code: _told(code, each) for code, each in found.items()})


_ONE_EDTECH: Final = ("eddsa-rdfc-2022", "eddsa-2022", "ecdsa-sd-2023", _FIRST_SUITE)

COMPAT: Final[Mapping[str, Rules]] = MappingProxyType(
    {
        "1edtech": _rules(
            **{
                "compat.1edtech-algorithm": _algorithms("RS256", "ES256"),
                "compat.1edtech-issuer-text": _issuer_text,
                "compat.1edtech-later-proof": _later_proofs(*_ONE_EDTECH),
                "compat.1edtech-status-purpose": _status_purposes,
                "compat.1edtech-status-size": _status_sizes,
                "compat.1edtech-status-type": _status_types("StatusList2021Entry"),
                "compat.1edtech-suite": _suites(*_ONE_EDTECH),
                "compat.1edtech-token-key": _key_of_token,
                "compat.1edtech-unsigned-within": _unsigned_within,
            }
        ),
        "dcc": _rules(
            **{
                "compat.dcc-issuer": _issuers("did:key:", "did:web:", "https:"),
                "compat.dcc-later-status": _later_status,
                "compat.dcc-status-type": _status_types(*_OLD_STATUS),
                "compat.dcc-suite": _suites("eddsa-rdfc-2022", _FIRST_SUITE),
                "compat.dcc-token": _tokens,
            }
        ),
        "learncard": _rules(
            **{
                "compat.learncard-status-type": _status_types(*_OLD_STATUS),
            }
        ),
        "openbadgeslib": _rules(
            **{
                "compat.openbadgeslib-issuer": _issuers("did:key:", "did:web:"),
                "compat.openbadgeslib-recipient": _identified_otherwise,
                "compat.openbadgeslib-status-type": _status_types("1EdTechRevocationList"),
                "compat.openbadgeslib-suite": _suites("eddsa-rdfc-2022", "ecdsa-sd-2023"),
            }
        ),
        "openvc": _rules(
            **{
                "compat.openvc-algorithm": _without_algorithms("RS256", "RS384", "RS512"),
                "compat.openvc-status-type": _status_types("1EdTechRevocationList"),
                "compat.openvc-suite": _suites("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023"),
            }
        ),
    }
)
