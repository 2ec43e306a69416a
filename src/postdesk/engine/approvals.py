"""The client's word on planned posts, as the user writes it down: asked for, given, or taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from postdesk.domain.approval import Approval, Word, given
from postdesk.domain.posts import Post
from postdesk.domain.taking_back import not_sent
from postdesk.engine.acts import Acts
from postdesk.engine.bench import Bench
from postdesk.store import approvals, posts
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class Marked:
    """What one act wrote down, and what was there of each post before: `put_back` takes it. `place`: where it was asked for."""

    approval: Approval
    before: tuple[tuple[int, Word], ...]
    place: str = ""


class Approvals(QObject):
    """Each act is about any number of posts, in one transaction; what is out of our hands is left alone.

    `marked` carries a Marked; where there was nothing to write down, it names no post.
    """

    marked = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._changes = bench.database, bench.changes
        self._acts = Acts(bench.tasks, bench.changes)

    def ask(self, post_ids: Sequence[int], place: str = "") -> None:
        """They wait for the client's word."""
        self._mark(post_ids, Marked(Approval.WAITING, (), place), lambda _: Word(Approval.WAITING))

    def approve(self, post_ids: Sequence[int], place: str = "") -> None:
        """The client agrees to them as they are now: their texts, media and times."""
        self._mark(post_ids, Marked(Approval.APPROVED, (), place), lambda post: given(not_sent(post)))

    def put_back(self, marked: Marked) -> None:
        """As it was before that act; where all of it is out of our hands since, `marked` tells that nothing changed."""
        self._acts.each("approval", self._put_back(marked))

    async def _put_back(self, marked: Marked) -> None:
        def work(conn: Transaction) -> bool:
            there = [(posts.get(conn, post_id), word) for post_id, word in marked.before]
            changeable = [(post, word) for post, word in there if post and not_sent(post)]
            for post, word in changeable:
                approvals.keep(conn, post.id, word)
                approvals.listen_again(conn, post.id, post.entries)
            return bool(changeable)

        changed = await self._database.run(work)
        self._changes.posts.emit()
        if not changed:
            self.marked.emit(replace(marked, before=()))

    def _mark(self, post_ids: Sequence[int], marked: Marked, word_of: Callable[[Post], Word]) -> None:
        self._acts.each("approval", self._marked(tuple(post_ids), marked, word_of))

    async def _marked(self, post_ids: tuple[int, ...], marked: Marked, word_of: Callable[[Post], Word]) -> None:
        before: list[tuple[int, Word]] = []

        def work(conn: Transaction) -> None:
            before.clear()
            for post in filter(None, (posts.get(conn, post_id) for post_id in post_ids)):
                if not_sent(post) and (word := word_of(post)) != post.word:
                    before.append((post.id, post.word))
                    approvals.keep(conn, post.id, word)

        await self._database.run(work)
        self._changes.posts.emit()
        self.marked.emit(replace(marked, before=tuple(before)))
