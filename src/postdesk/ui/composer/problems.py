"""What stands against a draft, each with what can be done about it, in place."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from postdesk.domain.checks import Field, Problem, ProblemKind, Severity
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.problem_words import finding_words
from postdesk.ui.composer.state import Finding, Trouble, View
from postdesk.ui.composer.words import names, short_name
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.identity import identify
from postdesk.ui.parts.mark import IconLabel
from postdesk.ui.plain import PlainLabel, set_tone
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone


class Remedy(StrEnum):
    """What can be done about a finding."""

    CUSTOMISE = "customise"
    LEAVE_OUT = "leave_out"
    POST_ANYWAY = "post_anyway"
    CLEAN = "clean"
    GO_TO_FIELD = "go_to_field"
    CONNECT = "connect"


_UNSEEN = {ProblemKind.CONTROL_CHARACTERS, ProblemKind.BIDI_MARKS}


def remedies(finding: Finding, draft: Draft) -> tuple[Remedy, ...]:
    """What is offered, the best first, two at most."""
    if finding.severity is Severity.HINT:
        return ()
    last = (Remedy.LEAVE_OUT,) if len(draft.platforms) > len(finding.platforms) else ()
    if finding.severity is Severity.WARN:
        last = (Remedy.POST_ANYWAY,)
    return (*_first(finding, draft), *last)


def _first(finding: Finding, draft: Draft) -> tuple[Remedy, ...]:
    if isinstance(finding.about, Trouble):
        return (Remedy.CONNECT,)
    if finding.kind in _UNSEEN:
        return (Remedy.CLEAN,)
    if finding.about.field is Field.PLATFORM:
        return (Remedy.LEAVE_OUT,) if len(draft.platforms) > len(finding.platforms) else ()
    if finding.about.field is not Field.TEXT:
        return (Remedy.GO_TO_FIELD,)
    shared = finding.platforms[0] not in {own.platform for own in draft.texts}
    return (Remedy.CUSTOMISE,) if shared and len(finding.platforms) == 1 and len(draft.platforms) > 1 else ()


class Problems(QWidget):
    """The findings as rows. Rows stay while their numbers change, so that a key press only changes a text.

    `asked` carries a finding and a Remedy.
    """

    asked = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        identify(self, "composer.problems")

    @property
    def first(self) -> QWidget:
        """The worst of them."""
        return self._rows[0] if self._rows else self

    def show_view(self, view: View, when: Callable[[datetime], str]) -> None:
        """Show what was found; `when` gives the words for a moment."""
        wanted = [(finding, remedies(finding, view.draft)) for finding in view.findings]
        while len(self._rows) < len(wanted):
            row = Row(self._theme, len(self._rows))
            row.asked.connect(self.asked)
            self._rows.append(row)
            self._column.addWidget(row)
        for row, (finding, offered) in zip(self._rows, wanted, strict=False):
            row.show_finding(finding, offered, when)
        for row in self._rows[len(wanted) :]:
            row.clear()
        self.setVisible(bool(wanted))


class Row(QFrame):
    """One finding: boxed where something is to be done, a quiet line where it is only good to know."""

    asked = Signal(object, object)

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._finding: Finding | None = None
        self._remedies: tuple[Remedy, ...] = ()
        identify(self, f"composer.problem.{place}")
        self._icon = IconLabel(theme, "info")
        self.words = Words()
        self.label = self.words.label
        identify(self.label, f"composer.problem.{place}.text")
        self.buttons = [Button(theme, "", f"composer.problem.{place}.action.{n}", role="link") for n in (0, 1)]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, number=number: self.asked.emit(self._finding, self._remedies[number]))
        self._lay_out()

    def show_finding(self, finding: Finding, offered: tuple[Remedy, ...], when: Callable[[datetime], str]) -> None:
        """Show it; what is the same already stays untouched."""
        before, self._finding = self._finding, finding
        if before == finding and offered == self._remedies:
            return
        self.words.say(finding_words(finding, when))
        if before and offered == self._remedies and _but_for_numbers(before) == _but_for_numbers(finding):
            return
        if before is None or before.severity is not finding.severity:
            self._dress(finding.severity)
        self._remedies = offered
        for button, remedy in zip(self.buttons, offered, strict=False):
            words = self._remedy_words(remedy, finding)
            if button.accessibleName() != words:
                button.set_text(words)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(offered))
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        self._finding, self._remedies = None, ()
        self.hide()

    def _dress(self, severity: Severity) -> None:
        tone, icon = {
            Severity.STOP: (Tone.BAD, "circle-x"),
            Severity.WARN: (Tone.ATTENTION, "triangle-alert"),
            Severity.HINT: (Tone.NEUTRAL, "info"),
        }[severity]
        hint = severity is Severity.HINT
        self._icon.show_icon(icon, "secondary" if hint else tone)
        self.setProperty("role", "" if hint else "notice")
        self.label.setProperty("role", "secondary" if hint else "")
        self._row.setContentsMargins(12, 0 if hint else 8, 4, 0 if hint else 8)
        set_tone(self.label, "" if hint else tone)
        self.setProperty("tone", "again")
        set_tone(self, "" if hint else tone)

    def _remedy_words(self, remedy: Remedy, finding: Finding) -> str:
        who = short_name(finding.platforms[0]) if len(finding.platforms) == 1 else names(finding.platforms)
        match remedy:
            case Remedy.CUSTOMISE:
                return self.tr("Customise {0}").format(who)
            case Remedy.LEAVE_OUT if len(finding.platforms) > 2:
                return self.tr("Leave them out")
            case Remedy.LEAVE_OUT:
                return self.tr("Leave {0} out").format(who)
            case Remedy.POST_ANYWAY:
                return self.tr("Post anyway")
            case Remedy.CLEAN:
                return self.tr("Remove them")
            case Remedy.CONNECT:
                return self.tr("Connections")
            case Remedy.GO_TO_FIELD:
                return self._field_words(finding)

    def _field_words(self, finding: Finding) -> str:
        assert isinstance(finding.about, Problem)
        missing = finding.kind in {ProblemKind.TITLE_MISSING, ProblemKind.MEDIA_MISSING, ProblemKind.VIDEO_MISSING}
        match finding.about.field:
            case Field.TITLE:
                return self.tr("Add a title") if missing else self.tr("Edit the title")
            case Field.THUMBNAIL_URL:
                return self.tr("Cover image")
            case _:
                return self.tr("Add a link") if missing else self.tr("Edit the link")

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        for button in self.buttons:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(column)


def _but_for_numbers(finding: Finding) -> tuple[object, ...]:
    """What is the same of a finding while only what it counted changes."""
    return finding.severity, finding.platforms, finding.kind


class Words(QWidget):
    """A label that lets its surroundings rest while its text keeps its height: a number in it changes with every key."""

    def __init__(self) -> None:
        super().__init__()
        self._known: tuple[int, int] | None = None
        self.label = PlainLabel("", self)
        self.label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Show another text."""
        before, self._known = self._known, None
        self.label.setText(text)
        if before is None or self.heightForWidth(before[0]) != before[1]:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.label.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        if self._known is None or self._known[0] != width:
            self._known = width, self.label.heightForWidth(width)
        return self._known[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._known = self.width(), self.label.heightForWidth(self.width())
        self.label.setGeometry(self.rect())


def leave_out(draft: Draft, finding: Finding) -> tuple[Platform, ...]:
    """The draft's platforms without those of the finding."""
    return tuple(platform for platform in draft.platforms if platform not in finding.platforms)
