"""The fixture that pytest has as soon as microcred is installed beside it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest_plugins = ("pytester",)

ROOT = Path(__file__).parents[2]
# The entry point is there only where the package is installed, so the tests name the module instead.
PLUGIN = ("-p", "no:microcred", "-p", "microcred.testing.pytest_plugin", "-p", "no:cacheprovider")


def test_a_test_suite_gets_its_badges_by_the_name_of_the_fixture(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from microcred import verify


        def accepts(data, **settings):
            return bool(verify(data, **settings))


        def test_a_good_badge_is_let_in(badges):
            case = badges.valid()
            assert accepts(case.content, trust=case.trust, at=case.at, fetcher=case.fetcher)


        @pytest.mark.parametrize("kind", ["expired", "revoked", "wrong_issuer"])
        def test_a_bad_badge_is_not(badges, kind):
            case = getattr(badges, kind)()
            assert not accepts(case.content, trust=case.trust, at=case.at, fetcher=case.fetcher)


        def test_the_other_name_is_the_same_factory(badges, microcred_badges):
            assert badges is microcred_badges
        """
    )
    pytester.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=5)


def test_a_suite_with_badges_of_its_own_keeps_them(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture
        def badges():
            return ["mine"]
        """
    )
    pytester.makepyfile(
        """
        def test_both(badges, microcred_badges):
            assert badges == ["mine"]
            assert microcred_badges.codes
        """
    )
    pytester.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=1)


def test_the_fixtures_say_what_they_are(pytester: pytest.Pytester) -> None:
    found = pytester.runpytest_inprocess(*PLUGIN, "--fixtures")
    found.stdout.fnmatch_lines(["badges*", "*microcred.testing.BadgeFactory*"])


def test_the_plugin_is_announced_to_pytest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"microcred": "microcred.testing.pytest_plugin"}
    assert not any(name.startswith("pytest") for name in project["dependencies"])


def test_the_plugin_loads_nothing_before_a_test_asks_for_badges() -> None:
    code = (
        "import sys, microcred.testing.pytest_plugin; "
        "print({'pydantic', 'cryptography', 'pyld', 'microcred.verification'}.intersection(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_the_factory_does_not_need_pytest() -> None:
    code = (
        "import sys; from microcred.testing import BadgeFactory; BadgeFactory().valid(); print('pytest' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
