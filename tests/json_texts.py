"""JSON texts that readers have been known to disagree about, and what becomes of each at the gate.

Nothing of this is copied from a list of others: each is a rule of RFC 8259 or RFC 7493 that somebody leaves out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final

from microcred.document import MAX_DEPTH, Document

_PAIR: Final = "\\ud83c\\udfc5"
ACCEPTED: Final[dict[str, bytes]] = {
    "nothing in it": b"{}",
    "white space of all four kinds": b' \t\r\n{ \t"a"\r\n:\n1 , "b" : [ ] }\n\n',
    "every short escape": rb'{"a": "\"\\\/\b\f\n\r\t"}',
    "a slash, escaped and not": rb'{"a": "\/", "b": "/"}',
    "a NUL, escaped": rb'{"a": "\u0000"}',
    "escapes in both cases": rb'{"a": "\u00E9\u00e9"}',
    "a pair of surrogates": f'{{"a": "{_PAIR}"}}'.encode(),
    "a pair of surrogates in a name": f'{{"{_PAIR}": 1}}'.encode(),
    "an escaped backslash before what looks like an escape": rb'{"a": "\\ud800"}',
    "noncharacters": '{"a": "\ufffe\uffff\ufdd0\U0010ffff"}'.encode(),
    "DEL and the controls beyond ASCII": '{"a": "\x7f\x80\x9f"}'.encode(),
    "line ends of other scripts": '{"a": "\u2028\u2029\x85"}'.encode(),
    "a byte order mark within a string": '{"a": "\ufeff"}'.encode(),
    "an empty name": b'{"": 1, " ": 2}',
    "names that look alike": '{"é": 1, "e\u0301": 2}'.encode(),
    "names that Python and JavaScript know": b'{"__proto__": 1, "constructor": {"prototype": 2}, "__class__": 3}',
    "names that are numbers": b'{"2": 1, "10": 2, "1": 3, "-0": 4}',
    "nulls": b'{"a": null, "b": [null]}',
    "zero of both signs": b'{"a": 0, "b": -0, "c": 0.0, "d": -0.0, "e": 0e9, "f": 0E-9}',
    "exponents of every form": b'{"a": 1e5, "b": 1E5, "c": 1e+5, "d": 1.5e-05, "e": 1e00}',
    "the ends of a double": b'{"a": 1.7976931348623157e308, "b": 5e-324, "c": 2.2250738585072014e-308}',
    "what lies between two doubles": b'{"a": 0.1000000000000000055511151231257827, "b": 2.2250738585072011e-308}',
    "the last whole numbers of a double": b'{"a": 9007199254740991, "b": -9007199254740991}',
    "a long number": b'{"a": 1%s}' % (b"0" * 300),
    "as deep as may be": b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH,
    "a long text": b'{"a": "%s"}' % (b"x" * 70_000),
}
REFUSED: Final[dict[str, tuple[bytes, str]]] = {
    **{
        f"not a number: {text}": (b'{"a": %s}' % text.encode(), "document.not-json")
        for text in (
            *("+1", "01", "-01", "1.", ".5", "-.5", "1e", "1e+", "1.e5", "0x10", "-", "--1", "1_000", "1 000"),
            *("1,5", "١", "1f", "1n", "0b1", "0o7", "Inf", "inf", "nan", "-", "１", "1e5.5", "-x"),
        )
    },
    **{
        f"not JSON: {text}": (b'{"a": %s}' % text.encode(), "document.not-a-number")
        for text in ("NaN", "Infinity", "-Infinity")
    },
    **{
        f"no value: {text}": (b'{"a": %s}' % text.encode(), "document.not-json")
        for text in (
            *("True", "FALSE", "nul", "Null", "None", "undefined", "a", "'a'", "`a`", "", "/a/", "new Date()"),
            *("truefalse", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[1", "{", '"', '"a', "[", "]", "(1)", "$", "\\u0031"),
        )
    },
    **{
        f"no object: {text}": (text.encode(), "document.not-json")
        for text in (
            *('{"a": 1,}', "{,}", '{"a" 1}', '{"a":: 1}', '{"a"}', "{a: 1}", "{'a': 1}", "{1: 1}", "{null: 1}"),
            *(
                '{"a": 1 "b": 2}',
                '{"a": 1; "b": 2}',
                '{"a": 1',
                '{"a":',
                "{",
                "}",
                '{"a": 1}}',
                '{"a": 1},',
                '{"a": 1} x',
            ),
            *('{"a": 1}{"b": 2}', '{"a": 1}\n{"b": 2}', '{"a": 1}\x00', '\x00{"a": 1}', '{"a" = 1}', '{"a"\x00: 1}'),
            *('// c\n{"a": 1}', '{"a": 1 /* c */}', '{"a": 1} // c', '# c\n{"a": 1}', "<!-- -->{}", ")]}'\n{}", "({})"),
        )
    },
    **{
        f"white space that is none: {space!a}": (f'{{"a":{space}1}}'.encode(), "document.not-json")
        for space in ("\x0b", "\x0c", "\x85", "\xa0", "\u2003", "\u2028", "\u200b", "\u3000", "\ufeff", "\x1f", "\\n")
    },
    **{
        f"a control in a text: {code:#04x}": (b'{"a": "%c"}' % code, "document.not-json")
        for code in (0x00, 0x01, 0x08, 0x09, 0x0A, 0x0D, 0x1B, 0x1F)
    },
    **{
        f"no escape: {escape}": (b'{"a": "\\%s"}' % escape.encode(), "document.not-json")
        for escape in (
            *("a", "v", "0", "x41", "'", "u12", "u", "uD8", "u{1F600}", "u00g0", "u 041", "u+041", "U0001F600"),
            *("u-041", "u0_41", "u００４１", " ", "\n", "N{BULLET}", "e", "8"),
        )
    },
    **{
        f"half a pair: {text}": (b'{"a": "%s"}' % text.encode(), "document.lone-surrogate")
        for text in (
            *("\\ud83c", "\\udfc5", "\\udfc5\\ud83c", "\\ud83c\\ud83c\\udfc5", "x\\uDFFFx", "\\ud83cx\\udfc5"),
            *("\\uD800\\u0041", "\\ud83c\\\\udfc5", "\\udbff"),
        )
    },
    "half a pair in a name": (rb'{"\ud800": 1}', "document.lone-surrogate"),
    "half a pair deep within": (rb'{"a": [{"b": ["\udc00"]}]}', "document.lone-surrogate"),
    **{
        f"no UTF-8: {octets.hex()}": (b'{"a": "%s"}' % octets, "document.not-utf-8")
        for octets in (
            *(
                b"\x80",
                b"\xff",
                b"\xfe",
                b"\xc0\x80",
                b"\xc1\xbf",
                b"\xe0\x80\x80",
                b"\xe0\x9f\xbf",
                b"\xc3",
                b"\xe2\x82",
            ),
            *(b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbc\xed\xbf\x85", b"\xf0\x80\x80\x80", b"\xf0\x8f\xbf\xbf"),
            *(b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xf0\x9f\x8f", b"\xe9", b"\xc3\x28"),
        )
    },
    **{
        f"in {encoding}": ('{"a": "é"}'.encode(encoding), code)
        for encoding, code in {
            "utf-8-sig": "document.byte-order-mark",
            "utf-16": "document.byte-order-mark",
            "utf-16-le": "document.not-utf-8",
            "utf-16-be": "document.not-utf-8",
            "utf-32": "document.byte-order-mark",
            "latin-1": "document.not-utf-8",
            "cp037": "document.not-utf-8",
        }.items()
    },
    "in UTF-16 without a byte beyond ASCII": ('{"a": 1}'.encode("utf-16-le"), "document.not-json"),
    **{
        f"a name twice: {text}": (text.encode(), "document.duplicate-key")
        for text in (
            *('{"a": 1, "a": 1}', '{"a": 1, "b": 2, "a": 3}', '{"a": 1, "\\u0061": 2}', '{"": 1, "": 2}'),
            *('{"x": {"a": 1, "a": 2}}', '{"x": [{"a": 1, "a": 2}]}', '{"é": 1, "\\u00e9": 2}', '{"/": 1, "\\/": 2}'),
            *(f'{{"{_PAIR}": 1, "🏅": 2}}', '{"a": {"b": 1}, "a": {"b": 1}}'),
        )
    },
    **{
        f"beyond a double: {text[:12]}": (b'{"a": %s}' % text.encode(), "document.number-out-of-range")
        for text in (
            *("1e309", "-1e309", "1e400", "1e-400", "-1e-400", "1" + "0" * 309, "0." + "0" * 330 + "1"),
            *("1e99999999999999999999", "1e-99999999999999999999", "1.8e308", "2e-324", "9" * 5_000),
        )
    },
    **{
        f"no object: {text!a}": (text.encode(), "document.not-an-object")
        for text in ("[]", '"a"', "1", "null", "true", '[{"a": 1}]', "-0", " 1 ")
    },
    **{f"nothing: {text!a}": (text.encode(), "document.empty") for text in ("", " ", "\n\t\r ")},
    "one level too deep": (b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), "document.too-deep"),
    "a hundred thousand levels": (b'{"a":' + b"[" * 100_000, "document.too-deep"),
}


def gate(text: bytes) -> Any:
    """What the gate reads, as plain values."""
    return Document.parse(text).to_dict()


def alike(one: Any, other: Any) -> bool:
    """Whether two readers read the same; a number is the double that it is nearest to (RFC 7493, 2.2)."""
    match one, other:
        case dict(), dict():
            return list(one) == list(other) and all(alike(one[name], other[name]) for name in one)
        case list(), list():
            return len(one) == len(other) and all(map(alike, one, other))
        case (bool() | None, _) | (_, bool() | None):
            return one is other
        case ((int() | float()), (int() | float())):
            return float(one).hex() == float(other).hex() or float(one) == float(other) == 0
        case _:
            return type(one) is type(other) and bool(one == other)


_PIECES: Final = (
    *("{", "}", "[", "]", ",", ":", '"', '"a"', '"b":', "null", "true", "1", "-", "0", ".", "e", "E+", " ", "\n", "\\"),
    *("\\u00", "\\ud8", "\\udc00", "é", "\u2028", "\x00", "\t", "'", "//", "NaN", "Infinity", "9" * 20, "1e309", "-0"),
    *("\ufeff", "\xa0", "_", "x", '"\\u0061":1', "😀", "\\/", "\x7f", "1.0", "1e-320", "{}", "[[]]"),
)


def damaged(rnd: Random) -> bytes:
    """A text that was JSON, and mostly is no more."""
    tree = {"a": [1, -0.5, 1e300, {"b": "é\n"}, None], "c": {"d": {"e": [True, ""]}}, "f": "x" * rnd.randint(0, 4)}
    text = json.dumps(tree, ensure_ascii=rnd.random() < 0.5, indent=rnd.choice((None, None, 1)))
    for _ in range(rnd.choice((1, 1, 1, 2, 3))):
        at = rnd.randrange(len(text))
        cut = rnd.choice((0, 0, 1, 1, 2, 5))
        text = text[:at] + rnd.choice(("", *_PIECES)) + text[at + cut :]
    raw = text.encode()
    if rnd.random() < 0.1:
        at = rnd.randrange(len(raw))
        raw = raw[:at] + bytes([rnd.randrange(256)]) + raw[at + 1 :]
    return raw


def disagreements(texts: Iterator[bytes], readers: dict[str, Callable[[bytes], Any]]) -> Iterator[str]:
    """Where the gate accepts, and a reader refuses or reads something else; where it says "not JSON", and one reads."""
    from microcred.errors import DocumentError

    for text in texts:
        try:
            ours, code = gate(text), ""
        except DocumentError as error:
            ours, code = None, error.code
        for name, read in readers.items():
            try:
                theirs = read(text)
            except (ValueError, RecursionError) as error:
                if not code:
                    yield f"{name} refuses what the gate reads, {text!r}: {error}"
                continue
            if not code and not alike(ours, theirs):
                yield f"{name} reads {text!r} as {theirs!r}, the gate as {ours!r}"
            elif code in ("document.not-json", "document.not-utf-8", "document.empty"):
                yield f"{name} reads {text!r} as {theirs!r}, the gate says {code}"
