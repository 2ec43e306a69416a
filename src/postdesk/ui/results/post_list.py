"""The list of the results with the chart above it, or what is said instead where there is none."""

from PySide6.QtWidgets import QWidget

from postdesk.domain.clock import Clock
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.accounts_notice import AccountsNotice
from postdesk.ui.results.chart import DayBar, OutcomeSummary
from postdesk.ui.results.empty_words import empty_words
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.text.entry_stories import StoryContext


class PostList(QWidget):
    """The posts of `model`, with the days of what went out; the `empty` state has the next action."""

    def __init__(self, theme: Theme, model: ResultsModel, clock: Clock) -> None:
        super().__init__()
        self._model = model
        self.summary = OutcomeSummary(theme)
        self.table = ResultsTable(theme, model, clock)
        self.empty = EmptyState(theme, "results.empty", "list", "")
        self.accounts = AccountsNotice(theme)
        column = column_of(self.summary, self.accounts, self.table, self.empty, spacing=0, grow=self.table)
        column.setStretchFactor(self.empty, 1)
        self.setLayout(column)

    def show_read(self, *, nobody: bool) -> None:
        """Show what the model has read. `nobody`: there is no client yet."""
        model = self._model
        self.summary.setVisible(model.tab is ResultsTab.WENT_OUT and bool(model.days) and not nobody)
        if not self.summary.isHidden():
            bars = [DayBar(start, counts) for start, counts in zip(model.days, model.outcomes(), strict=False)]
            self.summary.show_days(bars, model.day, model.platform_count())
        self.accounts.show_accounts(model.waiting_accounts(), StoryContext(model.zone, model.now))
        self._show_table(there=model.rows.rowCount() > 0)
        if self.table.isHidden():
            clear, one_day = self.accounts.isHidden(), model.shows_one_day
            words = empty_words(model.tab, model.period, filtered=model.is_filtered, nobody=nobody, one_day=one_day, clear=clear)
            self.empty.tell(*words)

    def _show_table(self, *, there: bool) -> None:
        # Both in view at once, even briefly, would make the pane higher.
        gone, shown = (self.empty, self.table) if there else (self.table, self.empty)
        gone.hide()
        shown.show()
