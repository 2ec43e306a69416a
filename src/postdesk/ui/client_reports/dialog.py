"""A proof sheet or a report for a client."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.paper import Asked
from postdesk.engine.desk import Desk
from postdesk.ui.client_reports.form import PaperForm
from postdesk.ui.client_reports.making import Beginning, Maker, Sketch
from postdesk.ui.client_reports.page_picture import PagePicture
from postdesk.ui.client_reports.words import none_words
from postdesk.ui.exporting.save_dialog import SavingDialog
from postdesk.ui.kit.theme import Theme

_LETTERS: Final = 132


class PaperDialog(SavingDialog):
    """Which of the two, and how it begins."""

    form: PaperForm

    def __init__(self, desk: Desk, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("For the client"), "paper", _LETTERS, desk.papers, theme, parent)
        self._papers, self._theme = desk.papers, theme
        self.form = PaperForm(theme, desk.clients.everyone(), lambda: wall_time(desk.clock.now(), here).date())
        self._page = PagePicture(theme)
        self._lay_out()
        self._papers.drawn.connect(self._drawn)
        self._papers.saved.connect(self._tell)
        self._begin(desk.changes)

    def _look(self) -> None:
        if asked := self.form.wanted:
            self._papers.draw(asked, Sketch(self._theme, self._page.wide, self.devicePixelRatioF()))

    def _none_words(self) -> str:
        return none_words(self.form.kind)

    def _write(self, target: Path) -> bool:
        asked = self.form.wanted
        return asked is not None and self._papers.save(asked, Maker(self.form.format, self._theme), target)

    def _tell(self, file: Path) -> None:
        self._tell_saved(file, self.tr("Saved in {0}.").format(file.name))

    def _drawn(self, asked: Asked, begun: Beginning | None) -> None:
        if asked == self._wanted:
            self._page.show_page(begun.page if begun else None)
            self._show_count(begun.posts if begun else 0)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.form)
        left.addWidget(self._amiss)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(self._page, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row, 1)
