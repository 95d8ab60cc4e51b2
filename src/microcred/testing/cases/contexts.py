"""Documents whose JSON-LD says less, or something else, than their JSON seems to say."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.workbench import Recipe, Workbench, edited

__all__ = ["CASES"]

_SUBJECT: Final = "/credentialSubject"
_PLOT: Final = "https://college.example/terms#plot"


def _with_context(bench: Workbench, context: Any, **members: Any) -> BadgeCase:
    """The badge with one more context, and more members of its subject."""
    more = {f"{_SUBJECT}/{name}": value for name, value in members.items()}
    return bench.altered({"/@context/-": context, **more})


def _divided(bench: Workbench) -> BadgeCase:
    field: dict[str, Any] = {"id": "https://college.example/fields/1", "type": ["Evidence"]}
    return bench.altered({"/evidence": [{**field, "name": "North field"}, {**field, "narrative": "Ten samples."}]})


def _intertwined(bench: Workbench) -> BadgeCase:
    """Objects without id, every one alike, nested so that each level doubles."""
    plot: dict[str, Any] = {"plot": "north"}
    for _ in range(10):
        plot = {"plot": [plot, plot]}
    return _with_context(bench, {"plot": _PLOT}, plot=plot)


def _inexact(bench: Workbench) -> BadgeCase:
    sealed = bench.signed(proof={"suite": "eddsa-jcs-2022", "nonce": "1"})
    return bench.case(edited(sealed.document.tree, {"/proof/nonce": 2**53 + 1}))


def _plot(value: Any, **definition: str) -> Recipe:
    """The badge with a term of its own, and a value for that."""
    return lambda bench: _with_context(bench, {"plot": {"@id": _PLOT, **definition}}, plot=value)


def _badly_typed(bench: Workbench) -> BadgeCase:
    context = {"Plot": "https://college.example/<plot>", "plot": {"@id": _PLOT, "@type": "Plot"}}
    return _with_context(bench, context, plot="north")


CASES: Final = MappingProxyType[str, Recipe](
    {
        "canonical.inexact-number": _inexact,
        "canonical.too-much-work": _intertwined,
        "contexts.blank-node-id": _plot({"id": "_:b0"}),
        "contexts.divided-node": _divided,
        "contexts.dropped-value": _plot(None),
        "contexts.inline-not-plain": lambda bench: _with_context(bench, {"@propagate": False}),
        "contexts.invalid": lambda bench: bench.altered({f"{_SUBJECT}/@context": {"plot": _PLOT}}),
        "contexts.invalid-iri": _badly_typed,
        "contexts.invalid-language": _plot({"@value": "north", "@language": "not a tag"}),
        "contexts.keyword": lambda bench: bench.altered({f"{_SUBJECT}/@graph": {"id": "urn:x:y"}}),
        "contexts.number-not-exact": lambda bench: bench.altered({f"{_SUBJECT}/creditsEarned": 0.12345678901234568}),
        "contexts.protected-term": lambda bench: _with_context(bench, "https://www.w3.org/2018/credentials/v1"),
        "contexts.relative-iri": _plot("north-field", **{"@type": "@id"}),
        "contexts.reserved-word": lambda bench: _with_context(bench, {"awardedDate": "https://x.example/drafted"}),
        "contexts.respelled-term": lambda bench: bench.altered({"/schema:name": "Soil Sampling"}),
        "contexts.too-many": lambda bench: _with_context(bench, {f"plot{i}": f"{_PLOT}{i}" for i in range(501)}),
        "contexts.undefined-term": lambda bench: bench.altered({f"{_SUBJECT}/honours": "summa cum laude"}),
        "contexts.undefined-type": lambda bench: bench.altered(
            {"/credentialStatus": {"id": "https://college.example/status", "type": "1EdTechRevocationList"}}
        ),
        "contexts.unknown": lambda bench: _with_context(bench, "https://college.example/context"),
        "contexts.unsupported": _plot({"north": "ten samples"}, **{"@container": "@index"}),
    }
)
