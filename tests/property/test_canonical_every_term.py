"""Every term of every bundled context, in its scopes and forms: read as PyLD reads it.

One form of each term, in the newest version of each context; ``tests/long_runs/every_term_agreement.py`` takes all
forms, all versions, and the contexts that stand in front, and compares canonical bytes.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from agreement import Case, Reference, outcome
from every_term import Use, document, is_accepted, turns, uses
from generated_contexts import OB_3_0_3, V2, vocabulary
from microcred.canonical import Canonicalizer
from microcred.contexts import BUNDLED

pytestmark = pytest.mark.filterwarnings("ignore:terms beginning with:SyntaxWarning")

CANONICALIZER = Canonicalizer(BUNDLED)
REFERENCE = Reference(BUNDLED)
# Several URLs serve the same context.
URLS = sorted({BUNDLED.versions(url)[0].sha256: url for url in sorted(BUNDLED.urls(), reverse=True)}.values())
# They define no term, but a vocabulary for all words.
WORDLESS = {"https://www.w3.org/ns/credentials/examples/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"}
# It says "context" within a term where "@context" is meant, so that JSON-LD refuses all of it.
BROKEN = {url for url in URLS if url.endswith("educredential.json")}
# This one leans on what stands in front of it.
BEHIND = {url: (V2, OB_3_0_3) for url in URLS if "licenseExtension" in url}


@cache
def read(url: str) -> tuple[tuple[str, ...], list[Use], list[Use]]:
    urls = (*BEHIND.get(url, ()), url)
    ours = vocabulary((url,)) if url in BEHIND else vocabulary(urls)
    tried = list(turns(uses(ours)))
    return urls, tried, [use for use in tried if is_accepted(urls, use, CANONICALIZER)]


def test_every_bundled_context_is_written_with() -> None:
    served = {version.sha256 for url in URLS for version in BUNDLED.versions(url)[:1]}
    assert served == {BUNDLED.versions(url)[0].sha256 for url in BUNDLED.urls()}
    assert {url for url in URLS if not read(url)[2]} == WORDLESS | BROKEN


def test_every_form_that_a_bundled_context_has_a_term_for_is_written() -> None:
    kinds = Counter(use.kind for url in URLS for use in read(url)[2])
    expected = {"type", "a word", "an IRI", "JSON", "a JSON array", "a text with a language", "a typed text"}
    assert kinds.keys() >= expected | {"several, @set", "several, @list", "an object", "a text with a direction"}
    assert sum(bool(use.scope) for url in URLS for use in read(url)[2]) > 500


@pytest.mark.parametrize("url", [url for url in URLS if url not in WORDLESS | BROKEN])
def test_the_terms_of_a_bundled_context_are_read_as_pyld_reads_them(url: str) -> None:
    urls, _, accepted = read(url)
    case = Case.of(document(urls, accepted))
    found = outcome(lambda: CANONICALIZER.statements(case.tree, case.versions))
    assert found.statements is not None
    assert found == REFERENCE.statements(case.tree, case.versions)
