"""Exporting posts into a file."""

from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.exporting import Report, Wanted
from postdesk.engine.desk import Desk
from postdesk.ui.exporting.form import ExportForm
from postdesk.ui.exporting.save_dialog import SavingDialog
from postdesk.ui.exporting.words import event_words, saved_words
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone

_LETTERS: Final = 84


class ExportDialog(SavingDialog):
    """Which posts, as what kind of file."""

    form: ExportForm

    def __init__(self, desk: Desk, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Export posts"), "export", _LETTERS, desk.exports, theme, parent)
        self._exports = desk.exports
        self.form = ExportForm(theme, desk.clients.everyone(), lambda: wall_time(desk.clock.now(), here).date())
        self.body.addWidget(self.form)
        self.body.addWidget(self._amiss)
        self.body.addStretch(1)
        self._exports.counted.connect(self._counted)
        self._exports.saved.connect(self._wrote)
        self._begin(desk.changes)

    def _look(self) -> None:
        if wanted := self.form.wanted:
            self._exports.count(wanted)

    def _none_words(self) -> str:
        return self.tr("There is nothing of that on these days.")

    def _write(self, target: Path) -> bool:
        wanted = self.form.wanted
        return wanted is not None and self._exports.save(wanted, self.form.shape, target, event_words)

    def _counted(self, wanted: Wanted, count: int) -> None:
        if wanted == self._wanted:
            self._show_count(count)

    def _wrote(self, report: Report) -> None:
        self._tell_saved(report.file, saved_words(report), Tone.ATTENTION if report.cleaned else Tone.GOOD)
