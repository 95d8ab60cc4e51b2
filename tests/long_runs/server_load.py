"""Ask a server for a minute from fifty connections, and watch its errors and its memory.

    apt install wrk
    python tests/long_runs/server_load.py --database sqlite --endpoint issue --seconds 60
    python tests/long_runs/server_load.py --database postgresql --endpoint verify --seconds 60

``issue`` issues with a status and keeps what it issued, ``verify`` verifies a credential with its status. The server is
warmed up first, for a sixth of the time. Ends with exit status 1 where a request failed, or where the memory at the end
is more than a tenth above that of the first quarter.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from signal import SIGTERM
from statistics import fmean
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).parents[1]))

from databases import postgresql
from killed_servers import Server, written_settings
from servers import credential

CONNECTIONS = 50
GROWTH = 1.1
_LUA = """
local threads = 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args) count = 0 end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local body = [==[BODY]==]
function request()
   count = count + 1
   return wrk.format(nil, nil, nil, (body:gsub("NUMBER", "ROUND-" .. number .. "-" .. count)))
end
function done(summary, latency)
   local e = summary.errors
   io.stderr:write(string.format('{"requests": %d, "seconds": %f, "failed": %d, "refused": %d, "p50": %f, "p99": %f}',
      summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.timeout, e.status,
      latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


def resident(pid: int) -> float:
    """The memory of a process in megabytes."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


def load(server: Server, path: str, body: bytes, seconds: int, folder: Path, name: str) -> dict[str, float]:
    """What wrk tells of so many seconds."""
    script = folder / f"{name}.lua"
    script.write_text(_LUA.replace("BODY", body.decode()).replace("ROUND", name))
    options = ["-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "30s", "-s", str(script)]
    done = subprocess.run(
        ["wrk", *options, f"http://127.0.0.1:{server.port}{path}"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stderr)
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    arguments.add_argument("--endpoint", choices=("issue", "verify"), default="issue")
    arguments.add_argument("--seconds", type=int, default=60)
    given = arguments.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:{folder / 'storage.sqlite3'}"
        if given.database == "postgresql":
            url = stack.enter_context(postgresql(durable=True)).new_database()
        settings, issuer = written_settings(folder, url)
        server = Server.start(settings)
        stack.callback(server.end, SIGTERM)
        path, body = "/issuers/college/credentials/issue", {"credential": credential(issuer, id="urn:example:NUMBER")}
        if given.endpoint == "verify":
            issued = server.ask("POST", path, {"credential": credential(issuer)}).json
            path, body = "/credentials/verify", issued
        content = json.dumps(body).encode()
        load(server, path, content, max(given.seconds // 6, 1), folder, "warm")
        memory: list[float] = []
        over = Event()

        def watch() -> None:
            while not over.wait(1):
                memory.append(resident(server.process.pid))

        watcher = Thread(target=watch)
        watcher.start()
        told = load(server, path, content, given.seconds, folder, "main")
        over.set()
        watcher.join()
    quarter = max(len(memory) // 4, 1)
    quarters = [fmean(memory[at : at + quarter]) for at in range(0, quarter * 4, quarter)]
    rate = told["requests"] / told["seconds"]
    print(
        f"{given.database}, {given.endpoint}: {told['requests']:.0f} requests in {told['seconds']:.0f} s, {rate:.0f} a"
        f" second, {told['failed']:.0f} failed, {told['refused']:.0f} refused;"
        f" half within {told['p50']:.0f} ms, 99 of 100 within {told['p99']:.0f} ms;"
        f" memory in the four quarters {', '.join(f'{each:.1f}' for each in quarters)} MB"
    )
    sys.exit(told["failed"] > 0 or told["refused"] > 0 or quarters[-1] > GROWTH * quarters[0])


if __name__ == "__main__":
    main()
