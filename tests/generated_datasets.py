"""RDF datasets whose blank nodes are hard to tell apart: regular shapes, and shapes that nearly are, made of chance.

A shape is a list of edges between numbered nodes. :func:`dataset` turns one or two of them into statements: with one
predicate or several, in one graph or in graphs that blank nodes name, and sometimes with what breaks a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise, product
from random import Random
from typing import Final, TypeAlias

from microcred.canonical.dataset import Statement

Edge: TypeAlias = tuple[int, int]


def cycle(size: int) -> list[Edge]:
    return [(node, (node + 1) % size) for node in range(size)]


def path(size: int) -> list[Edge]:
    return list(pairwise(range(size)))


def ladder(size: int) -> list[Edge]:
    """Two paths, their nodes joined one by one."""
    rungs = [(node, size + node) for node in range(size)]
    return [*path(size), *((size + a, size + b) for a, b in path(size)), *rungs]


def clique(size: int) -> list[Edge]:
    return [(a, b) for a, b in product(range(size), repeat=2) if a != b]


def tree(depth: int) -> list[Edge]:
    """A binary tree: equal sub-trees in every place."""
    return [(node, child) for node in range(2**depth - 1) for child in (2 * node + 1, 2 * node + 2)]


def star(size: int) -> list[Edge]:
    return [(0, node) for node in range(1, size)]


def bipartite(left: int, right: int) -> list[Edge]:
    return [(a, left + b) for a in range(left) for b in range(right)]


def cube() -> list[Edge]:
    return [(a, b) for a, b in combinations(range(8), 2) if (a ^ b).bit_count() == 1]


def petersen() -> list[Edge]:
    pairs = list(combinations(range(5), 2))
    return [(a, b) for a, b in combinations(range(10), 2) if set(pairs[a]).isdisjoint(pairs[b])]


def regular(rnd: Random, size: int, degree: int) -> list[Edge]:
    """A graph in which every node has ``degree`` edges going out and coming in, loops and repetitions included."""
    edges: list[Edge] = []
    for _ in range(degree):
        edges += enumerate(rnd.sample(range(size), size))
    return edges


def families(rnd: Random) -> list[Edge]:
    """Up to four centres with families of leaves: the leaves of one family can change places."""
    edges: list[Edge] = []
    leaf = 4
    for _ in range(rnd.randint(1, 3)):
        centres = rnd.sample(range(4), rnd.randint(1, 3))
        size = rnd.randint(1, 3)
        edges += [(centre, leaf + member) for centre in centres for member in range(size)]
        leaf += size
    return edges


def alike(edges: Sequence[Edge], times: int) -> list[Edge]:
    """Several copies of a shape that have nothing to do with each other."""
    size = 1 + max(max(edge) for edge in edges)
    return [(a + copy * size, b + copy * size) for copy in range(times) for a, b in edges]


SHAPES: Final[tuple[Callable[[Random], list[Edge]], ...]] = (
    lambda rnd: cycle(rnd.randint(1, 7)),
    lambda rnd: alike(cycle(rnd.randint(1, 4)), rnd.randint(2, 3)),
    lambda rnd: path(rnd.randint(2, 6)),
    lambda rnd: alike(path(rnd.randint(2, 4)), 2),
    lambda rnd: ladder(rnd.randint(2, 4)),
    lambda rnd: clique(rnd.randint(2, 5)),
    lambda rnd: alike(clique(3), 2),
    lambda rnd: tree(rnd.randint(1, 3)),
    lambda rnd: star(rnd.randint(2, 6)),
    lambda rnd: bipartite(rnd.randint(1, 3), rnd.randint(1, 3)),
    lambda rnd: cube(),
    lambda rnd: petersen(),
    lambda rnd: regular(rnd, rnd.randint(2, 7), rnd.randint(1, 2)),
    lambda rnd: alike(regular(rnd, 3, 1), 2),
    lambda rnd: [(rnd.randrange(5), rnd.randrange(5)) for _ in range(rnd.randint(1, 8))],
    lambda rnd: alike(star(rnd.randint(3, 6)), 2),
    families,
    lambda rnd: alike(families(rnd), 2),
)


def dataset(rnd: Random) -> list[Statement]:
    """One dataset; the same ``rnd`` gives the same one."""
    edges = rnd.choice(SHAPES)(rnd)
    if rnd.random() < 0.2:
        first = 1 + max((max(edge) for edge in edges), default=0)
        edges = [*edges, *((a + first, b + first) for a, b in rnd.choice(SHAPES[:10])(rnd))]
    if rnd.random() < 0.3:
        edges = [(b, a) if rnd.random() < 0.5 else (a, b) for a, b in edges]
    if rnd.random() < 0.3:
        edges = [*edges, *((b, a) for a, b in edges)]
    predicates = ["<urn:p>"] if rnd.random() < 0.6 else ["<urn:p>", "<urn:q>"]
    graphs = _graphs(rnd, edges)
    found = [
        (f"_:n{a}", rnd.choice(predicates), f"_:n{b}", graph)
        for a, b in edges
        for graph in ([rnd.choice(graphs)] if rnd.random() < 0.7 else graphs)
    ]
    found += _marks(rnd, edges)
    return list(dict.fromkeys(found))


def renamed(rnd: Random, statements: Sequence[Statement]) -> list[Statement]:
    """The same dataset, its blank nodes called otherwise, its statements in another order, some of them repeated."""
    nodes = sorted({term for statement in statements for term in statement if term.startswith("_:")})
    names = dict(zip(nodes, rnd.sample([f"_:x{number}" for number in range(200)], len(nodes)), strict=True))
    other = [(names.get(s, s), p, names.get(o, o), names.get(g, g)) for s, p, o, g in statements]
    other += rnd.choices(other, k=min(2, len(other)))
    rnd.shuffle(other)
    return other


def _graphs(rnd: Random, edges: Sequence[Edge]) -> list[str]:
    nodes = sorted({node for edge in edges for node in edge}) or [0]
    turn = rnd.random()
    if turn < 0.6:
        return [""]
    if turn < 0.75:
        return ["", "<urn:g>"]
    if turn < 0.9:
        # Graphs that differ in nothing but their names, which are blank.
        return ["_:g0", "_:g1"]
    return [f"_:n{rnd.choice(nodes)}", ""]


def _marks(rnd: Random, edges: Sequence[Edge]) -> list[Statement]:
    """What nodes say besides their edges: the same of each, the same of some, or something of one alone."""
    nodes = sorted({node for edge in edges for node in edge}) or [0]
    marks: list[Statement] = []
    if rnd.random() < 0.5:
        marks += [(f"_:n{node}", "<urn:name>", '"alike"', "") for node in nodes]
    if rnd.random() < 0.3:
        half = rnd.sample(nodes, len(nodes) // 2)
        marks += [(f"_:n{node}", "<urn:name>", '"tie\\nbroken"@en', "") for node in half]
    if rnd.random() < 0.2:
        marks.append(("<urn:root>", "<urn:holds>", f"_:n{rnd.choice(nodes)}", rnd.choice(("", "<urn:g>"))))
    if rnd.random() < 0.15:
        marks.append((f"_:n{rnd.choice(nodes)}", "<urn:self>", f"_:n{rnd.choice(nodes)}", "_:g0"))
    return marks
