"""One instance, one schema: what does not conform."""

from __future__ import annotations

from typing import Any

from microcred.errors import Fault
from microcred.verification.json_schema.dialects import Dialect
from microcred.verification.json_schema.effort import Effort
from microcred.verification.json_schema.evaluation import Evaluation, check_schema
from microcred.verification.json_schema.keywords import KEYWORDS
from microcred.verification.json_schema.references import Schemas, standard_schemas

__all__ = ["assess"]


def assess(schema: Any, instance: Any, *, uri: str, dialect: Dialect, effort: Effort) -> tuple[Fault, ...]:
    """Hold an instance against a schema that was found at ``uri``; returns what does not conform.

    Each fault has the place in the instance, and in its evidence the place of the keyword in the schema; at most fifty
    are listed. ``format`` is asserted. Raises :class:`~microcred.errors.Undetermined` for what is no schema, for
    references that lead elsewhere, and for what takes too much work.
    """
    schemas = Schemas(effort, standard_schemas())
    resource = schemas.add(schema, uri, dialect)
    check_schema(schema, resource, effort)
    evaluation = Evaluation(schemas, KEYWORDS, effort)
    evaluation.run(schema, instance, resource)
    return tuple(evaluation.faults)
