"""Holding an instance against a schema, one keyword after the other (JSON Schema, 7).

Everything that the schema can make this do is paid for from one :class:`Effort`, and nests only so deep: schemas that
refer to themselves, that branch without end or that ask for the square of something end in *undetermined*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from microcred.document import child_pointer
from microcred.errors import Fault, Undetermined
from microcred.verification.json_schema.dialects import Dialect
from microcred.verification.json_schema.effort import Effort
from microcred.verification.json_schema.instances import shown
from microcred.verification.json_schema.patterns import Pattern
from microcred.verification.json_schema.references import Resource, Schemas, unusable

__all__ = ["Evaluation", "Keyword", "Place", "Scope", "Task"]

_MAX_NESTING: Final = 150
_MAX_FAULTS: Final = 50

Place: TypeAlias = "tuple[Place, str | int] | None"
"""Where something stands: the place around it, and its name or index there."""

Seen: TypeAlias = "set[str | int]"
"""The members, or elements, of one instance that a schema has looked at, for the ``unevaluated`` keywords."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The resource that is being evaluated, and those from which it was entered: the dynamic scope."""

    resource: Resource
    outer: Scope | None = None

    def entered(self, resource: Resource) -> Scope:
        """This scope, or the one within it when another resource is entered."""
        return self if resource is self.resource else Scope(resource, self)


@dataclass(slots=True)
class Task:
    """One schema and one instance, while the keywords of the one are applied to the other."""

    schema: Mapping[str, Any]
    instance: Any
    place: Place
    keywords: Place
    scope: Scope
    loud: bool
    seen: Seen = field(default_factory=set)


Keyword: TypeAlias = "Callable[[Evaluation, Any, Task], bool]"
"""What a keyword does with its value: says whether the instance holds, and when the task is loud also why not."""


class Evaluation:
    """One run: what it may still cost, and what it found."""

    def __init__(self, schemas: Schemas, keywords: Mapping[str, Keyword], effort: Effort) -> None:
        self.schemas = schemas
        self.effort = effort
        self.faults: list[Fault] = []
        self._keywords = keywords
        self._patterns: dict[str, Pattern] = {}
        self._plans: dict[int, tuple[tuple[str, Keyword], ...]] = {}
        self._depth = 0

    def run(self, schema: Any, instance: Any, resource: Resource) -> bool:
        """Whether the instance holds; what does not is in :attr:`faults`."""
        try:
            return self._evaluate(schema, instance, None, None, Scope(resource), loud=True) is not None
        except RecursionError:
            raise _too_deep() from None

    def holds(
        self,
        schema: Any,
        task: Task,
        *keywords: str | int,
        at: tuple[str | int, Any] | None = None,
        loud: bool | None = None,
        within: Resource | None = None,
    ) -> bool:
        """Apply a schema from inside of a task: to the same instance, or to a part of it, which ``at`` names.

        ``keywords`` is the way to it in the schema. What it looks at in the same instance counts as seen if it holds.
        """
        place, instance = (task.place, task.instance) if at is None else ((task.place, at[0]), at[1])
        where = task.keywords
        for keyword in keywords:
            where = (where, keyword)
        scope = task.scope if within is None else task.scope.entered(within)
        seen = self._evaluate(schema, instance, place, where, scope, loud=task.loud if loud is None else loud)
        if seen is None:
            return False
        if at is None and seen:
            self.effort.spend(len(seen))
            task.seen |= seen
        return True

    def reached(self, reference: str, task: Task) -> tuple[Any, Resource]:
        """What a reference in a task means; a place that is no schema by its position is held to be one first."""
        target, resource = self.schemas.resolve(reference, task.scope.resource)
        if isinstance(target, dict) and not self.schemas.knows(target):
            check_schema(target, resource, self.effort)
            self.schemas.adopt(target, resource)
            resource = self.schemas.resource_of(target, resource)
        return target, resource

    def found(self, pattern: str, text: str) -> bool:
        """Whether a pattern is found in a text."""
        if pattern not in self._patterns:
            self._patterns[pattern] = Pattern(pattern, self.effort)
        return self._patterns[pattern].found_in(text, self.effort)

    def aside(self, schema: Any, task: Task, *keywords: str | int) -> list[Fault] | None:
        """Apply one of several alternatives: ``None`` if the instance holds, or else what is wrong, noted nowhere."""
        noted, self.faults = self.faults, []
        try:
            return None if self.holds(schema, task, *keywords) else self.faults
        finally:
            self.faults = noted

    def none_fits(self, refusals: list[list[Fault] | None], task: Task, keyword: str, wanted: str) -> bool:
        """The verdict where every alternative was refused: the faults of the only one that was meant, if one was."""
        here = _pointer(task.place)
        meant = [
            faults
            for faults in refusals
            if faults
            and not any(fault.pointer == here and str(fault.evidence["keyword"]).endswith("/type") for fault in faults)
        ]
        if len(meant) != 1:
            return self.verdict(False, task, keyword, wanted)
        self.faults += meant[0][: _MAX_FAULTS - len(self.faults)]
        return False

    def verdict(self, holds: bool, task: Task, keyword: str, wanted: str, *parts: str | int) -> bool:
        """The verdict of an assertion; one that fails in a loud task is noted, with what was found and wanted."""
        if not holds and task.loud and len(self.faults) < _MAX_FAULTS:
            self.effort.spend(8)
            place = task.place
            for part in parts:
                place = (place, part)
            found = f"{shown(task.instance)}, " if not parts else ""
            self.faults.append(
                Fault(
                    "schema.not-conforming",
                    f"found {found}wanted {wanted}" if found else wanted,
                    _pointer(place),
                    evidence={"keyword": _pointer((task.keywords, keyword))},
                )
            )
        return holds

    def _evaluate(
        self, schema: Any, instance: Any, place: Place, keywords: Place, scope: Scope, *, loud: bool
    ) -> Seen | None:
        """What was looked at in the instance if it holds, or else ``None``."""
        self.effort.spend(4)
        if schema is True:
            return set()
        task = Task({}, instance, place, keywords, scope, loud)
        if schema is False:
            return set() if self.verdict(False, task, "", "nothing here") else None
        if not isinstance(schema, dict):
            raise unusable(f"the schema has {shown(schema)} at {_pointer(keywords)!r:.120}, where a schema belongs")
        task.scope = scope.entered(self.schemas.resource_of(schema, scope.resource))
        task.schema = schema
        if self._depth >= _MAX_NESTING:
            raise _too_deep()
        self._depth += 1
        try:
            return task.seen if self._applied(task) else None
        finally:
            self._depth -= 1

    def _applied(self, task: Task) -> bool:
        good = True
        for name, keyword in self._plan(task.schema, task.scope.resource.dialect):
            self.effort.spend(1)
            good = keyword(self, task.schema[name], task) and good
            if not good and (not task.loud or len(self.faults) >= _MAX_FAULTS):
                break
        return good

    def _plan(self, schema: Mapping[str, Any], dialect: Dialect) -> tuple[tuple[str, Keyword], ...]:
        """The keywords of a schema that say something, in the order in which they have to be applied."""
        if id(schema) not in self._plans:
            hidden = dialect.hiding and "$ref" in schema
            names = [name for name in schema if name in self._keywords and name not in dialect.lacks]
            # The unevaluated keywords look at what all others have seen.
            names = ["$ref"] if hidden else sorted(names, key=lambda name: name.startswith("unevaluated"))
            self._plans[id(schema)] = tuple((name, self._keywords[name]) for name in names)
        return self._plans[id(schema)]


def check_schema(schema: Any, resource: Resource, effort: Effort) -> None:
    """Hold a schema against the metaschema of its dialect; raises ``schema.unusable`` with the first thing wrong."""
    from microcred.verification.json_schema.keywords import KEYWORDS
    from microcred.verification.json_schema.references import standard_schemas

    standard = standard_schemas()
    metaschema, its = standard.resolve(resource.dialect.uri, resource)
    evaluation = Evaluation(Schemas(effort, standard), {**KEYWORDS, "format": _unasserted}, effort)
    if not evaluation.run(metaschema, schema, its):
        fault = evaluation.faults[0]
        raise unusable(f"the schema is not valid JSON Schema: at {fault.pointer!r:.120}, {fault.message:.200}")


def _unasserted(*_: Any) -> bool:
    return True


def _too_deep() -> Undetermined:
    return Undetermined(
        "schema.too-much-work",
        f"the schema leads more than {_MAX_NESTING} schemas deep, or back to itself",
        hint="a schema for credentials needs a few dozen; look for references that lead back",
    )


def _pointer(place: Place) -> str:
    tokens = []
    while place is not None:
        place, token = place
        tokens.append(token)
    pointer = ""
    for token in reversed(tokens):
        pointer = child_pointer(pointer, token)
    return pointer
