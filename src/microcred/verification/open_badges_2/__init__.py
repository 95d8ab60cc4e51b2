"""Open Badges 2.0 and 1.x, verified: is it what its issuer's web site, or its issuer's key, says?

::

    given       what somebody holds out: an assertion as JSON, as a signed JWS, or by its URL alone
    linked      the documents that it refers to, fetched and believed only at their own address
    signed      the key that the issuer lists, and its list of revoked badges
    assertion   the run: the twelve checks of every report, told in the terms of Open Badges 2.0
"""

from microcred.verification.open_badges_2.assertion import verify_assertion
from microcred.verification.open_badges_2.given import Given, HostedUrl, recognise
from microcred.verification.open_badges_2.linked import LinkedDocuments, gather

__all__ = ["Given", "HostedUrl", "LinkedDocuments", "gather", "recognise", "verify_assertion"]
