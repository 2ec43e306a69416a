"""Shows when the open draft goes out, by the tab that is shown, and takes the time that is chosen there."""

from datetime import datetime

from PySide6.QtCore import QObject

from postdesk.domain.drafts import Piece
from postdesk.domain.platforms import Platform
from postdesk.domain.send_plan import send_plans
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.showing import Showing
from postdesk.ui.composer.time_words import times_remark


class Timing(QObject):
    """The shared tab has the shared time; a platform's has its own from the first key that changes it."""

    def __init__(self, drafting: Drafting, showing: Showing, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._drafting, self._showing, self._sheet = drafting, showing, sheet
        self._shown: tuple[str, Platform | None] | None = None
        showing.shown.connect(self._show)
        sheet.when.chosen.connect(self._choose)
        sheet.own_time.shared_again.connect(self._share)

    def show_remark(self) -> None:
        """What is to be known of the times, as of now."""
        if view := self._showing.view:
            parts = send_plans(view, self._showing.measures())
            placed = tuple((part, place) for part in parts if (place := self._showing.place(part.due_at)))
            when = self._sheet.when
            self._sheet.show_remark(when.in_words(times_remark(placed, clocks=not when.typing)))

    def _show(self) -> None:
        """In another tab, what was being typed counted as far as it was understood."""
        if self._showing.view is None:
            return
        draft, platform = self._showing.view.draft, self._sheet.texts.platform
        if self._shown != (draft.id, platform):
            self._shown = draft.id, platform
            self._sheet.when.forget()
        if place := self._showing.place(draft.due_for(platform)):
            self._sheet.when.show_moment(place.due_at, place.zone)
        own = platform is not None and Piece.DUE_AT in draft.variant(platform).own
        self._sheet.own_time.show_for(None if draft.template else platform, own=own)
        self.show_remark()

    def _choose(self, moment: datetime | None) -> None:
        if moment:
            self._drafting.set_time(self._sheet.texts.platform, moment)
        self.show_remark()

    def _share(self) -> None:
        if platform := self._sheet.texts.platform:
            self._sheet.when.forget()
            self._drafting.share(platform, (Piece.DUE_AT,))
            self._sheet.when.day.setFocus()
