"""Servers that are killed in the middle of issuing: nothing answered is lost, and no index has two owners.

The long form is ``tests/long_runs/server_kills.py``.
"""

from __future__ import annotations

from pathlib import Path

from killed_servers import campaign

pytest_plugins = ["database_fixtures"]

KILLS = 3


def test_servers_that_are_killed_lose_nothing_that_was_answered(tmp_path: Path, storage_url: str) -> None:
    with campaign(tmp_path, storage_url, servers=2, clients=4, seed=1) as at_work:
        for _ in range(KILLS):
            at_work.kill(at_work.random.randrange(2), after=at_work.random.randrange(5, 20))
    assert at_work.resent >= 1
    assert at_work.revoked
