"""The bar for the drafts of several clients: the position among them ("2 of 5: for Bakery") and the way to the others."""

from functools import partial

from PySide6.QtWidgets import QWidget

from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.bulk_submission import BulkSubmission
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme


class PerClientBar(Frame):
    """Remembers the drafts that were made together while the window is open; the drafts are saved like any others."""

    def __init__(
        self, session: WorkspaceSession, model: ComposerModel, bulk_submission: BulkSubmission, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__("bar", "composer.per_client", parent=parent)
        self._session, self._model, self._theme = session, model, theme
        self._ids: list[str] = []
        self._label = PlainLabel(role="title", elide=True, identifier="composer.per_client.text")
        self._back = IconButton(theme, "chevron-left", self.tr("Previous"), "composer.per_client.back")
        self._next = IconButton(theme, "chevron-right", self.tr("Next"), "composer.per_client.next")
        self._all = Button(theme, "", "composer.per_client.all", role="link")
        close = IconButton(theme, "x", self.tr("Close (drafts are kept)"), "composer.per_client.close")
        parts = (self._label, self._all, self._back, self._next, close)
        self.setLayout(row_of(*parts, grow=self._label, spacing=4, margins=(14, 4, 8, 4)))
        self.hide()
        for signal, slot in (
            (self._back.clicked, partial(self._step, -1)),
            (self._next.clicked, partial(self._step, 1)),
            (self._all.clicked, lambda: bulk_submission.ask(self._ids)),
            (close.clicked, self._put_away),
            (model.opened, self._show),
            (session.changes.drafts, self._show),
            (bulk_submission.came_back, self._came_back),
        ):
            signal.connect(slot)

    def ask(self) -> None:
        """Ask for the clients that get a copy of the open draft."""
        from postdesk.ui.drafts.dialogs import ClientCopiesDialog, copy_targets

        if (draft := self._model.draft) and not self._model.submission.is_blocked_by_upload():
            clients = self._session.clients.all()
            connected = {each.id: frozenset(one.platform for one in self._session.connections.of(each.id)) for each in clients}
            dialog = ClientCopiesDialog(self._theme, draft, copy_targets(draft, clients, connected), self.parentWidget())
            dialog.chosen.connect(self._begin)
            dialog.open()

    def _begin(self, client_ids: tuple[int, ...]) -> None:
        self._model.draft_session.save_now()
        draft = self._model.draft
        if draft is None or self._model.submission.is_blocked_by_upload():
            return
        made = self._session.drafts.for_each(draft, client_ids)
        for each in made[1:]:
            self._session.composer.save(each)
        self._ids = [each.id for each in made]
        self._show()

    def _step(self, by: int) -> None:
        """Open the next (1) or previous (-1) draft; the first one if the open draft is none of them."""
        place = self._place()
        wanted = 0 if place is None else (place + by) % len(self._ids)
        if draft := self._session.composer.draft(self._ids[wanted]):
            self._model.draft_session.close()
            self._model.draft_session.open(draft)

    def _put_away(self) -> None:
        """Forget that the drafts belong together."""
        self._ids = []
        self._show()

    def _came_back(self, draft_id: str) -> None:
        self._ids.append(draft_id)
        self._show()

    def _place(self) -> int | None:
        draft = self._model.draft
        return self._ids.index(draft.id) if draft and draft.id in self._ids else None

    def _show(self) -> None:
        """Show the position and the client; drafts that were deleted or submitted are removed from the set."""
        if not self._ids and self.isHidden():
            return
        self._ids = [each for each in self._ids if self._session.composer.draft(each)]
        place, count, client = self._place(), len(self._ids), self._model.client
        if place is None:
            words = self.tr("%n more drafts for several clients", "", count)
        else:
            words = self.tr("{0} of {1}: for {2}").format(place + 1, count, client.name if client else "")
        self._label.setText(words)
        self._all.set_text(self.tr("Schedule all {0}…").format(count) if count > 1 else self.tr("Schedule…"))
        for button in (self._back, self._next):
            button.setEnabled(count > 1 or place is None)
        self.setVisible(count > 0)
