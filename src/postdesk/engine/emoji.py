"""The emoji of the picker: loaded on first use, with the recently used ones and the skin tone."""

import asyncio
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from postdesk.domain.emoji_names import EmojiBook, add_recent, read_emoji
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import emoji


class EmojiLibrary(QObject):
    """The emoji, loaded on demand; `ready` follows the first `load`.

    Recent emoji and the skin tone are stored in the profile; if writing fails, they last until Postdesk ends.
    """

    ready = Signal()

    def __init__(self, context: WorkspaceContext, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._tasks, self._file = context.database, context.tasks, file
        self.book: EmojiBook | None = None
        self.recent: tuple[str, ...] = ()
        self.tone = 0

    def load(self) -> None:
        """Load the emoji in a thread, unless they are loaded; `ready` follows."""
        if self.book is None:
            self._tasks.start("emoji names", self._load())

    def used(self, text: str) -> None:
        """Store that this emoji was used."""
        self.recent = add_recent(self.recent, text)
        self._database.submit(partial(emoji.remember_recent, used=self.recent))

    def choose_tone(self, tone: int) -> None:
        """Use this skin tone from now on: 1 to 5, or 0 for none."""
        self.tone = tone
        self._database.submit(partial(emoji.remember_tone, chosen=tone))

    async def _load(self) -> None:
        book = await asyncio.to_thread(read_emoji, self._file)
        self.recent, self.tone = emoji.recent(self._database.reader), emoji.tone(self._database.reader)
        self.book = book
        self.ready.emit()
