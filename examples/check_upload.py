"""Check a badge that somebody uploaded: bytes in, what to show out.

    python examples/check_upload.py badge.png --trust did:web:college.example --recipient mira@example.org

``check`` belongs to no web framework. In FastAPI it is called like this:

    @app.post("/badges")
    def upload(file: UploadFile) -> dict:
        return check(file.file.read(MAX_UPLOAD + 1), recipient=address_on_record())
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from microcred import AnyIssuer, TrustedIssuers, Verdict, Verifier
from microcred.verification.fetch import Caching, FetchLimits, HttpsFetcher

MAX_UPLOAD = 2_000_000

# What a person reads; the codes behind it are for the log.
HEADLINES = {
    Verdict.ACCEPTED: "This badge is genuine and current.",
    Verdict.REJECTED: "This badge cannot be accepted.",
    Verdict.UNDETERMINED: "This badge could not be checked completely. Please try again later.",
}
# One for the whole service: it is thread-safe, and its cache is shared.
VERIFIER = Verifier(trust=AnyIssuer(), fetcher=Caching(HttpsFetcher()), limits=FetchLimits(seconds=5))


def check(upload: bytes, *, recipient: str | None = None, verifier: Verifier = VERIFIER) -> dict[str, Any]:
    """What to show of an uploaded badge. Texts of the badge are there only if it was accepted; escape them."""
    if len(upload) > MAX_UPLOAD:
        return {"headline": "This file is too large to be a badge.", "accepted": False, "reasons": []}
    report = verifier.verify(upload, recipient=recipient)
    undecided = ("failed", "undetermined")
    shown: dict[str, Any] = {
        "headline": HEADLINES[report.verdict],
        "accepted": bool(report),
        "genuine": report.authentic,
        "reasons": [
            {"what": found.message, "code": found.code, "do": found.hint}
            for found in report.checks
            if found.outcome in undecided
        ],
    }
    if report.verdict is Verdict.ACCEPTED:
        summary = report.to_dict()["credential"]
        vouched = report["trust"].evidence
        shown["badge"] = summary["name"]
        shown["issuer"] = vouched.get("name") or summary["issuer"]["id"]
        shown["until"] = summary["validUntil"]
    return shown


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Check a badge as a service would.")
    parser.add_argument("badge", type=Path)
    parser.add_argument("--trust", action="append", required=True, metavar="ID")
    parser.add_argument("--recipient")
    options = parser.parse_args(arguments)
    verifier = Verifier(trust=TrustedIssuers(*options.trust), fetcher=VERIFIER.fetcher, limits=VERIFIER.limits)
    shown = check(options.badge.read_bytes(), recipient=options.recipient, verifier=verifier)
    print(json.dumps(shown, indent=2, ensure_ascii=False))
    sys.exit(0 if shown["accepted"] else 1)


if __name__ == "__main__":
    main()
