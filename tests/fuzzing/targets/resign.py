"""Credentials that were changed in any way before their issuer sealed them: so what lies behind the seal is met."""

from __future__ import annotations

from functools import cache

from badges import SIGNER
from fuzzing.json_mutations import mutator
from fuzzing.oracle import Broken, answer
from fuzzing.reports import check_verification
from fuzzing.scene import ISSUER, drafts, seal, verifier
from fuzzing.target import Target
from microcred.document import Document, to_json
from microcred.errors import MicrocredError
from microcred.proofs import seal_jwt


def run(data: bytes) -> None:
    draft = answer(lambda: Document.parse(data))
    if isinstance(draft, MicrocredError):
        return
    sealed = seal(draft.to_dict())
    if sealed is not None:
        report = check_verification(verifier(), sealed.raw, refresh=True, recipient="mailto:ana@example.org")
        issuer = draft.tree.get("issuer")
        issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
        if issuer == ISSUER and "proof" not in draft.tree and report["proof"].code == "proof.signature-invalid":
            raise Broken("what was sealed a moment ago does not hold")
    token = answer(lambda: seal_jwt(draft, SIGNER))
    if isinstance(token, str):
        check_verification(verifier(), token.encode(), refresh=True)


@cache
def seeds() -> tuple[bytes, ...]:
    return tuple(to_json(tree, indent=None) for tree in drafts())


TARGET = Target("resign", run, seeds, mutator(seeds))
