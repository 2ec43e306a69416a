"""The approval of planned posts, as the user records it: requested, given, or restored to an earlier state."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.approval_fingerprint import approval_for
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Post
from postdesk.domain.recall import recallable_entries
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import approvals, posts
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class ApprovalChange:
    """The approval that an action recorded, and the records it replaced, for `revert`.

    `place`: the name of the pane that started the action and shows what it did; empty for the calendar.
    """

    approval: Approval
    before: tuple[tuple[int, ApprovalRecord], ...]
    place: str = ""


class Approvals(QObject):
    """Records approvals: each action for any number of posts, in one transaction. Posts without unsent entries stay unchanged.

    `marked` carries an ApprovalChange, which names no post if nothing changed.
    """

    marked = Signal(object)

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database, self._changes = context.database, context.changes
        self._commands = CommandRunner(context.tasks, context.changes)

    def ask(self, post_ids: Sequence[int], place: str = "") -> None:
        """Mark the posts as waiting for the client's approval."""
        self._mark(post_ids, ApprovalChange(Approval.WAITING, (), place), lambda _: ApprovalRecord(Approval.WAITING))

    def approve(self, post_ids: Sequence[int], place: str = "") -> None:
        """Record that the client approves the posts as they are now: their texts, media and times."""
        self._mark(post_ids, ApprovalChange(Approval.APPROVED, (), place), lambda post: approval_for(recallable_entries(post)))

    def revert(self, marked: ApprovalChange) -> None:
        """Restore the approvals from before that action; if no post has unsent entries any more, `marked` names no post."""
        self._commands.run_always("approval", self._put_back(marked))

    async def _put_back(self, marked: ApprovalChange) -> None:
        def work(conn: Transaction) -> bool:
            there = [(posts.get(conn, post_id), record) for post_id, record in marked.before]
            changeable = [(post, record) for post, record in there if post and recallable_entries(post)]
            for post, record in changeable:
                approvals.save(conn, post.id, record)
                approvals.reevaluate(conn, post.id, post.entries)
            return bool(changeable)

        changed = await self._database.run(work)
        self._changes.posts.emit()
        if not changed:
            self.marked.emit(replace(marked, before=()))

    def _mark(self, post_ids: Sequence[int], marked: ApprovalChange, record_of: Callable[[Post], ApprovalRecord]) -> None:
        self._commands.run_always("approval", self._marked(tuple(post_ids), marked, record_of))

    async def _marked(
        self, post_ids: tuple[int, ...], marked: ApprovalChange, record_of: Callable[[Post], ApprovalRecord]
    ) -> None:
        before: list[tuple[int, ApprovalRecord]] = []

        def work(conn: Transaction) -> None:
            before.clear()
            for post in filter(None, (posts.get(conn, post_id) for post_id in post_ids)):
                if recallable_entries(post) and (record := record_of(post)) != post.approval:
                    before.append((post.id, post.approval))
                    approvals.save(conn, post.id, record)

        await self._database.run(work)
        self._changes.posts.emit()
        self.marked.emit(replace(marked, before=tuple(before)))
