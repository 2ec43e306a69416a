"""The place for a client's proof sheet or report: the choices, and a preview of the first page."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLayout, QSizePolicy, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.client_report import ReportFormat, ReportKind, ReportRequest
from postdesk.domain.clients import Client
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.client_reports.maker import FirstPage, FirstPageMaker, ReportMaker, formats_of
from postdesk.ui.client_reports.pages import PageFormat
from postdesk.ui.client_reports.words import default_days, month_words, none_words, title_words
from postdesk.ui.exporting.save_controls import SaveControls, SaveForm, file_name
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.fields.period import Period
from postdesk.ui.kit.forms import WheelGuard, check_box, choice_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.side_by_side import SideBySide
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_PAGE_LETTERS: Final = 48
_FORM: Final = 63
"""The greatest width of the form, in characters."""


class PagePicture(QWidget):
    """The picture of the first page, white in any palette; it grows with the font."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page: QImage | None = None
        identify(self, "reports.page", self.tr("First page"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def wide(self) -> int:
        """The width of the page in logical pixels."""
        return self.fontMetrics().averageCharWidth() * _PAGE_LETTERS

    def show_page(self, page: QImage | None) -> None:
        """Show this page; None for none."""
        self._page = page
        self.update()

    def sizeHint(self) -> QSize:
        return PageFormat.usual().whole.scaled(self.wide, 10 * self.wide, Qt.AspectRatioMode.KeepAspectRatio).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._page:
            painter.drawImage(self.rect(), self._page)
        painter.setPen(QColor(self._theme.colours.line))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class ClientReportsForm(SaveForm):
    """The choices for a proof sheet or report. `wanted` is None while no period is set."""

    def __init__(self, theme: Theme, clients: Sequence[Client], today: Callable[[], date]) -> None:
        super().__init__("reports", clients, theme, today, all_at_once=False)
        kinds = (self.tr("Proof sheet of planned posts"), ReportKind.PROOF), (self.tr("Report of results"), ReportKind.REPORT)
        self._kind = choice_box("reports.kind", self.tr("Type"), kinds)
        self._format = choice_box("reports.format", self.tr("File format"), ())
        self._about = remark("", "reports.about")
        self._text_only = check_box("reports.text_only", self.tr("Text only, without previews"))
        self._times = check_box("reports.times", self.tr("Show times"), on=True)
        self._drafts = check_box("reports.drafts", self.tr("Include drafts with a time"))
        self._reasons = check_box("reports.reasons", self.tr("Give reasons for failures"), on=True)
        self._today, self._usual = today, ReportKind.PROOF
        self._days = PlainLabel(identifier="reports.days")
        self._choices = self._kind, self._format, self._text_only, self._times, self._drafts, self._reasons
        self._lay_out()
        self._show_kind()
        self._period.choose(default_days(self.kind, today()))
        self._name_days()
        self._kind.currentIndexChanged.connect(self._show_kind)
        self._kind.currentIndexChanged.connect(self._follow_kind)
        self._period.on_change(self._name_days)

    @property
    def wanted(self) -> ReportRequest | None:
        """The request with the present choices; None while no period is set."""
        period, client_id = self._period.period, self._client_box.currentData()
        if period is None or client_id is None:
            return None
        if self.kind is ReportKind.REPORT:
            return ReportRequest(ReportKind.REPORT, client_id, *period, reasons=self._reasons.isChecked())
        return ReportRequest(
            ReportKind.PROOF,
            client_id,
            *period,
            pictures=not self._text_only.isChecked(),
            times=self._times.isChecked(),
            drafts=self._drafts.isChecked(),
        )

    @property
    def first_field(self) -> QWidget:
        """The field that takes the focus."""
        return self._client_box

    @property
    def has_clients(self) -> bool:
        """True where there is a client to report to."""
        return self._client_box.count() > 0

    @property
    def kind(self) -> ReportKind:
        """The kind: proof sheet or report."""
        return ReportKind(self._kind.currentData())

    @property
    def format(self) -> ReportFormat:
        """The selected file format."""
        return ReportFormat(self._format.currentData())

    @property
    def input_problem(self) -> str:
        """The reason why nothing can be made; empty where it can."""
        return self._period.input_problem if self._client_box.count() else self.tr("Add a client first.")

    @property
    def file_name(self) -> str:
        """The suggested file name."""
        assert self._period.period
        return f"{file_name(f'{self.client_name} – {title_words(self.kind)}', self._period.period)}.{self.format}"

    def _show_kind(self) -> None:
        """Show the options of the kind, and keep the format where the kind has it."""
        proof = self.kind is ReportKind.PROOF
        before = self._format.currentData()
        words = {
            ReportFormat.PDF: self.tr("PDF, to print or send"),
            ReportFormat.HTML: self.tr("Web page, one file"),
            ReportFormat.CSV: self.tr("CSV, for spreadsheets"),
        }
        with QSignalBlocker(self._format):
            self._format.clear()
            for each in formats_of(self.kind):
                self._format.addItem(words[each], each)
            self._format.setCurrentIndex(max(0, self._format.findData(before)))
        for tick in (self._text_only, self._times, self._drafts):
            tick.setVisible(proof)
        self._reasons.setVisible(not proof)
        planned = self.tr("Planned posts as they will look, for the client to approve.")
        self._about.setText(planned if proof else self.tr("Published and failed posts, and posts made elsewhere."))

    def _follow_kind(self) -> None:
        """Select the usual days of the kind, unless the user selected others."""
        before, self._usual = self._usual, self.kind
        if self._period.period == default_days(before, self._today()):
            self._period.choose(default_days(self.kind, self._today()))

    def _name_days(self) -> None:
        """Name the month, if the days are one."""
        month = month_words(self._period.period) if self._period.period else ""
        self._days.setText(self.tr("Days: {0}").format(month) if month else self.tr("Days"))

    def _lay_out(self) -> None:
        rows = (
            (PlainLabel(self.tr("Client")), self._client_box),
            (PlainLabel(self.tr("Type")), self._kind),
            (self._days, self._period),
            (PlainLabel(self.tr("Format")), self._format),
        )
        fields = column_of(*(_named(label, field) for label, field in rows))
        ticks = column_of(self._text_only, self._times, self._drafts, self._reasons, spacing=4)
        self.setLayout(column_of(fields, ticks, self._about, ROOM, spacing=16))


def _named(label: PlainLabel, field: QWidget) -> QLayout:
    """Return a field below its name: beside it, two days would have no room."""
    label.setBuddy(field)
    if isinstance(field, QComboBox):
        WheelGuard(field)
    return column_of(label, field, spacing=4)


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
        self.page = PagePicture(theme)
        self._reports.preview_ready.connect(self._drawn)
        self._reports.saved.connect(self._tell)

    def _count_posts(self) -> None:
        if asked := self.form.wanted:
            self._reports.draw(asked, FirstPageMaker(self._theme, self.page.wide, self.page.devicePixelRatioF()))

    def _none_words(self) -> str:
        return none_words(self.form.kind, self._planned)

    def _write(self, target: Path) -> bool:
        asked = self.form.wanted
        return asked is not None and self._reports.save(asked, ReportMaker(self.form.format, self._theme), target)

    def _tell(self, file: Path) -> None:
        self._tell_saved(file, self.tr("Saved as {0}.").format(file.name))

    def _drawn(self, asked: ReportRequest, begun: FirstPage | None) -> None:
        if asked == self._wanted:
            self.page.show_page(begun.page if begun else None)
            self._planned = begun.planned if begun else 0
            self._show_count(begun.posts if begun else 0)


class ReportsPane(PlacePane):
    """The choices for a proof sheet or report of the client in scope, and its first page beside them."""

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Reports"), "reports")
        self._session, self._scope, self._navigator = session, scope, navigator
        self.controls = controls = ReportControls(session, theme, local_zone, navigator.show_folder, self)
        self._stop = Button(theme, self.tr("Stop"), "reports.stop", icon="x", on_click=controls.stop)
        none, how = self.tr("No client to report to"), self.tr("Add a client or brand, and plan a post for it.")
        add = self.tr("Add a client or brand…")
        self._empty = EmptyState(theme, "reports.empty", "file-text", none, how, add)
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

    def choose(self, client_id: int | None, days: Period) -> None:
        """Select that client, or the first one for None, and these days."""
        self.controls.choose(client_id, days)

    def refresh(self) -> None:
        """Read the clients again, and count the posts."""
        self.controls.form.show_clients(self._session.clients.all_with_archived())
        self.controls.recount()

    def _follow_scope(self) -> None:
        if self._scope.client_id is not None:
            self.controls.form.choose_client(self._scope.client_id)

    def _show_state(self) -> None:
        known = self.controls.form.has_clients
        self._columns.setVisible(known)
        self._empty.setVisible(not known)
        self._foot.setVisible(known)
        self._stop.setVisible(self.controls.writing)

    def _lay_out(self) -> None:
        controls = self.controls
        left = QWidget()
        left.setMaximumWidth(_FORM * left.fontMetrics().averageCharWidth())
        left.setLayout(column_of(controls.form, controls.problem, ROOM))
        self._columns = scrollable(column_of(SideBySide(left, controls.page, spacing=32, margins=(12, 16, 12, 16)), ROOM))
        self.body.setContentsMargins(0, 0, 0, 0)
        fill(self.body, self._columns, self._empty, grow=self._columns)
        self.body.setStretchFactor(self._empty, 1)
        self._foot = self.add_foot(controls.button, self._stop, controls.progress, controls.notice, ROOM)
