"""The place for a client's proof sheet or report: the choices, and a preview of the first page."""

from collections.abc import Callable
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.client_report import ReportRequest
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.client_reports.form import ClientReportsForm
from postdesk.ui.client_reports.maker import FirstPage, FirstPageMaker, ReportMaker
from postdesk.ui.client_reports.pages import PageFormat
from postdesk.ui.client_reports.words import none_words
from postdesk.ui.exporting.save_controls import SaveControls
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.fields.period import Period
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.pane_title import BAR_HEIGHT
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.side_by_side import SideBySide
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_PAGE_LETTERS: Final = 48
_LEAST_LETTERS: Final = 32
_LATE_MS: Final = 300
"""The time after which a page that isn't there yet is said to be loading."""

_FORM_LETTERS: Final = 63
"""The greatest width of the form."""

_BETWEEN: Final = 24
_ABOVE_PAGE: Final = 16
_AROUND_PAGE: Final = _BETWEEN + 2 * 16 + 14
"""The gap, the margins and a scroll bar beside form and page."""


class PagePicture(QWidget):
    """The picture of the first page, white in any palette; it grows with the font."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page: QImage | None = None
        self._words, self._letters = "", _PAGE_LETTERS
        identify(self, "reports.page", self.tr("First page"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def wide(self) -> int:
        """The width of the page in logical pixels."""
        return self.fontMetrics().averageCharWidth() * self._letters

    @property
    def is_sharp(self) -> bool:
        """True where the page is as large as it was drawn, or not drawn yet."""
        return self._page is None or abs(self._page.width() - self.width() * self.devicePixelRatioF()) <= 1

    def fit(self, room: QSize) -> None:
        """Take that room beside the form as far as the page can still be read; otherwise its usual size, below the form.

        A page of the usual size may be higher than the room, a larger one is not.
        """
        letter, whole = self.fontMetrics().averageCharWidth(), PageFormat.usual().whole
        letters, most = room.width() // letter, int(room.height() * whole.width() / whole.height()) // letter
        self._letters = min(letters, max(_PAGE_LETTERS, most)) if letters >= _LEAST_LETTERS else _PAGE_LETTERS
        self.updateGeometry()

    def show_page(self, page: QImage | None) -> None:
        """Show this page; None for none."""
        self._show(page, "")

    def show_words(self, words: str) -> None:
        """Show these words in the place of a page."""
        self._show(None, words)

    def _show(self, page: QImage | None, words: str) -> None:
        self._page, self._words = page, words
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return PageFormat.usual().whole.scaled(self.wide, 10 * self.wide, Qt.AspectRatioMode.KeepAspectRatio).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._page:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.is_sharp)
            painter.drawImage(self.rect(), self._page)
        painter.setPen(QColor(LIGHT.secondary))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._words)
        painter.setPen(QColor(self._theme.colours.line))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class ReportControls(SaveControls):
    """The controls that save a proof sheet or report, with a picture of its first page."""

    form: ClientReportsForm

    def __init__(
        self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, show_folder: Callable[[Path], object], over: QWidget
    ) -> None:
        form = ClientReportsForm(
            theme, session.clients.all_with_archived(), lambda: wall_time(session.clock.now(), local_zone).date()
        )
        super().__init__(form, self.tr("Reports and proof sheets"), session.client_reports, theme, show_folder, over)
        self._reports, self._theme, self._planned = session.client_reports, theme, 0
        self.is_drawing = False
        self.page = PagePicture(theme)
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(lambda: self.page.show_words(self.tr("Loading…")))
        self._reports.preview_ready.connect(self._drawn)
        self._reports.failed.connect(self._not_drawn)
        self._reports.saved.connect(self._tell)

    def _count_posts(self) -> None:
        if asked := self.form.wanted:
            self.is_drawing = True
            self._late.start()
            self._reports.draw(asked, FirstPageMaker(self._theme, self.page.wide, self.page.devicePixelRatioF()))

    def redraw(self) -> None:
        """Draw the first page again, unless it was drawn in the present size of its picture; what is being drawn is replaced."""
        if self.form.wanted == self._wanted and (self.is_drawing or not self.page.is_sharp):
            self._count_posts()

    def _none_words(self) -> str:
        return none_words(self.form.kind, self._planned)

    def _write(self, target: Path) -> bool:
        asked = self.form.wanted
        return asked is not None and self._reports.save(asked, ReportMaker(self.form.format, self._theme), target)

    def _tell(self, file: Path) -> None:
        self._tell_saved(file, self.tr("Saved as {0}.").format(file.name))

    def _drawn(self, asked: ReportRequest, begun: FirstPage | None) -> None:
        if asked == self._wanted:
            self.is_drawing = False
            self._late.stop()
            self.page.show_page(begun.page if begun else None)
            self._planned = begun.planned if begun else 0
            self._show_count(begun.posts if begun else 0)

    def _not_drawn(self) -> None:
        self.is_drawing = False
        if self._late.isActive() or self._count is None:
            self._late.stop()
            self.page.show_words(self.tr("The page can’t be shown."))


class ReportsPane(PlacePane):
    """The choices for a proof sheet or report of the client in scope, and its first page beside them."""

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Reports"), "reports")
        self._session, self._scope = session, scope
        self._next_client: int | None = None
        self.controls = controls = ReportControls(session, theme, local_zone, navigator.show_folder, self)
        self._stop = Button(theme, self.tr("Stop"), "reports.stop", icon="x", on_click=controls.stop)
        none, how = self.tr("No client to report to"), self.tr("Add a client or brand, and plan a post for it.")
        add = self.tr("Add a client or brand…")
        self._empty = EmptyState(theme, "reports.empty", "file-text", none, how, add)
        self._sharpen = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._sharpen.timeout.connect(controls.redraw)
        self._lay_out()
        if scope.client_id is not None:
            controls.form.choose_client(scope.client_id)
        for signal, slot in (
            (self._empty.action.clicked, navigator.add_client),
            (controls.changed, self._show_state),
            (scope.client_changed, self._follow_scope),
            (session.changes.clients, self.refresh_if_shown),
            (session.changes.posts, self.refresh_if_shown),
            (session.changes.drafts, self.refresh_if_shown),
        ):
            signal.connect(slot)
        controls.begin()

    @property
    def focus_target(self) -> QWidget:
        return self._empty.action if self._columns.isHidden() else self.controls.form.first_field

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page, size = self.controls.page, event.size()
        before, bars = page.wide, max(BAR_HEIGHT, self.title.sizeHint().height()) + self._foot.sizeHint().height()
        page.fit(QSize(size.width() - self._left.sizeHint().width() - _AROUND_PAGE, size.height() - bars - 2 * _ABOVE_PAGE))
        if page.wide != before:
            self.controls.redraw() if self.controls.is_drawing else self._sharpen.start()

    def choose(self, client_id: int | None, days: Period) -> None:
        """Select that client, or the first one for None, and these days."""
        self._next_client = None
        self.controls.choose(client_id, days)

    def refresh(self) -> None:
        """Read the clients again, and count the posts."""
        self.controls.form.show_clients(self._session.clients.all_with_archived())
        if self._next_client is not None:
            self.controls.form.choose_client(self._next_client)
            self._next_client = None
        self.controls.recount()

    def _follow_scope(self) -> None:
        """Choose the window's client, now or when the place is shown: its first page is drawn then."""
        if self._scope.client_id is None:
            return
        if self.isVisible():
            self.controls.form.choose_client(self._scope.client_id)
        else:
            self._next_client, self._outdated = self._scope.client_id, True

    def _show_state(self) -> None:
        known = self.controls.form.has_clients
        self._columns.setVisible(known)
        self._empty.setVisible(not known)
        self._foot.setVisible(known)
        self._stop.setVisible(self.controls.writing)

    def _lay_out(self) -> None:
        controls = self.controls
        self._left = left = QWidget()
        left.setMaximumWidth(_FORM_LETTERS * left.fontMetrics().averageCharWidth())
        left.setLayout(column_of(controls.form, controls.problem, ROOM))
        self._columns = scrollable(
            column_of(SideBySide(left, controls.page, spacing=_BETWEEN, margins=(12, _ABOVE_PAGE, 16, _ABOVE_PAGE)), ROOM)
        )
        self.body.setContentsMargins(0, 0, 0, 0)
        fill(self.body, self._columns, self._empty, grow=self._columns)
        self.body.setStretchFactor(self._empty, 1)
        self._foot = self.add_foot(controls.progress, controls.notice, ROOM, self._stop, controls.button)
