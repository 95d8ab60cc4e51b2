"""Running ``microcred batch`` in tests: files for it to read, and what it wrote."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from cli_runs import NOW, Run, achievement, key_file, run, write
from microcred import AnyIssuer, Verdict, verify
from microcred.verification.fetch import Offline

VERIFY = ("batch", "verify", "--offline", "--at", NOW, "--jobs", "1")


def on_one_line(badge: bytes) -> bytes:
    return re.sub(rb"\n *", b"", badge)


def lines_of(*badges: bytes) -> bytes:
    return b"".join(on_one_line(badge) + b"\n" for badge in badges)


def told(found: Run | Path) -> list[dict[str, Any]]:
    text = found.read_text(encoding="utf-8") if isinstance(found, Path) else found.out
    return [json.loads(line) for line in text.splitlines()]


def verdicts(found: Run | Path) -> list[str | None]:
    return [line["verdict"] for line in told(found)]


TABLE = "email,name,grade,credits\nmira@example.org,Mira Okafor,A,3\ntom@example.org,Tom Lindqvist,,1.5\n"
FROM = ("--valid-from", "2026-01-31")


def issuing_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a key, an achievement, a template and a table in it."""
    monkeypatch.chdir(tmp_path)
    key_file(tmp_path)
    write(tmp_path / "achievement.json", achievement())
    write(tmp_path / "template.json", template())
    write(tmp_path / "roster.csv", TABLE.encode())
    return tmp_path


def template(**changes: Any) -> dict[str, Any]:
    """A credential for each row, with results that some do not have."""
    found = unsigned(id=None, issuer=None, name="{{name}} bakes bread", **changes)
    subject = found["credentialSubject"]
    del subject["id"], subject["identifier"]
    subject["creditsEarned"] = "{{credits:number}}"
    subject["result"] = [{"type": ["Result"], "value": "{{grade?}}"}]
    return found


def issue(*arguments: str | Path) -> Run:
    return run("batch", "issue", *arguments, "--key", "issuer.pem", "--jobs", "1")


def badges(found: Run | Path) -> list[dict[str, Any]]:
    text = found.read_text(encoding="utf-8") if isinstance(found, Path) else found.out
    return [json.loads(line) for line in text.splitlines()]


def accepted(badge: dict[str, Any], recipient: str | None = None) -> bool:
    report = verify(badge, trust=AnyIssuer(), recipient=recipient, fetcher=Offline())
    assert report["status"].outcome in ("not_applicable", "undetermined")
    return report.verdict is not Verdict.REJECTED
