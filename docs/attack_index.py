"""The attacks of ``tests/attacks``, read as text: nothing of them is imported, so pages build without the tests' needs.

One file is one attack. The first lines of a file say what the attack is, what a careless implementation makes of it,
and what holds it off; the rest of it shows both. :attr:`Attack.faults` tells where a file does not keep to that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

__all__ = ["ATTACKERS", "TESTS", "Attack", "Careless", "addresses", "attacks"]

TESTS: Final = Path(__file__).parents[1] / "tests"

ATTACKERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "forger": "makes what nobody issued, in the name of an issuer whom the verifier trusts",
        "editor": "has something good, and changes it: a better grade, another name, a later date",
        "borrower": "shows what is somebody else's",
        "intruder": "cares for no badge, and wants the machine, the network, the terminal or the browser",
        "host": "serves keys, status lists, contexts and registries, and lies or watches",
    }
)
"""The folders of ``tests/attacks``, in the order of the threat model."""

_PARAGRAPHS: Final = ("Attack", "Naively", "Here")
_CODE: Final = re.compile(r"[a-z0-9]+\.[a-z0-9]+(?:-[a-z0-9]+)*")
_NAIVE: Final = re.compile(r"(naive_|Naive)\w+")

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Careless:
    """An implementation that falls for an attack: a function or class, and the file that it stands in."""

    name: str
    source: str
    path: Path

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"{self.path.stem}-{self.name}".replace("_", "-").lower()


@dataclass(frozen=True)
class Attack:
    """One file of the attacks."""

    path: Path

    @property
    def attacker(self) -> str:
        """The folder that it stands in."""
        return self.path.parent.name

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return "attack-" + self.path.stem.removeprefix("test_").replace("_", "-")

    @cached_property
    def source(self) -> str:
        """The text of the file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The text as Python reads it."""
        return ast.parse(self.source)

    @cached_property
    def _blocks(self) -> list[str]:
        text = ast.get_docstring(self.tree) or ""
        return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]

    @property
    def title(self) -> str:
        """What it is, in a line."""
        return self._blocks[0].removesuffix(".") if self._blocks else self.path.stem

    @property
    def paragraphs(self) -> dict[str, str]:
        """What the attacker does, what a careless implementation believes, and what holds it off."""
        pairs = (block.partition(": ") for block in self._blocks[1:])
        return {name: text for name, colon, text in pairs if colon and name in _PARAGRAPHS}

    @cached_property
    def tests(self) -> tuple[str, ...]:
        """The names of its tests."""
        return tuple(
            node.name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        )

    @cached_property
    def careless(self) -> tuple[Careless, ...]:
        """The careless implementations that it shows or uses: of this file, or taken from elsewhere in the tests."""
        found = [*_careless(self.path, self.source)]
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom):
                names = {name.name for name in node.names}
                for folder in (self.path.parents[2], self.path.parent):
                    found += [each for each in _module(folder / f"{node.module}.py") if each.name in names]
        return tuple(found)

    @cached_property
    def _named(self) -> frozenset[str]:
        named = {code for text in _texts(self.tree) for code in _CODE.findall(text)}
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom):
                tables = _tables(self.path.parents[2] / f"{node.module}.py")
                named.update(*(tables.get(name.name, ()) for name in node.names))
        return frozenset(named)

    def codes(self, catalogue: Set[str]) -> tuple[str, ...]:
        """The stable codes that its tests name, or a table does that they take from beside the attacks."""
        return tuple(sorted(self._named & catalogue))

    def promised(self, catalogue: Set[str]) -> frozenset[str]:
        """The stable codes that its first lines say it ends in."""
        return frozenset(_CODE.findall(self.paragraphs.get("Here", ""))) & catalogue

    @property
    def faults(self) -> Iterator[str]:
        """What keeps the file from being read like all the others."""
        if self.attacker not in ATTACKERS:
            yield f"the folder {self.attacker} is no attacker"
        if [*self.paragraphs] != [*_PARAGRAPHS] or len(self._blocks) != 1 + len(_PARAGRAPHS):
            yield "the first lines are not a title and three paragraphs: Attack, Naively, Here"
        if len(self.title) > 120 or self.title.partition(": ")[0] in _PARAGRAPHS:
            yield "the title is not one line"
        yield from (f"“{name}” says next to nothing" for name, text in self.paragraphs.items() if len(text) < 30)
        yield from self._faults_of_the_code()

    def _faults_of_the_code(self) -> Iterator[str]:
        if not self.careless:
            yield "no careless implementation is written out: naive_… or Naive…"
        for each in self.careless:
            if not _looks_at_something(ast.parse(each.source).body[0]):
                yield f"{each.name} looks at nothing that it is given"
        used = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        if self.careless and used.isdisjoint(each.name for each in self.careless):
            yield "no test uses the careless implementation"
        if not any("naive" in test for test in self.tests):
            yield "no test shows that the attack works: one with “naive” in its name"
        if all("naive" in test for test in self.tests):
            yield "no test shows that the attack fails here"


def attacks(tests: Path = TESTS) -> dict[str, list[Attack]]:
    """All attacks by attacker."""
    return {name: [Attack(path) for path in sorted((tests / "attacks" / name).glob("*.py"))] for name in ATTACKERS}


def addresses(tests: Path = TESTS) -> int:
    """How many URLs into inner networks are tried, one by one: the length of ``URLS`` in ``ssrf_addresses``."""
    path = tests / "ssrf_addresses.py"
    lengths: dict[str, int] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else ():
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                lengths[name] = _length(value, lengths)
    return lengths.get("URLS", 0)


@cache
def _module(path: Path) -> tuple[Careless, ...]:
    return tuple(_careless(path, path.read_text(encoding="utf-8"))) if path.exists() else ()


@cache
def _tables(path: Path) -> Mapping[str, frozenset[str]]:
    """The tables of a module of the tests, each with the codes in it and in those that it is made of."""
    found: dict[str, frozenset[str]] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else ():
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            codes = {code for text in _texts(node.value) for code in _CODE.findall(text)}
            parts = (found.get(each.id, frozenset()) for each in ast.walk(node.value) if isinstance(each, ast.Name))
            found |= {each.id: frozenset(codes).union(*parts) for each in targets if isinstance(each, ast.Name)}
    return found


def _careless(path: Path, text: str) -> Iterator[Careless]:
    for node in ast.parse(text).body:
        if isinstance(node, _Definition) and _NAIVE.fullmatch(node.name):
            yield Careless(node.name, ast.get_source_segment(text, node) or "", path)


def _looks_at_something(node: ast.stmt) -> bool:
    """Whether a function calls anything, or uses what it is given; a class has functions that do."""
    if isinstance(node, ast.ClassDef):
        return True
    inside = list(ast.walk(node))
    given = {each.arg for each in inside if isinstance(each, ast.arg)}
    return any(isinstance(each, ast.Call) or (isinstance(each, ast.Name) and each.id in given) for each in inside)


def _texts(tree: ast.AST) -> Iterator[str]:
    """All texts of a file but its documentation, whose codes need not be asserted."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | _Definition) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def _length(value: ast.expr, lengths: Mapping[str, int]) -> int:
    """How many entries a table has that is written as a display, a text that is split, or made of other tables."""
    match value:
        case ast.Name(id=name):
            return lengths.get(name, 0)
        case ast.Tuple(elts=entries) | ast.List(elts=entries):
            return sum(_length(each.value, lengths) if isinstance(each, ast.Starred) else 1 for each in entries)
        case ast.Call(func=ast.Attribute(value=text, attr="split"), args=separator):
            return len(_text(text).split(*(_text(each) for each in separator)))
        case ast.Call(args=[*_, table]):
            return _length(table, lengths)
    return 0


def _text(value: ast.expr) -> str:
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.Subscript(value=inner, slice=ast.Slice(lower=lower, upper=upper)):
            start, end = (ast.literal_eval(bound) if bound else None for bound in (lower, upper))
            return _text(inner)[start:end]
    return ""
