"""RDF datasets whose blank nodes are hard to tell apart: one text for each, whatever they are called."""

from __future__ import annotations

from functools import cache
from random import Random

from fuzzing.chance import BytesRandom
from fuzzing.json_mutations import changed_bytes
from fuzzing.oracle import Broken, answer
from fuzzing.target import Target
from generated_datasets import dataset, renamed
from microcred.canonical.dataset import Statement
from microcred.canonical.rdfc10 import CanonicalDataset, canonicalize_dataset
from microcred.errors import MicrocredError, UnsupportedError
from nquads import parse_nquads


def run(data: bytes) -> None:
    chance = BytesRandom(data)
    statements = dataset(chance) if chance.random() < 0.7 else _edges(chance)
    for algorithm in ("sha256", "sha384"):
        found = answer(lambda: canonicalize_dataset(statements, algorithm=algorithm))  # noqa: B023 - called at once
        if isinstance(found, MicrocredError):
            if not isinstance(found, UnsupportedError):
                raise Broken(f"a dataset is refused as {found.code}")
            continue
        _check(statements, found, algorithm)


def _check(statements: list[Statement], found: CanonicalDataset, algorithm: str) -> None:
    labels = {node: f"_:{label}" for node, label in found.labels.items()}
    again = {(labels.get(s, s), p, labels.get(o, o), labels.get(g, g)) for s, p, o, g in statements}
    if again != set(parse_nquads(found.text)):
        raise Broken("the canonical text is of another dataset")
    # In several graphs the algorithm of the standard does not always keep these promises.
    if len({graph for *_, graph in statements}) > 1:
        return
    for other in (renamed(Random(1), statements), parse_nquads(found.text)):
        if canonicalize_dataset(other, algorithm=algorithm).text != found.text:
            raise Broken("the names of blank nodes change the canonical text")


def _edges(chance: BytesRandom) -> list[Statement]:
    """Any statements between a few nodes, as many as there are bytes for."""
    found: dict[Statement, None] = {}
    while not chance.spent and len(found) < 60:
        subject, object_ = f"_:n{chance.randrange(8)}", f"_:n{chance.randrange(8)}"
        object_ = object_ if chance.random() < 0.8 else chance.choice(('"a"', '"\\n"@en', "<urn:o>"))
        found[subject, chance.choice(("<urn:p>", "<urn:q>")), object_, ""] = None
    return list(found)


@cache
def seeds() -> tuple[bytes, ...]:
    return tuple(Random(number).randbytes(10 + 8 * number) for number in range(40))


def mutate(data: bytes, rnd: Random) -> bytes:
    return changed_bytes(data, rnd)


TARGET = Target("datasets", run, seeds, mutate, max_length=2_000)
