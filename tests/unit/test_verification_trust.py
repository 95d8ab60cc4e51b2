"""Trust policies: whom to believe, decided from the issuer's id alone."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from microcred.errors import FetchError, UsageError
from microcred.verification.fetch import Offline
from microcred.verification.report import Outcome
from microcred.verification.trust import (
    AllOf,
    AnyIssuer,
    AnyOf,
    Recognition,
    TrustedIssuers,
    TrustedRegistries,
    TrustPolicy,
    similar_id,
)
from microcred.verification.verifier import Verifier
from world import World

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


# Registries that somebody else keeps.

REGISTRY = "https://registry.example/registry.json"
OTHER = "https://other.example/registry.json"
LIST = "https://registry.example/known-did-registries.json"


def registry(**issuers: Any) -> dict[str, Any]:
    """In the form of the Digital Credentials Consortium and LearnCard."""
    entries = {
        COLLEGE: {"name": "Riverside College", "location": "Riverside", "url": "https://college.example"},
        "did:key:z6MkhVTX9BF3NGYX6cc7jWpbNnR7cAjH8LUffabZP8Qu4ysC": {"url": "https://school.example"},
    }
    return {"meta": {"created": "2022-10-27T17:57:31+00:00"}, "registry": entries | issuers}


def test_a_registry_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "registry.json"
    file.write_text(json.dumps(registry()))
    trust = TrustedIssuers.from_file(file)
    assert trust.recognise(COLLEGE) == Recognition("registry.json", "Riverside College")
    assert len(trust.issuers) == 2


def test_a_registry_is_fetched_once_and_is_a_value_from_then_on() -> None:
    world = World()
    world.serve(REGISTRY, registry())
    trust = TrustedIssuers.from_url(REGISTRY, fetcher=world)
    world.down(REGISTRY)
    assert pickle.loads(pickle.dumps(trust)).recognise(COLLEGE) == Recognition(REGISTRY, "Riverside College")
    assert world.visits == [REGISTRY]


def test_a_registry_goes_by_the_name_that_it_is_given() -> None:
    world = World()
    world.serve(REGISTRY, registry())
    trust = TrustedIssuers.from_url(REGISTRY, fetcher=world, source="the consortium")
    assert trust.recognise(COLLEGE) == Recognition("the consortium", "Riverside College")


def registries() -> list[dict[str, str]]:
    return [
        {"name": "Members", "type": "dcc-legacy", "governanceUrl": "https://registry.example", "url": REGISTRY},
        {"name": "Federation", "type": "oidf", "trustAnchorEC": "https://registry.example/.well-known/openid-federation"},
        {"name": "Community", "type": "dcc-legacy", "url": OTHER},
    ]  # fmt: skip


def test_of_several_registries_the_first_that_has_the_issuer_vouches() -> None:
    world = World()
    world.serve(LIST, registries())
    world.serve(REGISTRY, registry())
    world.serve(OTHER, registry(**{COLLEGE: {"name": "Another name"}, SCHOOL: {"name": "School"}}))
    trust = TrustedRegistries.from_url(LIST, fetcher=world)
    assert trust.recognise(COLLEGE) == Recognition("Members", "Riverside College")
    assert trust.recognise(SCHOOL) == Recognition("Community", "School")
    assert trust.recognise("did:web:nobody.example") is None
    assert trust.left_out == ("Federation",)


def test_a_list_of_registries_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "registries.json"
    file.write_text(json.dumps(registries()[:1]))
    world = World()
    world.serve(REGISTRY, registry())
    assert TrustedRegistries.from_file(file, fetcher=world).recognise(COLLEGE) is not None
    file.write_text(json.dumps(registry()))
    assert TrustedRegistries.from_file(file, fetcher=Offline()).recognise(COLLEGE) is not None


def test_a_registry_that_is_missing_is_never_taken_for_an_empty_one() -> None:
    world = World()
    world.serve(LIST, registries())
    world.serve(REGISTRY, registry())
    with pytest.raises(FetchError) as caught:
        TrustedRegistries.from_url(LIST, fetcher=world)
    assert caught.value.code == "fetch.http-status"


@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"{}",
        b'{"registry": {}}',
        b'{"registry": {"did:web:a": 7}}',
        b'{"registry": {"did:web:a": {"name": 7}}}',
        b'{"registry": {"did:web:a": {}, "did:web:a": {}}}',
        b'{"meta": {}}',
        b"[]",
        b"\xff",
        b"did:web:a\ndid:web:a x\n",
        json.dumps({f"did:web:n{n}.example": None for n in range(50_001)}).encode(),
        b"did:web:a " + b"x" * 2_000_000,
    ],
)
def test_what_is_no_list_of_issuers_is_a_wrong_call(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list"
    file.write_bytes(content)
    with pytest.raises(UsageError):
        TrustedIssuers.from_file(file)


@pytest.mark.parametrize(
    "entries", [[], ["x"], [{}], [{"name": "n", "url": 7}], [{"name": "n", "type": "oidf"}], registries() * 9]
)
def test_what_is_no_list_of_registries_is_a_wrong_call(entries: Any) -> None:
    world = World()
    world.serve(LIST, entries)
    with pytest.raises(UsageError):
        TrustedRegistries.from_url(LIST, fetcher=world)


def test_a_name_is_no_longer_than_a_line() -> None:
    assert TrustedIssuers(names={COLLEGE: "x"}).issuers[COLLEGE] == "x"
    world = World()
    world.serve(REGISTRY, registry(**{COLLEGE: {"name": "x" * 10_000}}))
    known = TrustedIssuers.from_url(REGISTRY, fetcher=world).recognise(COLLEGE)
    assert known is not None
    assert known.name == "x" * 300


@pytest.mark.parametrize(
    "lookalike",
    [
        "did:web:College.example",
        "did:web:college.example/",
        "did:web:college.example#",
        "did:web:college%2Eexample",
        "did:web:college.exаmple",
        "did:web:cоllege.example",
        "did:web:college.example\u200b",
        "did:web:ｃollege.example",
    ],
)
def test_a_lookalike_is_not_recognised_and_the_hint_names_what_it_looks_like(lookalike: str) -> None:
    nested = AnyOf(TrustedIssuers(SCHOOL), TrustedRegistries((TrustedIssuers(COLLEGE),)))
    for policy in (TrustedIssuers(COLLEGE), nested):
        assert policy.recognise(lookalike) is None
        assert similar_id(policy, lookalike) == COLLEGE


def test_an_id_that_looks_like_none_gets_no_such_hint() -> None:
    for other in ("did:web:school.example", "did:web:college.example.org", "Ω" * 5_000, ""):
        assert similar_id(TrustedIssuers(COLLEGE), other) is None
    assert similar_id(AnyIssuer(), COLLEGE) is None


def test_the_report_names_the_similar_id() -> None:
    issuer = {"id": "did:web:College.example", "type": ["Profile"]}
    check = Verifier(trust=TrustedIssuers(COLLEGE), fetcher=Offline()).verify(unsigned(issuer=issuer))["trust"]
    assert (check.code, check.outcome) == ("trust.not-recognised", Outcome.FAILED)
    assert str(check.hint).startswith(f"{COLLEGE} is trusted, which is another id")


@pytest.mark.parametrize("wrong", [7, None, "college.example", ""])
def test_what_is_no_id_is_never_listed(wrong: Any) -> None:
    with pytest.raises(UsageError) as caught:
        TrustedIssuers(COLLEGE, wrong)
    assert caught.value.code == "usage.empty-trust-list"


@pytest.mark.parametrize("between", [" ", "\u00a0", "\u200b", "\u2060", "%20"])
def test_spaces_and_invisible_characters_make_a_lookalike(between: str) -> None:
    other = f"did:web:{between}college.example"
    assert TrustedIssuers(COLLEGE).recognise(other) is None
    assert similar_id(TrustedIssuers(COLLEGE), other) == COLLEGE
