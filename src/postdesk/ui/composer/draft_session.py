"""The open draft and its autosave, and the draft that opens first."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft, revert_change
from postdesk.domain.platforms import Platform
from postdesk.domain.times import same_clock
from postdesk.engine.composer import SubmittedDraft
from postdesk.engine.drafts import change_labels
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.suggested_times import OfferedTimes
from postdesk.ui.scope import Scope

_PAUSE_MS: Final = 800


class NewDrafts:
    """New drafts: for whom they are, and with which accounts. No draft is for an archived client."""

    def __init__(self, session: WorkspaceSession, scope: Scope) -> None:
        self._session, self._scope = session, scope

    def draft(self, client_id: int, due_at: datetime | None = None) -> Draft:
        """Return an empty draft with the client's usual accounts."""
        draft = self._session.composer.factory.new_draft(client_id, due_at)
        return replace(draft, platforms=self._usual(draft))

    def draft_at_start(self) -> Draft | None:
        """Return the draft that was open last; else an empty one for the client in scope, or for the last draft's client."""
        last = self._session.composer.last_open()
        draft = self._session.composer.draft(last.draft_id) if last else None
        if draft and self._is_current(draft.client_id):
            return draft
        whose = self.client_id(last.client_id if last and self._is_current(last.client_id) else None)
        return self.draft(whose) if whose else None

    def client_id(self, otherwise: int | None) -> int | None:
        """Return the client in scope; while all are in scope the given one, or else the first."""
        client_id = self._scope.client_id
        if client_id is not None and self._is_current(client_id):
            return client_id
        return otherwise or next((client.id for client in self._session.clients.all()), None)

    def _is_current(self, client_id: int) -> bool:
        client = self._session.clients.get(client_id)
        return client is not None and not client.archived

    def _usual(self, new: Draft) -> tuple[Platform, ...]:
        """Return the last post's platforms still connected; before the first post all ready ones or, if none is ready, all."""
        accounts = {account.platform: account for account in self._session.connections.of(new.client_id)}
        last = tuple(platform for platform in Platform if platform in accounts and platform in new.platforms)
        ready = {key for key, account in accounts.items() if account.ready and not account.account_changed}
        return last or tuple(platform for platform in Platform if platform in (ready or accounts))


class DraftSession(QObject):
    """The open draft: saved shortly after each change, and saved before another one opens.

    `opened` follows another draft, `changed` each change, `saved` (a moment) a save of all changes. `replaced` (a Draft) follows
    `opened` where the draft before has content, and is kept; a caller that has its own way back to it calls `close` before.
    """

    opened = Signal()
    replaced = Signal(object)
    changed = Signal()
    saved = Signal(object)

    def __init__(self, session: WorkspaceSession, scope: Scope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._scope = session, scope
        self.draft: Draft | None = None
        self._last_saved: Draft | None = None
        self._as_opened: Draft | None = None
        self._times, self._new = OfferedTimes(session), NewDrafts(session, scope)
        self._selected_by_user = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.save_now)
        session.composer.saved.connect(self._saved)
        session.composer.submitted.connect(self._keep_edits_after_undo)
        session.drafts.labelled.connect(self._labelled)
        session.drafts.deleted.connect(self._deleted)

    @property
    def untouched(self) -> bool:
        """True while the open draft is as it was opened."""
        return self.draft is not None and self.draft == self._as_opened

    def open(self, draft: Draft) -> None:
        """Save the open draft and open this one; it gets a time if it has none, or if its offered one has passed."""
        before = self.draft
        self.close()
        self._selected_by_user = False
        self.draft = draft
        if not draft.template and (draft.due_at is None or self._times.is_over(draft)):
            self.draft = self._times.offer(draft)
        # Opening a scheduled post for an edit is no change yet.
        self._last_saved = self._session.composer.draft(draft.id) or (self.draft if draft.replaces_post else None)
        self._as_opened = self.draft
        self._session.composer.remember_open(draft)
        self.opened.emit()
        if not draft.empty and self._last_saved not in (draft, self.draft):
            self._pause.start()
        if before and before.id != draft.id and not before.empty and self._session.composer.draft(before.id):
            self.replaced.emit(before)

    def open_new(self, client_id: int, due_at: datetime | None = None) -> None:
        """Open an empty draft with the client's usual accounts."""
        self.open(self._new.draft(client_id, due_at))

    def begin(self, client_id: int | None = None, due_at: datetime | None = None) -> bool:
        """Open an empty draft for the client, or for the one in scope; return False if there is no client."""
        wanted = client_id or self._new.client_id(self.draft.client_id if self.draft else None)
        if wanted is not None:
            self.open_new(wanted, due_at)
        return wanted is not None

    def open_last(self) -> None:
        """Open the draft that was open last, or an empty one for the client in scope, or for the last draft's client."""
        if draft := self._new.draft_at_start():
            self.open(draft)

    def follow_scope(self) -> None:
        """Follow the scope to another client: an empty draft is replaced, others keep their client."""
        client = self._scope.client_id
        if client is not None and (self.draft is None or (self.draft.empty and self.draft.client_id != client)):
            self.open_new(client)

    def change(self, draft: Draft) -> None:
        """Replace the draft; it is saved within a second."""
        if draft == self.draft:
            return
        self.draft = draft
        if not self._pause.isActive():
            self._pause.start()
        self.changed.emit()

    def current(self, draft_id: str) -> Draft | None:
        """Return the draft of that id with all changes: the open one with unsaved edits, or a saved one."""
        return self.draft if self.draft and self.draft.id == draft_id else self._session.composer.draft(draft_id)

    def put(self, draft: Draft) -> None:
        """Save the draft, as the open one if it has the same id."""
        if self.draft and self.draft.id == draft.id:
            self.change(draft)
        else:
            self._session.composer.save(draft)

    def revert(self, before: Draft, after: Draft) -> None:
        """Undo the change from `before` to `after` in the present draft; later edits stay."""
        draft = self.current(before.id)
        if draft and (again := revert_change(draft, before, after)) != draft:
            self.put(again)

    def select_platform(self, platform: Platform, selected: bool) -> None:
        """Select the platform or deselect it; its own text is kept for a later selection."""
        if self.draft:
            self._selected_by_user = True
            wanted = {*self.draft.platforms, platform} if selected else {*self.draft.platforms} - {platform}
            self.change(replace(self.draft, platforms=tuple(each for each in Platform if each in wanted)))

    def select_usual_accounts(self) -> None:
        """Select the usual accounts after a change of the accounts, in an empty draft whose accounts the user didn't select."""
        if self.draft and self.draft.empty and not self._selected_by_user:
            self.change(replace(self.draft, platforms=self._new.draft(self.draft.client_id).platforms))

    def relabel(self, added: Collection[str], removed: Collection[str]) -> None:
        """Add labels to the draft, and remove others."""
        if self.draft:
            self.change(replace(self.draft, labels=change_labels(self.draft.labels, added, removed)))

    def renew_offered_time(self) -> bool:
        """Renew an offered time that is past or too near, and return True if there was one; a selected time stays."""
        if self.draft is None or not self._times.is_over(self.draft):
            return False
        self.change(self._times.offer(self.draft))
        return True

    def follow_zone(self, before: ZoneInfo, after: ZoneInfo) -> None:
        """Follow a change of the client's zone: a selected time keeps its wall time, an offered one is renewed."""
        if self.draft is None or self.draft.due_at is None or self.draft.replaces_post is not None or before == after:
            return
        moved = self.draft.retimed(lambda moment: same_clock(moment, before, after))
        self.change(self._times.offer(moved) if self._times.is_offered(self.draft) else moved)

    def save_now(self) -> None:
        """Save the draft now, unless it is empty and was never saved."""
        self._pause.stop()
        if self.draft is None or self.draft == self._last_saved or (self.draft.empty and self._last_saved is None):
            return
        self._last_saved = self.draft
        self._session.composer.save(self.draft)

    def close(self) -> None:
        """Save the draft before another opens; one that was emptied is deleted, unless an upload for it is running."""
        if self.draft and self.draft.empty:
            self._session.uploads.offers.decline(self.draft.id)
        if self.draft and self.draft.empty and self._last_saved and not self._session.uploads.of(self.draft.id):
            self._session.composer.delete(self.draft.id)
        else:
            self.save_now()
            if self.draft and self._last_saved and self.draft != self._as_opened:
                self._session.composer.keep_version(self.draft)
        self.discard()

    def delete(self) -> Draft | None:
        """Delete the open draft, and return it for an undo."""
        gone, kept = self.draft, self._last_saved
        self.discard()
        if gone and kept:
            self._session.composer.delete(gone.id)
        return gone

    def discard(self) -> None:
        """Forget the draft without saving: it is saved, became a post or was deleted."""
        self._pause.stop()
        self.draft = self._last_saved = None

    def copied(self, client_id: int) -> Draft | None:
        """Return a copy of the open draft for the client; for another client only with the platforms that this one has."""
        if self.draft is None:
            return None
        if client_id != self.draft.client_id:
            return self._session.composer.factory.for_client(self.draft, client_id)
        return self.draft.duplicated(str(uuid.uuid4()))

    def client(self) -> Client | None:
        """Return the client of the open draft."""
        return self._session.clients.get(self.draft.client_id) if self.draft else None

    def _saved(self, draft_id: str, moment: datetime) -> None:
        """Announce a save of the open draft; a save from before it was deleted and reopened is ignored."""
        if self.draft and draft_id == self.draft.id and self._last_saved:
            self.saved.emit(moment)

    def _keep_edits_after_undo(self, submitted: SubmittedDraft) -> None:
        """Keep the open draft when an undo submitted its saved version.

        It is marked as a copy of that post, which warns before it is sent.
        """
        again = submitted.merged_rest
        kept = again and self._session.composer.draft(again.id)
        if again and self.draft and self.draft.id == again.id and (kept or not self.untouched):
            self.change(replace(self.draft, copied_from_post=again.copied_from_post))
            self.save_now()

    def _labelled(self, ids: Collection[str], added: Collection[str], removed: Collection[str]) -> None:
        if self.draft and self.draft.id in ids:
            self.relabel(added, removed)

    def _deleted(self, ids: Collection[str]) -> None:
        """Replace the open draft if it was deleted in the list of drafts."""
        if self.draft and self.draft.id in ids:
            client_id = self.draft.client_id
            self.discard()
            self.open_new(client_id)
