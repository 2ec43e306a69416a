"""Drafts: saved as they are typed, and turned into posts in one transaction."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from postdesk.domain.drafts import Draft, make_storable
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.new_posts import (
    NoFreeMoment,
    SubmitMode,
    SubmitTerms,
)
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.recall import live_entries
from postdesk.domain.rules import Rules, TitleNeed, load_rules
from postdesk.domain.text_counter import TextCounter
from postdesk.engine.conflict_lookup import ConflictLookup
from postdesk.engine.draft_factory import DraftFactory
from postdesk.engine.immediate_writes import ImmediateWrites
from postdesk.engine.recall import as_copy_of, drop_rest
from postdesk.engine.submission import RefusedReason, SubmissionRefused, submit
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import draft_versions, drafts, last_open, last_used, posts
from postdesk.store.last_open import LastOpen
from postdesk.store.sqlite import StorageError, Transaction


@dataclass(frozen=True, slots=True)
class SubmittedDraft:
    """A draft that became a post. `rest_id` is the draft of the platforms that were left out, empty if there were none.

    `later`: the further posts, for platforms with another time. `merged_rest`: the draft of left-out platforms that this
    submission includes again. If an editor changed it meanwhile, it stays a draft, marked as a copy of the post, so that
    sending it warns of a repeat.
    """

    draft_id: str
    post_id: int
    client_id: int
    mode: SubmitMode
    rest_id: str = ""
    later: tuple[int, ...] = ()
    merged_rest: Draft | None = None


@dataclass(frozen=True, slots=True)
class RefusedDraft:
    """A draft that was refused and stays a draft. `platform`: the one that causes the `reason`, empty if none does alone."""

    draft_id: str
    reason: RefusedReason
    platform: str = ""


class Composer(QObject):
    """The drafts of one workspace, and their submission.

    `saved` carries a draft's id and the moment, `submitted` a SubmittedDraft, `refused` a RefusedDraft. `conflicts` looks up the
    conflicts with other posts of a draft's client, `factory` makes new drafts.
    """

    saved = Signal(str, object)
    submitted = Signal(object)
    refused = Signal(object)

    def __init__(self, context: WorkspaceContext, rules_file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._tasks, self._settings = context.changes, context.tasks, context.settings
        self._writes, self._unsaved = ImmediateWrites(context), context.unsaved
        self.rules_file = rules_file
        self._opened: LastOpen | None = None
        self._unwritten: dict[str, Draft] = {}
        self._merged_rests: set[str] = set()
        self.conflicts = ConflictLookup(context)
        self.factory = DraftFactory(context, self._replacement_of)
        self.rules: Rules | None = None
        self.counter: TextCounter | None = None
        self._knows_emoji = False

    async def load_rules(self) -> None:
        """Load the platforms' rules and the counter once, in a thread; `Changes.settings` follows."""
        if self.rules:
            return
        opened = self.last_open()
        words = opened is not None and self.draft(opened.draft_id) is not None
        self.rules, self.counter = await asyncio.to_thread(_ready_to_count, self.rules_file, words)
        self._knows_emoji = words
        self._changes.settings.emit()

    def drafts(self, client_id: int | None = None) -> tuple[Draft, ...]:
        """Return all drafts, or those of a client, the last changed first."""
        return drafts.of_workspace(self._database.reader, self._workspace.id, client_id)

    def draft(self, draft_id: str) -> Draft | None:
        """Return the draft as it was last saved, even if it is not written to the database yet."""
        return self._unwritten.get(draft_id) or drafts.get(self._database.reader, draft_id)

    def last_open(self) -> LastOpen | None:
        """Return the draft that was open last, and its client."""
        return last_open.get(self._database.reader, self._workspace.id)

    def remember_open(self, draft: Draft) -> None:
        """Store which draft is open, for the next start."""
        opened = LastOpen(draft.client_id, draft.id)
        if opened != (self._opened or self.last_open()):
            self._opened = opened
            work = partial(last_open.remember, workspace_id=self._workspace.id, opened=opened)
            self._writes.write_now(f"open {draft.id}", work, notify=False)

    def last_time(self, client_id: int) -> datetime | None:
        """Return the time of the client's last scheduled post."""
        return last_used.get(self._database.reader, client_id).due_at

    def save(self, draft: Draft) -> None:
        """Save the draft: in memory at once, and in the database soon, with retries after a failure. `saved` follows."""
        kept = replace(make_storable(draft), updated_at=self._clock.now())
        self._write(kept, lambda conn: _replace(conn, kept))
        if self.counter and not self._knows_emoji:
            self._knows_emoji = True
            self._tasks.start("emoji", asyncio.to_thread(self.counter.load_emoji))

    def restore(self, draft: Draft) -> None:
        """Restore a deleted draft as it was."""
        kept = draft if draft.updated_at else replace(draft, updated_at=self._clock.now())
        self._write(kept, lambda conn: drafts.save(conn, kept))

    def _write(self, kept: Draft, work: Callable[[Transaction], object]) -> None:
        self._unwritten[kept.id] = kept
        self._unsaved.write(_subject(kept.id), work, lambda: self._saved(kept))

    def is_unsaved(self, draft_id: str) -> bool:
        """Return True while the draft's last save is not written to the database."""
        return self._unsaved.holds(_subject(draft_id))

    def _saved(self, draft: Draft) -> None:
        if self._unwritten.get(draft.id) is draft:
            del self._unwritten[draft.id]
        self.saved.emit(draft.id, draft.updated_at)
        self._changes.drafts.emit()

    def keep_version(self, draft: Draft) -> None:
        """Store a version of the draft as it is now, before it is closed or replaced."""
        kept, now = make_storable(draft), self._clock.now()
        self._unsaved.write(f"version {draft.id} of {now}", lambda conn: draft_versions.save(conn, kept, now))

    def delete(self, draft_id: str) -> None:
        """Delete the draft, with its unwritten changes."""
        self._drop(draft_id)
        self._writes.write_now(f"delete {draft_id}", lambda conn: drafts.delete(conn, draft_id), self._changes.drafts.emit)

    def _drop(self, draft_id: str) -> None:
        """Discard the draft's unwritten changes."""
        self._unwritten.pop(draft_id, None)
        self._unsaved.forget(_subject(draft_id))

    def _replacement_of(self, post_id: int) -> Draft | None:
        unwritten = (draft for draft in self._unwritten.values() if draft.replaces_post == post_id)
        return next(unwritten, None) or drafts.replacement_of(self._database.reader, post_id)

    def submit(
        self, submission: Submission, mode: SubmitMode, also_replaces: Collection[int] = (), merged_rest: Draft | None = None
    ) -> None:
        """Turn the draft into a post; `submitted` or `refused` follows. A second call during the first has no effect.

        `also_replaces`: ids of posts that the new post replaces, besides the one that the draft changes. `merged_rest`: the draft
        of platforms that were left out before and go out with the post now.
        """
        draft_id = submission.written.id
        if draft_id in self._merged_rests:
            self._tasks.start(f"submit {draft_id}", self._refuse(RefusedDraft(draft_id, RefusedReason.MERGED)))
            return
        if merged_rest:
            self._merged_rests.add(merged_rest.id)
        self._tasks.start(f"submit {draft_id}", self._submit(submission, mode, tuple(also_replaces), merged_rest))

    async def _refuse(self, refused: RefusedDraft) -> None:
        self.refused.emit(refused)

    def submit_terms(self, mode: SubmitMode) -> SubmitTerms:
        """Return the terms of a submission at this moment: the time, the settings and the platforms' rules."""
        rules = self.rules or load_rules(self.rules_file)
        titled = frozenset(each for each in Platform if rules.for_platform(each).title.need != TitleNeed.IGNORED)
        settings, ahead = self._settings.current, self._clock.server_offset
        return SubmitTerms(mode, self._clock.now(), settings.undo_delay, titled, settings.bundle_platforms, ahead)

    async def _submit(
        self, submission: Submission, mode: SubmitMode, also_replaces: tuple[int, ...], merged_rest: Draft | None
    ) -> None:
        draft, rest = submission.written, submission.rest
        terms = self.submit_terms(mode)

        def work(conn: Transaction) -> tuple[Post, ...]:
            _refuse_if_cancelled(conn, draft)
            made = submit(conn, self._workspace.id, submission, terms, also_replaces)
            if merged_rest:
                drop_rest(conn, merged_rest, made)
            return made

        try:
            made = await self._database.run(work)
        except SubmissionRefused as refusal:
            self.refused.emit(RefusedDraft(draft.id, refusal.reason, refusal.platform))
        except NoFreeMoment:
            self.refused.emit(RefusedDraft(draft.id, RefusedReason.NO_FREE_MILLISECOND))
        except StorageError:
            self.refused.emit(RefusedDraft(draft.id, RefusedReason.STORAGE))
        except Exception:
            self.refused.emit(RefusedDraft(draft.id, RefusedReason.INTERNAL))
            raise
        else:
            self._drop(draft.id)
            again = as_copy_of(merged_rest, made) if merged_rest else None
            if again and (typed := self.draft(again.id)) and typed.copied_from_post != again.copied_from_post:
                self.save(replace(typed, copied_from_post=again.copied_from_post))  # an editor's save overwrote the mark
            first, others = made[0], tuple(post.id for post in made[1:])
            self.submitted.emit(SubmittedDraft(draft.id, first.id, first.client_id, mode, rest.id if rest else "", others, again))
            self._changes.drafts.emit()
            self._changes.posts.emit()
        finally:
            self._merged_rests -= {merged_rest.id} if merged_rest else set()


def _subject(draft_id: str) -> str:
    return f"draft {draft_id}"


def _refuse_if_cancelled(conn: Transaction, draft: Draft) -> None:
    """Raise SubmissionRefused if the post that the draft changes was cancelled elsewhere."""
    if posts.made_from(conn, draft.id):
        return
    changed = posts.get(conn, draft.replaces_post) if draft.replaces_post is not None else None
    if changed and not live_entries(changed):
        raise SubmissionRefused(RefusedReason.REPLACED_CANCELLED)


def _replace(conn: Transaction, draft: Draft) -> None:
    """Write the draft over its stored state, which may become a version."""
    assert draft.updated_at is not None
    if posts.made_from(conn, draft.id):  # the write was delayed, and the draft became a post meanwhile
        return
    draft_versions.record_change(conn, draft, draft.updated_at)
    drafts.save(conn, draft)


def _ready_to_count(rules_file: Path, words: bool) -> tuple[Rules, TextCounter]:
    """Return the rules and a counter. `words`: there is a text to count at once, so the counter has to know the emoji."""
    rules = load_rules(rules_file)
    counter = TextCounter(rules.x_counting)
    if words:
        counter.load_emoji()
    return rules, counter
