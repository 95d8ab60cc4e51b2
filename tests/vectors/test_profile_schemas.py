"""Badges that name the schema of a national profile beside the standard's own, held against both."""

from __future__ import annotations

from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from corpus_web import corpus_web
from microcred.document import Document
from microcred.errors import Rejected
from microcred.verification.credential_schema import check_schema
from microcred.verification.report import Check, Outcome

pytestmark = needs_corpus

PROFILED = [
    sample["file"]
    for sample in samples()
    if sample["file"].startswith("samples/educredentials/") and "_full" in sample["file"]
]


def tree(file: str) -> dict[str, Any]:
    return Document.parse(corpus_path(file).read_bytes()).to_dict()


def checked(members: dict[str, Any]) -> Check:
    def unexpected(content: bytes, url: str) -> Document:
        raise AssertionError(url)

    document = Document.of(members)
    session = corpus_web().session()
    return check_schema(document.tree, model="OpenBadgeCredential", session=session, verify_credential=unexpected)


@pytest.mark.parametrize("file", PROFILED)
def test_a_published_badge_conforms_to_the_schemas_of_its_profile(file: str) -> None:
    members = tree(file)
    check = checked(members)
    assert check.outcome is Outcome.PASSED
    assert len(check.evidence["schemas"]) == len(members["credentialSchema"]) > 1


@pytest.mark.parametrize("file", PROFILED)
def test_it_does_not_conform_once_a_member_of_the_profile_is_taken_out(file: str) -> None:
    members = tree(file)
    del members["credentialSubject"]["achievement"]["inLanguage"]
    with pytest.raises(Rejected) as caught:
        checked(members)
    assert caught.value.code == "schema.not-conforming"
    assert "'inLanguage'" in str(caught.value)


def test_the_profile_is_in_use() -> None:
    assert len(PROFILED) == 18
