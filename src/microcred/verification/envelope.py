"""A JWT around a document: the key that it names, its signature, and what its claims say of the document."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from microcred.errors import MicrocredError, ProofError
from microcred.instants import format_instant
from microcred.positions import listed
from microcred.proofs.jws import verify_jws
from microcred.proofs.jwt import SecuredJwt, check_claims
from microcred.verification.inquiry import Inquiry
from microcred.verification.issuer_keys import check_key_validity
from microcred.verification.jwt_keys import resolve_jwt_key
from microcred.verification.securing import Attempt, Expectation, Seal

__all__ = ["Envelope"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A JWT around the document; proofs inside it need not be looked at (Open Badges 3.0, 9.1, step 2)."""

    jwt: SecuredJwt

    def attempt(self, expectation: Expectation, inquiry: Inquiry) -> Attempt | MicrocredError:
        """Find the key that the header names, check the signature, and compare the claims with the document."""
        try:
            method = resolve_jwt_key(
                self.jwt.jws,
                controller=expectation.controller,
                purpose=expectation.purpose,
                session=inquiry.session,
                resolvers=inquiry.verifier.key_resolvers,
                allow_http=inquiry.verifier.fetcher.unguarded,
            )
            # Where a token does not say when it was made, it says since when it counts.
            check_key_validity(method, inquiry.at, self.jwt.issued_at or self.jwt.not_before)
        except MicrocredError as error:
            return Attempt(None, error)
        try:
            verify_jws(self.jwt.jws, method.public_key)
            check_claims(self.jwt)
            self._check_exchange(expectation)
        except MicrocredError as error:
            return Attempt(method, error)
        algorithm, made = self.jwt.jws.algorithm, self.jwt.issued_at
        evidence = {"algorithm": algorithm, **({} if made is None else {"created": format_instant(made)})}
        return Attempt(method, Seal(f"the {algorithm} signature of the JWT holds", evidence))

    def _check_exchange(self, expectation: Expectation) -> None:
        """A JWT answers a challenge in its ``nonce``, and names the verifier in its ``aud`` (VCDM 1.1, 6.3.1)."""
        claims = self.jwt.claims.tree
        nonce, audience = claims.get("nonce"), claims.get("aud", [])
        if expectation.challenge is not None and not _same_text(nonce, expectation.challenge):
            raise ProofError(
                "proof.wrong-challenge",
                f"the JWT answers the challenge {nonce!r:.80}, which is not the one that was asked",
                pointer="/nonce",
                problem="https://w3id.org/security#INVALID_CHALLENGE_ERROR",
            )
        names = listed(audience)
        named = frozenset(name for name in names if isinstance(name, str))
        if expectation.domain is not None and (len(named) < len(names) or named != expectation.domain):
            raise ProofError(
                "proof.wrong-domain",
                f"the JWT was made for {', '.join(sorted(named))[:200] or 'nobody'}, wanted "
                f"{', '.join(sorted(expectation.domain))[:200]}",
                pointer="/aud",
                problem="https://w3id.org/security#INVALID_DOMAIN_ERROR",
            )


def _same_text(found: object, wanted: str) -> bool:
    return isinstance(found, str) and hmac.compare_digest(
        found.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass")
    )
