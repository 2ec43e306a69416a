"""The review of the open draft, which keeps up with it while it can be seen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.review import DraftReview
from postdesk.engine.read_turns import ReadTurn
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.context import DraftContext
from postdesk.ui.composer.draft_session import DraftSession


class LiveReview(QObject):
    """The review: made anew at once, after a typed key is painted (`caught_up` follows), or in a turn of its own.

    `changed` follows each review. Of a hidden composer none is made before somebody asks for it.
    """

    changed = Signal()
    caught_up = Signal()

    def __init__(self, session: WorkspaceSession, draft_session: DraftSession, context: DraftContext, parent: QObject) -> None:
        super().__init__(parent)
        self.is_shown: Callable[[], bool] = lambda: True
        """Returns True while the composer can be seen."""
        self.made: DraftReview | None = None
        """The last review, which may be outdated."""
        self._draft_session, self._context = draft_session, context
        self._outdated = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._make_painted)
        self._turn = ReadTurn(session.changes.last_read, self._make_if_shown, self)
        for changed in (session.changes.settings, session.media.changed, session.dismissed_notes.changed):
            changed.connect(self.follow)

    @property
    def current(self) -> DraftReview | None:
        """The review of the present draft. A pending one is made, and announced, when this is read."""
        self.catch_up()
        return self.made

    def make(self) -> None:
        """Review the draft now."""
        self._soon.stop()
        self._outdated = True  # still so where this fails: nobody may submit the review of an earlier text
        draft = self._draft_session.draft
        self.made = self._context.review(draft) if draft else None
        self._outdated = False
        self.changed.emit()

    def make_soon(self) -> None:
        """Review the draft after the next paint."""
        self._soon.start()

    def make_in_turn(self) -> None:
        """Review the draft soon, apart from what else follows a change."""
        self._outdated = True
        self._turn.request()

    def follow(self) -> None:
        """Review the draft now if it can be seen, otherwise later."""
        self._outdated = True
        self._make_if_shown()

    def catch_up(self) -> None:
        """Make a pending review now."""
        if self._soon.isActive() or self._outdated:
            self.make()

    def forget(self) -> None:
        """Forget the review: another draft opens."""
        self._soon.stop()
        self.made = None

    def _make_if_shown(self) -> None:
        if self.is_shown():
            self.catch_up()

    def _make_painted(self) -> None:
        self.make()
        self.caught_up.emit()
