"""The composer's menu and its actions on drafts: open, copy, label, delete, templates, history."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.draft_search import DraftFilter
from postdesk.domain.drafts import Draft
from postdesk.domain.versions import DraftVersion
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.drafts.model import deleted_words
from postdesk.ui.kit.copy_menu import missing_accounts_words
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import recent_text

_MOST: Final = 20
"""The most templates in the menu; the list of drafts has them all."""


class DraftActions(QObject):
    """The actions on drafts. Each removal offers an undo. `date_requested` follows a copy that needs a new date."""

    date_requested = Signal()

    def __init__(
        self, session: WorkspaceSession, model: ComposerModel, navigator: Navigator, theme: Theme, pane: QWidget
    ) -> None:
        super().__init__(pane)
        self._session, self._model, self._navigator = session, model, navigator
        self._theme, self._local_zone, self._pane = theme, model.context.local_zone, pane
        model.submission.template_finished.connect(self.keep_template)
        model.submission.rest_requested.connect(self.open)

    def new_post(self) -> None:
        """Begin a post as "New post" of the window does: for the window's client, or after the question for whom."""
        self._navigator.new_post()

    def show_list(self) -> None:
        """Show all drafts."""
        self._model.draft_session.save_now()
        self._navigator.show("drafts")

    def open(self, draft_id: str) -> None:
        """Open a saved draft or template, unless it is open already."""
        open_one = self._model.draft
        if (open_one is None or open_one.id != draft_id) and (draft := self._session.composer.draft(draft_id)):
            self._model.draft_session.open(draft)
        self._model.focus_requested.emit()

    def new_from_template(self, template_id: str, client_id: int | None = None) -> None:
        """Create and open a draft from a template, for the template's client or another."""
        if template := self._session.composer.draft(template_id):
            begun = self._session.drafts.from_template(template, client_id or template.client_id)
            self._open(begun)
            if begun.client_id != template.client_id:
                self.report_copy(template.platforms, begun, timed=False)

    def copy_to_client(self, client_id: int) -> None:
        """Open a copy for another client, with those of its platforms that the client has accounts for."""
        before = self._model.draft
        if before and (copied := self._model.draft_session.copied(client_id)):
            self._model.draft_session.open(copied)
            self.report_copy(before.platforms, copied, timed=before.due_at is not None)

    def report_copy(self, platforms: Collection[str], copied: Draft, *, timed: bool) -> None:
        """Report the platforms that the copy is left without and, if the original had a time (`timed`), that it has passed."""
        client, lacking = self._model.client, self._session.composer.factory.missing_platforms(platforms, copied.client_id)
        past = self.tr("That time has passed there. Select a later one.") if timed and copied.due_at is None else ""
        words = " ".join(filter(None, (missing_accounts_words(lacking, client.name if client else "") if lacking else "", past)))
        if words:
            self._model.status.tell(words, Tone.ATTENTION, "info")

    def copy_to_date(self) -> None:
        """Open a copy without a time, and ask for a date."""
        draft = self._model.draft
        if draft and (copied := self._model.draft_session.copied(draft.client_id)):
            self._model.draft_session.open(replace(copied, due_at=None))
            self.date_requested.emit()

    def delete(self) -> None:
        """Delete the open draft."""
        if gone := self._model.draft_session.delete():
            self._model.draft_session.open_new(gone.client_id)
            self._tell_deleted((gone,))

    def _tell_deleted(self, gone: tuple[Draft, ...]) -> None:
        self._model.status.offer_undo(deleted_words(gone), "trash-2", lambda: self._bring_back(gone))

    def _bring_back(self, gone: tuple[Draft, ...]) -> None:
        """Reopen a single draft, or save several again."""
        if len(gone) == 1:
            self._open(gone[0])
        else:
            self._session.drafts.restore(gone)

    def _open(self, draft: Draft) -> None:
        self._model.draft_session.open(draft)
        self._model.focus_requested.emit()

    def keep_as_draft(self) -> None:
        """Save the draft for later, and open a new one."""
        draft = self._model.draft
        if draft and not draft.empty:
            self._model.draft_session.close()
            self._model.draft_session.open_new(draft.client_id)
            self._tell_kept(self.tr("Saved as a draft."), self.tr("Open it"), lambda: self._model.open(draft))

    def keep_template(self) -> None:
        """Save the template, and open a new draft."""
        template = self._model.draft
        if template and not template.empty:
            self._model.draft_session.close()
            self._model.draft_session.open_new(template.client_id)
            words = self.tr("Template “{0}” saved.").format(template.template)
            self._tell_kept(words, self.tr("New draft from template"), lambda: self.new_from_template(template.id))

    def end_editing(self) -> None:
        """Discard the changes to a scheduled post, or make a new post if it is too late for them.

        For a template: create a draft from it.
        """
        review, draft_session = self._model.review, self._model.draft_session
        draft = draft_session.draft
        if draft is None or review is None:
            return
        if draft.template:
            draft_session.save_now()
            self.new_from_template(draft.id)
        elif review.replacement.lost:
            draft_session.change(replace(draft, replaces_post=None, copied_from_post=draft.replaces_post))
            self._model.read_context()
        else:
            draft_session.delete()
            draft_session.open_new(draft.client_id)
            words = self.tr("Changes discarded. The post stays as it was.")
            self._model.status.offer_undo(words, "check", lambda: self._model.open(draft))

    def _tell_kept(self, words: str, action: str, act: Callable[[], object]) -> None:
        self._model.status.tell(words, Tone.GOOD, "check", action, act, passes=True)

    def label(self) -> None:
        """Ask for the open draft's labels."""
        from postdesk.ui.drafts.dialogs import LabelsDialog

        if draft := self._model.draft:
            dialog = LabelsDialog(self._theme, (draft,), self._session.drafts.labels(), self._pane)
            dialog.confirmed.connect(self._model.draft_session.relabel)
            dialog.open()

    def show_history(self) -> None:
        """Show the versions of the open draft."""
        from postdesk.ui.drafts.history import DraftVersionsModel, HistoryDialog

        self._model.draft_session.save_now()
        if draft := self._model.draft:
            versions, now = self._session.drafts.versions(draft.id), self._session.clock.now()
            dialog = HistoryDialog(self._theme, DraftVersionsModel(draft, versions, self._local_zone, now, self), self._pane)
            dialog.restore_requested.connect(self._restore)
            dialog.open()

    def _restore(self, version: DraftVersion) -> None:
        """Restore a version; the present text is saved as a version first."""
        if before := self._model.draft:
            self._session.composer.keep_version(before)
            self._model.draft_session.open(version.restored(before))
            words = self.tr("Version of {0} restored.").format(
                recent_text(version.at, self._local_zone, self._session.clock.now())
            )
            self._model.status.offer_undo(words, "history", lambda: self._open(before))

    def name_template(self) -> None:
        """Ask for a name, and save the open draft as a template or, if it is one already, rename it."""
        from postdesk.ui.drafts.dialogs import TemplateNameDialog

        if draft := self._model.draft:
            title = self.tr("Rename template") if draft.template else self.tr("Save as template")
            taken = frozenset(each.template for each in self._session.drafts.templates())
            dialog = TemplateNameDialog(self._theme, title, taken, self._pane, draft.template)
            dialog.named.connect(self._rename if draft.template else partial(self._save, draft))
            dialog.open()

    def _save(self, draft: Draft, name: str) -> None:
        template = self._session.drafts.keep_as_template(draft, name)
        words = self.tr("Saved as template “{0}”.").format(name)
        self._tell_kept(words, self.tr("Open it"), lambda: self.open(template.id))

    def _rename(self, name: str) -> None:
        draft = self._model.draft
        if draft and draft.template:
            self._model.draft_session.change(replace(draft, template=name))


class DraftsMenu(QMenu):
    """The composer's menu, filled when it opens.

    `begin` creates a draft for a client, `ask_for_several` asks for clients, `move_hashtags` moves those of the text to its end.
    """

    def __init__(
        self,
        session: WorkspaceSession,
        model: ComposerModel,
        acts: DraftActions,
        begin: Callable[[int], object],
        ask_for_several: Callable[[], object],
        move_hashtags: Callable[[], object],
        theme: Theme,
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._session, self._model, self._acts, self._theme = session, model, acts, theme
        self._begin, self._ask_for_several, self._move_hashtags = begin, ask_for_several, move_hashtags
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        draft = self._model.draft
        if draft is None:
            return
        others = [client for client in self._session.clients.all() if client.id != draft.client_id]
        self._fill_with_new(draft)
        self.addSeparator()
        self._fill_with_this(draft)
        self.addSeparator()
        if not draft.template:
            self._fill_with_copies(draft, others)
            self.addSeparator()
        words = self.tr("Delete template") if draft.template else self.tr("Delete draft")
        self._add("trash-2", words, "delete", self._acts.delete)

    def _fill_with_new(self, draft: Draft) -> None:
        clients = self._session.clients.all()
        named = clients if len(clients) > 1 else ()
        self._add("plus", self.tr("New post"), "new", self._acts.new_post)
        self._offer("users", self.tr("New post for"), "new_for", ((each.name, partial(self._begin, each.id)) for each in named))
        templates = self._session.drafts.templates()[:_MOST]
        begun = ((each.template, partial(self._acts.new_from_template, each.id, draft.client_id)) for each in templates)
        self._offer("layout-template", self.tr("New from template"), "from_template", begun)
        count = self._session.drafts.count(DraftFilter())
        # The shortcut is shown as text only: the window has it, and Qt ignores a shortcut that is set twice.
        keys = QKeySequence("Ctrl+3").toString(QKeySequence.SequenceFormat.NativeText)
        words = self.tr("Drafts ({0})").format(count)
        self._add("file-text", f"{words}\t{keys}", "drafts", self._acts.show_list)

    def _fill_with_this(self, draft: Draft) -> None:
        words = self.tr("Move the hashtags to the end")
        self._add("hash", words, "hashtags_last", self._move_hashtags).setEnabled(not draft.empty)
        self._add("history", self.tr("History…"), "history", self._acts.show_history)
        self._add("tag", self.tr("Labels…"), "labels", self._acts.label)
        if draft.template:
            self._add("pencil", self.tr("Rename template…"), "rename", self._acts.name_template)
        else:
            keep = self._add("layout-template", self.tr("Save as template…"), "keep_as_template", self._acts.name_template)
            keep.setEnabled(not draft.empty)

    def _fill_with_copies(self, draft: Draft, others: Sequence[Client]) -> None:
        copied = ((each.name, partial(self._acts.copy_to_client, each.id)) for each in others)
        self._offer("copy", self.tr("Copy to another client"), "copy_to_client", copied)
        if others:
            several = self._add("users", self.tr("For several clients…"), "several", self._ask_for_several)
            several.setEnabled(not draft.empty and bool(draft.platforms))
        self._add("calendar-days", self.tr("Copy to another date…"), "copy_to_date", self._acts.copy_to_date)

    def _add(self, icon: str, words: str, name: str, act: Callable[[], object]) -> QAction:
        action = self.addAction(self._theme.icon(icon), words, act)
        action.setObjectName(f"composer.menu.{name}")
        return action

    def _offer(self, icon: str, words: str, name: str, choices: Iterable[tuple[str, Callable[[], object]]]) -> None:
        """Add a submenu with the choices, unless there are none."""
        offered = tuple(choices)
        if not offered:
            return
        within = self.addMenu(self._theme.icon(icon), words)
        within.setObjectName(f"composer.menu.{name}")
        for choice, act in offered:
            within.addAction(choice.replace("&", "&&"), act)
