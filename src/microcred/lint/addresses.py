"""The hosts of the addresses in a credential, read without visiting any."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from microcred.errors import FetchError

__all__ = ["host_of", "is_unreachable"]

_WEB: Final = re.compile(r"https?://(?:[^/?#@]{0,200}@)?(\[[0-9A-Fa-f:.]{2,60}\]|[^/?#:\[\]@]{1,253})", re.IGNORECASE)
_DID_WEB: Final = re.compile(r"did:web:([^:#?/]{1,260})")


def host_of(address: str) -> str | None:
    """The host of an http or https address or of a did:web, in lower case; ``None`` where there is none."""
    found = _WEB.match(address)
    if found is not None:
        return found[1].lower()
    found = _DID_WEB.match(address)
    return None if found is None else unquote(found[1]).partition(":")[0].lower() or None


def is_unreachable(host: str) -> bool:
    """Whether a host is one machine's or one network's own name for something, which nobody elsewhere can visit."""
    from microcred.verification.fetch.addresses import check_url

    try:
        check_url(f"https://{host}/")
    except FetchError as error:
        return error.faults[0].code == "fetch.forbidden-address"
    return False
