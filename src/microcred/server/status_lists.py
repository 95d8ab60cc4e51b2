"""Status lists: entries for new credentials, and each list as the signed credential that it is now."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from microcred.document import Document, to_json
from microcred.errors import UsageError
from microcred.models import EnvelopedVerifiableCredential
from microcred.server.access import Grant, granted, needs
from microcred.server.contract import ListCreated, ListCreation, StatusChange, StatusChanged
from microcred.server.gate import GatedRoute, require_known
from microcred.server.instances import IssuerInstance
from microcred.server.media_types import VC, VC_JWT, represented
from microcred.server.openapi import answers
from microcred.server.storage import KeptEntry, KeptList, Storage
from microcred.status_list import ListTerms

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["StatusLists", "router"]

#: For how long a verifier may use a copy of a list.
_TTL: Final = timedelta(minutes=5)
_PATH: Final = "/status-lists/"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_REMEMBERED: Final = 64


class Published(NamedTuple):
    """A list as it was signed, the edition that it tells, and when that was."""

    edition: int
    at: datetime
    content: bytes
    media_type: str

    @property
    def tree(self) -> Mapping[str, Any]:
        """The list as it stands in a JSON document."""
        if self.media_type == VC_JWT:
            return EnvelopedVerifiableCredential.of(self.content.decode()).to_dict()
        return Document.parse(self.content).tree


class StatusLists:
    """The lists of a server. What is signed is kept in memory until the list changes, or grows old."""

    def __init__(
        self,
        public_url: str,
        storage: Storage,
        instances: Mapping[str, IssuerInstance],
        clock: Callable[[], datetime],
    ) -> None:
        self.prefix = f"{public_url}{_PATH}"
        self._storage = storage
        self._instances = instances
        self._clock = clock
        self._published: OrderedDict[str, Published] = OrderedDict()
        self._signing = Lock()

    def create(self, instance: IssuerInstance, purpose: str, name: str | None = None) -> KeptList:
        """Make a list; raises :class:`~microcred.errors.UsageError` for a name that is taken."""
        kept = self._drafted(instance, purpose, name)
        if not self._storage.create_list(kept):
            raise UsageError("server.list-exists", f"there is a status list {kept.name!r:.80} already")
        return kept

    def created(self, instance: IssuerInstance, purpose: str, name: str | None) -> tuple[str, bytes]:
        """Make a list, and tell its URL and what it says first."""
        kept = self.create(instance, purpose, name)
        found = self._signed(kept, instance, self._clock())
        return kept.terms.url, to_json({"id": kept.terms.url, "verifiableCredential": found.tree}, indent=None)

    def entry_for(self, instance: IssuerInstance, credential_id: str | None) -> dict[str, Any]:
        """A new entry of the instance's list, in the next list where that one is full."""
        purpose = str(instance.settings.status)
        kept = self._storage.newest_list(instance.name, purpose)
        if kept is None or not self._is_usable(kept, instance):
            last = None if kept is None else kept.name
            kept = self._storage.follow_list(last, self._drafted(instance, purpose))
        try:
            index = self._storage.allocate(kept.name, credential_id, self._clock())
        except UsageError as error:
            if error.code != "status.list-full":
                raise
            kept = self._storage.follow_list(kept.name, self._drafted(instance, purpose))
            index = self._storage.allocate(kept.name, credential_id, self._clock())
        return kept.terms.entry(index)

    def _is_usable(self, kept: KeptList, instance: IssuerInstance) -> bool:
        """Whether new credentials can still refer to a list: settings may have changed since it was made."""
        return kept.terms.issuer == instance.id and kept.terms.url.startswith(self.prefix)

    def find(self, change: StatusChange, grant: Grant) -> tuple[KeptList, KeptEntry]:
        """The entry that a change is about; raises UsageError where there is none."""
        asked = change.credential_status
        kept = self._list_of(asked.status_list_credential, asked.status_purpose, change.credential_id, grant)
        wanted = change.credential_id if asked.status_list_index is None else int(asked.status_list_index)
        entry = None if kept is None or wanted is None else self._storage.entry(kept.name, wanted)
        if kept is None or entry is None or not grant.covers(kept.instance):
            raise UsageError("status.no-such-entry", "no status list of this server has that entry")
        if change.credential_id not in (None, entry.credential_id):
            raise UsageError("status.no-such-entry", "that entry is of another credential")
        return kept, entry

    def _list_of(self, url: str | None, purpose: str, credential_id: str | None, grant: Grant) -> KeptList | None:
        if url is not None:
            kept = self._storage.status_list(url.rpartition("/")[2])
            return kept if kept is not None and (kept.terms.url, kept.terms.purpose) == (url, purpose) else None
        if credential_id is None:
            return None
        known = [
            kept for kept in self._storage.lists_of_credential(credential_id, purpose) if grant.covers(kept.instance)
        ]
        if len({kept.instance for kept in known}) > 1:
            # Instances that keep no credentials do not know of each other's ids.
            raise UsageError(
                "status.no-such-entry",
                f"{len(known)} issuers of this server gave out a credential of that id",
                hint="say which one it is with statusListCredential, as it stands in the credential",
            )
        return known[0] if known else None

    def set(self, kept: KeptList, entry: KeptEntry, status: bool) -> StatusChanged:
        """Say something else about a credential."""
        changed = self._storage.set_status(kept.name, entry.index, int(status), self._clock())
        return StatusChanged(
            credential_id=changed.credential_id,
            status_purpose=kept.terms.purpose,
            status_list_credential=kept.terms.url,
            status_list_index=str(changed.index),
            status=changed.value != 0,
        )

    def published(self, name: str) -> Published | None:
        """The list as it is now, signed; None where there is none."""
        kept = self._storage.status_list(name) if _NAME.fullmatch(name) else None
        signer = None if kept is None else self._signer_of(kept)
        if kept is None or signer is None:
            return None
        found, now = self._published.get(name), self._clock()
        if self._is_current(name, found, now):
            return found
        # One thread signs, and the others of this process wait for what it signed.
        with self._signing:
            found = self._published.get(name)
            if not self._is_current(name, found, now):
                found = self._published[name] = self._signed(kept, signer, now)
                self._published.move_to_end(name)
                while len(self._published) > _MAX_REMEMBERED:
                    self._published.popitem(last=False)
            return found

    def _is_current(self, name: str, found: Published | None, now: datetime) -> bool:
        return found is not None and found.edition == self._storage.edition(name) and now - found.at < _TTL

    def _drafted(self, instance: IssuerInstance, purpose: str, name: str | None = None) -> KeptList:
        name = name or secrets.token_hex(8)
        terms = ListTerms(
            url=f"{self.prefix}{name}",
            issuer=instance.id,
            purpose=purpose,
            ttl=round(_TTL / timedelta(milliseconds=1)),
        )
        return KeptList(name, instance.name, terms)

    def _signer_of(self, kept: KeptList) -> IssuerInstance | None:
        """The instance that made a list, or another one of the same issuer, where that one is gone or has a new key."""
        made = self._instances.get(kept.instance)
        known = ([] if made is None else [made]) + list(self._instances.values())
        return next((each for each in known if each.id == kept.terms.issuer), None)

    def _signed(self, kept: KeptList, signer: IssuerInstance, now: datetime) -> Published:
        state = self._storage.state(kept.name)
        sealed = signer.list_issuer.issue(kept.terms.credential(state.values, at=now))
        if isinstance(sealed, str):
            return Published(state.edition, now, sealed.encode(), VC_JWT)
        return Published(state.edition, now, sealed.raw, VC)


def router(services: Services) -> APIRouter:
    """The routes of status lists, and of changes to what they say."""
    routes = APIRouter(route_class=GatedRoute, tags=["status"])
    lists = services.lists

    @routes.get(
        "/status-lists/{name}",
        summary="A status list, as the signed credential that it is now",
        responses=answers(404, 406, document="A BitstringStatusListCredential."),
    )
    async def status_list(name: str, request: Request) -> Response:
        found = await services.run(lambda: lists.published(name))
        if found is None:
            raise UsageError("server.not-found", "there is no such status list")
        return represented(found.content, found.media_type, request.headers.get("accept"))

    @routes.post(
        "/status-lists",
        summary="Make a status list",
        status_code=201,
        responses=answers(400, 404, 409, 413, 415, 503, json={201: ListCreated}),
        openapi_extra=needs("status"),
    )
    async def create_list(body: ListCreation, request: Request) -> Response:
        require_known(body)
        instance = services.only_instance(body.instance)
        granted(request).require(instance.name)
        url, content = await services.run(lambda: lists.created(instance, body.status_purpose, body.id))
        return Response(content, 201, {"location": url}, "application/json")

    @routes.post(
        "/credentials/status",
        summary="Revoke or suspend a credential, or lift its suspension",
        responses=answers(400, 404, 409, 413, 415, 503, json={200: StatusChanged}),
        openapi_extra=needs("status"),
    )
    async def change_status(body: StatusChange, request: Request) -> Response:
        require_known(body)
        grant = granted(request)
        found = await services.run(lambda: lists.set(*lists.find(body, grant), body.status))
        return Response(found.model_dump_json(by_alias=True), media_type="application/json")

    return routes
