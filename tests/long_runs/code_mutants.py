"""Every small change that is made to our own code to see whether a test notices, each with a name that says what.

A change is made in the syntax tree, so that it is compiled without being written down. Not changed is what nobody could
notice or would test: annotations, decorators, docstrings, ``__all__`` and ``__slots__``, texts for people (a string
with a blank in it, an f-string, a ``hint``), assertions, and what raises ``AssertionError``, for it is never reached.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
_PAIRS: Final = (
    ("lower", "upper"),
    ("lstrip", "rstrip"),
    ("find", "rfind"),
    ("partition", "rpartition"),
    ("removeprefix", "removesuffix"),
    ("startswith", "endswith"),
    ("fullmatch", "match"),
    ("match", "search"),
    ("min", "max"),
    ("any", "all"),
    ("issubset", "issuperset"),
)
_INSTEAD: Final = {**dict(_PAIRS), **{second: first for first, second in _PAIRS if second != "match"}}
# The two branches of the tree of errors decide between "failed" and "undetermined".
_OTHER_BRANCH: Final = {
    "ContextError": "UnsupportedError",
    "DocumentError": "UnsupportedError",
    "IssuerKeyError": "UnsupportedError",
    "ModelError": "UnsupportedError",
    "ProofError": "UnsupportedError",
    "Rejected": "Undetermined",
    "FetchError": "ProofError",
    "Undetermined": "Rejected",
    "UnsupportedError": "ProofError",
}
_FLIPPED: Final = {"failed": "undetermined", "undetermined": "failed", "passed": "failed"}
_UNTOUCHED: Final = frozenset({"__all__", "__slots__", "TYPE_CHECKING"})
_UNTOUCHED_FIELDS: Final = frozenset({"annotation", "returns", "decorator_list", "type_comment", "bases", "keywords"})


@dataclass(frozen=True)
class CodeMutant:
    """One change of one file: where it is, what it was and what it becomes, and how to make it in the tree.

    ``function`` is the qualified name of the function around it, and empty for what runs when the module is loaded.
    ``lines`` are the lines whose execution shows that a test could notice it; ``names`` are those bound by a statement
    that runs when the module is loaded.
    """

    file: str
    line: int
    function: str
    kind: str
    before: str
    after: str
    lines: range
    statement: range
    names: frozenset[str]
    place: tuple[ast.AST, str, int | None]
    new: Any
    number: int = 0

    @property
    def key(self) -> str:
        return f"{self.file}:{self.line}:{self.number}:{self.kind}"

    def compiled(self, tree: ast.Module, path: Path) -> Any:
        """The changed module; the tree is as it was afterwards."""
        parent, name, index = self.place
        if index is None:
            old = getattr(parent, name)
            setattr(parent, name, self.new)
        else:
            old = getattr(parent, name)[index]
            getattr(parent, name)[index] = self.new
        try:
            return compile(ast.fix_missing_locations(tree), str(path), "exec", dont_inherit=True)
        finally:
            if index is None:
                setattr(parent, name, old)
            else:
                getattr(parent, name)[index] = old


def code_mutants(path: Path, name: str) -> tuple[ast.Module, list[CodeMutant]]:
    """The tree of a file and all changes that can be made to it, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = list(_Walk(name).module(tree))
    return tree, [
        CodeMutant(**{**vars(mutant), "number": number}) for number, mutant in enumerate(found) if mutant is not None
    ]


class _Walk:
    def __init__(self, file: str) -> None:
        self.file = file

    def module(self, tree: ast.Module) -> Iterator[CodeMutant]:
        yield from self._children(tree, "", None, frozenset())

    def _children(
        self, node: ast.AST, function: str, outer: ast.stmt | None, names: frozenset[str]
    ) -> Iterator[CodeMutant]:
        for field, value in ast.iter_fields(node):
            if field in _UNTOUCHED_FIELDS and not (field == "keywords" and isinstance(node, ast.Call)):
                continue
            if isinstance(value, ast.AST):
                yield from self._at(node, field, None, value, function, outer, names)
            elif isinstance(value, list):
                for index, each in enumerate(value):
                    if isinstance(each, ast.AST):
                        yield from self._at(node, field, index, each, function, outer, names)

    def _at(
        self,
        parent: ast.AST,
        field: str,
        index: int | None,
        node: ast.AST,
        function: str,
        outer: ast.stmt | None,
        names: frozenset[str],
    ) -> Iterator[CodeMutant]:
        if _is_untouched(parent, field, node):
            return
        if isinstance(node, ast.stmt):
            outer = node
            if not function:
                names = frozenset(_bound(node)) or names
        for kind, new in _changes(parent, field, node):
            if isinstance(new, ast.AST):
                new = ast.copy_location(new, node)
            yield CodeMutant(
                file=self.file,
                line=getattr(node, "lineno", getattr(parent, "lineno", 1)),
                function=function,
                kind=kind,
                before=ast.unparse(node)[:200],
                after=ast.unparse(new)[:200],
                lines=_lines(node, outer),
                statement=_lines(node, outer) if outer is None else range(outer.lineno, (outer.end_lineno or 0) + 1),
                names=names,
                place=(parent, field, index),
                new=new,
            )
        inside = function
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                # Defaults are worked out where the function is defined.
                yield from self._children(node.args, function, outer, names)
                inside = ".".join(filter(None, (function, getattr(node, "name", "<lambda>"))))
                body = node.body if isinstance(node.body, list) else [node.body]
                for number, each in enumerate(body):
                    at = number if isinstance(node.body, list) else None
                    yield from self._at(node, "body", at, each, inside, outer, names)
                return
            case ast.ClassDef():
                for number, each in enumerate(node.body):
                    for mutant in self._at(node, "body", number, each, "", outer, names):
                        named = f"{node.name}.{mutant.function}" if mutant.function else ""
                        yield CodeMutant(**{**vars(mutant), "function": named})
                return
        yield from self._children(node, inside, outer, names)


def _lines(node: ast.AST, outer: ast.stmt | None) -> range:
    first = getattr(node, "lineno", getattr(outer, "lineno", 1))
    last = getattr(node, "end_lineno", first) or first
    if isinstance(node, ast.stmt):
        last = first
    return range(first, last + 1)


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=targets):
            yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.AugAssign(target=ast.Name(id=name)):
            yield name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name


def _is_untouched(parent: ast.AST, field: str, node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.JoinedStr() | ast.Assert() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) if name in _UNTOUCHED:
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Call(func=ast.Name(id="cast" | "TypeVar" | "NewType")):
            return True
        case ast.keyword(arg="hint"):
            return True
    return False


def _changes(parent: ast.AST, field: str, node: ast.AST) -> Iterator[tuple[str, Any]]:
    if field in ("ifs", "guard") or (field == "test" and isinstance(parent, ast.If | ast.IfExp | ast.While)):
        if not isinstance(parent, ast.While):
            yield "condition true", ast.Constant(True)
        yield "condition false", ast.Constant(False)
    match node:
        case ast.Compare(ops=ops):
            # Where a condition is replaced whole, its opposite shows no more.
            whole = field in ("test", "ifs", "guard")
            for index, operator in enumerate(ops):
                if whole and not isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
                    continue
                new = copy.copy(node)
                new.ops = [*ops[:index], _COMPARISONS[type(operator)](), *ops[index + 1 :]]
                yield "comparison", new
        case ast.BoolOp(op=operator, values=values):
            yield "and/or", ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
            for index in range(len(values)):
                rest = [*values[:index], *values[index + 1 :]]
                yield "operand dropped", rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            if field not in ("test", "ifs", "guard"):
                yield "not dropped", operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign dropped", operand
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
            if not _is_text(left) and not _is_text(right):
                yield "arithmetic", ast.BinOp(left, _ARITHMETIC[type(operator)](), right)
        case ast.AugAssign(target=target, op=operator, value=value) if type(operator) in _ARITHMETIC:
            yield "arithmetic", ast.AugAssign(target, _ARITHMETIC[type(operator)](), value)
        case ast.Constant(value=bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield "constant", ast.Constant(value + 1)
        case ast.Constant(value=str() as value) if value in _FLIPPED:
            yield "constant", ast.Constant(_FLIPPED[value])
        case ast.Constant(value=str() as value) if not _is_prose(value):
            yield "constant", ast.Constant(f"XX{value}")
        case ast.Constant(value=bytes() as value):
            yield "constant", ast.Constant(b"XX" + value)
        case ast.Break():
            yield "break", ast.Continue()
        case ast.Continue():
            yield "continue", ast.Break()
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.Raise() | ast.Delete():
            yield "statement dropped", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement dropped", ast.Pass()
        case ast.Return(value=value) if value is not None and not _is_nothing(value):
            yield "nothing returned", ast.Return(ast.Constant(None))
        case ast.Match(subject=subject, cases=cases) if len(cases) > 1:
            for index in range(len(cases)):
                yield "case dropped", ast.Match(subject, [*cases[:index], *cases[index + 1 :]])
        case ast.ExceptHandler(type=ast.Tuple(elts=types)) if len(types) > 1:
            for index in range(len(types)):
                caught = ast.Tuple([*types[:index], *types[index + 1 :]], ast.Load())
                yield "exception let through", ast.ExceptHandler(caught, node.name, node.body)
        case ast.ExceptHandler(type=ast.expr()):
            yield "exception let through", ast.ExceptHandler(ast.Tuple([], ast.Load()), node.name, node.body)
        case ast.Call(func=func, args=args, keywords=keywords):
            match func:
                case ast.Name(id=name) | ast.Attribute(attr=name) if name in _INSTEAD:
                    new_func = copy.copy(func)
                    setattr(new_func, "id" if isinstance(func, ast.Name) else "attr", _INSTEAD[name])
                    yield "call", ast.Call(new_func, args, keywords)
                case ast.Name(id=name) if name in _OTHER_BRANCH:
                    yield "other branch of errors", ast.Call(_imported(_OTHER_BRANCH[name]), args, keywords)
            for index, keyword in enumerate(keywords):
                if keyword.arg not in (None, "hint"):
                    yield "argument dropped", ast.Call(func, args, [*keywords[:index], *keywords[index + 1 :]])


def _is_prose(text: str) -> bool:
    return " " in text.strip()


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _is_nothing(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=None) | ast.Name(id="NotImplemented"):
            return True
    return False


def _imported(name: str) -> ast.expr:
    return ast.parse(f"__import__('microcred.errors', fromlist=['x']).{name}", mode="eval").body
