"""The open draft and its autosave, the draft that opens at first, and what closes one from outside."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft, reverted
from postdesk.domain.platforms import Platform
from postdesk.domain.taking_back import live
from postdesk.domain.times import same_clock
from postdesk.engine.composer import Submitted
from postdesk.engine.desk import Desk
from postdesk.engine.drafts import relabelled
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.composer.times import OfferedTimes
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import Tone

_PAUSE_MS: Final = 800


class DraftSession(QObject):
    """Keeps the open draft: saves it a moment after each change, and opens another without a loss.

    `opened` follows when another draft is open, `changed` each change, `saved` (a moment) when all of it is kept.
    """

    opened = Signal()
    changed = Signal()
    saved = Signal(object)

    def __init__(self, desk: Desk, scope: Scope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._scope = desk, scope
        self.draft: Draft | None = None
        self._kept: Draft | None = None
        self._begun: Draft | None = None
        self._times = OfferedTimes(desk)
        self._picked = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        desk.composer.saved.connect(self._saved)
        desk.composer.submitted.connect(self._look_if_taken_in)
        desk.drafts.labelled.connect(self._labelled)
        desk.drafts.deleted.connect(self._deleted)

    @property
    def untouched(self) -> bool:
        """Return whether the open draft is as it was opened."""
        return self.draft is not None and self.draft == self._begun

    def open(self, draft: Draft) -> None:
        """Open this draft in the place of the open one, which is kept; it gets a time where it has none that holds."""
        self.leave()
        self._picked = False
        self.draft = draft
        if not draft.template and (draft.due_at is None or self._times.is_over(draft)):
            self.draft = self._times.offer(draft)
        # Looking at a scheduled post to change it is no change yet.
        self._kept = self._desk.composer.draft(draft.id) or (self.draft if draft.replaces_post else None)
        self._begun = self.draft
        self._desk.composer.remember_open(draft)
        self.opened.emit()
        if not draft.empty and self._kept not in (draft, self.draft):
            self._pause.start()

    def open_new(self, client_id: int, due_at: datetime | None = None) -> None:
        """Open an empty draft with the accounts that the client's posts usually go to."""
        draft = self._desk.composer.new_draft(client_id, due_at)
        self.open(replace(draft, platforms=self._usual(draft)))

    def begin(self, client_id: int | None = None, due_at: datetime | None = None) -> bool:
        """Open an empty draft for the client, or for the one whose posts are shown; False where there is no client."""
        wanted = client_id or self._looked_at() or self._usual_client()
        if wanted is None:
            return False
        self.open_new(wanted, due_at)
        return True

    def bring_back(self) -> None:
        """Open what was open last, or an empty draft for the client whose posts are shown, or for whom the last one was."""
        last = self._desk.composer.last_open()
        draft = self._desk.composer.draft(last.draft_id) if last else None
        if draft and self._is_current(draft.client_id):
            self.open(draft)
        else:
            self.begin(self._looked_at() or (last.client_id if last and self._is_current(last.client_id) else None))

    def follow_scope(self) -> None:
        """Another client is shown: an open draft keeps its client, an empty one makes room."""
        client = self._scope.client_id
        if client is not None and (self.draft is None or (self.draft.empty and self.draft.client_id != client)):
            self.open_new(client)

    def change(self, draft: Draft) -> None:
        """Take the draft as it is now; it is kept within a second."""
        if draft == self.draft:
            return
        self.draft = draft
        if not self._pause.isActive():
            self._pause.start()
        self.changed.emit()

    def current(self, draft_id: str) -> Draft | None:
        """Return the draft of that id as it is now: the open one with what was typed a moment ago, or a kept one."""
        return self.draft if self.draft and self.draft.id == draft_id else self._desk.composer.draft(draft_id)

    def put(self, draft: Draft) -> None:
        """Keep the draft as it is now, in the open one where it is that."""
        if self.draft and self.draft.id == draft.id:
            self.change(draft)
        else:
            self._desk.composer.save(draft)

    def revert(self, before: Draft, after: Draft) -> None:
        """Take the change from `before` to `after` back in the draft as it is now: what was changed again since stays."""
        draft = self.current(before.id)
        if draft and (again := reverted(draft, before, after)) != draft:
            self.put(again)

    def choose(self, platform: Platform, chosen: bool) -> None:
        """Post to the platform, or leave it out; its own text is kept for when it is selected again."""
        if self.draft:
            self._picked = True
            wanted = {*self.draft.platforms, platform} if chosen else {*self.draft.platforms} - {platform}
            self.change(replace(self.draft, platforms=tuple(each for each in Platform if each in wanted)))

    def choose_usual(self) -> None:
        """The accounts have changed: an empty draft for which none was selected takes those that are usual now."""
        if self.draft and self.draft.empty and not self._picked:
            self.change(replace(self.draft, platforms=self._usual(self._desk.composer.new_draft(self.draft.client_id))))

    def relabel(self, added: Collection[str], removed: Collection[str]) -> None:
        """Give the draft labels, and take others away."""
        if self.draft:
            self.change(replace(self.draft, labels=relabelled(self.draft.labels, added, removed)))

    def offer_anew(self) -> bool:
        """Move the draft where its offered time is past or too near, and return whether it was; a selected time stays."""
        if self.draft is None or not self._times.is_over(self.draft):
            return False
        self.change(self._times.offer(self.draft))
        return True

    def follow_zone(self, before: ZoneInfo, after: ZoneInfo) -> None:
        """The client's zone was changed: a selected time stays the same on its clock, an offered one is offered anew."""
        if self.draft is None or self.draft.due_at is None or self.draft.replaces_post is not None or before == after:
            return
        moved = self.draft.retimed(lambda moment: same_clock(moment, before, after))
        self.change(self._times.offer(moved) if self._times.is_offered(self.draft) else moved)

    def keep(self) -> None:
        """Write the draft down now, unless it is empty and never was written down."""
        self._pause.stop()
        if self.draft is None or self.draft == self._kept or (self.draft.empty and self._kept is None):
            return
        self._kept = self.draft
        self._desk.composer.save(self.draft)

    def leave(self) -> None:
        """Keep the draft before another takes its place; one that was emptied is deleted, unless a file is on its way to it."""
        if self.draft and self.draft.empty:
            self._desk.uploads.offers.decline(self.draft.id)
        if self.draft and self.draft.empty and self._kept and not self._desk.uploads.of(self.draft.id):
            self._pause.stop()
            self._desk.composer.delete(self.draft.id)
        else:
            self.keep()
            if self.draft and self._kept and self.draft != self._begun:
                self._desk.composer.keep_version(self.draft)
        self.draft = self._kept = None

    def forget(self) -> Draft | None:
        """Delete the open draft, and return it: it can be opened again."""
        gone, kept = self.draft, self._kept
        self.let_go()
        if gone and kept:
            self._desk.composer.delete(gone.id)
        return gone

    def let_go(self) -> None:
        """The draft became a post: there is nothing to keep."""
        self._pause.stop()
        self.draft = self._kept = None

    def copied(self, client_id: int) -> Draft | None:
        """Return a copy of the open draft, for the same client or on those of its platforms that another one has."""
        if self.draft is None:
            return None
        if client_id != self.draft.client_id:
            return self._desk.composer.for_client(self.draft, client_id)
        return self.draft.duplicated(str(uuid.uuid4()))

    def client(self) -> Client | None:
        """Return whose draft it is."""
        return self._desk.clients.get(self.draft.client_id) if self.draft else None

    def _usual(self, new: Draft) -> tuple[Platform, ...]:
        """Return the last post's platforms that are still connected; before the first post all that are ready, if any is."""
        accounts = {account.platform: account for account in self._desk.connections.of(new.client_id)}
        last = tuple(platform for platform in Platform if platform in accounts and platform in new.platforms)
        ready = {key for key, account in accounts.items() if account.ready and not account.account_changed}
        return last or tuple(platform for platform in Platform if platform in (ready or accounts))

    def _looked_at(self) -> int | None:
        client_id = self._scope.client_id
        return client_id if client_id is not None and self._is_current(client_id) else None

    def _is_current(self, client_id: int) -> bool:
        client = self._desk.clients.get(client_id)
        return client is not None and not client.archived

    def _usual_client(self) -> int | None:
        """Return whose post a new one is while the posts of all are shown: as the open one, else the first."""
        if self.draft:
            return self.draft.client_id
        return next((client.id for client in self._desk.clients.all()), None)

    def _saved(self, draft_id: str, moment: datetime) -> None:
        """What was written down before it was deleted and opened again says nothing of it now."""
        if self.draft and draft_id == self.draft.id and self._kept:
            self.saved.emit(moment)

    def _look_if_taken_in(self, submitted: Submitted) -> None:
        """The open draft went out with the undo of a change: what was typed in it meanwhile stays, as a copy that warns."""
        again = submitted.taken_in
        kept = again and self._desk.composer.draft(again.id)
        if again and self.draft and self.draft.id == again.id and (kept or not self.untouched):
            self.change(replace(self.draft, copied_from_post=again.copied_from_post))
            self.keep()

    def _labelled(self, ids: Collection[str], added: Collection[str], removed: Collection[str]) -> None:
        if self.draft and self.draft.id in ids:
            self.relabel(added, removed)

    def _deleted(self, ids: Collection[str]) -> None:
        """The open one was deleted in the list."""
        if self.draft and self.draft.id in ids:
            client_id = self.draft.client_id
            self.let_go()
            self.open_new(client_id)


class RemovalWatch(QObject):
    """Closes the open draft where it was deleted, or its client archived, outside the composer; nothing typed is lost.

    It says what happened, and offers the way back. A scheduled post that is only looked at is closed where it was cancelled:
    saving it would make a second post of it.
    """

    def __init__(self, desk: Desk, session: DraftSession, status: StatusMessage) -> None:
        super().__init__(session)
        self._desk, self._session, self._status = desk, session, status
        self._known = False
        # Once all has heard of a change: what became a post or repeats is closed by who made that of it.
        self._then = QTimer(self, singleShot=True, interval=0)
        self._then.timeout.connect(self._look_for_draft)
        session.opened.connect(self._look_whether_kept)
        session.saved.connect(self._was_kept)
        desk.changes.drafts.connect(self._then.start)
        desk.changes.posts.connect(self._then.start)
        desk.changes.clients.connect(self._look_for_client)

    def _look_whether_kept(self) -> None:
        draft = self._session.draft
        self._known = draft is not None and self._desk.composer.draft(draft.id) is not None

    def _was_kept(self) -> None:
        """Not looked up: it may have been deleted before this was heard."""
        self._known = True

    def _look_for_draft(self) -> None:
        draft = self._session.draft
        if draft is None:
            return
        if not self._known:
            self._look_for_post(draft)
            return
        if not self._desk.drafts.is_gone(draft.id):
            return
        self._session.let_go()
        self._session.open_new(draft.client_id)
        words = self.tr("This draft was deleted elsewhere, so it was closed here.")
        if draft.template:
            words = self.tr("This template was deleted elsewhere, so it was closed here.")
        self._status.offer_undo(words, "trash-2", lambda: self._session.open(draft), tone=Tone.ATTENTION)

    def _look_for_post(self, draft: Draft) -> None:
        """Whoever cancelled it has said so, and nothing was typed: there is no more to say."""
        post = self._desk.outbox.post(draft.replaces_post) if draft.replaces_post else None
        if post and not live(post) and self._session.untouched:
            self._session.open_new(draft.client_id)

    def _look_for_client(self) -> None:
        draft, client = self._session.draft, self._session.client()
        if draft is None or client is None or not client.archived:
            return
        self._session.leave()
        self._session.begin()
        if draft.empty:
            return
        words = self.tr("{0} was archived, so this draft was closed. The draft is kept.")
        undo = partial(self._bring_back, draft)
        self._status.offer_undo(words.format(client.name), "archive", undo, tone=Tone.ATTENTION)

    def _bring_back(self, draft: Draft) -> None:
        self._desk.clients.bring_back(draft.client_id)
        self._session.open(draft)
