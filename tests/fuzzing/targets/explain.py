"""Explanations and comparisons: of any file, and of any file with a good badge."""

from __future__ import annotations

import json
from functools import cache

from badges import CANONICALIZER, sealed
from fuzzing.oracle import answer, check_faults, check_printable
from fuzzing.scene import web
from fuzzing.target import Target
from fuzzing.targets import verify
from microcred.cli.explanation_text import comparison_text, explanation_text
from microcred.document import to_json
from microcred.errors import MicrocredError
from microcred.explanation import Explainer

GOOD = sealed().raw


@cache
def explainer() -> Explainer:
    return Explainer(fetcher=web(), canonicalizer=CANONICALIZER)


def run(data: bytes) -> None:
    found = answer(lambda: explainer().explain(data))
    if not isinstance(found, MicrocredError):
        check_faults(proof.fault for proof in found.proofs if proof.fault is not None)
        check_printable(explanation_text(found, "badge.json"))
        json.loads(to_json(found.to_dict()))
    for here, there in ((GOOD, data), (data, GOOD), (data, data)):
        compared = answer(lambda: explainer().compare(here, there))  # noqa: B023 - called at once
        if not isinstance(compared, MicrocredError):
            check_printable(comparison_text(compared, "here.json", "there.json"))
            json.loads(to_json(compared.to_dict()))


@cache
def seeds() -> tuple[bytes, ...]:
    return (*verify.seeds(), CANONICALIZER.canonicalize(sealed().tree))


TARGET = Target("explain", run, seeds, verify.mutate, max_length=8_000)
