"""Where the shared collection of standards material lies, for the tests that read it.

It is third-party data, so none of it is in this repository: a test that needs it is skipped, with this reason, where
it is absent.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_CANDIDATE = Path(
    os.environ.get("MICROCRED_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus",
)

CORPUS: Path | None = _CANDIDATE if (_CANDIDATE / "MANIFEST.md").is_file() else None

needs_corpus = pytest.mark.skipif(
    CORPUS is None,
    reason=f"the corpus of standards material is not at {_CANDIDATE} (set MICROCRED_CORPUS to its folder)",
)


def corpus_path(relative: str) -> Path:
    """The path of one corpus file; only to be called by tests that are marked with ``needs_corpus``."""
    if CORPUS is None:
        raise RuntimeError("a test that reads the corpus lacks the needs_corpus mark")
    return CORPUS / relative


@cache
def samples() -> tuple[dict[str, Any], ...]:
    """The entries of ``samples/index.json``, or nothing where there is no corpus (for parametrisation)."""
    if CORPUS is None:
        return ()
    return tuple(json.loads((CORPUS / "samples" / "index.json").read_bytes())["samples"])
