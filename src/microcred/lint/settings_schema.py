"""The JSON Schema of the configuration, ``.microcred.toml`` and ``[tool.microcred]``, for editors and pipelines."""

from __future__ import annotations

from typing import Any, Final

from microcred.codes import codes
from microcred.lint.finding import Severity
from microcred.lint.rules.compat import COMPAT

__all__ = ["ENTRY", "settings_schema"]

ENTRY: Final = {
    "name": "microcred",
    "description": "How microcred validate checks the badges of a repository.",
    "fileMatch": [".microcred.toml"],
    "url": "configuration.schema.json",
}
"""What the catalogue of the schemas says of this one."""

_CODES: Final = {"type": "array", "items": {"$ref": "#/$defs/code"}, "uniqueItems": True}
_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_SEVERITY: Final = {"type": "string", "enum": [str(severity) for severity in Severity]}


def settings_schema(at: str | None = None) -> dict[str, Any]:
    """JSON Schema 2020-12 of what :mod:`microcred.lint.configuration` reads.

    ``at`` is the URL of the folder in which somebody serves it, for its ``$id``.
    """
    both = _both()
    whole = {
        **both,
        "exclude": {
            "description": "Patterns of paths that are passed over, such as old/ or **/*.draft.json.",
            **_TEXTS,
        },
        "fail-on": {"description": "From which severity on a run fails; warning if it is left out.", **_SEVERITY},
        "baseline": {
            "description": "A file with findings that are known already and are not reported.",
            "type": "string",
        },
        "per-path": {
            "description": "Settings for some of the files; later entries count more.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "path": {
                        "description": "The pattern of the paths that are meant, such as templates/**.",
                        "type": "string",
                    },
                    **both,
                },
                "required": ["path"],
                "additionalProperties": False,
            },
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:microcred:schema:configuration" if at is None else f"{at}/{ENTRY['url']}",
        "title": "microcred",
        "description": ENTRY["description"],
        "type": "object",
        "properties": whole,
        "additionalProperties": False,
        "$defs": {"code": _code()},
    }


def _both() -> dict[str, Any]:
    """What can be said of all files, and of some."""
    known = sorted(COMPAT)
    return {
        "select": {"description": "Report these codes or families of codes alone.", **_CODES},
        "ignore": {"description": "Do not report these codes or families of codes.", **_CODES},
        "severity": {
            "description": "Other severities for codes or families of codes.",
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/code"},
            "additionalProperties": _SEVERITY,
        },
        "unsigned": {
            "description": "Let drafts pass that nobody has signed yet, and check templates too.",
            "type": "boolean",
        },
        "compat": {
            "description": "Also tell what these verifiers are known to refuse or ignore.",
            "type": "array",
            "items": {"type": "string", **({"enum": known} if known else {})},
        },
        "contexts": {
            "description": "JSON-LD contexts of your own: the URL of each, and the path of the file that it stands in.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
    }


def _code() -> dict[str, Any]:
    """Every family, and every code."""
    families = sorted({code.area for code in codes().values()})
    return {
        "description": "A code such as model.missing, or a family of codes such as model.",
        "type": "string",
        "enum": [*families, *codes()],
    }
