"""What a run is to sign, one after the other: unsigned credentials as they are, or a template that rows fill."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID, uuid5

from microcred.cli.batch.inputs import in_lines, shown_name
from microcred.cli.batch.rows import Row, opened_rows
from microcred.cli.batch.template import Template
from microcred.cli.drafts import Recipient, Validity, award, is_achievement, with_validity
from microcred.cli.files import read_input
from microcred.cli.signing import issuer_id_of
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.document import Document

__all__ = ["Draft", "DraftSource", "read_template"]

_Finish: TypeAlias = "Callable[..., Draft]"

_MAX_SLUG: Final = 60
# Whose ids are remembered: two badges with one id could only be revoked together.
_MAX_DRAFTS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One credential to sign, or why there is none; ``name`` is what its file may be called after."""

    place: str
    credential: Mapping[str, Any] | MicrocredError
    name: str = ""

    @property
    def id(self) -> str | None:
        """The id of the credential."""
        found = None if isinstance(self.credential, MicrocredError) else self.credential.get("id")
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class DraftSource:
    """The input of ``batch issue``, and what its options say about each credential."""

    source: str
    template_file: str | None
    validity: Validity
    recipient_column: str | None = None
    hashed: bool = False
    name_column: str | None = None

    def check(self) -> None:
        """Raise :class:`~microcred.errors.UsageError` for a template or a table that cannot be used."""
        template = self._template(UUID(int=0))
        if template is None:
            return
        wanted = dict(template.columns)
        for column, option in ((self.recipient_column, "--to"), (self.name_column, "--name")):
            if column is not None:
                wanted.setdefault(column, option)
        with opened_rows(self.source) as rows:
            for column, place in wanted.items():
                if column not in rows.columns:
                    raise UsageError(
                        "batch.no-such-column",
                        f"{self.source!r:.200} has no column {column!r:.80}, which {place} wants",
                        hint=f"its columns are {', '.join(rows.columns)[:200]}",
                    )

    def issuer_id(self) -> str | None:
        """The issuer whom the template names, if it names one."""
        template = self._template(UUID(int=0))
        return None if template is None else issuer_id_of(template.tree)

    def drafts(self, run: Mapping[str, str]) -> Iterator[Draft]:
        """Every draft in its order.

        ``run`` has the number of the run and the moment when it was begun: ids that are missing are made of the number
        and of the place, so a run that goes on makes the same ones again.
        """
        number = UUID(run["run"])
        template = self._template(number)
        validity = self.validity
        if template is not None and "validFrom" not in template.tree and validity.start is None:
            validity = replace(validity, start=datetime.fromisoformat(run["begun"]))
        finished = partial(_finished, run=number, validity=validity)
        return _unlike(self._from_lines(finished) if template is None else self._from_rows(template, finished))

    def _template(self, run: UUID) -> Template | None:
        return None if self.template_file is None else read_template(self.template_file, run)

    def _from_lines(self, finished: _Finish) -> Iterator[Draft]:
        from microcred.document import Document

        with Path(self.source).open("rb") as file:
            for candidate in in_lines(file, shown_name(self.source)):
                place, content = candidate.name or "", candidate.source
                try:
                    if isinstance(content, MicrocredError):
                        raise content
                    assert isinstance(content, bytes)  # noqa: S101 - what lines hold
                    yield finished(place, Document.parse(content))
                except MicrocredError as error:
                    yield Draft(place, error)

    def _from_rows(self, template: Template, finished: _Finish) -> Iterator[Draft]:
        with opened_rows(self.source) as rows:
            for row in rows:
                try:
                    yield self._of_row(template, row, finished)
                except MicrocredError as error:
                    yield Draft(row.place, error)

    def _of_row(self, template: Template, row: Row, finished: _Finish) -> Draft:
        from microcred.document import Document

        if row.error is not None:
            raise row.error
        tree = template.filled(row.cells)
        if self.recipient_column is not None:
            recipient = Recipient.parse(row.cells[self.recipient_column], hashed=self.hashed)
            tree["credentialSubject"] = {**recipient_members(recipient), **tree["credentialSubject"]}
        return finished(row.place, Document.of(tree), _slug(row.cells.get(self.name_column or "", "")))


def _finished(place: str, document: Document, name: str = "", *, run: UUID, validity: Validity) -> Draft:
    if is_achievement(document):
        raise UsageError("usage.not-issuable", "found an Achievement, wanted an unsigned credential")
    tree = with_validity(document, validity).tree
    context = {"@context": tree["@context"]} if "@context" in tree else {}
    missing = {} if "id" in tree else {"id": uuid5(run, place).urn}
    return Draft(place, {**context, **missing, **tree}, name)


def _unlike(drafts: Iterator[Draft]) -> Iterator[Draft]:
    """The same drafts, but for those whose id was there before."""
    seen: set[int] = set()
    for draft in drafts:
        name = hash(draft.id)
        if draft.id is not None and name in seen:
            error = UsageError("batch.same-id", f"{draft.place} has the id of one before it: {draft.id!r:.200}")
            yield Draft(draft.place, error)
        elif len(seen) == _MAX_DRAFTS:
            error = UsageError("batch.file-breaks-off", f"{draft.place} is beyond the first {_MAX_DRAFTS} of a run")
            yield Draft(draft.place, error)
            return
        else:
            seen.add(name)
            yield draft


def recipient_members(recipient: Recipient) -> dict[str, Any]:
    """What stands in the subject, as JSON."""
    members = recipient.members()
    return {name: value if isinstance(value, str) else value.to_dict() for name, value in members.items()}


def read_template(path: str, run: UUID) -> Template:
    """The template in a file: a credential, or an Achievement that is awarded to whom the rows name.

    Raises what the gate raises, and :class:`~microcred.errors.UsageError` for a template that no row could fill.
    """
    from microcred.document import MAX_BYTES, Document

    try:
        document = Document.parse(read_input(path, max_bytes=MAX_BYTES))
        template = Template(_awarding(document, run) if is_achievement(document) else document.tree)
        if isinstance(named := template.tree.get("id"), str) and "{{" not in named:
            raise UsageError(
                "batch.bad-template",
                "every badge would have the same id",
                pointer="/id",
                hint="put a place into it, such as urn:example:{{number}}, or leave it out",
            )
    except MicrocredError as error:
        error.add_note(path)
        raise
    return template


def _awarding(achievement: Document, run: UUID) -> dict[str, Any]:
    """The credential that awards an achievement: the form is that of one badge, with this achievement in it."""
    from microcred.document import Document

    stand_in = Document.of(
        {"id": "urn:x", "type": "Achievement", "name": "x", "description": "x", "criteria": {"id": "urn:x"}}
    )
    form = award(stand_in, Recipient("urn:x"), "urn:x", Validity()).tree
    own = {name: member for name, member in achievement.tree.items() if name != "@context"}
    awarded = {"id": uuid5(run, "achievement").urn, "type": ["Achievement"], **own}
    subject = {**form["credentialSubject"], "achievement": awarded}
    del subject["id"]
    credential = {**form, "name": own.get("name", ""), "credentialSubject": subject}
    del credential["id"], credential["validFrom"]
    return credential


def _slug(text: str) -> str:
    """A part of a file name, of which nothing can be a path, or anything else that a system treats in its own way."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:_MAX_SLUG].strip("-")
