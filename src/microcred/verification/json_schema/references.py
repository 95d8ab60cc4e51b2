"""Which schema a reference means: identifiers and anchors within one document, and the metaschemas, and nothing else.

No reference is ever fetched (JSON Schema, 9.1.2 allows that): whoever wrote the schema would choose what this machine
asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import unquote, urljoin

from microcred.errors import Undetermined
from microcred.verification.json_schema.dialects import Dialect, dialect_of, metaschemas
from microcred.verification.json_schema.effort import Effort

__all__ = ["Resource", "Schemas", "standard_schemas", "unusable"]

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """A schema with an identifier of its own, and the anchors in it (JSON Schema, 4.3.5)."""

    uri: str
    root: Any
    dialect: Dialect
    anchors: dict[str, Any] = field(default_factory=dict)
    dynamic: dict[str, Any] = field(default_factory=dict)

    @property
    def recursive(self) -> bool:
        """Whether references with ``$recursiveRef`` go on to whoever refers here (2019-09, 8.2.4.2)."""
        return isinstance(self.root, dict) and self.root.get("$recursiveAnchor") is True

    def name(self, anchor: str, node: Any) -> None:
        """Take in an anchor; which of two schemas it means nobody says (JSON Schema, 8.2.2)."""
        if self.anchors.setdefault(anchor, node) is not node:
            raise unusable(f"two schemas in the document have the anchor {anchor[:120]!r}")


class Schemas:
    """The schemas that a reference can mean: those of the documents that were added, and behind them others."""

    def __init__(self, effort: Effort, behind: Schemas | None = None) -> None:
        self._effort = effort
        self._behind = behind
        self._by_uri: dict[str, Resource] = {}
        self._by_root: dict[int, Resource] = {}
        self._resolved: dict[tuple[str, str], tuple[Any, Resource]] = {}
        self._known: set[int] = set()
        #: Whether any schema asks what others have looked at.
        self.annotated: bool = behind is not None and behind.annotated

    def add(self, schema: Any, uri: str, dialect: Dialect) -> Resource:
        """Take in a document; ``uri`` is where it was found, for one that does not name itself."""
        outer = Resource(uri, schema, dialect)
        resource = self._walk(schema, outer)
        self._by_uri.setdefault(uri, resource)
        return resource

    def adopt(self, schema: Any, resource: Resource) -> None:
        """Take in a schema that stood where none was expected, because a reference points there."""
        self._walk(schema, resource)

    def resource_of(self, schema: Any, current: Resource) -> Resource:
        """The resource of a schema that is reached from another: its own, if it has an identifier."""
        return self._by_root.get(id(schema)) or (self._behind and self._behind._by_root.get(id(schema))) or current

    def knows(self, schema: Any) -> bool:
        """Whether this schema stood where schemas stand, when its document was taken in."""
        return id(schema) in self._known or (self._behind is not None and self._behind.knows(schema))

    def resolve(self, reference: str, current: Resource) -> tuple[Any, Resource]:
        """The schema that a reference means, and its resource; raises ``schema.unresolved-reference``."""
        if (current.uri, reference) not in self._resolved:
            self._resolved[current.uri, reference] = self._target(reference, current)
        return self._resolved[current.uri, reference]

    def _target(self, reference: str, current: Resource) -> tuple[Any, Resource]:
        self._effort.spend(1 + len(reference) // 16)
        uri, _, fragment = _joined(current.uri, reference).partition("#")
        resource = self._resource(uri)
        if resource is None:
            raise _unresolved(reference, "is no part of the schema, and nothing is fetched for it")
        fragment = unquote(fragment)
        if fragment.startswith("/"):
            return self._at(fragment, resource, reference)
        schema = resource.anchors.get(fragment) if fragment else resource.root
        if schema is None:
            raise _unresolved(reference, "names an anchor that is not there")
        return schema, resource

    def _resource(self, uri: str) -> Resource | None:
        return self._by_uri.get(uri) or (self._behind._resource(uri) if self._behind else None)

    def _at(self, pointer: str, resource: Resource, reference: str) -> tuple[Any, Resource]:
        node = resource.root
        for token in pointer.split("/")[1:]:
            self._effort.spend(1)
            token = token.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict) and token in node:
                node = node[token]
            elif isinstance(node, list) and _INDEX.fullmatch(token) and int(token) < len(node):
                node = node[int(token)]
            else:
                raise _unresolved(reference, "points at nothing")
            resource = self.resource_of(node, resource)
        return node, resource

    def _walk(self, schema: Any, resource: Resource) -> Resource:
        first, pending = resource, [(schema, resource)]
        while pending:
            node, resource = pending.pop()
            self._effort.spend(1)
            if not isinstance(node, dict):
                continue
            self._known.add(id(node))
            resource = self._identified(node, resource)
            if node is schema:
                first = resource
            self.annotated = self.annotated or "unevaluatedProperties" in node or "unevaluatedItems" in node
            pending += [(each, resource) for each in _subschemas(node, resource.dialect)]
        return first

    def _identified(self, node: dict[str, Any], resource: Resource) -> Resource:
        dialect = resource.dialect
        identifier = None if dialect.hiding and "$ref" in node else node.get("$id")
        if isinstance(identifier, str):
            # Before 2019-09, an $id that is but a fragment was an anchor.
            uri, _, fragment = identifier.partition("#")
            if fragment:
                resource.name(fragment, node)
            if uri:
                resource = self._registered(node, _joined(resource.uri, uri), resource)
        elif node is resource.root:
            self._by_root[id(node)] = resource
        for keyword in ("$anchor", "$dynamicAnchor"):
            if isinstance(anchor := node.get(keyword), str):
                resource.name(anchor, node)
                if keyword == "$dynamicAnchor":
                    resource.dynamic[anchor] = node
        return resource

    def _registered(self, node: dict[str, Any], uri: str, around: Resource) -> Resource:
        dialect = around.dialect
        if node is not around.root and isinstance(named := node.get("$schema"), str):
            found = dialect_of(named)
            if found is None:
                raise unusable(f"the schema has a part in the dialect {named!r:.80}, which is not known here")
            dialect = found
        resource = Resource(uri, node, dialect)
        if uri in self._by_uri:
            raise unusable(f"two schemas in the document have the identifier {uri[:120]!r}")
        self._by_uri[uri] = self._by_root[id(node)] = resource
        return resource


@cache
def standard_schemas() -> Schemas:
    """The metaschemas, to refer to and to hold schemas against."""
    schemas = Schemas(Effort())
    for uri, contents in metaschemas().items():
        dialect = dialect_of(contents["$schema"])
        assert dialect is not None  # noqa: S101 - the metaschemas are those of the dialects
        schemas.add(contents, uri, dialect)
    return schemas


def _subschemas(node: dict[str, Any], dialect: Dialect) -> Iterator[Any]:
    for keyword, value in node.items():
        if keyword in dialect.lists and isinstance(value, list):
            yield from value
        elif keyword in dialect.maps and isinstance(value, dict):
            yield from value.values()
        elif keyword in dialect.one:
            yield value


def _joined(base: str, reference: str) -> str:
    if reference.startswith("#"):
        return base + reference
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", reference):
        return reference
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _unresolved(reference: str, why: str) -> Undetermined:
    return Undetermined(
        "schema.unresolved-reference",
        f"the reference {reference[:120]!r} in the schema {why}",
        hint="a schema for credentials has to be complete in one document; tell its publisher",
    )


def unusable(what: str) -> Undetermined:
    """What stands at the schema's address cannot be used as one, which says nothing about the credential."""
    return Undetermined("schema.unusable", what, hint="tell the publisher of the schema")
