"""The buttons at the foot of an import: what can be done at each of its steps."""

from enum import Enum, auto

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout

from postdesk.domain.import_flaws import Standing
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import number


class Step(Enum):
    """Where an import stands."""

    FILE = auto()
    COLUMNS = auto()
    ROWS = auto()
    WORKING = auto()
    REPORT = auto()


class StepButtons(QObject):
    """`back`, `close`, `keep` and `next`, and what has to be chosen first."""

    def __init__(self, theme: Theme, foot: QHBoxLayout) -> None:
        super().__init__()
        self.back = Button(theme, self.tr("Back"), "importing.back", role="quiet", icon="chevron-left")
        self.close = Button(theme, self.tr("Close"), "importing.close")
        self.keep = Button(theme, "", "importing.keep")
        self.next = Button(theme, "", "importing.next", role="primary")
        self._lacking = PlainLabel(role="secondary")
        identify(self._lacking, "importing.lacking")
        foot.insertWidget(0, self.back)
        for part in (self._lacking, self.close, self.keep, self.next):
            foot.addWidget(part)

    def show_step(self, step: Step, lacking: str, counts: Standing) -> None:
        """What can be done there: `lacking` says what is to be chosen first, `counts` how many rows would be brought in."""
        columns, rows, report = step is Step.COLUMNS, step is Step.ROWS, step is Step.REPORT
        self.back.setVisible(columns or rows)
        self.keep.setVisible(rows)
        self.next.setVisible(columns or rows or report)
        self.close.setVisible(not report)
        self._lacking.setText(lacking if columns else "")
        self.keep.set_text(self._keep_words(counts.kept))
        self.keep.setEnabled(counts.kept > 0)
        self.next.set_text(self._next_words(step, counts.goes))
        self.next.setEnabled(report or (columns and not lacking) or (rows and counts.goes > 0))

    def _next_words(self, step: Step, count: int) -> str:
        if step is Step.COLUMNS:
            return self.tr("Check the rows")
        if step is Step.REPORT:
            return self.tr("Close")
        return self.tr("Schedule 1 post") if count == 1 else self.tr("Schedule {0} posts").format(number(count))

    def _keep_words(self, count: int) -> str:
        return self.tr("As 1 draft") if count == 1 else self.tr("As {0} drafts").format(number(count))
