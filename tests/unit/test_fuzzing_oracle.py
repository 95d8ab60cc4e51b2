"""What the fuzzing asks of every outcome: a good one passes, and a bad one of each kind is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import pytest

from badges import AT, sealed, unsigned
from fuzzing.oracle import (
    SECONDS,
    Broken,
    Costly,
    answer,
    check_faults,
    check_page,
    check_printable,
    check_report,
    within_bounds,
)
from fuzzing.reports import check_verification
from fuzzing.scene import sealed_drafts, verifier
from microcred.errors import DocumentError, Fault, MicrocredError
from microcred.verification.report import Check, Outcome, Report


def raising(error: Exception) -> Callable[[], NoReturn]:
    def call() -> NoReturn:
        raise error

    return call


def report(**changes: Any) -> Report:
    return replace(verifier().verify(sealed(), at=AT), **changes)


def test_an_answer_is_the_value_of_a_call() -> None:
    assert answer(lambda: 7) == 7


def test_an_answer_is_an_error_of_the_tree() -> None:
    error = DocumentError("document.empty", "the document is empty")
    assert answer(raising(error)) is error


@pytest.mark.parametrize("error", [KeyError("type"), RecursionError(), AssertionError(), ZeroDivisionError()], ids=repr)
def test_any_other_exception_goes_up(error: Exception) -> None:
    with pytest.raises(type(error)):
        answer(raising(error))


@pytest.mark.parametrize(
    "fault",
    [
        Fault("document.invented", "there is no such code"),
        Fault("document.empty", ""),
        Fault("document.empty", "no pointer", "type"),
        Fault("document.empty", "no JSON", evidence={"found": {1}}),
    ],
    ids=lambda fault: fault.message or "no message",
)
def test_a_fault_that_nobody_could_act_on_is_told(fault: Fault) -> None:
    with pytest.raises(Broken):
        check_faults([fault])
    with pytest.raises(Broken):
        answer(raising(MicrocredError.of([fault])))


def test_a_good_report_passes() -> None:
    check_report(report())


@pytest.mark.parametrize(
    "check",
    [
        Check("proof", Outcome.FAILED, "it failed, and nobody knows why"),
        Check("proof", Outcome.FAILED, "two\nlines", "proof.missing"),
        Check("proof", Outcome.UNDETERMINED, "a code of nobody", "proof.invented"),
        Check("proof", Outcome.FAILED, "f", "proof.missing", faults=(Fault("proof.invented", "a code of nobody"),)),
    ],
)
def test_a_check_without_a_code_of_the_catalogue_is_told(check: Check) -> None:
    checks = tuple(check if each.name == "proof" else each for each in report().checks)
    with pytest.raises(Broken):
        check_report(report(checks=checks))
    with pytest.raises(Broken):
        check_report(report(endorsements=(report(checks=checks),)))


@pytest.mark.parametrize("text", ["a\x1bcb", "a\rb", "a\u202eb", "a\x00b"], ids=ascii)
def test_a_text_that_acts_on_a_terminal_is_told(text: str) -> None:
    check_printable("\x1b[31mred\x1b[0m\nand plain")
    with pytest.raises(Broken):
        check_printable(text)


@pytest.mark.parametrize(
    "html",
    [
        "<p><script>x</script>",
        "<IFRAME src=x>",
        "<a href='javascript:x'>",
        '<a href=" JavaScript:x">',
        "<img src=x onerror=x>",
        "<img src='x'onerror=x>",
        "<p/onclick='x'>",
    ],
)
def test_a_page_that_does_something_is_told(html: str) -> None:
    with pytest.raises(Broken):
        check_page(f"<html><body>{html}</body></html>")


def test_a_page_that_only_tells_of_such_things_passes() -> None:
    check_page('<p title="a onclick=x <script>">&lt;script> onclick= javascript:</p><a href="https://x.example/">x</a>')


def test_an_input_that_takes_too_long_is_told() -> None:
    times = iter([10.0, 10.0 + SECONDS, 20.0, 20.1 + SECONDS])
    with within_bounds(clock=lambda: next(times)):
        pass
    with pytest.raises(Costly, match="s of processor time"), within_bounds(clock=lambda: next(times)):
        pass


def test_an_input_that_takes_too_much_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    peaks = iter([50_000_000, 250_000_000, 50_000_000, 250_000_001])
    monkeypatch.setattr("fuzzing.oracle.peak", lambda: next(peaks))
    with within_bounds():
        pass
    with pytest.raises(Costly, match="of memory"), within_bounds():
        pass


def test_what_was_never_sealed_is_told_where_a_verifier_believes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from fuzzing.targets import verify

    forged = sealed(unsigned(name="Soil Sampling, Level 9"))
    report = check_verification(verifier(), forged.raw)
    assert report.authentic
    verify._check_sealed(check_verification(verifier(), sealed_drafts()[0]))
    with pytest.raises(Broken, match="never sealed"):
        verify._check_sealed(report)


def test_a_verifier_that_says_something_else_the_second_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = iter([report(), report(source="elsewhere")])
    monkeypatch.setattr("microcred.verification.verifier.Verifier.verify", lambda *_, **__: next(reports))
    with pytest.raises(Broken, match="another one"):
        check_verification(verifier(), b"{}")
