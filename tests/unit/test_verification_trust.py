"""Trust policies: whom to believe, decided from the issuer's id alone."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from microcred.errors import UsageError
from microcred.verification.trust import AllOf, AnyIssuer, AnyOf, Recognition, TrustedIssuers, TrustPolicy

COLLEGE, SCHOOL = "did:web:college.example", "https://school.example/issuer"


def test_a_list_vouches_for_the_ids_that_stand_in_it() -> None:
    trust = TrustedIssuers(COLLEGE, SCHOOL)
    assert trust.recognise(COLLEGE) == Recognition("the list of trusted issuers")
    assert trust.recognise("did:web:other.example") is None


@pytest.mark.parametrize(
    "lookalike",
    ["did:web:college.example ", "DID:web:college.example", "did:web:college.example#key", "did:web:college.exаmple"],
)
def test_ids_are_compared_exactly(lookalike: str) -> None:
    assert TrustedIssuers(COLLEGE).recognise(lookalike) is None


def test_a_list_knows_issuers_by_the_name_it_gives_them() -> None:
    trust = TrustedIssuers(names={COLLEGE: "Riverside College"}, source="the region's register")
    assert trust.recognise(COLLEGE) == Recognition("the region's register", "Riverside College")


@pytest.mark.parametrize(
    "text",
    [
        "# our partners\ndid:web:college.example  Riverside College\n\nhttps://school.example/issuer\n",
        json.dumps({COLLEGE: "Riverside College", SCHOOL: None}),
    ],
)
def test_a_list_is_read_from_a_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "partners.txt"
    file.write_text(text, encoding="utf-8")
    trust = TrustedIssuers.from_file(file)
    assert trust.recognise(COLLEGE) == Recognition("partners.txt", "Riverside College")
    assert trust.recognise(SCHOOL) == Recognition("partners.txt", None)


@pytest.mark.parametrize("content", [b"", b"# nobody", b"{}", b'{"a":1}', b"\xff\xfe", b'{"did:a:b"', b"not-an-id\n"])
def test_a_file_that_is_no_list_is_a_wrong_call(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list"
    file.write_bytes(content)
    with pytest.raises(UsageError):
        TrustedIssuers.from_file(file)


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the trust list"):
        TrustedIssuers.from_file(tmp_path / "absent")


@pytest.mark.parametrize("build", [TrustedIssuers, AnyOf, AllOf])
def test_a_policy_over_nothing_is_refused(build: type) -> None:
    with pytest.raises(UsageError):
        build()


def test_any_of_asks_in_order_and_all_of_asks_everybody() -> None:
    first = TrustedIssuers(COLLEGE, source="first")
    second = TrustedIssuers(names={COLLEGE: "Riverside", SCHOOL: "School"}, source="second")
    assert AnyOf(first, second).recognise(COLLEGE) == Recognition("first")
    assert AnyOf(first, second).recognise(SCHOOL) == Recognition("second", "School")
    assert AllOf(first, second).recognise(COLLEGE) == Recognition("first and second", "Riverside")
    assert AllOf(first, second).recognise(SCHOOL) is None


def test_any_issuer_vouches_for_nobody() -> None:
    assert AnyIssuer().recognise(COLLEGE) is None


@pytest.mark.parametrize("policy", [AnyIssuer(), TrustedIssuers(COLLEGE), AnyOf(TrustedIssuers(names={COLLEGE: "x"}))])
def test_policies_cross_process_boundaries(policy: TrustPolicy) -> None:
    assert pickle.loads(pickle.dumps(policy)).recognise(COLLEGE) == policy.recognise(COLLEGE)
