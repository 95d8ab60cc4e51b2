"""The lists that one verification asks, and the errors for those that give no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from microcred.errors import MicrocredError, Undetermined

if TYPE_CHECKING:
    from microcred.document import Document
    from microcred.verification.fetch import Fetched

__all__ = ["PROBLEMS", "AskedLists", "unusable_list", "unverified_list"]

# Bitstring Status List 1.0, 3.5
PROBLEMS: Final = "https://www.w3.org/ns/credentials/status-list#"
_VERIFICATION: Final = f"{PROBLEMS}STATUS_VERIFICATION_ERROR"
_MAX_UNPACKED: Final = 256 * 1024 * 1024


class AskedLists:
    """The lists that one verification has asked already, by URL and issuer, and how much more it unpacks of any."""

    __slots__ = ("answers", "bytes_left")

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], tuple[Fetched, Document] | Undetermined] = {}
        self.bytes_left = _MAX_UNPACKED

    def unpacked(self, octets: int, url: str) -> None:
        """Take note of what was unpacked; raises Undetermined where that is more than lists have a use for."""
        self.bytes_left -= octets
        if self.bytes_left < 0:
            raise unusable_list(url, f"is one too many: more than {_MAX_UNPACKED} bytes of lists were unpacked")


def unusable_list(url: str, what: str, problem: str = _VERIFICATION) -> Undetermined:
    """The error for a list that was had, and says nothing about the credential."""
    return Undetermined(
        "status.list-unusable", f"the status list {url[:200]} {what}", problem=problem, evidence={"list": url}
    )


def unverified_list(url: str, error: MicrocredError) -> Undetermined:
    """The error for a list whose own verification went wrong: what it says is then nobody's word."""
    return Undetermined(
        "status.list-not-verified",
        f"the status list {url[:200]} cannot be believed: {error.message}",
        hint=error.hint,
        problem=_VERIFICATION,
        evidence={"list": url, "because": error.code},
    )
