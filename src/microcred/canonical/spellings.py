"""Which term stands for which IRI in the standards' own contexts.

A reader of the JSON looks for the standards' terms. If a context of the document's own choosing gave the IRI of
``validUntil`` another name, or the member were spelled as that IRI, the signature would still hold and the expiry
would be gone. So an IRI that the standards name may only be written with the term that they give it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from microcred.contexts import Contexts

__all__ = ["CORE", "Spellings", "core_spellings"]


class Spellings(NamedTuple):
    """For each IRI that the standards name, its terms as the name of a member, and as a type or another word.

    ``reserved`` are, by the URL of each of the standards' contexts, the words that a document may not define beside it:
    its own terms not at all, and those that its other editions have as nothing else than there, one of the IRIs given.

    Some contexts give a class and a property the same IRI (``Image`` and ``image``): only the property is a member.
    """

    members: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    reserved: Mapping[str, Mapping[str, frozenset[str]]]


CORE: Final = (
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://www.w3.org/ns/credentials/status/v1",
    "https://w3id.org/vc/status-list/2021/v1",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/suites/ed25519-2020/v1",
)


def core_spellings(contexts: Contexts) -> Spellings:
    """Each IRI that the standards' contexts name, in any of their versions, with the terms that they give it."""
    found: dict[str, set[str]] = {}
    editions: dict[str, dict[str, set[str]]] = {}
    own: dict[str, set[str]] = {}
    for url in CORE:
        for version in contexts.versions(url):
            for term, iri in _defined_terms(version.load().get("@context"), {}):
                found.setdefault(iri, set()).add(term)
                own.setdefault(url, set()).add(term)
                if not iri.endswith(("#", "/", ":")):  # a prefix is no word of a credential
                    editions.setdefault(_series(url), {}).setdefault(term, set()).add(iri)
    properties = {iri: frozenset(term for term in terms if term[0].islower()) for iri, terms in found.items()}
    return Spellings(
        {iri: properties[iri] or frozenset(terms) for iri, terms in found.items()},
        {iri: frozenset(terms - properties[iri]) or frozenset(terms) for iri, terms in found.items()},
        {
            url: {
                **{term: frozenset(iris) for term, iris in editions[_series(url)].items()},
                **dict.fromkeys(terms, frozenset[str]()),
            }
            for url, terms in own.items()
        },
    )


def _series(url: str) -> str:
    """What the editions of one context have in common: those of 1EdTech stand in one folder."""
    return "/".join(url.split("/")[:6]) if url.startswith("https://purl.imsglobal.org/spec/") else url


def _defined_terms(context: Any, outer: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(context, list):
        for part in context:
            yield from _defined_terms(part, outer)
    if not isinstance(context, dict):
        return
    own = {term: d.get("@id") if isinstance(d, dict) else d for term, d in context.items() if not term.startswith("@")}
    names = {**outer, **{term: iri for term, iri in own.items() if isinstance(iri, str) and not iri.startswith("@")}}
    for term in own.keys() & names.keys():
        yield term, _resolved(names[term], names)
    for definition in context.values():
        if isinstance(definition, dict):
            yield from _defined_terms(definition.get("@context"), names)


def _resolved(iri: str, names: Mapping[str, str]) -> str:
    """An IRI in full, where a context writes it as another of its terms, or begins it with one."""
    prefix, _, rest = iri.partition(":")
    if iri in names and names[iri] != iri:
        return _resolved(names[iri], {term: to for term, to in names.items() if term != iri})
    return names[prefix] + rest if prefix in names and not rest.startswith("//") else iri
