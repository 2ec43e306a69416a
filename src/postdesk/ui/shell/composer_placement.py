"""The composer in the window: closed, a panel beside the places, or a sheet over the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.windows import NARROW_BELOW

if TYPE_CHECKING:
    from postdesk.ui.composer.pane import ComposerPane
    from postdesk.ui.kit.sheet import Sheet

_USUAL_WIDTH: Final = 400
_WIDE_WIDTH: Final = 480
"""The usual width in a window of at least `_WIDE_FROM` pixels, where the calendar has enough beside it."""
_WIDE_FROM: Final = 1700
_LEAST_WIDTH: Final = 360
_USUAL_LINE: Final = 15
"""The height of a line in the usual font (logical pixels): the panel gets wider in proportion to it."""


class ComposerPlacement(QObject):
    """Shows the composer as a panel of the splitter `beside` the places, or on a sheet; remembers whether it was open.

    Its pane is built when it is first seen; until then, an open panel is empty. `focus_place` gives the focus to the shown place:
    a composer that is closed passes it on.
    """

    def __init__(self, window: QMainWindow, beside: QSplitter, focus_place: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._splitter, self._focus_place = window, beside, focus_place
        self.panel = QWidget()
        self.panel.setProperty("role", "pane")
        self.panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel.setLayout(column_of(spacing=0))
        self.panel.hide()
        beside.addWidget(self.panel)
        self._pane: ComposerPane | None = None
        self._build: Callable[[], object] | None = None
        self._sheet: Sheet | None = None
        self._kept: QSettings | None = None
        self._open = self._on_sheet = False
        self._width: int | None = None
        beside.splitterMoved.connect(self._note_width)

    @property
    def is_open(self) -> bool:
        """True while the composer is shown as a panel, or would be if the window were wide enough."""
        return self._open

    def build_when_seen(self, build: Callable[[], object]) -> None:
        """Call `build`, which sets the pane, as soon as it is to be seen."""
        self._build = build
        self.fit()

    def set_pane(self, pane: "ComposerPane") -> None:
        """Set the composer."""
        self._pane = pane
        pane.setMinimumWidth(round(_LEAST_WIDTH * self._scale))
        self._put_into_panel(pane)
        pane.closed.connect(self.close)
        pane.sheet_toggled.connect(self.toggle_sheet)
        self.fit()

    def show(self) -> None:
        """Show the composer, where it was last: on the panel or, in a narrow window, on the sheet."""
        if self._on_sheet:
            return
        self._set_open(True)
        self.fit()
        if self._is_narrow:
            self.show_sheet()

    def close(self) -> None:
        """Close panel and sheet, and give a focus within to the place. The draft stays."""
        within = self._pane is not None and self._pane.isAncestorOf(self._window.focusWidget())
        self._set_open(False)
        if self._sheet and self._on_sheet:
            self._sheet.close()
        else:
            self.fit()
        if within:
            self._focus_place()

    def toggle_sheet(self) -> None:
        """Show the composer on the sheet, or back on its panel."""
        if self._on_sheet and self._sheet:
            self._sheet.close()
        else:
            self.show_sheet()

    def show_sheet(self) -> None:
        """Show the composer on a sheet over the window, with all previews."""
        from postdesk.ui.kit.sheet import Sheet

        if self._pane is None or self._on_sheet:
            return
        if self._sheet is None:
            self._sheet = Sheet(self._window, self.tr("Composer"), self._window.statusBar())
            self._sheet.closed.connect(self._return_from_sheet)
        self._on_sheet = True
        self._pane.set_wide(True)
        self._sheet.open(self._pane)  # before the panel is hidden, which would move the focus to the rail
        if self._is_narrow:
            self.panel.hide()  # elsewhere it keeps its room below the sheet, so that the places needn't be laid out anew

    def fit(self) -> None:
        """Show or hide the panel for the window's width. A panel that loses its room becomes a sheet."""
        shown = self._open and not self._is_narrow
        if shown and self._build and self._pane is None:
            self._build()
        if shown == self.panel.isVisibleTo(self._splitter):
            return
        if self._open and self._is_narrow and not self._on_sheet and self.panel.isVisible():
            self.show_sheet()
            return
        self.panel.setVisible(shown)
        self.keep_width()

    def keep_width(self) -> None:
        """Give the panel its width, of which a wide place may have taken some."""
        if self.panel.isVisibleTo(self._splitter):
            usual = _WIDE_WIDTH if self._window.width() >= _WIDE_FROM * self._scale else _USUAL_WIDTH
            self._width = self._width or round(usual * self._scale)
            self._splitter.setSizes([max(0, self._splitter.width() - self._width), self._width])

    def restore(self, kept: QSettings) -> None:
        """Restore the stored state and width, and store the state there from now on, which a killed window doesn't save."""
        self._kept = kept
        self._open = str(kept.value("composer/open", "false")) == "true"
        width = str(kept.value("composer/width", ""))
        if width.isascii() and width.isdecimal():
            self._width = max(_LEAST_WIDTH, int(width))

    def save(self, kept: QSettings) -> None:
        """Store the width; the state is stored when it changes."""
        if self._width:
            kept.setValue("composer/width", self._width)

    def _set_open(self, is_open: bool) -> None:
        self._open = is_open
        if self._kept:
            self._kept.setValue("composer/open", "true" if is_open else "false")

    @property
    def _scale(self) -> float:
        """The size of the text as a share of the usual one, at least 1."""
        return max(1.0, self._window.fontMetrics().height() / _USUAL_LINE)

    @property
    def _is_narrow(self) -> bool:
        """True where the composer is always a sheet: where that takes the whole window."""
        return self._window.width() < NARROW_BELOW

    def _return_from_sheet(self) -> None:
        """Put the composer back on its panel, which a narrow window doesn't show."""
        self._on_sheet = False
        if self._pane:
            self._pane.set_wide(False)
            self._put_into_panel(self._pane)
        if self._is_narrow and self._open:
            self._set_open(False)
            self._focus_place()
        self.fit()

    def _put_into_panel(self, pane: Pane) -> None:
        layout = self.panel.layout()
        assert layout
        layout.addWidget(pane)
        pane.show()

    def _note_width(self) -> None:
        if self.panel.isVisible():
            self._width = self.panel.width()
