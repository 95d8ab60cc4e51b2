"""The linter: findings on any file, each with a code, a place in the file, and a form for people and machines."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from badges import AT
from fuzzing.json_mutations import mutate_json
from fuzzing.oracle import Broken, check_printable, within_bounds
from fuzzing.scene import drafts
from fuzzing.target import Target
from fuzzing.targets import verify
from microcred.cli.findings_text import findings_text
from microcred.codes import codes
from microcred.document import to_json
from microcred.lint import Linter
from microcred.lint.files import Checked
from microcred.lint.output import Run, github_commands, json_report, junit_report, sarif_log

LINTERS = (Linter(at=AT), Linter(at=AT, unsigned=True))


def run(data: bytes) -> None:
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for linter in LINTERS:
        with within_bounds():
            findings = linter.check("badge.json", data)
        if findings != linter.check("badge.json", data):
            raise Broken("the second time the findings are others")
        for finding in findings:
            if finding.code not in codes():
                raise Broken(f"the code {finding.code!r} of a finding is not in the catalogue")
            if not 1 <= finding.position.line <= lines or finding.position.column < 1:
                raise Broken(f"{finding.code} is found at {finding.position}, in a file of {lines} lines")
            json.dumps(finding.to_dict())
        everything = Run((Checked("badge.json", tuple(findings)),))
        check_printable(findings_text(everything))
        json.loads(sarif_log(everything))
        json.loads(json_report(everything))
        junit_report(everything)
        github_commands(everything)


@cache
def seeds() -> tuple[bytes, ...]:
    return (*(to_json(tree, indent=None) for tree in drafts()), *verify.seeds()[-8:])


def mutate(data: bytes, rnd: Random) -> bytes:
    return verify.mutate(data, rnd) if data[:1] != b"{" else mutate_json(data, rnd, TARGET.beginnings[:9])


TARGET = Target("lint", run, seeds, mutate, corpus=("samples/**/*.json",))
