"""How many requests there were, how they ended and how long they took, in the form that Prometheus reads.

The labels are the template of the route, the method and the status: their number is bounded, and none is a person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from microcred.errors import UsageError

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram

    from microcred.server.log import Answered

__all__ = ["MEDIA_TYPE", "Metrics"]

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of one application; another one in the same process has its own."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram

    @classmethod
    def new(cls) -> Self:
        """Metrics that start with nothing; raises :class:`~microcred.errors.UsageError` without their extra."""
        try:
            from prometheus_client import CollectorRegistry, Counter, Histogram
        except ImportError as error:
            raise UsageError(
                "usage.missing-extra",
                f"metrics need {error.name}, which is not installed",
                hint="pip install 'microcred[metrics]'",
            ) from error
        registry = CollectorRegistry()
        return cls(
            registry,
            Counter("microcred_requests", "Requests", ("method", "route", "status"), registry=registry),
            Histogram(
                "microcred_request_seconds", "Their duration", ("method", "route"), registry=registry, buckets=_SECONDS
            ),
        )

    def observe(self, answered: Answered) -> None:
        """Count a request."""
        route = answered.route or "none"
        self.requests.labels(answered.method, route, str(answered.status or "gone")).inc()
        self.seconds.labels(answered.method, route).observe(answered.seconds)

    def exposition(self) -> bytes:
        """All of them as text."""
        from prometheus_client import generate_latest

        text: bytes = generate_latest(self.registry)
        return text
