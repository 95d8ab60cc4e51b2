"""``microcred verify``: the whole verification of one or more badges."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from microcred.cli.badges import badge_bytes_or_place, fetcher_for
from microcred.cli.endings import ExitCode, explain_error, worst
from microcred.cli.inputs import STREAM
from microcred.cli.parameters import BADGE, moment
from microcred.cli.terminal import plain, plain_json, say, tell
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.verification.fetch import Fetcher
    from microcred.verification.presentation import PresentationReport
    from microcred.verification.report import Report
    from microcred.verification.trust import TrustPolicy

__all__ = ["command", "trust_policy"]


@click.command("verify")
@click.argument("badges", metavar="BADGE...", nargs=-1, required=True, type=BADGE)
@click.option(
    "--trust",
    "trusted",
    metavar="ID|FILE|any",
    multiple=True,
    help="Whom you trust to issue: a DID or URL, a file with a list or a registry, or any. May be repeated.",
)
@click.option(
    "--registry",
    "registries",
    metavar="URL|FILE",
    multiple=True,
    help="A registry of issuers whom you trust, or a list of registries, which are fetched. May be repeated.",
)
@click.option("--recipient", metavar="X", help="Whom it should be about: an e-mail address, DID or URL.")
@click.option("--at", type=moment, metavar="TIME", help="The moment to judge by.  [default: now]")
@click.option("--offline", is_flag=True, help="Fetch nothing; what would be needed leaves its check undetermined.")
@click.option("--refresh", is_flag=True, help="Ask the issuer for a newer version, if the badge says where.")
@click.option("--challenge", metavar="TEXT", help="BADGE is a presentation: what its holder was asked to sign.")
@click.option("--domain", metavar="NAME", multiple=True, help="Under which name it was asked for. May be repeated.")
@click.option("--bearer", is_flag=True, help="Whoever presents a badge need not be the one whom it is about.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.  [default: text]"
)
def command(
    badges: tuple[str, ...],
    trusted: tuple[str, ...],
    registries: tuple[str, ...],
    recipient: str | None,
    at: datetime | None,
    offline: bool,
    refresh: bool,
    challenge: str | None,
    domain: tuple[str, ...],
    bearer: bool,
    form: str,
) -> int:
    """Verify badges: is each one genuine, current, from whom you trust, about whom you expect?

    Without --trust or --registry every issuer is let through, and the report says that nobody vouches for it. A URL
    after --trust is the id of an issuer; after --registry it is the address of a list.

    JSON is one object for one badge, and one object on each line for several.

    With --challenge each BADGE is a presentation: the holder has to have answered, and every credential in it has to be
    good and about the holder.

    The exit code is that of the worst badge: 2 not readable, 1 rejected, 3 undetermined, 0 accepted.

    \b
    Example:  microcred verify badge.png
              microcred verify *.json --trust did:web:example.edu --format json
              microcred verify presentation.json --challenge 3182bdea --domain jobs.example
    """  # noqa: D301
    from microcred.verification.verifier import Verifier

    if challenge is None and (domain or bearer):
        raise UsageError("usage.missing-option", "--domain and --bearer are for presentations, and need --challenge")
    if challenge is not None and (recipient or refresh):
        raise UsageError(
            "usage.contradiction",
            "--recipient and --refresh are for badges, and --challenge is for presentations",
            hint="what is presented has to be about its holder, unless you say --bearer",
        )
    if badges.count(STREAM) > 1:
        raise UsageError("usage.stdin-twice", "stdin (-) can be read only once")
    fetcher = fetcher_for(offline=offline, cached=len(badges) > 1)
    verifier = Verifier(trust=trust_policy(trusted, registries, fetcher), fetcher=fetcher)
    codes = []
    for number, badge in enumerate(badges):
        try:
            place = badge_bytes_or_place(badge)
            report: Report | PresentationReport
            if challenge is None:
                report = verifier.verify(place, at=at, recipient=recipient, refresh=refresh)
            else:
                report = verifier.verify_presentation(
                    place, challenge=challenge, domain=domain or None, at=at, bearer=bearer
                )
        except UsageError as error:
            explain_error(error)
            codes.append(ExitCode.USAGE)
            continue
        codes.append(ExitCode.of_verdict(report.verdict))
        # A file name need not be text; what is none in it is written as \\xff.
        name = os.fsencode(badge).decode("utf-8", "backslashreplace")
        _print(replace(report, source=name), form, number, len(badges))
    if form == "text" and len(badges) > 1:
        say(f"\n{_summary(codes)}")
    return worst(codes)


def trust_policy(trusted: Iterable[str], registries: Iterable[str], fetcher: Fetcher) -> TrustPolicy:
    """The policy that all ``--trust`` and ``--registry`` together make: every id, every file, every registry.

    Raises :class:`~microcred.errors.UsageError` for a file that is none, and for ``any`` beside others;
    :class:`~microcred.errors.FetchError` for a registry that cannot be had.
    """
    named, addresses = list(dict.fromkeys(trusted)), list(dict.fromkeys(registries))
    if "any" in named and len(named) + len(addresses) > 1:
        raise UsageError(
            "usage.contradiction",
            "--trust any lets every issuer through, so the other --trust would decide nothing",
            hint="leave out --trust any",
        )
    if not addresses and named in ([], ["any"]):
        from microcred.verification.trust import AnyIssuer

        return AnyIssuer()
    from microcred.verification.trust import AnyOf, TrustedIssuers

    ids = [name for name in named if re.match(r"(did:|https?://|urn:)", name)]
    policies: list[TrustPolicy] = [TrustedIssuers.from_file(name) for name in named if name not in ids]
    if ids:
        policies.insert(0, TrustedIssuers(*ids, source="--trust"))
    policies += [_registry(address, fetcher) for address in addresses]
    return policies[0] if len(policies) == 1 else AnyOf(*policies)


def _registry(address: str, fetcher: Fetcher) -> TrustPolicy:
    from microcred.verification.trust import TrustedRegistries

    of_url = re.match(r"https?://", address, re.IGNORECASE)
    found = (TrustedRegistries.from_url if of_url else TrustedRegistries.from_file)(address, fetcher=fetcher)
    if found.left_out:
        say(f"not asked, being of a kind that is not read here: {plain(', '.join(found.left_out))}")
    return found


def _print(report: Report | PresentationReport, form: str, number: int, total: int) -> None:
    if form == "json":
        tell(plain_json(report.to_json(indent=2 if total == 1 else None)))
        return
    from microcred.cli.report_text import presentation_text, report_text
    from microcred.verification.report import Report

    text = report_text(report) if isinstance(report, Report) else presentation_text(report)
    tell(("\n" if number else "") + text)


def _summary(codes: list[ExitCode]) -> str:
    words = {
        ExitCode.ACCEPTED: "accepted",
        ExitCode.REJECTED: "rejected",
        ExitCode.UNDETERMINED: "undetermined",
        ExitCode.USAGE: "not readable",
    }
    counts = [f"{codes.count(code)} {word}" for code, word in words.items() if code in codes]
    return f"{len(codes)} badges: {', '.join(counts)}"
