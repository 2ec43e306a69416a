"""All drafts of a workspace: search, labels, deletion with undo, templates, versions, and copies for several clients."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from postdesk.domain.draft_search import DraftFilter
from postdesk.domain.drafts import Draft, without_times
from postdesk.domain.versions import DraftVersion
from postdesk.engine.composer import Composer
from postdesk.engine.immediate_writes import ImmediateWrites
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import draft_versions, drafts, posts
from postdesk.store.sqlite import Transaction

_MANY = 200


class DraftBook(QObject):
    """The drafts of one workspace.

    `labelled` carries the ids of drafts, their added labels and their removed labels. `deleted` carries the ids of drafts just
    before their deletion.
    """

    labelled = Signal(object, object, object)
    deleted = Signal(object)

    def __init__(self, context: WorkspaceContext, composer: Composer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._composer, self._writes = context.changes, composer, ImmediateWrites(context)

    def found(self, wanted: DraftFilter, limit: int, offset: int = 0) -> tuple[Draft, ...]:
        """Return a page of the drafts that match the filter, the last changed first."""
        return drafts.find_page(self._database.reader, self._workspace.id, wanted, limit, offset)

    def count(self, wanted: DraftFilter) -> int:
        """Return the number of drafts that match the filter."""
        return drafts.count(self._database.reader, self._workspace.id, wanted)

    def labels(self) -> tuple[str, ...]:
        """Return all labels in use, in alphabetical order."""
        return drafts.labels(self._database.reader, self._workspace.id)

    def templates(self) -> tuple[Draft, ...]:
        """Return the templates, the last changed first, at most 200."""
        return self.found(DraftFilter(templates=True), _MANY)

    def label(self, ids: Collection[str], added: Collection[str], removed: Collection[str]) -> None:
        """Add labels to drafts and remove others; the time of their last change stays. `labelled` follows."""

        def work(conn: Transaction) -> None:
            kept = (draft for each in ids if (draft := drafts.get(conn, each)))
            _save(conn, tuple(draft.labelled(change_labels(draft.labels, added, removed)) for draft in kept))

        def told() -> None:
            self.labelled.emit(frozenset(ids), tuple(added), tuple(removed))
            self._changes.drafts.emit()

        self._writes.write_now(f"label {uuid.uuid4()}", work, told)

    def delete(self, ids: Iterable[str]) -> tuple[Draft, ...]:
        """Delete drafts or templates; return them for `restore`."""
        gone = tuple(draft for each in ids if (draft := self._composer.draft(each)))
        self.deleted.emit(frozenset(draft.id for draft in gone))
        for draft in gone:
            self._composer.delete(draft.id)
        return gone

    def is_gone(self, draft_id: str) -> bool:
        """Return True if there is neither such a draft nor a post made from it."""
        made = posts.made_from(self._database.reader, draft_id)
        return not made and self._composer.draft(draft_id) is None

    def restore(self, gone: Sequence[Draft]) -> None:
        """Restore deleted drafts as they were, in reverse, so that the list has them in the same order."""
        for draft in reversed(gone):
            self._composer.restore(draft)

    def duplicate(self, draft_id: str) -> None:
        """Save a copy of the draft, for the same client at the same time."""
        if draft := self._composer.draft(draft_id):
            self._composer.save(draft.duplicated(str(uuid.uuid4())))

    def keep_as_template(self, draft: Draft, name: str) -> Draft:
        """Save a template with the content of the draft and return it. It has no time, and changes no post."""
        made = replace(draft, id=str(uuid.uuid4()), template=name, variants=without_times(draft.variants), due_at=None)
        kept = replace(made, replaces_post=None, copied_from_post=None, retries_post=None, overridden=())
        self._composer.save(kept)
        return kept

    def from_template(self, template: Draft, client_id: int) -> Draft:
        """Return a new draft for the client with the content of a template, not saved."""
        if client_id != template.client_id:
            return replace(self._composer.factory.for_client(template, client_id), template="", updated_at=None)
        return replace(template, id=str(uuid.uuid4()), template="", updated_at=None)

    def for_each(self, draft: Draft, client_ids: Iterable[int]) -> tuple[Draft, ...]:
        """Return a draft for each client, at the same time of day in its time zone; for the draft's own client, the draft."""
        return tuple(self._for(draft, each) if each != draft.client_id else draft for each in client_ids)

    def _for(self, draft: Draft, client_id: int) -> Draft:
        return replace(self._composer.factory.for_client(draft, client_id), updated_at=None)

    def versions(self, draft_id: str) -> tuple[DraftVersion, ...]:
        """Return the earlier versions of a draft, the newest first."""
        return draft_versions.of_draft(self._database.reader, draft_id)


def change_labels(labels: Iterable[str], added: Collection[str], removed: Collection[str]) -> tuple[str, ...]:
    """Return the labels with some added and others removed, each once, in alphabetical order."""
    return tuple(sorted({*labels, *added} - {*removed}, key=lambda each: (each.casefold(), each)))


def _save(conn: Transaction, kept: Iterable[Draft]) -> None:
    for draft in kept:
        drafts.save(conn, draft)
