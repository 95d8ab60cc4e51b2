"""What type checkers say to somebody who builds and reads: names complete, slips and wrong types are seen."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

SNIPPET = """
    from datetime import UTC, date, datetime

    from microcred.models import Achievement, AchievementSubject, Alignment, Criteria, OpenBadgeCredential, Profile

    school = Profile(id="did:web:example.edu", name="School", date_of_birth=date(1815, 12, 10))
    knitting = Achievement(
        name="Knitting",
        description="Can knit",
        criteria="Knit a sock",
        image="https://example.edu/b.png",
        tag=["wool", "socks"],
        achievement_type="Badge",
        alignment=[Alignment(target_name="n", target_url="https://example.org/n", target_type="ext:Skill")],
    )
    badge = OpenBadgeCredential(
        issuer=school,
        credential_subject=AchievementSubject(id="did:example:ada", achievement=knitting),
        valid_from=datetime.now(UTC),
        valid_until=None,
    )
    criteria: Criteria = badge.credential_subject.achievement.criteria
    begins: datetime = badge.valid_from
    name: str | None = school.name
    tags: list[str] = list(knitting.tag)

    Achievement(nmae="Knitting", description="d", criteria="c")  # wrong: call-arg
    Achievement(name="Knitting", description="d")  # wrong: call-arg
    Achievement(name="Knitting", description="d", criteria=3)  # wrong: arg-type
    Alignment(target_name=3, target_url="https://example.org/n")  # wrong: arg-type
    badge.validfrom  # wrong: attr-defined
"""


def test_python_names_are_checked_without_any_plugin(tmp_path: Path) -> None:
    mypy = pytest.importorskip("mypy.api", reason="mypy is not installed (pip install 'microcred[lint]')")
    source = textwrap.dedent(SNIPPET).strip()
    (tmp_path / "snippet.py").write_text(source, encoding="utf-8")
    options = ["--strict", "--config-file=", f"--cache-dir={tmp_path}/cache", "--follow-imports=silent"]
    answer, trouble, _ = mypy.run([*options, str(tmp_path / "snippet.py")])
    found = [(int(line), code) for line, code in re.findall(r"snippet\.py:(\d+): error: .* \[([a-z-]+)\]", answer)]
    wanted = [
        (number, text.partition("# wrong: ")[2])
        for number, text in enumerate(source.splitlines(), start=1)
        if "# wrong: " in text
    ]
    assert trouble == ""
    assert sorted(set(found)) == wanted, answer
