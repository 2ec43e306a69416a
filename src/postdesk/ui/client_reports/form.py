"""The choices for a proof sheet or report."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLayout, QWidget

from postdesk.domain.client_report import ReportFormat, ReportKind, ReportRequest
from postdesk.domain.clients import Client
from postdesk.ui.client_reports.maker import formats_of
from postdesk.ui.client_reports.words import default_days, month_words, title_words
from postdesk.ui.exporting.save_controls import SaveForm, file_name
from postdesk.ui.kit.forms import WheelGuard, check_box, choice_box, remark
from postdesk.ui.kit.layouts import ROOM, column_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme


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
