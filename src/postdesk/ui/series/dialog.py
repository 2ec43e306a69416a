"""The dialog that begins or changes a series: its rule, its texts, and its next times."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft
from postdesk.domain.limits import Severity
from postdesk.domain.review import BlockedReason, ReviewContext, review_draft
from postdesk.domain.series import Series, SeriesText, as_draft, has_repeated_text
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import check_box, choice_box, remark
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel, set_tone, typed_text
from postdesk.ui.kit.theme import Theme
from postdesk.ui.series.rule_form import RuleForm
from postdesk.ui.text.names import names
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.series import rule_words, time_line, zone_line
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import short_day, when_text

_LETTERS: Final = 84
_NEXT: Final = 5
_TEXT_LINES: Final = 4
_MOST_TEXTS: Final = 50


def first_problem(session: WorkspaceSession, draft: Draft, client_zone: ZoneInfo) -> str:
    """Return the first problem that prevents scheduling the draft; empty where there is none."""
    composer = session.composer
    if composer.rules is None or composer.counter is None:
        return ""
    context = ReviewContext(composer.rules, composer.counter, cached_check=session.media.cached, now=session.clock.now)
    review = review_draft(draft, session.connections.of(draft.client_id), context, client=session.clients.get(draft.client_id))
    if review.blocked in (BlockedReason.NO_TEXT, BlockedReason.NO_PLATFORM):
        return blocked_words(review.blocked)
    held_back = {*review.not_ready}
    found = (each for each in review.problems if each.severity is Severity.STOP or not held_back.isdisjoint(each.platforms))
    now = session.clock.now()
    return next((problem_words(each, lambda moment: when_text(moment, client_zone, now)) for each in found), "")


class SeriesDialog(Dialog):
    """Begins or changes a series. `confirmed` carries the Series, and the first occurrence to change (None: all unsent posts).

    `number`: the occurrence of the post from which the dialog was opened.
    """

    confirmed = Signal(object, object)

    def __init__(
        self,
        session: WorkspaceSession,
        theme: Theme,
        series: Series,
        parent: QWidget | None,
        *,
        new: bool = False,
        number: int | None = None,
    ) -> None:
        super().__init__(self.tr("Repeat"), "repeat", parent, _LETTERS)
        self._session, self._series = session, series
        client = session.clients.get(series.client_id)
        self._zone = zone_of(client, ZoneInfo("UTC"))
        self._name = client.name if client else ""
        self.rule = RuleForm(theme, series.rule, series.days_in_advance, self._today)
        self.texts = TextsForm(theme, series.wordings, repeat_confirmed=series.repeat_confirmed)
        self._from = self._scope(number)
        self._words = PlainLabel(role="title", wrap=True, identifier="repeat.words")
        self._next, self._problem_label = (PlainLabel(wrap=True, identifier=f"repeat.{name}") for name in ("next", "amiss"))
        self._lay_out(new=new, scoped=number is not None)
        self._agree = self.add_main_button(theme, self.tr("Start repeating") if new else self.tr("Save"), "agree", self._accept)
        self._agree.set_icon("repeat-2")
        for signal in (self.rule.changed, self.texts.changed, self._from.currentIndexChanged):
            signal.connect(self._show)
        self._show()

    @property
    def wanted(self) -> Series | None:
        """The series with the present choices; None while something is missing."""
        rule = self.rule.rule
        if rule is None:
            return None
        wanted = replace(self._series, rule=rule, wordings=self.texts.wordings, days_in_advance=self.rule.ahead_days)
        return replace(wanted, repeat_confirmed=self.texts.same.isChecked() and has_repeated_text(wanted))

    def _today(self) -> date:
        return wall_time(self._session.clock.now(), self._zone).date()

    def _show(self) -> None:
        wanted = self.wanted
        number: int = self._from.currentData() or 0
        coming = self._session.series.next_times(wanted.client_id, wanted.rule, _NEXT, number) if wanted else ()
        self.texts.show_alike(alike=bool(wanted and has_repeated_text(wanted)))
        self._words.setText(rule_words(wanted.rule) if wanted else "")
        self._next.setText("\n".join(time_line(each, self._zone) for each in coming))
        input_problem = self._problem_words(wanted) or ("" if coming else self.tr("No dates are left before the end."))
        self._problem_label.setText(input_problem)
        self._problem_label.setVisible(bool(input_problem))
        unmeant = wanted is not None and has_repeated_text(wanted) and not wanted.repeat_confirmed
        self._agree.setEnabled(not input_problem and not unmeant)
        self.grow()

    def _problem_words(self, wanted: Series | None) -> str:
        if wanted is None:
            return self.rule.input_problem
        for number, wording in enumerate(wanted.wordings, start=1):
            draft = replace(as_draft(wording), client_id=wanted.client_id, platforms=wanted.platforms)
            if words := first_problem(self._session, draft, self._zone):
                return self.tr("Text {0}: {1}").format(number, words) if len(wanted.wordings) > 1 else words
        return ""

    def _accept(self) -> None:
        if wanted := self.wanted:
            self.confirmed.emit(wanted, self._from.currentData())
            self.accept()

    def _scope(self, number: int | None) -> QComboBox:
        scopes: list[tuple[str, object]] = [(self.tr("All unsent posts"), None)]
        if number is not None:
            words = self.tr("This and later posts, from {0}").format(short_day(date.fromordinal(number)))
            scopes.insert(0, (words, number))
        return choice_box("repeat.scope", self.tr("Posts to change"), scopes)

    def _lay_out(self, *, new: bool, scoped: bool) -> None:
        set_tone(self._problem_label, Tone.ATTENTION)
        heading = self.tr("Repeat this post for {0}") if new else self.tr("Repeating post for {0}")
        title = PlainLabel(heading.format(self._name), role="heading", wrap=True)
        zone = PlainLabel(self.tr("Next times ({0})").format(zone_line(self._zone)), role="secondary")
        coming = column_of(zone, self._next, spacing=4)
        fill(self.body, title, self.rule, self._words, coming, self.texts, self._problem_label, ROOM)
        self.foot.insertWidget(0, self._from)
        self._from.setVisible(not new and scoped)


class TextRow(QWidget):
    """One of the texts of a series. `changed` follows each key, `removed` the cross."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, wording: SeriesText) -> None:
        super().__init__()
        self._wording = wording
        self._name = PlainLabel(role="secondary")
        self._own = remark("")
        self.remove = IconButton(theme, "x", "", "repeat.text.remove", colour="secondary")
        self.text = QPlainTextEdit(wording.text, tabChangesFocus=True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _TEXT_LINES + 16)
        head = row_of(self._name, self._own, self.remove, grow=self._own, spacing=4)
        self.setLayout(column_of(head, self.text, spacing=4))
        self.text.textChanged.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    @property
    def wording(self) -> SeriesText:
        """The typed text, with its media."""
        return replace(self._wording, text=typed_text(self.text.document()))

    def number(self, number: int, count: int) -> None:
        """Show the text's number, and the remove button where there are several."""
        name = self.tr("Text {0}").format(number) if count > 1 else self.tr("Text")
        own = [each.platform for each in self._wording.variants if each.text is not None]
        self._name.setText(name)
        self._own.setText(self.tr("own text for {0}").format(names(own)) if own else "")
        identify(self.text, f"repeat.text.{number}", name)
        identify(self.remove, f"repeat.text.{number}.remove")
        self.remove.set_words(self.tr("Remove text {0}").format(number))
        self.remove.setVisible(count > 1)


class TextsForm(QWidget):
    """The texts of a series. `changed` follows each change, also of the confirmation to repeat the same text."""

    changed = Signal()

    def __init__(self, theme: Theme, wordings: Iterable[SeriesText], *, repeat_confirmed: bool) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[TextRow] = []
        self._column = column_of(spacing=8)
        self.add = Button(theme, self.tr("Add another text"), "repeat.add_text", role="link", icon="plus")
        self.same = check_box("repeat.same", self.tr("Post the same text each time"), on=repeat_confirmed)
        self._asked = remark(self.tr("The same text each time can cost reach or be refused. Add a variation, or confirm."))
        self._said = remark(self.tr("Used in turn. No platform gets the same text twice in a row."))
        self._lay_out()
        for wording in wordings:
            self._put(wording)
        self.add.clicked.connect(self._add)
        self.same.toggled.connect(self.changed)

    @property
    def wordings(self) -> tuple[SeriesText, ...]:
        """All texts, in turn."""
        return tuple(row.wording for row in self._rows)

    def show_alike(self, *, alike: bool) -> None:
        """Ask to confirm that all posts have the same text."""
        for part in (self._asked, self.same):
            part.setVisible(alike)
        self._said.setVisible(not alike)

    def _add(self) -> None:
        """Add a text with the media of the first, and no words."""
        first = self._rows[0].wording
        self._put(replace(first, text="", variants=()))
        self._rows[-1].text.setFocus(Qt.FocusReason.TabFocusReason)

    def _put(self, wording: SeriesText) -> None:
        row = TextRow(self._theme, wording)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.addWidget(row)
        self._number()

    def _remove(self, row: TextRow) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._number()
        self._rows[min(at, len(self._rows) - 1)].text.setFocus(Qt.FocusReason.TabFocusReason)

    def _number(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.number(number, len(self._rows))
        self.add.setEnabled(len(self._rows) < _MOST_TEXTS)
        self.changed.emit()

    def _lay_out(self) -> None:
        column = column_of(self._column, self.add, self._said, self._asked, self.same, spacing=8)
        column.setAlignment(self.add, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(column)
