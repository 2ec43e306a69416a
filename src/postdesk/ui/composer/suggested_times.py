"""Suggested times: for the next post, and as quick picks."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from postdesk.domain.clients import zone_of
from postdesk.domain.clock import Clock
from postdesk.domain.drafts import Draft
from postdesk.domain.suggested_times import QuickPick, next_time, pick_time
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import when_text


class OfferedTimes:
    """Remembers the times that drafts got automatically; such a time is renewed until the user selects another."""

    def __init__(self, session: WorkspaceSession) -> None:
        self._session = session
        self._offered: dict[str, datetime] = {}

    def is_offered(self, draft: Draft) -> bool:
        """Return True if the draft's time is the one that was offered for it."""
        return draft.due_at is not None and self._offered.get(draft.id) == draft.due_at

    def is_over(self, draft: Draft) -> bool:
        """Return True if the draft has an offered time that is past or too near."""
        if draft.due_at is None or not self.is_offered(draft):
            return False
        return draft.due_at - self._session.clock.server_now() < MIN_LEAD

    def offer(self, draft: Draft) -> Draft:
        """Return the draft at the client's next free slot or, without one, at the client's usual time."""
        slot = self._session.slots.next_free(draft)
        self._offered[draft.id] = due_at = slot.moment if slot else self._usual(draft.client_id)
        return replace(draft, due_at=due_at)

    def _usual(self, client_id: int) -> datetime:
        client_zone = zone_of(self._session.clients.get(client_id), ZoneInfo("UTC"))
        composer, now = self._session.composer, self._session.clock.server_now()
        return next_time(composer.last_time(client_id), client_zone, now, partial(composer.conflicts.is_taken, client_id))


class QuickPicks(IconButton):
    """A button with a menu of times, computed when it opens. `picked` carries the selected moment.

    `opened` carries the empty menu, so that others can add entries at its top.
    """

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, clock: Clock) -> None:
        super().__init__(theme, "calendar-clock", "", "composer.picks", colour="secondary")
        self.set_words(self.tr("Quick picks"))
        self._clock = clock
        self._chosen, self._zone = clock.now(), ZoneInfo("UTC")
        self.setMenu(QMenu(self))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu().aboutToShow.connect(self._offer)

    def set_base_time(self, chosen: datetime, zone: ZoneInfo) -> None:
        """Set the present time, whose time of day the picks keep, and its zone."""
        self._chosen, self._zone = chosen, zone

    def _offer(self) -> None:
        menu, now = self.menu(), self._clock.now()
        menu.clear()
        self.opened.emit(menu)
        words = {
            QuickPick.IN_AN_HOUR: self.tr("In an hour: {0}"),
            QuickPick.THIS_EVENING: self.tr("This evening: {0}"),
            QuickPick.TOMORROW: "{0}",
            QuickPick.NEXT_MONDAY: self.tr("On Monday: {0}"),
            QuickPick.WEEK_LATER: self.tr("A week later: {0}"),
        }
        for pick, sentence in words.items():
            moment = pick_time(pick, self._chosen, self._zone, now)
            if moment > now:
                offer = sentence.format(when_text(moment, self._zone, now))
                action = QAction(offer[:1].upper() + offer[1:], menu)
                action.setObjectName(f"composer.pick.{pick}")
                action.triggered.connect(lambda _=False, moment=moment: self.picked.emit(moment))
                menu.addAction(action)
