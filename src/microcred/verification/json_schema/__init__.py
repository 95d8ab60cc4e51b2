"""JSON Schema, for schemas that nobody here wrote: 2020-12, 2019-09 and Draft 7.

::

    assess                one instance, one schema → what does not conform
        └── evaluation        the walk, with a budget and a limit of depth
            ├── keywords          what each keyword says
            ├── references        what a $ref means, within the document alone
            ├── patterns          regular expressions in time that grows with the text alone
            ├── formats           what format asserts, offline
            └── instances         types, exact numbers, sameness

Whoever writes a credential can name any schema, so the schema is as hostile as the credential: nothing is fetched for
it, and what it can make this machine do is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.verification.json_schema.assessment import assess
    from microcred.verification.json_schema.dialects import DIALECTS, Dialect, dialect_of
    from microcred.verification.json_schema.effort import Effort
    from microcred.verification.json_schema.references import unusable

__all__ = ["DIALECTS", "Dialect", "Effort", "assess", "dialect_of", "unusable"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "assessment": ("assess",),
            "dialects": ("DIALECTS", "Dialect", "dialect_of"),
            "effort": ("Effort",),
            "references": ("unusable",),
        },
    )
