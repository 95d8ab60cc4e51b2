"""A word of the issuer's own under another name.

Attack: The issuer signed "attended" with a context in the badge that gives the word an IRI of the college's. The editor
renames the word to "honours", in the context and in the badge: a proof over statements covers the IRI alone.

Naively: the signature holds, and the page shows "honours: yes".

Here: the signature does hold, and the badge is accepted, since its statement is the one that was signed. The report
says that the word is the document's own, and what it stands for (`contexts`, `ownWords`): a reader who shows such words
shows them by that. A proof over the JSON itself (eddsa-jcs-2022) and a token cover the name as well.
"""

from __future__ import annotations

from typing import Any

from badges import CANONICALIZER, SIGNER, unsigned
from doctored import AT, accepted, badge, refusal, verify
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import naive_verify

ATTENDED = "https://college.example/terms#attended"


def attended(suite: str = "eddsa-rdfc-2022") -> dict[str, Any]:
    tree = unsigned(attended="yes")
    tree["@context"] = [*tree["@context"], {"attended": ATTENDED}]
    document = Document.of(tree)
    return add_proof(document, SIGNER, created=AT, suite_name=suite, canonicalizer=CANONICALIZER).to_dict()


def renamed(suite: str = "eddsa-rdfc-2022") -> dict[str, Any]:
    tree = attended(suite)
    tree["@context"][2] = {"honours": ATTENDED}
    tree["honours"] = tree.pop("attended")
    return tree


def test_a_naive_page_shows_honours() -> None:
    assert naive_verify(renamed())["honours"] == "yes"


def test_the_report_says_what_an_own_word_stands_for() -> None:
    found = verify(renamed())["contexts"]
    assert found.evidence["ownWords"] == {"honours": ATTENDED}
    assert "the document's own word" in found.message
    assert "ownWords" not in verify(badge())["contexts"].evidence


def test_a_proof_over_the_json_covers_the_name() -> None:
    assert accepted(attended("eddsa-jcs-2022"))
    assert refusal(renamed("eddsa-jcs-2022"))[1] in ("proof.other-contexts", "proof.signature-invalid")
