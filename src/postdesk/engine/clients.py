"""The clients of a workspace: a registry of our own, since the service has no list of end users (API gap G25)."""

import re
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from postdesk.api.errors import ApiError, ErrorKind, NotFound, Unsendable
from postdesk.domain.clients import Client, OpenWork, new_external_user_id
from postdesk.domain.remote import EndUser, PostFilter, Priority
from postdesk.domain.times import local_zone_name, same_clock, zone
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import approvals, clients, drafts
from postdesk.store.sqlite import Transaction

COLOURS = ("#3454d1", "#17734a", "#b3261e", "#8a5a00", "#6b3fa0", "#0f6b7a", "#a8326e", "#4a5363")
"""The colours of new clients, in turn: white text is readable on each of them."""

_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


class ClientBook(QObject):
    """The clients of a workspace and the commands on them. `added` carries the id of a new client.

    `archive_refused` carries the id of a client that can't be archived yet: see `unfinished`.
    """

    added = Signal(int)
    archive_refused = Signal(int)

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._changes = context.workspace, context.database, context.changes
        self._clock, self._gateway = context.clock, context.gateway
        self._commands, self._unsaved = CommandRunner(context.tasks, context.changes), context.unsaved
        self._known = clients.ClientCache(context.workspace.id)

    def all(self) -> tuple[Client, ...]:
        """Return the clients by name, without archived ones."""
        return self._known.current(self._database.reader)

    def all_with_archived(self) -> tuple[Client, ...]:
        """Return all clients, including archived ones."""
        return tuple(self._known.by_id(self._database.reader).values())

    def get(self, client_id: int | None) -> Client | None:
        """Return the client of this workspace with that id; None if there is none."""
        return None if client_id is None else self._known.by_id(self._database.reader).get(client_id)

    def next_colour(self) -> str:
        """Return the colour that the fewest clients have."""
        used = [client.colour for client in self.all()]
        return min(COLOURS, key=used.count)

    def add(self, name: str, zone: str = "", colour: str = "", email: str = "") -> None:
        """Add a client, who becomes an end user of the service with the first connect session.

        Without a `zone`, this computer's time zone is used; without a `colour`, the next one.
        """
        client = self._new(new_external_user_id(name), name, zone, colour, email)
        self._commands.run_unless_running(f"add client {client.external_user_id}", self._add(client))

    def add_by_id(self, external_user_id: str) -> None:
        """Add a client that the service knows already, by its `externalUserId` ("Get end user"). A notice tells the result."""
        wanted = external_user_id.strip()
        self._commands.run_unless_running(f"add client {wanted}", self._look_up(wanted))

    def rebuild(self) -> None:
        """Add every client that the service's list of posts names ("List post requests")."""
        self._commands.run_unless_running("rebuild clients", self._rebuild())

    def update(self, client: Client) -> None:
        """Save the changed client. The service gets the change with the next connect session."""
        clean = replace(client, name=_UNSENDABLE.sub("", client.name).strip() or client.external_user_id)
        self._unsaved.write(f"client {client.id}", partial(_keep_changed, client=clean), self._tell_of_all)

    def unfinished(self, client_id: int) -> OpenWork:
        """Return the counts of unfinished work that keep the client from being archived."""
        return clients.unfinished(self._database.reader, client_id, self._clock.now())

    def archive(self, client_id: int) -> None:
        """Archive the client, without deleting anything. `archive_refused` follows if it has unfinished work."""
        self._commands.run_unless_running(f"archive {client_id}", self._archive(client_id))

    def unarchive(self, client_id: int) -> None:
        """Restore an archived client."""
        self._commands.run_unless_running(f"bring back {client_id}", self._put(client_id, archived=False))

    def _new(self, external_user_id: str, name: str, zone: str, colour: str, email: str) -> Client:
        clean = _UNSENDABLE.sub("", name).strip() or external_user_id
        zone, colour = zone or local_zone_name(), colour or self.next_colour()
        return Client(0, self._workspace.id, external_user_id, clean, colour, zone, email=_UNSENDABLE.sub("", email).strip())

    async def _archive(self, client_id: int) -> None:
        if not await self._put(client_id, archived=True):
            self.archive_refused.emit(client_id)

    async def _put(self, client_id: int, *, archived: bool) -> bool:
        """Set the archived mark; return False if refused. The check and the write share a transaction."""

        def work(conn: Transaction) -> bool:
            client = clients.get(conn, client_id)
            if client is None or (archived and not clients.unfinished(conn, client_id, self._clock.now()).is_empty):
                return False
            clients.update(conn, replace(client, archived=archived))
            return True

        put = await self._database.run(work)
        self._tell_of_all()
        return put

    async def _add(self, client: Client) -> int:
        client_id = await self._database.run(partial(clients.add, client=client))
        self._changes.clients.emit()
        self.added.emit(client_id)
        return client_id

    async def _look_up(self, external_user_id: str) -> None:
        if not external_user_id or _UNSENDABLE.search(external_user_id):
            self._unknown(_UNSENDABLE.sub("", external_user_id))
            return
        if known := clients.find(self._database.reader, self._workspace.id, external_user_id):
            self._changes.notice.emit(Notice(NoticeKind.CLIENT_KNOWN, client_id=known.id, detail=external_user_id))
            return
        try:
            client_id = await self._add(await self._register(external_user_id, Priority.USER))
        except (NotFound, Unsendable):
            self._unknown(external_user_id)
        else:
            self._changes.notice.emit(Notice(NoticeKind.CLIENT_ADDED, client_id=client_id))

    def _unknown(self, external_user_id: str) -> None:
        self._changes.notice.emit(Notice(NoticeKind.CLIENT_UNKNOWN, detail=external_user_id, error=ErrorKind.NOT_FOUND))

    async def _rebuild(self) -> None:
        everything = await self._gateway.ask(lambda api: api.list_posts(PostFilter(), cause="rebuild clients"))
        known = {client.external_user_id for client in self.all_with_archived()}
        named = dict.fromkeys(post.external_user_id for post in everything.posts if post.external_user_id)
        found = [await self._best_known(external_user_id) for external_user_id in named if external_user_id not in known]
        new = [client for client in found if client]
        for client in new:
            await self._add(client)
        said = "" if everything.complete else str(len(everything.posts))
        self._changes.notice.emit(Notice(NoticeKind.CLIENTS_REBUILT, detail=str(len(new)), said=said))

    async def _best_known(self, external_user_id: str) -> Client | None:
        """Return the client as the service describes it, or with its id alone after an error; None if the id can't be sent."""
        try:
            return await self._register(external_user_id, Priority.POLL)
        except Unsendable:
            return None
        except ApiError:
            return self._new(external_user_id, external_user_id, "", "", "")

    async def _register(self, external_user_id: str, priority: Priority) -> Client:
        summary = await self._gateway.ask(
            lambda api: api.get_end_user(external_user_id, cause=f"client {external_user_id}", priority=priority)
        )
        told = summary.end_user
        return self._new(external_user_id, told.display_name, "", "", told.email)

    def _tell_of_all(self) -> None:
        for signal in (self._changes.clients, self._changes.posts, self._changes.drafts):
            signal.emit()


def _keep_changed(conn: Transaction, client: Client) -> None:
    """Save the client, and adapt approvals and drafts to the change.

    After a change of the time zone, drafts keep their time of day; posts, and drafts that change a post, keep their moment. The
    archived mark stays as stored, since the form may hold an older one: only `archive` and `unarchive` set it.
    """
    was = clients.get(conn, client.id)
    clients.update(conn, replace(client, archived=was.archived) if was else client)
    if was and was.approval != client.approval:
        (approvals.request_for_all if client.approval else approvals.withdraw_requests)(conn, client.id)
    before, after = zone(was.zone) if was else None, zone(client.zone)
    if before is None or after is None or before == after:
        return
    for draft in drafts.of_workspace(conn, client.workspace_id, client.id):
        moved = draft.retimed(lambda moment: same_clock(moment, before, after))
        if moved != draft and draft.replaces_post is None:
            drafts.save(conn, moved)


def as_end_user(client: Client) -> EndUser:
    """Return the whole known record: the API does not state what an upsert does to omitted fields (API gap G26)."""
    return EndUser(client.external_user_id, client.name, client.email)
