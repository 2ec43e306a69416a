"""The place of drafts and templates: search, open, label, duplicate and delete."""

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from postdesk.domain.draft_search import DraftFilter
from postdesk.domain.drafts import Draft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.drafts.dialogs import LabelsDialog
from postdesk.ui.drafts.filters import DraftFilters
from postdesk.ui.drafts.list_view import DraftsView
from postdesk.ui.drafts.model import DraftsModel, deleted_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.layouts import ROOM, fill
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import UNDO_MS, ActionNotice, ActionOutcome
from postdesk.ui.kit.place import PlacePane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.states import Tone


class DraftsPane(PlacePane):
    """The drafts and templates of the client in scope, or of all clients; drafts open in the composer."""

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__(self.tr("Drafts"), "drafts")
        self._session, self._scope, self._navigator, self._theme = session, scope, navigator, theme
        self.filters = DraftFilters(theme)
        self.found = DraftsModel(session, local_zone, self)
        self.list = DraftsView(theme, self.found)
        self.notice = ActionNotice(theme, "drafts.notice")
        self._failed = False
        self._make_buttons(theme)
        self._lay_out()
        self._wire()
        self.refresh()

    @property
    def focus_target(self) -> QWidget:
        nothing = not (self.found.rowCount() or self.filters.narrowed or self.filters.templates)
        if self._failed or nothing:
            return self.list.empty.action
        return self.list if self.found.rowCount() else self.filters.search

    def show_found(self) -> None:
        """Show the matches of the filter, from the top."""
        self._read(self._show_again if self._failed else lambda: self.found.show(self._filter))
        if self.filters.search.text():
            announce(self, self.filters.count.text())

    def refresh(self) -> None:
        """Read changed drafts and their labels again, and keep the selection as far as they are there."""
        self._read(self._show_again, *(draft.id for draft in self.list.drafts()))

    def _show_again(self) -> None:
        self.filters.show_labels(self._session.drafts.labels())
        self.found.show_again(self._filter)

    def _read(self, show: Callable[[], object], *chosen: str) -> None:
        """Read the drafts with `show`, and select the chosen ones, or say that they can't be read."""

        def read() -> None:
            show()
            self.list.stand_on(*chosen)
            self._tell_count()
            self._tell_empty()

        self._failed = not self.can_read(read)
        if self._failed:
            self.filters.count.setText("")
            self.list.clearSelection()
            self.list.empty.tell_failure()
            self.list.empty.show()
            self._enable()

    @property
    def _filter(self) -> DraftFilter:
        return self.filters.filter(self._scope.client_id)

    def _tell_count(self) -> None:
        count = self._session.drafts.count(self._filter)
        words = self.tr("%n templates", "", count) if self.filters.templates else self.tr("%n drafts", "", count)
        self.filters.count.setText(words)
        self.filters.zone.show_zone(self.found.zone.key)

    def _tell_empty(self) -> None:
        empty, nothing = self.list.empty, self.found.rowCount() == 0
        empty.setVisible(nothing)
        if self.filters.narrowed:
            words = self.tr("Try another word, or clear the filters.")
            empty.tell("search", self.tr("No results"), words, self.tr("Clear filters"))
        elif self.filters.templates:
            words = self.tr("To add one, use “Save as template…” in the composer’s menu.")
            empty.tell("layout-template", self.tr("No templates yet"), words)
        else:
            words = self.tr("Everything you write in the composer is saved here.")
            empty.tell("file-text", self.tr("No drafts"), words, self.tr("New post"))
        self._enable()

    def _take_next_step(self) -> None:
        """Clear the filters that leave nothing, or begin a post, or try to read again."""
        if self._failed:
            self.refresh()
            self.setFocus()
        elif self.filters.narrowed:
            self.filters.clear()
            self.setFocus()
        else:
            self._navigator.new_post()

    def _enable(self) -> None:
        count = len(self.list.drafts())
        for button in (self.delete_button, self.label_button, self.slots_button):
            button.setEnabled(count > 0)
        for button in (self.duplicate_button, self.edit_button, self.open_button):
            button.setEnabled(count == 1)
        for button in (self.duplicate_button, self.slots_button):
            button.setVisible(not self.filters.templates)
        self.edit_button.setVisible(self.filters.templates)
        self.open_button.set_text(self.tr("New draft from template") if self.filters.templates else self.tr("Open"))

    def open_current(self) -> None:
        """Open the selected draft, or begin one with the selected template."""
        if draft := self.list.current():
            (self._navigator.new_from_template if draft.template else self._navigator.open_draft)(draft.id)

    def edit(self) -> None:
        """Open the template itself."""
        if draft := self.list.current():
            self._navigator.open_draft(draft.id)

    def delete(self) -> None:
        """Delete the selected drafts; that can be undone."""
        if chosen := self.list.drafts():
            gone = self._session.drafts.delete([draft.id for draft in chosen])
            self.notice.show_outcome(
                ActionOutcome(deleted_words(gone), Tone.GOOD, "trash-2", partial(self._restore, gone), UNDO_MS)
            )

    def undo(self) -> None:
        """Restore the drafts deleted last, while the notice offers it."""
        if self.notice.can_undo:
            self.notice.undo()

    def _restore(self, gone: Sequence[Draft]) -> None:
        self._session.drafts.restore(gone)
        self.list.setFocus()

    def duplicate(self) -> None:
        """Save a copy of the selected draft."""
        draft = self.list.current()
        if draft and not draft.template:
            self._session.drafts.duplicate(draft.id)

    def fill_slots(self) -> None:
        """Ask for the slots of the selected drafts, in the order of the list."""
        if (chosen := self.list.drafts()) and not self.filters.templates:
            self._navigator.fill_slots(tuple(draft.id for draft in chosen))

    def label(self) -> None:
        """Ask for the labels of the selected drafts."""
        if chosen := self.list.drafts():
            ids = [draft.id for draft in chosen]
            dialog = LabelsDialog(self._theme, chosen, self._session.drafts.labels(), self)
            dialog.confirmed.connect(lambda added, removed: self._session.drafts.label(ids, added, removed))
            dialog.open()

    def _make_buttons(self, theme: Theme) -> None:
        self.delete_button = Button(theme, self.tr("Delete"), "drafts.delete", role="quiet", icon="trash-2")
        self.label_button = Button(theme, self.tr("Labels…"), "drafts.label", role="quiet", icon="tag")
        self.duplicate_button = Button(theme, self.tr("Duplicate"), "drafts.duplicate", role="quiet", icon="copy")
        self.slots_button = Button(theme, self.tr("Fill slots…"), "drafts.slots", role="quiet", icon="calendar-clock")
        self.edit_button = Button(theme, self.tr("Edit template"), "drafts.edit")
        self.open_button = Button(theme, self.tr("Open"), "drafts.open", role="primary")

    def _wire(self) -> None:
        self.filters.on_change(self.show_found)
        for signal, slot in (
            (self.filters.search.down, self.list.setFocus),
            (self.filters.search.returnPressed, self.open_current),
            (self.list.activated, self.open_current),
            (self.list.selectionModel().selectionChanged, self._enable),
            (self.list.typed, self.filters.search.go_on),
            (self.list.empty.action.clicked, self._take_next_step),
            (self.delete_button.clicked, self.delete),
            (self.label_button.clicked, self.label),
            (self.duplicate_button.clicked, self.duplicate),
            (self.slots_button.clicked, self.fill_slots),
            (self.edit_button.clicked, self.edit),
            (self.open_button.clicked, self.open_current),
            (self._scope.client_changed, self.notice.forget),
            (self._scope.client_changed, self.refresh_if_shown),
            (self._session.changes.drafts, self.refresh_if_shown),
            (self._session.changes.clients, self.refresh_if_shown),
        ):
            signal.connect(slot)
        for keys, act in (("Del", self.delete), ("Ctrl+D", self.duplicate), ("Ctrl+L", self.label)):
            # With the slot passed to the constructor as well, PySide ignores the context.
            QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(act)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, context=within).activated.connect(self.undo)

    def _lay_out(self) -> None:
        self.title.remark.hide()
        self.title.add(self.filters)
        self.body.setContentsMargins(0, 0, 0, 0)
        fill(self.body, self.list, self.notice, grow=self.list)
        quiet = (self.delete_button, self.label_button, self.duplicate_button, self.slots_button)
        self.add_foot(*quiet, ROOM, self.edit_button, self.open_button)
