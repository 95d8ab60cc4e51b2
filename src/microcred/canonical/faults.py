"""What safe mode finds: each way in which JSON-LD loses a word, or lets it say something else, as a fault at its place.

The signature of an RDF-based suite covers statements, not JSON. So every way in which the JSON can say something that
the statements do not, or say it under another name, has to be closed before a signature means anything to a reader of
the JSON (Data Integrity 1.0, 2.4).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from microcred.canonical.literals import double_text
from microcred.contexts import Contexts
from microcred.document import child_pointer
from microcred.errors import Fault
from microcred.json_values import JsonReal
from microcred.positions import placed

__all__ = [
    "DATA_LOSS",
    "blank_node_id",
    "dropped",
    "invalid_language",
    "language_map_faults",
    "number_faults",
    "number_faults_within",
    "relative_iri",
    "respelled",
    "smuggled",
    "undefined",
    "unsupported",
]

DATA_LOSS: Final = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"
# Beyond this, two JSON readers need not agree on the same whole number (RFC 7493, 2.2).
_MAX_EXACT: Final = 2**53
# So many characters hold no more digits than every double keeps.
_ALWAYS_KEPT: Final = 15
# No writer of doubles needs more digits to tell them all apart.
_MOST_DIGITS: Final = 17


def undefined(contexts: Contexts, term: str, place: str, kind: str) -> Fault:
    """A term or type (``kind``) that no context of the document defines."""
    defining = contexts.defining(term)
    hint = f"add {defining[0]} to @context" if defining else "define it in a context, or leave it out"
    return Fault(
        f"contexts.undefined-{kind}",
        f"no context of the document defines the {kind} {term[:80]!r}, so it would be left out of what is signed",
        place,
        hint,
        DATA_LOSS,
        {"term": term, "defined_by": list(defining)},
    )


def blank_node_id(text: str, place: str) -> Fault:
    """An id that is a label within the document only."""
    return Fault(
        "contexts.blank-node-id",
        f"{text!r} is a blank node label, which no signature covers",
        place,
        "leave the id out, or use a urn:uuid",
        DATA_LOSS,
    )


def relative_iri(text: str, place: str) -> Fault:
    """An id that means something only beside a base, which a credential does not have (Data Integrity 1.0, 2.6)."""
    return Fault(
        "contexts.relative-iri",
        f"{text[:80]!r} is not an absolute IRI, so it would be left out of what is signed",
        place,
        "write the whole IRI, such as https://… or urn:uuid:…",
        DATA_LOSS,
    )


def number_faults_within(value: Any, place: str) -> Iterator[Fault]:
    """The numbers of a JSON literal, which is signed as it stands (RFC 8785 writes them as doubles)."""
    match value:
        case bool():
            pass
        case int() | float():
            yield from number_faults(value, place)
        case dict():
            for key, member in value.items():
                yield from number_faults_within(member, child_pointer(place, key))
        case list():
            for index, element in enumerate(value):
                yield from number_faults_within(element, child_pointer(place, index))


def number_faults(number: float, place: str) -> Iterator[Fault]:
    """A number whose statement would be another one."""
    written = number.lexical if isinstance(number, JsonReal) else repr(number)
    whole = number.is_integer() if isinstance(number, float) else True
    if (
        (whole and abs(number) > _MAX_EXACT)
        or (not whole and float(double_text(number)) != number)
        or (isinstance(number, JsonReal) and not _is_what_is_written(number))
    ):
        yield Fault(
            "contexts.number-not-exact",
            f"the number {written[:60]} has more digits than its statement keeps",
            place,
            "write it with fewer digits, or as a string",
            DATA_LOSS,
        )


def _is_what_is_written(number: JsonReal) -> bool:
    """Whether a reader of decimals reads the same number as one of doubles, who rounds what he reads.

    Some writers give a double all 17 digits that tell it from its neighbours: 0.10000000000000001 is theirs for 0.1.
    """
    if len(number.lexical) <= _ALWAYS_KEPT and "e" not in number.lexical.lower():
        return True
    from decimal import Decimal  # few numbers are as long

    written, double = Decimal(number.lexical), float(number)
    digits = len(written.as_tuple().digits)
    return written == Decimal(repr(double)) or (
        digits <= _MOST_DIGITS and written == Decimal(format(double, f".{digits}g"))
    )


def dropped(what: str, place: str) -> Fault:
    """A value that makes no statement."""
    return Fault(
        "contexts.dropped-value",
        f"{what} makes no statement, so no signature covers it",
        place,
        "leave the member out",
        DATA_LOSS,
    )


def language_map_faults(texts: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """The languages of a map (JSON-LD 1.1, 4.6.2) that stand there with no text, or with one that they had before."""
    seen: set[tuple[str, str]] = set()
    for language, found in texts.items():
        at = child_pointer(place, language)
        if found == []:
            yield dropped("an empty array", at)
        for inner, text in placed(found, at):
            if text is None:
                yield dropped("null", inner)
            elif isinstance(text, str):
                if (language.lower(), text) in seen:
                    yield dropped("a text that stands in the same language already", inner)
                seen.add((language.lower(), text))


def invalid_language(found: str, place: str) -> Fault:
    """A language tag that is none, so that the text cannot be written as a statement."""
    return Fault("contexts.invalid-language", f"found {found[:60]!r}, wanted a language tag such as en or pt-BR", place)


def smuggled(key: str, keyword: str, place: str) -> Fault:
    """A keyword of JSON-LD, or another name for one, as the name of a member."""
    shown = repr(key) if key == keyword else f"{key!r} ({keyword})"
    return Fault(
        "contexts.keyword",
        f"the JSON-LD keyword {shown} has no place in a credential: a reader of the JSON would not see what it says",
        place,
        "write it with the terms of the standard, such as id and type",
        DATA_LOSS,
    )


def respelled(found: str, wanted: Collection[str], place: str) -> Fault:
    """A word in another spelling than the term that the standards give it."""
    term = " or ".join(map(repr, sorted(wanted)[:3])) if wanted else "a term of a context"
    return Fault(
        "contexts.respelled-term",
        f"{found[:80]!r} is another spelling of {term}, which a reader of the JSON would not see",
        place,
        "write the term that the standard's context defines",
        DATA_LOSS,
    )


def unsupported(place: str, what: str) -> Fault:
    """A feature of JSON-LD that changes what the JSON around it says."""
    return Fault("contexts.unsupported", f"{what}, which a credential has no use for", place)
