"""The composer's form: its widgets from the accounts down to the action buttons."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.send_plan import LocalReason, send_plans
from postdesk.domain.standing_notes import NEEDS_THIS_COMPUTER
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.action_bar import ActionBar
from postdesk.ui.composer.chip_line import ChipLine
from postdesk.ui.composer.extra_fields import ExtraFields
from postdesk.ui.composer.form_frame import MARGIN, FormFrame
from postdesk.ui.composer.link_tags import LinkTags
from postdesk.ui.composer.media_status import MediaStatus
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.problems import ProblemList
from postdesk.ui.composer.texts import DraftTexts, OwnFieldsNote
from postdesk.ui.composer.time_notes import SendingNote, TimeRemark
from postdesk.ui.composer.time_picker import TimePicker
from postdesk.ui.composer.time_words import times_remark
from postdesk.ui.composer.words import Remark, platform_time_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.layouts import column_of, fill
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.preview import Preview
from postdesk.ui.text.states import Tone

_LOW: Final = 520
"""The height in logical pixels below which the message about left-out platforms scrolls with the text."""

_LEAST: Final = 256
_OF_TEXT: Final = 0.35
_LINES: Final = 10
"""The text field has this share of the height at least, but no more than these lines while something else needs the room."""


class ComposerForm(FormFrame):
    """The scrolling content (accounts, texts, files, problems), with the time and the action buttons fixed below it.

    The shared tab shows the shared time. Editing the time in a platform's tab gives the platform its own.
    """

    def __init__(
        self, theme: Theme, model: ComposerModel, session: WorkspaceSession, notice: NoticeBar, left_out: NoticeBar
    ) -> None:
        super().__init__()
        self._theme, self._model, self._session = theme, model, session
        self.notice, self.left_out = notice, left_out
        self._timed: tuple[str, Platform | None] | None = None
        self._low = self._beside_file = False
        # A fixed minimum height: messages at the foot must not resize the window's other panes.
        self.setMinimumHeight(_LEAST)

    def build(self) -> Iterator[None]:
        """Build the widgets, a few at a step; the form is used after the last one."""
        theme, model, session = self._theme, self._model, self._session
        self._area.viewport().installEventFilter(self)
        yield  # PySide may create all its classes of widgets for that
        self.origin = NoticeBar(theme, "composer.origin")
        self.chips = ChipLine(theme, model)
        yield
        self.texts = DraftTexts(theme, model)
        yield
        self.link_tags = LinkTags(theme, model)
        self.problems = ProblemList(theme, model)
        yield
        self.files = MediaStatus(theme, model, session.media)
        yield
        self.extras = ExtraFields(theme, model, self.texts.tools, self.files.has_card)
        yield
        self.preview = Preview(theme)
        self.own_time = OwnFieldsNote(theme, "composer.share_time", self.tr("Use the shared time"))
        self.remark = TimeRemark(theme)
        self.sending = SendingNote(theme)
        self.sending.indent(True)
        yield
        self.when = TimePicker(theme, session.clock, model.context.local_zone)
        yield
        self._narrow.setLayout(column_of(self.preview))
        written = (self.origin, self.chips, self.texts, self.link_tags, self.extras, self.files)
        fill(self._body, *written, self.problems, self.sending, self._narrow, grow=self.texts)
        yield
        # In the step that gives it a parent: it follows the window's client, and would do so after the window's end.
        self.acts = ActionBar(theme, model)
        # Temporary widgets are above the time and the buttons, which therefore never move.
        fill(self._below, self.left_out, self.notice, self.acts.confirm, self.own_time, self.remark, self.when, self.acts)
        self._connect()

    def _connect(self) -> None:
        model = self._model
        for signal, slot in (
            (self.when.chosen, self._choose_time),
            (self.own_time.shared_again, self._share_time),
            (self.sending.dismissed, self._dismiss_explanation),
            (self.files.edit_requested, self.extras.go_to),
            (self.texts.editor.entered, self._show_text),
            (model.opened, self.when.forget),
            (model.opened, self.show_top),
            (model.opened, self.left_out.hide),
            (model.live_review.changed, self._show),
            (model.submission.problem_requested, self.show_problem),
        ):
            signal.connect(slot)
        model.is_time_valid, model.is_schedulable = self.when.ready, self._is_schedulable

    def add(self, part: QWidget) -> None:
        """Insert a widget above the problems."""
        self._body.insertWidget(self._body.indexOf(self.problems), part)

    def show_problem(self) -> None:
        """Scroll to the worst problem."""
        review = self._model.review
        if review and review.replacement.lost:
            self.show_part(self.origin)
        elif self.problems.isVisibleTo(self):
            self.show_part(self.problems.first)
        else:
            self.show_part(self.chips)

    def _show(self) -> None:
        review = self._model.review
        if review is None:
            return
        self._show_origin(*self._model.context.origin_note(review))
        draft, platform = review.draft, self._model.platform
        self.when.setVisible(not draft.template)
        if self._timed != (draft.id, platform):  # another tab: what was typed there is already in the draft
            self._timed = draft.id, platform
            self.when.forget()
        self.when.show_moment(draft.due_for(platform), self._model.context.zone)
        own = platform is not None and DraftField.DUE_AT in draft.variant(platform).own
        whose = platform_time_words(platform, own=own) if platform and not draft.template else ""
        self.own_time.show_words(whose, own=own)
        self._show_remark()

    def _show_remark(self) -> None:
        """Show how the draft is sent, and above the time what is wrong with that or was understood; as of now."""
        review, context = self._model.review, self._model.context
        if review is None:
            return
        plans = send_plans(review, context.review_context())
        placed = tuple((plan, place) for plan in plans if (place := context.time_context(plan.due_at)))
        from_here = [platform for plan in plans for platform in plan.needs_this_computer]
        explained = self._model.notes.is_open(NEEDS_THIS_COMPUTER, from_here)
        remark = times_remark(placed, explained=explained)
        normal, counts = remark.tone is Tone.NEUTRAL, not (review.draft.template or review.draft.empty)
        nothing = Remark("")
        self.remark.show_remark(nothing if review.draft.template else self.when.remark_to_show(nothing if normal else remark))
        self.sending.show_way(remark.text if normal and counts else "", from_here=bool(from_here), explained=explained)
        self._place_note(beside_file=bool(from_here) and plans[0].reason is LocalReason.MEDIA and self.files.has_media)

    def _place_note(self, *, beside_file: bool) -> None:
        """Put the note on the sending beside the file that causes it, or below the problems."""
        if beside_file is not self._beside_file:
            self._beside_file = beside_file
            self.sending.indent(not beside_file)
            if beside_file:
                self.files.add(self.sending)
            else:
                self._body.insertWidget(self._body.indexOf(self.problems) + 1, self.sending)

    def _dismiss_explanation(self) -> None:
        if review := self._model.review:
            plans = send_plans(review, self._model.context.review_context())
            platforms = [platform for plan in plans for platform in plan.needs_this_computer]
            self._model.notes.dismiss(NEEDS_THIS_COMPUTER, platforms)

    def _choose_time(self, moment: datetime | None) -> None:
        if moment:
            self._model.set_time(self._model.platform, moment)
        self._show_remark()

    def _is_schedulable(self) -> bool:
        """Return True if the draft can be scheduled for its time; otherwise say why not, with the focus on the time."""
        review = self._model.review if self.when.ready() else None
        if review and (late := self._model.context.late_platforms(review)):
            own = DraftField.DUE_AT in review.draft.variant(late[0]).own
            self._model.show_platform(late[0] if own else None)
            self._show_remark()
            self.when.time.setFocus()
            announce(self.remark, self.remark.words, urgent=True)
            return False
        return review is not None

    def _share_time(self) -> None:
        if platform := self._model.platform:
            self.when.forget()
            self._model.share(platform, (DraftField.DUE_AT,))
            self.when.day.setFocus()

    def _show_origin(self, remark: Remark | None, action: str) -> None:
        """Show the note about the post that the draft changes or was copied from, and its action."""
        if remark is None:
            self.origin.hide()
        elif self.origin.isHidden() or (self.origin.label.text(), self.origin.action.text()) != (remark.text, action):
            self.origin.tell(remark.text, remark.tone, "info" if remark.tone is Tone.ACCENT else "triangle-alert", action)

    def show_top(self) -> None:
        """Scroll to the top for another draft, or to its text if that has the focus."""
        self._area.verticalScrollBar().setValue(0)
        if self.texts.editor.hasFocus():
            QTimer.singleShot(0, self, self._show_text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text its share; in a low window the message about left-out platforms scrolls with it."""
        super().resizeEvent(event)
        self.texts.editor.reserve(_LINES, at_most=round(self.height() * _OF_TEXT))
        low = self.height() < _LOW
        if low is not self._low:
            self._low = low
            (self._body if low else self._below).insertWidget(0, self.left_out)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the edited line visible when the foot grows."""
        if event.type() == QEvent.Type.Resize and self.texts.editor.hasFocus():
            QTimer.singleShot(0, self, self._show_text)
        return super().eventFilter(watched, event)

    def _show_text(self) -> None:
        """Scroll to the top where the whole editor has room there, else to it, or to the cursor's line if there is no room.

        Qt would only show the cursor.
        """
        editor, inner = self.texts.editor, self._area.widget()
        if inner and editor.mapTo(inner, editor.rect().bottomLeft()).y() < self._area.viewport().height():
            self._area.verticalScrollBar().setValue(0)
        elif inner:
            for place, around in ((editor.rect(), editor.height() // 2), (editor.cursorRect(), MARGIN)):
                middle = editor.mapTo(inner, place.center())
                self._area.ensureVisible(middle.x(), middle.y(), 0, around)
