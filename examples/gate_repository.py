"""Fail a build when a credential in a folder does not verify.

    python examples/gate_repository.py badges/ --trust partners.txt

Every JSON, PNG and SVG file below the folder is verified. JSON that is no credential, and pictures without one, are
passed over. Each finding is one line: the file, its line where there is one, the code, and what is wrong. The exit code
is 1 if a credential was rejected, 3 if one could not be decided, and 2 if there was nothing to verify.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from microcred import Document, MicrocredError, Report, TrustedIssuers, Verdict, Verifier, unbake
from microcred.verification.fetch import Caching, HttpsFetcher, Offline

SUFFIXES = {".json", ".png", ".svg"}
CLAIM = re.compile(rb"VerifiableCredential|openbadgecredential|openbadges:credential")


def is_credential(content: bytes, suffix: str) -> bool:
    """Whether the file claims to be one: what does not claim it is none of our business, but a damaged one is."""
    try:
        tree = Document.parse(content if suffix == ".json" else unbake(content)).tree
    except MicrocredError:
        return CLAIM.search(content) is not None
    types = tree.get("type", [])
    return "VerifiableCredential" in (types if isinstance(types, list) else [types])


def findings(report: Report) -> Iterator[str]:
    for check in report.checks:
        for fault in check.faults:
            line = ""
            if fault.pointer is not None and report.document is not None:
                line = f":{report.document.position(fault.pointer).line}"
            yield f"{report.source}{line}: {fault.code}: {fault.message}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Fail when a credential in a folder does not verify.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trust", type=Path, required=True, metavar="FILE", help="ids of issuers, one on each line")
    parser.add_argument("--offline", action="store_true")
    options = parser.parse_args(arguments)

    fetcher = Offline() if options.offline else Caching(HttpsFetcher())
    verifier = Verifier(trust=TrustedIssuers.from_file(options.trust), fetcher=fetcher)
    verdicts = []
    for path in sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        if is_credential(path.read_bytes(), path.suffix.lower()):
            report = verifier.verify(path)
            verdicts.append(report.verdict)
            print("\n".join(findings(report)) or f"{path}: accepted")

    codes = {Verdict.REJECTED: 1, Verdict.UNDETERMINED: 3}
    sys.exit(next((code for verdict, code in codes.items() if verdict in verdicts), 0 if verdicts else 2))


if __name__ == "__main__":
    main()
