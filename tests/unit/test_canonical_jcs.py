"""JSON Canonicalization Scheme, against its own examples."""

from __future__ import annotations

import json
import struct

import pytest

from corpus import corpus_path, needs_corpus
from microcred.canonical import canonicalize_json
from microcred.canonical.jcs import number_text
from microcred.document import Document
from microcred.errors import ContextError, UsageError


# RFC 8785, appendix B.
@pytest.mark.parametrize(
    ("ieee", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(ieee: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(ieee))
    assert number_text(number) == text


# RFC 8785, 3.2.3.
def test_members_are_ordered_by_utf16_code_units() -> None:
    value = {"€": "Euro", "\r": "CR", "\ufb33": "Dalet", "1": "One", "😀": "Emoji", "\x80": "Control", "ö": "o"}
    assert list(json.loads(canonicalize_json(value)).values()) == [
        "CR",
        "One",
        "Control",
        "o",
        "Euro",
        "Emoji",
        "Dalet",
    ]


def test_only_what_has_to_be_escaped_is() -> None:
    assert canonicalize_json('€$\x0f\nA\'B"\\\\"/\u2028') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028"'.encode()


def test_there_is_no_white_space() -> None:
    assert canonicalize_json({"b": [1, {}, []], "a": {"c": None}}) == b'{"a":{"c":null},"b":[1,{},[]]}'


def containing_itself() -> object:
    whole: list[object] = []
    whole.append(whole)
    return whole


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("-inf"), "\udead", object(), {1: "a"}, {"a": {None: 1}}, {"\udead": 1}, containing_itself()],
    ids=lambda value: type(value).__name__,
)
def test_values_without_a_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(UsageError):
        canonicalize_json(value)


@needs_corpus
@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_published_vectors_come_out_byte_for_byte(name: str) -> None:
    value = json.loads(corpus_path(f"vectors/jcs/input/{name}.json").read_bytes())
    assert canonicalize_json(value) == corpus_path(f"vectors/jcs/output/{name}.json").read_bytes()


@needs_corpus
def test_ten_thousand_published_numbers_come_out_as_listed() -> None:
    lines = corpus_path("vectors/jcs/numbers/es6testfile10k.txt").read_text().split()
    assert len(lines) == 10_000
    for line in lines:
        ieee, text = line.split(",")
        (number,) = struct.unpack(">d", bytes.fromhex(ieee.rjust(16, "0")))
        assert number_text(number) == text


@pytest.mark.parametrize(
    "number", [2**53 + 1, -(2**53) - 1, 10**30 + 1, 10**400, -(10**5_000)], ids=lambda n: n.bit_length()
)
def test_a_whole_number_that_no_double_holds_is_refused(number: int) -> None:
    with pytest.raises(ContextError) as refused:
        canonicalize_json({"n": number})
    assert refused.value.code == "canonical.inexact-number"


@pytest.mark.parametrize("text", [b"72057594037927940", b"-1152921504606847000", b"123456789012345680000"])
def test_the_canonical_text_of_a_large_number_is_read_and_written_again(text: bytes) -> None:
    assert canonicalize_json(Document.parse(b'{"n":' + text + b"}").tree) == b'{"n":' + text + b"}"


@pytest.mark.parametrize(("number", "text"), [(2**53, b"9007199254740992"), (2**60, b"1152921504606847000")])
def test_a_large_whole_number_that_a_double_holds_is_written(number: int, text: bytes) -> None:
    assert canonicalize_json(number) == text
