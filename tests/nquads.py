"""A reader of N-Quads for the tests: RDF suites come in this form, the library itself only writes it."""

from __future__ import annotations

import re

from microcred.canonical.dataset import Statement
from microcred.canonical.literals import literal_text

_LINE = re.compile(
    r"""\s*(?P<s><[^>]*>|_:\S+)\s+(?P<p><[^>]*>)\s+
        (?:(?P<o><[^>]*>|_:[^\s.]\S*?)|"(?P<text>(?:[^"\\]|\\.)*)"(?:\^\^(?P<datatype><[^>]*>)|@(?P<language>[\w-]+))?)
        \s*(?P<g><[^>]*>|_:[^\s.]\S*?)?\s*\.\s*(?:\#.*)?$""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def parse_nquads(text: str) -> list[Statement]:
    """Read N-Quads into statements whose terms are written canonically."""
    return [
        _statement(line) for line in re.split(r"[\r\n]+", text) if line.strip() and not line.strip().startswith("#")
    ]


def _statement(line: str) -> Statement:
    found = _LINE.match(line)
    assert found, line
    if found["o"] is not None:
        object_ = _unescaped(found["o"])
    else:
        datatype = _unescaped(found["datatype"])[1:-1] if found["datatype"] else None
        object_ = literal_text(_unescaped(found["text"]), datatype, found["language"])
    return _unescaped(found["s"]), _unescaped(found["p"]), object_, _unescaped(found["g"] or "")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(
        lambda found: chr(int(found[1] or found[2], 16)) if found[1] or found[2] else _NAMED.get(found[3], found[3]),
        text,
    )
