"""The explainer: how to look, said once, and then asked about as many badges as there are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from microcred.canonical import Canonicalizer
from microcred.errors import DocumentError, ProofError
from microcred.explanation.account import Explanation, Holds, ProofAccount
from microcred.explanation.comparison import compare_documents, compare_tokens
from microcred.explanation.difference import Comparison
from microcred.explanation.embedded_proof import Budget, ProofQuestion, account_of_proof
from microcred.explanation.printed import compare_statements
from microcred.explanation.statements import PrintedStatements, looks_like_nquads
from microcred.json_values import JsonObject
from microcred.positions import placed
from microcred.proofs import CRYPTOSUITES, Cryptosuite, SecuredDocument
from microcred.verification.controller_documents import RESOLVERS, KeyResolver
from microcred.verification.fetch import Fetcher, FetchLimits, FetchSession, Offline
from microcred.verification.intake import Intake, OlderBadge, Opened, Source, read_source

__all__ = ["Explainer", "explain_badge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """Explains why signatures hold or not, and compares what is signed; immutable, and safe to share.

    ``fetcher`` is the door to the network, shut unless another is given: a did:key or did:jwk needs none. ``limits`` is
    what one question may fetch. The mappings are extension points, as those of
    :class:`~microcred.verification.verifier.Verifier` are.
    """

    fetcher: Fetcher = field(default_factory=Offline)
    limits: FetchLimits = field(default_factory=FetchLimits)
    canonicalizer: Canonicalizer = field(default_factory=Canonicalizer)
    cryptosuites: Mapping[str, Cryptosuite] = field(default_factory=lambda: CRYPTOSUITES)
    key_resolvers: Mapping[str, KeyResolver] = field(default_factory=lambda: RESOLVERS)

    def explain(self, source: Source) -> Explanation:
        """Work out every value between a badge and its signatures.

        ``source`` is what :meth:`~microcred.verification.verifier.Verifier.verify` takes. A signature that does not
        hold, and a key that cannot be had, are answers in the explanation. Raises
        :class:`~microcred.errors.MicrocredError` for what is no badge: bytes that cannot be read, a badge of Open
        Badges 2.0, a document with no proof.
        """
        session = FetchSession(self.fetcher, self.limits)
        intake = read_source(source, session)
        opened = _opened(intake)
        document = opened.document
        proofs: tuple[ProofAccount, ...] = ()
        token = None
        if opened.jwt is not None:
            from microcred.explanation.token import account_of_token

            token = account_of_token(opened.jwt, session, self.key_resolvers)
        if opened.jwt is None or "proof" in document.tree:
            proofs = tuple(self._accounts(SecuredDocument(document, self.canonicalizer), session))
        content = bytes(intake.content)
        network = tuple(visit.to_dict() for visit in session.log)
        return Explanation(intake.name, hashlib.sha256(content).hexdigest(), len(content), proofs, token, network)

    def compare(self, source: Source, other: Source) -> Comparison:
        """Compare what is signed of a badge with the same of another one, or with statements of another tool.

        ``other`` is a badge, or bytes or the path of a file with the canonical N-Quads of a document or of proof
        options. Raises as :meth:`explain`, and :class:`~microcred.errors.UsageError` for an ``other`` that is neither.
        """
        session = FetchSession(self.fetcher, self.limits)
        here = _opened(read_source(source, session))
        beside = read_source(other, session)
        if isinstance(beside.content, bytes) and looks_like_nquads(beside.content):
            printed = PrintedStatements.read(beside.content)
            return compare_statements(here.document, printed, self.canonicalizer)
        there = _opened(beside)
        if here.jwt is not None and there.jwt is not None:
            return compare_tokens(here.jwt, there.jwt)
        return compare_documents(here.document, there.document, self.canonicalizer)

    def _accounts(self, secured: SecuredDocument, session: FetchSession) -> list[ProofAccount]:
        accounts = []
        budget = Budget.whole()
        written = placed(secured.document.tree.get("proof"), "/proof")
        for proof, (pointer, members) in zip(secured.proofs, written, strict=True):
            if isinstance(proof, ProofError):
                options = members if isinstance(members, JsonObject) else {}
                accounts.append(ProofAccount(pointer, None, Holds.NO, options, proof.faults[0]))
            else:
                question = ProofQuestion(secured, proof, session, self.key_resolvers, self.cryptosuites, budget)
                accounts.append(account_of_proof(question))
        return accounts


def explain_badge(source: Source, *, fetcher: Fetcher | None = None) -> Explanation:
    """Work out every value between a badge and its signatures; see :meth:`Explainer.explain`.

    Without a ``fetcher`` nothing is fetched.
    """
    return Explainer(fetcher=Offline() if fetcher is None else fetcher).explain(source)


def _opened(intake: Intake) -> Opened:
    opened = intake.open()
    if isinstance(opened, OlderBadge):
        raise DocumentError(
            "document.open-badges-2",
            "found a badge of Open Badges 2.0, wanted a verifiable credential",
            hint="microcred verify takes it as it is, and microcred convert makes a draft in Open Badges 3.0 of it",
        )
    return opened
