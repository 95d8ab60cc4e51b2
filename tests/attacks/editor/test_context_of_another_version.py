"""An older context in place of the newer one.

Attack: Publishers have changed contexts under an unchanged URL. In the first context of Open Badges 3.0.3 "awardedDate"
was no word at all. The editor adds an awardedDate to a badge that has none, and counts on a verifier with an old copy.
Or he dresses a badge of data model 1.1 with a word of 2.0.

Naively: the old copy makes no statement of the word, so the signature holds, and the page shows the date.

Here: all versions that a URL has served are on record, and a reading that drops a word is no reading; under the newer
ones the date is a statement, which nobody signed (`proof.signature-invalid`). A word of the other data model is
`contexts.undefined-term`.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import OPEN_BADGES, sealed, unsigned
from doctored import accepted, badge, refusal
from microcred.contexts import BUNDLED
from naive_data_integrity import naive_verify

STALE = {OPEN_BADGES: BUNDLED.versions(OPEN_BADGES)[-1].load()}


def awarded_early() -> dict[str, Any]:
    return {**badge(), "awardedDate": "2020-01-01T00:00:00Z"}


def of_data_model_1() -> dict[str, Any]:
    tree = unsigned()
    tree["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ]
    tree["issuanceDate"], tree["expirationDate"] = tree.pop("validFrom"), tree.pop("validUntil")
    return sealed(tree).to_dict()


def test_a_naive_verifier_with_an_old_copy_believes_a_date_that_nobody_signed() -> None:
    assert naive_verify(awarded_early(), STALE)["awardedDate"] == "2020-01-01T00:00:00Z"


def test_a_word_that_some_version_drops_is_not_dropped() -> None:
    assert refusal(awarded_early()) == ("proof", "proof.signature-invalid", "/proof/proofValue")
    assert accepted(badge(awardedDate="2020-01-01T00:00:00Z"))


def test_a_naive_verifier_believes_a_word_of_the_other_data_model() -> None:
    tree = {**of_data_model_1(), "relatedResource": {"id": "https://college.example/certificate.pdf"}}
    assert naive_verify(tree)["relatedResource"]
    assert refusal(tree) == ("contexts", "contexts.undefined-term", "/relatedResource")
    assert accepted(of_data_model_1())


@pytest.mark.parametrize(
    ("place", "url", "code"),
    [
        (1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "proof.signature-invalid"),
        (1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", "model.wrong-context"),
        (1, "https://purl.imsglobal.org/spec/ob/v3p0/context.json", "model.wrong-context"),
        (0, "https://www.w3.org/2018/credentials/v1", "model.missing"),
    ],
)
def test_another_context_makes_other_statements_or_none(place: int, url: str, code: str) -> None:
    tree = badge()
    tree["@context"][place] = url
    assert refusal(tree)[1] == code
