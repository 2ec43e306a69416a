"""All drafts of a workspace: found, labelled, deleted and brought back; templates, versions, and one for each of several."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from postdesk.domain.drafts import Draft, untimed
from postdesk.domain.searching import DraftFilter
from postdesk.domain.versions import Version
from postdesk.engine.bench import Bench
from postdesk.engine.composer import Composer
from postdesk.engine.writes import Writes
from postdesk.store import drafts, posts, versions
from postdesk.store.sqlite import Transaction

_MANY = 200


class DraftBook(QObject):
    """`labelled` carries the ids of drafts, and the labels that came and that went; `deleted` the ids of those that go."""

    labelled = Signal(object, object, object)
    deleted = Signal(object)

    def __init__(self, bench: Bench, composer: Composer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes, self._composer, self._writes = bench.changes, composer, Writes(bench)

    def found(self, wanted: DraftFilter, limit: int, offset: int = 0) -> tuple[Draft, ...]:
        """A page of the drafts that are wanted, the last changed first."""
        return drafts.found(self._database.reader, self._workspace.id, wanted, limit, offset)

    def count(self, wanted: DraftFilter) -> int:
        """How many there are of them."""
        return drafts.count(self._database.reader, self._workspace.id, wanted)

    def labels(self) -> tuple[str, ...]:
        """All labels in use, by their letters."""
        return drafts.labels(self._database.reader, self._workspace.id)

    def templates(self) -> tuple[Draft, ...]:
        """The templates, the last changed first; some hundreds at most."""
        return self.found(DraftFilter(templates=True), _MANY)

    def label(self, ids: Collection[str], added: Collection[str], removed: Collection[str]) -> None:
        """Give drafts labels and take others away; when they were changed stays as it is."""

        def work(conn: Transaction) -> None:
            kept = (draft for each in ids if (draft := drafts.get(conn, each)))
            _save(conn, tuple(draft.labelled(relabelled(draft.labels, added, removed)) for draft in kept))

        def told() -> None:
            self.labelled.emit(frozenset(ids), tuple(added), tuple(removed))
            self._changes.drafts.emit()

        self._writes.ask(f"label {uuid.uuid4()}", work, told)

    def delete(self, ids: Iterable[str]) -> tuple[Draft, ...]:
        """Forget drafts or templates; what is returned can be brought back."""
        gone = tuple(draft for each in ids if (draft := self._composer.draft(each)))
        self.deleted.emit(frozenset(draft.id for draft in gone))
        for draft in gone:
            self._composer.delete(draft.id)
        return gone

    def is_gone(self, draft_id: str) -> bool:
        """Whether there is neither such a draft nor a post that was made of it."""
        made = posts.made_from(self._database.reader, draft_id)
        return not made and self._composer.draft(draft_id) is None

    def bring_back(self, gone: Sequence[Draft]) -> None:
        """Keep deleted ones again, as they were; the first of them is the last to be kept, as the list has it."""
        for draft in reversed(gone):
            self._composer.bring_back(draft)

    def duplicate(self, draft_id: str) -> None:
        """Keep a second one, for the same client at the same time."""
        if draft := self._composer.draft(draft_id):
            self._composer.save(draft.duplicated(str(uuid.uuid4())))

    def keep_as_template(self, draft: Draft, name: str) -> Draft:
        """A template with what is written in the draft; it has no time, and no post that it changes."""
        made = replace(draft, id=str(uuid.uuid4()), template=name, variants=untimed(draft.variants), due_at=None)
        kept = replace(made, replaces_post=None, copied_from_post=None, retries_post=None, overridden=())
        self._composer.save(kept)
        return kept

    def from_template(self, template: Draft, client_id: int) -> Draft:
        """A new draft for the client, with what is written in a template."""
        if client_id != template.client_id:
            return replace(self._composer.for_client(template, client_id), template="", updated_at=None)
        return replace(template, id=str(uuid.uuid4()), template="", updated_at=None)

    def for_each(self, draft: Draft, client_ids: Iterable[int]) -> tuple[Draft, ...]:
        """A draft for each client, at the same time by the client's own clock; the draft itself for its own."""
        return tuple(self._for(draft, each) if each != draft.client_id else draft for each in client_ids)

    def _for(self, draft: Draft, client_id: int) -> Draft:
        return replace(self._composer.for_client(draft, client_id), updated_at=None)

    def versions(self, draft_id: str) -> tuple[Version, ...]:
        """Earlier versions of a draft, the newest first."""
        return versions.of_draft(self._database.reader, draft_id)


def relabelled(labels: Iterable[str], added: Collection[str], removed: Collection[str]) -> tuple[str, ...]:
    """Labels without some and with others, each once, by their letters."""
    return tuple(sorted({*labels, *added} - {*removed}, key=lambda each: (each.casefold(), each)))


def _save(conn: Transaction, kept: Iterable[Draft]) -> None:
    for draft in kept:
        drafts.save(conn, draft)
