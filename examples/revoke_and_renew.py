"""Take a badge back and issue it anew, with a correction: the old one is revoked, the new one takes its place.

    python examples/revoke_and_renew.py badge.json --key issuer.pem --status status.json --out renewed.json \
        --name "Soil Sampling, Level 2"

The badge was issued with an entry in the list (``microcred issue --status status.json``). First the new badge is
written, then the old one is revoked: the learner is never without. If it stops on the way, run it again.
"""

from __future__ import annotations

import argparse
import uuid
from datetime import UTC, datetime
from pathlib import Path

from microcred import Document, Ed25519Signer, Issuer, Profile, TrustedIssuers, Verifier
from microcred.status_list import StatusList, with_status
from microcred.verification.fetch import Replay


def renewed(old: Document, name: str) -> dict[str, object]:
    """The same badge, still to be signed, with another name; of a new id, as the old id is the revoked one's."""
    kept = {key: value for key, value in old.tree.items() if key not in ("proof", "credentialStatus")}
    # From the old id follows always the same new one, so that a second run gives out no second entry.
    new_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{old.tree['id']} renewed as {name}")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {**kept, "id": f"urn:uuid:{new_id}", "name": name, "validFrom": now}


def verdict(badge: Document, issuer: Issuer, status_list: StatusList) -> str:
    """What a verifier says who fetches the list from where it will be published."""
    published = Replay({status_list.terms.url: status_list.place.read_bytes()})
    report = Verifier(trust=TrustedIssuers(issuer.id), fetcher=published).verify(badge)
    return f"{report.verdict}: {report['status'].message}"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Take a badge back and issue it anew.")
    parser.add_argument("badge", type=Path)
    parser.add_argument("--key", type=Path, required=True)
    parser.add_argument("--status", type=Path, required=True, help="made with: microcred status new")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", required=True, help="what the badge is called from now on")
    options = parser.parse_args(arguments)

    old = Document.parse(options.badge.read_bytes())
    issuer = Issuer(Profile(**old.tree["issuer"]), Ed25519Signer.from_pem(options.key.read_bytes()))
    status_list = StatusList.open(options.status)

    unsigned = renewed(old, options.name)
    new = issuer.issue(with_status(unsigned, status_list.allocate(str(unsigned["id"]))))
    options.out.write_bytes(bytes(new))
    status_list.set(old.tree["id"], "revoked")
    status_list.publish(issuer)

    print(f"{options.badge}  {verdict(old, issuer, status_list)}")
    print(f"{options.out}  {verdict(new, issuer, status_list)}")
    print(f"publish {options.status} at {status_list.terms.url}")


if __name__ == "__main__":
    main()
