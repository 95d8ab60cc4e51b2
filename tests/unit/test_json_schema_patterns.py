"""Patterns: ECMA-262, found in time that grows with the text alone."""

from __future__ import annotations

import pytest

from microcred.errors import Undetermined
from microcred.verification.json_schema.effort import Effort
from microcred.verification.json_schema.patterns import Pattern


def found(pattern: str, text: str) -> bool:
    effort = Effort()
    return Pattern(pattern, effort).found_in(text, effort)


@pytest.mark.parametrize(
    ("pattern", "hits", "misses"),
    [
        ("", ["", "a"], []),
        ("b", ["abc", "b"], ["", "a"]),
        ("^a", ["ab"], ["ba", "\na"]),
        ("a$", ["ba"], ["ab", "a\n"]),
        ("^a?$", ["", "a"], ["aa"]),
        ("^a*b+?$", ["b", "aab", "bb"], ["a", "ba"]),
        ("^a{2}$", ["aa"], ["a", "aaa"]),
        ("^a{2,}$", ["aa", "aaaa"], ["a"]),
        ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]),
        ("^(ab|c)*$", ["", "abcab"], ["a", "abd"]),
        ("^(?:a|)(?<name>b)$", ["ab", "b"], ["a"]),
        ("^[a-c_]$", ["b", "_"], ["d"]),
        ("^[^a-c]$", ["d", "\n"], ["a", ""]),
        (r"^[\d\-x]$", ["7", "-", "x"], ["a"]),
        ("^[a-]$", ["a", "-"], ["b"]),
        (r"^[\d-z]$", ["7", "-", "z"], ["a", "y"]),
        (r"^[+-\d]$", ["+", "-", "7"], [",", "a"]),
        (r"^[x+-\s]$", ["x", "+", "-", " "], [",", "a"]),
        ("^[a-bc-d]$", ["a", "b", "c", "d"], ["e", "-"]),
        (r"^[\p{Lu}-z]$", ["A", "-", "z"], ["a", "y"]),
        ("^[]$", [], ["", "a"]),
        ("^[^]$", ["a", "\n"], [""]),
        (r"^\d$", ["7"], ["٧"]),
        (r"^\w$", ["_"], ["é"]),
        (r"^\s$", ["\u00a0", "\ufeff", "\t"], ["a"]),
        ("^.$", ["é", "😀"], ["\n", "\u2028"]),
        (r"\bcat\b", ["a cat."], ["concat", "cats"]),
        (r"^\Ba", [], ["a"]),
        (r"^\u0041\x42\u{1F600}\cJ\0$", ["AB😀\n\0"], ["AB"]),
        (r"^\p{Lu}\P{L}$", ["É1"], ["é1", "Éa"]),
        (r"^\p{Letter}+$", ["Ünïcode"], ["a1"]),
        (r"^\/\.\-\$$", ["/.-$"], ["/a-$"]),
        ("^{a}$", ["{a}"], ["a"]),
        ("a|^b$|", ["b", "", "zz"], []),
        (r"^sha256\$[a-fA-F0-9]{64}$", ["sha256$" + "0a" * 32], ["sha256$" + "0a" * 31]),
        ("^(a*)*$", ["", "aaa"], ["b"]),
        ("^(a+)+$", ["a" * 5_000], ["a" * 5_000 + "b"]),
        ("^(a|a)*$", ["a" * 5_000], ["a" * 5_000 + "b"]),
        ("a*a*a*b", ["a" * 500 + "b"], ["a" * 500]),
    ],
)
def test_a_pattern_is_found_where_ecma_262_finds_it(pattern: str, hits: list[str], misses: list[str]) -> None:
    assert [text for text in hits if not found(pattern, text)] == []
    assert [text for text in misses if found(pattern, text)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1", r"\k<x>", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?i)a", "(?i:a)", "(?P<x>a)", "(?>a)", "a++",
        "(", ")", "[", "[b-a]", "a{2,1}", "*", "^*", "\\", r"\u{110000}", r"\p{Script=Greek}", r"\a", r"\01", "a**",
        "a" * 4_001, "a{99999}", "(a{200}){200}", "((){999}){999}", "(" * 41 + ")" * 41,
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_not_assessed(pattern: str) -> None:
    with pytest.raises(Undetermined) as caught:
        found(pattern, "a")
    assert caught.value.code == "schema.unsupported-pattern"
    assert len(caught.value.message) < 300


def test_every_state_that_is_followed_is_paid_for() -> None:
    effort = Effort(2_000)
    with pytest.raises(Undetermined) as caught:
        Pattern(".{1,900}x", effort).found_in("a" * 1_000, effort)
    assert caught.value.code == "schema.too-much-work"
