"""What stands against a draft, each with what can be done about it, in place; and where nothing does."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from postdesk.domain.fixes import Fix, fixes
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.review import DraftReview
from postdesk.ui.composer.finding_row import FindingRow
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.laid_out_once import laid_out_once
from postdesk.ui.kit.mark import IconLabel
from postdesk.ui.kit.plain import set_tone
from postdesk.ui.kit.still_words import StillWords
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import names
from postdesk.ui.text.words import Tone


class Problems(QWidget):
    """The findings as rows. Rows stay while their numbers change, so that a key press only changes a text.

    `asked` carries a finding and a Fix.
    """

    asked = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[FindingRow] = []
        self._fine = Fine(theme)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._fine)
        identify(self, "composer.problems")

    @property
    def first(self) -> QWidget:
        """The worst of them."""
        return self._rows[0] if self._rows else self

    def show_view(self, view: DraftReview, when: Callable[[datetime], str], shown: Platform | None = None) -> None:
        """Show what was found; `when` gives the words for a moment, `shown` is whose tab is."""
        wanted = [(finding, fixes(finding, view.draft, shown)) for finding in (*view.problems, *view.passed)]
        with laid_out_once(self):
            self._show(wanted, when)
            self._fine.show_platforms(view.fine)
        self.setVisible(bool(wanted or view.fine))

    def _show(self, wanted: list[tuple[ProblemGroup, tuple[Fix, ...]]], when: Callable[[datetime], str]) -> None:
        """Each with what can be done about it."""
        while len(self._rows) < len(wanted):
            row = FindingRow(self._theme, len(self._rows))
            row.asked.connect(self.asked)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, (finding, offered) in zip(self._rows, wanted, strict=False):
            row.show_finding(finding, offered, when)
        for row in self._rows[len(wanted) :]:
            row.clear()


class Fine(QWidget):
    """The platforms that nothing stands against."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._platforms: tuple[Platform, ...] = ()
        self._words = StillWords()
        set_tone(self._words.label, Tone.GOOD)
        identify(self._words.label, "composer.fine")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, "circle-check", Tone.GOOD))
        row.addWidget(self._words, 1)
        self.hide()

    def show_platforms(self, platforms: tuple[Platform, ...]) -> None:
        """Name them; nothing for none."""
        if platforms != self._platforms:
            self._platforms = platforms
            self._words.say(self.tr("Fine for {0}").format(names(platforms)))
            self.setVisible(bool(platforms))
