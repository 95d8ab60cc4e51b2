"""``microcred show``: what a person reads of a badge, good or bad."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges import unsigned
from cli_runs import ISSUER, badge, run, write
from microcred.artwork import badge_png
from microcred.baking import bake
from microcred.cli.portrait import portrait


def lines(**changes: Any) -> list[str]:
    return click.unstyle(portrait(unsigned(**changes))).splitlines()


def test_everything_that_a_person_looks_for_is_shown(tmp_path: Path) -> None:
    found = run("show", write(tmp_path / "badge.json", badge()))
    assert (found.code, found.err.split(":")[0]) == (0, "\nnot verified")
    assert (
        found.out
        == f"""Soil Sampling, Level 2

  kind         MicroCredential, OpenBadgeCredential
  issued by    Riverside College
               {ISSUER}
               https://college.example/
  awarded to   did:example:learner
               e-mail address, as salted hash sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399
  valid        from 2026-01-15T09:00:00Z until 2029-01-15T09:00:00Z
  about        Takes representative soil samples and documents them.
  criteria     Take *ten* samples under observation.
  results      Grade: A
               1.5 credits
  skills       Sampling · Example Skills · https://skills.example/sampling
  tags         soil, field work
  picture      none
  sealed       eddsa-rdfc-2022, 2026-01-15T09:00:00Z
"""
    )


def test_an_unsigned_draft_is_shown_as_unsealed() -> None:
    assert "  sealed       no" in lines()


def test_a_baked_picture_is_the_picture(tmp_path: Path) -> None:
    found = run("show", write(tmp_path / "badge.png", bake(badge_png("A"), badge())))
    assert "  picture      this file, a PNG\n" in found.out


def test_a_picture_inside_of_the_credential_is_measured() -> None:
    subject = {"achievement": {"image": {"id": "data:image/png;base64,AAAA", "caption": "A spade"}}}
    assert "  picture      inside of the credential: image/png;base64, 3 bytes" in lines(credentialSubject=subject)


def test_the_level_of_a_rubric_is_shown_by_its_name() -> None:
    description = {"id": "urn:r", "name": "Project", "rubricCriterionLevel": [{"id": "urn:l", "name": "Proficient"}]}
    subject = {
        "achievement": {"resultDescription": [description]},
        "result": [{"resultDescription": "urn:r", "achievedLevel": "urn:l"}],
    }
    assert "  results      Project: Proficient" in lines(credentialSubject=subject)


def test_a_plain_identifier_is_shown() -> None:
    subject = {"identifier": {"hashed": False, "identityHash": "ana@example.org", "identityType": "emailAddress"}}
    assert "  awarded to   e-mail address ana@example.org" in lines(credentialSubject=subject)


def test_texts_with_a_language_are_read() -> None:
    assert lines(name={"@value": "Bodemkunde", "@language": "nl"})[0] == "Bodemkunde"
    assert lines(name=[{"@value": "Eins"}, {"@value": "Zwei"}])[0] == "Eins"


def test_a_longer_text_keeps_its_lines() -> None:
    shown = lines(credentialSubject={"achievement": {"criteria": {"narrative": "One\n\nTwo"}}})
    at = shown.index("  criteria     One")
    assert shown[at + 1 : at + 3] == ["", "               Two"]


def test_a_text_cannot_draw_rows_of_its_own() -> None:
    shown = lines(name="A\n  issued by    Somebody", issuer={"name": "B\n  sealed       yes"})
    assert shown[0] == "A\\u000a  issued by    Somebody"
    assert [line for line in shown if line.startswith("  sealed ")] == ["  sealed       no"]


def test_what_is_no_badge_is_rejected(tmp_path: Path) -> None:
    found = run("show", write(tmp_path / "x.json", b"{"))
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(f"error[document.not-json]: {tmp_path}/x.json: ")


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    assert run("show", "absent.json").code == 2


def test_nothing_is_fetched_offline() -> None:
    found = run("show", "https://issuer.example/badge.json", "--offline")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith("error[fetch.offline]: ")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    [
        *("name", "type", "issuer", "id", "credentialSubject", "achievement", "identifier", "result", "evidence"),
        *("image", "alignment", "criteria", "narrative", "resultDescription", "rubricCriterionLevel", "proof", "tag"),
    ]
)
shaped = st.recursive(
    json_values,
    lambda parts: st.lists(parts, max_size=2) | st.dictionaries(names, parts, max_size=6),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(names, shaped, max_size=8))
def test_no_shape_is_too_odd_to_be_shown(tree: dict[str, Any]) -> None:
    assert "  picture  " in portrait(tree)


@pytest.mark.parametrize("count", [1, 1_000])
def test_long_lists_are_cut(count: int) -> None:
    achievement = {"alignment": [{"targetName": "Skill"}] * count}
    shown = lines(credentialSubject={"achievement": achievement})
    assert sum("Skill" in line for line in shown) == min(count, 50)
    assert ("               …" in shown) is (count > 50)
