"""What the composer's menu does with drafts: opens, copies, labels and deletes them, and makes templates of them."""

from collections.abc import Callable, Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import Draft
from postdesk.domain.versions import Version
from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.telling import Telling
from postdesk.ui.drafts.dialogs import LabelsDialog
from postdesk.ui.drafts.dialogs import TemplateNameDialog as NameDialog
from postdesk.ui.drafts.history import History, HistoryDialog
from postdesk.ui.drafts.model import gone_words
from postdesk.ui.drafts.window import DraftsWindow
from postdesk.ui.kit.copies import lacking_words
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone, recent_text


class DraftActs(QObject):
    """Each act that takes something away says so, with an undo. `date_wanted` follows a copy for another day.

    `opened` follows when a draft was opened to be written; `slots_wanted` carries the ids of drafts, and over what to ask.
    """

    date_wanted = Signal()
    opened = Signal()
    slots_wanted = Signal(object, object)

    def __init__(self, desk: Desk, drafting: Drafting, telling: Telling, theme: Theme, here: ZoneInfo, pane: QWidget) -> None:
        super().__init__(pane)
        self._desk, self._drafting, self._telling = desk, drafting, telling
        self._theme, self._here, self._pane = theme, here, pane

    def show_list(self) -> None:
        """Open the list of all drafts."""
        self._drafting.keep()
        window = DraftsWindow(self._desk, self._theme, self._here, self._pane)
        window.chosen.connect(self.open)
        window.template_chosen.connect(self.begin_from)
        window.deleted.connect(self._tell_deleted)
        window.brought_back.connect(self._telling.hide)
        window.slots_wanted.connect(lambda ids: self.slots_wanted.emit(ids, window))
        window.open()

    def open(self, draft_id: str) -> None:
        """Open a kept draft or template, unless it is the open one."""
        open_one = self._drafting.draft
        if (open_one is None or open_one.id != draft_id) and (draft := self._desk.composer.draft(draft_id)):
            self._drafting.open(draft)
        self.opened.emit()

    def begin_from(self, template_id: str, client_id: int | None = None) -> None:
        """Begin a draft with a template, for its own client or another."""
        if template := self._desk.composer.draft(template_id):
            begun = self._desk.drafts.from_template(template, client_id or template.client_id)
            self._open(begun)
            if begun.client_id != template.client_id:
                self.tell_copied(template.platforms, begun, timed=False)

    def copy_to_client(self, client_id: int) -> None:
        """Open a copy for another client, on those of its platforms that the client has."""
        before = self._drafting.draft
        if before and (copied := self._drafting.copied(client_id)):
            self._drafting.open(copied)
            self.tell_copied(before.platforms, copied, timed=before.due_at is not None)

    def tell_copied(self, platforms: Collection[str], copied: Draft, *, timed: bool) -> None:
        """Say which platforms, and whether the time of what was copied for another client (`timed`), the copy goes without."""
        client, lacking = self._drafting.client(), self._desk.composer.lacking(platforms, copied.client_id)
        past = self.tr("The time of day has passed there. Select another one.") if timed and copied.due_at is None else ""
        words = " ".join(filter(None, (lacking_words(lacking, client.name if client else "") if lacking else "", past)))
        if words:
            self._telling.tell(words, Tone.ATTENTION, "info")

    def copy_to_date(self) -> None:
        """Open a copy that wants another day."""
        draft = self._drafting.draft
        if draft and (copied := self._drafting.copied(draft.client_id)):
            self._drafting.open(replace(copied, due_at=None))
            self.date_wanted.emit()

    def delete(self) -> None:
        """Delete the open draft."""
        if gone := self._drafting.forget():
            self._drafting.open_new(gone.client_id)
            self._tell_deleted((gone,))

    def _tell_deleted(self, gone: tuple[Draft, ...]) -> None:
        self._tell(gone_words(gone), "trash-2", self.tr("Undo"), lambda: self._bring_back(gone))

    def _bring_back(self, gone: tuple[Draft, ...]) -> None:
        """One is opened again, several are kept again."""
        if len(gone) == 1:
            self._open(gone[0])
        else:
            self._desk.drafts.bring_back(gone)

    def _open(self, draft: Draft) -> None:
        self._drafting.open(draft)
        self.opened.emit()

    def _tell(self, words: str, icon: str, action: str, act: Callable[[], object]) -> None:
        self._telling.tell(words, Tone.GOOD, icon, action, act)

    def label(self) -> None:
        """Ask for the open draft's labels."""
        if draft := self._drafting.draft:
            dialog = LabelsDialog(self._theme, (draft,), self._desk.drafts.labels(), self._pane)
            dialog.agreed.connect(self._relabel)
            dialog.open()

    def _relabel(self, added: Collection[str], removed: Collection[str]) -> None:
        if self._drafting.draft:
            self._drafting.relabel(added, removed)

    def show_history(self) -> None:
        """Show the open draft's versions."""
        self._drafting.keep()
        if draft := self._drafting.draft:
            versions, now = self._desk.drafts.versions(draft.id), self._desk.clock.now()
            dialog = HistoryDialog(self._theme, History(draft, versions, self._here, now, self), self._pane)
            dialog.restore_asked.connect(self._restore)
            dialog.open()

    def _restore(self, version: Version) -> None:
        """What is written now becomes a version itself."""
        if before := self._drafting.draft:
            self._desk.composer.keep_version(before)
            self._drafting.open(version.restored(before))
            words = self.tr("The version of {0} is back.").format(recent_text(version.at, self._here, self._desk.clock.now()))
            self._tell(words, "history", self.tr("Undo"), lambda: self._open(before))

    def keep_as_template(self) -> None:
        """Ask for a name, and keep a template with what is written."""
        if draft := self._drafting.draft:
            dialog = NameDialog(self._theme, self.tr("Save as template"), self._taken(), self._pane)
            dialog.named.connect(lambda name: self._keep(draft, name))
            dialog.open()

    def _keep(self, draft: Draft, name: str) -> None:
        template = self._desk.drafts.keep_as_template(draft, name)
        words = self.tr("Saved as the template “{0}”.").format(name)
        self._telling.tell(words, Tone.GOOD, "check", self.tr("Open it"), lambda: self.open(template.id), passes=True)

    def rename_template(self) -> None:
        """Ask for another name of the open template."""
        draft = self._drafting.draft
        if draft and draft.template:
            dialog = NameDialog(self._theme, self.tr("Rename template"), self._taken(), self._pane, draft.template)
            dialog.named.connect(self._drafting.rename)
            dialog.open()

    def _taken(self) -> frozenset[str]:
        return frozenset(each.template for each in self._desk.drafts.templates())
