"""The checks that a verifier makes, each for itself and none of them with the network.

A verifier stops where the first check fails; whoever is about to publish a document wants to hear everything at once.
So each check is made where it can be made, whatever became of the others, and reads a document by its letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from microcred.contexts import BUNDLED
from microcred.document import Document, JsonObject
from microcred.errors import ContextError, Fault, MicrocredError, ProofError, Undetermined, UnsupportedError
from microcred.lint.kind import Kind, kind_of
from microcred.lint.source import SourceFile
from microcred.models.coherence import incoherences
from microcred.models.conformance import plainly_conforms
from microcred.models.vocabulary import CREDENTIALS_V2, OB_CONTEXT, claimed_class
from microcred.positions import child_pointer, listed, placed
from microcred.proofs import Proof, SecuredDocument
from microcred.proofs.data_integrity import suite_of
from microcred.verification.period import check_period, check_proof_period
from microcred.verification.securing import Attempt, EmbeddedProofs, Expectation
from microcred.verification.terms import check_contexts

if TYPE_CHECKING:
    from microcred.verification.inquiry import Inquiry
    from microcred.verification.nested import Outer

__all__ = ["CHECKS", "Case", "Check", "Noted"]

Part: TypeAlias = Literal["document", "claims", "header", "signature"]


class Noted(NamedTuple):
    """What a check found, and in which part of a token, where it is not in the document itself."""

    fault: Fault
    part: Part = "document"
    undetermined: bool = False


@dataclass(frozen=True)
class Case:
    """One document to check; ``outer`` is what it is nested in, if anything.

    ``inquiry`` holds the moment to judge by, and what all documents of one file may cost together.
    """

    source: SourceFile
    inquiry: Inquiry
    unsigned: bool = False
    outer: Outer | None = None

    @property
    def tree(self) -> JsonObject:
        """What the document says."""
        return self.source.document.tree

    @cached_property
    def kind(self) -> Kind:
        """What the document is."""
        return kind_of(self.source.document)

    @cached_property
    def secured(self) -> SecuredDocument:
        """The document and its proofs; a template without contexts is read in those of its standard."""
        document = self.source.document
        if self.kind in ("achievement", "profile") and "@context" not in self.tree:
            document = Document.of({"@context": [CREDENTIALS_V2, OB_CONTEXT], **self.tree})
        return SecuredDocument(document, self.inquiry.verifier.canonicalizer, shared=self.inquiry.work)

    @property
    def controller(self) -> str | None:
        """The id of the issuer, or of the holder of a presentation."""
        party = self.tree.get("holder" if self.kind == "presentation" else "issuer")
        found = party.get("id") if isinstance(party, dict) else party
        return found if isinstance(found, str) else None


Check: TypeAlias = Callable[[Case], Iterator[Noted]]


def _model(case: Case) -> Iterator[Noted]:
    """The data model, by the letter (Open Badges 3.0, B; VCDM 2.0)."""
    tree = case.secured.unsecured
    faults: Iterable[Fault] = ()
    if case.kind in ("achievement", "profile"):
        faults = _of_template(case.kind, case.tree)
    elif case.kind == "presentation" or plainly_conforms(tree) is None:
        from microcred.models.reading import deviations

        faults = deviations(tree)
    yield from (Noted(fault) for fault in faults if not _is_left_to_the_issuer(case, fault))


def _is_left_to_the_issuer(case: Case, fault: Fault) -> bool:
    """Whether a draft may leave something out because whoever issues it fills it in."""
    left = {"credential": "/issuer", "profile": "/id"}.get(case.kind)
    is_draft = case.unsigned and case.outer is None and "proof" not in case.tree
    return is_draft and (fault.code, fault.pointer) == ("model.missing", left)


def _of_template(kind: Kind, tree: JsonObject) -> tuple[Fault, ...]:
    from microcred.models import Achievement, Profile

    # A context says where the words are from, and is none of them.
    members = JsonObject({name: value for name, value in tree.items() if name != "@context"})
    try:
        (Achievement if kind == "achievement" else Profile).read(members, strict=True)
    except MicrocredError as error:
        return error.faults
    return ()


def _coherence(case: Case) -> Iterator[Noted]:
    """What does not fit together: results without their description, ids that name two things."""
    if case.kind != "presentation":
        yield from map(Noted, incoherences(case.secured.unsecured))


def _contexts(case: Case) -> Iterator[Noted]:
    """Whether contexts define every word (Data Integrity 1.0, 2.4)."""
    unknown = list(_unknown_contexts(case))
    if unknown:
        yield from unknown
        return
    try:
        check = check_contexts(case.secured, token=case.source.jwt is not None)
    except ContextError as error:
        yield from (Noted(_spelled(fault)) for fault in error.faults)
        return
    for lost in check.evidence.get("undefined", ()):
        # The token signs the JSON itself: nothing is unsigned, but whoever reads statements does not see it.
        yield Noted(Fault(lost["code"], lost["message"], lost["pointer"], lost["hint"]), undetermined=True)


def _spelled(fault: Fault) -> Fault:
    """A word that no context knows may be a misspelled one."""
    term = fault.evidence.get("term")
    near = None if term is None or fault.evidence["defined_by"] else BUNDLED.resembling(term)
    return fault if near is None else replace(fault, hint=f"did you mean {near}?")


def _unknown_contexts(case: Case) -> Iterator[Noted]:
    known = case.inquiry.verifier.canonicalizer.contexts
    found = [*placed(case.tree.get("@context", []), "/@context"), *_scoped(case.tree)]
    for pointer, context in found:
        if isinstance(context, str) and not known.versions(context):
            yield Noted(
                Fault(
                    "contexts.unknown",
                    f"found the context {context!r:.200}, which is not known here, and contexts are never fetched",
                    pointer,
                    f'give its bytes: contexts = {{"{context:.200}" = "path/to/context.json"}} in the configuration',
                ),
                undetermined=True,
            )


def _scoped(tree: JsonObject) -> Iterator[tuple[str, Any]]:
    """The contexts of credentials within this one."""
    pending: list[tuple[Any, str]] = [(tree, "")]
    while pending:
        value, at = pending.pop()
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            pointer = child_pointer(at, name)
            if name == "@context":
                yield from placed(member, pointer) if at else ()
            elif isinstance(member, (dict, list)):
                pending.append((member, pointer))


def _schema(case: Case) -> Iterator[Noted]:
    """What ``credentialSchema`` asks for, as far as it is at hand (Verifiable Credentials JSON Schema)."""
    if "credentialSchema" not in case.tree or case.kind != "credential":
        return
    from microcred.verification.credential_schema import check_schema, unverified_schema

    def unverified(_: bytes, url: str) -> Document:
        raise unverified_schema(url, Undetermined("fetch.offline", "it was not fetched"))

    check = check_schema(
        case.tree,
        model=claimed_class(case.tree),
        session=case.inquiry.session,
        verify_credential=unverified,
        shared=case.inquiry.effort,
    )
    if check.code is not None:
        yield Noted(Fault(check.code, check.message, "/credentialSchema", check.hint), undetermined=True)


def _proofs(case: Case) -> Iterator[Noted]:
    """Each proof in the document: its form, its key as far as that is at hand, and then the signature."""
    if case.source.jwt is not None or case.kind in ("achievement", "profile"):
        return
    if not listed(case.tree.get("proof", [])):
        yield from map(Noted, _without_proof(case))
        return
    for proof in case.secured.proofs:
        if isinstance(proof, ProofError):
            yield from map(Noted, proof.faults)
        elif case.controller is not None:
            yield from _of_proof(case, proof)


def _without_proof(case: Case) -> tuple[Fault, ...]:
    if case.unsigned:
        return ()
    if case.outer is not None and case.controller is not None:
        case.outer.proof_of(case.controller)
        return ()
    return (
        Fault(
            "proof.missing",
            f"the {case.kind} has no proof, so nobody stands for it",
            "",
            "microcred issue signs it; --unsigned lets drafts and templates pass",
        ),
    )


def _expectation(case: Case) -> Expectation:
    purpose = "authentication" if case.kind == "presentation" else "assertionMethod"
    return Expectation(str(case.controller), purpose)


def _of_proof(case: Case, proof: Proof) -> Iterator[Noted]:
    attempt = EmbeddedProofs(case.secured).attempt_of(proof, _expectation(case), case.inquiry)
    if attempt.error is None:
        return
    usual = proof.pointer if attempt.key is not None else child_pointer(proof.pointer, "verificationMethod")
    for fault in attempt.error.faults:
        yield Noted(replace(fault, pointer=fault.pointer or usual), undetermined=_is_undetermined(attempt.error))
    if attempt.key is None:
        # What the proof says of itself can be read without its key.
        for check in (
            lambda: suite_of(proof, case.inquiry.verifier.cryptosuites),
            lambda: proof.check_made_for(_expectation(case).purpose, None, None),
            lambda: check_proof_period(proof, case.inquiry.at, case.inquiry.verifier.clock_skew),
        ):
            try:
                check()
            except MicrocredError as error:
                yield from (Noted(fault, undetermined=_is_undetermined(error)) for fault in error.faults)


def _is_undetermined(error: MicrocredError) -> bool:
    return isinstance(error, Undetermined)


def _token(case: Case) -> Iterator[Noted]:
    """The token around the document: what its claims say, its key as far as that is at hand, its signature."""
    jwt = case.source.jwt
    if jwt is None:
        return
    from microcred.proofs.jws import JWS_ALGORITHMS
    from microcred.proofs.jwt import check_claims
    from microcred.verification.envelope import Envelope

    contradicted = False
    try:
        check_claims(jwt)
    except ProofError as error:
        contradicted = True
        yield from (Noted(fault, "claims") for fault in error.faults)
    if jwt.jws.algorithm not in JWS_ALGORITHMS:
        message = f"the JWS is signed with {jwt.jws.algorithm!a:.60}, known here are {', '.join(JWS_ALGORITHMS)}"
        yield Noted(Fault("proof.unsupported-algorithm", message), "header", undetermined=True)
    elif case.controller is not None:
        attempt = Envelope(jwt).attempt(_expectation(case), case.inquiry)
        if isinstance(attempt, Attempt) and attempt.error is not None and not (contradicted and attempt.key):
            part: Part = "header" if attempt.key is None else "signature"
            yield from (Noted(fault, part, _is_undetermined(attempt.error)) for fault in attempt.error.faults)


def _period(case: Case) -> Iterator[Noted]:
    """Whether it is valid at the moment to judge by."""
    if case.kind == "credential":
        check_period(case.tree, case.inquiry.at, case.inquiry.verifier.clock_skew)
    if case.source.jwt is not None:
        from microcred.proofs.jwt import check_token_period

        try:
            check_token_period(case.source.jwt, case.inquiry.at, case.inquiry.verifier.clock_skew)
        except ProofError as error:
            yield from (Noted(fault, "claims") for fault in error.faults)


def _status(case: Case) -> Iterator[Noted]:
    """What can be said of ``credentialStatus`` without the list."""
    if case.kind == "credential" and "credentialStatus" in case.tree:
        from microcred.verification.status import check_status

        def unread(_: bytes, url: str) -> Document:
            raise UnsupportedError("fetch.offline", f"{url:.200} was not fetched")

        inquiry = case.inquiry
        check_status(
            case.tree, inquiry.verifier.status_checkers, session=inquiry.session, verify_list=unread, at=inquiry.at
        )
    yield from ()


def _attached(case: Case) -> Iterator[Noted]:
    """Whether an endorsement is one, and about what carries it."""
    if case.outer is not None and case.outer.endorsed is not None:
        case.outer.target_check(case.tree)
    yield from ()


#: In the order in which a verifier goes.
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "model": _model,
        "coherence": _coherence,
        "contexts": _contexts,
        "attached": _attached,
        "proofs": _proofs,
        "token": _token,
        "schema": _schema,
        "period": _period,
        "status": _status,
    }
)
