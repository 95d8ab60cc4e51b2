"""RDFC-1.0 by an engine that is written in another language; ``plain_rdfc10`` says where it differs."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from microcred.canonical.dataset import Statement
from microcred.canonical.rdfc10 import nquads


def by_oxigraph(statements: Sequence[Statement]) -> str:
    """The canonical N-Quads that it finds; it is not to be asked about many nodes that are hard to tell apart."""
    text = "".join(nquads(statements, {}))
    found = Dataset(parse(text, format=RdfFormat.N_QUADS))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(found, format=RdfFormat.N_QUADS) or b"").decode().split("\n")
    return "".join(sorted(f"{line}\n" for line in lines if line))
