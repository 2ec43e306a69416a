"""The reading of the results: from the top or in place; now, soon, or when the place is shown; counts come after the posts."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.pane import Pane
from postdesk.ui.results.header import ResultsFilters, ResultsHeader
from postdesk.ui.results.model import ResultsModel
from postdesk.ui.results.post_list import ListAndPanel

_GATHER_MS: Final = 80
_APART_MS: Final = 16
"""A frame, in which what was read before is painted."""
Step = Callable[[], object]


class ResultsReader(QObject):
    """Reads the posts for `pane`, and shows them with their counts, or that they can't be read.

    A pane that isn't shown is out of date after a change, and catches up when it is shown. `begun` precedes a reading from the
    top.
    """

    begun = Signal()

    def __init__(
        self, pane: Pane, model: ResultsModel, header: ResultsHeader, filters: ResultsFilters, body: ListAndPanel
    ) -> None:
        super().__init__(pane)
        self._pane, self._model, self._header, self._filters, self._body = pane, model, header, filters, body
        self._posts = body.posts
        self._outdated: Step | None = None
        self._sought = 0
        """The post to select once all are found; 0 for none."""
        self.gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self.gather.timeout.connect(self.refresh_if_shown)
        counts = self._show_numbers, self._posts.count_days
        self._counts = LaterSteps([partial(self._try, each) for each in counts], self)
        model.rows.came.connect(partial(self._try, self._show))
        model.rows.source.failed.connect(body.show_failure)
        model.rows.moved.connect(self._show_found_numbers)
        for signal in (model.rows.came, model.rows.moved):
            signal.connect(self._select_sought)
        model.line_changed.connect(self._follow_choice)

    def begin(self) -> None:
        """Read from the top."""
        self._outdated, self._sought = None, 0
        self.begun.emit()
        self._model.follow_search()
        self._read(self._model.read)

    def refresh(self) -> None:
        """Read again, in place."""
        if self._posts.table.press.holds_line:
            self.soon()
        else:
            self._read(self._model.read if self._posts.failed else self._posts.table.read_again)

    def refresh_if_shown(self) -> None:
        """Read again, in place, now or when the pane is shown."""
        if self._pane.isVisible():
            self.refresh()
        else:
            self._outdated = self._outdated or self.refresh

    def follow_scope(self) -> None:
        """Read from the top, now or when the pane is shown."""
        if self._pane.isVisible():
            self.begin()
        else:
            self._outdated = self.begin

    def show_at(self, post_id: int) -> None:
        """Read again, in place, and select that post, now or when the pane is shown."""
        if self._pane.isVisible():
            self._go_to(post_id)
        elif self._outdated != self.begin:
            self._outdated = partial(self._go_to, post_id)

    def soon(self) -> None:
        """Read soon, once for many changes."""
        if not self.gather.isActive():
            self.gather.start()

    def catch_up(self) -> None:
        """Read what changed while the pane was not shown."""
        outdated, self._outdated = self._outdated, None
        if outdated:
            outdated()

    def finish(self) -> None:
        """Wait for the first posts and the counts."""
        self._try(self._model.rows.source.wait)
        self._counts.finish()

    def _go_to(self, post_id: int) -> None:
        self.refresh()
        self._sought = post_id
        self._select_sought()

    def _select_sought(self) -> None:
        """Select the post that was sought, where all are found that may be it: nobody waits for that."""
        if self._sought and not self._model.rows.is_searching:
            post_id, self._sought = self._sought, 0
            self._posts.table.go_to(post_id)

    def _follow_choice(self) -> None:
        """Seek no post any more where another one was selected meanwhile: the next key is meant for that one."""
        if self._model.line:
            self._sought = 0

    def _read(self, read: Step) -> None:
        """Read with the present filters; where that fails, say so in the place of the list."""

        def read_all() -> None:
            self._take_filters()
            read()
            if not self._model.rows.source.is_coming:
                self._show()

        self._try(read_all)

    def _try(self, read: Step) -> bool:
        """Read; where that fails, say so. Return True where there is more to read."""
        told = list[object]()
        if not self._pane.can_read(lambda: told.append(read())):
            self._body.show_failure()
        return told == [True]

    def _take_filters(self) -> None:
        filters, model = self._filters, self._model
        filters.offer(model.clients)
        model.filter_by(filters.clients.client_id, filters.platforms.platform, filters.states.states)

    def _show(self) -> None:
        """Show what has been read, with its tab, its zone and whose it is: until it comes, these are those of the list before."""
        model = self._model
        self._header.show_tab(model.tab, model.period, model.zone.key)
        self._posts.table.show_clients(bool(model.clients))
        self._counts.start()
        focused: QWidget | None = self._pane.window().focusWidget()
        self._body.show_read()
        self._read_lines()
        if focused and self._posts.isAncestorOf(focused) and not focused.isVisible():
            self._pane.focus_target.setFocus()  # the list is empty now, or no longer

    def _read_lines(self) -> None:
        """Read the lines in view, which are painted in a later turn: both in one would take longer than a frame."""
        rows, in_view = self._model.rows, self._posts.table.rows_in_view()
        rows.read(in_view)
        for row in in_view:
            rows.line(rows.index(row, 0))

    def _show_numbers(self) -> None:
        self._header.tabs.show_numbers(self._model.tab_numbers())

    def _show_found_numbers(self) -> None:
        if self._model.is_search:
            self._show_numbers()


class LaterSteps(QObject):
    """Runs steps one after another, each in a turn of its own: the window paints and answers in between.

    A step that returns True has more to do, for which it gets another turn.
    """

    def __init__(self, steps: Sequence[Step], parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Final = tuple(steps)
        self._left: tuple[Step, ...] = ()
        self._turn = QTimer(self, singleShot=True, interval=_APART_MS)
        self._turn.timeout.connect(self._run_next)

    def start(self) -> None:
        """Begin with the first step, also where one is left."""
        self._left = self._steps
        self._turn.start()

    def finish(self) -> None:
        """Run at once what is left."""
        self._turn.stop()
        while self._left:
            self._run_first()

    def _run_next(self) -> None:
        self._run_first()
        if self._left:
            self._turn.start()

    def _run_first(self) -> None:
        step, *left = self._left
        self._left = tuple(left)
        if step() is True:
            self._left = step, *self._left
