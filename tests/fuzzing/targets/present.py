"""Presentations of a holder, sealed again after they were changed, or not."""

from __future__ import annotations

from functools import cache
from random import Random

from badges import AT, CANONICALIZER, CREDENTIALS_V2, SIGNER, sealed, unsigned
from fuzzing.json_mutations import mutate_json
from fuzzing.oracle import answer
from fuzzing.reports import check_presentation
from fuzzing.scene import CHALLENGE, verifier
from fuzzing.target import Target
from fuzzing.token_mutations import mutate_token
from microcred.document import Document, to_json
from microcred.proofs import add_proof
from ordinary import PRESENTATIONS
from tokens import header, token

HOLDER = SIGNER.verification_method.partition("#")[0]
OPTIONS = {"challenge": CHALLENGE, "domain": "jobs.example"}


def run(data: bytes) -> None:
    for bearer in (False, True):
        check_presentation(verifier(), data, challenge=CHALLENGE, domain="jobs.example", bearer=bearer)
    draft = answer(lambda: Document.parse(data))
    if isinstance(draft, Document):
        again = answer(lambda: _sealed(Document.of({**draft.tree, "holder": HOLDER})))
        if isinstance(again, Document):
            check_presentation(verifier(), again.raw, challenge=CHALLENGE, domain="jobs.example")


def _sealed(draft: Document) -> Document:
    return add_proof(draft, SIGNER, created=AT, purpose="authentication", options=OPTIONS, canonicalizer=CANONICALIZER)


@cache
def seeds() -> tuple[bytes, ...]:
    subject = {**unsigned()["credentialSubject"], "id": HOLDER}
    badge = sealed(unsigned(credentialSubject=subject)).to_dict()
    draft = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": HOLDER}
    draft["verifiableCredential"] = [badge]
    claims = {**draft, "iss": HOLDER, "aud": "jobs.example", "nonce": CHALLENGE}
    return (
        *(to_json(tree) for tree in PRESENTATIONS.values()),
        to_json(draft),
        _sealed(Document.of(draft)).raw,
        token(header(typ="vp+jwt"), claims).encode(),
        token(header(), claims).encode(),
    )


def mutate(data: bytes, rnd: Random) -> bytes:
    return mutate_token(data, rnd) if data.startswith(b"ey") else mutate_json(data, rnd, TARGET.beginnings[:6])


TARGET = Target("present", run, seeds, mutate)
