"""The drafts for several clients: the place among them, "2 of 5: for Bakery", and the way to the others."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from postdesk.domain.drafts import Draft
from postdesk.engine.desk import Desk
from postdesk.ui.composer.batch import BatchSubmission
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.drafts.dialogs import ClientCopiesDialog, offered
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme


class PerClientBar(QFrame):
    """`stepped` carries -1 or 1, `all_asked` asks to schedule them all, `put_away` to forget that they belong together."""

    stepped = Signal(int)
    all_asked = Signal()
    put_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        identify(self, "composer.per_client")
        self.label = PlainLabel(role="title", elide=True)
        identify(self.label, "composer.per_client.text")
        self.back = IconButton(theme, "chevron-left", self.tr("Previous"), "composer.per_client.back")
        self.next = IconButton(theme, "chevron-right", self.tr("Next"), "composer.per_client.next")
        self.all = Button(theme, "", "composer.per_client.all", role="link")
        close = IconButton(theme, "x", self.tr("Close (drafts are kept)"), "composer.per_client.close")
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.all.clicked.connect(self.all_asked)
        close.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.label, 1)
        for part in (self.all, self.back, self.next, close):
            row.addWidget(part)
        self.hide()

    def show_place(self, place: int | None, count: int, client: str) -> None:
        """Show which of how many is open, and for whom; None where it is none of them."""
        if place is None:
            words = self.tr("%n more drafts for several clients", "", count)
        else:
            words = self.tr("{0} of {1}: for {2}").format(place + 1, count, client)
        self.label.setText(words)
        self.all.set_text(self.tr("Schedule all {0}…").format(count) if count > 1 else self.tr("Schedule…"))
        self.back.setEnabled(count > 1 or place is None)
        self.next.setEnabled(count > 1 or place is None)
        self.setVisible(count > 0)


class PerClient(QObject):
    """Keeps which drafts belong together, as long as the window is open; the drafts themselves are kept like any other."""

    def __init__(
        self, desk: Desk, model: ComposerModel, together: BatchSubmission, bar: PerClientBar, theme: Theme, pane: QWidget
    ) -> None:
        super().__init__(pane)
        self._desk, self._model, self._together = desk, model, together
        self._bar, self._theme, self._pane = bar, theme, pane
        self._ids: list[str] = []
        for signal, slot in (
            (model.opened, self._show),
            (desk.changes.drafts, self._show),
            (together.came_back, self._came_back),
            (bar.stepped, self.step),
            (bar.all_asked, self.ask_for_all),
            (bar.put_away, self.put_away),
        ):
            signal.connect(slot)

    def ask(self) -> None:
        """Ask for which clients the open draft is to be."""
        if (draft := self._model.draft) and not self._model.submission.held_up():
            clients = self._desk.clients.all()
            connected = {each.id: frozenset(one.platform for one in self._desk.connections.of(each.id)) for each in clients}
            dialog = ClientCopiesDialog(self._theme, draft, offered(draft, clients, connected), self._pane)
            dialog.chosen.connect(self._begin)
            dialog.open()

    def _begin(self, client_ids: tuple[int, ...]) -> None:
        self._model.session.keep()
        draft = self._model.draft
        if draft is None or self._model.submission.held_up():
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
            self._model.session.open(draft)

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
        draft = self._model.draft
        return self._ids.index(draft.id) if draft and draft.id in self._ids else None

    def _show(self) -> None:
        """What was deleted or submitted does not belong to them any more."""
        if not self._ids and self._bar.isHidden():
            return
        self._ids = [draft.id for draft in self._drafts()]
        client = self._model.client
        self._bar.show_place(self._place(), len(self._ids), client.name if client else "")
