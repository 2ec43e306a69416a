"""Drafts: kept as they are typed, and turned into posts in one transaction."""

import asyncio
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from postdesk.domain.counting import Counter
from postdesk.domain.drafts import Draft, storable
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.rules import Rules, TitleNeed, load_rules
from postdesk.domain.submitting import Act, NoFreeMoment, Terms, divided, draft_of
from postdesk.domain.taking_back import not_sent, part
from postdesk.engine.bench import Bench
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.others import Others
from postdesk.engine.submission import RefusedReason, Stays, turn_into_post
from postdesk.store import connections, drafts, last_open, last_used, posts
from postdesk.store.last_open import LastOpen
from postdesk.store.sqlite import StorageProblem, Transaction


@dataclass(frozen=True, slots=True)
class Submitted:
    """A draft that is a post now. `rest_id` is the draft that keeps what was left out of it, empty where nothing was."""

    draft_id: str
    post_id: int
    client_id: int
    act: Act
    rest_id: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A draft that stays a draft. `platform` names the one that is not connected, or goes out by itself."""

    draft_id: str
    reason: RefusedReason
    platform: str = ""


class Composer(QObject):
    """The drafts of one workspace. `saved` carries a draft's id and the moment, `submitted` and `refused` the values above.

    `others` knows what else goes out for a draft's client.
    """

    saved = Signal(str, object)
    submitted = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        bench: Bench,
        rules_file: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes, self._tasks, self._settings = bench.changes, bench.tasks, bench.settings
        self._rules_file = rules_file
        self._opened: LastOpen | None = None
        self._unwritten: dict[str, Draft] = {}
        self.others = Others(bench)
        self.rules: Rules | None = None
        self.counter: Counter | None = None
        self._knows_emoji = False

    async def load_rules(self) -> None:
        """Read the platforms' rules and get ready to count, off the GUI thread; `settings` is broadcast when it is done."""
        opened = self.last_open()
        words = opened is not None and self.draft(opened.draft_id) is not None
        self.rules, self.counter = await asyncio.to_thread(_ready_to_count, self._rules_file, words)
        self._knows_emoji = words
        self._changes.settings.emit()

    def drafts(self, client_id: int | None = None) -> tuple[Draft, ...]:
        """All drafts, or a client's, the last changed first."""
        return drafts.of_workspace(self._database.reader, self._workspace.id, client_id)

    def draft(self, draft_id: str) -> Draft | None:
        """The draft of that id as it was last kept, also while it is still being written down."""
        return self._unwritten.get(draft_id) or drafts.get(self._database.reader, draft_id)

    def new_draft(self, client_id: int, due_at: datetime | None = None) -> Draft:
        """An empty draft with the client's last platforms, not kept before something is typed."""
        used = last_used.get(self._database.reader, client_id)
        return Draft(id=str(uuid.uuid4()), client_id=client_id, platforms=used.platforms, due_at=due_at)

    def last_open(self) -> LastOpen | None:
        """Which draft was open last, for whom."""
        return last_open.get(self._database.reader, self._workspace.id)

    def remember_open(self, draft: Draft) -> None:
        """Keep which draft is open, for the next start."""
        opened = LastOpen(draft.client_id, draft.id)
        if opened != (self._opened or self.last_open()):
            self._opened = opened
            self._write(f"open {draft.id}", lambda conn: last_open.remember(conn, self._workspace.id, opened), lambda: None)

    def last_time(self, client_id: int) -> datetime | None:
        """The time for which this client's last post was scheduled."""
        return last_used.get(self._database.reader, client_id).due_at

    def save(self, draft: Draft) -> None:
        """Keep the draft as it is now."""
        self._unwritten[draft.id] = kept = replace(storable(draft), updated_at=self._clock.now())
        self._write(f"save {draft.id} {id(kept)}", lambda conn: drafts.save(conn, kept), lambda: self._saved(kept))
        if self.counter and not self._knows_emoji:
            self._knows_emoji = True
            self._tasks.start("emoji", asyncio.to_thread(self.counter.learn_emoji))

    def _saved(self, draft: Draft) -> None:
        if self._unwritten.get(draft.id) is draft:
            del self._unwritten[draft.id]
        self.saved.emit(draft.id, draft.updated_at)
        self._changes.drafts.emit()

    def delete(self, draft_id: str) -> None:
        """Forget the draft."""
        self._unwritten.pop(draft_id, None)
        self._write(f"delete {draft_id}", lambda conn: drafts.delete(conn, draft_id), self._changes.drafts.emit)

    def edit(self, post_id: int) -> Draft | None:
        """The draft that changes what was not sent of a post: it takes its place when it is submitted, not before.

        None where all of it was sent, or may have been. A time that is past is none for what was missed or refused.
        """
        fresh = self.as_it_is(post_id)
        draft = fresh and (self._changing(post_id) or fresh)
        past = draft and draft.due_at and draft.due_at <= self._clock.now()
        return replace(draft, due_at=None) if draft and past else draft

    def _changing(self, post_id: int) -> Draft | None:
        unwritten = (draft for draft in self._unwritten.values() if draft.replaces_post == post_id)
        return next(unwritten, None) or drafts.replacing(self._database.reader, post_id)

    def as_it_is(self, post_id: int) -> Draft | None:
        """A draft that would change what was not sent of a post into what it is now; None where there is nothing of that."""
        post = posts.get(self._database.reader, post_id)
        ours = not_sent(post) if post else ()
        return replace(self._draft_of(part(post, ours)), replaces_post=post_id) if post and ours else None

    def copy(self, post_id: int, client_id: int | None = None, due_at: datetime | None = None) -> Draft | None:
        """A draft with a post's words; it remembers a post that still goes out by itself."""
        post = posts.get(self._database.reader, post_id)
        if post is None:
            return None
        draft = replace(self._draft_of(post), due_at=due_at, copied_from_post=post_id, retries_post=None)
        return draft if client_id is None else self.for_client(draft, client_id)

    def for_client(self, draft: Draft, client_id: int) -> Draft:
        """A copy of a draft for another client, on those of its platforms that the other client has connected."""
        there = {account.platform for account in connections.of_client(self._database.reader, client_id)}
        kept = tuple(platform for platform in draft.platforms if platform in there)
        copied = replace(draft, id=str(uuid.uuid4()), client_id=client_id, platforms=kept)
        return replace(copied, replaces_post=None, retries_post=None)

    def _draft_of(self, post: Post) -> Draft:
        return draft_of(post, str(uuid.uuid4()), self._clock.now())

    def submit(
        self, draft: Draft, act: Act, overridden: tuple[str, ...] = (), left_out: Collection[Platform] = frozenset()
    ) -> None:
        """Turn the draft into a post; the answer is `submitted` or `refused`. A double press submits once.

        `overridden` names the warnings that the user posts past, as `Post.overridden` keeps them. What is for the platforms
        of `left_out` stays, as a draft of its own.
        """
        self._tasks.start(f"submit {draft.id}", self._submit(storable(draft), act, overridden, frozenset(left_out)))

    async def _submit(self, draft: Draft, act: Act, overridden: tuple[str, ...], left_out: frozenset[Platform]) -> None:
        rules = self.rules or load_rules(self._rules_file)
        titled = frozenset(each for each in Platform if rules.for_platform(each).title.need != TitleNeed.IGNORED)
        settings, ahead = self._settings.current, self._clock.server_ahead
        terms = Terms(act, self._clock.now(), settings.undo_delay, titled, settings.bundle_platforms, overridden, ahead)
        going, rest = divided(draft, left_out, str(uuid.uuid4()))
        try:
            post = await self._database.run(lambda conn: turn_into_post(conn, self._workspace.id, going, rest, terms))
        except Stays as stays:
            self.refused.emit(Refused(draft.id, stays.reason, stays.platform))
        except NoFreeMoment:
            self.refused.emit(Refused(draft.id, RefusedReason.NO_FREE_MILLISECOND))
        except StorageProblem:
            self.refused.emit(Refused(draft.id, RefusedReason.STORAGE))
        else:
            self._unwritten.pop(draft.id, None)
            self.submitted.emit(Submitted(draft.id, post.id, post.client_id, act, rest.id if rest else ""))
            self._changes.drafts.emit()
            self._changes.posts.emit()

    def _write(self, name: str, work: Callable[[Transaction], object], then: Callable[[], object]) -> None:
        # Asked for at once, so that it is done even where the application ends in the next moment.
        submitted = self._database.submit(work)

        async def write() -> None:
            try:
                await self._database.done(submitted)
            except StorageProblem as problem:
                self._changes.notice.emit(Notice(NoticeKind.STORAGE_FAILED, detail=problem.trouble))
            else:
                then()

        self._tasks.start(name, write())


def _ready_to_count(rules_file: Path, words: bool) -> tuple[Rules, Counter]:
    """`words`: there are some to count, with emoji among them maybe."""
    rules = load_rules(rules_file)
    counter = Counter(rules.x_counting)
    if words:
        counter.learn_emoji()
    return rules, counter
