"""The composer's menu: other drafts, what can be made of this one, and its end."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.searching import DraftFilter
from postdesk.engine.desk import Desk
from postdesk.ui.composer.draft_acts import DraftActs
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.kit.theme import Theme

_MOST: Final = 20
"""More templates than a menu should have are in the list."""


class DraftsMenu(QObject):
    """Fills the menu when it opens. `new_asked` carries the client of a new post, `several_asked` asks for several clients."""

    new_asked = Signal(object)
    several_asked = Signal()

    def __init__(self, desk: Desk, drafting: Drafting, acts: DraftActs, theme: Theme, pane: QWidget) -> None:
        super().__init__(pane)
        self._desk, self._drafting, self._acts, self._theme = desk, drafting, acts, theme
        self.menu = QMenu(pane)
        self.menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.menu.clear()
        draft = self._drafting.draft
        if draft is None:
            return
        others = [client for client in self._desk.clients.all() if client.id != draft.client_id]
        self._fill_with_others(draft, others)
        self.menu.addSeparator()
        self._fill_with_this(draft)
        self.menu.addSeparator()
        if not draft.template:
            self._fill_with_copies(draft, others)
            self.menu.addSeparator()
        words = self.tr("Delete template") if draft.template else self.tr("Delete draft")
        self._add("trash-2", words, "delete", self._acts.delete)

    def _fill_with_others(self, draft: Draft, others: Iterable[Client]) -> None:
        self._add("plus", self.tr("New post"), "new", partial(self.new_asked.emit, draft.client_id))
        self._offer("users", self.tr("New post for"), "new_for", ((each.name, self._new_for(each)) for each in others))
        templates = self._desk.drafts.templates()[:_MOST]
        begun = ((each.template, partial(self._acts.begin_from, each.id, draft.client_id)) for each in templates)
        self._offer("layout-template", self.tr("New from template"), "from_template", begun)
        count = self._desk.drafts.count(DraftFilter())
        # Shown only: the window has these keys, and two that have them are none.
        keys = QKeySequence("Ctrl+Shift+D").toString(QKeySequence.SequenceFormat.NativeText)
        words = self.tr("Drafts ({0})…").format(count)
        self._add("file-text", f"{words}\t{keys}", "drafts", self._acts.show_list)

    def _fill_with_this(self, draft: Draft) -> None:
        self._add("history", self.tr("History…"), "history", self._acts.show_history)
        self._add("tag", self.tr("Labels…"), "labels", self._acts.label)
        if draft.template:
            self._add("pencil", self.tr("Rename template…"), "rename", self._acts.rename_template)
        else:
            keep = self._add("layout-template", self.tr("Save as template…"), "keep_as_template", self._acts.keep_as_template)
            keep.setEnabled(not draft.empty)

    def _fill_with_copies(self, draft: Draft, others: Sequence[Client]) -> None:
        copied = ((each.name, partial(self._acts.copy_to_client, each.id)) for each in others)
        self._offer("copy", self.tr("Copy to another client…"), "copy_to_client", copied)
        if others:
            several = self._add("users", self.tr("For several clients…"), "several", self.several_asked.emit)
            several.setEnabled(not draft.empty and bool(draft.platforms))
        self._add("calendar-days", self.tr("Copy to another date…"), "copy_to_date", self._acts.copy_to_date)

    def _new_for(self, client: Client) -> Callable[[], object]:
        return partial(self.new_asked.emit, client.id)

    def _add(self, icon: str, words: str, name: str, act: Callable[[], object]) -> QAction:
        action = self.menu.addAction(self._theme.icon(icon), words, act)
        action.setObjectName(f"composer.menu.{name}")
        return action

    def _offer(self, icon: str, words: str, name: str, choices: Iterable[tuple[str, Callable[[], object]]]) -> None:
        """A menu within the menu; none where nothing is to be chosen."""
        offered = tuple(choices)
        if not offered:
            return
        within = self.menu.addMenu(self._theme.icon(icon), words)
        within.setObjectName(f"composer.menu.{name}")
        for choice, act in offered:
            within.addAction(choice.replace("&", "&&"), act)
