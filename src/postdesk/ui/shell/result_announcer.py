"""Announces the results of posts, whatever place is shown."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget

from postdesk.domain.posts import Post, PostState, effective_entries, platform_state
from postdesk.domain.state_groups import OUTCOMES, WAITING, StateGroup
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.announce import announce
from postdesk.ui.scope import Scope
from postdesk.ui.text.names import one_line
from postdesk.ui.text.post_stories import state_look

translate = QCoreApplication.translate

_GATHER_MS: Final = 80
_FOLLOWED: Final = 50
"""The number of posts that are followed in each state: of those to come the first, of those with a result the latest."""

_MOST_NAMED: Final = 3
"""The most results that are named; beyond that they are only counted."""


class ResultAnnouncer(QObject):
    """Has a screen reader speak "Studio tour: Published" when a post of the session comes to a result.

    The client is named unless only that client is shown.
    """

    def __init__(self, session: WorkspaceSession, scope: Scope, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._scope, self._window = session, scope, window
        self._known = self._read()
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self._announce_new)
        session.changes.posts.connect(self._soon)

    def _soon(self) -> None:
        """Read soon, once for many changes."""
        if not self._gather.isActive():
            self._gather.start()

    def _announce_new(self) -> None:
        before, self._known = self._known, self._read()
        news = [post for post in self._changed(before) if post.state in OUTCOMES and self._is_told(post)]
        if len(news) > _MOST_NAMED:
            words = translate("Results", "{0} posts updated").format(len(news))
        else:
            words = ". ".join(map(self._words, news))
        if words:
            announce(self._window, words, urgent=any(post.state is PostState.TO_DECIDE for post in news))

    def _changed(self, before: Mapping[int, PostState]) -> list[Post]:
        """Return the known posts that are in another state now, by their time."""
        possible = (post_id for post_id, state in before.items() if self._known.get(post_id) is not state)
        posts = (post for post_id in possible if (post := self._session.post_commands.post(post_id)))
        changed = (post for post in posts if post.state is not before[post.id])
        return sorted(changed, key=attrgetter("due_at"))

    def _is_told(self, post: Post) -> bool:
        """Return False for a post of an archived client, and for a failed one that another one tries again: that one is told."""
        client, failed = self._session.clients.get(post.client_id), post.state in StateGroup.FAILED.value
        return client is not None and not client.archived and not (failed and post.retried_by)

    def _read(self) -> dict[int, PostState]:
        """Return the states of the posts to follow, by post."""
        board, now = self._session.board, self._session.clock.now()
        # Until now: the held posts of next week would take the places of those of today.
        past = board.latest(OUTCOMES, _FOLLOWED, until=now)
        return past | board.coming(WAITING | StateGroup.UNDER_WAY.value, _FOLLOWED)

    def _words(self, post: Post) -> str:
        entries = effective_entries(post.entries)
        states = [platform_state(entry, platform) for entry in entries for platform in entry.platforms]
        look = state_look(post.state, entries, self._session.clock.now(), states)
        title = one_line(post.text) or one_line(post.title) or translate("Results", "Without text")
        client = self._session.clients.get(post.client_id)
        if client and self._scope.client_id != client.id and len(self._session.clients.all()) > 1:
            title = f"{title}, {client.name}"
        return f"{title}: {look.word}"
