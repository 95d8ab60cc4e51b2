"""A badge that is about nobody in particular.

Attack: A badge names its recipient by a name alone, or not at all. The borrower presents it, or says that it is theirs.

Naively: A verifier compares the id of the subject with that of the holder where there is one; where there is none,
there is nothing to object to.

Here: A badge that does not say that it is about the holder is not the holder's (VCDM 2.0, 4.13; Open Badges 3.0, 9.3):
``recipient.no-match``.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from microcred.document import Document
from naive import proof_holds
from nested_credentials import FORGER_ID, ISSUER, badge, plain, presentation, presented, report


def about(**changes: Any) -> Document:
    tree = badge()
    subject = {**tree["credentialSubject"], "id": None, **changes}
    tree["credentialSubject"] = {name: value for name, value in subject.items() if value is not None}
    return sealed(tree)


NOBODY = about(identifier=[plain("Ana Lee", kind="name")])


def naive_verify(document: Document) -> bool:
    tree = document.to_dict()
    subjects = [each["credentialSubject"].get("id") for each in tree["verifiableCredential"]]
    theirs = all(subject in (None, tree["holder"]) for subject in subjects)
    return theirs and proof_holds(tree, FORGER_ID.removeprefix("did:key:"))


def test_a_naive_verifier_has_nothing_to_object_to() -> None:
    assert naive_verify(presentation(NOBODY))


def test_a_badge_about_nobody_is_not_the_holders() -> None:
    found = presented(NOBODY)
    assert (found.verdict, found.credentials[0]["recipient"].code) == ("rejected", "recipient.no-match")


@pytest.mark.parametrize("recipient", [FORGER_ID, "mallory@example.org", "Ana", ISSUER])
def test_nor_is_it_about_whoever_is_asked_for(recipient: str) -> None:
    assert report(NOBODY, recipient=recipient)["recipient"].code == "recipient.no-match"


def test_it_is_about_whom_it_names() -> None:
    assert report(NOBODY, recipient="Ana Lee")
    assert presented(about(id=FORGER_ID))
