"""The notes that are true of every post of an account, until the user dismisses them for it."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import warning_key
from postdesk.domain.standing_notes import open_notes
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.draft_session import DraftSession
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.text.names import names


class StandingNotes(QObject):
    """The dismissed notes of the open draft's client."""

    def __init__(self, session: WorkspaceSession, draft_session: DraftSession, status: StatusMessage) -> None:
        super().__init__(draft_session)
        self._book, self._draft_session, self._status = session.dismissed_notes, draft_session, status

    def open_ones(self, groups: Iterable[ProblemGroup]) -> tuple[ProblemGroup, ...]:
        """Return the groups without dismissed notes."""
        draft = self._draft_session.draft
        return open_notes(groups, self._book.of(draft.client_id)) if draft else tuple(groups)

    def is_open(self, note: str, platforms: Iterable[Platform]) -> bool:
        """Return True unless the note was dismissed for all of the platforms."""
        draft = self._draft_session.draft
        gone = self._book.of(draft.client_id) if draft else frozenset()
        return any(warning_key(platform, note) not in gone for platform in platforms)

    def dismiss(self, note: str, platforms: Sequence[Platform]) -> None:
        """Dismiss the note for the accounts of these platforms, and offer to undo that."""
        if draft := self._draft_session.draft:
            keys = frozenset(warning_key(platform, note) for platform in platforms)
            self._book.dismiss(draft.client_id, keys)
            words = self.tr("This note isn’t shown again for {0}.").format(names(tuple(platforms)))
            self._status.offer_undo(words, "x", partial(self._book.restore, draft.client_id, keys), passes=True)
