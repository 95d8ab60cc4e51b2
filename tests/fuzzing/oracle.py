"""What has to be so of every outcome, whatever came in.

The outcome of a call is its value, or an error of the tree in :mod:`microcred.errors` whose codes are all in the
catalogue: anything else that is raised goes up, and ends the run. Of a report, everything that is shown of it is looked
at as well. And no input may cost more than :data:`SECONDS` of processor time or :data:`OCTETS` of memory.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import click

from microcred.codes import codes
from microcred.errors import Fault, MicrocredError
from microcred.verification.report import Outcome, Report

try:
    import resource
except ImportError:  # a platform that does not count
    resource = None  # type: ignore[assignment]

__all__ = [
    "OCTETS",
    "SECONDS",
    "Broken",
    "Costly",
    "answer",
    "check_error",
    "check_faults",
    "check_page",
    "check_printable",
    "check_report",
    "each",
    "peak",
    "within_bounds",
]

SECONDS: Final = 1.0
"""Of processor time, for one call with an input of less than a megabyte."""

OCTETS: Final = 200_000_000
"""Of memory, by which the process may grow for one input."""

_T = TypeVar("_T")
#: What acts on a terminal: control characters, and what changes the direction of a text.
_ACTIVE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_CONTROL: Final = re.compile("[\x00-\x1f\x7f]")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG: Final = re.compile(rf"<[A-Za-z/](?:{_QUOTED.pattern}|[^'\">])*>?")
_ACTIVE_ELEMENT: Final = re.compile(r"</?(?:script|iframe|object|embed|base|foreignobject|math)\b", re.IGNORECASE)
_ACTIVE_ATTRIBUTE: Final = re.compile(r"[\s/'\"]on[a-z]+\s*=", re.IGNORECASE)
_ACTIVE_ADDRESS: Final = re.compile(r"\b(?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript):", re.IGNORECASE)


class Broken(AssertionError):
    """A promise that was not kept."""


class Costly(Broken):
    """An input that took too much time or memory."""


def answer(call: Callable[[], _T]) -> _T | MicrocredError:
    """What a call comes to, within the bounds of one: its value, or the error that says why there is none."""
    try:
        with within_bounds():
            return call()
    except MicrocredError as error:
        check_error(error)
        return error


def check_error(error: MicrocredError) -> None:
    """An error says what was found, and each of its codes can be looked up."""
    check_faults(error.faults)


def check_faults(faults: Iterable[Fault]) -> None:
    """Each fault has a code of the catalogue, a message of one line, and values that can be written as JSON."""
    for fault in faults:
        if fault.code not in codes():
            raise Broken(f"the code {fault.code!r} is not in the catalogue")
        _check_message(fault.code, fault.message)
        if fault.pointer and not fault.pointer.startswith("/"):
            raise Broken(f"the pointer of {fault.code} is {fault.pointer!r}")
        try:
            json.dumps(fault.to_dict())
        except (TypeError, ValueError) as error:
            raise Broken(f"{fault.code} cannot be written as JSON: {error}") from error


def _check_message(code: str, message: str) -> None:
    if not message.strip() or _CONTROL.search(message):
        raise Broken(f"the message of {code} is {message!r}, wanted one line without control characters")


def check_report(report: Report) -> None:
    """Every check has a code where it did not pass, all codes are known, and the report can be written and shown."""
    for check in report.checks:
        if check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED) and not check.code:
            raise Broken(f"the check {check.name} is {check.outcome}, and has no code")
        if check.code is not None and check.code not in codes():
            raise Broken(f"the code {check.code!r} of the check {check.name} is not in the catalogue")
        _check_message(check.code or check.name, check.message)
        check_faults(check.faults)
    answer(report.require)
    json.loads(report.to_json())
    for part in (*report.endorsements, *report.credentials, *([report.refreshed] if report.refreshed else [])):
        check_report(part)


def check_printable(text: str) -> None:
    """Nothing in a text that goes to a terminal acts on it, besides the colours that are our own."""
    if found := _ACTIVE.search(click.unstyle(text)):
        raise Broken(f"the text for the terminal holds {found.group()!r} at {found.start()}")


def check_page(text: str) -> None:
    """A page has no element and no attribute that does anything."""
    for tag in _TAG.findall(text):
        if _ACTIVE_ELEMENT.match(tag):
            raise Broken(f"the page has the element {tag!r:.200}")
        if _ACTIVE_ADDRESS.search(tag) or _ACTIVE_ATTRIBUTE.search(_QUOTED.sub("''", tag)):
            raise Broken(f"the page has an active attribute in {tag!r:.200}")


def peak() -> int:
    """The most memory that this process has had so far, in octets; 0 where nobody counts it."""
    if resource is None:
        return 0
    import sys

    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found if sys.platform == "darwin" else found * 1024


@contextmanager
def within_bounds(seconds: float = SECONDS, octets: int = OCTETS, *, clock: Callable[[], float] | None = None) -> Any:
    """What is done in here stays within the time of the processor, and the memory, that one input may cost."""
    clock = clock or time.process_time
    before, started = peak(), clock()
    yield
    took, grown = clock() - started, peak() - before
    if took > seconds:
        raise Costly(f"the input took {took:.2f} s of processor time, at most {seconds} are allowed")
    if grown > octets:
        raise Costly(f"the input took {grown} octets of memory, at most {octets} are allowed")


def each(value: Any) -> Iterator[Any]:
    """Every value in a JSON value, from the top."""
    yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from each(part)
