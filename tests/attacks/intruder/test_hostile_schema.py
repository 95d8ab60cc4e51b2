"""Attack: the schema that a credential names is a program of the attacker, which the verifier runs."""

from __future__ import annotations

import time
from typing import Any

import pytest

from badges import AT, sealed, unsigned
from microcred.document import Document
from microcred.verification.json_schema import DIALECTS, Effort, assess
from microcred.verification.report import Check, Outcome
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from world import World

URL = "https://attacker.example/schema.json"
SECONDS = 5
"""Far more than any of them takes, and far less than the attacker wants."""


def verified(schema: dict[str, Any], world: World | None = None, **changes: Any) -> Check:
    world = world or World()
    world.serve(URL, {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": URL, **schema})
    badge = sealed(unsigned(credentialSchema=[{"id": URL, "type": "JsonSchema"}], **changes))
    begun = time.process_time()
    check = Verifier(trust=AnyIssuer(), fetcher=world).verify(badge, at=AT)["schema"]
    assert time.process_time() - begun < SECONDS
    return check


LONG = "a" * 30_000 + "!"


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*)*b", "a*a*a*a*b", "(x+x+)+y", "^(([a-z])+.)+Z$"]
)
def test_a_pattern_that_backtracks_for_ever_elsewhere_is_answered(pattern: str) -> None:
    check = verified({"properties": {"name": {"pattern": pattern}}}, name=LONG)
    assert check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)
    assert check.code in ("schema.not-conforming", "schema.too-much-work")


@pytest.mark.parametrize(
    "pattern", ["(.{1,900}){9}x", "((a{0,90}){0,90}){0,90}", "(" * 2_000 + ")" * 2_000, ".{1,9000}x"]
)
def test_a_pattern_of_many_states_is_given_up(pattern: str) -> None:
    check = verified({"properties": {"name": {"pattern": pattern}}}, name=LONG)
    assert check.outcome is Outcome.UNDETERMINED


@pytest.mark.parametrize(
    "reference",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:8080/admin",
        "file:///etc/passwd",
        "https://attacker.example/who-verifies-me.json",
        "//attacker.example/beacon",
    ],
)
def test_a_reference_never_makes_a_request(reference: str) -> None:
    world = World()
    check = verified({"$ref": reference}, world)
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unresolved-reference")
    assert world.visits == [URL]


def branching(keyword: str, leaf: Any) -> dict[str, Any]:
    """Twenty levels, each of which refers ten times to the next: 10²⁰ leaves."""
    levels = {f"l{n}": {keyword: [{"$ref": f"#/$defs/l{n + 1}"}] * 10} for n in range(20)}
    return {"$ref": "#/$defs/l0", "$defs": {**levels, "l20": leaf}}


@pytest.mark.parametrize(
    "schema",
    [
        branching("allOf", True),
        branching("anyOf", False),
        branching("oneOf", True),
        branching("allOf", {"unevaluatedProperties": True}),
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"$dynamicRef": "#x", "$dynamicAnchor": "x"},
        {"properties": {"type": {"uniqueItems": True, "allOf": [{"$ref": "#/properties/type"}]}}},
        {"allOf": [{"enum": [str(n) for n in range(100)]}] * 1_500},
        {"$defs": {str(n): {"properties": {"a": {"type": "string"}}} for n in range(12_000)}},
        {"patternProperties": {f"(.*){n}$": True for n in range(5_000)}},
    ],
)
def test_a_schema_that_multiplies_is_given_up(schema: dict[str, Any]) -> None:
    check = verified(schema)
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.too-much-work")


def test_a_schema_that_is_too_large_is_not_read() -> None:
    check = verified({"description": "x" * 1_000_000})
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unusable")


def test_equal_hashes_do_not_make_work() -> None:
    # Multiples of 2⁶¹-1 have one hash in Python; a set of such numbers takes the square of their count.
    numbers = Document.of({"list": [(2**61 - 1) * n for n in range(30_000)]}).tree["list"]
    dialect = next(iter(DIALECTS.values()))
    begun = time.process_time()
    assert not assess({"uniqueItems": True}, numbers, uri=URL, dialect=dialect, effort=Effort())
    assert time.process_time() - begun < SECONDS


def test_an_exponent_makes_no_giant() -> None:
    check = verified({"properties": {"credentialSubject": {"properties": {"creditsEarned": {"multipleOf": 1e-300}}}}})
    assert check.outcome is Outcome.PASSED


def test_a_schema_cannot_be_put_in_place_of_a_metaschema() -> None:
    impostor = {
        "$id": "https://json-schema.org/draft/2020-12/schema",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }
    check = verified({"$defs": {"meta": impostor}, "type": "text"})
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unusable")
