"""Keeps the open draft: saves it a moment after each change, and opens another without a loss."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.clients import Client, zone_of
from postdesk.domain.drafts import Draft, Piece
from postdesk.domain.platforms import Platform
from postdesk.domain.suggested_times import next_time
from postdesk.domain.times import MIN_LEAD, same_clock
from postdesk.engine.desk import Desk
from postdesk.engine.drafts import relabelled

_PAUSE_MS = 800


class Drafting(QObject):
    """`opened` follows when another draft is open, `changed` each change, `saved` (a moment) when all of it is kept."""

    opened = Signal()
    changed = Signal()
    saved = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.draft: Draft | None = None
        self._kept: Draft | None = None
        self._begun: Draft | None = None
        self._offered: dict[str, datetime] = {}
        self._picked = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        desk.composer.saved.connect(self._saved)
        desk.drafts.labelled.connect(self._labelled)
        desk.drafts.deleted.connect(self._deleted)

    def open(self, draft: Draft) -> None:
        """Show this draft in the place of the open one, which is kept; it gets a time where it has none that holds."""
        self.leave()
        self._picked = False
        self.draft = draft
        if not draft.template and (draft.due_at is None or self._offer_is_over()):
            self.draft = self._with_offer(draft)
        # Looking at a scheduled post to change it is no change yet.
        self._kept = self._desk.composer.draft(draft.id) or (self.draft if draft.replaces_post else None)
        self._begun = self.draft
        self._desk.composer.remember_open(draft)
        self.opened.emit()
        if not draft.empty and self._kept not in (draft, self.draft):
            self._pause.start()

    @property
    def untouched(self) -> bool:
        """Whether the open draft is as it was opened."""
        return self.draft is not None and self.draft == self._begun

    def open_new(self, client_id: int, due_at: datetime | None = None) -> None:
        """Open an empty draft with the accounts that the client's posts usually go to."""
        draft = self._desk.composer.new_draft(client_id, due_at)
        self.open(replace(draft, platforms=self._usual(draft)))

    def choose_usual(self) -> None:
        """The accounts have changed: an empty draft for which none was picked takes those that are usual now."""
        if self.draft and self.draft.empty and not self._picked:
            self.change(replace(self.draft, platforms=self._usual(self._desk.composer.new_draft(self.draft.client_id))))

    def _usual(self, new: Draft) -> tuple[Platform, ...]:
        """The platforms of the last time that are still connected; before the first post all that are ready, if any is."""
        accounts = {account.platform: account for account in self._desk.connections.of(new.client_id)}
        last = tuple(platform for platform in Platform if platform in accounts and platform in new.platforms)
        ready = {key for key, account in accounts.items() if account.ready and not account.account_changed}
        return last or tuple(platform for platform in Platform if platform in (ready or accounts))

    def change(self, draft: Draft) -> None:
        """Take the draft as it is now; it is kept within a second."""
        if draft == self.draft:
            return
        self.draft = draft
        if not self._pause.isActive():
            self._pause.start()
        self.changed.emit()

    def write(self, platform: Platform | None, piece: Piece, words: str) -> None:
        """Change a shared piece (None) or a platform's own, which it has from then on."""
        if self.draft:
            self.change(self.draft.with_piece(platform, piece, words))

    def set_time(self, platform: Platform | None, moment: datetime) -> None:
        """Change the shared time (None) or a platform's own; one that is the shared one's is no time of its own."""
        if self.draft:
            own = None if platform and moment == self.draft.due_at else moment
            self.change(self.draft.with_piece(platform, Piece.DUE_AT, own))

    def share(self, platform: Platform, pieces: tuple[Piece, ...]) -> None:
        """Use what is shared on the platform again, of these pieces."""
        if self.draft:
            shared: dict[str, Any] = dict.fromkeys(pieces)
            self.change(self.draft.with_variant(replace(self.draft.variant(platform), **shared)))

    def leave_links(self, plain: bool) -> None:
        """Let the links go out as they are written, or with the client's tags."""
        if self.draft:
            self.change(replace(self.draft, plain_links=plain))

    def choose(self, platform: Platform, chosen: bool) -> None:
        """Post to the platform, or leave it out; its own text is kept for when it is chosen again."""
        if self.draft:
            self._picked = True
            wanted = {*self.draft.platforms, platform} if chosen else {*self.draft.platforms} - {platform}
            self.change(replace(self.draft, platforms=tuple(each for each in Platform if each in wanted)))

    def relabel(self, added: Collection[str], removed: Collection[str]) -> None:
        """Give the draft labels, and take others away."""
        if self.draft:
            self.change(replace(self.draft, labels=relabelled(self.draft.labels, added, removed)))

    def rename(self, name: str) -> None:
        """Give the template another name."""
        if self.draft and self.draft.template:
            self.change(replace(self.draft, template=name))

    def keep(self) -> None:
        """Write the draft down now, unless it is empty and never was written down."""
        self._pause.stop()
        if self.draft is None or self.draft == self._kept or (self.draft.empty and self._kept is None):
            return
        self._kept = self.draft
        self._desk.composer.save(self.draft)

    def leave(self) -> None:
        """Keep the draft before another takes its place; one that was emptied is forgotten, unless a file is on its way to it."""
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
        """Delete the open draft; what is returned can be opened again."""
        self._pause.stop()
        gone, self.draft = self.draft, None
        if gone and self._kept:
            self._desk.composer.delete(gone.id)
        self._kept = None
        return gone

    def let_go(self) -> None:
        """The draft became a post: there is nothing to keep."""
        self._pause.stop()
        self.draft = self._kept = None

    def copied(self, client_id: int) -> Draft | None:
        """A copy of the open draft, for the same client or on those of its platforms that another one has."""
        if self.draft is None:
            return None
        if client_id != self.draft.client_id:
            return self._desk.composer.for_client(self.draft, client_id)
        return self.draft.duplicated(str(uuid.uuid4()))

    def client(self) -> Client | None:
        """Whose draft it is."""
        return self._desk.clients.get(self.draft.client_id) if self.draft else None

    def suggested(self, client_id: int) -> datetime:
        """The time that is offered for the client's next post."""
        client = self._desk.clients.get(client_id)
        theirs = zone_of(client, ZoneInfo("UTC"))
        composer, now = self._desk.composer, self._desk.clock.server_now()
        return next_time(composer.last_time(client_id), theirs, now, composer.others.taken(client_id, now))

    def offer_anew(self) -> bool:
        """Whether the draft got another time, since the one that was offered is past or too near; a chosen one stays."""
        if self.draft is None or not self._offer_is_over():
            return False
        self.change(self._with_offer(self.draft))
        return True

    def _offer_is_over(self) -> bool:
        """Whether the draft has a time that was offered and can't be taken any more."""
        if self.draft is None or self.draft.due_at is None or self._offered.get(self.draft.id) != self.draft.due_at:
            return False
        return self.draft.due_at - self._desk.clock.server_now() < MIN_LEAD

    def _with_offer(self, draft: Draft) -> Draft:
        slot = self._desk.slots.next_free(draft)
        self._offered[draft.id] = due_at = slot.moment if slot else self.suggested(draft.client_id)
        return replace(draft, due_at=due_at)

    def follow_zone(self, before: ZoneInfo, after: ZoneInfo) -> None:
        """The client's zone was changed: a chosen time stays the same on its clock, one that was offered is offered anew."""
        if self.draft is None or self.draft.due_at is None or self.draft.replaces_post is not None or before == after:
            return
        moved = self.draft.retimed(lambda moment: same_clock(moment, before, after))
        offered = self._offered.get(self.draft.id) == self.draft.due_at
        self.change(self._with_offer(moved) if offered else moved)

    def _saved(self, draft_id: str, moment: datetime) -> None:
        """What was written down before it was deleted and opened again says nothing of it now."""
        if self.draft and draft_id == self.draft.id and self._kept:
            self.saved.emit(moment)

    def _labelled(self, ids: Collection[str], added: Collection[str], removed: Collection[str]) -> None:
        if self.draft and self.draft.id in ids:
            self.relabel(added, removed)

    def _deleted(self, ids: Collection[str]) -> None:
        """The open one was deleted in the list."""
        if self.draft and self.draft.id in ids:
            client_id = self.draft.client_id
            self.let_go()
            self.open_new(client_id)
