"""The snippets of a workspace."""

from dataclasses import replace
from itertools import count
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.oddities import replace_surrogates
from postdesk.domain.snippets import Snippet, most_used_hashtags
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import snippets
from postdesk.store.sqlite import Transaction

_RECENT: Final = 60
"""The number of posts whose hashtags are offered."""


class SnippetBook(QObject):
    """The snippets of a workspace. `changed` follows when one was saved or deleted, `saved` carries the id of a saved one."""

    changed = Signal()
    saved = Signal(int)

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._commands, self._unsaved = CommandRunner(context.tasks, context.changes), context.unsaved
        self._new = count(1)

    def all(self) -> tuple[Snippet, ...]:
        """Return all snippets, by name."""
        return snippets.of_workspace(self._database.reader, self._workspace.id)

    def of(self, client_id: int) -> tuple[Snippet, ...]:
        """Return the snippets for this client or for all clients."""
        return snippets.of_workspace(self._database.reader, self._workspace.id, client_id)

    def hashtags(self, client_id: int) -> tuple[str, ...]:
        """Return the hashtags of the client's recent posts and of its snippets, the most used first."""
        texts = snippets.recent_texts(self._database.reader, client_id, _RECENT)
        return most_used_hashtags((*texts, *(each.text for each in self.of(client_id))))

    def save(self, snippet: Snippet) -> None:
        """Save a snippet: a new one (id 0), a changed one, or one that was deleted."""
        clean = replace(snippet, name=replace_surrogates(snippet.name).strip(), text=replace_surrogates(snippet.text))
        workspace_id, now, ids = self._workspace.id, self._clock.now(), list[int]()
        subject = _subject(clean.id) if clean.id else f"new snippet {next(self._new)}"

        def work(conn: Transaction) -> None:
            ids.append(snippets.save(conn, workspace_id, clean, now))

        self._unsaved.write(subject, work, lambda: self._kept(ids[-1]))

    def delete(self, snippet_id: int) -> None:
        """Delete the snippet; `save` restores it."""
        self._unsaved.forget(_subject(snippet_id))
        self._commands.run_always("delete snippet", self._delete(snippet_id))

    def _kept(self, snippet_id: int) -> None:
        self.changed.emit()
        self.saved.emit(snippet_id)

    async def _delete(self, snippet_id: int) -> None:
        await self._database.run(lambda conn: snippets.delete(conn, snippet_id))
        self.changed.emit()


def _subject(snippet_id: int) -> str:
    return f"snippet {snippet_id}"
