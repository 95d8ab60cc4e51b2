"""Results and the descriptions of what results there can be: rubrics, scales, bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
# The result types of Open Badges 3.0, B.6.6, whose values are numbers.
_NUMERIC: Final = frozenset(("GradePointAverage", "Percent", "RawScore", "ScaledScore"))


def _says_nothing(subject: Subject) -> Iterator[Breach]:
    for result in subject.objects("Result") if "result.status-missing" not in subject.reported else ():
        if not any(result.has(name) for name in ("value", "achievedLevel", "status", "alignment")):
            yield Breach(
                result.pointer, "the result has no value, achievedLevel, status or alignment; wanted what was reached"
            )


def _not_described(subject: Subject) -> Iterator[Breach]:
    for result in subject.objects("Result"):
        if not result.has("resultDescription") and (result.has("value") or result.has("achievedLevel")):
            yield Breach(
                result.pointer,
                "the result names no resultDescription, so nobody knows the scale; wanted the id of one",
            )


def _required_missing(subject: Subject) -> Iterator[Breach]:
    for about in subject.objects("AchievementSubject"):
        used = {result.text("resultDescription") for result in about.members("result")}
        # Results that name no description at all are a matter of their own.
        if not used - {None}:
            continue
        for achievement in about.members("achievement"):
            for description in achievement.members("resultDescription"):
                required = description.has("requiredValue") or description.has("requiredLevel")
                if required and description.text("id") not in used:
                    yield Breach(
                        about.below("result"),
                        f"no result is one of {described(description.text('name'))}, in which "
                        f"{description.pointer:.80} requires something; wanted one",
                    )


def _range_reversed(subject: Subject) -> Iterator[Breach]:
    for description in subject.objects("ResultDescription"):
        low, high = _number(description.text("valueMin")), _number(description.text("valueMax"))
        if low is not None and high is not None and low > high:
            yield Breach(
                description.below("valueMax"),
                f"valueMax is {high}, and valueMin is {low}; wanted a range from low to high",
                wanted=f"{low} or more",
            )


def _not_a_number(subject: Subject) -> Iterator[Breach]:
    """Values and bounds of the types that are numbers."""
    numeric: set[str | None] = set()
    for description in subject.objects("ResultDescription"):
        if description.text("resultType") in _NUMERIC and not description.has("allowedValue"):
            numeric.add(description.text("id"))
            for name in ("valueMin", "valueMax", "requiredValue"):
                yield from _wanted_number(description, name, description.text("resultType"))
    for result in subject.objects("Result"):
        named = result.text("resultDescription")
        if named is not None and named in numeric:
            yield from _wanted_number(result, "value", "a number, by its description")


def _wanted_number(holder: Part, name: str, kind: str | None) -> Iterator[Breach]:
    text = holder.text(name)
    if text is not None and _number(text) is None:
        yield Breach(
            holder.below(name), f"{name} is {described(text)}, and its type is {kind}; wanted digits", wanted="a number"
        )


def _allowed_twice(subject: Subject) -> Iterator[Breach]:
    for description in subject.objects("ResultDescription"):
        yield from _twice((value, value.value) for value in description.members("allowedValue"))


def _level_twice(subject: Subject) -> Iterator[Breach]:
    for description in subject.objects("ResultDescription"):
        levels = description.members("rubricCriterionLevel")
        named = ((Part(level.below("name"), "name", None), level.text("name")) for level in levels)
        yield from _twice(named)


def _twice(values: Iterator[tuple[Part, object]]) -> Iterator[Breach]:
    first: dict[str, str] = {}
    for part, value in values:
        seen = first.setdefault(value.strip().casefold(), part.pointer) if isinstance(value, str) else part.pointer
        if seen != part.pointer:
            yield Breach(part.pointer, f"found {described(value)}, which stands at {seen:.60} too; wanted it once")


def _points_not_rising(subject: Subject) -> Iterator[Breach]:
    for description in subject.objects("ResultDescription"):
        before: Decimal | None = None
        for level in description.members("rubricCriterionLevel"):
            points = _number(level.text("points"))
            if before is not None and points is not None and points < before:
                yield Breach(
                    level.below("points"),
                    f"found {points} points, and {before} for the level before; wanted levels from low to high",
                )
            before = points if points is not None else before


def _no_levels(subject: Subject) -> Iterator[Breach]:
    for description in subject.objects("ResultDescription"):
        if description.text("resultType") == "RubricCriterionLevel" and not description.has("rubricCriterionLevel"):
            yield Breach(
                description.below("resultType"),
                "the results are levels of a rubric, and the description lists none; wanted its rubricCriterionLevel",
            )


def _below_required(subject: Subject) -> Iterator[Breach]:
    for about in subject.objects("AchievementSubject"):
        scales = {
            description.text("id"): description
            for achievement in about.members("achievement")
            for description in achievement.members("resultDescription")
        }
        places = {name: _places(scale) for name, scale in scales.items() if name is not None}
        for result in about.members("result"):
            scale = scales.get(result.text("resultDescription"))
            if scale is not None and scale.text("id") is not None:
                yield from _below(result, scale, *places[scale.text("id") or ""])


def _places(scale: Part) -> tuple[dict[str, int], dict[str, int]]:
    """Where each allowed value and each level of a description stands, from low to high."""
    values: dict[str, int] = {}
    for at, part in enumerate(scale.members("allowedValue")):
        if isinstance(part.value, str):
            values.setdefault(part.value, at)
    levels = {level.text("id") or "": at for at, level in enumerate(scale.members("rubricCriterionLevel"))}
    return values, levels


def _below(result: Part, scale: Part, values: dict[str, int], levels: dict[str, int]) -> Iterator[Breach]:
    for name, wanted, order in (("value", "requiredValue", values), ("achievedLevel", "requiredLevel", levels)):
        found, least = result.text(name), scale.text(wanted)
        if found is None or least is None:
            continue
        reached, required = (order.get(found), order.get(least)) if order else (_number(found), _number(least))
        if reached is not None and required is not None and reached < required:
            yield Breach(
                result.below(name),
                f"found {described(found)}, which is below the {wanted} {described(least)} of its description",
                wanted=f"{described(least)} or higher",
            )


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


RULES: Final[Rules] = MappingProxyType(
    {
        "result.allowed-twice": _allowed_twice,
        "result.below-required": _below_required,
        "result.level-twice": _level_twice,
        "result.no-levels": _no_levels,
        "result.not-a-number": _not_a_number,
        "result.not-described": _not_described,
        "result.points-not-rising": _points_not_rising,
        "result.range-reversed": _range_reversed,
        "result.required-missing": _required_missing,
        "result.says-nothing": _says_nothing,
    }
)
