"""Kill servers in the middle of issuing, again and again, and hold what they answered against what is kept.

    python tests/long_runs/server_kills.py --database sqlite --kills 100 --seed 1
    python tests/long_runs/server_kills.py --database postgresql --kills 100 --seed 1

Two servers share a storage, six clients issue and revoke. Servers are killed (SIGKILL) at moments that nobody chose;
with PostgreSQL each fifth time it is the database that dies, with all its processes. Ends with exit status 1 where an
answered credential is not there byte for byte, an index has two owners, a list does not verify, or says something else
than what was answered.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from databases import PostgresqlServer, postgresql
from killed_servers import campaign

DATABASE_DIES = 5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    random = Random(given.seed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database: PostgresqlServer | None = None
        url = f"sqlite:{folder / 'storage.sqlite3'}"
        if given.database == "postgresql":
            database = stack.enter_context(postgresql(durable=True))
            url = database.new_database()
        with campaign(folder, url, servers=2, clients=6, seed=given.seed) as at_work:
            for number in range(1, given.kills + 1):
                if database is not None and number % DATABASE_DIES == 0:
                    at_work.crash(database, after=random.randrange(1, 40))
                else:
                    at_work.kill(random.randrange(2), after=random.randrange(1, 40), later=random.random() / 10)
                if number % 10 == 0:
                    print(f"{number} kills, {len(at_work.answered)} credentials answered", flush=True)
    print(
        f"{given.database}: {given.kills} kills, {len(at_work.answered)} credentials answered, "
        f"{len(at_work.revoked)} revocations, {at_work.resent} requests sent again: nothing lost, no index twice"
    )


if __name__ == "__main__":
    main()
