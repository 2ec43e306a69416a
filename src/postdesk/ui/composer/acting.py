"""Handles the composer's buttons and keys: schedule, lock in, publish, keep as a draft."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from postdesk.domain.submitting import Act
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.showing import Showing
from postdesk.ui.composer.submitting import Submitting
from postdesk.ui.composer.words import nothing_ready_words
from postdesk.ui.words import Tone


class Acting(QObject):
    """Schedules, publishes and keeps the draft as it is shown. `reopen_asked` carries a draft to open again."""

    reopen_asked = Signal(object)

    def __init__(self, drafting: Drafting, showing: Showing, submitting: Submitting, sheet: Sheet, pane: QWidget) -> None:
        super().__init__(pane)
        self._drafting, self._showing, self._submitting, self._sheet = drafting, showing, submitting, sheet
        self._go_on = False
        acts = sheet.acts
        acts.schedule.connect(self.schedule)
        acts.schedule_next.connect(self.schedule_and_next)
        acts.lock_in.connect(self.lock_in)
        acts.keep_draft.connect(self.keep_as_draft)
        acts.publish_asked.connect(self.ask_to_publish)
        acts.publish.connect(self.publish)
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
            self._sheet.acts.ask()
        else:
            self.publish()

    def publish(self) -> None:
        """Publish what is ready, now."""
        if not self._stands_in_the_way():
            self._submit(Act.PUBLISH_NOW)

    def keep_as_draft(self) -> None:
        """Keep the draft for later and begin another."""
        draft = self._drafting.draft
        if draft and not draft.empty:
            self._drafting.open_new(draft.client_id)
            again = self.tr("Open it")
            self._submitting.tell(self.tr("Saved as a draft."), Tone.GOOD, "check", again, lambda: self.reopen_asked.emit(draft))

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
        if view and view.ready and not view.draft.empty:
            return False
        if view:
            self._submitting.tell(nothing_ready_words(view), Tone.BAD, "circle-x")
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
        self._sheet.texts.allow_typing()

    def _take_keys(self, pane: QWidget) -> None:
        acts, within = self._sheet.acts, Qt.ShortcutContext.WidgetWithChildrenShortcut
        pane.addAction(acts.next_action)
        for key in ("Return", "Enter"):
            QShortcut(QKeySequence(f"Ctrl+{key}"), pane, self.schedule, context=within)
            QShortcut(QKeySequence(f"Ctrl+Shift+{key}"), pane, acts.publish_button.setFocus, context=within)
