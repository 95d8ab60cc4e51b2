"""Credentials that other people's software issued: verdict and reason against what their sources say.

The clock stands at the day for which the outcomes were recorded, and the web is the one that the corpus stores. What is
seen differently here stands in ``sample_disagreements.toml``, each with its reason.
"""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from corpus_web import corpus_web
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

pytestmark = needs_corpus

AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
#: Documents of other standards, and inputs of test suites, which other tests hold against their sources.
ELSEWHERE = ("OB1", "OB2", "VC/VP (VCDM", "baked/unbaked image")
DECIDED = frozenset(
    {
        *("valid", "valid-with-warning", "invalid", "expired", "valid-but-revoked", "revoked-and-expired"),
        *("unresolvable-issuer", "valid-but-bad-schema", "unsigned", "empty-file"),
    }
)
DISAGREEMENTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("sample_disagreements.toml").read_text(encoding="utf-8")
)
CASES = [s for s in samples() if s["expected"] in DECIDED and not s["kind"].startswith(ELSEWHERE)]
FAILED = {
    "expired": {"period.expired"},
    "valid-but-revoked": {"status.revoked"},
    "revoked-and-expired": {"period.expired", "status.revoked"},
}


@cache
def verifier() -> Verifier:
    return Verifier(trust=AnyIssuer(), fetcher=corpus_web(), clock=lambda: AS_OF)


@cache
def report(file: str) -> Report:
    return verifier().verify(corpus_path(file).read_bytes())


def as_expected(found: Report, sample: dict[str, Any]) -> bool:
    match sample["expected"]:
        case "valid" | "valid-with-warning":
            return found.verdict is Verdict.ACCEPTED
        case "unresolvable-issuer":
            return found.verdict is Verdict.UNDETERMINED and found["issuer_key"].outcome == "undetermined"
        case "invalid" | "empty-file":
            return found.verdict is Verdict.REJECTED
        case "valid-but-bad-schema":
            return found.verdict is Verdict.REJECTED and found["model"].outcome == "failed"
        case "unsigned":
            # Where it can be read at all, the reason is that nobody signed it; what it says is judged elsewhere.
            unread = any(found[name].outcome != "passed" for name in ("document", "model", "contexts"))
            return not found and (unread or found["proof"].code == "proof.missing")
        case _:
            failed = {check.code for check in found.checks if check.outcome == "failed"}
            late = {"period.expired"} if sample.get("expired_on_2026-11-22") else set()
            wanted = FAILED[sample["expected"]] | late
            return found.verdict is Verdict.REJECTED and found.authentic is True and failed == wanted


def ids(sample: dict[str, Any]) -> str:
    return sample["file"].removeprefix("samples/")


@pytest.mark.parametrize("sample", CASES, ids=ids)
def test_the_outcome_is_the_recorded_one_or_a_listed_disagreement(sample: dict[str, Any]) -> None:
    found, listed = report(sample["file"]), DISAGREEMENTS.get(ids(sample))
    if listed is None:
        assert as_expected(found, sample), found.to_json()
    else:
        decisive = [str(check.code) for check in found.checks if check.outcome in ("failed", "undetermined")]
        assert not as_expected(found, sample), "no longer a disagreement: take it off the list"
        assert (str(found.verdict), decisive[0]) == (listed["verdict"], listed["code"])


def test_nothing_of_the_whole_collection_is_accepted_that_its_source_does_not_call_valid() -> None:
    bad = [s for s in samples() if s["expected"] not in ("valid", "valid-with-warning")]
    assert [ids(sample) for sample in bad if report(sample["file"])] == []


def test_every_sample_of_the_collection_gets_an_answer() -> None:
    """Whatever it is, down to pages and pictures: a report with every check, and never an exception."""
    assert {len(report(sample["file"]).checks) for sample in samples()} <= {12, 13}


def test_the_list_of_disagreements_names_samples_that_exist_and_why() -> None:
    assert set(DISAGREEMENTS) <= {ids(sample) for sample in CASES}
    assert all(listed["why"] for listed in DISAGREEMENTS.values())


def test_the_recorded_day_is_the_one_of_the_collection() -> None:
    assert json.loads(corpus_path("samples/index.json").read_bytes())["as_of"] == AS_OF.date().isoformat()
