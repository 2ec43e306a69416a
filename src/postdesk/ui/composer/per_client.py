"""A draft for each of several clients: gone through one by one, and scheduled one by one or all together."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from postdesk.domain.drafts import Draft
from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.per_client_bar import PerClientBar
from postdesk.ui.composer.scheduling_together import SchedulingTogether
from postdesk.ui.drafts.dialogs import ClientCopiesDialog as SeveralDialog
from postdesk.ui.drafts.dialogs import offered
from postdesk.ui.kit.theme import Theme


class PerClient(QObject):
    """Keeps which drafts belong together, as long as the window is open; the drafts themselves are kept like any other.

    `held_up` tells whether the open draft waits for a file, and says so.
    """

    def __init__(
        self,
        desk: Desk,
        drafting: Drafting,
        together: SchedulingTogether,
        held_up: Callable[[], bool],
        bar: PerClientBar,
        theme: Theme,
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._desk, self._drafting, self._together, self._held_up = desk, drafting, together, held_up
        self._bar, self._theme, self._pane = bar, theme, pane
        self._ids: list[str] = []
        for signal, slot in (
            (drafting.opened, self._show),
            (desk.changes.drafts, self._show),
            (together.came_back, self._came_back),
            (bar.stepped, self.step),
            (bar.all_asked, self.ask_for_all),
            (bar.put_away, self.put_away),
        ):
            signal.connect(slot)

    def ask(self) -> None:
        """Ask for which clients the open draft is to be."""
        if (draft := self._drafting.draft) and not self._held_up():
            clients = self._desk.clients.all()
            connected = {each.id: frozenset(one.platform for one in self._desk.connections.of(each.id)) for each in clients}
            dialog = SeveralDialog(self._theme, draft, offered(draft, clients, connected), self._pane)
            dialog.chosen.connect(self._begin)
            dialog.open()

    def _begin(self, client_ids: tuple[int, ...]) -> None:
        self._drafting.keep()
        draft = self._drafting.draft
        if draft is None or self._held_up():
            return
        made = self._desk.drafts.for_each(draft, client_ids)
        for each in made[1:]:
            self._desk.composer.save(each)
        self._ids = [each.id for each in made]
        self._show()

    def step(self, by: int) -> None:
        """Open the one before or after the open one; the first where it is none of them."""
        place = self._place()
        wanted = 0 if place is None else (place + by) % len(self._ids)
        if draft := self._desk.composer.draft(self._ids[wanted]):
            self._drafting.open(draft)

    def put_away(self) -> None:
        """They are drafts like any other from now on."""
        self._ids = []
        self._show()

    def ask_for_all(self) -> None:
        """Say for whom and when all would go out, and ask."""
        self._together.ask(self._ids)

    def _came_back(self, draft_id: str) -> None:
        self._ids.append(draft_id)
        self._show()

    def _drafts(self) -> tuple[Draft, ...]:
        return tuple(draft for each in self._ids if (draft := self._desk.composer.draft(each)))

    def _place(self) -> int | None:
        draft = self._drafting.draft
        return self._ids.index(draft.id) if draft and draft.id in self._ids else None

    def _show(self) -> None:
        """What was deleted or submitted does not belong to them any more."""
        if not self._ids and self._bar.isHidden():
            return
        self._ids = [draft.id for draft in self._drafts()]
        client = self._drafting.client()
        self._bar.show_place(self._place(), len(self._ids), client.name if client else "")
