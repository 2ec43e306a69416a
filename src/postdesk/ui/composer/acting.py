"""Handles the composer's buttons and keys: schedule, lock in, publish, keep as a draft."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from postdesk.domain.review import BlockedReason, Replacement
from postdesk.domain.submitting import Act
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.showing import Showing
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.composer.submission import Submission
from postdesk.ui.composer.uploads import Uploads
from postdesk.ui.text.refusals import blocked_words
from postdesk.ui.text.words import Tone

_LOST: Final = frozenset({Replacement.TOO_LATE, Replacement.CALLED_OFF})
"""Nothing of that post can be changed any more."""


class Acting(QObject):
    """Schedules, publishes and keeps the draft as it is shown. `reopen_asked` carries a draft to open again.

    `template_asked` carries the id of a template that a draft is to be made from.
    """

    reopen_asked = Signal(object)
    template_asked = Signal(str)

    def __init__(
        self,
        drafting: Drafting,
        showing: Showing,
        submitting: Submission,
        telling: StatusMessage,
        sheet: Sheet,
        uploading: Uploads,
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._drafting, self._showing, self._submitting = drafting, showing, submitting
        self._telling, self._sheet, self._uploading = telling, sheet, uploading
        self._go_on = False
        acts = sheet.acts
        acts.schedule.connect(self.schedule)
        acts.schedule_next.connect(self.schedule_and_next)
        acts.lock_in.connect(self.lock_in)
        acts.keep_draft.connect(self.keep_as_draft)
        acts.publish_asked.connect(self.ask_to_publish)
        acts.publish.connect(self._confirmed)
        acts.problem_asked.connect(self.go_to_problem)
        sheet.origin.action.clicked.connect(self.end_editing)
        submitting.done.connect(self._done)
        submitting.refused.connect(self._refused)
        self._take_keys(pane)

    def schedule(self) -> None:
        """Schedule what is ready."""
        self._at_its_time(Act.SCHEDULE, go_on=False)

    def schedule_and_next(self) -> None:
        """Schedule it, and write on."""
        self._at_its_time(Act.SCHEDULE, go_on=True)

    def lock_in(self) -> None:
        """Schedule it and lock it in now."""
        self._at_its_time(Act.LOCK_IN, go_on=False)

    def ask_to_publish(self) -> None:
        """Publish now; asks in place where a mistake would be easy."""
        view = self._showing.view
        if view is None or self._stands_in_the_way():
            return
        if self._submitting.asks(view):
            self._sheet.acts.ask(self._showing.warning)
        else:
            self.publish()

    def publish(self) -> None:
        """Publish what is ready, now."""
        if not self._stands_in_the_way():
            self._sheet.texts.editor.setFocus()
            self._submit(Act.PUBLISH_NOW)

    def _confirmed(self) -> None:
        """Publish, unless what was typed meanwhile took the question back."""
        self._showing.catch_up()
        if not self._sheet.acts.confirm.isHidden():
            self.publish()

    def keep_as_draft(self) -> None:
        """Keep the draft for later and begin another."""
        draft = self._drafting.draft
        if draft and not draft.empty:
            self._drafting.open_new(draft.client_id)
            words, again = self.tr("Saved as a draft."), self.tr("Open it")
            self._telling.tell(words, Tone.GOOD, "check", again, lambda: self.reopen_asked.emit(draft), passes=True)

    def keep_template(self) -> None:
        """Keep the template as it is now, and begin a draft."""
        template = self._drafting.draft
        if template and not template.empty:
            self._drafting.open_new(template.client_id)
            words, again = self.tr("Template “{0}” saved.").format(template.template), self.tr("New draft from it")
            self._telling.tell(words, Tone.GOOD, "check", again, lambda: self.template_asked.emit(template.id), passes=True)

    def go_to_problem(self) -> None:
        """Show the first of what stands against it."""
        if self._showing.view and self._showing.view.replacement in _LOST:
            self._sheet.show_part(self._sheet.origin)
        elif self._sheet.problems.isVisibleTo(self._sheet):
            self._sheet.show_part(self._sheet.problems.first)
        else:
            self._sheet.show_part(self._sheet.chips)

    def end_editing(self) -> None:
        """Leave the post that this changes as it is: forget the changes, or, where it is too late for them, make a new one."""
        draft, view = self._drafting.draft, self._showing.view
        if draft is None or view is None:
            return
        if draft.template:
            self._drafting.keep()
            self.template_asked.emit(draft.id)
            return
        if view.replacement in _LOST:
            self._drafting.change(replace(draft, replaces_post=None, copied_from_post=draft.replaces_post))
            self._showing.show_origin()
            return
        self._drafting.forget()
        self._drafting.open_new(draft.client_id)
        words, again = self.tr("Changes discarded: the post stays as it was."), self.tr("Undo")
        self._telling.tell(words, Tone.GOOD, "check", again, lambda: self.reopen_asked.emit(draft))

    def _at_its_time(self, act: Act, *, go_on: bool) -> None:
        if self._stands_in_the_way():
            return
        if not self._sheet.when.ready():
            return
        self._go_on = go_on
        self._submit(act)

    def _submit(self, act: Act) -> None:
        """Hand the draft over; until the answer it can't be changed, so that nothing typed is lost."""
        if view := self._showing.view:
            self._drafting.keep()
            self._sheet.texts.editor.setReadOnly(True)
            self._submitting.submit(view, act)

    def _stands_in_the_way(self) -> bool:
        """Whether nothing could go out; then it says why."""
        view = self._showing.view
        if view and view.draft.template:
            self.keep_template()
            return True
        if view is None or view.blocked is None:
            return view is None or self._uploading.stands_in_the_way()
        self._telling.tell(blocked_words(view.blocked), Tone.BAD, "circle-x")
        if view.blocked is not BlockedReason.NO_TEXT:
            self.go_to_problem()
        return True

    def _done(self) -> None:
        draft, go_on = self._drafting.draft, self._go_on
        self._go_on = False
        if draft is None:
            return
        self._drafting.let_go()
        self._drafting.open_new(draft.client_id)
        if go_on:
            self._sheet.texts.editor.setFocus()

    def _refused(self) -> None:
        self._go_on = False
        self._sheet.texts.editor.setReadOnly(False)

    def _take_keys(self, pane: QWidget) -> None:
        acts, within = self._sheet.acts, Qt.ShortcutContext.WidgetWithChildrenShortcut
        pane.addAction(acts.next_action)
        for key in ("Return", "Enter"):
            QShortcut(QKeySequence(f"Ctrl+{key}"), pane, context=within).activated.connect(self.schedule)
            publish = QShortcut(QKeySequence(f"Ctrl+Shift+{key}"), pane, context=within)
            publish.activated.connect(acts.publish_button.setFocus)
