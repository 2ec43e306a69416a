"""The next free slot for the open draft: in the quick picks, and as a fix for its time."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.slots import FreeSlot
from postdesk.engine.slots import with_slot_times
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.suggested_times import QuickPicks
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.text.names import names
from postdesk.ui.text.times import free_slot_words, moment_words


class SlotPicker(QObject):
    """Offers the slot in the menu of `picks`; without weekly slots, the menu leads to their settings."""

    def __init__(self, session: WorkspaceSession, model: ComposerModel, picks: QuickPicks, navigator: Navigator) -> None:
        super().__init__(picks)
        self._session, self._model, self._picks, self._navigator = session, model, picks, navigator
        self._local_zone = model.context.local_zone
        picks.opened.connect(self._offer)

    def _offer(self, menu: QMenu) -> None:
        """Add the slot for the shown platform, or for the platforms with the shared time."""
        draft, platform = self._model.draft, self._model.platform
        if draft is None:
            return
        if not self._session.slots.of(draft.client_id):
            set_up = self._add(menu, self.tr("Set up weekly slots…"), "set_up")
            set_up.triggered.connect(lambda: self._navigator.show_settings("slots"))
        else:
            self._offer_next(menu, draft, (platform,) if platform else _sharing(draft))
        menu.addSeparator()

    def _offer_next(self, menu: QMenu, draft: Draft, platforms: Sequence[Platform]) -> None:
        if free_slot := self._session.slots.next_free(draft, platforms):
            words = self.tr("Next free slot: {0}").format(self._words(free_slot))
            action = self._add(menu, words, "next")
            action.triggered.connect(lambda: self._picks.picked.emit(free_slot.moment))
            return
        each = {platform: self._session.slots.next_free(draft, (platform,)) for platform in platforms}
        found = tuple((platform, free_slot) for platform, free_slot in each.items() if free_slot)
        if len(platforms) > 1 and len(found) == len(platforms):
            parts = (f"{names((platform,))} {self._words(free_slot)}" for platform, free_slot in found)
            action = self._add(menu, self.tr("Next slot of each: {0}").format("; ".join(parts)), "each")
            action.triggered.connect(lambda: self._take_each(found))
        else:
            why = self.tr("No free slot for {0}").format(names(tuple(platforms))) if platforms else self.tr("No free slot")
            self._add(menu, why, "none").setEnabled(False)

    def _add(self, menu: QMenu, words: str, name: str) -> QAction:
        action = menu.addAction(words)
        action.setObjectName(f"composer.pick.slot.{name}")
        return action

    def _take_each(self, found: Sequence[tuple[Platform, FreeSlot]]) -> None:
        if draft := self._model.draft:
            self._model.draft_session.change(with_slot_times(draft, found))

    def fix_time(self, group: ProblemGroup) -> None:
        """Move the problem's platforms to the next free slot, or to the next free time if the client has no slots."""
        draft = self._model.draft
        if draft is None:
            return
        own = [each for each in group.platforms if DraftField.DUE_AT in draft.variant(each).own]
        alone = len(own) == len(group.platforms)
        found = self._session.free_times.next_for(draft, own if alone else _sharing(draft))
        if found is None:
            self._model.status.note(self.tr("No free time found in the next weeks. Select a time."))
            return
        after = draft
        for platform in own if alone else (None,):
            after = after.with_field(platform, DraftField.DUE_AT, found.moment)
        words = self.tr("Moved to the next free slot: {0}.") if found.in_slot else self.tr("Moved to the next free time: {0}.")
        said = words.format(moment_words(found.moment, self._model.context.zone, self._local_zone))
        self._model.change_with_undo(draft, after, said, "calendar-clock")

    def _words(self, free_slot: FreeSlot) -> str:
        return free_slot_words(free_slot, self._model.context.zone, self._local_zone)


def _sharing(draft: Draft) -> tuple[Platform, ...]:
    """Return the platforms with the shared time."""
    return tuple(each for each in draft.platforms if DraftField.DUE_AT not in draft.variant(each).own)
