"""Evidence: what was done for the achievement, and where it can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]


def _says_nothing(subject: Subject) -> Iterator[Breach]:
    for evidence in subject.objects("Evidence"):
        if not evidence.has("id") and not _is_described(evidence):
            yield Breach(evidence.pointer, "the evidence has neither id nor narrative; wanted what was done, or where")


def _unnamed(subject: Subject) -> Iterator[Breach]:
    for evidence in subject.objects("Evidence"):
        if evidence.has("id") and not _is_described(evidence):
            yield Breach(
                evidence.pointer, "the evidence is a link alone; wanted a name or narrative for when it is gone"
            )


def _plain_http(subject: Subject) -> Iterator[Breach]:
    for evidence in subject.objects("Evidence"):
        text = evidence.text("id")
        if text is not None and text[:5].lower() == "http:":
            message = f"found {described(text)}, which anybody on the way can change; wanted https"
            yield Breach(evidence.below("id"), message, wanted="an address that begins with https://")


def _is_described(evidence: Part) -> bool:
    return any(evidence.has(name) for name in ("name", "narrative", "description"))


RULES: Final[Rules] = MappingProxyType(
    {
        "evidence.plain-http": _plain_http,
        "evidence.says-nothing": _says_nothing,
        "evidence.unnamed": _unnamed,
    }
)
