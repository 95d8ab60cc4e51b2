"""Which codes are reported: chosen and left out by themselves or by family, and the more exact word counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from microcred.errors import UsageError

__all__ = ["Selection", "check_codes"]


@dataclass(frozen=True, slots=True)
class Selection:
    """``select`` and ``ignore``, each of codes such as ``quality.no-language`` and families such as ``quality``.

    Nothing selected is everything. Of two words that fit a code the longer one decides, and of two alike the one that
    leaves out.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def has(self, code: str) -> bool:
        """Whether a code is reported."""
        wanted = max((len(word) for word in self.select if _fits(word, code)), default=-1 if self.select else 0)
        unwanted = max((len(word) for word in self.ignore if _fits(word, code)), default=-1)
        return wanted > unwanted


def _fits(word: str, code: str) -> bool:
    return code == word or code.startswith(f"{word}.")


def check_codes(words: Iterable[str], said: str) -> None:
    """Raise :class:`~microcred.errors.UsageError` for a word that is neither a code nor a family; ``said`` is where."""
    for word in words:
        from microcred.codes import codes, is_known

        if not is_known(word):
            import difflib

            known = {*codes(), *(code.area for code in codes().values())}
            near = difflib.get_close_matches(word, known, n=2, cutoff=0.6)
            raise UsageError(
                "usage.unknown-code",
                f"{said} names {word!r:.80}, which is neither a code nor a family of codes",
                hint=f"did you mean {' or '.join(near)}?" if near else "microcred rule without a code lists them all",
            )
