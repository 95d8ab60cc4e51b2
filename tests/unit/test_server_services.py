"""Work is done beside the loop, in as many threads as the settings say."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import httpx

from microcred.verification.fetch import Fetched, Fetcher, Request
from servers import PUBLIC_URL, credential, serving


class Waiting(Fetcher):
    """A web that answers when it is let; ``asked`` counts who waits."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.asked = threading.Semaphore(0)

    def _fetch(self, request: Request) -> Fetched:
        self.asked.release()
        assert self.let.wait(timeout=30)
        return Fetched(request.url, 404, None, b"")


def of_elsewhere(number: int) -> dict[str, object]:
    """A credential whose issuer's keys have to be fetched."""
    issuer = f"https://issuer-{number}.example/keys"
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-15T09:00:00Z",
        "verificationMethod": f"{issuer}#a",
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "1" * 64,
    }
    return {"verifiableCredential": credential(issuer, proof=proof)}


def test_others_are_served_while_one_verification_waits_for_the_network(tmp_path: Path) -> None:
    web = Waiting()
    client = serving(tmp_path, verification={"trust": "any"}, fetcher=web)

    async def both() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as asking:
            waiting = asyncio.create_task(asking.post("/credentials/verify", json=of_elsewhere(1)))
            await asyncio.to_thread(web.asked.acquire)
            other = await asking.get("/issuers")
            assert not waiting.done()
            web.let.set()
            return await waiting, other

    verified, other = asyncio.run(both())
    assert (verified.json()["verdict"], other.status_code) == ("undetermined", 200)


def test_no_more_is_worked_on_at_once_than_the_settings_say(tmp_path: Path) -> None:
    web = Waiting()
    client = serving(tmp_path, verification={"trust": "any"}, fetcher=web, workers=2)

    async def many() -> list[int]:
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as asking:
            tasks = [asyncio.create_task(asking.post("/credentials/verify", json=of_elsewhere(n))) for n in range(5)]
            for _ in range(2):
                await asyncio.to_thread(web.asked.acquire)
            assert (await asking.get("/issuers")).status_code == 200
            assert not web.asked.acquire(blocking=False)
            web.let.set()
            return [(await task).status_code for task in tasks]

    assert asyncio.run(many()) == [422] * 5
