"""The linter: every check that needs no network, then every rule, with the place of each finding in the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from microcred.document import to_json
from microcred.errors import UsageError
from microcred.lint.finding import Finding, Severity
from microcred.lint.rule import Breach, Rules
from microcred.lint.rules import RULES
from microcred.lint.selection import Selection, check_codes
from microcred.lint.source import Place, SourceFile, Unread

if TYPE_CHECKING:
    from microcred.lint.checks import Case
    from microcred.lint.examination import Noticed
    from microcred.verification.verifier import Verifier

__all__ = ["Linter"]

_SHOWN: Final = 80
_MAX_FINDINGS: Final = 1_000
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Linter:
    """Says of a file what is wrong with the credential in it, before anybody else does. No network, ever.

    ``unsigned`` allows credentials that nobody has signed yet, and templates of achievements and profiles. ``at`` is
    the moment to judge by. ``select`` and ``ignore`` are codes and families of codes, of which the more exact one
    counts. ``severity`` changes how much a code matters. ``compat`` names the verifiers of which is told what they
    refuse, and ``contexts`` are further JSON-LD contexts, each under its URL. Raises
    :class:`~microcred.errors.UsageError` for names that there are not.
    """

    unsigned: bool = False
    at: datetime = field(default_factory=_utc_now)
    select: Iterable[str] = ()
    ignore: Iterable[str] = ()
    severity: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    compat: Iterable[str] = ()
    contexts: Mapping[str, bytes] = field(default_factory=lambda: _NOTHING)
    rules: Rules = field(default_factory=lambda: RULES)

    def __post_init__(self) -> None:
        for name in ("select", "ignore", "compat"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if not isinstance(self.at, datetime) or self.at.tzinfo is None:
            raise UsageError("usage.naive-datetime", f"{self.at!r:.60} is no aware datetime, which names a moment")
        for code, level in self.severity.items():
            if level not in list(Severity):
                raise UsageError("usage.bad-severity", f"severity of {code!r:.80} is {level!r:.60}, wanted a severity")
        self._rules  # noqa: B018 - a wrong name is told when it is said

    def check(self, name: str, content: bytes) -> list[Finding]:
        """Every finding in a file, in the order of its lines; ``name`` is what to call the file."""
        from microcred.lint.examination import Examination

        source = SourceFile.read(name, content)
        selection = self._selection
        if isinstance(source, Unread):
            noticed = self._of_unread(source)
        else:
            examination = Examination(self._case(source), self._rules)
            noticed = examination.run()
        if isinstance(source, Unread) or examination.refused:
            # Where nothing else was looked at, to say so is no matter of what was selected.
            selection = Selection((), selection.ignore)
        chosen = sorted((each for each in noticed if selection.has(each.code)), key=_order)
        findings = [self._finding(name, source, each) for each in chosen[:_MAX_FINDINGS]]
        if len(chosen) > _MAX_FINDINGS:
            findings.append(self._finding(name, source, _more()))
        return findings

    @cached_property
    def _selection(self) -> Selection:
        check_codes(self.select, "select")
        check_codes(self.ignore, "ignore")
        check_codes(self.severity, "severity")
        return Selection(tuple(self.select), tuple(self.ignore))

    @cached_property
    def _rules(self) -> Rules:
        """The rules whose codes are reported, those about other verifiers among them."""
        rules = dict(self.rules)
        for name in self.compat:
            rules |= _compat_rules(name)
        return {code: rule for code, rule in rules.items() if self._selection.has(code)}

    @cached_property
    def _verifier(self) -> Verifier:
        from microcred.canonical import Canonicalizer
        from microcred.contexts import BUNDLED
        from microcred.verification.fetch import Offline
        from microcred.verification.trust import AnyIssuer
        from microcred.verification.verifier import Verifier

        contexts = BUNDLED
        for url, content in self.contexts.items():
            contexts = contexts.with_context(url, content)
        return Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=Canonicalizer(contexts))

    def _case(self, source: SourceFile) -> Case:
        from microcred.lint.checks import Case
        from microcred.verification.fetch import FetchSession
        from microcred.verification.inquiry import Inquiry

        verifier = self._verifier
        inquiry = Inquiry.begun(verifier, FetchSession(verifier.fetcher), at=self.at, now=self.at)
        return Case(source, inquiry, self.unsigned)

    def _of_unread(self, source: Unread) -> list[Noticed]:
        from microcred.lint.examination import Noticed

        return [
            Noticed(
                each.fault.code,
                Breach(each.fault.pointer or "", each.fault.message, each.fault.hint),
                each.place,
                each.fault.pointer,
                undetermined=each.undetermined,
            )
            for each in source.faults
        ]

    def _finding(self, name: str, source: SourceFile | Unread, noticed: Noticed) -> Finding:
        from microcred.codes import entry as entry_of

        entry, breach, place = entry_of(noticed.code), noticed.breach, noticed.place
        usual = "warning" if noticed.undetermined and entry.severity == "error" else entry.severity
        text = None if noticed.value is None else to_json(noticed.value, indent=None).decode()
        # What surrounds the place changes with everything in it: then the message says what is wrong.
        scalar = not isinstance(noticed.value, (dict, list, type(None)))
        identity = text if scalar and text is not None else breach.message
        return Finding(
            code=noticed.code,
            severity=Severity(_severity(self.severity, noticed.code) or usual),
            file=name,
            position=place.position,
            pointer=noticed.pointer,
            message=breach.message,
            hint=breach.hint or entry.fix,
            section=entry.section,
            found=text if text is None or len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…",
            wanted=breach.wanted,
            carrier=source.carrier,
            inner=place.inner,
            inner_pointer=noticed.inner_pointer,
            offset=source.offset,
            value=hashlib.sha256(identity.encode()).hexdigest()[:16],
            excerpt=place.excerpt,
        )


def _more() -> Noticed:
    from microcred.lint.examination import Noticed

    message = f"there are more findings than the {_MAX_FINDINGS} that are listed"
    return Noticed("document.too-many-findings", Breach("", message), Place(), None)


def _severity(changed: Mapping[str, str], code: str) -> str | None:
    """The severity that somebody gave to the code, or to its family."""
    return changed.get(code) or changed.get(code.partition(".")[0])


def _order(noticed: Noticed) -> tuple[object, ...]:
    return noticed.place.position, noticed.place.inner or noticed.place.position, noticed.code


def _compat_rules(name: str) -> Rules:
    from microcred.lint.rules.compat import COMPAT

    if name not in COMPAT:
        import difflib

        near = difflib.get_close_matches(name.lower(), COMPAT, n=1)
        raise UsageError(
            "usage.unknown-verifier",
            f"compat names {name!r:.80}, and nothing is on record about a verifier of that name",
            hint=f"did you mean {near[0]}?" if near else f"known are {', '.join(COMPAT)}",
        )
    return COMPAT[name]
