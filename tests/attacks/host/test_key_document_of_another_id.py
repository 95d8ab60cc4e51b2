"""A document of keys that is somebody else's.

Attack: at the place of the issuer's document, a host that many share serves the document of another tenant, in which a
key of the attacker bears the name that the forged badge asks for.

Naively: what is found at the issuer's address is the issuer's document, whatever it says that it is.

Here: the id of the document has to be the identifier that led to it (Controlled Identifiers 1.0, 3.3, step 6):
`key.wrong-document-id`.
"""

from __future__ import annotations

import pytest

from hosted_keys import BADGE, FORGED, MALLORY, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method

ANOTHER = document(MALLORY, id="did:web:attacker.example")


def test_a_naive_verifier_takes_a_key_out_of_any_document() -> None:
    assert naive_fits(FORGED, naive_method(ANOTHER))


@pytest.mark.parametrize(
    "name",
    ["did:web:attacker.example", "did:web:college.example#", "did:web:College.example", "https://college.example/"],
)
def test_a_document_of_another_id_is_not_the_issuers(name: str) -> None:
    found = judged(FORGED, document(MALLORY, id=name))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.wrong-document-id")
    assert judged(BADGE, TRUE_DOCUMENT).verdict == "accepted"


@pytest.mark.parametrize("name", [None, ["did:web:college.example"], {"@id": "did:web:college.example"}])
def test_a_document_without_an_id_in_text_is_none(name: object) -> None:
    assert judged(FORGED, document(MALLORY, id=name))["issuer_key"].code == "key.invalid-controller-document"
