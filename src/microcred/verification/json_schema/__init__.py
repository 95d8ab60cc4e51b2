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

from typing import Any

from microcred.errors import Fault
from microcred.verification.json_schema.dialects import DIALECTS, Dialect, dialect_of
from microcred.verification.json_schema.effort import Effort
from microcred.verification.json_schema.references import Schemas, standard_schemas, unusable

__all__ = ["DIALECTS", "Dialect", "Effort", "assess", "dialect_of", "unusable"]


def assess(schema: Any, instance: Any, *, uri: str, dialect: Dialect, effort: Effort) -> tuple[Fault, ...]:
    """Hold an instance against a schema that was found at ``uri``; returns what does not conform.

    Each fault has the place in the instance, and in its evidence the place of the keyword in the schema; at most fifty
    are listed. ``format`` is asserted. Raises :class:`~microcred.errors.Undetermined` for what is no schema, for
    references that lead elsewhere, and for what takes too much work.
    """
    # Few credentials name a schema that has to be assessed, so the walk is loaded for those alone.
    from microcred.verification.json_schema.evaluation import Evaluation, check_schema
    from microcred.verification.json_schema.keywords import KEYWORDS

    schemas = Schemas(effort, standard_schemas())
    resource = schemas.add(schema, uri, dialect)
    check_schema(schema, resource, effort)
    evaluation = Evaluation(schemas, KEYWORDS, effort)
    evaluation.run(schema, instance, resource)
    return tuple(evaluation.faults)
