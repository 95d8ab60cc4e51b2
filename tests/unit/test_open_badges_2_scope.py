"""Which part of the web an issuer of Open Badges 2.0 answers for."""

from __future__ import annotations

import pytest

from microcred.open_badges_2 import VerificationObject
from microcred.open_badges_2.scope import answers_for, authority

ISSUER = "https://college.example/issuer"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://College.Example/x", "college.example"),
        ("https://college.example:443", "college.example"),
        ("http://college.example:80/", "college.example"),
        ("https://college.example:8443/x", "college.example:8443"),
        ("https://user@college.example/", None),
        ("https://college.example\\@evil.example/", None),
        ("ftp://college.example/", None),
        ("urn:uuid:1", None),
        ("", None),
    ],
)
def test_an_authority_has_one_spelling(url: str, found: str | None) -> None:
    assert authority(url) == found


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://college.example/assertions/1", True),
        ("https://COLLEGE.example:443/assertions/1", True),
        ("https://college.example:8443/assertions/1", False),
        ("https://www.college.example/assertions/1", False),
        ("https://college.example.evil.example/assertions/1", False),
        ("https://evil.example/college.example", False),
        ("https://evil.example/?https://college.example/", False),
        ("urn:uuid:1", False),
        ("", False),
    ],
)
def test_without_a_word_from_the_issuer_it_is_its_own_host(url: str, inside: bool) -> None:
    assert answers_for(ISSUER, None, url) is inside
    assert answers_for(ISSUER, VerificationObject(), url) is inside


def test_an_issuer_without_a_host_answers_for_nothing() -> None:
    assert not answers_for("urn:uuid:1", None, "https://college.example/1")
    assert not answers_for("urn:uuid:1", None, "urn:uuid:2")


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://badges.example/1", True),
        ("https://other.example:8443/1", True),
        ("https://third.example/1", True),
        ("https://other.example/1", False),
        ("https://college.example/1", False),
        ("https://badges.example.evil.example/1", False),
    ],
)
def test_allowed_origins_are_hosts(url: str, inside: bool) -> None:
    scope = VerificationObject(allowed_origins=("badges.example", "Other.example:8443", "https://third.example"))
    assert answers_for(ISSUER, scope, url) is inside


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://badges.example/college/1", True),
        ("https://BADGES.example/college/1", True),
        ("https://other.example/assert-1", True),
        ("https://badges.example/other/1", False),
        ("http://badges.example/college/1", False),
        ("https://badges.example/college/../other/1", False),
        ("https://badges.example/college/%2e%2E/other/1", False),
        ("https://badges.example/college/..%2fother/1", False),
        ("https://badges.example/college/%252e%252e/other/1", False),
        ("https://college.example/college/1", False),
        ("https://whole.example.evil.example/1", False),
        ("https://whole.example/1", True),
    ],
)
def test_a_beginning_is_one_of_host_and_path(url: str, inside: bool) -> None:
    starts = ("https://badges.example/college/", "https://other.example/assert", "https://whole.example")
    assert answers_for(ISSUER, VerificationObject(starts_with=starts), url) is inside


def test_where_both_are_said_both_have_to_hold() -> None:
    scope = VerificationObject(starts_with=("https://badges.example/a/",), allowed_origins=("college.example",))
    assert not answers_for(ISSUER, scope, "https://badges.example/a/1")
    assert not answers_for(ISSUER, scope, "https://college.example/a/1")
    both = VerificationObject(starts_with=("https://badges.example/a/",), allowed_origins=("badges.example",))
    assert answers_for(ISSUER, both, "https://badges.example/a/1")
