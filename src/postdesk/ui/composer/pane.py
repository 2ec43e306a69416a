"""The composer: one draft at a time, for one client, with what stands against it and what becomes of it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from postdesk.domain.drafts import Draft
from postdesk.engine.desk import Desk
from postdesk.ui.composer.acting import Acting
from postdesk.ui.composer.batch import BatchSubmission
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.drafts import DraftActs, DraftsMenu
from postdesk.ui.composer.extras import Samples
from postdesk.ui.composer.filing import Filing
from postdesk.ui.composer.fixes import Fixes
from postdesk.ui.composer.insert_tools import EmojiTool, SnippetTool
from postdesk.ui.composer.no_client import NoClient
from postdesk.ui.composer.opening import Opening
from postdesk.ui.composer.per_client import PerClient, PerClientBar
from postdesk.ui.composer.previews import PreviewFeed
from postdesk.ui.composer.series import DraftSeries
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.showing import Showing
from postdesk.ui.composer.slot_fill import SlotFill
from postdesk.ui.composer.slot_picker import SlotPicker
from postdesk.ui.composer.spelling import SpellCheck
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.composer.submission import Submission
from postdesk.ui.composer.taken_away import TakenAway
from postdesk.ui.composer.timing import Timing
from postdesk.ui.composer.title import ComposerTitle
from postdesk.ui.composer.uploads import Uploads
from postdesk.ui.kit.editor.odd_words import cleaned_words
from postdesk.ui.kit.editor.pasting import Pasted
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.words import Tone


class ComposerPane(Pane):
    """Shows the open draft and passes on what is done to it; the other panes open drafts here.

    `connections_asked`, `add_client_asked` and `settings_asked` (a page) ask for what is missing, `post_asked` (its id) for a
    post that asks for something. `minute` is to be called with every new minute, `keep` before the application ends.
    """

    connections_asked = Signal()
    add_client_asked = Signal()
    post_asked = Signal(int)
    settings_asked = Signal(str)

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        identify(self, "composer")
        self._title = ComposerTitle(theme)
        self._sheet = Sheet(theme, desk.clock, here)
        self._empty = NoClient(theme)
        self._per_client_bar = PerClientBar(theme)
        self._lay_out()
        self._drafting = Drafting(desk, self)
        self._opening = Opening(desk, scope, self._drafting, self)
        self._telling = StatusMessage(desk, self._sheet.notice, here, self)
        TakenAway(desk, self._drafting, self._opening, self._telling, self)
        self._remedying = Fixes(desk, self._drafting, self._sheet, self._telling, self)
        self._slotting = SlotPicker(desk, self._drafting, self._sheet, self._telling, here)
        self._uploading = Uploads(desk, self._drafting, self._sheet, self._telling, theme)
        self._submitting = Submission(desk, self._telling, self._sheet.left_out, self)
        self._previewing = PreviewFeed(desk.settings, desk.media, theme, self._sheet.preview)
        self._showing = Showing(desk, here, self._drafting, self._title, self._sheet, self._previewing, self._submitting.asks)
        self._timing = Timing(self._drafting, self._showing, self._sheet)
        Filing(desk.media, self._showing, self._sheet)
        self._acting = Acting(self._drafting, self._showing, self._submitting, self._telling, self._sheet, self._uploading, self)
        self._draft_acts = DraftActs(desk, self._drafting, self._telling, theme, here, self)
        viewed, held_up = self._showing.view_for, self._uploading.stands_in_the_way
        together, apart = (BatchSubmission(desk, self._drafting, self._telling, viewed, theme, here, self) for _ in range(2))
        self._filling = SlotFill(desk, self._drafting, apart, self._telling, theme, here, self)
        self._per_client = PerClient(desk, self._drafting, together, held_up, self._per_client_bar, theme, self)
        self._repeating = DraftSeries(desk, self._drafting, self._sheet.when, self._telling, held_up, theme, self)
        self._menu = DraftsMenu(desk, self._drafting, self._draft_acts, theme, self)
        self._menu.several_asked.connect(self._per_client.ask)
        self._title.menu.setMenu(self._menu.menu)
        self._add_tools(theme, here)
        self._wire_writing()
        self._wire_asked(scope)
        self._opening.bring_back()

    @property
    def leads_to(self) -> QWidget:
        return self._sheet.texts.editor if self._drafting.draft else self._empty.action

    def new_draft(self, client_id: int | None = None, due_at: datetime | None = None) -> None:
        """Open an empty draft for the client, or for the one whose posts are shown, and put the focus into its text."""
        if self._opening.begin(client_id, due_at):
            self._sheet.texts.editor.setFocus()

    def open_draft(self, draft_id: str) -> None:
        """Open a kept draft."""
        self._draft_acts.open(draft_id)

    def show_drafts(self) -> None:
        """Open the list of all drafts."""
        self._draft_acts.show_list()

    def show_series(self, client_id: int | None) -> None:
        """Open the list of what repeats, for one client or all."""
        self._repeating.show_list(client_id)

    def open_value(self, draft: Draft | None) -> None:
        """Open a draft that was just made of a post; one that is changing that post already stays as it is."""
        open_one = self._drafting.draft
        if draft is None:
            return
        if open_one is None or draft.replaces_post is None or draft.replaces_post != open_one.replaces_post:
            self._drafting.open(draft)
        self._sheet.texts.editor.setFocus()

    def draft_moved(self, draft_id: str) -> None:
        """A draft got other times or labels elsewhere: where it is the open one, it takes them; what was typed stays."""
        open_one = self._drafting.draft
        if open_one and open_one.id == draft_id and (moved := self._desk.composer.draft(draft_id)):
            self._drafting.change(replace(open_one.timed_as(moved), labels=moved.labels))
            self._showing.show_client()

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""
        self.open_value(self._desk.composer.edit(post_id))

    def repeat_post(self, post_id: int) -> None:
        """Ask how the series of a post is to go on from it."""
        self._repeating.change_from(post_id)

    def copy_post(self, post_id: int, client_id: int | None = None) -> None:
        """Open a draft with a post's words."""
        draft, post = self._desk.composer.copy(post_id, client_id), self._desk.outbox.post(post_id)
        self.open_value(draft)
        if draft and post and client_id:
            self._draft_acts.tell_copied(post.platforms, draft, timed=True)

    def minute(self) -> None:
        """The time has moved on: what is said of the chosen time may differ, and an offered one may be over."""
        if not self._sheet.when.typing and self._drafting.offer_anew():
            self._showing.show_client()
        self._timing.show_remark()
        self._showing.show_origin()
        self._telling.look_again()

    def keep(self) -> None:
        """Write down what was typed a moment ago."""
        self._drafting.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keep()

    def _show_whether_any(self) -> None:
        self._stack.setCurrentWidget(self._sheet if self._drafting.draft else self._empty)

    def _add_tools(self, theme: Theme, here: ZoneInfo) -> None:
        desk, sheet = self._desk, self._sheet
        EmojiTool(desk.emoji, theme, sheet.texts)
        self._snippets = SnippetTool(desk, theme, here, self._drafting, sheet.texts)
        self._proofreading = SpellCheck(desk.spelling, sheet.texts)
        if desk.practice:
            sheet.extras.offer(Samples(theme, desk.practice, sheet.extras))

    def _wire_writing(self) -> None:
        """What is written, and what follows when another draft is open."""
        sheet, drafting = self._sheet, self._drafting
        for signal, slot in (
            (drafting.opened, self._show_whether_any),
            (drafting.opened, self._telling.hide),
            (drafting.opened, sheet.left_out.hide),
            (drafting.opened, sheet.show_top),
            (drafting.opened, self._proofread),
            (drafting.changed, self._written_on),
            (sheet.texts.edited, drafting.write),
            (sheet.texts.shared_again, drafting.share),
            (sheet.chips.chosen, drafting.choose),
            (sheet.link_tags.left_plain, drafting.leave_links),
            (sheet.extras.edited, drafting.write),
            (sheet.extras.shared_again, drafting.share),
            (sheet.problems.asked, self._remedying.remedy),
            (sheet.texts.editor.cleaned, self._cleaned),
            (self._title.undo.clicked, sheet.texts.editor.undo),
            (self._draft_acts.opened, sheet.texts.editor.setFocus),
        ):
            signal.connect(slot)

    def _wire_asked(self, scope: Scope) -> None:
        """What is asked for, here and by other panes."""
        desk, sheet, drafting = self._desk, self._sheet, self._drafting
        for signal, slot in (
            (self._telling.post_asked, self.post_asked),
            (self._snippets.told, self._telling.note),
            (self._submitting.rest_asked, self.open_draft),
            (self._acting.reopen_asked, self.open_value),
            (self._uploading.set_up_asked, lambda: self.settings_asked.emit("uploads")),
            (self._slotting.set_up_asked, lambda: self.settings_asked.emit("slots")),
            (self._remedying.time_asked, self._slotting.mend),
            (self._draft_acts.slots_wanted, self._filling.ask),
            (self._menu.new_asked, self.new_draft),
            (self._draft_acts.date_wanted, sheet.when.day.setFocus),
            (self._repeating.draft_asked, self.open_draft),
            (self._repeating.new_asked, self.new_draft),
            (self._acting.template_asked, self._draft_acts.begin_from),
            (self._title.labels.clicked, self._draft_acts.label),
            (self._empty.action.clicked, self.add_client_asked),
            (sheet.chips.connect_asked, self.connections_asked),
            (self._remedying.connect_asked, self.connections_asked),
            (desk.changes.clients, self._opening.clients_changed),
            (desk.changes.clients, self._show_whether_any),
            (desk.changes.connections, drafting.choose_usual),
            (scope.changed, self._opening.scope_changed),
        ):
            signal.connect(slot)

    def _written_on(self) -> None:
        """An empty draft may get another time or account by itself."""
        if self._drafting.draft and not self._drafting.draft.empty:
            self._telling.written_on()

    def _proofread(self) -> None:
        if self._drafting.draft:
            self._proofreading.open(self._drafting.draft)

    def _cleaned(self, what: Pasted) -> None:
        self._telling.tell(cleaned_words(what), Tone.ATTENTION, "info")

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._per_client_bar)
        column.addWidget(self._stack, 1)
