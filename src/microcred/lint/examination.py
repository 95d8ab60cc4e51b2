"""One document examined by all checks and rules, and then what is nested in it: each fault is noticed once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from microcred.document import JsonObject
from microcred.errors import Fault, MicrocredError, Undetermined
from microcred.lint.checks import CHECKS, Case, Check, Noted
from microcred.lint.rule import Breach, Rules, Subject
from microcred.lint.source import Located, Place, SourceFile, Unread, enveloped_token
from microcred.models.vocabulary import type_names
from microcred.positions import child_pointer, parent_pointer, placed

if TYPE_CHECKING:
    from microcred.verification.nested import Outer

__all__ = ["Examination", "Noticed"]

_MAX_DEPTH: Final = 4
_MAX_NESTED: Final = 100
_MAX_VALUES: Final = 100_000
_MAX_NOTICED: Final = 10_000
#: What is wrong there is the name of the member, and not what it holds.
_OF_NAMES: Final = frozenset({"contexts.undefined-term", "contexts.respelled-term", "model.unknown-member"})
#: What cannot be known without the network, or because a hostile file asks for too much.
_FOR_WANT_OF_NETWORK: Final = re.compile(r"fetch\.(?!bad-url|forbidden)")
_WANTED: Final = re.compile(r", wanted (.+)$")


class Noticed(NamedTuple):
    """Something to report: what it is, and where; ``value`` is what stands there."""

    code: str
    breach: Breach
    place: Place
    pointer: str | None
    inner_pointer: str | None = None
    value: Any = None
    undetermined: bool = False


@dataclass
class Room:
    """How many more credentials within the one of the file may be looked into: what is nested is looked at again."""

    credentials: int = _MAX_NESTED
    values: int = _MAX_VALUES

    def has_for(self, source: SourceFile | Unread | None) -> bool:
        """Take room for one more, if there is any."""
        self.credentials -= 1
        self.values -= source.document.size if isinstance(source, SourceFile) else 0
        return self.credentials >= 0 and self.values >= 0


@dataclass
class Examination:
    """One run over one document, and over those within it, for as many as there is ``room``."""

    case: Case
    rules: Rules
    depth: int = 0
    room: Room = field(default_factory=lambda: Room())
    refused: bool = False
    noticed: dict[tuple[object, ...], Noticed] = field(default_factory=dict)
    _spoken_of: set[str] = field(default_factory=set)

    def run(self) -> list[Noticed]:
        """Everything that is wrong, in the order in which it was found."""
        if (refusal := self._refusal()) is not None:
            self.refused = True
            self._notice(Noted(refusal))
        else:
            for name, check in CHECKS.items():
                # What does not fit together has nothing to do with the form of the values.
                self._make(check, repeats=name != "coherence")
            self._apply_rules()
            self._enter()
        return list(self.noticed.values())

    def _refusal(self) -> Fault | None:
        """Why the document is not looked into, if it is not."""
        kind, names = self.case.kind, ", ".join(type_names(self.case.tree))[:80]
        if kind == "older":
            return Fault(
                "document.open-badges-2",
                "found a badge of Open Badges 2.0, wanted a verifiable credential",
                "",
                "microcred convert makes a draft in Open Badges 3.0 of it",
            )
        if kind == "other" or (kind in ("achievement", "profile") and not self.case.unsigned):
            what = f"an object of the type {names}" if names else "an object without a type"
            hint = "--unsigned checks the template of an achievement or profile" if kind != "other" else None
            return Fault("document.not-a-credential", f"found {what}, wanted a credential or presentation", "", hint)
        return None

    def _make(self, check: Check, *, repeats: bool) -> None:
        """What one check says, but for places of which an earlier one has spoken, if it ``repeats`` what those ask."""
        said: list[Noted] = []
        try:
            said.extend(check(self.case))
        except MicrocredError as error:
            said += [Noted(fault, undetermined=isinstance(error, Undetermined)) for fault in error.faults]
        places = set[str]()
        for noted in said:
            pointer = noted.fault.pointer if noted.part == "document" else None
            if _FOR_WANT_OF_NETWORK.match(noted.fault.code) or (
                repeats and self._has_spoken_of(pointer, noted.fault.code)
            ):
                continue
            self._notice(noted)
            if pointer:
                places.add(pointer)
        self._spoken_of |= places

    def _has_spoken_of(self, pointer: str | None, code: str) -> bool:
        if code == "contexts.undefined-term" and pointer:
            # An object without its type has no words of its own.
            return bool({pointer, child_pointer(parent_pointer(pointer), "type")} & self._spoken_of)
        if code == "contexts.divided-node" and pointer:
            return bool({pointer, child_pointer(pointer, "id")} & self._spoken_of)
        return pointer in self._spoken_of

    def _notice(self, noted: Noted) -> None:
        source, fault = self.case.source, noted.fault
        on: Literal["value", "name"] = "name" if fault.code in _OF_NAMES else "value"
        wanted = _WANTED.search(fault.message)
        breach = Breach(fault.pointer or "", fault.message, fault.hint, wanted[1] if wanted else None, on)
        match noted.part:
            case "header" | "signature":
                place = source.place_of_header() if noted.part == "header" else source.place_of_signature()
                # Neither is in the document, but where the token stands is in the one around it.
                around = None if source.at == ("", None) else source.at[0]
                self._add(Noticed(fault.code, breach, place, around, undetermined=noted.undetermined))
                return
            case "claims":
                holder = source.jwt.claims.tree
            case _:
                holder = source.document.tree
        place = source.place(breach.pointer, on=on, in_claims=noted.part == "claims")
        value = _at(holder, breach.pointer)
        self._add(Noticed(fault.code, breach, place, *source.pointers(breach.pointer), value, noted.undetermined))

    def _add(self, noticed: Noticed) -> None:
        key = (
            noticed.code,
            noticed.pointer,
            noticed.inner_pointer,
            noticed.breach.message if not noticed.pointer else "",
        )
        if len(self.noticed) < _MAX_NOTICED:
            self.noticed.setdefault(key, noticed)

    def _apply_rules(self) -> None:
        source = self.case.source
        reported = frozenset(each.code for each in self.noticed.values())
        header = None if source.jwt is None else source.jwt.jws.header
        subject = Subject(source.document, self.case.inquiry.at, reported, header)
        for code, rule in self.rules.items():
            for breach in rule(subject):
                if breach.on == "header":
                    self._add(Noticed(code, breach, source.place_of_header(), None))
                    continue
                place = source.place(breach.pointer, on=breach.on)
                value = _at(source.document.tree, breach.pointer)
                self._add(Noticed(code, breach, place, *source.pointers(breach.pointer), value))

    # --- credentials within this one

    def _enter(self) -> None:
        for pointer, carrier, element in _within(self.case.tree):
            if self.depth == _MAX_DEPTH:
                message = f"credentials within credentials are looked into {_MAX_DEPTH} levels deep"
                self._notice(Noted(Fault("document.nested-too-deep", message, pointer)))
                return
            source = self._opened(pointer, element)
            if not self.room.has_for(source):
                message = f"credentials within this one are looked into up to {_MAX_NESTED}, and {_MAX_VALUES} values"
                self._notice(Noted(Fault("credentials.too-many", message, pointer)))
                return
            if isinstance(source, Unread):
                for located in source.faults:
                    self._notice_unread(located, pointer)
            elif source is not None:
                case = Case(source, self.case.inquiry, self.case.unsigned, self._outer(carrier))
                for noticed in Examination(case, self.rules, self.depth + 1, self.room).run():
                    self._add(noticed)

    def _opened(self, pointer: str, element: Any) -> SourceFile | Unread | None:
        source = self.case.source
        if isinstance(element, str):
            return source.nested(pointer, element)
        if not isinstance(element, JsonObject):
            return None  # which the data model has refused
        if "EnvelopedVerifiableCredential" not in type_names(element):
            return source.part(pointer)
        token, faults = enveloped_token(element)
        if token is not None:
            return source.nested(f"{pointer}/id", token)
        located = [Located(fault, source.place(f"{pointer}{fault.pointer or ''}")) for fault in faults]
        return Unread(source.carrier, tuple(located))

    def _outer(self, carrier: str | None) -> Outer:
        from microcred.verification.nested import Outer

        signer, kind = self.case.controller or "nobody", self.case.kind
        return Outer(f"the {kind}", signer, endorsed=carrier, bearer=kind == "presentation")

    def _notice_unread(self, located: Located, pointer: str) -> None:
        fault = located.fault
        breach = Breach(pointer, fault.message, fault.hint)
        outer, inner = self.case.source.pointers(pointer)
        self._add(Noticed(fault.code, breach, located.place, outer, inner, undetermined=located.undetermined))


_ENDORSEMENTS: Final = ("endorsement", "endorsementJwt")


def _within(tree: JsonObject) -> Iterator[tuple[str, str | None, Any]]:
    """Each credential within a document: its place, the id of what it endorses if it endorses, and itself."""
    pending: list[tuple[str, Any]] = [("", tree)]
    while pending:
        at, value = pending.pop()
        if isinstance(value, list):
            pending += [(child_pointer(at, index), each) for index, each in enumerate(value)]
            continue
        if not isinstance(value, JsonObject):
            continue
        for name, member in value.items():
            pointer = child_pointer(at, name)
            if name in _ENDORSEMENTS:
                carrier = str(value.get("id"))
                yield from ((place, carrier, element) for place, element in placed(member, pointer))
            elif name == "verifiableCredential":
                yield from ((place, None, element) for place, element in placed(member, pointer))
            elif name not in ("@context", "proof"):
                pending.append((pointer, member))


def _at(tree: Any, pointer: str) -> Any:
    """What stands at a pointer; None, if there is nothing."""
    value = tree
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value
