"""The composer's pane: one draft at a time, for one client, with its problems and the result of the last action."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.bulk_submission import BulkSubmission
from postdesk.ui.composer.draft_actions import DraftActions, DraftsMenu
from postdesk.ui.composer.extra_fields import add_samples
from postdesk.ui.composer.fixes import Fixes
from postdesk.ui.composer.form import ComposerForm
from postdesk.ui.composer.insert_tools import EmojiTool, SnippetTool
from postdesk.ui.composer.kept_draft import KeptDraftNotice
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.per_client import PerClientBar
from postdesk.ui.composer.previews import PreviewFeed
from postdesk.ui.composer.series import DraftSeries
from postdesk.ui.composer.slot_fill import SlotFill
from postdesk.ui.composer.slot_picker import SlotPicker
from postdesk.ui.composer.spelling import SpellingTool
from postdesk.ui.composer.title import ComposerTitle, SavedNote
from postdesk.ui.composer.uploads import UploadCards
from postdesk.ui.kit.editor.odd_words import paste_cleaned_words
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

translate = QCoreApplication.translate


class ComposerPane(Pane):
    """Shows the open draft and calls its `model`; the other panes open drafts here.

    Call `minute` with every new minute, and `save` before the application ends. `sheet_toggled` and `closed` follow the buttons
    in the title: the window shows the pane as a sheet or as a panel, or no longer. The open draft stays.
    """

    closed = Signal()
    sheet_toggled = Signal()

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__()
        self._session, self._navigator, self._theme, self._local_zone = session, navigator, theme, local_zone
        identify(self, "composer")
        notice, left_out = (NoticeBar(theme, f"composer.{name}", dismissible=True) for name in ("notice", "left_out"))
        self.model = ComposerModel(session, scope, local_zone, notice, left_out, self)
        self.model.live_review.is_shown = self.isVisible
        self._form = ComposerForm(theme, self.model, session, notice, left_out)
        self._stack = QStackedWidget()

    def build(self) -> Iterator[None]:
        """Build the contents step by step, so that the window answers meanwhile; the last step opens the draft.

        The pane is used from then on.
        """
        session, theme, model, form, navigator = self._session, self._theme, self.model, self._form, self._navigator
        self._lay_out()
        yield from form.build()
        yield
        self._build_title()
        yield
        slots = SlotPicker(session, model, form.when.picks, navigator)
        self._fixes = Fixes(session, model, form.texts, form.extras, slots, navigator)
        yield
        EmojiTool(session.emoji, theme, form.texts)
        SnippetTool(session, theme, model, form.texts)
        yield
        UploadCards(session, model, navigator, form, theme)
        self._previews = PreviewFeed(session.settings, session.media, theme, model, form.preview)
        yield
        self._slot_fill = SlotFill(session, model, BulkSubmission(session, model, theme, self), theme, self)
        self._drafts = DraftActions(session, model, navigator, theme, self)
        self._series = DraftSeries(session, model, theme, self)
        ask, move = self._per_client.ask, self._fixes.move_hashtags
        self._title.menu.setMenu(DraftsMenu(session, model, self._drafts, self.new_draft, ask, move, theme, self))
        yield
        SpellingTool(session.spelling, model, form.texts)
        if session.practice:
            add_samples(session.practice, form.extras, form.texts.tools)
        self._wire()
        self._take_keys()
        yield
        model.draft_session.open_last()
        self._show_form_or_empty()

    @property
    def focus_target(self) -> QWidget:
        return self._form.texts.editor if self.model.draft else self._empty.action

    def set_wide(self, wide: bool) -> None:
        """Show all previews beside the form, or (False) one below the text."""
        self._form.aside.set_aside(self._previews.grid if wide else None)
        self._form.preview.offer_all(offered=not wide)
        self._title.show_wide(wide)
        QTimer.singleShot(0, self, self._form.show_top)

    def new_draft(self, client_id: int | None = None, due_at: datetime | None = None) -> None:
        """Open an empty draft for the client, or for the one in scope, and focus its text."""
        if self.model.draft_session.begin(client_id, due_at):
            self._form.texts.editor.setFocus()

    def open_draft(self, draft_id: str) -> None:
        """Open a saved draft."""
        self._drafts.open(draft_id)

    def new_from_template(self, template_id: str) -> None:
        """Open a new draft made from a template."""
        self._drafts.new_from_template(template_id)

    def fill_slots(self, draft_ids: Iterable[str]) -> None:
        """Ask for the next free slots of these drafts."""
        self._slot_fill.ask(draft_ids)

    def update_moved_draft(self, draft_id: str) -> None:
        """Take the times and labels that the open draft got elsewhere; its texts stay."""
        open_one = self.model.draft
        if open_one and open_one.id == draft_id and (moved := self._session.composer.draft(draft_id)):
            self.model.draft_session.change(replace(open_one.with_times_of(moved), labels=moved.labels))

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""
        self.model.open(self._session.composer.factory.edit(post_id))

    def repeat_post(self, post_id: int) -> None:
        """Ask how the series of a post continues from it."""
        self._series.change_from(post_id)

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        """Open a draft with a copy of a post, for another client if one is given."""
        draft, post = self._session.composer.factory.copy(post_id, client_id), self._session.post_commands.post(post_id)
        self.model.open(draft)
        if draft and post and client_id:
            self._drafts.report_copy(post.platforms, draft, timed=True)

    def minute(self) -> None:
        """Refresh the texts about time, and an offered time that has passed."""
        self.model.refresh_time(typing=self._form.when.typing)

    def save(self) -> None:
        """Save unsaved changes now."""
        self.model.draft_session.save_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo what the message offers, once the text has nothing more to undo."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.model.status.undo()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save()

    def _show_form_or_empty(self) -> None:
        self._stack.setCurrentWidget(self._form if self.model.draft else self._empty)

    def _wire(self) -> None:
        model, form, navigator = self.model, self._form, self._navigator
        for signal, slot in (
            (model.opened, self._show_form_or_empty),
            (model.opened, model.status.hide),
            (model.draft_session.changed, self._note_edit),
            (model.status.post_requested, navigator.open_post),
            (model.fix_requested, self._fixes.apply),
            (self.sheet_toggled, form.texts.editor.setFocus),  # writing goes on there
            (form.preview.all.clicked, self.sheet_toggled),
            (form.texts.editor.cleaned, lambda what: model.status.note(paste_cleaned_words(what))),
            (form.when.repeat.clicked, self._series.ask),
            (form.acts.keep_draft, self._drafts.keep_as_draft),
            (form.origin.action.clicked, self._drafts.end_editing),
            (form.chips.connect_requested, self._show_connections),
            (model.submission.connect_requested, self._show_connections),
            (self._drafts.date_requested, form.when.day.setFocus),
            (self._title.labels.clicked, self._drafts.label),
            (self._title.sheet.clicked, self.sheet_toggled),
            (self._title.close_button.clicked, self._close),
            (self._empty.action.clicked, navigator.add_client),
            (self._session.changes.clients, self._clients_changed),
        ):
            signal.connect(slot)

    def _take_keys(self) -> None:
        acts, within = self._form.acts, Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.addAction(acts.next_action)
        for key in ("Return", "Enter"):
            QShortcut(QKeySequence(f"Ctrl+{key}"), self, context=within).activated.connect(self.model.schedule)
            publish = QShortcut(QKeySequence(f"Ctrl+Shift+{key}"), self, context=within)
            publish.activated.connect(acts.publish_button.setFocus)

    def _show_connections(self) -> None:
        """Show the accounts of the draft's client, which may be another than the window's."""
        if draft := self.model.draft:
            self._navigator.show_connections(draft.client_id)

    def _close(self) -> None:
        """Save the draft, which stays open, and ask the window to close the pane."""
        self.save()
        self.closed.emit()

    def _clients_changed(self) -> None:
        """Show the form or the empty state: the first client may have been added, or the last one removed."""
        if self.model.draft is None:
            self.model.draft_session.open_last()
        self._show_form_or_empty()

    def _note_edit(self) -> None:
        """Tell the status message about an edit; an empty draft may change its time or accounts by itself."""
        if self.model.draft and not self.model.draft.empty:
            self.model.status.draft_edited()

    def _lay_out(self) -> None:
        self._kept = NoticeBar(self._theme, "composer.kept", dismissible=True)
        self._kept.setProperty("role", "banner")
        KeptDraftNotice(self._session, self.model, self._kept)
        self._empty = _without_client(self._theme)
        self._stack.addWidget(self._form)
        self._stack.addWidget(self._empty)
        self._column = column_of(self._kept, self._stack, grow=self._stack, spacing=0)
        self.setLayout(self._column)

    def _build_title(self) -> None:
        session, theme, model = self._session, self._theme, self.model
        self._title = ComposerTitle(theme, model, self._form.texts.editor)
        self._per_client = PerClientBar(session, model, BulkSubmission(session, model, theme, self), theme, self)
        for place, part in enumerate((self._title, self._per_client)):
            self._column.insertWidget(place, part)
        SavedNote(session, model.draft_session, self._local_zone, self._title.remark)


def _without_client(theme: Theme) -> EmptyState:
    return EmptyState(
        theme,
        "composer.empty",
        "user-plus",
        translate("ComposerPane", "Who are you posting for?"),
        translate("ComposerPane", "Add a client or brand first. It can be you."),
        translate("ComposerPane", "Add a client or brand…"),
    )
