"""The export of posts: the posts to include, and the file format."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.export_items import ExportFormat, ExportItem, ExportOptions, ExportReport, ExportSelection
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.engine.calendar_file import EventText
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.exporting.save_controls import SaveControls, SaveForm, count_words, file_name
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import FieldForm, check_box, choice_box, remark
from postdesk.ui.kit.layouts import ROOM, column_of, fill
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.states import Tone, approval_word, state_word
from postdesk.ui.text.times import clock_text, offset_text

translate = QCoreApplication.translate

_HEAD: Final = 60
_COLUMNS: Final = 2
_LETTERS: Final = 84


def saved_words(report: ExportReport) -> str:
    """Return the result of an export, with the number of posts that had invalid characters."""
    words = translate("Export", "Saved {0} in {1}.").format(count_words(report.posts + report.drafts), report.file.name)
    if report.cleaned == 0:
        return words
    lost = translate("Export", "Invalid characters in {0} were replaced with “\ufffd”.").format(count_words(report.cleaned))
    return f"{words} {lost}"


def event_words(post: ExportItem) -> EventText:
    """Return the title and description of a post in a calendar file.

    The title has the state where the post is not sure to go out, the client and the first words; the description has the
    client's time, the states and all texts.
    """
    draft = post.draft
    none = translate("Export", "Made outside Postdesk") if post.elsewhere else translate("Export", "No text")
    head = one_line(draft.text or draft.title)[:_HEAD] or none
    summary = ": ".join(part for part in (_unsure(post.state), post.client.name, head) if part)
    described = "\n".join((*_state_lines(post), "", *_words(draft)))
    return EventText(summary, described.strip())


def _unsure(state: PostState | None) -> str:
    """Return the state of posts that are not sure to go out; otherwise empty."""
    if state is None:
        return translate("Export", "Draft")
    told = {PostState.CANCELLED, PostState.MISSED, PostState.FAILED, PostState.REJECTED, PostState.PARTIAL, PostState.HELD}
    return state_word(state) if state in told else ""


def _state_lines(post: ExportItem) -> list[str]:
    there = zone_of(post.client, ZoneInfo("UTC"))
    lines = [_when(post.draft.due_at, there)] if post.draft.due_at else []
    if post.state is None:
        names = ", ".join(platform.label for platform in post.draft.platforms)
        return [*lines, translate("Export", "Draft for {0}").format(names) if names else translate("Export", "Draft")]
    if said := approval_word(post.approval):
        lines.append(said)
    addresses = dict(post.addresses)
    for platform, state in post.platform_states:
        lines.append(" ".join((f"{platform_word(platform)}: {state_word(state)}", addresses.get(platform, ""))).strip())
    return lines


def _when(moment: datetime, there: ZoneInfo) -> str:
    local = moment.astimezone(there)
    day = QLocale().toString(QDate(local.year, local.month, local.day), QLocale.FormatType.LongFormat)
    words = translate("Export", "{0}, {1} in {2} ({3})")
    return words.format(day, clock_text(moment, there), there.key, offset_text(moment, there))


def _words(draft: Draft) -> list[str]:
    pieces = [draft.title, draft.text, draft.media_url]
    for platform in draft.platforms:
        own = draft.variant(platform)
        if words := "\n".join(filter(None, (own.title, own.text, own.media_url))):
            pieces.append(f"{platform.label}: {words}")
    return [line for piece in pieces if piece for line in (piece, "")]


class ExportForm(SaveForm):
    """The choices for an export. `wanted` is None while no period or nothing is selected."""

    def __init__(self, theme: Theme, clients: Sequence[Client], today: Callable[[], date]) -> None:
        super().__init__("export", clients, theme, today, all_at_once=True)
        self._states = self._state_ticks()
        self._drafts = check_box("export.drafts", self.tr("Drafts with a time"), on=True)
        self._undated = check_box("export.undated", self.tr("Drafts without a time"))
        formats = (
            (self.tr("CSV, for spreadsheets"), ExportFormat.CSV),
            (self.tr("iCalendar, for calendars"), ExportFormat.CALENDAR),
            (self.tr("JSON, for programs"), ExportFormat.JSON),
        )
        self._format = choice_box("export.format", self.tr("File format"), formats)
        self._about = remark("", "export.about")
        # The default of local spreadsheets comes first: a semicolon where numbers have a decimal comma.
        both = (self.tr("Commas"), ","), (self.tr("Semicolons"), ";")
        delimiters = both[::-1] if QLocale().decimalPoint() == "," else both
        self._delimiter = choice_box("export.delimiter", self.tr("Separator"), delimiters)
        self._remind = choice_box("export.remind", self.tr("Reminder"), self._reminders())
        self._choices = self._format, self._delimiter, self._remind, *self._ticks()
        self._fields = FieldForm()
        self._lay_out()
        self._show_format()
        self._format.currentIndexChanged.connect(self._show_format)

    @property
    def wanted(self) -> ExportSelection | None:
        """The filter of the selected posts; None while none can be selected."""
        period = self._period.period
        states = frozenset[PostState]().union(*(states for tick, states in self._states if tick.isChecked()))
        dated, undated = self._drafts.isChecked(), self._undated.isEnabled() and self._undated.isChecked()
        if period is None or not (states or dated or undated):
            return None
        return ExportSelection(self._client_box.currentData(), *period, states, drafts=dated, undated=undated)

    @property
    def file_name(self) -> str:
        """The suggested file name."""
        assert self._period.period
        client_name = self.client_name or self.tr("Posts")
        return f"{file_name(client_name, self._period.period)}.{self.shape.format}"

    @property
    def shape(self) -> ExportOptions:
        """The selected file format."""
        return ExportOptions(
            ExportFormat(self._format.currentData()), str(self._delimiter.currentData()), self._remind.currentData()
        )

    def _show_format(self) -> None:
        kind = self.shape.format
        about = {
            ExportFormat.CSV: self.tr("One row per post, for any spreadsheet. Postdesk can import it again."),
            ExportFormat.CALENDAR: self.tr(
                "One event per post, for any calendar. Importing a newer file updates the events. Select “Cancelled” "
                "to remove cancelled posts."
            ),
            ExportFormat.JSON: self.tr("Every field, in a documented format."),
        }
        self._about.setText(about[kind])
        self._fields.setRowVisible(self._delimiter, kind is ExportFormat.CSV)
        self._fields.setRowVisible(self._remind, kind is ExportFormat.CALENDAR)
        self._undated.setEnabled(kind is not ExportFormat.CALENDAR)

    def _ticks(self) -> tuple[QCheckBox, ...]:
        states = tuple(tick for tick, _ in self._states)
        return *states[:-1], self._drafts, self._undated, states[-1]

    def _lay_out(self) -> None:
        ticks = QGridLayout()
        ticks.setHorizontalSpacing(24)
        ticks.setVerticalSpacing(4)
        for number, tick in enumerate(self._ticks()):
            ticks.addWidget(tick, *divmod(number, _COLUMNS))
        fields = self._fields
        fields.add(self.tr("Client"), self._client_box)
        fields.add(self.tr("Days"), self._period)
        fields.add(self.tr("Posts"), ticks)
        fields.add(self.tr("Format"), self._format)
        fields.add(self.tr("Separator"), self._delimiter)
        fields.add(self.tr("Reminder"), self._remind)
        self.setLayout(column_of(fields, self._about))

    def _state_ticks(self) -> tuple[tuple[QCheckBox, frozenset[PostState]], ...]:
        """Return the check boxes of states; each state belongs to one of them."""
        groups = StateGroup
        return (
            (check_box("export.scheduled", self.tr("Scheduled"), on=True), groups.SCHEDULED.value | groups.HELD.value),
            (check_box("export.locked", self.tr("Locked or sending"), on=True), groups.LOCKED.value | groups.UNDER_WAY.value),
            (check_box("export.published", self.tr("Published"), on=True), groups.PUBLISHED.value),
            (check_box("export.to_do", self.tr("Needs attention"), on=True), groups.TO_DECIDE.value | groups.FAILED.value),
            (check_box("export.cancelled", self.tr("Cancelled")), groups.CANCELLED.value),
        )

    def _reminders(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.tr("None"), None),
            (self.tr("At the time of the post"), timedelta()),
            (self.tr("15 minutes before"), timedelta(minutes=15)),
            (self.tr("1 hour before"), timedelta(hours=1)),
            (self.tr("1 day before"), timedelta(days=1)),
        )


class ExportControls(SaveControls):
    """The controls that export posts."""

    form: ExportForm

    def __init__(
        self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, show_folder: Callable[[Path], object], over: QWidget
    ) -> None:
        form = ExportForm(theme, session.clients.all_with_archived(), lambda: wall_time(session.clock.now(), local_zone).date())
        super().__init__(form, self.tr("Export posts"), session.exports, theme, show_folder, over)
        self._exports = session.exports
        self._exports.counted.connect(self._counted)
        self._exports.saved.connect(self._wrote)

    def _count_posts(self) -> None:
        if wanted := self.form.wanted:
            self._exports.count(wanted)

    def _none_words(self) -> str:
        return self.tr("No posts match.")

    def _write(self, target: Path) -> bool:
        wanted = self.form.wanted
        return wanted is not None and self._exports.save(wanted, self.form.shape, target, event_words)

    def _counted(self, wanted: ExportSelection, count: int) -> None:
        if wanted == self._wanted:
            self._show_count(count)

    def _wrote(self, report: ExportReport) -> None:
        self._tell_saved(report.file, saved_words(report), Tone.ATTENTION if report.cleaned else Tone.GOOD)


class ExportDialog(Dialog):
    """The dialog that exports posts; closing it stops the writing. `folder_requested` carries the folder of the saved file."""

    folder_requested = Signal(object)

    def __init__(self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Export posts"), "export", parent, _LETTERS)
        self.controls = controls = ExportControls(session, theme, local_zone, self.folder_requested.emit, self)
        self._close = Button(theme, self.tr("Close"), "export.close", on_click=self._close_or_stop)
        controls.button.setDefault(True)
        fill(self.body, PlainLabel(self.windowTitle(), role="heading"), controls.form, controls.problem, ROOM)
        fill(self.messages, controls.progress, controls.notice)
        fill(self.foot, self._close, controls.button)
        controls.changed.connect(self._follow)
        for changed in (session.changes.posts, session.changes.drafts):
            changed.connect(controls.recount)
        controls.begin()

    def reject(self) -> None:
        self.controls.stop()
        super().reject()

    def _close_or_stop(self) -> None:
        self.controls.stop() if self.controls.writing else self.reject()

    def _follow(self) -> None:
        self._close.set_text(self.tr("Stop") if self.controls.writing else self.tr("Close"))
        self.grow()
