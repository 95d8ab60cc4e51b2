"""How a breach of the data model is said: from what a rule noticed to a :class:`~microcred.errors.Fault`.

A rule of the models refuses a value by raising :func:`refusal` with one or more :class:`Flaw`; Pydantic gathers the
refusals of the whole document, and :func:`faults_of` turns them into faults that a person can act on: the JSON Pointer
in the standard's member names, what was found, what was wanted, what to do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from json.encoder import encode_basestring as _quote
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from microcred.document import child_pointer
from microcred.errors import Fault
from microcred.positions import listed

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails, PydanticCustomError

__all__ = ["MALFORMED", "Flaw", "described", "faults_of", "flaws_of", "refusal", "tag"]

MALFORMED: Final = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
"""The W3C problem type of every fault of the data model (VCDM 2.0, 7.1)."""

_TYPE_HINT: Final = (
    'add "type", the name of its class: without it, JSON-LD gives the members of this object no meaning, and no '
    "signature covers them"
)
# What is left out most, as it is written; of other members only the name is said.
_WRITTEN: Final = MappingProxyType(
    {
        "achievement": '"achievement": {"id": "https://…", "type": ["Achievement"], "name": "…", …}',
        "achievementType": '"achievementType": "MicroCredential"',
        "credentialSubject": '"credentialSubject": {"id": "did:…", …}',
        "criteria": '"criteria": {"narrative": "…"}',
        "description": '"description": "…", what it is in a sentence or two',
        "id": '"id": "urn:uuid:…", or an https URL that stays',
        "issuanceDate": '"issuanceDate": "2026-01-31T12:00:00Z"',
        "issuer": '"issuer": {"id": "https://…", "type": ["Profile"], "name": "…"}',
        "name": '"name": "…"',
        "targetName": '"targetName": "…", the name of the skill',
        "targetUrl": '"targetUrl": "https://…", the page of the skill',
        "validFrom": '"validFrom": "2026-01-31T12:00:00Z"',
    }
)
_SHOWN: Final = 60
_MAX_FAULTS: Final = 500


class Flaw(NamedTuple):
    """One thing that a rule found wrong.

    ``at`` leads from the value that the rule was given down to the culprit; ``up`` leads that many steps back first.
    """

    code: str
    message: str
    hint: str | None = None
    at: tuple[str | int, ...] = ()
    up: int = 0


def refusal(*flaws: Flaw) -> PydanticCustomError:
    """The exception with which a rule refuses a value; Pydantic goes on and gathers the others."""
    from pydantic_core import PydanticCustomError  # the words of faults are also for those who do without Pydantic

    return PydanticCustomError("refused_value", "refused", {"flaws": flaws})


def tag(name: str) -> str:
    """A step that Pydantic adds to an error's path for the chosen branch of a union; no member is called like this."""
    return f"<{name}>"


def described(value: object) -> str:
    """A value in the words of a message: short, on one line, with its JSON type where that helps."""
    match value:
        case None:
            return "null"
        case bool():
            return json.dumps(value)
        case int() | float():
            return f"the number {_shortened(str(value))}"
        case str():
            return _shortened(_quote(value[: 2 * _SHOWN]))
        case Mapping():
            return "an object" if value else "an empty object"
        case list() | tuple() if value and all(isinstance(name, str) for name in value):
            return _shortened(json.dumps([name[:_SHOWN] for name in value[:_SHOWN]], ensure_ascii=False))
        case list() | tuple():
            return f"an array of {len(value)}" if value else "an empty array"
        case _:
            return f"a Python {type(value).__name__}"


def faults_of(error: ValidationError, tree: object) -> list[Fault]:
    """Every refusal in ``error`` as a fault, with its pointer into ``tree`` (what was validated); at most 501."""
    flaws = flaws_of(error, tree)
    listed = [
        Fault(flaw.code, flaw.message, _pointer(flaw.at), flaw.hint, MALFORMED) for flaw in islice(flaws, _MAX_FAULTS)
    ]
    if next(flaws, None) is not None:
        message = f"there are more faults than the {_MAX_FAULTS} that are listed"
        listed.append(Fault("model.too-many", message, "", "correct these first", MALFORMED))
    return listed


def flaws_of(error: ValidationError, tree: object) -> Iterator[Flaw]:
    """Every refusal in ``error`` as a flaw of ``tree``, for a rule that reads a part of a document on its own."""
    for detail in error.errors(include_url=False):
        if tag("string") in detail["loc"]:
            continue
        path = _path(detail, tree)
        for flaw in _flaws(detail):
            yield flaw._replace(at=(*path[: max(0, len(path) - flaw.up)], *flaw.at), up=0)


def _pointer(path: tuple[str | int, ...]) -> str:
    pointer = ""
    for step in path:
        pointer = child_pointer(pointer, step)
    return pointer


def _flaws(detail: ErrorDetails) -> tuple[Flaw, ...]:
    found, context = detail["input"], detail.get("ctx", {})
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "refused_value":
            flaws: tuple[Flaw, ...] = context["flaws"]
            return flaws
        case "malformed_value":
            code = context["code"] if isinstance(found, str) else "model.wrong-type"
            hint = context["hint"] if isinstance(found, str) or "quotes" in str(context["hint"]) else None
            return (Flaw(code, f"found {described(found)}, wanted {context['wanted']}", hint),)
        case "missing" if name == "type":
            return (Flaw("model.type-missing", f"{_owner(found)} has no type", hint=_TYPE_HINT),)
        case "missing":
            return (Flaw("model.missing", f"{_owner(found)} has no {name}, which is required", _addition(name)),)
        case "extra_forbidden":
            return (
                Flaw(
                    "model.unknown-member",
                    f"found the member {described(name)}, this class is closed and does not have it",
                    hint="remove it, or carry it in an object whose class may be extended",
                ),
            )
        case "recursion_loop" | "recursion_depth_exceeded":
            return (Flaw("model.too-deep", "the objects are nested too deeply"),)
        case _:
            if "class_name" not in context:
                return (Flaw("model.wrong-type", f"found {described(found)}, wanted {detail['msg']}"),)
            wanted = f"{_with_article(context['class_name'])} object"
            hint = _as_object(found, context["class_name"])
            return (Flaw("model.wrong-type", f"found {described(found)}, wanted {wanted}", hint),)


def _addition(name: str) -> str:
    return f"add {_WRITTEN.get(name, _quote(name))}"


def _as_object(found: object, class_name: str) -> str | None:
    """How a text or an array becomes the one object that is wanted."""
    match found:
        case str():
            kind = '"Image"' if class_name == "Image" else f'["{class_name}"]'
            member = "narrative" if class_name == "Criteria" and ":" not in found else "id"
            return f'write {{"{member}": {described(found)}, "type": {kind}}}'
        case list() | tuple():
            return "keep one of them, without the square brackets"
    return None


def _path(detail: ErrorDetails, tree: object) -> tuple[str | int, ...]:
    """The place of an error: its path without the branches of unions and without arrays that are not there."""
    path: list[str | int] = []
    value = tree
    last = len(detail["loc"]) - 1
    for number, step in enumerate(detail["loc"]):
        unknown_member = detail["type"] == "extra_forbidden" and number == last
        if isinstance(step, int):
            if not isinstance(value, (list, tuple)):
                continue  # a single value that stands for an array of one
            value = value[step] if step < len(value) else None
        elif isinstance(value, Mapping) and (unknown_member or not step.startswith("<")):
            value = value.get(step, value.get(_snake(step)))
        else:
            continue
        path.append(step)
    return tuple(path)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _owner(found: object) -> str:
    """The name of the object that lacks a member, as far as it names itself."""
    named = found.get("type") if isinstance(found, Mapping) else None
    own = sorted((name for name in listed(named) if isinstance(name, str)), key="VerifiableCredential".__eq__)
    return f"the {_shortened(own[0])}" if own else "the object"


def _with_article(name: str) -> str:
    return f"an {name}" if name[0] in "AEIOU" else f"a {name}"


def _shortened(text: str) -> str:
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
