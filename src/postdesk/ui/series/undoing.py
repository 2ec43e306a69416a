"""Says what became of a series with the last act, and takes it back."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from postdesk.domain.series import Occurrence, Series
from postdesk.engine.series import SeriesBook
from postdesk.engine.series_acts import Withdrawn
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.text.days import short_day
from postdesk.ui.text.series import withdrawn_words
from postdesk.ui.text.words import Tone


class Undoing(QObject):
    """One act at a time: the last. It is said once it is done."""

    def __init__(self, book: SeriesBook, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._book, self._bar = book, bar
        self._words, self._icon, self._series_id = "", "", ""
        self._undo: Callable[[], object] | None = None
        book.withdrawn.connect(self._done)
        book.not_skipped.connect(self._too_late)
        bar.action.clicked.connect(self._take_back)

    def changed(self, before: Series) -> None:
        """It is being changed; it was like this before."""
        self._expect(before, self.tr("Changed."), "check", lambda: self._book.change_all(before))

    def paused(self, series: Series) -> None:
        """It is being paused."""
        self._expect(series, self.tr("Paused."), "circle-pause", lambda: self._book.resume(series.id))

    def ended(self, series: Series) -> None:
        """It is being ended."""
        self._expect(series, self.tr("Ended."), "circle-slash", lambda: self._book.turn(series.id, series.state))

    def deleted(self, series: Series) -> None:
        """It is being deleted."""
        self._expect(series, self.tr("Deleted."), "trash-2", lambda: self._book.turn(series.id, series.state))

    def skipped(self, series: Series, occurrence: Occurrence) -> None:
        """One of its times is being skipped: that is said at once, and taken back where it is too late."""
        words = self.tr("{0} is skipped.").format(short_day(occurrence.wall.date()))
        self._expect(series, words, "forward", lambda: self._book.unskip(series.id, occurrence.number))
        self._bar.tell(words, Tone.GOOD, "forward", self.tr("Undo"))

    def _expect(self, series: Series, words: str, icon: str, undo: Callable[[], object]) -> None:
        self._series_id, self._words, self._icon, self._undo = series.id, words, icon, undo

    def _done(self, series_id: str, back: Withdrawn) -> None:
        if self._undo and series_id == self._series_id:
            self._bar.tell(f"{self._words} {withdrawn_words(back)}".strip(), Tone.GOOD, self._icon, self.tr("Undo"))

    def _too_late(self, series_id: str) -> None:
        if series_id == self._series_id:
            self._undo = None
            words = self.tr("It can’t be skipped: it is out of our hands, or was changed by hand. Open it in the calendar.")
            self._bar.tell(words, Tone.ATTENTION, "lock")

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self._bar.hide()
        if undo:
            undo()
