"""Who logs in for an institution, and issues for it.

Attack: A clerk of the victim has a key for logging in. They present, in the name of the victim, a credential without a
seal of its own whose issuer is the victim: the seal of the presentation covers it.

Naively: A verifier takes the word of a holder for what the holder says itself, whichever key answered.

Here: What is presented without a seal is the word of the holder only if the key that answered is also one for issuing
(Controlled Identifiers 1.0, 2.3.1 and 2.3.2; docs/decisions/0019): otherwise ``proof.missing``.
"""

from __future__ import annotations

from badges import SIGNER
from microcred.document import Document
from microcred.keys import controller_document
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Verdict
from naive import proof_holds
from nested_credentials import (
    badge,
    presentation,
    verifier,
)
from world import World

COLLEGE = "https://college.example/issuer"


def naive_verify(document: Document) -> bool:
    tree = document.to_dict()
    key = tree["proof"]["verificationMethod"].partition("#")[2]
    own = all(each["issuer"]["id"] == tree["holder"] for each in tree["verifiableCredential"])
    return own and proof_holds(tree, key)


def test_a_naive_verifier_takes_a_login_for_a_seal() -> None:
    name = f"{COLLEGE}#{SIGNER.public_key.to_multikey()}"
    part = {**badge("did:example:friend"), "issuer": {"id": COLLEGE, "type": ["Profile"]}}
    assert naive_verify(presentation(part, signer=SIGNER.with_verification_method(name)))


def test_who_logs_in_for_an_institution_does_not_issue_for_it() -> None:
    """A key for authentication answers for who presents; what is said of others takes a key for assertions."""
    college = "https://college.example/issuer"
    name = f"{college}#{SIGNER.public_key.to_multikey()}"
    document = controller_document(college, [SIGNER.public_key])
    for relation in ("assertionMethod", "authentication"):
        document.pop(relation, None)
    part = {**badge("did:example:friend"), "issuer": {"id": college, "type": ["Profile"]}}
    source = presentation(part, signer=SIGNER.with_verification_method(name))

    def report(*relations: str) -> PresentationReport:
        world = World()
        world.serve(college, {**document, **{relation: [name] for relation in relations}})
        return verifier(world).verify_presentation(source, challenge="abc", bearer=True)

    assert report("authentication", "assertionMethod").verdict is Verdict.ACCEPTED
    found = report("authentication")
    assert (found.verdict, found["credentials"].code) == (Verdict.REJECTED, "credentials.rejected")
    assert found.credentials[0]["proof"].code == "proof.missing"
