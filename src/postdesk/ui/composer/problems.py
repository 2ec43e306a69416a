"""The problems of the draft as rows: the problem, its fixes, and the reason for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from postdesk.domain.drafts import Draft
from postdesk.domain.fixes import FIXES_AT_MOST, Fix, fixes_for
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.standing_notes import is_standing
from postdesk.ui.composer.failed_attempt import FailedAttemptNote
from postdesk.ui.composer.model import ComposerModel, StandingNotes
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import set_notice_tone, set_property, set_tone
from postdesk.ui.kit.steady_label import CounterLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.fixes import fix_words
from postdesk.ui.text.names import names
from postdesk.ui.text.problems import SEVERITY_LOOKS, problem_words, why_words
from postdesk.ui.text.states import Tone


@contextmanager
def paused_layouts(widget: QWidget) -> Iterator[None]:
    """A context in which the layouts around the widget are disabled; on exit each is laid out once.

    Otherwise Qt lays out a visible widget, and its ancestors up to the window or scroll area, for each part that is shown.
    """
    layouts = tuple(_layouts(widget))
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for layout in layouts:
            layout.activate()


def _layouts(widget: QWidget | None) -> Iterator[QLayout]:
    """Yield the layouts of the widget and its ancestors, the innermost first."""
    while widget and (layout := widget.layout()):
        yield layout
        widget = widget.parentWidget()


_INDENT: Final = 24
"""The left edge of everything below the text, which is to the right of the icon, in pixels."""

_IN_LINK: Final = 5
"""The distance of a link's text from its frame: the style sheet's padding and border, in pixels."""


class ProblemRow(QFrame):
    """A problem, framed unless it is a mere hint. "Why?" unfolds its source; a note for all posts of an account has a cross."""

    def __init__(self, theme: Theme, model: ComposerModel, place: int) -> None:
        super().__init__()
        self._group: ProblemGroup | None = None
        self._shown_severity: Severity | None = None
        self._fixes: tuple[Fix, ...] = ()
        identify(self, f"composer.problem.{place}")
        self._icon = IconLabel(theme, "info")
        self.words = CounterLabel(identifier=f"composer.problem.{place}.text")
        self.label = self.words.label
        self.buttons = [Button(theme, "", f"composer.problem.{place}.action.{n}", role="link") for n in range(FIXES_AT_MOST)]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, number=number: model.fix_requested.emit(self._group, self._fixes[number]))
        self.why = Button(theme, self.tr("Why?"), f"composer.problem.{place}.why", role="link")
        self.why.setCheckable(True)
        self.why.toggled.connect(self._unfold)
        self.dismiss = IconButton(theme, "x", "", f"composer.problem.{place}.dismiss", colour="secondary")
        self.dismiss.clicked.connect(lambda: self._dismiss(model.notes))
        self._source = CounterLabel(role="secondary", identifier=f"composer.source.{place}")
        self._lay_out()

    def show_group(self, group: ProblemGroup, offered: tuple[Fix, ...], when: Callable[[datetime], str]) -> None:
        """Show the problem; unchanged parts are not touched."""
        before, self._group = self._group, group
        if before == group and offered == self._fixes:
            self.show()
            return
        self.words.say(problem_words(group, when))
        if before and offered == self._fixes and _but_for_numbers(before) == _but_for_numbers(group):
            self.show()
            return
        if (looks := Severity.HINT if group.overridden else group.severity) is not self._shown_severity:
            self._show_severity(looks)
        self.why.setChecked(False)
        self.why.setVisible(bool(group.sources))
        self.dismiss.setVisible(is_standing(group))
        self.dismiss.set_words(self.tr("Don’t show this again for {0}").format(names(group.platforms)))
        self._offer(offered, group)
        self.show()

    def fold(self, group: ProblemGroup | None) -> None:
        """Hide the row. It is the same when it is unfolded, with its reason, if it then has this problem."""
        if self._group and group and _but_for_numbers(self._group) == _but_for_numbers(group):
            self.hide()
        else:
            self.clear()

    def clear(self) -> None:
        """Hide the row, and forget its problem."""
        self._group, self._fixes = None, ()
        self.why.setChecked(False)
        self.hide()

    def _offer(self, offered: tuple[Fix, ...], group: ProblemGroup) -> None:
        self._fixes = offered
        for button, fix in zip(self.buttons, offered, strict=False):
            words = fix_words(fix, group)
            if button.accessibleName() != words:
                button.set_text(words)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(offered))
        self._actions.setVisible(bool(offered))

    def _dismiss(self, notes: StandingNotes) -> None:
        if self._group:
            notes.dismiss(self._group.kind, self._group.platforms)

    def _unfold(self, unfolded: bool) -> None:
        if unfolded and self._group:
            words = why_words(self._group)
            self._source.say(words)
            announce(self._source, words)
        self._unfolded.setVisible(unfolded)

    def _show_severity(self, severity: Severity) -> None:
        self._shown_severity = severity
        tone, icon = SEVERITY_LOOKS[severity]
        hint = severity is Severity.HINT
        self._icon.show_icon(icon, "secondary" if hint else tone)
        set_property(self, "role", "" if hint else "notice")
        set_property(self.label, "role", "secondary" if hint else "")
        self._column.setContentsMargins(12, 0 if hint else 3, 8, 0 if hint else 3)
        set_tone(self.label, "" if hint else tone)
        set_notice_tone(self, "" if hint else tone)

    def _lay_out(self) -> None:
        self._actions = QWidget()
        flow = FlowLayout(self._actions, spacing=4)
        flow.setContentsMargins(_INDENT - _IN_LINK, 0, 0, 0)
        for button in self.buttons:
            flow.addWidget(button)
        icon, words = (column_of(part, margins=(0, _IN_LINK, 0, _IN_LINK), spacing=8) for part in (self._icon, self.words))
        icon.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        row = row_of(icon, words, self.why, self.dismiss, grow=words)
        for part in (self.why, self.dismiss):
            row.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._unfolded = QWidget()
        self._unfolded.setLayout(column_of(self._source, margins=(_INDENT, 0, 0, _IN_LINK), spacing=8))
        self._unfolded.hide()
        self._column = column_of(self._actions, self._unfolded, spacing=0)
        self.setLayout(self._column)
        self._column.insertLayout(0, row)  # last, so that a fix is the first button in the widget


def _but_for_numbers(group: ProblemGroup) -> tuple[object, ...]:
    """Return the parts of a problem that stay the same while only its numbers change."""
    return group.severity, group.platforms, group.kind, group.sources, group.overridden, group.problem.limit


_MOST: Final = 2
"""The most problems that are shown at once; the others are behind a button."""


class ProblemList(QWidget):
    """The problems as rows. Rows are reused while only numbers change, so that a key press changes texts only."""

    def __init__(self, theme: Theme, model: ComposerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._rows: list[ProblemRow] = []
        self._failed = FailedAttemptNote(theme)
        self._failed.result_requested.connect(self._show_result)
        self._fine = ReadyPlatforms(theme)
        self.more = Button(theme, "", "composer.problems.more", role="link", icon="chevron-down")
        self.more.setCheckable(True)
        self.more.hide()
        self.more.toggled.connect(self._show_review)
        more = row_of(self.more, ROOM, margins=(_INDENT + 12 - _IN_LINK, 0, 0, 0))
        self._column = column_of(self._failed, more, self._fine, spacing=6)
        self.setLayout(self._column)
        identify(self, "composer.problems")
        model.opened.connect(lambda: self.more.setChecked(False))
        model.live_review.changed.connect(self._show_review)

    @property
    def first(self) -> QWidget:
        """The row of the worst problem."""
        return self._rows[0] if self._rows else self

    def _show_review(self) -> None:
        review = self._model.review
        if review is None:
            return
        found = self._model.notes.open_ones((*review.problems, *review.overridden_problems))
        failed = self._model.context.failed_attempts(review.draft)
        fine = tuple(each for each in review.problem_free if each not in {attempt.platform for attempt in failed})
        with paused_layouts(self):
            self._show(found, review.draft)
            self._failed.show_attempts(failed)
            self._fine.show_platforms(fine)
        self.setVisible(bool(found or failed or fine))

    def _show_result(self) -> None:
        if post := self._model.context.origin:
            self._model.status.post_requested.emit(post.id)

    def _show(self, found: tuple[ProblemGroup, ...], draft: Draft) -> None:
        """Show the problems with their fixes; of those that are folded only the number, with the offer to unfold them."""
        others, is_open = len(found) - _MOST, self.more.isChecked()
        shown = found if is_open else found[:_MOST]
        while len(self._rows) < len(shown):
            row = ProblemRow(self._theme, self._model, len(self._rows))
            self._column.insertWidget(len(self._rows) + 1, row)  # below the failures
            self._rows.append(row)
        for row, group in zip(self._rows, shown, strict=False):
            row.show_group(group, fixes_for(group, draft, self._model.platform), self._model.context.when)
        for number, row in enumerate(self._rows[len(shown) :], len(shown)):
            row.fold(found[number] if number < len(found) else None)
        self.more.setVisible(others > 0)
        words = self.tr("Show fewer") if is_open else self.tr("{0} more").format(others)
        if others > 0 and words != self.more.text():
            self.more.set_text(words)
            self.more.set_icon("chevron-up" if is_open else "chevron-down")


class ReadyPlatforms(QWidget):
    """A line with the platforms that have no problem."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._platforms: tuple[Platform, ...] = ()
        self._words = CounterLabel(identifier="composer.fine")
        set_tone(self._words.label, Tone.GOOD)
        self.setLayout(row_of(IconLabel(theme, "circle-check", Tone.GOOD), self._words, margins=(12, 0, 8, 0)))
        self.hide()

    def show_platforms(self, platforms: tuple[Platform, ...]) -> None:
        """Show the platforms; hidden if there are none."""
        if platforms != self._platforms:
            self._platforms = platforms
            self._words.say(self.tr("Fine for {0}").format(names(platforms)))
            self.setVisible(bool(platforms))
