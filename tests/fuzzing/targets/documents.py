"""JSON-LD that a generator makes of the input: the compiled walk and two other readers make the same of it."""

from __future__ import annotations

import warnings
from functools import cache
from random import Random

from agreement import Case, Outcome, Reference, is_written_alike, outcome
from fuzzing.chance import BytesRandom
from fuzzing.json_mutations import changed_bytes
from fuzzing.oracle import Broken, within_bounds
from fuzzing.target import Target
from generated_documents import generated
from microcred.canonical import Canonicalizer
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import Contexts


@cache
def _canonicalizer(contexts: Contexts) -> Canonicalizer:
    return Canonicalizer(contexts)


@cache
def _reference(contexts: Contexts) -> Reference:
    return Reference(contexts)


def run(data: bytes) -> None:
    case = Case.of(made := generated(BytesRandom(data)))
    with within_bounds():
        seen = outcome(lambda: _canonicalizer(made.contexts).statements(case.tree, case.versions))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        _compare(case, seen, _reference(made.contexts))


def _compare(case: Case, seen: Outcome, reference: Reference) -> None:
    expected = reference.statements(case.tree, case.versions)
    if seen.statements is None or expected.statements is None:
        if not seen.agrees_with(expected):
            raise Broken(f"{seen.summary}, and the guarded reader {expected.summary}: {case.text!r}")
    elif is_written_alike(expected.statements):
        text = canonicalize_dataset(seen.statements).text
        if text != canonicalize_dataset(expected.statements).text or text != reference.canonical(case):
            raise Broken(f"the readers have different statements of {case.text!r}")
    elif seen != expected:
        raise Broken(f"the readers have different statements of {case.text!r}")


@cache
def seeds() -> tuple[bytes, ...]:
    return tuple(Random(number).randbytes(40 + 20 * number) for number in range(40))


def mutate(data: bytes, rnd: Random) -> bytes:
    return changed_bytes(data, rnd)


# The other readers are no part of what is bounded.
TARGET = Target("documents", run, seeds, mutate, max_length=4_000, seconds=20.0)
