"""Texts that did not come through whole, or that are not yet what they are to become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5
from types import MappingProxyType
from typing import Final
from unicodedata import is_normalized, name

from microcred.lint.rule import Breach, Part, Rule, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_NAMES: Final = frozenset(("name", "tag", "humanCode", "targetName", "targetFramework", "fieldOfStudy"))
_LONG: Final = frozenset(("narrative", "description", "endorsementComment", "targetDescription"))

# UTF-8 as windows-1252 shows it: a byte that begins a character, and one to three that go on.
_WINDOWS: Final = {
    bytes([byte]).decode("cp1252"): byte for byte in range(128, 160) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
_GOES_ON: Final = f"[\x80-\xbf{''.join(_WINDOWS)}]"
_DOUBLE: Final = re.compile(f"[\xc2-\xdf]{_GOES_ON}|[\xe0-\xef]{_GOES_ON}{{2}}|[\xf0-\xf4]{_GOES_ON}{{3}}")
# These may stand behind a capital letter with an accent: the end of a quotation, of a sentence, of a brand.
_ENDS_WORDS: Final = frozenset("”“’‘„‚…–—»«›‹®™°²³¹ªº·")

_TAG: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,9})(?:\s[^<>]{0,300}|/)?>")
_TAGS: Final = frozenset(
    (
        *(
            "a",
            "b",
            "blockquote",
            "br",
            "center",
            "code",
            "div",
            "em",
            "font",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
        ),
        *("i", "iframe", "img", "li", "ol", "p", "pre", "script", "small", "span", "strong", "style", "sub", "sup"),
        *("table", "tbody", "td", "th", "tr", "u", "ul"),
    )
)
_ENTITY: Final = re.compile(r"&(?:#[0-9]{2,7}|#x[0-9A-Fa-f]{2,6}|([A-Za-z]{2,8}));")
_ESCAPE: Final = re.compile(r"\\u[0-9A-Fa-f]{4}|\\\"|\\n\\n|\\r\\n")
_TEMPLATE: Final = re.compile(
    r"\{\{[^{}]{1,80}\}\}|\$\{[^{}]{1,80}\}|<%[^%<>]{1,80}%>|\{%[^%{}]{1,80}%\}|%\([a-z_]{1,40}\)s"
)
_NOBODYS_WORDS: Final = frozenset(
    (
        *("string", "todo", "tbd", "fixme", "xxx", "null", "undefined", "nan", "[object object]", "placeholder"),
        *("lorem ipsum", "insert text here", "your text here", "untitled"),
    )
)
_TO_DO: Final = re.compile(r"(?:TODO|FIXME|TBD)[ ]?[:(]|[Ll]orem ipsum")
_BEGINNING: Final = 10_000
_INVISIBLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_OVERRIDES: Final = frozenset("\u202d\u202e")
_BIDI: Final = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
# Scripts that are written from right to left, and scripts whose words are parted by a space of no width.
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_WITHOUT_SPACES: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_MIXED: Final = re.compile("[A-Za-z]{1,40}[\u0400-\u04ff]|[\u0400-\u04ff]{1,40}[A-Za-z]")
_WORD: Final = re.compile("[A-Za-z\u0400-\u04ff]{2,80}")
_LIKE_LATIN: Final = frozenset("аеорсухіјѕԁһАВЕКМНОРСТХІЈЅУ")
_LIKE_CYRILLIC: Final = frozenset("aeopcyxijsdhABEKMHOPCTXIJSY")


def _rule(judge: Callable[[Part], str | None], wanted: Callable[[str], str] | None = None) -> Rule:
    """A rule that looks at each text of the document alone; ``judge`` says what is wrong with it."""

    def rule(subject: Subject) -> Iterator[Breach]:
        for part in subject.texts:
            message = judge(part)
            if message is not None:
                yield Breach(part.pointer, message, wanted=wanted(part.value) if wanted else None)

    return rule


def _double_encoded(part: Part) -> str | None:
    found = _doubled(part.value)
    return None if found is None else f"found {found[0]!r}, which is {found[1]!r} encoded twice; wanted UTF-8 once"


def _doubled(text: str) -> tuple[str, str] | None:
    """The first characters of a text that are UTF-8 read as windows-1252, and what they were."""
    for found in () if text.isascii() else _DOUBLE.finditer(text):
        shown = found[0]
        if _ends_a_word(shown, text[found.start() - 1 : found.start()]):
            continue
        try:
            meant = bytes(_WINDOWS.get(each) or ord(each) for each in shown).decode()
        except ValueError:
            continue
        if len(shown) > 2 or "\xa0" <= meant <= "\u024f":
            return shown, meant
    return None


def _ends_a_word(pair: str, before: str) -> bool:
    """Whether two characters are a capital letter with an accent and what may follow it, as in “ÎLE D’YEÜ”."""
    if len(pair) > 2 or pair[1] not in _ENDS_WORDS:
        return False
    return before.isupper() or (pair[0] not in "ÂÃ" and not before.isalpha())


def _repaired(text: str) -> str:
    def once(found: re.Match[str]) -> str:
        try:
            return bytes(_WINDOWS.get(each) or ord(each) for each in found[0]).decode()
        except ValueError:
            return found[0]

    return described(_DOUBLE.sub(once, text[:1000]))


def _replaced(part: Part) -> str | None:
    if "\ufffd" not in part.value:
        return None
    return "found the character U+FFFD, which stands for one that was lost on the way; wanted the text as it was"


def _html(part: Part) -> str | None:
    for found in _TAG.finditer(part.value) if "<" in part.value else ():
        if found[1].lower() in _TAGS:
            return f"found the HTML tag {described(found[0])}, which readers show as it is"
    return None


def _entity(part: Part) -> str | None:
    for found in _ENTITY.finditer(part.value) if "&" in part.value else ():
        if found[1] is None or f"{found[1]};" in html5:
            return f"found {found[0]}, which readers show as it is; wanted the character"
    return None


def _escaped_twice(part: Part) -> str | None:
    found = _ESCAPE.search(part.value) if "\\" in part.value else None
    return None if found is None else f"found {found[0]}, a JSON escape that was itself escaped; wanted the character"


def _empty(part: Part) -> str | None:
    return None if part.value.strip() else "found a text without any characters; wanted one, or no member at all"


def _white_space(part: Part) -> str | None:
    text = part.value.rstrip("\r\n") if part.name in _LONG else part.value
    if not text.strip() or text == text.strip():
        return None
    return f"found {described(text)}, with white space around it; wanted none"


def _line_break(part: Part) -> str | None:
    if part.name not in _NAMES or not any(each in part.value.strip() for each in "\n\r\t\v\f"):
        return None
    return f"found a line break or tab in the {part.name}; wanted one line"


def _invisible(part: Part) -> str | None:
    text = part.value
    for found in () if text.isprintable() else _INVISIBLE.finditer(text):
        each = found[0]
        if each in _BIDI and _RIGHT_TO_LEFT.search(text):
            return None
        if each == "\u200b" and _WITHOUT_SPACES.search(text):
            return None
        kind = "turns the order of the letters around" if each in _OVERRIDES or each in _BIDI else "nobody sees"
        return f"found U+{ord(each):04X} ({name(each, 'a control character').lower()}), which {kind}"
    return None


def _not_normal(part: Part) -> str | None:
    if part.value.isascii() or is_normalized("NFC", part.value):
        return None
    return "found letters that are not in Unicode normalization form C, so searches and comparisons miss them"


def _placeholder(part: Part) -> str | None:
    text = part.value[:_BEGINNING].strip()
    if text.rstrip(".!…").casefold() in _NOBODYS_WORDS or _TO_DO.search(text):
        return f"found {described(part.value)}, which holds the place of a text; wanted the text"
    return None


def _unfilled(part: Part) -> str | None:
    found = _TEMPLATE.search(part.value) if "{" in part.value or "%" in part.value else None
    return None if found is None else f"found {described(found[0])}, which nobody filled in; wanted what it stands for"


def _look_alike(part: Part) -> str | None:
    if part.name not in _NAMES or part.value.isascii() or _MIXED.search(part.value) is None:
        return None
    for word in _WORD.findall(part.value):
        latin = {each for each in word if each.isascii()}
        cyrillic = set(word) - latin
        if latin and cyrillic and (cyrillic <= _LIKE_LATIN or latin <= _LIKE_CYRILLIC):
            return f"found {described(word)}, a word of Latin and Cyrillic letters that look alike; wanted one alphabet"
    return None


RULES: Final[Rules] = MappingProxyType(
    {
        "text.double-encoded": _rule(_double_encoded, _repaired),
        "text.empty": _rule(_empty),
        "text.entity": _rule(_entity),
        "text.escaped-twice": _rule(_escaped_twice),
        "text.html": _rule(_html),
        "text.invisible": _rule(_invisible),
        "text.line-break": _rule(_line_break),
        "text.look-alike": _rule(_look_alike),
        "text.not-normal": _rule(_not_normal),
        "text.placeholder": _rule(_placeholder),
        "text.replaced": _rule(_replaced),
        "text.unfilled": _rule(_unfilled),
        "text.white-space": _rule(_white_space),
    }
)
