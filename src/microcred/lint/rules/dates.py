"""Dates that can be read, and still cannot be what somebody meant."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from microcred.instants import parse_instant
from microcred.lint.rule import Breach, Rules, Subject
from microcred.positions import child_pointer

__all__ = ["RULES"]


def _activity_reversed(subject: Subject) -> Iterator[Breach]:
    for part in subject.objects("AchievementSubject"):
        start, end = _instant(part.value, "activityStartDate"), _instant(part.value, "activityEndDate")
        if start is not None and end is not None and end < start:
            yield Breach(
                child_pointer(part.pointer, "activityEndDate"),
                f"found {part.value['activityEndDate']}, which is before the start of the activity; "
                f"wanted {part.value['activityStartDate']} or later",
                wanted=f"{part.value['activityStartDate']} or later",
            )


def _instant(holder: Any, name: str) -> Any:
    text = holder.get(name)
    return parse_instant(text, zone_required=False) if isinstance(text, str) else None


RULES: Final[Rules] = MappingProxyType({"dates.activity-reversed": _activity_reversed})
