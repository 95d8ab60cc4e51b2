"""``microcred show``: what a person reads of a badge, good or bad."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
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
from microcred.server.page import BadgeView, self_contained
from pages import HOSTILE, Page, everywhere


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


def page(found: Path) -> Page:
    return Page(found.read_text(encoding="utf-8"))


def test_a_page_is_one_file_that_needs_no_other_and_no_script(tmp_path: Path) -> None:
    out = tmp_path / "badge.html"
    found = run("show", write(tmp_path / "badge.png", bake(badge_png("A"), badge())), "--html", out)
    assert (found.code, found.out) == (0, "")
    shown = page(out)
    assert shown.problems() == []
    assert [tag for tag, _ in shown.tags if tag in ("script", "iframe", "form")] == []
    assert [link["rel"] for link in shown.all("link")] == ["icon"]
    assert shown.headline() == "Not checked"
    assert "Soil Sampling, Level 2" in shown.words


def test_the_policy_of_a_page_allows_its_own_style_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "badge.html"
    run("show", write(tmp_path / "badge.json", badge()), "--html", out)
    (policy,) = page(out).all("meta", **{"http-equiv": "Content-Security-Policy"})
    style = out.read_text(encoding="utf-8").partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_a_page_speaks_the_language_that_was_asked_for(tmp_path: Path) -> None:
    found = run("show", write(tmp_path / "badge.json", badge()), "--html", "-", "--language", "de")
    assert Page(found.out).tags[0] == ("html", {"lang": "de", "dir": "ltr"})
    assert Page(found.out).headline() == "Nicht geprüft"


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_a_badge_acts_in_a_page(tmp_path: Path, payload: str) -> None:
    place = tmp_path / "badge.json"
    place.write_text(json.dumps(everywhere(payload)))
    shown = Page(run("show", place, "--html", "-").out)
    assert shown.problems() == []
    assert shown.all("script") == []


def test_a_page_never_takes_the_place_of_the_badge(tmp_path: Path) -> None:
    place = write(tmp_path / "badge.json", badge())
    assert "usage.output-is-input" in run("show", place, "--html", place).err


def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None; from microcred.cli import main; "
        "sys.argv = ['microcred', 'show', 'badge.json', '--html', '-']; sys.exit(main())"
    )
    write(tmp_path / "badge.json", badge())
    found = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (found.returncode, "pip install 'microcred[server]'" in found.stderr) == (2, True), found.stderr


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
    assert Page(self_contained(BadgeView.unverified(tree, language="en"), "en")).problems() == []


@pytest.mark.parametrize("count", [1, 1_000])
def test_long_lists_are_cut(count: int) -> None:
    achievement = {"alignment": [{"targetName": "Skill"}] * count}
    shown = lines(credentialSubject={"achievement": achievement})
    assert sum("Skill" in line for line in shown) == min(count, 50)
    assert ("               …" in shown) is (count > 50)
